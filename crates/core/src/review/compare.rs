//! What two reviews do not have in common: the answer of a what-if.
//!
//! Input: two reviews as plain values. Output: typed values that differ. Places, the order of lists and the words of
//! sentences are no difference.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::agreement::Agreement;
use onethread_model::{Change, Day};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::fit::Recommended;
use super::form::Form;
use super::verdict::{Answer, Evidence, Judgement};
use super::{Finding, InitiativeReview, MandateReview, PromiseAnswer, Review};
use crate::moves::Price;

/// A value before and after.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct BeforeAndAfter<T> {
    /// Before.
    pub before: T,
    /// After.
    pub after: T,
}

impl<T: PartialEq + Clone> BeforeAndAfter<T> {
    /// Both values, where they differ.
    fn of(before: &T, after: &T) -> Option<BeforeAndAfter<T>> {
        (before != after).then(|| BeforeAndAfter { before: before.clone(), after: after.clone() })
    }
}

/// What differs between two reviews.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Difference {
    /// The day of the later review.
    pub as_of: Day,
    /// What is agreed about people on the later one, and what that loosens.
    pub agreement: Agreement,
    /// Initiatives that are live only after, in alphabetical order of id.
    pub joined: Vec<String>,
    /// Initiatives that were live only before.
    pub left: Vec<String>,
    /// Live initiatives with a form, where their number differs.
    pub forms: Vec<FormDifference>,
    /// Initiatives that are live in both and differ, in alphabetical order of id.
    pub initiatives: Vec<InitiativeDifference>,
    /// Findings that are there only before.
    pub findings_lost: Vec<Finding>,
    /// Findings that are there only after.
    pub findings_gained: Vec<Finding>,
    /// Findings that are about other initiatives than before.
    pub findings_changed: Vec<FindingDifference>,
    /// Changes that would alter a failing answer only before.
    pub changes_lost: Vec<Change>,
    /// Changes that would alter a failing answer only after.
    pub changes_gained: Vec<Change>,
    /// Numbers over all initiatives, by their way through the review.
    pub numbers: Vec<NumberDifference>,
}

/// How many initiatives have a form.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FormDifference {
    /// The form.
    pub form: Form,
    /// How many have it.
    #[serde(flatten)]
    pub initiatives: BeforeAndAfter<usize>,
}

/// What differs about one initiative.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct InitiativeDifference {
    /// Id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The form.
    pub form: Option<BeforeAndAfter<Form>>,
    /// Least and largest share of the team's time that reports to the leader.
    pub reporting_share: Option<BeforeAndAfter<Option<(f64, f64)>>>,
    /// The form that would fit.
    pub recommended: Option<BeforeAndAfter<Recommended>>,
    /// What that form would cost.
    pub price: Option<BeforeAndAfter<Price>>,
    /// Answers that differ, in the order of the criteria.
    pub answers: Vec<AnswerDifference>,
    /// Rules of the leader's authority whose answer differs.
    pub authority: Vec<AuthorityDifference>,
    /// Promises of those above the leader that come, go, or are kept otherwise than before.
    pub promises: Vec<PromiseDifference>,
}

/// An answer that differs.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct AnswerDifference {
    /// Key of the criterion.
    pub criterion: &'static str,
    /// The answer.
    #[serde(flatten)]
    pub answer: BeforeAndAfter<Answer>,
    /// Pieces of evidence that it rests on, where their number differs.
    pub n: Option<BeforeAndAfter<usize>>,
    /// Reasons that are there only before.
    pub reasons_lost: Vec<Evidence>,
    /// Reasons that are there only after.
    pub reasons_gained: Vec<Evidence>,
}

/// A rule of authority whose answer differs.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct AuthorityDifference {
    /// The rule.
    pub rule: &'static str,
    /// The answer.
    #[serde(flatten)]
    pub answer: BeforeAndAfter<Answer>,
}

/// A promise of those above a leader that differs.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PromiseDifference {
    /// What is promised.
    pub says: String,
    /// Whether it is kept; null where it is not made.
    #[serde(flatten)]
    pub answer: BeforeAndAfter<Option<PromiseAnswer>>,
}

/// A finding that is about other initiatives than before.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FindingDifference {
    /// Stable name.
    pub key: &'static str,
    /// The sentence after.
    pub says: String,
    /// Initiatives that it is about only before.
    pub initiatives_lost: Vec<String>,
    /// Initiatives that it is about only after.
    pub initiatives_gained: Vec<String>,
}

