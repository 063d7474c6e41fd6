//! From a repository and settings to rows and reports; the same facts in several formats are equal.

use std::fs;
use std::path::Path;
use std::process::Command;

use onethread_evidence::importers::IMPORTERS;
use onethread_evidence::importers::ownership::limits;
use onethread_evidence::{Gathering, People, Pseudonyms, gather};
use onethread_model::Day;
use onethread_model::config::load;
use onethread_model::diagnostic::Diagnostic;
use onethread_model::facts::{Facts, SourceReport};
use onethread_model::source::Sources;

/// What came of a folder.
struct Gathered {
    facts: Facts,
    diagnostics: Vec<Diagnostic>,
}

fn gather_in(root: &Path, settings: &str) -> Gathered {
    let mut sources = Sources::default();
    let file = sources.add("onethread.toml", settings);
    let mut faults = Vec::new();
    let config = load(&sources, file, &mut faults);
    assert!(faults.is_empty(), "{faults:#?}");
    let mut people = People::new();
    people.add("ines", "ines");
    people.add_team("payments", "payments");
    people.add_team("platform", "platform");
    people.add_team("@shop/the-platform", "platform");
    let pseudonyms = Pseudonyms::from_key([7; 32]);
    let root = onethread_files::Root::new(root, onethread_files::Outside::none());
    let gathering = Gathering { root: &root, config: &config, people: &people, pseudonyms: &pseudonyms };
    let (facts, diagnostics) = gather(&gathering, &mut |_| {});
    for report in &facts.sources {
        let skipped: usize = report.skipped.values().sum();
        assert_eq!(report.read, report.kept + skipped + report.rejects.len(), "{report:#?}");
    }
    Gathered { facts, diagnostics }
}

impl Gathered {
    /// Rows as `component owner`, pseudonyms as `p-`, with the day in front when it is asked for.
    fn rows(&self, with_day: bool) -> Vec<String> {
        let known = self.facts.as_of(Day::from_ymd(9999, 1, 1).expect("a day"));
        let rows = known.ownerships().map(|row| {
            let day = if with_day { format!("{} ", row.observed) } else { String::new() };
            let owner = match (row.team, row.person) {
                (Some(team), None) => known.text(team).to_owned(),
                (None, Some(person)) => known.text(person).get(..2).unwrap_or_default().to_owned(),
                (None, None) if row.approval.is_some() => "nobody".to_owned(),
                other => panic!("a team or a person: {other:?}"),
            };
            let approval = row.approval.map(|by| format!(" approved by {}", known.text(by))).unwrap_or_default();
            format!("{day}{} {owner}{approval}", known.text(row.component))
        });
        rows.collect()
    }

    fn reports(&self) -> String {
        self.facts.sources.iter().map(report_text).collect()
    }
}

fn report_text(report: &SourceReport) -> String {
    let facts = if report.facts == 1 { "fact" } else { "facts" };
    let mut text = format!("{}: {} read, {} kept as {} {facts}", report.name, report.read, report.kept, report.facts);
    let skipped: usize = report.skipped.values().sum();
    if skipped > 0 {
        text += &format!(", {skipped} skipped");
    }
    if !report.rejects.is_empty() {
        text += &format!(", {} rejected", report.rejects.len());
    }
    text.push('\n');
    for reject in &report.rejects {
        text += &format!("  line {}: {}\n", reject.place.line, reject.reason);
    }
    for (reason, count) in report.skipped.iter().chain(&report.remarks) {
        text += &format!("  {count} x {reason}\n");
    }
    text
}

fn write(root: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
}

/// The fenced block with this info string.
fn block<'p>(page: &'p str, info: &str) -> Option<&'p str> {
    let (_, behind) = page.split_once(&format!("```{info}\n"))?;
    behind.split_once("```").map(|(block, _)| block)
}

