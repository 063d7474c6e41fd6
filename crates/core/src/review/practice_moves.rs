//! Moves about how work is done, in words: code, gates, decisions, metrics, tenets, outcomes.

use std::collections::BTreeSet;

use onethread_model::Change;

use super::moves::{Price, Words};
use crate::words::{join, plural};

/// Numbers of kinds begin here, so that they differ from those of other moves.
const KINDS: u8 = 100;

/// The kind of change, as a number.
pub(super) fn kind(change: &Change) -> u8 {
    let number = match change {
        Change::RecordOutcome { .. } => 0,
        Change::CutTenets { .. } => 1,
        Change::CompleteMetric { .. } => 2,
        Change::AddMetric { .. } => 3,
        Change::MeasureFirst { .. } => 4,
        Change::DecideSooner { .. } => 5,
        Change::RemoveGate { .. } => 6,
        Change::Decouple { .. } => 7,
        _ => 8,
    };
    KINDS + number
}

/// Changes of one kind in words; absent when they are none of these.
pub(super) fn words_of(changes: &[Change]) -> Option<Words> {
    match changes.first()? {
        Change::RecordOutcome { .. } | Change::CutTenets { .. } => counted(changes),
        Change::CompleteMetric { .. } | Change::AddMetric { .. } | Change::MeasureFirst { .. } => metrics(changes),
        Change::DecideSooner { .. } | Change::RemoveGate { .. } | Change::Decouple { .. } => agreed(changes),
        _ => None,
    }
}

/// What is priced by how many decisions or tenets it is about.
fn counted(changes: &[Change]) -> Option<Words> {
    let n = changes.len();
    let sum = |count: fn(&Change) -> usize| changes.iter().map(count).sum::<usize>();
    match changes.first()? {
        Change::RecordOutcome { initiative, .. } => {
            let missing =
                sum(|change| if let Change::RecordOutcome { decisions, .. } = change { *decisions } else { 0 });
            let outcomes = plural(missing, "decision", "decisions");
            Some(Words {
                short: match n {
                    1 => format!("Write down what came of {outcomes} of {initiative}"),
                    _ => format!("Write down what came of {outcomes} of {n} initiatives"),
                },
                says: format!("Write down what came of {outcomes}; first of {initiative}"),
                cost: plural(missing, "line to write, after a look back", "lines to write, after a look back"),
                gain: "what was expected can be compared with what came".to_owned(),
                price: Price::lines(missing, n),
            })
        }
        Change::CutTenets { initiative, .. } => {
            let tenets = sum(|change| if let Change::CutTenets { tenets, .. } = change { *tenets } else { 0 });
            let dropped = plural(tenets, "tenet", "tenets");
            Some(Words {
                short: match n {
                    1 => format!("Drop {dropped} of {initiative}"),
                    _ => format!("Drop {dropped} of {n} initiatives"),
                },
                says: format!("Drop {dropped}, too many or said already; first of {initiative}"),
                cost: plural(n, "talk about what matters less", "talks about what matters less"),
                gain: "what is left can be remembered, and decides".to_owned(),
                price: Price::decisions(n, n),
            })
        }
        _ => None,
    }
}

fn metrics(changes: &[Change]) -> Option<Words> {
    let n = changes.len();
    match changes.first()? {
        Change::AddMetric { initiative } => Some(Words {
            short: match n {
                1 => format!("Agree on what {initiative} measures"),
                _ => format!("Agree on what {n} initiatives measure"),
            },
            says: format!(
                "Agree on one metric each for {}; first {initiative}",
                plural(n, "initiative", "initiatives")
            ),
            cost: plural(n, "agreement, and a source for its values", "agreements, and sources for their values"),
            gain: "success can be told from its absence".to_owned(),
            price: Price::decisions(n, n),
        }),
        Change::CompleteMetric { initiative, metric, missing } => {
            let lacks: Vec<&str> = missing.iter().map(String::as_str).collect();
            let lines = |change: &Change| match change {
                Change::CompleteMetric { missing, .. } => missing.len(),
                _ => 0,
            };
            let lines = changes.iter().map(lines).sum();
            let values_only = lacks == ["values"];
            Some(Words {
                short: match n {
                    1 if values_only => format!("Find out why values of the metric `{metric}` of {initiative} stopped"),
                    1 => format!("Complete the metric `{metric}` of {initiative} (missing: {})", join(&lacks)),
                    _ => format!("Complete {n} metrics"),
                },
                says: format!(
                    "Complete {}; first `{metric}` of {initiative} (missing: {})",
                    plural(n, "metric", "metrics"),
                    join(&lacks)
                ),
                cost: if n == 1 && values_only {
                    "1 source to mend".to_owned()
                } else {
                    plural(lines, "gap to fill", "gaps to fill")
                },
                gain: "each metric has somebody to answer for it, and values to look at".to_owned(),
                price: Price::lines(lines, n),
            })
        }
        Change::MeasureFirst { initiative, metric } => Some(Words {
            short: match n {
                1 => format!("Find values of `{metric}` from before the first feature of {initiative}"),
                _ => format!("Find values of {n} metrics from before the first feature"),
            },
            says: format!(
                "Find values of {} from before the first feature, or measure before the next one; first `{metric}` of \
                 {initiative}",
                plural(n, "metric", "metrics")
            ),
            cost: plural(n, "look into older records", "looks into older records"),
            gain: "what the feature changed can be seen".to_owned(),
            price: Price::lines(n, n),
        }),
        _ => None,
    }
}

