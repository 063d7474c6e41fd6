//! What stands out in repositories and their ownership files, whatever the initiatives are.

use std::collections::BTreeMap;
use std::sync::Arc;

use onethread_model::facts::SourceReport;
use onethread_model::source::Place;

use super::Review;
use super::findings::{Finding, Level};
use crate::measure::World;
use crate::measure::majority::is_majority;
use crate::measure::measures::ownership_coverage::Example;
use crate::words::{join, percent, plural, thousands};

/// A share of changed paths without owner that deserves attention. Tested by
/// `unowned_code_deserves_attention_from_its_lines_on`.
const UNOWNED_SHARE_MIN: f64 = 0.1;
/// Change-sets below which a share of them says little. Tested by `unowned_code_deserves_attention_from_its_lines_on`.
const CHANGE_SETS_MIN: usize = 30;
/// Candidates that are named.
const NAMED_MAX: usize = 3;

/// Finders, in the order that breaks ties.
pub(super) const FINDERS: &[fn(&Review, &World<'_>) -> Option<Finding>] = &[
    undescribed,
    too_quiet,
    no_owners,
    unowned,
    persons_own,
    several_own,
    crossing,
    crossing_parts,
    others_work,
    idle_rules,
    unowned_rules,
    changed_rules,
    without_initiative,
    bots,
    aside,
];

fn finding(key: &'static str, explain: &'static str, says: String, more: String, weight: f64) -> Finding {
    Finding { key, level: Level::Note, says, more, initiatives: Vec::new(), weight, places: Vec::new(), explain }
}

/// `412 of 1,080 change-sets (38 %)`: a share never stands without what it is of.
fn counted_share(count: usize, of: usize, things: &str) -> String {
    let share = percent(count as f64 / of.max(1) as f64);
    format!("{} of {} {things} ({share})", thousands(count as u128), thousands(of as u128))
}

/// Nothing is described, and changes show what it could be.
fn undescribed(review: &Review, _: &World<'_>) -> Option<Finding> {
    if review.portfolio.lifecycle.known > 0 || review.candidates.as_ref().is_none_or(Vec::is_empty) {
        return None;
    }
    let candidates = review.candidates.as_ref()?;
    let named: Vec<String> =
        candidates.iter().take(NAMED_MAX).map(|one| format!("`{}`: {}", one.id, one.because())).collect();
    let says = format!(
        "No initiative is described; changes suggest {}, {}",
        plural(candidates.len(), "candidate", "candidates"),
        join(&candidates.iter().map(|one| one.id.as_str()).collect::<Vec<_>>())
    );
    let mut finding = finding("undescribed", "candidates", says, named.join(". "), 1.0);
    finding.more += ". They are guesses; accept one with `onethread init --accept ID`";
    finding.places = candidates.iter().filter_map(|one| one.place.clone()).take(1).collect();
    Some(finding)
}

/// Why a history suggests nothing.
fn too_quiet(review: &Review, world: &World<'_>) -> Option<Finding> {
    if review.portfolio.lifecycle.known > 0
        || review.candidates.as_ref().is_none_or(|found| !found.is_empty())
        || !has_history(world)
    {
        return None;
    }
    let changes = plural(review.ownership.as_ref()?.change_sets, "change", "changes");
    let says = format!("No initiative is described, and {changes} in a year suggest none");
    let more = "`onethread explain candidates` states how many are needed".to_owned();
    Some(finding("too-quiet", "candidates", says, more, 1.0))
}

fn no_owners(review: &Review, world: &World<'_>) -> Option<Finding> {
    let has_owners = review.ownership.as_ref().is_some_and(|coverage| coverage.unowned_share.is_some())
        || world.facts.ownerships().next().is_some();
    if has_owners || !has_history(world) || review.ownership.as_ref()?.change_sets == 0 {
        return None;
    }
    let says = "No source states who owns the changed code".to_owned();
    let more =
        "Add an ownership file (CODEOWNERS, OWNERS, MAINTAINERS) or the table `ownership`; without one it is not known \
         which changes cross teams"
            .to_owned();
    Some(finding("no-owners", "ownership-coverage", says, more, 0.9))
}

/// Persons leave; teams stay.
fn persons_own(review: &Review, _: &World<'_>) -> Option<Finding> {
    let more = "No file states who owns them when those persons move on";
    let owned = review.ownership.as_ref()?.owned_by_persons;
    owned_otherwise(review, "persons-own", owned, "are to files of persons and of no team", more)
}

/// Touches of paths that belong to anything but one team.
fn owned_otherwise(review: &Review, key: &'static str, owned: usize, belong: &str, more: &str) -> Option<Finding> {
    let coverage = review.ownership.as_ref()?;
    if owned == 0 || coverage.change_sets < CHANGE_SETS_MIN {
        return None;
    }
    let share = owned as f64 / coverage.touches.max(1) as f64;
    let says = format!("{} {belong}", counted_share(owned, coverage.touches, "changes to files"));
    Some(finding(key, "ownership-coverage", says, more.to_owned(), 0.3 * share))
}

/// How separate the parts are.
fn crossing_parts(review: &Review, world: &World<'_>) -> Option<Finding> {
    let coverage = review.ownership.as_ref()?;
    if coverage.in_parts < CHANGE_SETS_MIN || coverage.parts < 2 || !has_history(world) {
        return None;
    }
    let share = coverage.crossing_parts as f64 / coverage.in_parts as f64;
    let counted = counted_share(coverage.crossing_parts, coverage.in_parts, "changes of the last year");
    let says = format!("{counted} touch several of {} areas", coverage.parts);
    let more = "An area is a folder that is mostly changed alone, inferred from the history".to_owned();
    Some(finding("crossing-parts", "ownership-coverage", says, more, 0.4 * share))
}

fn unowned(review: &Review, _: &World<'_>) -> Option<Finding> {
    let coverage = review.ownership.as_ref()?;
    let share = coverage.unowned_share.filter(|_| coverage.change_sets >= CHANGE_SETS_MIN)?;
    if coverage.unowned == 0 {
        return None;
    }
    let says = format!(
        "{} are to files without an owner, by the rules of today",
        counted_share(coverage.unowned, coverage.touches, "changes to files in the last year")
    );
    let folders: Vec<String> = coverage
        .unowned_folders
        .iter()
        .map(|folder| format!("`{}` ({})", folder.folder, thousands(folder.touches as u128)))
        .collect();
    let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
    let more = format!("Most of them in {}", join(&folders));
    let mut finding = finding("unowned", "ownership-coverage", says, more, share);
    if share >= UNOWNED_SHARE_MIN {
        finding.level = Level::Warning;
    }
    finding.more += &such_as(coverage.unowned_example.as_ref());
    finding.places = coverage.unowned_example.iter().map(|one| one.place.clone()).collect();
    Some(finding)
}

/// Code of which the owners stand in for each other, or have to agree.
fn several_own(review: &Review, _: &World<'_>) -> Option<Finding> {
    let more = "Any of these teams may approve such a change; all of them have to only where the ownership file asks for several \
         approvals";
    let owned = review.ownership.as_ref()?.owned_by_several;
    owned_otherwise(review, "several-own", owned, "are to files that several teams own together", more)
}

/// What is counted apart because it shows no work.
fn aside(review: &Review, world: &World<'_>) -> Option<Finding> {
    let words = review.ownership.as_ref()?.aside.words().filter(|_| has_history(world))?;
    let more = "What a release, a tool, a move or a list of exports brings together shows no dependency".to_owned();
    Some(finding("aside", "ownership-coverage", words, more, 0.02))
}

fn crossing(review: &Review, _: &World<'_>) -> Option<Finding> {
    let coverage = review.ownership.as_ref()?;
    let share = coverage.crossing_share.filter(|_| coverage.in_teams >= CHANGE_SETS_MIN)?;
    let counted = counted_share(coverage.crossing, coverage.in_teams, "changes of the last year");
    let says = format!("{counted} need the approval of several of {} teams, by the rules of today", coverage.teams);
    let more =
        "No single team may approve all that such a change touches; commits that belong together are one change, and \
                a file that any of several teams may approve needs one of them"
            .to_owned();
    let mut finding = finding("crossing", "ownership-coverage", says, more, share);
    finding.more += &such_as(coverage.crossing_example.as_ref());
    finding.places = coverage.crossing_example.iter().map(|one| one.place.clone()).collect();
    Some(finding)
}

/// Teams that own a part on paper, while others do the work.
fn others_work(review: &Review, _: &World<'_>) -> Option<Finding> {
    let owners = &review.ownership.as_ref()?.owners;
    let mostly_others = owners.iter().filter(|one| is_majority(one.change_sets - one.by_own_people, one.change_sets));
    let named: Vec<String> = mostly_others
        .map(|one| format!("{} (its people made {} of {})", one.team, one.by_own_people, one.change_sets))
        .collect();
    if named.is_empty() {
        return None;
    }
    let says = format!(
        "Others make most changes to the code of {} of {}",
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

/// Why rules decide nothing, by the words of facts, the more particular first, and what is said of one and of several.
const IDLE: &[(&str, &str, &str)] = &[
    (
        "letter-case",
        "matches nothing because it is written in another case of letters",
        "match nothing because they are written in another case of letters",
    ),
    ("gone", "matched files a year before and matches none today", "matched files a year before and match none today"),
    ("no-match", "matches no file", "match no file"),
    ("overridden", "is overridden everywhere by later rules", "are overridden everywhere by later rules"),
];

/// Rules of ownership files that decide nothing.
fn idle_rules(_: &Review, world: &World<'_>) -> Option<Finding> {
    let mut of_kind: Vec<Vec<Place>> = vec![Vec::new(); IDLE.len()];
    for rule in world.facts.idle_rules() {
        let kind = IDLE.iter().position(|(reason, ..)| *reason == world.facts.text(rule.reason));
        if let Some(places) = kind.and_then(|kind| of_kind.get_mut(kind)) {
            places.push(world.facts.place(rule.at));
        }
    }
    // Several rules of one line are one to whoever reads it.
    of_kind.iter_mut().for_each(|places| {
        places.sort();
        places.dedup();
    });
    let first = of_kind.iter().flatten().min()?.clone();
    let is_one_file = of_kind.iter().flatten().all(|place| place.path == first.path);
    let count: usize = of_kind.iter().map(Vec::len).sum();
    let told = IDLE.iter().zip(&of_kind).filter(|(_, places)| !places.is_empty());
    let told: Vec<String> = told
        .map(|((_, one, several), places)| {
            let what = if places.len() == 1 { one } else { several };
            let lines: Vec<usize> = places.iter().map(|place| place.line).collect();
            let named = if is_one_file { format!(": {}", named_lines(&lines)) } else { String::new() };
            format!("{} {what}{named}", thousands(lines.len() as u128))
        })
        .collect();
    let says = format!("{} without effect in ownership files", plural(count, "rule", "rules"));
    let more = format!("{}. Each with its line: `onethread check --select SC113`", told.join(". "));
    Some(Finding { places: vec![first], ..finding("idle-rules", "ownership-coverage", says, more, 0.2) })
}

/// `lines 3, 4, 9 and 2 more`.
fn named_lines(lines: &[usize]) -> String {
    let named: Vec<String> = lines.iter().take(NAMED_MAX).map(ToString::to_string).collect();
    match (named.as_slice(), lines.len().saturating_sub(NAMED_MAX)) {
        ([one], _) => format!("line {one}"),
        (some, 0) => format!("lines {}", some.join(", ")),
        (some, left) => format!("lines {} and {left} more", some.join(", ")),
    }
}

/// What the report of a file remarks at its lines, in their order.
fn line_remarks<'r>(review: &'r Review, place: &Place) -> Vec<(usize, &'r str)> {
    let reports = review.sources.iter().filter(|report| report.table == "ownership" && report.path == place.path);
    let line = |remark: &'r String| {
        let (line, says) = remark.strip_prefix("line ")?.split_once(": ")?;
        Some((line.parse().ok()?, says))
    };
    let mut lines: Vec<(usize, &str)> = reports.flat_map(|report| report.remarks.keys()).filter_map(line).collect();
    lines.sort_unstable();
    lines
}

/// Paths that rules leave to nobody, which is so by design.
fn unowned_rules(review: &Review, _: &World<'_>) -> Option<Finding> {
    let (count, place) = counted(review, |report| &report.remarks, "paths that a rule leaves")?;
    let paths =
        |remark: &str| -> Option<usize> { remark.strip_prefix("it leaves ")?.split_once(" path")?.0.parse().ok() };
    let remarks = line_remarks(review, &place);
    let mut rules: Vec<(usize, usize)> =
        remarks.iter().filter_map(|(line, remark)| Some((paths(remark)?, *line))).collect();
    rules.sort_by_key(|(paths, line)| (std::cmp::Reverse(*paths), *line));
    let says = format!(
        "{} left without an owner by {} that name none",
        plural(count, "path is", "paths are"),
        plural(rules.len().max(1), "rule", "rules")
    );
    let named: Vec<String> = rules
        .iter()
        .take(NAMED_MAX)
        .map(|(paths, line)| format!("line {line} ({})", plural(*paths, "path", "paths")))
        .collect();
    let named: Vec<&str> = named.iter().map(String::as_str).collect();
    let more = match named.is_empty() {
        true => "Such rules take effect, and are so by design".to_owned(),
        false => format!("Such rules take effect, and are so by design; most of it by {}", join(&named)),
    };
    let place = Place { line: rules.first().map_or(1, |(_, line)| *line), ..place };
    Some(Finding { places: vec![place], ..finding("left-unowned", "ownership-coverage", says, more, 0.2) })
}

/// How the rules of today differ from those of a year before, by which earlier changes are not read.
fn changed_rules(review: &Review, _: &World<'_>) -> Option<Finding> {
    let count = |beginning| counted(review, |report| &report.remarks, beginning);
    let place = count("rules, each pattern once")?.1;
    let number = |beginning| count(beginning).map_or(0, |(count, _)| count);
    let [all, added, other, gone] = [
        number("rules, each pattern once"),
        number("rules whose pattern is new"),
        number("rules that name other owners"),
        number("rules of a year before whose pattern is gone"),
    ];
    let [files, other_files] = [number("files compared"), number("files that had other owners")];
    let parts = [
        (added, plural(added, "is new since a year before", "are new since a year before")),
        (other, plural(other, "names other owners than then", "name other owners than then")),
        (gone, plural(gone, "rule of then is gone", "rules of then are gone")),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, says)| says).collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let says = format!(
        "All changes are read by the ownership rules of today: of {}, {}",
        plural(all, "rule", "rules"),
        join(&parts)
    );
    let more = match other_files {
        0 => "Earlier changes count for the owners of today, whoever owned the files then".to_owned(),
        _ => format!(
            "{} had other owners by the rules of then; earlier changes of them count for the owners of today",
            counted_share(other_files, files, "files of today")
        ),
    };
    Some(Finding { places: vec![place], ..finding("changed-rules", "ownership-coverage", says, more, 0.15) })
}