#[test]
fn the_examples_of_the_pages_are_true() {
    for (name, files) in [
        ("codeowners", vec![".github/CODEOWNERS"]),
        ("maintainers", vec!["MAINTAINERS"]),
        ("owners", vec!["OWNERS", "OWNERS_ALIASES", "services/payments/OWNERS"]),
    ] {
        let page = IMPORTERS.iter().find(|importer| importer.key == name).expect("the importer").page;
        let root = tempfile::tempdir().expect("a folder");
        for path in block(page, "text paths").expect("paths").lines() {
            let text = block(page, &format!("text {path}"));
            assert_eq!(text.is_some(), files.contains(&path), "{path}");
            write(root.path(), &[(&format!("repository/{path}"), text.unwrap_or("text\n"))]);
        }
        let settings = block(page, "toml onethread.toml").expect("settings");
        let written = settings.lines().find(|line| line.starts_with("file")).expect("a file");
        let gathered = gather_in(root.path(), &settings.replace(written, "file = \"repository\""));
        assert!(gathered.diagnostics.is_empty(), "{:#?}", gathered.diagnostics);
        assert_eq!(gathered.reports(), block(page, "report").expect("a report"), "{name}");
    }
}

#[test]
fn the_limits_of_the_pages_are_true() {
    let grouped = |number: usize| {
        let digits = number.to_string();
        let groups: Vec<&str> =
            digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).expect("digits")).collect();
        groups.join(",")
    };
    let rows = [
        ("a file", format!("{} MiB", limits::FILE_BYTES_MAX >> 20)),
        ("a pattern", format!("{} bytes", grouped(limits::PATTERN_BYTES_MAX))),
        ("lines that are refused one by one", grouped(limits::PROBLEMS_MAX)),
        ("rules", grouped(limits::RULES_MAX)),
        ("rules found neither by a folder nor by an ending", grouped(limits::WILD_RULES_MAX)),
        ("owners of a rule", grouped(limits::OWNERS_MAX)),
        ("owners of a section", grouped(limits::OWNERS_MAX)),
        ("paths of a repository", grouped(onethread_evidence::tree::PATHS_MAX)),
        ("files", grouped(limits::FILES_MAX)),
        ("nesting of YAML", grouped(limits::YAML_DEPTH_MAX)),
        ("lists, tables and values of a file", grouped(limits::YAML_NODES_MAX)),
        ("filters", grouped(limits::REGEXES_MAX)),
        ("patterns that become regular expressions", grouped(limits::REGEXES_MAX)),
        ("memory of a filter", format!("{} KiB", limits::REGEX_BYTES_MAX >> 10)),
        ("memory of a regular expression", format!("{} KiB", limits::REGEX_BYTES_MAX >> 10)),
    ];
    for name in ["codeowners", "maintainers", "owners"] {
        let page = IMPORTERS.iter().find(|importer| importer.key == name).expect("the importer").page;
        let (_, table) = page.split_once("## Limits").expect("limits");
        for line in table.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| what")) {
            assert!(rows.iter().any(|(what, most)| line == format!("| {what} | {most} |")), "{name}: {line}");
        }
    }
}

/// The same ownership, written for every format: paths, and the files of the format.
const TREE: &[&str] =
    &["services/payments/api.rs", "services/payments/deep/a.rs", "services/search/a.rs", "docs/a.md", "Makefile"];

