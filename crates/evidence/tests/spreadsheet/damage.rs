//! A roster and its initiatives, kept as people keep them: damaged in every way that is known, and read as what it was.
//!
//! The damage is drawn at random: padding, decimals, words for nothing, totals, repeated headers, captions, suffixes,
//! order of names, marks between cells, encodings, merged cells, title rows, two forms of date, odd headers, leavers, and
//! rows that would be joined. Nobody is invented, nobody is lost, nobody is joined in silence, and no name is in any
//! output. The plain form of the roster is the oracle.

use std::collections::{BTreeMap, BTreeSet};

use onethread_evidence::spreadsheet::{Entries, EntryKey, EntryKind, Said};
use onethread_model::Day;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::common::{Folder, Settings, line, proposed};
use crate::xlsx::{SheetOf, X, workbook};

/// Invented given and family names, of which no one stands in another text of the sheets.
const GIVEN: [&str; 6] = ["Quorla", "Zemina", "Bretho", "Yavin", "Ulmeka", "Pexar"];
const FAMILY: [&str; 6] = ["Vandrosk", "Telmarq", "Ozwick", "Jurnef", "Hablon", "S\u{f8}rvik"];
const TEAMS: [&str; 4] = ["Payments", "Retours Z\u{fc}rich", "Search", "Growth"];
const WORK: [&str; 5] = ["Wallet", "Returns in one tap", "Loyalty that pays", "Labels", "Faster search"];
const SIZES: [&str; 4] = ["Small", "Medium", "2 FTE", "3 weeks"];
const NOTHING: [&str; 14] =
    ["nan", "NULL", "None", "(blank)", "TBD", "N/A", "-", "--", "?", "#N/A", "#REF!", "n.a.", "NaT", "<NA>"];

#[derive(Clone, Debug)]
struct Person {
    number: u32,
    name: (usize, usize),
    /// Manager among the earlier ones.
    manager: Option<usize>,
    team: Option<usize>,
}

#[derive(Clone, Debug)]
struct Initiative {
    leader: Option<usize>,
    percent: Option<u8>,
    start: Option<Day>,
    on: Option<usize>,
}

#[derive(Clone, Debug)]
struct Plain {
    people: Vec<Person>,
    work: Vec<Initiative>,
    /// Size by initiative and team asked.
    asks: BTreeMap<(usize, usize), usize>,
}

fn plain() -> impl Strategy<Value = Plain> {
    let person = (1..40_u32, any::<Index>(), prop::option::weighted(0.9, 0..TEAMS.len()));
    // At least two teams and four people, so that a caption or a lone cell is something else than the table.
    let people = prop::collection::vec(person, 4..14).prop_map(|people| {
        let mut all: Vec<Person> = Vec::new();
        let mut number = 1000;
        for (index, (step, manager, team)) in people.into_iter().enumerate() {
            number += step;
            let name = (index % GIVEN.len(), (index / GIVEN.len() + index) % FAMILY.len());
            let manager = (index > 0).then(|| manager.index(index));
            all.push(Person { number, name, manager, team });
        }
        all
    });
    let one = (any::<Index>(), 0..4_u8, 0..500_i32, prop::option::of(0..TEAMS.len()), 1..10_u8);
    let work = prop::collection::vec(one, 2..=WORK.len());
    let asks = prop::collection::btree_map((0..WORK.len(), 0..TEAMS.len()), 0..SIZES.len(), 0..10);
    (people, work, asks).prop_map(|(people, work, mut asks)| {
        asks.retain(|(one, team), _| *one < work.len() && people.iter().any(|person| person.team == Some(*team)));
        let first = Day::parse("2025-01-01").expect("a day");
        let count = people.len();
        let work = work
            .into_iter()
            .map(|(leader, lacks, days, on, tenths)| Initiative {
                leader: (lacks != 0).then(|| leader.index(count)),
                percent: (lacks != 1).then_some(tenths * 10),
                start: (lacks != 2).then(|| first.plus_days(days)),
                on: on.filter(|team| people.iter().any(|person| person.team == Some(*team))),
            })
            .collect();
        Plain { people, work, asks }
    })
}

