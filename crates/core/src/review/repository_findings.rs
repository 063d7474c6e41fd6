//! What stands out in repositories and their ownership files, whatever the initiatives are.

use super::Review;
use super::findings::{Finding, Level};
use crate::measure::measures::ownership_coverage::Example;
use crate::words::{join, percent, plural, thousands};

/// A share of changed paths without owner that deserves attention.
const UNOWNED_SHARE_MIN: f64 = 0.1;
/// Change-sets below which a share of them says little.
const CHANGE_SETS_MIN: usize = 30;
/// Candidates that are named.
const NAMED_MAX: usize = 3;

/// Finders, in the order that breaks ties.
pub(super) const FINDERS: &[fn(&Review<'_>) -> Option<Finding>] =
    &[undescribed, unowned, crossing, others_work, idle_rules, unowned_rules, without_initiative, programs];

fn finding(key: &'static str, explain: &'static str, says: String, more: String, weight: f64) -> Finding {
    Finding { key, level: Level::Note, says, more, initiatives: Vec::new(), weight, places: Vec::new(), explain }
}

/// Nothing is described, and changes show what it could be.
fn undescribed(review: &Review<'_>) -> Option<Finding> {
    if review.lifecycle.known > 0 || review.candidates.is_empty() {
        return None;
    }
    let candidates = &review.candidates;
    let named: Vec<String> =
        candidates.iter().take(NAMED_MAX).map(|one| format!("`{}`: {}", one.id, one.because())).collect();
    let says = format!(
        "No initiative is described; changes suggest {}, {}",
        plural(candidates.len(), "candidate", "candidates"),
        join(&candidates.iter().map(|one| one.id.as_str()).collect::<Vec<_>>())
    );
    let mut finding = finding("undescribed", "candidates", says, named.join(". "), 1.0);
    finding.more += ". These are guesses; `onethread init --accept ID` makes one an entry";
    finding.places = candidates.iter().filter_map(|one| one.place.clone()).take(1).collect();
    Some(finding)
}

fn unowned(review: &Review<'_>) -> Option<Finding> {
    let coverage = &review.ownership;
    let share = coverage.unowned_share.filter(|_| coverage.change_sets >= CHANGE_SETS_MIN)?;
    if coverage.unowned == 0 {
        return None;
    }
    let says = format!("{} of what changed in the last year belongs to nobody", percent(share));
    let folders: Vec<String> = coverage
        .unowned_folders
        .iter()
        .map(|folder| format!("`{}` ({})", folder.folder, thousands(folder.touches as u128)))
        .collect();
    let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
    let more = format!(
        "{} of {} changed paths, most of them in {}",
        thousands(coverage.unowned as u128),
        thousands(coverage.touches as u128),
        join(&folders)
    );
    let mut finding = finding("unowned", "ownership-coverage", says, more, share);
    if share >= UNOWNED_SHARE_MIN {
        finding.level = Level::Warning;
    }
    finding.more += &such_as(coverage.unowned_example.as_ref());
    finding.places = coverage.unowned_example.iter().map(|one| one.place.clone()).collect();
    Some(finding)
}

fn crossing(review: &Review<'_>) -> Option<Finding> {
    let coverage = &review.ownership;
    let share = coverage.crossing_share.filter(|_| coverage.in_teams >= CHANGE_SETS_MIN)?;
    let says = format!("{} of changes touch what belongs to several teams", percent(share));
    let more = format!(
        "{} of {} change-sets of the last year, among {} teams; no one of the teams owns all that such a change touches",
        thousands(coverage.crossing as u128),
        thousands(coverage.in_teams as u128),
        coverage.teams
    );
    let mut finding = finding("crossing", "ownership-coverage", says, more, share);
    finding.more += &such_as(coverage.crossing_example.as_ref());
    finding.places = coverage.crossing_example.iter().map(|one| one.place.clone()).collect();
    Some(finding)
}

/// Teams that own a part on paper, while others do the work.
fn others_work(review: &Review<'_>) -> Option<Finding> {
    let owners = &review.ownership.owners;
    let mostly_others = owners.iter().filter(|one| one.by_own_people * 2 < one.change_sets);
    let named: Vec<String> = mostly_others
        .map(|one| format!("{} (its people made {} of {})", one.team, one.by_own_people, one.change_sets))
        .collect();
    if named.is_empty() {
        return None;
    }
    let says = format!(
        "In what belongs to {} of {}, others make most changes",
        thousands(named.len() as u128),
        plural(owners.len(), "team", "teams")
    );
    let more = join(&named.iter().map(String::as_str).collect::<Vec<_>>());
    let weight = 0.5 * named.len() as f64 / owners.len() as f64;
    Some(finding("others-work", "ownership-coverage", says, more, weight))
}

/// The change to look at, as short as git takes it.
fn such_as(example: Option<&Example>) -> String {
    example.map_or_else(String::new, |one| {
        let short: String = one.change.chars().take(12).collect();
        format!(". The newest such change: `{short}`")
    })
}

/// Rules of ownership files that decide nothing.
fn idle_rules(review: &Review<'_>) -> Option<Finding> {
    counted_rules(review, "idle-rules", |report| {
        report.skipped.iter().find(|(why, _)| why.starts_with("rule that decides no path")).map(|(_, count)| *count)
    })
    .map(|(count, mut finding)| {
        finding.says = format!(
            "{} of ownership files {} no path",
            plural(count, "rule", "rules"),
            if count == 1 { "decides" } else { "decide" }
        );
        finding.more = "The path is gone, a later rule says otherwise everywhere, or nobody is named".to_owned();
        finding
    })
}

/// Paths that a rule leaves to nobody on purpose.
fn unowned_rules(review: &Review<'_>) -> Option<Finding> {
    counted_rules(review, "left-unowned", |report| {
        report.remarks.iter().find(|(what, _)| what.starts_with("paths that a rule leaves")).map(|(_, count)| *count)
    })
    .map(|(count, mut finding)| {
        let are = if count == 1 { "path is" } else { "paths are" };
        finding.says = format!("{} {are} left without owner by a rule", thousands(count as u128));
        finding.more = "Whether that is meant only its authors know".to_owned();
        finding
    })
}

fn counted_rules(
    review: &Review<'_>,
    key: &'static str,
    count: impl Fn(&onethread_model::facts::SourceReport) -> Option<usize>,
) -> Option<(usize, Finding)> {
    let reports = review.world.inputs.facts.sources.iter().filter(|report| report.table == "ownership");
    let counted: Vec<(usize, &str)> =
        reports.filter_map(|report| Some((count(report).filter(|n| *n > 0)?, report.path.as_str()))).collect();
    let (_, path) = counted.first()?;
    let mut finding = finding(key, "ownership-coverage", String::new(), String::new(), 0.2);
    finding.places = vec![onethread_model::source::Place { path: (*path).to_owned(), line: 1, column: None }];
    Some((counted.iter().map(|(n, _)| n).sum(), finding))
}

/// How much of the work no initiative can claim.
fn without_initiative(review: &Review<'_>) -> Option<Finding> {
    let coverage = &review.ownership;
    if coverage.change_sets < CHANGE_SETS_MIN || !has_history(review) {
        return None;
    }
    let share = coverage.without_initiative as f64 / coverage.change_sets as f64;
    let says = format!("{} of changes name no initiative", percent(share));
    let more = "`references` of the source says how they name one; where they do not, `scope` tells which changes are \
                an initiative's"
        .to_owned();
    Some(finding("without-initiative", "candidates", says, more, 0.1 * share))
}

fn programs(review: &Review<'_>) -> Option<Finding> {
    let coverage = &review.ownership;
    let all = coverage.programs + coverage.change_sets + coverage.sweeps;
    if coverage.programs == 0 || coverage.change_sets < CHANGE_SETS_MIN {
        return None;
    }
    let share = coverage.programs as f64 / all as f64;
    let says = format!("{} of changes were made by programs", percent(share));
    let more = format!(
        "{} of {}; they count nowhere else in this review",
        thousands(coverage.programs as u128),
        thousands(all as u128)
    );
    Some(finding("programs", "ownership-coverage", says, more, 0.05 * share))
}

/// Whether a repository is among the sources: other tables of changes name initiatives as they please.
fn has_history(review: &Review<'_>) -> bool {
    review.world.inputs.config.sources.iter().any(|source| source.is_git())
}