/// A number that differs.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct NumberDifference {
    /// Its way through the review, with dots between parts.
    pub path: String,
    /// The number, or null where there is none.
    #[serde(flatten)]
    pub number: BeforeAndAfter<Value>,
}

impl Difference {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.joined.is_empty()
            && self.left.is_empty()
            && self.forms.is_empty()
            && self.initiatives.is_empty()
            && self.findings_lost.is_empty()
            && self.findings_gained.is_empty()
            && self.findings_changed.is_empty()
            && self.changes_lost.is_empty()
            && self.changes_gained.is_empty()
            && self.numbers.is_empty()
    }
}

/// What differs between two reviews.
pub fn compare(before: &Review, after: &Review) -> Difference {
    let only = |one: &Review, other: &Review| -> Vec<String> {
        let ids = one.initiatives.iter().map(|one| &one.id);
        ids.filter(|id| other.initiative(id).is_none()).cloned().collect()
    };
    let forms = Form::ALL.into_iter().filter_map(|form| {
        let initiatives = BeforeAndAfter::of(&before.form_count(form), &after.form_count(form))?;
        Some(FormDifference { form, initiatives })
    });
    let both = before.initiatives.iter().filter_map(|one| Some((one, after.initiative(&one.id)?)));
    let (changes_before, changes_after) = (changes(before), changes(after));
    Difference {
        as_of: after.as_of,
        agreement: after.agreement.clone(),
        joined: only(after, before),
        left: only(before, after),
        forms: forms.collect(),
        initiatives: both.filter_map(|(before, after)| initiative(before, after)).collect(),
        findings_lost: findings_only(before, after),
        findings_gained: findings_only(after, before),
        findings_changed: findings_changed(before, after),
        changes_lost: changes_before.difference(&changes_after).map(|change| (*change).clone()).collect(),
        changes_gained: changes_after.difference(&changes_before).map(|change| (*change).clone()).collect(),
        numbers: numbers(before, after),
    }
}

fn initiative(before: &InitiativeReview, after: &InitiativeReview) -> Option<InitiativeDifference> {
    let verdicts = before.verdicts.iter().filter_map(|one| {
        let other = after.verdicts.iter().find(|other| other.criterion == one.criterion)?;
        answer(one.criterion, &one.judgement, &other.judgement)
    });
    let authority = before.authority.iter().zip(&after.authority).filter_map(|(one, other)| {
        Some(AuthorityDifference { rule: one.says, answer: BeforeAndAfter::of(&one.answer, &other.answer)? })
    });
    let promises = promises(before.mandate.as_ref(), after.mandate.as_ref());
    let fits = before.fit.as_ref().zip(after.fit.as_ref());
    let found = InitiativeDifference {
        id: after.id.clone(),
        name: after.name().to_owned(),
        form: BeforeAndAfter::of(&before.form.form, &after.form.form),
        reporting_share: BeforeAndAfter::of(&before.form.reporting_share, &after.form.reporting_share),
        recommended: fits.and_then(|(one, other)| BeforeAndAfter::of(&one.recommended, &other.recommended)),
        price: fits.and_then(|(one, other)| BeforeAndAfter::of(&one.price, &other.price)),
        answers: verdicts.collect(),
        authority: authority.collect(),
        promises,
    };
    let is_same = found.form.is_none()
        && found.reporting_share.is_none()
        && found.recommended.is_none()
        && found.price.is_none()
        && found.answers.is_empty()
        && found.authority.is_empty()
        && found.promises.is_empty();
    (!is_same).then_some(found)
}

fn answer(criterion: &'static str, before: &Judgement, after: &Judgement) -> Option<AnswerDifference> {
    let n = BeforeAndAfter::of(&before.n, &after.n);
    if before.answer == after.answer && n.is_none() {
        return None;
    }
    let only = |one: &Judgement, other: &Judgement| -> Vec<Evidence> {
        let is_there = |evidence: &&Evidence| other.because.iter().any(|also| also.says == evidence.says);
        one.because.iter().filter(|evidence| !is_there(evidence)).cloned().collect()
    };
    Some(AnswerDifference {
        criterion,
        answer: BeforeAndAfter { before: before.answer, after: after.answer },
        n,
        reasons_lost: only(before, after),
        reasons_gained: only(after, before),
    })
}