/// What is done to the sheets; each number says how.
#[derive(Clone, Debug)]
struct Damage {
    form: u8,
    seed: u32,
    padding: u8,
    nothing: bool,
    totals: bool,
    headers_again: bool,
    captions: bool,
    titles: u8,
    suffixes: bool,
    last_first: bool,
    managers: u8,
    odd_headers: bool,
    dates: u8,
    shares: u8,
    leavers: bool,
    merged: bool,
}

fn damage() -> impl Strategy<Value = Damage> {
    let first = (0..9_u8, any::<u32>(), 0..5_u8, any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), 0..3_u8);
    let second = (any::<bool>(), any::<bool>(), 0..4_u8, any::<bool>(), 0..3_u8, 0..3_u8, any::<bool>(), any::<bool>());
    (first, second).prop_map(|(first, second)| {
        let (form, seed, padding, nothing, totals, headers_again, captions, titles) = first;
        let (suffixes, last_first, managers, odd_headers, dates, shares, leavers, merged) = second;
        Damage {
            form,
            seed,
            padding,
            nothing,
            totals,
            headers_again,
            captions,
            titles,
            suffixes,
            last_first,
            managers,
            odd_headers,
            dates,
            shares,
            leavers,
            merged,
        }
    })
}

/// A source of choices that a seed decides.
struct Dice(u32);

impl Dice {
    fn up_to(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) as usize % count.max(1)
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.up_to(count) == 0
    }
}

/// Rows of texts; a cell of `None` is one that a merged cell above covers.
type Rows = Vec<Vec<Option<String>>>;

fn row<const N: usize>(cells: [&str; N]) -> Vec<Option<String>> {
    cells.map(|cell| Some(cell.to_owned())).to_vec()
}

struct Damaged {
    roster: Rows,
    list: Rows,
    /// None where nothing is asked.
    asks: Option<Rows>,
    /// Column and rows of merged cells of the roster, by index from 0.
    merged: Vec<(usize, usize, usize)>,
    /// How many people have left.
    left: usize,
    has_nothing: bool,
}

impl Damage {
    fn number(&self, number: u32, dice: &mut Dice) -> String {
        match self.padding {
            1 => format!("{number:07}"),
            2 => format!("{number}.0"),
            3 if dice.one_in(2) => format!("=\"{number}\""),
            // One column padded, the other one not.
            4 if dice.one_in(2) => format!("{number:08}"),
            _ => number.to_string(),
        }
    }

    fn name(&self, person: &Person, dice: &mut Dice) -> String {
        let (given, family) = (GIVEN[person.name.0], FAMILY[person.name.1]);
        let name = match self.last_first && dice.one_in(2) {
            true => format!("{family}, {given}"),
            false => format!("{given} {family}"),
        };
        if !self.suffixes {
            return name;
        }
        let number = person.number;
        match dice.up_to(8) {
            0 => format!("{name} (interim)"),
            1 => format!("{name} (acting)"),
            2 => format!("{name} ({number})"),
            3 => format!("{name} - on leave"),
            4 => format!("{name} (she/her)"),
            5 => format!("{name} [C]"),
            _ => name,
        }
    }

    fn nothing(&self, dice: &mut Dice) -> String {
        match self.nothing && dice.one_in(2) {
            true => NOTHING[dice.up_to(NOTHING.len())].to_owned(),
            false => String::new(),
        }
    }

    fn manager(&self, person: Option<&Person>, dice: &mut Dice) -> String {
        let Some(person) = person else { return self.nothing(dice) };
        match self.managers {
            0 => self.number(person.number, dice),
            1 => self.name(person, dice),
            2 => format!("{} ({})", self.name(person, dice), person.number),
            _ => format!("{} - {}", person.number, self.name(person, dice)),
        }
    }

    /// Some systems call a team after the one who leads it.
    fn team(&self, team: usize, plain: &Plain) -> String {
        let leader = &plain.people[team % plain.people.len()];
        match self.suffixes && !self.captions && self.seed.is_multiple_of(2) {
            true => format!("{} ({} {})", TEAMS[team], GIVEN[leader.name.0], FAMILY[leader.name.1]),
            false => TEAMS[team].to_owned(),
        }
    }

