//! A source that only grew: importing its tail gives what importing all of it gives.

use onethread_evidence::{FileState, Work};
use proptest::prelude::*;

use crate::common::{Case, EVENTS, events};

const NONE: Option<Work> = Some(Work::None);
const TAIL: Option<Work> = Some(Work::Tail);
const WHOLE: Option<Work> = Some(Work::Whole);

#[test]
fn only_the_tail_is_imported() {
    let case = Case::events(500);
    assert_eq!(case.check(), [WHOLE]);
    case.add("events.csv", &events(500..700));
    assert_eq!(case.check(), [TAIL]);
    assert_eq!(case.check(), [NONE]);
    let segments = case.stored("events").into_iter().filter(|name| name.ends_with(".parquet")).count();
    assert_eq!(segments, 2);
}

#[test]
fn many_segments_become_one() {
    let case = Case::events(100);
    assert_eq!(case.check(), [WHOLE]);
    let mut most = 0;
    for step in 1..=20 {
        case.add("events.csv", &events(100 * step..100 * (step + 1)));
        assert_eq!(case.check(), [TAIL]);
        let FileState::Stored(state) = &case.run().state.files[0] else { panic!("not stored") };
        most = most.max(state.segments);
    }
    assert_eq!(most, 8);
    assert_eq!(case.check(), [NONE]);
    // Those of the manifest before stay; all others go.
    let left = case.stored("events").into_iter().filter(|name| name.ends_with(".parquet")).count();
    assert!(left <= 9, "{left} segments");
}

#[test]
fn an_open_end_is_read_again() {
    for (start, more) in [
        ("1,2026-01-01,a,status,li", "ve\n"),
        ("1,2026-01-01,a,status,\"li", "ve\"\n"),
        ("1,2026-01-01,a,status,\"li\nx,y,z,1,2\n", "ve\"\n2,2026-01-01,a,status,b\n"),
        ("1,2026-01-01,a,status,live\r", "\n2,2026-01-01,a,status,b\n"),
    ] {
        let case = Case::new(EVENTS);
        case.write("events.csv", &format!("seq,day,initiative,field,value\n{start}"));
        assert_eq!(case.check(), [WHOLE]);
        assert_eq!(case.check(), [NONE]);
        case.add("events.csv", more);
        assert_eq!(case.check(), [WHOLE], "{start:?}");
        assert_eq!(case.check(), [NONE]);
    }
}

#[test]
fn tables_that_are_not_events_are_read_again() {
    let case = Case::new("[source.m]\nfile = \"m.csv\"\ntable = \"membership\"\n");
    case.write("m.csv", "person,team,from\na,b,2026-01-01\n");
    assert_eq!(case.check(), [WHOLE]);
    case.add("m.csv", "c,d,2026-01-01\n");
    assert_eq!(case.check(), [WHOLE]);
}

#[test]
fn json_lines_keep_their_columns() {
    let case = Case::new("[source.j]\nfile = \"j.jsonl\"\ntable = \"initiative_event\"\n");
    case.write(
        "j.jsonl",
        "{\"day\":\"2026-01-01\",\"initiative\":\"a\",\"field\":\"status\",\"value\":[\"x\"],\"odd\":1}\n",
    );
    assert_eq!(case.check(), [WHOLE]);
    case.add(
        "j.jsonl",
        "{\"day\":\"2026-01-02\",\"initiative\":\"a\",\"field\":\"people\",\"value\":[\"y\",\"z\"],\"new\":1}\n",
    );
    assert_eq!(case.check(), [TAIL]);
    assert_eq!(case.run().facts.sources[0].unread_columns, ["odd", "new"]);
    case.add("j.jsonl", "{\"day\":\"2026-01-02\",");
    assert_eq!(case.check(), [TAIL]);
    case.add("j.jsonl", "\"initiative\":\"a\",\"field\":\"status\",\"value\":\"q\"}\n");
    // The line had no end, but the manifest before ended with a whole one.
    assert_eq!(case.check(), [TAIL]);
    assert_eq!(case.check(), [NONE]);
}

const CSV: &[&str] = &[
    ",",
    ",",
    "\n",
    "\n",
    "\r\n",
    "\r",
    "\"",
    "\"\"",
    "a",
    "2026-01-01,a,status,b\n",
    "2026-01-02,b,people,\"x;y\"\n",
    "odd,a,b\n",
];

const JSON: &[&str] = &[
    "{",
    "}",
    "\n",
    "\n",
    " ",
    "\r\n",
    "7\n",
    "{\"day\":\"2026-01-01\",\"initiative\":\"a\",\"field\":\"status\",\"value\":\"b\"}\n",
    "{\"day\":\"2026-01-02\",\"initiative\":\"a\",\"field\":\"people\",\"value\":[\"b\",\"c\"],\"more\":null}\n",
    "{\"day\":\"2026-01-02\"}",
];

fn pieces(of: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(of), 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn growing_is_reading_the_whole(
        csv in prop::collection::vec(pieces(CSV), 1..4),
        json in prop::collection::vec(pieces(JSON), 1..4),
    ) {
        let case = Case::new(
            "[source.c]\nfile = \"c.csv\"\ntable = \"initiative_event\"\n\
             [source.j]\nfile = \"j.jsonl\"\ntable = \"initiative_event\"\nabsent = [\"c\"]\n",
        );
        case.write("c.csv", "day,initiative,field,value\n");
        case.write("j.jsonl", "");
        case.check();
        for step in 0..csv.len().max(json.len()) {
            case.add("c.csv", csv.get(step).map_or("", String::as_str));
            case.add("j.jsonl", json.get(step).map_or("", String::as_str));
            case.check();
            case.check();
        }
    }
}
