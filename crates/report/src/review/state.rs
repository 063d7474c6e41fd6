//! The state in a few lines: how many initiatives have one leader with one thread, how many of these decide alone, which form
//! the others have, and what was spent on waiting.

use onethread_core::measure::measures::deciding_alone::{DecidesAlone, DecidingAlone};
use onethread_core::review::{Form, InitiativeReview, PausedInitiative, Review};
use onethread_core::words::{capital, long_day, percent, plural, thousands};

use super::{FEW, NAME_MAX, form_fill, form_note};
use crate::charts::shares::{Part, SharesChart, shares};
use crate::document::{Block, Cell, Column, Prose, Table};
use crate::ledger::waiting_words;
use crate::text::paint::cut;

/// Names beside a form: those of more stand in the table of all.
const NAMES_MAX: usize = 3;
/// The width that is left beside a bar.
const NOTE_MAX: usize = 52;

/// What is to be said where no initiative is live.
pub(super) fn nothing_live(review: &Review) -> Vec<Block<'_>> {
    let known = review.portfolio.lifecycle.known;
    if known > 0 {
        let known = plural(known, "initiative is", "initiatives are");
        let mut blocks = vec![
            Block::Lede(Prose::new(&format!("{known} known on this day; none is live."))),
            super::paragraph(
                "All ended, are paused, stalled, or have no target. The `[registry]` settings in `onethread.toml` say what counts as live.",
            ),
        ];
        blocks.extend(paused(review));
        blocks.extend(ideas(review));
        return blocks;
    }
    if let Some(ideas) = ideas(review) {
        return vec![Block::Lede(Prose::new("No initiative is under way on this day.")), ideas];
    }
    let mut blocks = vec![
        Block::Lede(Prose::new("No initiative is known on this day, so nothing can be said about leadership yet.")),
        super::paragraph(
            "Describe one in `org/initiatives.toml`, as in `[initiative.returns]` with title, leader and scope; take them from \
             a spreadsheet with `onethread init --from initiatives.csv`; or name a registry as a source in `onethread.toml`. \
             `onethread explain form` says what a review looks for.",
        ),
    ];
    if review.candidates.as_ref().is_some_and(|found| !found.is_empty()) {
        blocks.push(super::paragraph("Changes suggest some initiatives, as guesses: they are listed below."));
    }
    blocks
}

/// One leader and one thread: how many, and how many of these decide alone.
pub(super) fn state(review: &Review) -> Vec<Block<'_>> {
    let live = review.initiatives.len();
    let single = review.single_threaded().count();
    let mut lede = format!("One leader, one thread: {} of {}", thousands(single as u128), thousands(live as u128));
    let open = review.form_count(Form::NotShown);
    if single == 0 && open > 0 {
        let not = match live - open {
            0 => String::new(),
            not => format!("; {} do not have it", thousands(not as u128)),
        };
        let (all, open) = (thousands(live as u128), thousands(open as u128));
        lede = format!("One leader, one thread: confirmed for none of {all}{not}; for {open} the data cannot say");
    } else if single > 0 && review.single_threaded().all(|one| one.deciding_alone.is_some()) {
        lede += &format!("; decides alone: {}", deciding_alone(review));
    }
    let mut blocks = vec![Block::Lede(Prose::new(&format!("{lede}."))), forms(review)];
    blocks.extend(paused(review));
    blocks.extend(ideas(review));
    if let Some(waiting) = review.waiting.as_ref().and_then(waiting_words) {
        blocks.push(Block::Paragraph(Prose::new(&waiting)));
    }
    blocks
}