#[test]
fn the_same_ownership_in_every_format_gives_the_same_facts() {
    let written: &[(&str, &[(&str, &str)])] = &[
        (
            "codeowners",
            &[(
                ".github/CODEOWNERS",
                "/services/payments/ @shop/payments\n/services/search/ @shop/the-platform @ines\n",
            )],
        ),
        (
            "codeowners",
            &[(
                ".gitlab/CODEOWNERS",
                "[A]\n/services/payments/ @shop/payments\n[B] @ines\n/services/search/ @shop/the-platform @ines\n",
            )],
        ),
        (
            "codeowners",
            &[(
                ".bitbucket/CODEOWNERS",
                "services/payments/ @shop/payments:random(2)\nservices/search/** @shop/the-platform @ines\n",
            )],
        ),
        (
            "owners",
            &[
                ("OWNERS_ALIASES", "aliases:\n  Payments: [x, y]\n"),
                ("services/OWNERS", "filters:\n  \"^payments/\":\n    approvers: [payments]\n"),
                ("services/search/OWNERS", "approvers: [shop/the-platform, ines]\n"),
            ],
        ),
        (
            "maintainers",
            &[(
                "MAINTAINERS",
                "PAYMENTS\nS:\tMaintained\nF:\tservices/payments/\n\nPLATFORM\nM:\tines\nS:\tMaintained\nF:\tservices/search\n",
            )],
        ),
    ];
    let expected = [
        "2026-07-01 services/payments/** payments",
        "2026-07-01 services/search/** platform",
        "2026-07-01 services/search/** in",
    ];
    for (format, files) in written {
        let root = tempfile::tempdir().expect("a folder");
        write(root.path(), files);
        TREE.iter().for_each(|path| write(root.path(), &[(path, "text\n")]));
        let settings =
            format!("[source.o]\nfile = \".\"\nformat = \"{format}\"\nconstants = {{ observed = \"2026-07-01\" }}\n");
        let gathered = gather_in(root.path(), &settings);
        // Their own files differ, and nobody owns those.
        let mut rows = gathered.rows(true);
        rows.sort();
        let mut expected = expected.map(str::to_owned);
        expected.sort();
        assert_eq!(rows, expected, "{files:?}\n{}", gathered.reports());
    }
    // And as a table.
    let root = tempfile::tempdir().expect("a folder");
    let csv = "observed,component,team,person\n2026-07-01,services/payments/**,payments,\n2026-07-01,services/search/**,platform,\n2026-07-01,services/search/**,,ines\n";
    write(root.path(), &[("o.csv", csv)]);
    let gathered = gather_in(root.path(), "[source.o]\nfile = \"o.csv\"\ntable = \"ownership\"\n");
    assert_eq!(gathered.rows(true), expected);
}

/// Runs the system's git without its settings; false where there is none.
fn git(folder: &Path, arguments: &[&str]) -> bool {
    let mut git = Command::new("git");
    git.args(["-c", "user.name=Ada Example", "-c", "user.email=ada@example.org", "-c", "init.defaultBranch=main"]);
    git.args(arguments).current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    git.env("GIT_COMMITTER_DATE", "2026-05-04T23:30:00-02:00").env("GIT_AUTHOR_DATE", "2026-01-01T00:00:00Z");
    git.output().is_ok_and(|output| output.status.success())
}

#[test]
fn a_repository_is_read_as_committed_bare_or_not() {
    let root = tempfile::tempdir().expect("a folder");
    let work = root.path().join("shop.git-work");
    write(&work, &[("CODEOWNERS", "* @shop/platform\nb/ @b-person\n"), ("a/x", "1"), ("b/y", "1"), ("b/c/z", "1")]);
    if !git(&work, &["init"]) {
        eprintln!("git is not here: skipped");
        return;
    }
    assert!(git(&work, &["add", "."]) && git(&work, &["commit", "-m", "one"]));
    // Neither what is not committed nor what only the work tree has counts.
    write(&work, &[("CODEOWNERS", "* @nobody\n"), ("target/x", "1")]);
    assert!(git(root.path(), &["clone", "--bare", "shop.git-work", "bare.git"]));
    // The committer's day in UTC.
    let rows = ["2026-05-05 CODEOWNERS platform", "2026-05-05 a/** platform", "2026-05-05 b/** p-"];
    for file in ["shop.git-work", "bare.git", "shop.git-work/CODEOWNERS"] {
        let gathered = gather_in(root.path(), &format!("[source.o]\nfile = \"{file}\"\nformat = \"codeowners\"\n"));
        assert!(gathered.diagnostics.is_empty(), "{:#?}", gathered.diagnostics);
        assert_eq!(gathered.rows(true), rows, "{file}");
    }
    // A commit that is replaced by another one counts as it is.
    assert!(git(&work, &["commit", "-am", "two"]) && git(&work, &["replace", "HEAD", "HEAD~1"]));
    let gathered = gather_in(root.path(), "[source.o]\nfile = \"shop.git-work\"\nformat = \"codeowners\"\n");
    assert_eq!(gathered.rows(false), ["** p-"]);
    // Several repositories are distinguished by their names.
    let settings = "[source.o]\nfile = [\"shop.git-work\", \"bare.git\"]\nformat = \"codeowners\"\n";
    let gathered = gather_in(root.path(), settings);
    assert_eq!(gathered.rows(false)[..2], ["shop.git-work/** p-", "bare/CODEOWNERS platform"]);
    assert_eq!(&*gathered.facts.sources[1].path, "bare.git/CODEOWNERS");
}