/// Promises that differ, those of both first; one is another where it says anything else.
fn promises(before: Option<&MandateReview>, after: Option<&MandateReview>) -> Vec<PromiseDifference> {
    let all = |one: Option<&MandateReview>| -> Vec<(String, PromiseAnswer)> {
        let promises = one.into_iter().flat_map(|one| &one.promises);
        promises.map(|promise| (promise.says.clone(), promise.answer)).collect()
    };
    let (before, after) = (all(before), all(after));
    let of = |all: &[(String, PromiseAnswer)], says: &str| all.iter().find(|one| one.0 == says).map(|one| one.1);
    let new = after.iter().filter(|(says, _)| of(&before, says).is_none());
    let differ = before.iter().chain(new).filter_map(|(says, _)| {
        let answer = BeforeAndAfter::of(&of(&before, says), &of(&after, says))?;
        Some(PromiseDifference { says: says.clone(), answer })
    });
    differ.collect()
}

/// Every change that would alter a failing answer.
fn changes(review: &Review) -> BTreeSet<&Change> {
    let verdicts = review.initiatives.iter().flat_map(|one| &one.verdicts).map(|verdict| &verdict.judgement);
    verdicts
        .filter(|judgement| judgement.answer == Answer::Fails)
        .flat_map(|one| &one.would_change)
        .map(|one| &one.change)
        .collect()
}

fn findings_only(one: &Review, other: &Review) -> Vec<Finding> {
    let is_there = |finding: &&Finding| other.findings.iter().any(|also| also.key == finding.key);
    one.findings.iter().filter(|finding| !is_there(finding)).cloned().collect()
}

fn findings_changed(before: &Review, after: &Review) -> Vec<FindingDifference> {
    let changed = after.findings.iter().filter_map(|now| {
        let then = before.findings.iter().find(|then| then.key == now.key)?;
        let only = |one: &Finding, other: &Finding| -> Vec<String> {
            one.initiatives.iter().filter(|id| !other.initiatives.contains(id)).cloned().collect()
        };
        let (initiatives_lost, initiatives_gained) = (only(then, now), only(now, then));
        let is_same = initiatives_lost.is_empty() && initiatives_gained.is_empty();
        let says = now.says.clone();
        (!is_same).then_some(FindingDifference { key: now.key, says, initiatives_lost, initiatives_gained })
    });
    changed.collect()
}

/// Sections of a review that hold numbers over all initiatives. What was before and after an earlier day is none of
/// them: a change that is carried out today alters no earlier day.
fn sections(review: &Review) -> Vec<(&'static str, Value)> {
    fn value(section: &impl Serialize) -> Value {
        serde_json::to_value(section).unwrap_or_default()
    }
    vec![
        ("lifecycle", value(&review.portfolio.lifecycle)),
        ("leader_threads", value(&review.portfolio.leader_threads)),
        ("approvals", value(&review.portfolio.approvals)),
        ("declared_dependencies", value(&review.portfolio.declared_dependencies)),
        ("time_to_value", value(&review.time_to_value)),
        ("decisions", value(&review.decisions)),
        ("trends", value(&review.trends)),
        ("ownership", value(&review.ownership)),
    ]
}

fn numbers(before: &Review, after: &Review) -> Vec<NumberDifference> {
    let mut found = Vec::new();
    for ((name, one), (_, other)) in sections(before).into_iter().zip(sections(after)) {
        differing(name, &one, &other, &mut found);
    }
    found
}

/// Numbers and truth values that differ; of lists that do not have the same length, the length alone.
fn differing(path: &str, before: &Value, after: &Value, found: &mut Vec<NumberDifference>) {
    let mut differ = |path: String, before: Value, after: Value| {
        found.push(NumberDifference { path, number: BeforeAndAfter { before, after } });
    };
    match (before, after) {
        (Value::Object(one), Value::Object(other)) => {
            let one: BTreeMap<&String, &Value> = one.iter().collect();
            for (key, value) in one {
                differing(&format!("{path}.{key}"), value, other.get(key).unwrap_or(&Value::Null), found);
            }
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            for (at, (one, other)) in one.iter().zip(other).enumerate() {
                differing(&format!("{path}.{at}"), one, other, found);
            }
        }
        (Value::Array(one), Value::Array(other)) => {
            differ(format!("{path}.length"), one.len().into(), other.len().into());
        }
        (Value::String(_), _) | (_, Value::String(_)) => {}
        (one, other) if one != other => differ(path.to_owned(), one.clone(), other.clone()),
        _ => {}
    }
}
