//! `tenets`: few principles of its own, and do decisions cite them?

use onethread_model::org::Decision;
use onethread_model::source::At;

use super::{Criterion, Touches};
use crate::measure::{Initiative, World};
use crate::moves;
use crate::review::{Answer, Judgement};
use crate::words::{agreeing, join, plural};

pub(super) const CRITERION: Criterion = Criterion {
    key: "tenets",
    short: "tenets",
    question: "Does it have a few tenets of its own that decisions cite?",
    page: include_str!("tenets.md"),
    touches: Touches::Nobody,
    judge,
};

/// More than this nobody remembers, so they decide nothing.
pub(crate) const TENETS_MAX: usize = 7;
/// A tenet that no decision cited for so many days is not known to be alive.
pub(crate) const CITED_DAYS: i64 = 365;

fn judge(initiative: &Initiative, world: &World<'_>) -> Judgement {
    let written = world.inputs.org.initiatives.get(&initiative.id);
    let tenets = written.map_or(&[][..], |written| &written.tenets);
    let Some(first) = tenets.first() else {
        return Judgement::new(Answer::NotShown)
            .remark("no tenets are stated")
            .change(moves::tenet::change(&initiative.id))
            .ask("the leader", "When priorities conflict, which wins?");
    };
    let place = |at: &At<String>| world.inputs.sources.place(at.span);
    let mut fails = Judgement::new(Answer::Fails);
    let copies: Vec<(usize, &At<String>, usize)> = tenets
        .iter()
        .enumerate()
        .filter_map(|(index, tenet)| Some((index + 1, tenet, copy_of(&tenet.value, &world.inputs.org.tenets)?)))
        .collect();
    let over = tenets.len().saturating_sub(TENETS_MAX);
    if over > 0 {
        fails = fails.because(format!("{} tenets, more than {TENETS_MAX}", tenets.len()), &place(first));
    }
    for (number, tenet, original) in &copies {
        let says = format!("tenet {number} is a copy of the organization's tenet {original}");
        fails = fails.because(says, &place(tenet));
    }
    let cited = cited(&initiative.id, tenets.len(), world);
    if !fails.because.is_empty() {
        // Dropping a copy also brings the number down.
        let change = moves::cut_tenets::change(&initiative.id, over.max(copies.len()));
        return citations(fails.change(change), &cited, tenets, world);
    }
    let alive = cited.iter().any(|decisions| !decisions.is_empty());
    let judgement = Judgement::new(if alive { Answer::Holds } else { Answer::NotShown })
        .because(format!("{}, in order, none of them a copy", plural(tenets.len(), "tenet", "tenets")), &place(first));
    let judgement = citations(judgement, &cited, tenets, world);
    if alive {
        return judgement;
    }
    judgement
        .remark(format!("no decision cites them within {CITED_DAYS} days"))
        .ask("the leader", "Which decision this year was settled by a tenet?")
}

/// For each tenet, in order, the decisions of the last year that cite it.
pub(crate) fn cited<'w>(initiative: &str, tenets: usize, world: &World<'w>) -> Vec<Vec<&'w Decision>> {
    let made = world.decisions_citing(initiative).filter(|decision| {
        let decided = decision.decided.as_ref().map(|at| world.day.days_since(at.value));
        decided.is_some_and(|days| (0..CITED_DAYS).contains(&days))
    });
    let mut cited = vec![Vec::new(); tenets];
    for decision in made {
        for cite in &decision.cites {
            let number = cite.value.rsplit_once(':').filter(|(owner, _)| owner.trim() == initiative);
            let number = number.and_then(|(_, number)| number.trim().parse::<usize>().ok());
            if let Some(by) = number.and_then(|number| cited.get_mut(number.checked_sub(1)?)) {
                by.push(decision);
            }
        }
    }
    cited
}

/// Adds which tenets are cited, each with its first decision, and which are not.
fn citations(
    mut judgement: Judgement,
    cited: &[Vec<&Decision>],
    tenets: &[At<String>],
    world: &World<'_>,
) -> Judgement {
    for (index, by) in cited.iter().enumerate() {
        if let Some(first) = by.first() {
            let says = format!("tenet {} is cited by {}", index + 1, plural(by.len(), "decision", "decisions"));
            judgement = judgement.because(says, &world.inputs.sources.place(first.id.span));
        }
    }
    let silent: Vec<String> =
        cited.iter().enumerate().filter(|(_, by)| by.is_empty()).map(|(index, _)| (index + 1).to_string()).collect();
    if silent.is_empty() || silent.len() == tenets.len() {
        return judgement;
    }
    let numbers: Vec<&str> = silent.iter().map(String::as_str).collect();
    let (noun, verb) = (agreeing(numbers.len(), "tenet", "tenets"), agreeing(numbers.len(), "is", "are"));
    judgement.remark(format!("{noun} {} {verb} not cited within {CITED_DAYS} days", join(&numbers)))
}

/// The number of the organization's tenet that says the same, letter by letter apart from case, blanks and signs.
pub(crate) fn copy_of(tenet: &str, of: &[At<String>]) -> Option<usize> {
    let letters = letters(tenet);
    of.iter().position(|other| self::letters(&other.value) == letters && !letters.is_empty()).map(|index| index + 1)
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
