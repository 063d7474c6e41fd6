//! What shows no work: releases, raised versions, moved content and generated files, planted in repositories and compared
//! with what git says of renames.

use std::collections::BTreeSet;

use onethread_model::facts::FactKind;

use crate::common::{Gathered, Repo, gather_in};

const SETTINGS: &str = "[source.history]\nfile = \"till\"\nformat = \"git\"\n";

/// The last cells of rows, from this column on.
fn from(gathered: &Gathered, kind: FactKind, column: &str) -> Vec<String> {
    let cut = |row: String| row.split_once(&format!(" {column}=")).map_or(row.clone(), |(_, rest)| rest.to_owned());
    gathered.rows(kind).into_iter().map(cut).collect()
}

/// Exact renames as git finds them, over many folders, files of the same content among them.
#[test]
fn content_that_moved_is_followed_as_git_follows_it() {
    let Some(mut repo) = Repo::new(&[]) else { return };
    for number in 0..12 {
        repo.write(&format!("old/deep/f{number}.rs"), format!("// number {}\n", number / 2));
        repo.write(&format!("old/e{number}/mod.rs"), "");
    }
    repo.write("old/edited.rs", "1\n2\n3\n4\n5\n6\n7\n8\n");
    repo.write("old/gone.rs", "gone\n");
    repo.commit("Start");
    repo.git(&["mv", "old", "new"]);
    repo.write("new/edited.rs", "1\n2\n3\n4\n5\n6\n7\n8\n9\n");
    repo.git(&["rm", "--quiet", "--cached", "new/gone.rs"]);
    std::fs::remove_file(repo.path.join("new/gone.rs")).expect("removed");
    repo.commit("Moved");
    let gathered = gather_in(repo.around(), SETTINGS, false);
    let ours: BTreeSet<String> = from(&gathered, FactKind::Removal, "component").into_iter().collect();
    let said = repo.line(&["diff-tree", "-r", "-M100%", "-l0", "--name-status", "--no-commit-id", "HEAD"]);
    let theirs: BTreeSet<String> = said
        .lines()
        .filter_map(|line| match line.split('\t').collect::<Vec<_>>()[..] {
            [kind, from, to] if kind.starts_with('R') => Some(format!("{from} to={to}")),
            ["D", from] => Some(from.to_owned()),
            _ => None,
        })
        .collect();
    // Git pairs no empty files; they go by their names.
    let named = |number: usize| format!("old/e{number}/mod.rs to=new/e{number}/mod.rs");
    let is_empty = |row: &&String| row.contains("mod.rs");
    assert_eq!(ours.iter().filter(is_empty).count(), 12);
    assert!((0..12).all(|number| ours.contains(&named(number))), "{ours:#?}");
    let others: BTreeSet<&String> = ours.iter().filter(|row| !is_empty(row)).collect();
    assert_eq!(others, theirs.iter().filter(|row| !is_empty(row)).collect());
    assert!(ours.contains("old/edited.rs") && ours.contains("old/gone.rs"), "{ours:#?}");
}

/// What a folder holds is copied: the copy begins anew, and nothing that was done to the folder counts for it.
#[test]
fn a_copied_folder_is_not_counted_twice() {
    let Some(mut repo) = Repo::new(&[]) else { return };
    for time in 0..4 {
        repo.write("old/a.rs", format!("{time}\n"));
        repo.write("old/b.rs", format!("b {time}\n"));
        repo.commit("Edit");
    }
    repo.write("copy/a.rs", "3\n");
    repo.write("copy/b.rs", "b 3\n");
    repo.commit("Copy");
    let gathered = gather_in(repo.around(), SETTINGS, false);
    assert_eq!(gathered.rows(FactKind::Removal), Vec::<String>::new(), "a copy moves nothing");
    let touched = from(&gathered, FactKind::Touch, "component");
    let count = |folder: &str| touched.iter().filter(|row| row.starts_with(folder)).count();
    assert_eq!((count("old/"), count("copy/")), (8, 2));
}