/// Rules by why they decide nothing: the case of their letters, paths that are gone, none that ever were, and later rules.
/// Rules without an owner take effect. What changed within a year is counted.
#[test]
fn rules_are_told_apart_by_why_they_decide_nothing() {
    let root = tempfile::tempdir().expect("a folder");
    let commit = |day: &str| {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=Ada Example", "-c", "user.email=ada@example.org", "commit", "-m", "one"]);
        git.current_dir(root.path()).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        let date = format!("{day}T12:00:00Z");
        git.env("GIT_COMMITTER_DATE", &date).env("GIT_AUTHOR_DATE", &date);
        git.output().is_ok_and(|output| output.status.success())
    };
    if !git(root.path(), &["init"]) {
        eprintln!("git is not here: skipped");
        return;
    }
    write(root.path(), &[(".github/CODEOWNERS", "* @shop/platform\n/was/ @a/b\n"), ("was/x", "1"), ("src/Pay/a", "1")]);
    assert!(git(root.path(), &["add", "."]) && commit("2025-01-01"));
    assert!(git(root.path(), &["rm", "-r", "--quiet", "was"]));
    let rules = "* @shop/platform # all of it\n/src/pay/ @shop/payments\n/was/ @shop/payments\n/never/ @shop/payments\n\
                 /doc/ @shop/payments\n/doc/ @shop/platform\n/lock/\n";
    write(root.path(), &[(".github/CODEOWNERS", rules), ("doc/a", "1"), ("lock/a", "1"), ("lock/b", "1")]);
    assert!(git(root.path(), &["add", "."]) && commit("2026-05-04"));
    let settings = "[source.h]\nfile = \".\"\nformat = \"git\"\n[source.o]\nfile = \".\"\nformat = \"codeowners\"\n";
    let gathered = gather_in(root.path(), settings);
    let report = gathered.facts.sources.iter().find(|report| report.table == "ownership").expect("a report");
    let said: Vec<String> = report
        .remarks
        .iter()
        .filter(|(says, _)| says.contains("rules") || says.contains(": it "))
        .map(|(says, count)| format!("{count} {says}"))
        .collect();
    let expected = [
        "5 files compared with the rules of a year before",
        "2 files that had other owners by the rules of a year before",
        "1 line 2: it matches no path, and would match 1 if upper and lower case were one",
        "1 line 3: it matched paths a year before, and matches none today",
        "1 line 4: it matches no path, today or a year before",
        "1 line 5: it decides nothing, mostly because of line 6",
        "1 line 7: it leaves 2 paths without an owner",
        "1 rules that name other owners than a year before",
        "4 rules whose pattern is new since a year before",
        "6 rules, each pattern once",
    ];
    assert_eq!(said, expected);
    assert_eq!((report.kept, report.skipped["rule that decides no path"]), (3, 4));
    let facts = gathered.facts.as_of(Day::parse("2026-05-04").expect("a day"));
    let idle: Vec<String> = facts
        .idle_rules()
        .map(|rule| format!("{} {} {}", rule.at.line, facts.text(rule.pattern), facts.text(rule.reason)))
        .collect();
    assert_eq!(idle, ["2 /src/pay/ letter-case", "3 /was/ gone", "4 /never/ no-match", "5 /doc/ overridden"]);
}