/// How often the reports of ownership files say what begins so, and the first file of which one does.
fn counted(
    review: &Review,
    counts: impl Fn(&SourceReport) -> &BTreeMap<String, usize>,
    beginning: &str,
) -> Option<(usize, Place)> {
    let reports = review.sources.iter().filter(|report| report.table == "ownership");
    let counted: Vec<(usize, &Arc<str>)> = reports
        .filter_map(|report| {
            let (_, count) = counts(report).iter().find(|(says, count)| says.starts_with(beginning) && **count > 0)?;
            Some((*count, &report.path))
        })
        .collect();
    let (_, path) = counted.first()?;
    let place = Place { path: Arc::clone(path), line: 1, column: None };
    Some((counted.iter().map(|(count, _)| count).sum(), place))
}

/// How much of the work no initiative can claim.
fn without_initiative(review: &Review, world: &World<'_>) -> Option<Finding> {
    let coverage = review.ownership.as_ref()?;
    // Where none is known, nothing could belong to one.
    if review.portfolio.lifecycle.known == 0 || coverage.change_sets < CHANGE_SETS_MIN || !has_history(world) {
        return None;
    }
    let share = coverage.without_initiative as f64 / coverage.change_sets as f64;
    let counted = counted_share(coverage.without_initiative, coverage.change_sets, "changes of the last year");
    let says = format!("{counted} belong to no initiative");
    let more = "They name no initiative by the `references` of the source, and touch no `scope`".to_owned();
    Some(finding("without-initiative", "candidates", says, more, 0.1 * share))
}

