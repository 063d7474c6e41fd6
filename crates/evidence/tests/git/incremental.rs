//! Later runs read what is new alone, and say what an import of the whole says.

use std::fs;

use onethread_evidence::Work;
use onethread_model::facts::{FactKind, Facts};

use crate::common::{Repo, gather_in};

const SETTINGS: &str = "[source.history]\nfile = \"till\"\nformat = \"git\"\nlines = true\n";

#[track_caller]
fn check(repo: &Repo, expected: Work) {
    let stored = gather_in(repo.around(), SETTINGS, true);
    let whole = gather_in(repo.around(), SETTINGS, false);
    for kind in Facts::HISTORY.into_iter().chain([FactKind::GeneratedFile]) {
        assert_eq!(stored.rows(kind), whole.rows(kind));
    }
    assert_eq!(stored.facts.sources, whole.facts.sources);
    assert_eq!(stored.diagnostics, whole.diagnostics);
    assert_eq!(stored.work(), [Some(expected)]);
}

#[test]
fn a_history_that_grows_is_read_from_where_it_ended() {
    let Some(mut repo) = Repo::new(&[]) else { return };
    for number in 0..5 {
        repo.write("a", format!("{number}\n"));
        repo.commit(&format!("Number {number}"));
    }
    repo.git(&["branch", "side"]);
    repo.write("b", "1\n");
    repo.commit("Main goes on");
    // What moved, what was removed, and a version that was raised.
    repo.git(&["mv", "b", "d"]);
    repo.write("package.json", "{ \"version\": \"1.0.0\" }\n");
    repo.commit("Moved");
    repo.write("package.json", "{ \"version\": \"1.1.0\" }\n");
    repo.commit("Raised");
    check(&repo, Work::Whole);
    check(&repo, Work::None);
    assert_eq!(gather_in(repo.around(), SETTINGS, true).rows(FactKind::Removal).len(), 1);
    assert_eq!(gather_in(repo.around(), SETTINGS, true).rows(FactKind::VersionTouch).len(), 1);
    for number in 0..20 {
        repo.write("a", format!("more {number}\n"));
        repo.commit("More");
        check(&repo, Work::Tail);
    }
    // A branch that is older than what was read last.
    let now = std::mem::replace(&mut repo.now, 1_600_000_000);
    repo.git(&["checkout", "--quiet", "side"]);
    repo.write("c", "1\n");
    repo.commit("On the side");
    repo.now = now + 60;
    repo.git(&["checkout", "--quiet", "main"]);
    repo.git(&["merge", "--quiet", "--no-edit", "side"]);
    check(&repo, Work::Tail);
    check(&repo, Work::None);
    // One that landed between what was read before, on the same day.
    repo.git(&["checkout", "--quiet", "-b", "late", "HEAD~1"]);
    for number in 0..3 {
        repo.write("e", format!("{number}\n"));
        repo.commit("Late");
        repo.now -= 86_400 - 60;
    }
    repo.git(&["checkout", "--quiet", "main"]);
    repo.write("a", "meanwhile\n");
    repo.commit("Meanwhile");
    repo.now -= 86_400 - 60;
    check(&repo, Work::Tail);
    repo.git(&["merge", "--quiet", "--no-edit", "late"]);
    check(&repo, Work::Tail);
    check(&repo, Work::None);
}

#[test]
fn a_history_that_was_rewritten_is_read_as_a_whole() {
    let Some(mut repo) = Repo::new(&[]) else { return };
    repo.write("a", "1\n");
    repo.commit("One");
    repo.write("a", "2\n");
    repo.commit("Two");
    check(&repo, Work::Whole);
    repo.git(&["commit", "--quiet", "--amend", "-m", "Two, again"]);
    check(&repo, Work::Whole);
    repo.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
    check(&repo, Work::Whole);
    // Names mean someone else from here on, also in what was read before.
    repo.write(".mailmap", "Ines Example <ines@example.org> <ada@example.org>\n");
    repo.commit("Names");
    check(&repo, Work::Whole);
    check(&repo, Work::None);
}

#[test]
fn what_could_not_be_read_is_tried_again() {
    let Some(mut repo) = Repo::new(&[]) else { return };
    repo.write("a/b", "1\n");
    repo.commit("One");
    repo.write("a/b", "2\n");
    repo.commit("Two");
    let file = repo.file_of(&repo.line(&["rev-parse", "HEAD:a"]));
    let bytes = fs::read(&file).expect("an object");
    fs::remove_file(&file).expect("removed");
    for _ in 0..2 {
        let run = gather_in(repo.around(), SETTINGS, true);
        assert_eq!((run.work(), run.facts.sources[0].rejects.len()), (vec![None], 1));
    }
    fs::write(&file, bytes).expect("written");
    check(&repo, Work::Whole);
    check(&repo, Work::None);
}

/// Rows carry the name of the repository: under another name of its folder, all of it is read again.
#[test]
fn a_repository_under_another_name_is_read_as_a_whole() {
    let Some(mut repo) = Repo::new(&[]) else { return };
    repo.write("a", "1\n");
    repo.commit("One");
    let settings = SETTINGS.replace("\"till\"", "\".\"");
    assert_eq!(gather_in(&repo.path, &settings, true).work(), [Some(Work::Whole)]);
    assert_eq!(gather_in(&repo.path, &settings, true).work(), [Some(Work::None)]);
    let renamed = repo.path.with_file_name("shop");
    fs::rename(&repo.path, &renamed).expect("renamed");
    let stored = gather_in(&renamed, &settings, true);
    assert_eq!(stored.work(), [Some(Work::Whole)]);
    let rows = stored.rows(FactKind::ChangeMade);
    assert!(rows.len() == 1 && rows[0].contains(" repository=shop "), "{rows:?}");
}

/// One person under many names and addresses, in whatever parts the history is read.
#[test]
fn people_are_joined_by_name_and_handle() {
    let Some(mut repo) = Repo::new(&[]) else { return };
    let handle = |name: &str| format!("{name} <12+ada{}users.noreply.github.com>", "@");
    let steps = [
        (vec!["Ada Example <ada@example.org>".to_owned()], Work::Whole, 1),
        (vec!["ADA  example <ada@shop.example>".to_owned()], Work::Tail, 1),
        (vec!["Bo Example <bo@example.org>".to_owned(), handle("ada-at-home")], Work::Tail, 3),
        // Names of one word are of accounts, and tell nobody.
        (vec!["root <root@one.example>".to_owned(), "root <root@two.example>".to_owned()], Work::Tail, 5),
        // Two who were known apart turn out to be one.
        (vec![handle("Ada Example")], Work::Whole, 4),
    ];
    let mut number = 0;
    for (authors, work, people) in steps {
        for author in authors {
            number += 1;
            repo.write("a", format!("{number}\n"));
            repo.git(&["add", "a"]);
            repo.git(&["commit", "--quiet", "-m", "More", &format!("--author={author}")]);
            repo.now += 60;
        }
        check(&repo, work);
        let rows = gather_in(repo.around(), SETTINGS, true).rows(FactKind::ChangeMade);
        let author = |row: &String| row.split(' ').find(|part| part.starts_with("author=")).map(str::to_owned);
        let found: std::collections::BTreeSet<_> = rows.iter().filter_map(author).collect();
        assert_eq!(found.len(), people, "{rows:?}");
    }
}
