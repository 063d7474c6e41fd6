//! Everything that can be agreed on about people: read from the static lists of criteria, measures, rules, fields and
//! fact tables, so that whatever is added to them is in this list by itself.

use onethread_model::agreement::{AgreementItem, STATISTICS, Touches, items_of_data};

use crate::check::rules;
use crate::measure::measures::MEASURES;
use crate::review::CRITERIA;

/// Everything that touches a person or a group under five, leaders included: criteria, measures, rules, statistics,
/// fields and tables, in this order.
pub fn items() -> Vec<AgreementItem> {
    let item = |kind, key: &str, title: &str, touches, is_strictly_on| AgreementItem {
        kind,
        key: key.to_owned(),
        title: title.to_owned(),
        touches,
        is_strictly_on,
    };
    let criteria = CRITERIA.iter().map(|one| item("criterion", one.key, one.question, one.touches, true));
    let measures = MEASURES.iter().map(|one| item("measure", one.key, one.title, one.touches, true));
    let rules = rules().map(|one| item("rule", one.code, one.title, one.touches, true));
    let statistics = STATISTICS.iter().map(|(key, title)| item("statistic", key, title, Touches::People, false));
    let all = criteria.chain(measures).chain(rules).chain(statistics).chain(items_of_data());
    all.filter(|item| matches!(item.touches, Touches::Groups | Touches::People)).collect()
}
