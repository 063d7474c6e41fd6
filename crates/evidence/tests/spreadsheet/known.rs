//! What an import knows of the one before it: laws over generated imports, and cases at the line.

use std::collections::BTreeMap;

use onethread_evidence::Pseudonyms;
use onethread_evidence::spreadsheet::{
    Column, Comparison, Entries, EntryKind, ImportSettings, KnownSheet, Losses, Memory, Options, Renamed, Said, Sheet,
    Table, Wish, apply, carry, compare, known_from_now_on, losses, missing, propose, read, renamed, understand,
};
use onethread_model::source::Sources;
use proptest::prelude::*;

use crate::common::{Folder, day};

/// What an import found.
struct Import {
    comparison: Comparison,
    renamed: Vec<Renamed>,
    losses: Vec<Losses>,
    missing: Vec<String>,
    written: usize,
}

/// Imports into a folder as `onethread init` does, with `--end-gone` and `--remove-gone` where all that is known is read.
fn import(folder: &mut Folder, files: &[(&str, String)], wishes: &[Wish]) -> Import {
    let memory = folder.memory.clone();
    let key = Pseudonyms::from_key([7; 32]);
    let options = Options { naming: Default::default(), dates: None, statuses: &[], same: &[], day: day() };
    let sheets: Vec<Sheet> =
        files.iter().flat_map(|(name, text)| read(name, text.as_bytes(), &mut Vec::new())).collect();
    let understood: Vec<(Sheet, Table)> = sheets
        .iter()
        .filter_map(|sheet| {
            let mut sheet = sheet.clone();
            let table = understand(&mut sheet, wishes, &mut Vec::new())?;
            Some((sheet, table))
        })
        .collect();
    let used: Vec<String> = folder.load().0.people.keys().cloned().collect();
    let propose = |sheets: &[(Sheet, Table)]| propose(sheets, options, &memory, used.clone(), &key, &mut Vec::new());
    let mut proposal = propose(&understood);
    let missing = missing(&memory.sheets, &understood);
    let is_missing = missing != Default::default();
    let entries_of = |sheets: &[(Sheet, Table)]| propose(sheets).entries;
    let renamed = if is_missing { renamed(&memory, &sheets, wishes, &entries_of) } else { Vec::new() };
    carry(&mut proposal.entries, &memory, &missing, &proposal.strangers);
    let losses = losses(&memory, &proposal.entries);
    let (org, sources, _) = folder.load();
    let mut comparison = compare(&memory.entries, &Entries::of(&org), &proposal.entries, false);
    if missing.sheets.is_empty() {
        comparison.end_gone(day());
        comparison.drop_gone(|_| false);
    }
    let written = apply(&comparison, (&org, &sources), "org", &proposal.origins);
    folder.files.extend(written.files.clone());
    folder.memory = Memory {
        entries: comparison.base.clone(),
        ids: proposal.ids.clone(),
        sheets: known_from_now_on(&memory.sheets, &understood),
        gone: comparison.gone.iter().cloned().collect(),
        ..Memory::default()
    };
    // The memory is written and read between two imports.
    assert_eq!(Memory::from_json(&folder.memory.to_json()).as_ref(), Some(&folder.memory));
    let missing = missing.sheets.iter().map(|sheet| sheet.name.clone()).collect();
    Import { comparison, renamed, losses, missing, written: written.files.len() }
}

/// A roster of so many people in teams of four, each with a manager.
fn roster(people: usize) -> String {
    let mut out = "Login,Full name,Squad,Reports to,Job title\n".to_owned();
    for at in 0..people {
        let manager = if at == 0 { String::new() } else { format!("login{}", at / 4) };
        out += &format!("login{at},Given{at} Family{at},Team {},{manager},Engineer\n", at / 4);
    }
    out
}

/// A list of so many initiatives; `skew` makes their values differ from each other.
fn list(initiatives: usize, people: usize, skew: usize) -> String {
    let mut out = "Initiative,Owner,Sponsor,Team,Committed,Status,Depends on,Purpose\n".to_owned();
    for at in 0..initiatives {
        let (leader, team, on) = ((at * 3 + skew) % people, at % people.div_ceil(4), (at + 1) % people.div_ceil(4));
        out += &format!(
            "Bet {at},Given{leader} Family{leader},Given0 Family0,Team {team},2026-0{}-1{},Live,Team {on},Reason {}\n",
            1 + at % 6,
            at % 9,
            at * 7 + skew
        );
    }
    out
}

