//! Which part of the model is answered by what: the source of `docs/model-coverage.md`.

use std::fmt::Write as _;

use crate::check::rules;
use crate::measure::measures::MEASURES;
use crate::moves;
use crate::review::CRITERIA;

/// A row of the model and what answers it.
#[derive(Clone, Copy, Debug)]
pub struct Coverage {
    /// The part of the model.
    pub row: &'static str,
    /// Commands that answer it, without the program's name.
    pub commands: &'static [&'static str],
    /// Keys of criteria.
    pub criteria: &'static [&'static str],
    /// Keys of measures.
    pub measures: &'static [&'static str],
    /// Codes of rules; a family's letters stand for all of its rules.
    pub rules: &'static [&'static str],
    /// Keys of move kinds.
    pub moves: &'static [&'static str],
    /// Example folders in which it can be seen.
    pub examples: &'static [&'static str],
    /// What is still to come, in words; empty when nothing is.
    pub to_come: &'static str,
}

/// Every row of the model that the program must answer.
pub(crate) const COVERAGE: &[Coverage] = &[
    Coverage {
        row: "Single-threaded leadership and its adoption",
        commands: &["review", "review --since", "review --quarter", "review --format html", "plan", "ask", "attest"],
        criteria: &["fit", "charter", "focus", "empowered", "capable"],
        measures: &["leader-threads", "appointments", "lifecycle", "areas", "candidates", "reorganizations"],
        rules: &["ST"],
        moves: &[
            "start",
            "appoint",
            "release",
            "reassign",
            "hand-over",
            "leave",
            "pause",
            "split",
            "merge",
            "end",
            "rename",
            "charter",
            "attest",
        ],
        examples: &["harbour-market", "kubernetes", "first-thread"],
        to_come: "",
    },
    Coverage {
        row: "STO and STL: different control of resources",
        commands: &["review --initiative"],
        criteria: &["fit", "focus", "dedicated-team"],
        measures: &[],
        rules: &["ST109", "ST110", "ST116"],
        moves: &["change-form", "report-to", "allocate"],
        examples: &["harbour-market", "first-thread"],
        to_come: "",
    },
    Coverage {
        row: "Autonomous teams",
        commands: &["review", "show inside"],
        criteria: &["dedicated-team", "complete-team"],
        measures: &["finished-inside"],
        rules: &["ST111", "ST112", "TM"],
        moves: &["stand-up", "dedicate"],
        examples: &["harbour-market"],
        to_come: "changes and reviews finished inside the team, as measures",
    },
    Coverage {
        row: "Separable teams",
        commands: &[
            "review",
            "show coupling",
            "show matrix",
            "show separability",
            "show ownership",
            "show machine-changes",
        ],
        criteria: &["separable", "scope"],
        measures: &[
            "ownership-coverage",
            "separability",
            "change-coupling",
            "propagation-cost",
            "areas",
            "component-ownership",
            "machine-changes",
            "scope-coverage",
        ],
        rules: &["SC"],
        moves: &["scope", "divide-scope", "decouple", "own"],
        examples: &["harbour-market"],
        to_come: "designs that hold on unseen evidence",
    },
    Coverage {
        row: "Decoupling dependencies, technical and organizational",
        commands: &["review", "show dependencies", "show asked"],
        criteria: &["dependencies-known", "untangling"],
        measures: &[
            "declared-dependencies",
            "dependency-register",
            "asked-teams",
            "away-work",
            "required-coordination",
        ],
        rules: &["DP"],
        moves: &["declare-dependency", "state-effect", "plan-dependency", "terms", "decouple", "own"],
        examples: &["harbour-market", "kubernetes"],
        to_come: "",
    },
    Coverage {
        row: "Rapid decisions without layers of approval",
        commands: &["review", "show decisions"],
        criteria: &["decisions", "reviews", "empowered"],
        measures: &["approvals", "decision-latency", "approval-paths", "approval-queues"],
        rules: &["DC"],
        moves: &["delegate", "decide-sooner", "gate"],
        examples: &["harbour-market", "kubernetes"],
        to_come: "",
    },
    Coverage {
        row: "Feedback loops",
        commands: &["review", "show releases"],
        criteria: &["feedback"],
        measures: &["decision-latency", "release-lag"],
        rules: &["DC107", "DC120", "MV"],
        moves: &["record-outcome"],
        examples: &["harbour-market"],
        to_come: "",
    },
    Coverage {
        row: "Time-to-value",
        commands: &["review", "review --initiative", "show ttv", "show waiting", "show trends"],
        criteria: &[],
        measures: &[
            "time-to-value",
            "value-per-release",
            "waiting-ledger",
            "target-slips",
            "guards",
            "deciding-alone",
            "deciding-share",
            "trends",
        ],
        rules: &["IN106"],
        moves: &[],
        examples: &["harbour-market", "kubernetes"],
        to_come: "",
    },
    Coverage {
        row: "Instrumentation before innovation",
        commands: &["review"],
        criteria: &["instrumented"],
        measures: &["metric-courses", "instrumentation"],
        rules: &["IN"],
        moves: &["metric", "complete-metric", "measure-first"],
        examples: &["harbour-market"],
        to_come: "",
    },
    Coverage {
        row: "Tenets",
        commands: &["review"],
        criteria: &["tenets"],
        measures: &[],
        rules: &["TN"],
        moves: &["tenet", "cut-tenets"],
        examples: &["harbour-market"],
        to_come: "",
    },
    Coverage {
        row: "Hiring for builders",
        commands: &["review", "plan --roles"],
        criteria: &["complete-team"],
        measures: &["role-coverage"],
        rules: &["TM103", "TM104"],
        moves: &["join"],
        examples: &["harbour-market"],
        to_come: "",
    },
    Coverage {
        row: "Open-source adoption",
        commands: &["show open-source", "what-if"],
        criteria: &[],
        measures: &["open-source"],
        rules: &["DC111", "DP109"],
        moves: &["adopt", "plan-dependency"],
        examples: &["harbour-market"],
        to_come: "",
    },
    Coverage {
        row: "Not all need it: benefits and trade-offs",
        commands: &["review --initiative", "plan --triage"],
        criteria: &["fit"],
        measures: &[],
        rules: &["ST115"],
        moves: &["change-form", "give-reason"],
        examples: &["harbour-market", "first-thread"],
        to_come: "",
    },
];

