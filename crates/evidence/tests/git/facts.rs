//! From repositories to rows: what is kept, under which names, and what is reported the rest.

use onethread_evidence::Pseudonyms;
use onethread_model::facts::FactKind;

use crate::common::{Repo, gather_in};

#[test]
fn changes_of_two_repositories_become_facts() {
    let Some(mut till) = Repo::new(&[]) else { return };
    let shop = till.around().join("shop");
    till.write("a", "1\n2\n");
    let cy = format!("Cy <7+cy{}users.noreply.github.com>", '@');
    till.commit(&format!("PAY-1: begin (#4)\n\nThis body names PAY-9.\n\nCo-authored-by: {cy}\n"));
    till.write(".mailmap", "Ines Example <ines@example.org> <ada@example.org>\n");
    till.write("caf\u{e9}", "");
    till.commit("Plain");
    till.git(&["clone", "--quiet", ".", shop.to_str().expect("text")]);
    till.write("b", [0, 1]);
    till.now += 60;
    till.git(&["add", "b"]);
    till.git(&["commit", "--quiet", "-m", "Bump", "--author=dependabot[bot] <x@example.org>"]);
    let settings = "[source.history]\nfile = [\"till\", \"shop/.git\"]\nformat = \"git\"\nlines = true\n\
        references = \"PAY-[0-9]+\"\nvalues = { initiative = { PAY-1 = \"payments\" } }\n";
    let gathered = gather_in(till.around(), settings, false);
    assert_eq!(gathered.diagnostics, []);

    let cy = Pseudonyms::from_key([7; 32]).pseudonym("cy");
    let ids: Vec<String> = till.line(&["log", "--reverse", "--format=%H"]).lines().map(str::to_owned).collect();
    let change = |source: usize, line: usize, more: &str| {
        let repository = ["till", "shop"][source];
        let landed = ["2023-11-15", "2023-11-16", "2023-11-16"][line - 1];
        let seq = [1, 1, 2][line - 1];
        format!("{source}:{line} day={landed} change={} {more} seq={seq}", ids[line - 1]).replace("REPO", repository)
    };
    let one = format!(
        "initiative=payments worked=2023-11-14 author=ines coauthors={cy} maker=person repository=REPO set=PAY-1"
    );
    let two = "worked=2023-11-15 author=ines maker=person repository=REPO set=ines 2023-11-15";
    let three = "worked=2023-11-15 maker=bot repository=REPO";
    let expected = [change(0, 1, &one), change(0, 2, two), change(0, 3, three), change(1, 1, &one), change(1, 2, two)];
    assert_eq!(gathered.rows(FactKind::ChangeMade), expected);
    let touches: Vec<String> = gathered
        .rows(FactKind::Touch)
        .iter()
        .map(|row| row.split(' ').filter(|part| !part.starts_with("change=")).collect::<Vec<_>>().join(" "))
        .collect();
    let of = |source: usize, name: &str| {
        vec![
            format!("{source}:1 day=2023-11-15 component={name}/a set=PAY-1 added=2 deleted=0"),
            format!("{source}:2 day=2023-11-16 component={name}/.mailmap set=ines 2023-11-15 added=1 deleted=0"),
            format!("{source}:2 day=2023-11-16 component={name}/caf\u{e9} set=ines 2023-11-15 added=0 deleted=0"),
        ]
    };
    let binary = vec!["0:3 day=2023-11-16 component=till/b".to_owned()];
    assert_eq!(touches, [of(0, "till"), binary, of(1, "shop")].concat());

    let report = &gathered.facts.sources[0];
    assert_eq!((report.read, report.kept, report.facts), (3, 3, 7));
    let remarks: Vec<String> = report.remarks.iter().map(|(remark, count)| format!("{count} {remark}")).collect();
    let expected = [
        "1 change made by a bot",
        "1 change of a pull request",
        "2 change whose author the mailmap names otherwise",
        "1 change with a co-author",
        "2 change without a reference to an initiative",
        "1 touch of a file without lines to count, such as a binary one",
    ];
    assert_eq!(remarks, expected);
    // Nothing of an address or of a name is left anywhere.
    let all = [gathered.rows(FactKind::ChangeMade), gathered.rows(FactKind::Touch)].concat().join("\n");
    for text in ["example.org", "Example", "Cy", "body", "dependabot"] {
        assert!(!all.contains(text) && !format!("{report:?}").contains(text), "{text}");
    }
}

/// What a change deletes is a row of its own, under the number of the change.
#[test]
fn what_is_deleted_is_a_fact() {
    let Some(mut repo) = Repo::new(&[]) else { return };
    repo.write("labels/print.rs", "1\n");
    repo.write("labels/size.rs", "2\n");
    repo.commit("Labels");
    repo.git(&["rm", "--quiet", "labels/size.rs"]);
    repo.commit("Sizes are gone");
    let settings = "[source.history]\nfile = \"till\"\nformat = \"git\"\n";
    let gathered = gather_in(repo.around(), settings, false);
    assert_eq!(gathered.diagnostics, []);
    let removed = gathered.rows(FactKind::Removal);
    assert_eq!(removed.len(), 1, "{removed:?}");
    assert!(removed[0].starts_with("0:2 day=2023-11-1") && removed[0].ends_with("component=labels/size.rs"));
    assert_eq!(gathered.rows(FactKind::Touch).len(), 3);
}

#[test]
fn what_is_in_the_way_is_told_at_its_setting() {
    let Some(repo) = Repo::new(&[]) else { return };
    let told = |settings: &str| -> Vec<String> {
        let gathered = gather_in(repo.around(), settings, false);
        let told = gathered.diagnostics.iter();
        told.map(|one| format!("{} {} {}", one.code, one.message, one.help.join(" "))).collect()
    };
    let source = |file: &str, more: &str| format!("[source.h]\nfile = \"{file}\"\nformat = \"git\"\n{more}");
    assert_eq!(told(&source("till", "")), Vec::<String>::new(), "a repository without any commit");
    let told_of_missing = told(&source("tilll", ""));
    assert_eq!(told_of_missing, ["missing-file there is no repository `tilll` did you mean `till`?"]);
    assert!(told(&source(".", ""))[0].starts_with("unreadable-repository `.` cannot be read"));
    let told_of_pattern = told(&source("till", "references = [\"a\", \"(\"]\n"));
    assert_eq!(told_of_pattern, ["wrong-pattern a pattern of `references` cannot be read: unclosed group "]);
}
