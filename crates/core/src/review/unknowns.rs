//! What is not known, which evidence would tell it, and whom to ask which question.

use std::collections::BTreeMap;

use onethread_model::facts::FactKind;
use schemars::JsonSchema;
use serde::Serialize;

use super::Review;
use super::criteria::CRITERIA;
use super::verdict::Question;

/// A question that the evidence leaves open, over all live initiatives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Unknown {
    /// Key of the criterion.
    pub criterion: &'static str,
    /// The criterion's question.
    pub question: &'static str,
    /// Live initiatives for which it is open.
    pub initiatives: usize,
    /// Facts that would tell, in alphabetical order of table.
    pub needs: Vec<FactKind>,
    /// What to ask, and whom: the question that most of them share, of which nobody said that nobody knows.
    pub ask: Option<Question>,
}

/// How many questions have an answer, over all live initiatives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct QuestionCount {
    /// Questions that apply: each criterion for each live initiative, less those that do not.
    pub asked: usize,
    /// Of these, those that evidence leaves open.
    pub open: usize,
    /// Questions that do not apply, as to work that is functional by design.
    pub not_asked: usize,
}

impl QuestionCount {
    /// Counts them.
    pub(super) fn of(review: &Review) -> QuestionCount {
        let verdicts = || review.initiatives.iter().flat_map(|one| &one.verdicts);
        let not_asked = verdicts().filter(|verdict| verdict.is_not_asked()).count();
        let open = verdicts().filter(|verdict| verdict.is_open()).count();
        QuestionCount { asked: verdicts().count() - not_asked, open, not_asked }
    }
}

/// Gathers open questions, the most widespread first.
pub(super) fn gather(review: &Review) -> Vec<Unknown> {
    let mut unknowns: Vec<Unknown> = CRITERIA
        .iter()
        .filter_map(|criterion| {
            let open: Vec<_> = review
                .initiatives
                .iter()
                .flat_map(|initiative| &initiative.verdicts)
                .filter(|verdict| verdict.criterion == criterion.key && verdict.is_open())
                .collect();
            let mut needs: Vec<FactKind> = open.iter().flat_map(|verdict| verdict.judgement.needs.clone()).collect();
            needs.sort();
            needs.dedup();
            let mut asks: BTreeMap<(&str, &str), usize> = BTreeMap::new();
            let asked = open.iter().filter(|verdict| verdict.judgement.nobody_knows.is_none());
            for ask in asked.filter_map(|verdict| verdict.judgement.ask.as_ref()) {
                *asks.entry((&ask.whom, &ask.text)).or_default() += 1;
            }
            let most = asks.iter().max_by_key(|(_, count)| **count).map(|(ask, _)| *ask);
            (!open.is_empty()).then(|| Unknown {
                criterion: criterion.key,
                question: criterion.question,
                initiatives: open.len(),
                needs,
                ask: most.map(|(whom, text)| Question { whom: whom.to_owned(), text: text.to_owned() }),
            })
        })
        .collect();
    unknowns.sort_by_key(|unknown| std::cmp::Reverse(unknown.initiatives));
    unknowns
}