/// Those with one leader and one thread, by whether the leader decides alone, each with its share of reversible decisions
/// above the leader.
pub(super) fn single_threaded(review: &Review) -> Option<Block<'_>> {
    let single: Vec<&InitiativeReview> = review.single_threaded().filter(|one| one.deciding_alone.is_some()).collect();
    if single.is_empty() || review.initiatives.len() > FEW {
        return None;
    }
    let groups = [
        (DecidesAlone::Yes, "Decides alone:", " reversible decisions went above the leader"),
        (DecidesAlone::No, "Single-threaded, not deciding alone:", " reversible decisions went above the leader"),
        (DecidesAlone::NotKnown, "Single-threaded, not known who decides:", ""),
    ];
    let says = groups.into_iter().fold(Prose::default(), |says, (answer, name, unit)| {
        let of_group: Vec<(&InitiativeReview, &DecidingAlone)> = single
            .iter()
            .filter_map(|one| Some((*one, one.deciding_alone.as_ref()?)))
            .filter(|(_, alone)| alone.answer == answer)
            .collect();
        let one = |says: Prose, (index, (one, alone)): (usize, &(&InitiativeReview, &DecidingAlone))| {
            let says = says.text(if index > 0 { "; " } else { " " }).initiative(&one.id, &cut(one.name(), NAME_MAX));
            match alone.short() {
                share if share.is_empty() => says.text(" (no reversible decision on record)"),
                // The unit once is enough.
                share if index > 0 || unit.is_empty() => says.text(&format!(" ({share})")),
                share => says.text(&format!(" ({share}{unit})")),
            }
        };
        let group = of_group.iter().enumerate().fold(Prose::new(name), one).text(".");
        if of_group.is_empty() { says } else { says.then(group) }
    });
    Some(Block::Paragraph(says))
}

/// What is paused in one line, each with its days: nothing is asked of it.
fn paused(review: &Review) -> Option<Block<'_>> {
    let one = |one: &PausedInitiative| {
        let until =
            one.pause.until.map_or_else(|| ", until when is not said".to_owned(), |day| format!(" until {day}"));
        format!("{} (since {}{until})", one.name(), one.pause.from)
    };
    let says: Vec<String> = review.paused.iter().take(FEW).map(one).collect();
    let more = match review.paused.len().saturating_sub(FEW) {
        0 => String::new(),
        more => format!("; and {more} more"),
    };
    let says = format!("Paused, in no count above: {}{more}.", says.join("; "));
    (!review.paused.is_empty()).then(|| Block::Paragraph(Prose::literal(&says)))
}

/// Ideas in one line: nothing is asked of them, and they are in no count.
fn ideas(review: &Review) -> Option<Block<'_>> {
    let names: Vec<&str> = review.ideas.iter().take(FEW).map(|idea| idea.name()).collect();
    let more = match review.ideas.len().saturating_sub(FEW) {
        0 => String::new(),
        more => format!("; and {more} more"),
    };
    let says = format!("Ideas, in no count above: {}{more}.", names.join("; "));
    (!names.is_empty()).then(|| Block::Paragraph(Prose::literal(&says)))
}

/// How many of those with one leader and one thread decide alone, and which where they are few.
fn deciding_alone(review: &Review) -> String {
    let with = |answer: DecidesAlone| review.single_threaded_deciding(answer);
    let (alone, open) = (with(DecidesAlone::Yes), with(DecidesAlone::NotKnown));
    let open = if open > 0 { format!(", not known for {open}") } else { String::new() };
    let of_them = review
        .single_threaded()
        .filter(|one| one.deciding_alone.as_ref().is_some_and(|one| one.answer == DecidesAlone::Yes));
    let names: Vec<String> = of_them.map(|one| cut(one.name(), NAME_MAX)).collect();
    let names = match names.len() {
        1..=NAMES_MAX => format!(" ({})", names.join("; ")),
        _ => String::new(),
    };
    match alone + with(DecidesAlone::No) {
        0 => "not known for any of these".to_owned(),
        _ => format!("{alone} of these{names}{open}"),
    }
}

