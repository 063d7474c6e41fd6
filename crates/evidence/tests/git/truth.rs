//! The same records as git's own, whatever a history may hold.

use onethread_evidence::importers::git::HistoryOptions;

use crate::common::{Repo, mine, records};

#[track_caller]
fn check(repo: &Repo) -> usize {
    let expected = repo.told_by_git(&[]);
    for threads in [1, 3] {
        let history = repo.mine(&HistoryOptions { threads, ..HistoryOptions::default() });
        assert_eq!(history.refused().count(), 0);
        let found = records(&history);
        let shown = |records: &[Vec<u8>]| -> Vec<String> {
            records.iter().map(|record| String::from_utf8_lossy(record).into_owned()).collect()
        };
        assert_eq!(shown(&found), shown(&expected));
        assert_eq!(found, expected);
    }
    expected.len()
}

/// Everything that a tree can hold, and every way in which an entry can change.
fn fill(repo: &mut Repo) {
    repo.write("a", "1\n");
    repo.write("folder/b.txt", "1\n");
    repo.write("folder/deep/c", "1\n");
    repo.write("folder.txt", "next to the folder\n");
    repo.commit("Begin (#1)");
    repo.commit("Nothing at all");
    repo.write("a", "2\n");
    repo.git(&["add", "a"]);
    repo.git(&["update-index", "--chmod=+x", "a"]);
    repo.now += 60;
    repo.git(&["commit", "--quiet", "-m", "Mode and contents"]);
    // A file becomes a folder, a folder becomes a file.
    repo.git(&["rm", "--quiet", "-r", "-f", "a", "folder"]);
    repo.write("a/x", "1\n");
    repo.write("a/y", "1\n");
    repo.write("folder", "1\n");
    repo.commit("Swap");
    // A link in place of a file, and a submodule in place of a link.
    let target = repo.object("blob", b"folder");
    repo.git(&["update-index", "--add", "--cacheinfo", &format!("120000,{target},link")]);
    repo.git(&["update-index", "--add", "--cacheinfo", &format!("120000,{target},folder")]);
    repo.now += 60;
    repo.git(&["commit", "--quiet", "-m", "Links"]);
    let commit = repo.line(&["rev-parse", "HEAD"]);
    repo.git(&["update-index", "--add", "--cacheinfo", &format!("160000,{commit},link")]);
    repo.now += 60;
    repo.git(&["commit", "--quiet", "-m", "A submodule"]);
    repo.git(&["reset", "--quiet", "--hard"]);
}

#[test]
fn every_kind_of_entry_and_change() {
    for format in ["sha1", "sha256"] {
        let Some(mut repo) = Repo::new(&["--object-format", format]) else { return };
        fill(&mut repo);
        assert_eq!(check(&repo), 14, "{format}");
        // Packed, most objects are differences to others.
        repo.git(&["gc", "--quiet"]);
        assert_eq!(check(&repo), 14, "{format}, packed");
    }
}

#[test]
fn merges_of_any_number_of_parents() {
    let Some(mut repo) = Repo::new(&[]) else { return };
    repo.write("a", "1\n");
    repo.commit("Begin");
    for branch in ["b", "c", "d"] {
        repo.git(&["checkout", "--quiet", "-b", branch, "main"]);
        repo.write(branch, "1\n");
        repo.commit(branch);
    }
    repo.git(&["checkout", "--quiet", "main"]);
    repo.now += 60;
    repo.git(&["merge", "--quiet", "--no-edit", "b", "c"]);
    repo.now += 60;
    repo.git(&["merge", "--quiet", "--no-ff", "-m", "Merge pull request #7 from ada/d", "d"]);
    // A second root.
    repo.git(&["checkout", "--quiet", "--orphan", "other"]);
    repo.git(&["rm", "--quiet", "-r", "-f", "."]);
    repo.write("z", "1\n");
    repo.commit("Another beginning");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.now += 60;
    repo.git(&["merge", "--quiet", "--no-edit", "--allow-unrelated-histories", "other"]);
    assert_eq!(check(&repo), 5);
    let history = repo.mine(&HistoryOptions::default());
    assert_eq!((history.walked.commits, history.walked.merges), (8, 3));
    let pulled: Vec<(String, Option<u32>)> = history
        .changes()
        .map(|change| (change.path(&change.touches()[0]).to_string(), change.pull_request()))
        .filter(|(_, number)| number.is_some())
        .collect();
    assert_eq!(pulled, [("d".to_owned(), Some(7))], "what a merge brought belongs to its pull request");

    let first = HistoryOptions { first_parent: true, ..HistoryOptions::default() };
    let expected = repo.told_by_git(&["--first-parent", "--diff-merges=first-parent"]);
    assert_eq!(records(&repo.mine(&first)), expected);
}