    fn day(&self, day: Day) -> String {
        let text = day.to_string();
        let parts: Vec<&str> = text.split('-').collect();
        match self.dates {
            1 => format!("{}.{}.{}", parts[2], parts[1], parts[0]),
            2 => format!("{text}T12:30:00+02:00"),
            _ => text,
        }
    }

    fn apply(&self, plain: &Plain) -> Damaged {
        let mut dice = Dice(self.seed);
        let (mut roster, mut merged, mut left) = (Rows::new(), Vec::new(), 0);
        for title in 0..self.titles {
            roster.push(row([["People, summer of 2026", "Confidential"][usize::from(title % 2)]]));
        }
        let header = match self.odd_headers {
            true => row(["Emp. #", "Last name, First name", "Line Mgr", "Squad / Pod", "Employment status"]),
            false => row(["Employee ID", "Name", "Manager", "Team", "Employee status"]),
        };
        roster.push(header.clone());
        let mut sorted: Vec<&Person> = plain.people.iter().collect();
        sorted.sort_by_key(|person| (person.team, person.number));
        let mut before: Option<usize> = None;
        for (index, person) in sorted.iter().enumerate() {
            let is_new = person.team != before;
            if let (true, true, Some(team)) = (self.captions, is_new, person.team) {
                let text = [TEAMS[team].to_owned(), format!("{} (12)", TEAMS[team]), format!("{}:", TEAMS[team])];
                roster.push(vec![Some(text[dice.up_to(3)].clone())]);
            }
            if self.headers_again && index > 0 && dice.one_in(4) {
                roster.push(header.clone());
            }
            if self.leavers && dice.one_in(3) {
                left += 1;
                let gone = format!("{} Gonerton", GIVEN[dice.up_to(GIVEN.len())]);
                roster.push(row([
                    &format!("{}", 5_000 + left),
                    &gone,
                    "",
                    TEAMS[0],
                    ["Terminated", "Inactive"][dice.up_to(2)],
                ]));
            }
            let manager = person.manager.map(|at| &plain.people[at]);
            let mut cells = vec![
                Some(self.number(person.number, &mut dice)),
                Some(self.name(person, &mut dice)),
                Some(self.manager(manager, &mut dice)),
                Some(person.team.map_or_else(|| self.nothing(&mut dice), |team| self.team(team, plain))),
                Some(["Active", "On leave", ""][dice.up_to(3)].to_owned()),
            ];
            let is_below = !is_new && roster.last().is_some_and(|row| row.len() == 5 && row[4] != header[4]);
            if self.merged && is_below && person.team.is_some() && !is_gone(roster.last()) {
                let at = roster.len();
                cells[3] = None;
                match merged.last_mut() {
                    Some((3, _, last)) if *last + 1 == at => *last = at,
                    _ => merged.push((3, at - 1, at)),
                }
            }
            roster.push(cells);
            before = person.team;
        }
        if self.totals {
            let words = ["Total", "Grand total", "Sum", "Headcount: 42", "TOTAL (7)"];
            roster.push(row([words[dice.up_to(words.len())], "", "", "", "7"]));
        }
        if self.captions {
            roster.push(row(["As of 1 July 2026, from the personnel system"]));
        }
        let list = self.list(plain, &mut dice);
        let asks = (!plain.asks.is_empty()).then(|| self.asks(plain, &mut dice));
        let says = |rows: &Rows| rows.iter().flatten().flatten().any(|cell| NOTHING.contains(&cell.as_str()));
        let has_nothing = says(&roster) || says(&list) || asks.as_ref().is_some_and(says);
        Damaged { roster, list, asks, merged, left, has_nothing }
    }