/// Every form that occurs, and always the one that is looked for.
fn forms(review: &Review) -> Block<'_> {
    let live = review.initiatives.len();
    let (sto, stl) = (review.form_count(Form::Sto), review.form_count(Form::Stl));
    let single_note = match (sto, stl) {
        (_, 0) => "the team reports to the leader (STO)".to_owned(),
        (0, _) => "the team stays in its functions (STL)".to_owned(),
        (1, 1) => "1 team reports to the leader (STO), 1 does not (STL)".to_owned(),
        (1, _) => format!("1 team reports to the leader (STO), {stl} do not (STL)"),
        (_, 1) => format!("{sto} teams report to the leader (STO), 1 does not (STL)"),
        _ => format!("{sto} teams report to the leader (STO), {stl} do not (STL)"),
    };
    // Whoever reads that there are two asks which.
    let named = |form: Form| {
        let of_form = review.initiatives.iter().filter(|one| one.form.form == form && live <= FEW);
        let names: Vec<&str> = of_form.map(InitiativeReview::name).collect();
        match (form, names.len()) {
            (Form::Missing, 1..=NAMES_MAX) => format!("{}: {}", form_note(form), in_a_line(&names)),
            (_, 1..=NAMES_MAX) => in_a_line(&names),
            _ => form_note(form).to_owned(),
        }
    };
    let names: Vec<&str> = review.single_threaded().map(InitiativeReview::name).collect();
    let single = match names.len() {
        0 => String::new(),
        1..=NAMES_MAX if live <= FEW => names.join("; "),
        _ => single_note,
    };
    let rows: [(&str, usize, String); 5] = [
        ("one leader, one thread", sto + stl, single),
        ("split", review.form_count(Form::Split), named(Form::Split)),
        ("no leader", review.form_count(Form::Missing), named(Form::Missing)),
        ("functional by design", review.form_count(Form::Functional), named(Form::Functional)),
        ("not known", review.form_count(Form::NotShown), named(Form::NotShown)),
    ];
    let rows = rows.into_iter().enumerate().filter(|(index, (_, count, _))| *index == 0 || *count > 0);
    let row = |(name, count, note): (&str, usize, String)| {
        let share = count as f64 / live as f64;
        let count = Cell { bar: Some(share), ..Cell::from(thousands(count as u128)) };
        vec![Cell::from(name), count, Cell::from(note)]
    };
    let table = Table {
        label: "Live initiatives by form".to_owned(),
        columns: vec![Column::words(""), Column::numbers(""), Column::words("")],
        rows: rows.map(|(_, cells)| row(cells)).collect(),
        rows_max: usize::MAX,
    };
    Block::figure(|| forms_chart(review), vec![Block::Table(table)])
}

/// Names that stand in one line beside a bar, cut where they are long.
fn in_a_line(names: &[&str]) -> String {
    let each = NOTE_MAX / names.len().max(1) - 2;
    names.iter().map(|name| cut(name, each)).collect::<Vec<_>>().join("; ")
}

fn forms_chart(review: &Review) -> maud::Markup {
    let part = |name: &str, form: Form, count: usize, note: &str| Part {
        name: name.to_owned(),
        note: note.to_owned(),
        fill: form_fill(form),
        count,
    };
    let occurring = Form::ALL.into_iter().filter(|form| review.form_count(*form) > 0);
    let mut parts: Vec<Part> =
        occurring.map(|form| part(super::form_words(form), form, review.form_count(form), form_note(form))).collect();
    if review.single_threaded().next().is_none() {
        parts.insert(0, part("one leader, one thread", Form::Sto, 0, "none"));
    }
    let live = review.initiatives.len();
    let said: Vec<String> = parts.iter().map(|part| format!("{} {}", part.count, part.name)).collect();
    let share = |part: &Part| match part.count {
        0 => format!("{}: none", part.name),
        count => format!("{}: {count} of {live} ({})", part.name, percent(count as f64 / live as f64)),
    };
    // A percentage of a handful reads as more than it is.
    let caption = match live {
        ..=FEW => format!("Of {} in all.", plural(live, "live initiative", "live initiatives")),
        _ => capital(&parts.iter().map(share).collect::<Vec<_>>().join(", ")) + ".",
    };
    shares(&SharesChart {
        id: "today".to_owned(),
        title: format!("Live initiatives by form, {}", long_day(review.as_of)),
        caption,
        desc: format!("One level bar: {}.", said.join(", ")),
        parts,
    })
}