fn files(people: usize, initiatives: usize, skew: usize) -> Vec<(&'static str, String)> {
    vec![("r.csv", roster(people)), ("i.csv", list(initiatives, people, skew))]
}

/// All that the files say, without what is empty.
fn said(folder: &Folder) -> BTreeMap<String, BTreeMap<&'static str, Said>> {
    let all = folder.entries().all;
    all.into_iter().map(|(key, fields)| (format!("{:?} {}", key.kind, key.id), fields)).collect()
}

const LIST_HEADERS: [(&str, Column); 7] = [
    ("Initiative", Column::Initiative),
    ("Owner", Column::Leader),
    ("Sponsor", Column::Sponsor),
    ("Team", Column::Team),
    ("Committed", Column::Start),
    ("Depends on", Column::DependsOn),
    ("Purpose", Column::Purpose),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    /// The same sheets once more change nothing, whatever they are called.
    #[test]
    fn twice_is_once(people in 4..20_usize, initiatives in 1..12_usize, skew in 0..9_usize) {
        let mut folder = Folder::default();
        let all = files(people, initiatives, skew);
        import(&mut folder, &all, &[]);
        let before = folder.files.clone();
        let later = vec![("roster-july.csv", all[0].1.clone()), ("list-july.csv", all[1].1.clone())];
        let again = import(&mut folder, &later, &[]);
        prop_assert_eq!(again.written, 0);
        prop_assert!(again.losses.is_empty() && again.renamed.is_empty() && again.missing.is_empty());
        prop_assert!(again.comparison.is_empty() && again.comparison.gone.is_empty());
        prop_assert_eq!(&folder.files, &before);
    }

    /// A sheet that is not read any more ends nothing and removes nothing, at once or once more, and when it is back all
    /// is as it was.
    #[test]
    fn a_dropped_sheet_removes_nothing(people in 4..20_usize, initiatives in 1..12_usize, skew in 0..9_usize, dropped in 0..2_usize) {
        let mut folder = Folder::default();
        let all = files(people, initiatives, skew);
        import(&mut folder, &all, &[]);
        let before = said(&folder);
        let kept = vec![all[1 - dropped].clone()];
        for _ in 0..2 {
            let found = import(&mut folder, &kept, &[]);
            prop_assert_eq!(&found.missing, &vec![all[dropped].0.to_owned()]);
            prop_assert!(found.losses.is_empty() && found.comparison.gone.is_empty(), "{:?}", found.losses);
            prop_assert_eq!(&said(&folder), &before);
        }
        let back = import(&mut folder, &all, &[]);
        prop_assert!(back.missing.is_empty() && back.written == 0);
    }

    /// A column with another header loses nothing; it is found by what it holds; once it is said, it is read again.
    #[test]
    fn a_renamed_column_loses_nothing(people in 8..20_usize, initiatives in 4..12_usize, skew in 0..9_usize, at in 0..7_usize) {
        let mut folder = Folder::default();
        let all = files(people, initiatives, skew);
        import(&mut folder, &all, &[]);
        let before = said(&folder);
        let (header, says) = LIST_HEADERS[at];
        let changed = vec![all[0].clone(), ("i.csv", all[1].1.replacen(header, "Zyx", 1))];
        for _ in 0..2 {
            let found = import(&mut folder, &changed, &[]);
            prop_assert_eq!(found.renamed.len(), 1, "{:?}", found.renamed);
            let one = &found.renamed[0];
            prop_assert_eq!((one.before.as_str(), one.now.as_str(), one.says), (header, "Zyx", says));
            prop_assert!(one.same > 0 && one.same == one.of, "{:?}", one);
            prop_assert!(found.losses.is_empty());
            prop_assert_eq!(&said(&folder), &before);
        }
        let answered = import(&mut folder, &changed, &[Wish { header: "Zyx".to_owned(), says: Some(says) }]);
        prop_assert!(answered.renamed.is_empty() && answered.missing.is_empty() && answered.written == 0);
        prop_assert_eq!(&said(&folder), &before);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever stands in the two memories is read or refused, and what is read is written as it was.
    #[test]
    fn any_memory_is_read_or_refused(said in "((dates|columns|sheets|same|statuses|keep-names|\\[|\\]|=|\"|\n|[a-z ]{1,4})){0,40}", cut in 0..400_usize, put in any::<u8>()) {
        let mut sources = Sources::default();
        let file = sources.add("import.toml", &said);
        if let Ok(settings) = ImportSettings::load(&sources, file) {
            let again = sources.add("again.toml", settings.to_toml());
            prop_assert_eq!(ImportSettings::load(&sources, again).ok(), Some(settings));
        }
        let mut folder = Folder::default();
        import(&mut folder, &files(5, 2, 0), &[]);
        let mut bytes = folder.memory.to_json().into_bytes();
        let at = cut % bytes.len();
        bytes[at] = put;
        if let Some(memory) = std::str::from_utf8(&bytes).ok().and_then(Memory::from_json) {
            prop_assert_eq!(Memory::from_json(&memory.to_json()), Some(memory));
        }
    }
}

/// One of two columns of teams that is gone takes no team with it, and is found under its new header.
#[test]
fn one_of_several_columns_is_missed_too() {
    let list = |header: &str| format!("Initiative,Lead team,{header}\nWallet,Payments,Search\nIndex,Search,Money\n");
    let mut folder = Folder::default();
    import(&mut folder, &[("i.csv", list("Delivery team"))], &[]);
    let before = said(&folder);
    let found = import(&mut folder, &[("i.csv", list("Zyx"))], &[]);
    assert_eq!(found.renamed.len(), 1, "{:?}", found.renamed);
    assert_eq!((found.renamed[0].before.as_str(), found.renamed[0].says), ("Delivery team", Column::Team));
    assert_eq!(said(&folder), before);
}

/// A column of other values is no renamed one: half that is the same is not more than half.
#[test]
fn a_column_of_other_values_is_no_renamed_one() {
    let sheet = |header: &str, same: usize| {
        let purpose = |at: usize| if at < same { format!("Reason {at}") } else { format!("Else {at}") };
        (0..8).fold(format!("Initiative,{header}\n"), |out, at| out + &format!("Bet {at},{}\n", purpose(at)))
    };
    for (same, is_found) in [(8, true), (5, true), (4, false), (0, false)] {
        let mut folder = Folder::default();
        import(&mut folder, &[("i.csv", sheet("Purpose", 8))], &[]);
        let before = said(&folder);
        let found = import(&mut folder, &[("i.csv", sheet("Zyx", same))], &[]);
        assert_eq!(found.renamed.len(), usize::from(is_found), "{same} of 8: {:?}", found.renamed);
        assert_eq!(said(&folder), before);
    }
}

/// A fifth may be gone; one more needs a second yes. What is over by its status counts as what is not listed.
#[test]
fn more_than_a_fifth_is_much() {
    let rows = |gone: usize, over: usize| {
        let status = |at: usize| if at < gone + over { "Done" } else { "Live" };
        (gone..10).fold("Initiative,Status\n".to_owned(), |out, at| out + &format!("Bet {at},{}\n", status(at)))
    };
    let much = |gone, over| {
        let mut folder = Folder::default();
        import(&mut folder, &[("i.csv", rows(0, 0))], &[]);
        import(&mut folder, &[("i.csv", rows(gone, over))], &[]).losses
    };
    for (gone, over) in [(0, 0), (2, 0), (1, 1), (0, 2)] {
        assert_eq!(much(gone, over), [], "{gone} gone, {over} over");
    }
    for (gone, over) in [(3, 0), (2, 1), (0, 3), (9, 0)] {
        let expected = Losses { kind: EntryKind::Initiative, gone: gone + over, known: 10 };
        assert_eq!(much(gone, over), [expected], "{gone} gone, {over} over");
    }
}

/// One alone is not many, unless it was the last one; two of four are.
#[test]
fn one_alone_is_not_many() {
    let list =
        |from: usize, to: usize| (from..to).fold("Initiative\n".to_owned(), |out, at| out + &format!("Bet {at}\n"));
    let much = |all: usize, left: usize| {
        let mut folder = Folder::default();
        import(&mut folder, &[("i.csv", list(0, all) + "Idle,")], &[]);
        let known = folder.memory.entries.count(EntryKind::Initiative);
        (known, import(&mut folder, &[("i.csv", list(all - left, all) + "Idle,")], &[]).losses.len())
    };
    assert_eq!(much(3, 2), (4, 0));
    assert_eq!(much(3, 1), (4, 1));
    let mut folder = Folder::default();
    import(&mut folder, &[("i.csv", list(0, 1)), ("r.csv", roster(5))], &[]);
    let over = "Initiative,Status,End\nBet 0,Done,2026-07-01\n".to_owned();
    let found = import(&mut folder, &[("i.csv", over), ("r.csv", roster(5))], &[]);
    assert_eq!(found.losses, [Losses { kind: EntryKind::Initiative, gone: 1, known: 1 }]);
}

/// What was gone at the last import is not gone once more.
#[test]
fn what_is_gone_is_counted_once() {
    let mut folder = Folder::default();
    import(&mut folder, &[("r.csv", roster(12))], &[]);
    assert_eq!(import(&mut folder, &[("r.csv", roster(8))], &[]).losses.len(), 1);
    assert_eq!(import(&mut folder, &[("r.csv", roster(8))], &[]).losses, []);
    // Of eight that are known one more is less than a fifth.
    let one_less = roster(8).lines().filter(|line| !line.starts_with("login7,")).collect::<Vec<_>>().join("\n");
    assert_eq!(import(&mut folder, &[("r.csv", one_less)], &[]).losses, []);
}

/// A memory that an earlier version wrote has no sheets, and is read.
#[test]
fn a_memory_of_before_is_read() {
    let mut folder = Folder::default();
    import(&mut folder, &files(8, 3, 0), &[]);
    let text = folder.memory.to_json();
    let mut older: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let map = older.as_object_mut().expect("an object");
    map.retain(|key, _| key != "sheets" && key != "gone");
    let read = Memory::from_json(&older.to_string()).expect("a memory");
    assert!(read.sheets.is_empty() && read.entries == folder.memory.entries);
    let broken = text.replace("\"lists\": \"roster\"", "\"lists\": \"rooster\"");
    assert!(broken != text && Memory::from_json(&broken).is_none());
}

/// What was said is written in a form that people can read and edit, and read again as it was.
#[test]
fn what_was_said_is_written_and_read() {
    let load = |text: &str| {
        let mut sources = Sources::default();
        let file = sources.add(".onethread/init/import.toml", text);
        ImportSettings::load(&sources, file)
    };
    let text = "dates = \"month-first\"\nkeep-names = true\n[sheets]\n\"Team list\" = \"roster\"\nOld = \"skip\"\n\
                [columns]\n\"Squad name\" = \"team\"\nNotes = \"skip\"\n[statuses]\nAccepted = \"live\"\n[same]\n\"Paymnts\" = \"Payments\"\n";
    let said = load(text).expect("settings");
    assert_eq!(load(&said.to_toml()).as_ref(), Ok(&said), "{}", said.to_toml());
    assert_eq!(
        said.words().join("; "),
        "days are month-first; names are kept; sheet \"Old\" is skip; sheet \"Team list\" is \
               roster; column \"Notes\" is skip; column \"Squad name\" is team; status \"Accepted\" means live; name \
               \"Paymnts\" is Payments"
    );
    assert!(load("").expect("settings").is_empty());
    // What is said now counts before what was said then.
    let now = ImportSettings { columns: vec![Wish::parse("squad NAME=skip").expect("a wish")], ..Default::default() };
    let both = said.with(now);
    assert_eq!(both.columns.iter().filter(|wish| wish.says.is_none()).count(), 2);
    for (wrong, expected) in [
        ("[columns]\n\"Squad\" = \"teem\"\n", "did you mean `team`"),
        ("[sheets]\n\"Squad\" = \"rooster\"\n", "only roster, initiatives, asks or skip"),
        ("[statuses]\n\"Squad\" = \"alive\"\n", "only live"),
        ("dates = \"day\"\n", "day-first"),
        ("colums = 1\n", "columns"),
        ("[columns\n", ""),
    ] {
        let found = load(wrong).expect_err(wrong);
        assert!(format!("{found:?}").contains(expected), "{wrong}: {found:?}");
    }
}

/// A sheet is the same by its headers, whatever file it comes in; one without a header in common is another one.
#[test]
fn sheets_are_paired_by_their_headers() {
    let understood = |name: &str, text: &str| {
        let mut sheet = read(name, text.as_bytes(), &mut Vec::new()).remove(0);
        let table = understand(&mut sheet, &[], &mut Vec::new()).expect("a table");
        (sheet, table)
    };
    let known = |name: &str, text: &str| {
        let (sheet, table) = understood(name, text);
        KnownSheet::of(&sheet, &table)
    };
    let all = [known("a.csv", "Initiative,Owner\nX,y\n"), known("b.csv", "Project,Lead,Status\nX,y,live\n")];
    let now = [understood("c.csv", "Project,Lead,State\nX,y,live\n")];
    let found = missing(&all, &now);
    assert_eq!(found.sheets, [&all[0]]);
    assert_eq!(found.columns, []);
    let now = [understood("a.csv", "Programme,Driver\nX,y\n")];
    assert_eq!(missing(&all, &now).sheets.len(), 2);
}