    fn list(&self, plain: &Plain, dice: &mut Dice) -> Rows {
        let mut list = Rows::new();
        if self.titles > 0 {
            list.push(row(["Portfolio"]));
        }
        let header = match self.odd_headers {
            true => row(["Initiative / Goal", "Owner (A)", "% Time", "Kick-off date", "Depends on / Blocked by"]),
            false => row(["Initiative", "Leader", "Share", "Start", "Depends on"]),
        };
        list.push(header.clone());
        for (index, one) in plain.work.iter().enumerate() {
            if self.headers_again && index == 1 {
                list.push(header.clone());
            }
            let leader = one.leader.map(|at| &plain.people[at]);
            let share = one.percent.filter(|_| one.leader.is_some()).map(|percent| match self.shares {
                1 => format!("0,{}", percent / 10),
                2 => format!("{percent} %"),
                _ => (f64::from(percent) / 100.0).to_string(),
            });
            list.push(vec![
                Some(WORK[index].to_owned()),
                Some(self.manager(leader, dice)),
                Some(share.unwrap_or_else(|| self.nothing(dice))),
                Some(one.start.map_or_else(|| self.nothing(dice), |day| self.day(day))),
                Some(one.on.map_or_else(|| self.nothing(dice), |team| TEAMS[team].to_owned())),
            ]);
        }
        if self.totals {
            list.push(row(["Total initiatives", "", "", "", &plain.work.len().to_string()]));
        }
        list
    }

    /// A row for each initiative and team that it asks; or a head for each initiative, and its asks below.
    fn asks(&self, plain: &Plain, dice: &mut Dice) -> Rows {
        let mut asks = Rows::new();
        if self.titles > 1 {
            asks.push(row(["Asks of teams"]));
        }
        let header = match self.odd_headers {
            true => row(["Goal", "Needed from", "T-shirt size", "Comments"]),
            false => row(["Initiative", "Team", "Support level", "Notes"]),
        };
        asks.push(header.clone());
        let mut above = None;
        for (index, ((one, team), size)) in plain.asks.iter().enumerate() {
            if self.headers_again && index == 2 {
                asks.push(header.clone());
            }
            let is_new = above != Some(*one);
            if self.captions && is_new {
                asks.push(row([WORK[*one]]));
            }
            let name = if self.captions || (self.merged && !is_new) { "" } else { WORK[*one] };
            let note = self.nothing(dice);
            asks.push(row([name, TEAMS[*team], SIZES[*size], &note]));
            above = Some(*one);
        }
        if self.totals {
            asks.push(row(["Total", "", "", &plain.asks.len().to_string()]));
        }
        asks
    }