#[test]
fn what_cannot_be_read_is_told_at_the_setting() {
    let root = tempfile::tempdir().expect("a folder");
    write(root.path(), &[("empty/a", "1"), ("bad/.github/CODEOWNERS", "\u{feff}* @a/b\n"), ("u16/CODEOWNERS", "x")]);
    fs::write(root.path().join("u16/CODEOWNERS"), b"\xFF\xFE*\0").expect("a file");
    let codes = |file: &str, format: &str| -> Vec<String> {
        let gathered = gather_in(root.path(), &format!("[source.o]\nfile = \"{file}\"\nformat = \"{format}\"\n"));
        let told = gathered.diagnostics.iter().map(|one| one.code.to_owned());
        told.chain(gathered.facts.sources[0].remarks.keys().filter(|text| text.contains("not read")).cloned()).collect()
    };
    assert_eq!(codes("nowhere", "owners"), ["missing-file", "not read: it is not there"]);
    assert_eq!(codes("empty", "owners"), ["missing-file", "not read: it has no OWNERS file"]);
    assert_eq!(codes("empty", "maintainers"), ["missing-file", "not read: it has no file `MAINTAINERS` at its root"]);
    assert_eq!(codes("bad", "codeowners"), Vec::<String>::new(), "a byte order mark is dropped");
    let why = "line 1: the file is not read: it is UTF-16; save it as UTF-8";
    assert_eq!(codes("u16", "codeowners"), ["unreadable-file", why]);
}

/// Names are planted wherever a file can hold one, and must be nowhere in facts, reports and diagnostics.
#[test]
fn no_name_or_address_passes_the_door() {
    let codeowners = "* @canary canary@example.org\ncanary@example.org @canary\n***canary@example.org @x\n*.c @canary/x/y\n\
                      \\#canary@example.org @x\n!canary@example.org\n*.h canary canary@example.org\n*.md @canary:no\n";
    let owners = "approvers: [canary, 'canary canary', canary@example.org]\nreviewers: [canary]\n\
                  canary@example.org: [x]\nemeritus_approvers: [canary]\n";
    let filters = "filters:\n  \"(canary@example.org\":\n    approvers: [canary]\n";
    let broken = "approvers: {canary@example.org: canary}\n";
    let aliases = "aliases:\n  team:\n  - canary\n  - canary@example.org\n";
    let maintainers = "canary@example.org\nM:\tCanary <canary@example.org>\nR:\tcanary@example.org\nL:\tcanary@example.org\n\
                       P:\tCanary\nS:\tcanary\nF:\t(canary@example.org\nF:\t*\nN:\t(canary@\n";
    let files = [
        (".github/CODEOWNERS", codeowners),
        ("CODEOWNERS", codeowners),
        ("OWNERS", owners),
        ("OWNERS_ALIASES", aliases),
        ("a/OWNERS", filters),
        ("b/OWNERS", broken),
        ("c/OWNERS", "approvers: canary\n"),
        ("d/OWNERS", "options: {no_parent_owners: canary}\n"),
        ("e/OWNERS", "approvers: [*canary]\n"),
        ("f/OWNERS", "canary: [x]\ncanary: [y]\n"),
        ("MAINTAINERS", maintainers),
        ("x.c", "1"),
    ];
    let root = tempfile::tempdir().expect("a folder");
    write(root.path(), &files);
    for (file, format) in [(".", "codeowners"), (".", "owners"), (".", "maintainers")] {
        let settings = format!("[source.o]\nfile = \"{file}\"\nformat = \"{format}\"\n");
        let gathered = gather_in(root.path(), &settings);
        let known = gathered.facts.as_of(Day::from_ymd(9999, 1, 1).expect("a day"));
        let mut said = format!("{:?} {:?}", gathered.facts.sources, gathered.diagnostics);
        let mut rows = 0;
        for row in known.ownerships() {
            rows += 1;
            for symbol in row.team.iter().chain(&row.person) {
                said += known.text(*symbol);
            }
        }
        assert!(rows > 0, "{format} gives rows: {said}");
        assert!(!said.to_lowercase().contains("canary"), "{format}: {said}");
    }
}

/// What a rule leaves to nobody, and what its owners are only asked about, anyone may approve; what nobody speaks of is
/// in no row.
#[test]
fn what_anyone_may_approve_is_a_fact() {
    let settings = "[source.owners]\nfile = \"repository\"\nformat = \"codeowners\"\n\
                    constants = { observed = \"2026-07-24\" }\n";
    let paths = [("repository/pay/a.rs", ""), ("repository/pay/deps.lock", ""), ("repository/docs/a.md", "")];
    let cases = [
        (
            "repository/.github/CODEOWNERS",
            "/pay/ @shop/payments\n/pay/deps.lock\n",
            vec!["pay/a.rs payments", "pay/deps.lock nobody approved by anyone"],
        ),
        (
            "repository/.gitlab/CODEOWNERS",
            "[Code]\n/pay/ @shop/payments\n^[Docs]\n/docs/ @shop/platform\n",
            vec!["docs/** platform approved by anyone", "pay/** payments"],
        ),
    ];
    for (path, text, expected) in cases {
        let root = tempfile::tempdir().expect("a folder");
        write(root.path(), &paths);
        write(root.path(), &[(path, text)]);
        let gathered = gather_in(root.path(), settings);
        assert!(gathered.diagnostics.is_empty(), "{:#?}", gathered.diagnostics);
        assert_eq!(gathered.rows(false), expected, "{path}");
    }
}