/// The page, in Markdown.
pub fn page() -> String {
    let mut page = String::from(
        "# What of the model is answered by what\n\nGenerated from `crates/core/src/coverage.rs`; do not edit. Criteria, \
         measures, rules and moves are explained by `onethread explain NAME`.\n\n\
         | Part of the model | Commands | Criteria | Measures | Rules | Moves | Seen in | To come |\n\
         |---|---|---|---|---|---|---|---|\n",
    );
    let code = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    for row in COVERAGE {
        let examples: Vec<String> = row.examples.iter().map(|name| format!("examples/{name}")).collect();
        let examples: Vec<&str> = examples.iter().map(String::as_str).collect();
        // Writing to a string cannot fail.
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} | {} | {} | {} |",
            row.row,
            code(row.commands),
            code(row.criteria),
            code(row.measures),
            code(row.rules),
            code(row.moves),
            code(&examples),
            row.to_come
        );
    }
    page
}

/// What is wrong with the table: names that do not exist, criteria, measures, rules and move kinds that no row
/// mentions, rows that nothing answers and nothing will.
pub fn gaps() -> Vec<String> {
    let mut gaps = Vec::new();
    for row in COVERAGE {
        for key in row.criteria {
            if !CRITERIA.iter().any(|criterion| criterion.key == *key) {
                gaps.push(format!("{}: there is no criterion `{key}`", row.row));
            }
        }
        for key in row.measures {
            if !MEASURES.iter().any(|measure| measure.key == *key) {
                gaps.push(format!("{}: there is no measure `{key}`", row.row));
            }
        }
        for word in row.rules {
            if !rules().any(|rule| rule.code.starts_with(word)) {
                gaps.push(format!("{}: there is no rule `{word}`", row.row));
            }
        }
        for key in row.moves {
            if moves::kind(key).is_none() {
                gaps.push(format!("{}: there is no move kind `{key}`", row.row));
            }
        }
        if row.criteria.is_empty() && row.measures.is_empty() && row.to_come.is_empty() {
            gaps.push(format!("{}: nothing answers it", row.row));
        }
    }
    for criterion in CRITERIA {
        if !COVERAGE.iter().any(|row| row.criteria.contains(&criterion.key)) {
            gaps.push(format!("no row of the model mentions the criterion `{}`", criterion.key));
        }
    }
    for measure in MEASURES {
        if !COVERAGE.iter().any(|row| row.measures.contains(&measure.key)) {
            gaps.push(format!("no row of the model mentions the measure `{}`", measure.key));
        }
    }
    for kind in moves::MOVES {
        if !COVERAGE.iter().any(|row| row.moves.contains(&kind.key)) {
            gaps.push(format!("no row of the model mentions the move kind `{}`", kind.key));
        }
    }
    // Waivers are about rules, and so about every part of the model.
    for rule in rules().filter(|rule| !rule.reads_findings()) {
        if !COVERAGE.iter().any(|row| row.rules.iter().any(|word| rule.code.starts_with(word))) {
            gaps.push(format!("no row of the model mentions the rule `{}`", rule.code));
        }
    }
    gaps
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_part_of_the_model_is_answered() {
        let gaps = super::gaps();
        assert!(gaps.is_empty(), "fix crates/core/src/coverage.rs:\n{}", gaps.join("\n"));
    }
}