#[test]
fn releases_and_raised_versions_are_facts() {
    let Some(mut repo) = Repo::new(&[]) else { return };
    repo.write("a/package.json", "{\n  \"version\": \"1.0.0\",\n  \"core\": \"^1.0.0\"\n}\n");
    repo.write("a/main.ts", "1.0\n");
    repo.commit("Start");
    repo.write("a/package.json", "{\n  \"version\": \"1.1.0\",\n  \"core\": \"^1.1.0\"\n}\n");
    repo.write("a/main.ts", "1.1\n");
    repo.commit("Use the new core");
    repo.write("a/package.json", "{\n  \"version\": \"1.1.0\",\n  \"core\": \"^1.1.0\",\n  \"x\": \"1.0.0\"\n}\n");
    repo.commit("Add x");
    repo.write("a/package.json", "{\n  \"version\": \"1.2.0\",\n  \"core\": \"^1.1.0\",\n  \"x\": \"1.0.0\"\n}\n");
    repo.commit("chore(release): 1.2.0 (#7)");
    let gathered = gather_in(repo.around(), SETTINGS, false);
    let numbers = |kind| -> Vec<String> {
        gathered.rows(kind).iter().map(|row| row.split(' ').next().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(numbers(FactKind::VersionTouch), ["0:2", "0:4"], "a file of the program states no version");
    let releases: Vec<String> =
        gathered.rows(FactKind::ChangeMade).into_iter().filter(|row| row.contains(" kind=release ")).collect();
    assert!(releases.len() == 1 && releases[0].starts_with("0:4 "), "{releases:?}");
    assert_eq!(gathered.facts.sources[0].remarks["change that only makes a version, by its subject"], 1);
}

#[test]
fn generated_files_are_known_by_attributes_and_headers() {
    let Some(mut repo) = Repo::new(&[]) else { return };
    repo.write(".gitattributes", "api/*.ts linguist-generated\n");
    repo.write("lib/.gitattributes", "*.pb.go -linguist-generated\n");
    for path in ["api/a.ts", "lib/hand.pb.go", "lib/plain.rs"] {
        repo.write(path, "text\n");
    }
    repo.write("lib/made.rs", "// Code generated by a tool. DO NOT EDIT.\n");
    repo.write(".riot/requirements/1a.txt", "#\n# This file is autogenerated by pip-compile with Python 3.12\n");
    repo.write("requirements.txt", "requests\n");
    repo.write("src/index.ts", "// All.\nexport { a } from './a';\nexport * from './b';\n");
    repo.write("web/index.ts", "// All.\nexport * from './b';\nrun();\n");
    repo.commit("Start");
    repo.write("lib/was.rs", "// @generated\n");
    repo.commit("More");
    repo.write("lib/was.rs", "// by hand\n");
    repo.commit("By hand now");
    let gathered = gather_in(repo.around(), SETTINGS, false);
    let expected = [
        ".riot/requirements/1a.txt evidence=lock",
        "api/a.ts evidence=attribute",
        "lib/hand.pb.go evidence=by-hand",
        "lib/made.rs evidence=header",
        "src/index.ts evidence=export-list",
    ];
    assert_eq!(from(&gathered, FactKind::GeneratedFile, "component"), expected);
}

/// Much happens on one day: what was edited before it moved is not gone, and records stand in the order of git's history.
#[test]
fn what_is_edited_and_moved_on_one_day_is_followed() {
    let Some(mut repo) = Repo::new(&[]) else { return };
    let mut made = Vec::new();
    let soon = |repo: &mut Repo, subject: &str| {
        let id = repo.commit(subject);
        repo.now -= 86_400 - 60;
        id
    };
    for number in 0..12 {
        repo.write(&format!("old/f{number}.rs"), format!("{number}\n"));
        repo.write("old/all.rs", format!("{number}\n"));
        made.push(soon(&mut repo, &format!("Number {number}")));
    }
    repo.git(&["mv", "old", "new"]);
    made.push(soon(&mut repo, "Moved"));
    repo.write("new/all.rs", "more\n");
    made.push(soon(&mut repo, "Edited"));
    repo.git(&["mv", "new/all.rs", "all.rs"]);
    made.push(soon(&mut repo, "Moved again"));
    let days = repo.line(&["log", "--format=%cs"]);
    assert_eq!(days.lines().collect::<BTreeSet<_>>().len(), 1, "{days}");
    let gathered = gather_in(repo.around(), SETTINGS, false);
    let changes = gathered.rows(FactKind::ChangeMade);
    assert_eq!(changes.len(), made.len());
    for ((row, id), number) in changes.iter().zip(&made).zip(1..) {
        assert!(row.starts_with(&format!("0:{number} ")) && row.contains(id.as_str()), "{row} {id}");
    }
    let removals = from(&gathered, FactKind::Removal, "component");
    assert_eq!(removals.len(), 14, "no removal is made up: {removals:?}");
    assert!(removals.iter().all(|row| row.contains(" to=")), "{removals:?}");
}

/// One line of work moves a folder while the other one goes on in it, later by its clock: at the head the old folder is not
/// there, whatever came last.
#[test]
fn what_a_merge_left_behind_is_gone() {
    let Some(mut repo) = Repo::new(&[]) else { return };
    repo.write("old/a.rs", "1\n2\n3\n4\n5\n6\n");
    repo.commit("Start");
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    repo.git(&["checkout", "--quiet", "main"]);
    repo.git(&["mv", "old", "new"]);
    repo.commit("Moved");
    repo.git(&["checkout", "--quiet", "side"]);
    repo.write("old/a.rs", "1\n2\n3\n4\n5\n6\n7\n");
    let later = repo.commit("Goes on");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.git(&["merge", "--quiet", "--no-edit", "side"]);
    assert_eq!(repo.line(&["ls-files"]), "new/a.rs");
    let removals = gather_in(repo.around(), SETTINGS, false).rows(FactKind::Removal);
    assert_eq!(removals.len(), 2, "{removals:?}");
    assert!(removals[0].ends_with("component=old/a.rs to=new/a.rs"), "{removals:?}");
    assert!(removals[1].contains(&later) && removals[1].ends_with("component=old/a.rs"), "{removals:?}");
}