/// What somebody outside the initiative has to agree to.
fn agreed(changes: &[Change]) -> Option<Words> {
    let n = changes.len();
    match changes.first()? {
        Change::DecideSooner { initiative, days } => Some(Words {
            short: match n {
                1 => format!("Make reversible decisions of {initiative} within {days} days"),
                _ => format!("Make reversible decisions of {n} initiatives within {days} days"),
            },
            says: format!(
                "Agree that reversible decisions are made within {days} days, in {}; first {initiative}",
                plural(n, "initiative", "initiatives")
            ),
            cost: plural(n, "agreement on who decides what is late", "agreements on who decides what is late"),
            gain: "what can be taken back is tried sooner".to_owned(),
            price: Price::decisions(n, n),
        }),
        Change::RemoveGate { initiative, gate } => Some(remove_gates(initiative, gate, changes)),
        Change::Decouple { initiative, from } => Some(Words {
            short: match n {
                1 => format!("Free changes to {initiative} from changes to {from}"),
                _ => format!("Free changes to {n} initiatives from changes elsewhere"),
            },
            says: format!(
                "Free changes to {} from changes elsewhere: move code or its ownership, or agree on an interface; \
                 first {initiative} from {from}",
                plural(n, "initiative", "initiatives")
            ),
            cost: "months of work on the code, and it pays late".to_owned(),
            gain: "a change can be made without another team".to_owned(),
            // Somebody does this instead of something else, so it costs more than any agreement.
            price: Price::people(n, n),
        }),
        _ => None,
    }
}

/// One gate may stand before several initiatives: it takes one agreement.
fn remove_gates(initiative: &str, gate: &str, changes: &[Change]) -> Words {
    let id = |change: &Change| if let Change::RemoveGate { gate, .. } = change { gate.clone() } else { String::new() };
    let gates = changes.iter().map(id).collect::<BTreeSet<String>>().len();
    let before = plural(changes.len(), "initiative", "initiatives");
    Words {
        short: match changes.len() {
            1 => format!("Take `{gate}` away from {initiative}, delegate it, or plan it away"),
            _ => format!("Take away, delegate or plan away {}", plural(gates, "gate", "gates")),
        },
        says: format!(
            "Take away, delegate or plan away {}, before {before}; first `{gate}` before {initiative}",
            plural(gates, "gate", "gates")
        ),
        cost: plural(gates, "agreement with who holds it", "agreements with those who hold them"),
        gain: "work waits for fewer approvals".to_owned(),
        price: Price::decisions(gates, changes.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_change_has_words_of_its_own_for_one_and_for_two() {
        let initiative = || "returns".to_owned();
        let changes = [
            Change::RecordOutcome { initiative: initiative(), decisions: 2 },
            Change::CutTenets { initiative: initiative(), tenets: 1 },
            Change::CompleteMetric {
                initiative: initiative(),
                metric: "a".to_owned(),
                missing: vec!["owner".to_owned()],
            },
            Change::AddMetric { initiative: initiative() },
            Change::MeasureFirst { initiative: initiative(), metric: "a".to_owned() },
            Change::DecideSooner { initiative: initiative(), days: 14 },
            Change::RemoveGate { initiative: initiative(), gate: "design".to_owned() },
            Change::Decouple { initiative: initiative(), from: "team:payments".to_owned() },
        ];
        let kinds: BTreeSet<u8> = changes.iter().map(kind).collect();
        assert_eq!(kinds.len(), changes.len());
        let mut said = BTreeSet::new();
        for change in changes {
            for changes in [vec![change.clone()], vec![change.clone(), change]] {
                let words = words_of(&changes).expect("words");
                assert!(words.says.contains("returns") && !words.cost.is_empty() && !words.gain.is_empty());
                assert!(words.price > Price::default(), "{}", words.says);
                assert!(said.insert(words.short));
            }
        }
    }
}