    /// The sheets as bytes of files.
    fn write(&self, damaged: &Damaged) -> Vec<(&'static str, Vec<u8>)> {
        let text = |rows: &Rows, mark: char| -> String {
            let cell = |cell: &Option<String>| {
                let text = cell.clone().unwrap_or_default();
                let needs = text.contains([mark, '"', ',', '\n']);
                if needs { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
            };
            let line = |row: &Vec<Option<String>>| {
                let mut cells: Vec<String> = row.iter().map(cell).collect();
                cells.resize(5, String::new());
                cells.join(&mark.to_string())
            };
            rows.iter().map(line).collect::<Vec<_>>().join("\r\n") + "\r\n"
        };
        let csv = |mark: char, encode: &dyn Fn(&str) -> Vec<u8>| {
            // A merged cell has its text in the first row only, which CSV cannot say.
            let mut roster = damaged.roster.clone();
            for (column, first, last) in &damaged.merged {
                for at in first + 1..=*last {
                    roster[at][*column] = roster[*first][*column].clone();
                }
            }
            let sheets = [("r.csv", Some(&roster)), ("i.csv", Some(&damaged.list)), ("a.csv", damaged.asks.as_ref())];
            sheets.into_iter().filter_map(|(name, rows)| Some((name, encode(&text(rows?, mark))))).collect()
        };
        let utf8 = |text: &str| text.as_bytes().to_vec();
        match self.form {
            0 => csv(',', &utf8),
            1 => csv(';', &utf8),
            2 => csv('\t', &utf8),
            3 => csv('|', &utf8),
            4 => csv(';', &|text| format!("sep=;\r\n{text}").into_bytes()),
            5 => csv(',', &|text| [b"\xef\xbb\xbf".to_vec(), utf8(text)].concat()),
            6 => csv(';', &|text| text.chars().map(|c| u8::try_from(u32::from(c)).expect("a Latin letter")).collect()),
            7 => csv('\t', &|text| {
                let units = text.encode_utf16().flat_map(u16::to_le_bytes);
                b"\xff\xfe".iter().copied().chain(units).collect()
            }),
            _ => vec![("book.xlsx", self.book(damaged))],
        }
    }

    fn book(&self, damaged: &Damaged) -> Vec<u8> {
        let cell = |at: usize, cell: &Option<String>| match cell.as_deref() {
            None | Some("") => X::Empty,
            Some(text) => match text.parse::<f64>() {
                // A number with zeros in front is one with a format.
                Ok(number) if at == 0 && text.starts_with('0') => X::Padded(number, text.len()),
                Ok(number) if !text.contains('n') && !text.contains('N') => X::N(number),
                _ => X::S(text.to_owned()),
            },
        };
        let rows = |rows: &Rows| -> Vec<Vec<X>> {
            rows.iter().map(|row| row.iter().enumerate().map(|(at, one)| cell(at, one)).collect()).collect()
        };
        let ranges: Vec<String> = damaged
            .merged
            .iter()
            .map(|(column, first, last)| {
                let letter = char::from(b'A' + *column as u8);
                format!("{letter}{}:{letter}{}", first + 1, last + 1)
            })
            .collect();
        let ranges: Vec<&str> = ranges.iter().map(String::as_str).collect();
        let asks = damaged.asks.as_ref();
        let asks = asks.map(|asks| SheetOf { name: "Who needs whom", rows: rows(asks), merged: &[] });
        let mut sheets = vec![
            SheetOf { name: "People", rows: rows(&damaged.roster), merged: &ranges },
            SheetOf { name: "Portfolio", rows: rows(&damaged.list), merged: &[] },
        ];
        sheets.extend(asks);
        workbook(&sheets)
    }
}

fn is_gone(row: Option<&Vec<Option<String>>>) -> bool {
    row.is_some_and(|row| matches!(row.get(4), Some(Some(status)) if status == "Terminated" || status == "Inactive"))
}

/// What the plain form says, with bare numbers as ids.
fn expected(plain: &Plain) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut all: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let id = |at: usize| plain.people[at].number.to_string();
    for (at, person) in plain.people.iter().enumerate() {
        let own = all.entry(format!("person {}", id(at))).or_default();
        own.extend(person.manager.map(|manager| ("reports-to".to_owned(), id(manager))));
        if let Some(team) = person.team {
            let members =
                all.entry(format!("team {}", TEAMS[team])).or_default().entry("members".to_owned()).or_default();
            let mut known: BTreeSet<&str> = members.split(' ').filter(|one| !one.is_empty()).collect();
            let own = id(at);
            known.insert(&own);
            *members = known.into_iter().collect::<Vec<_>>().join(" ");
        }
    }
    for ((one, team), size) in &plain.asks {
        let name = format!("ask of {} by {}", TEAMS[*team], WORK[*one]);
        all.insert(name, BTreeMap::from([("size".to_owned(), SIZES[*size].to_owned())]));
    }
    for (at, one) in plain.work.iter().enumerate() {
        let own = all.entry(format!("initiative {}", WORK[at])).or_default();
        own.extend(one.leader.map(|leader| ("leader".to_owned(), id(leader))));
        own.extend(one.start.map(|day| ("committed".to_owned(), day.to_string())));
        if let Some(team) = one.on {
            all.entry(format!("ask of {} by {}", TEAMS[team], WORK[at])).or_default();
        }
        if let (Some(leader), Some(percent)) = (one.leader, one.percent) {
            all.insert(
                format!("share of {} for {}", id(leader), WORK[at]),
                BTreeMap::from([("share".to_owned(), format!("{percent} %"))]),
            );
        }
    }
    all
}