fn bots(review: &Review, _: &World<'_>) -> Option<Finding> {
    let coverage = review.ownership.as_ref()?;
    let all = coverage.bots + coverage.change_sets + coverage.aside.bulk_changes + coverage.aside.releases;
    if coverage.bots == 0 || coverage.change_sets < CHANGE_SETS_MIN {
        return None;
    }
    let share = coverage.bots as f64 / all as f64;
    let says = format!("{} were made by bots", counted_share(coverage.bots, all, "changes of the last year"));
    let more = "They are left out of this review".to_owned();
    Some(finding("bots", "ownership-coverage", says, more, 0.05 * share))
}

/// Whether a repository is among the sources: other tables of changes name initiatives as they please.
fn has_history(world: &World<'_>) -> bool {
    world.inputs.config.sources.iter().any(|source| source.is_git())
}

#[cfg(test)]
mod tests {
    use onethread_model::Day;
    use onethread_model::config::Config;
    use onethread_model::facts::{Cells, FactKind, Facts, RecordRef};
    use onethread_model::org::Org;
    use onethread_model::source::Sources;

    use super::*;
    use crate::measure::Snapshot;

    /// How a review speaks of so many change-sets of one path each, the last few of which nobody owns.
    fn of(change_sets: u32, unowned: u32) -> Option<Level> {
        let mut facts = Facts::default();
        let mut cells = Cells::default();
        for (column, value) in [("observed", "2026-06-01"), ("component", "pay/**"), ("team", "pay")] {
            cells.set(column, value);
        }
        facts.push(FactKind::Ownership, &cells, RecordRef { source: 0, line: 1 }).expect("an owner");
        for line in 0..change_sets {
            let (id, at) = (format!("c{line}"), RecordRef { source: 0, line });
            let path = if line < unowned { "web/a.rs" } else { "pay/a.rs" };
            let mut cells = Cells::default();
            for (column, value) in [("day", "2026-06-01"), ("change", &id), ("component", path)] {
                cells.set(column, value);
            }
            facts.push(FactKind::Touch, &cells, at).expect("a touch");
        }
        let snapshot = Snapshot::new(Config::default(), Org::default(), Sources::default(), facts);
        let review = crate::review::review(&snapshot, Day::parse("2026-06-30").expect("a day"));
        review.findings.iter().find(|finding| finding.key == "unowned").map(|finding| finding.level)
    }

    #[test]
    fn unowned_code_deserves_attention_from_its_lines_on() {
        let sets = CHANGE_SETS_MIN as u32;
        assert_eq!((of(sets, 3), of(sets - 1, 3)), (Some(Level::Warning), None));
        assert_eq!(of(sets + 1, 3), Some(Level::Note), "a tenth deserves attention, and 3 of 31 are fewer");
        assert_eq!((CHANGE_SETS_MIN, UNOWNED_SHARE_MIN), (30, 0.1));
    }
}