/// Rows as `component owner set approvals`, of a repository with this file.
fn sets(path: &str, text: &str) -> Vec<String> {
    let root = tempfile::tempdir().expect("a folder");
    write(root.path(), &[("repository/pay/a.rs", ""), (&format!("repository/{path}"), text)]);
    let settings = "[source.owners]\nfile = \"repository\"\nformat = \"codeowners\"\n\
                    constants = { observed = \"2026-07-24\" }\n";
    let gathered = gather_in(root.path(), settings);
    let known = gathered.facts.as_of(Day::from_ymd(9999, 1, 1).expect("a day"));
    let rows = known.ownerships().map(|row| {
        let owner = row.team.map_or("somebody", |team| known.text(team));
        let set = row.set.map(|set| format!(" in {}", known.text(set))).unwrap_or_default();
        let approvals = row.approvals.map(|approvals| format!(" {approvals} approvals")).unwrap_or_default();
        assert_eq!(row.repository.map(|name| known.text(name)), Some("repository"));
        format!("{owner}{set}{approvals}")
    });
    rows.collect()
}

/// Owners of a line stand in for each other; sections, counts and chosen reviewers do not.
#[test]
fn sets_of_owners_are_those_of_the_dialect() {
    assert_eq!(sets(".github/CODEOWNERS", "/pay/ @shop/payments @shop/platform\n"), ["payments", "platform"]);
    assert_eq!(sets(".gitlab/CODEOWNERS", "/pay/ @shop/payments @shop/platform\n"), ["payments", "platform"]);
    assert_eq!(
        sets(".gitlab/CODEOWNERS", "[Code]\n/pay/ @shop/payments\n[Rules] @shop/platform\n/pay/\n"),
        ["payments in Code", "platform in Rules"]
    );
    assert_eq!(
        sets(".gitlab/CODEOWNERS", "[Code][2]\n/pay/ @shop/payments @shop/platform\n"),
        ["payments 2 approvals", "platform 2 approvals"]
    );
    assert_eq!(
        sets(".gitlab/CODEOWNERS", "[Code]\n/pay/ @shop/payments\n^[a@b.example] @shop/platform\n/pay/\n"),
        ["payments in Code", "platform in section 2 0 approvals"],
        "an optional section is only asked, and an address is no name of it"
    );
    assert_eq!(
        sets(".bitbucket/CODEOWNERS", "/pay/ @shop/payments:all @shop/platform:random @someone:least_busy(2)\n").len(),
        3
    );
    assert_eq!(
        sets(".bitbucket/CODEOWNERS", "/pay/ @shop/payments:all @shop/platform:random\n"),
        ["payments in payments", "platform in platform"]
    );
    assert_eq!(sets(".bitbucket/CODEOWNERS", "/pay/ @shop/payments @shop/platform\n"), ["payments", "platform"]);
}

#[test]
fn files_that_do_not_count_are_named() {
    let root = tempfile::tempdir().expect("a folder");
    for path in [".github/CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"] {
        write(root.path(), &[(path, "* @shop/payments\n")]);
    }
    let gathered = gather_in(root.path(), "[source.o]\nfile = \".\"\nformat = \"codeowners\"\n");
    let told: Vec<&String> =
        gathered.facts.sources[0].remarks.keys().filter(|remark| remark.contains("is not read")).collect();
    let counts = "is not read: `.github/CODEOWNERS` counts";
    assert_eq!(told, [&format!("`.gitlab/CODEOWNERS` {counts}"), &format!("`docs/CODEOWNERS` {counts}")]);
}