#[test]
fn names_people_and_dates_that_nobody_should_write() {
    let Some(repo) = Repo::new(&["--bare"]) else { return };
    let blob = repo.object("blob", b"1\n");
    let odd = repo.tree("100664", b"caf\xe9\n\"\\", &blob);
    let head =
        b"author Ad\xe9 <ada@example.org> 99999999999 +9900\ncommitter <> -5 +0000\nencoding latin-1\n\nCaf\xe9\n";
    let first = repo.commit_object(&odd, &[], head);
    // The same but for rights that git does not tell apart.
    let same = repo.tree("100644", b"caf\xe9\n\"\\", &blob);
    let second = repo.commit_object(&same, &[&first], b"author A\ncommitter B <b@example.org>\n\n");
    let folder = repo.tree("40000", b"folder", &same);
    repo.commit_object(&folder, &[&second], b"author <a> 1 +0000\ncommitter <c> 1700000000 +0000\n\nx");
    assert_eq!(check(&repo), 3);
    let history = repo.mine(&HistoryOptions::default());
    assert_eq!(history.changes().filter(|change| change.worked().1 || change.landed().1).count(), 3);
}

#[test]
fn replacements_and_grafts_are_not_followed() {
    let Some(mut repo) = Repo::new(&[]) else { return };
    repo.write("a", "1\n");
    repo.commit("One");
    repo.write("a", "2\n");
    let two = repo.commit("Two");
    repo.write("a", "3\n");
    let three = repo.commit("Three");
    let before = records(&repo.mine(&HistoryOptions::default()));
    repo.git(&["replace", "--graft", &three]);
    repo.write("b", "1\n");
    let never = repo.commit("Never mind");
    repo.git(&["replace", &two, &never]);
    repo.git(&["reset", "--quiet", "--hard", &three]);
    assert_eq!(records(&repo.mine(&HistoryOptions::default())), before);
    assert_eq!(check(&repo), 3);
}

#[test]
fn a_shallow_clone_ends_at_its_boundary() {
    let Some(mut repo) = Repo::new(&[]) else { return };
    fill(&mut repo);
    let clone = repo.around().join("clone.git");
    let from = format!("file://{}", repo.path.display());
    repo.git(&["clone", "--quiet", "--bare", "--depth", "2", &from, clone.to_str().expect("text")]);
    let history = mine(&clone, &HistoryOptions::default());
    let boundary: Vec<bool> = history.changes().map(|change| change.is_boundary()).collect();
    assert_eq!(boundary, [false, true]);
    let output = repo.git(&["-C", clone.to_str().expect("text"), "log", "--root", "--raw", "--format=", "HEAD"]);
    assert_eq!(records(&history).len(), output.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).count());
}

#[test]
fn a_repository_is_found_however_it_is_laid_out() {
    let Some(mut repo) = Repo::new(&[]) else { return };
    fill(&mut repo);
    let expected = repo.told_by_git(&[]);
    let bare = repo.around().join("any name");
    repo.git(&["clone", "--quiet", "--bare", ".", bare.to_str().expect("text")]);
    let linked = repo.around().join("linked");
    repo.git(&["worktree", "add", "--quiet", "--detach", linked.to_str().expect("text")]);
    let sharing = repo.around().join("sharing");
    repo.git(&["clone", "--quiet", "--shared", ".", sharing.to_str().expect("text")]);
    for path in [&bare, &linked, &sharing, &repo.path.join(".git")] {
        assert_eq!(records(&mine(path, &HistoryOptions::default())), expected, "{}", path.display());
    }
}

#[test]
fn lines_are_counted_as_git_counts_them() {
    let Some(mut repo) = Repo::new(&[]) else { return };
    fill(&mut repo);
    let lines = |range: std::ops::Range<usize>| range.map(|line| format!("line {line}\n")).collect::<String>();
    repo.write("long", lines(0..500));
    repo.write("binary", [0; 100]);
    repo.write("unended", "a\nb");
    repo.commit("Long");
    repo.write("long", lines(0..20) + &lines(40..300) + "new\n" + &lines(280..520));
    repo.write("binary", [1, 0, 2]);
    repo.write("unended", "a\nb\n");
    repo.commit("Changed");
    repo.git(&["rm", "--quiet", "long", "binary"]);
    repo.commit("Gone");
    let output = repo.git(&["log", "--root", "--numstat", "--no-renames", "-z", "--no-merges", "--format=%H"]);
    let (mut commit, mut expected) = (String::new(), Vec::new());
    for part in String::from_utf8(output).expect("text").split('\0') {
        match part.trim_start().split_once('\t') {
            Some((added, rest)) => expected.push(format!("{commit} {added} {}", rest.replace('\t', " "))),
            None if !part.is_empty() => commit = part.trim().to_owned(),
            None => {}
        }
    }
    expected.sort();
    let history = repo.mine(&HistoryOptions { lines: true, ..HistoryOptions::default() });
    let mut found = Vec::new();
    for change in history.changes() {
        for touch in change.touches() {
            let lines = touch.lines.map_or("- -".to_owned(), |[added, deleted]| format!("{added} {deleted}"));
            found.push(format!("{} {lines} {}", change.id(), change.path(touch)));
        }
    }
    found.sort();
    assert_eq!(found, expected);
}
