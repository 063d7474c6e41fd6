//! What `onethread.toml` may say, and what is reported when it says it wrongly.

use onethread_model::config::{self, Config, DateStyle, Layout, Thresholds};
use onethread_model::facts::FactKind;
use onethread_model::source::Sources;

use crate::{assert_lines, lines};

#[track_caller]
fn check(text: &str, expected: &str) -> Config {
    let mut sources = Sources::default();
    let file = sources.add("onethread.toml", text);
    let mut diagnostics = Vec::new();
    let config = config::load(&sources, file, &mut diagnostics);
    assert_lines(&lines(&sources, diagnostics), expected);
    config
}

#[test]
fn an_empty_file_means_defaults() {
    let config = check("", "");
    assert_eq!(config.thresholds, Thresholds::default());
    assert!(config.sources.is_empty() && config.data_cut.is_none());
}

#[test]
fn sources_are_read() {
    let config = check(
        "[project]\ndata-cut = 2026-07-24\n[review]\ndedicated-share = 0.7\n\
         [source.keps]\nfile = [\"a.csv\", \"b.csv\"]\ntable = \"initiative_event\"\nlayout = \"wide\"\ndates = \"quarter\"\ndelimiter = \"\\t\"\n\
         fields = { people = \"authors\", \"target.beta\" = \"beta\" }\nvalues = { status = { wip = \"live\" } }\n\
         [source.hr]\nfile = \"hr.csv\"\ntable = \"membership\"\nlayout = \"long\"\n",
        "",
    );
    assert_eq!(config.data_cut.map(|day| day.to_string()).as_deref(), Some("2026-07-24"));
    assert_eq!(config.thresholds, Thresholds { dedicated_share: 0.7, ..Thresholds::default() });
    let [hr, keps] = config.sources.as_slice() else { panic!("two sources, by name") };
    assert_eq!(
        (hr.table, hr.layout, hr.delimiter, hr.separator.as_str()),
        (FactKind::Membership, Layout::Rows, b',', ";")
    );
    assert_eq!(
        (keps.table, keps.layout, keps.delimiter, keps.files.len()),
        (FactKind::InitiativeEvent, Layout::Wide, b'\t', 2)
    );
    assert_eq!(keps.dates, DateStyle::Quarter);
    assert_eq!(keps.values["status"]["wip"], "live");
}

#[test]
fn mistakes_are_reported() {
    check(
        "[projct]\n[review]\ndedicated-share = 80\nchange-days = -1\n[registry]\nleader = \"first\"\n\
         [source.a]\ntable = \"memberships\"\n\
         [source.b]\nfile = \"b.csv\"\ntable = \"membership\"\ndelimiter = \"ab\"\ncolumns = { persn = \"x\" }\nfields = { peple = \"x\" }\nvalues = { rol = { a = \"b\" } }\n\
         [source]\nc = 1\n",
        "error[unknown-key] onethread.toml:1:2 onethread.toml has no key `projct` (not known here) | did you mean `project`?
         error[share-out-of-range] onethread.toml:3:19 `dedicated-share` of `[review]` is not between 0 and 1 (expected a number from 0 to 1) | for 80 %, write 0.8
         error[wrong-type] onethread.toml:4:15 `change-days` of `[review]` is a number of another size or kind (expected a whole number from 0 to 36,500)
         error[unknown-word] onethread.toml:6:10 `first` is no `leader` (expected one of `stated`, `first-person`)
         error[missing-key] onethread.toml:7:9 source `a` has no `file` | Path of the file or files. For `json`, `yaml` and `markdown` also a folder: then its files with that ending. | add `file = \"data/initiatives.csv\"`
         error[unknown-word] onethread.toml:8:9 `memberships` is no `table` (expected one of `allocation`, `change`, `decision`, `dependency`, `generated_file`, `idle_rule`, `initiative_event`, `initiative_snapshot`, `link`, `membership`, `metric_point`, `ownership`, `package`, `release`, `removal`, `review`, `touch`, `version_touch`) | did you mean `membership`?
         error[wrong-type] onethread.toml:12:13 `delimiter` is not one ASCII character (expected one character, such as \",\" or \"\\t\")
         error[unknown-key] onethread.toml:13:13 table `membership` has no key `persn` (not known here) | did you mean `person`?
         error[unknown-key] onethread.toml:14:12 the registry vocabulary has no key `peple` (not known here) | did you mean `people`?
         error[unknown-key] onethread.toml:15:12 table `membership` has no key `rol` (not known here) | did you mean `role`?
         error[wrong-type] onethread.toml:17:1 source `c` is not a table (read as the name of a source) | write `[source.NAME]`, with its keys on the lines below",
    );
    check(
        "source = 1\n",
        "error[wrong-type] onethread.toml:1:1 `source` is not a table (expected a table) | write it as `[source.NAME]`, with its keys on the lines below",
    );
}