/// What was read, with ids as bare numbers and titles in place of other ids.
fn found(entries: &Entries) -> BTreeMap<String, BTreeMap<String, String>> {
    let title = |kind: EntryKind, id: &str| match entries.get(&EntryKey::new(kind, id)).and_then(|one| one.get("title"))
    {
        Some(Said::Text(title)) => title.clone(),
        _ => id.to_owned(),
    };
    let number = |id: &str| id.trim_start_matches('0').to_owned();
    let mut all = BTreeMap::new();
    for (key, fields) in &entries.all {
        let name = match key.kind {
            EntryKind::Person => format!("person {}", number(&key.id)),
            EntryKind::Team => format!("team {}", title(EntryKind::Team, &key.id)),
            EntryKind::Initiative => format!("initiative {}", title(EntryKind::Initiative, &key.id)),
            EntryKind::Allocation => {
                let (person, initiative) = key.parts();
                format!("share of {} for {}", number(person), title(EntryKind::Initiative, initiative))
            }
            EntryKind::Dependency => {
                let (initiative, on) = key.parts();
                let team = title(EntryKind::Team, on.trim_start_matches("team:"));
                format!("ask of {team} by {}", title(EntryKind::Initiative, initiative))
            }
        };
        let mut own = BTreeMap::new();
        for (field, said) in fields {
            let text = match (*field, said) {
                ("title" | "known-as" | "team" | "initiative" | "effect", _) => continue,
                (_, Said::Set(items)) => {
                    items.iter().map(|id| number(id)).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(" ")
                }
                ("reports-to" | "leader", said) => number(&said.words()),
                (_, said) => said.words(),
            };
            own.insert((*field).to_owned(), text);
        }
        all.insert(name, own);
    }
    all
}

/// Codes of what may be said of a roster in which nothing is wrong.
const EXPECTED: [&str; 9] = [
    "says-nothing",
    "total-row",
    "caption-row",
    "repeated-header",
    "merged-cells",
    "two-columns",
    "hidden-rows",
    "two-rows",
    "no-header",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, failure_persistence: None, ..ProptestConfig::default() })]

    /// Nobody is invented, nobody is lost, nobody is joined in silence, and no name is in any output.
    #[test]
    fn damage_changes_nothing(plain in plain(), damage in damage()) {
        let damaged = damage.apply(&plain);
        let files = damage.write(&damaged);
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
        let (proposal, diagnostics) = proposed(&files, &Settings::default());
        let said: Vec<String> = diagnostics.iter().map(line).collect();
        prop_assert_eq!(found(&proposal.entries), expected(&plain), "{:#?}", said);
        for one in &diagnostics {
            prop_assert!(EXPECTED.contains(&one.code), "{}", line(one));
        }
        // What was passed over is said.
        let says = |code: &str| diagnostics.iter().any(|one| one.code == code);
        prop_assert_eq!(says("total-row"), damage.totals);
        prop_assert_eq!(says("says-nothing"), damaged.has_nothing);
        let left = proposal.choices.iter().any(|choice| choice.contains("left, and "));
        prop_assert_eq!(left, damaged.left > 0, "{:?}", proposal.choices);

        let mut folder = Folder::default();
        let (_, written) = folder.import(&proposal, false);
        prop_assert_eq!(written.refused, Vec::<String>::new());
        let output = [
            format!("{:?}", folder.files),
            folder.memory.to_json(),
            said.join("\n"),
            proposal.choices.join("\n"),
            proposal.unknown.join("\n"),
        ]
        .join("\n")
        .to_lowercase();
        for name in GIVEN.iter().chain(&FAMILY).chain(&["Gonerton"]) {
            prop_assert!(!output.contains(&name.to_lowercase()), "{} in {}", name, output);
        }
    }

    /// Two people under one number stay two, and that is said with both places, wherever they stand.
    #[test]
    fn nobody_is_joined_in_silence(plain in plain(), damage in damage(), at in any::<Index>(), other in any::<Index>()) {
        let mut twice = plain.clone();
        let (at, other) = (at.index(plain.people.len()), other.index(plain.people.len()));
        let shares = |one: &Person, two: &Person| one.name.0 == two.name.0 || one.name.1 == two.name.1;
        prop_assume!(at != other && !shares(&plain.people[at], &plain.people[other]));
        twice.people[at].number = plain.people[other].number;
        let damage = Damage { suffixes: false, ..damage };
        let files = damage.write(&damage.apply(&twice));
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
        let (proposal, diagnostics) = proposed(&files, &Settings::default());
        prop_assert_eq!(proposal.entries.count(EntryKind::Person), plain.people.len());
        let said: Vec<String> = diagnostics.iter().map(line).collect();
        let both = said.iter().find(|one| one.starts_with("one-id-two-people"));
        prop_assert!(both.is_some_and(|one| one.contains("the first one stands at ")), "{:#?}", said);
    }
}
