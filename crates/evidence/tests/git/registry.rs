//! Registries in git: planted histories against a reading by the system's git, laws of time, and bad input.

use std::collections::{BTreeMap, BTreeSet};

use onethread_model::Day;
use onethread_model::facts::FactKind;

use crate::common::{Gathered, Repo, gather_in};

const IDEAS: &str = "[source.ideas]\nfile = \"till\"\nformat = \"registry\"\nfiles = \"ideas/**/idea.yaml\"\n\
                     table = \"initiative_event\"\ncolumns = { initiative = \"git.folder\" }\n";

/// A generator of small numbers, the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides
    }
}

/// A file of an entry: two fields and a body that no other entry shares.
fn idea(dice: &mut Dice, entry: usize) -> String {
    let status = ["idea", "live", "done", "paused"][dice.roll(4)];
    let team = ["till", "shop", ""][dice.roll(3)];
    let body: String = (0..12).map(|line| format!("# entry {entry}, line {line} of what only it says\n")).collect();
    format!("status: {status}\nteam: {team}\n{body}")
}

/// Entries as the generator has them: folder and file.
type Entries = BTreeMap<String, (usize, String)>;

/// Makes one random change to the entries.
fn change(dice: &mut Dice, entries: &mut Entries, gone: &mut Vec<(String, (usize, String))>, next: &mut usize) {
    let names: Vec<String> = entries.keys().cloned().collect();
    let one = (!names.is_empty()).then(|| names[dice.roll(names.len())].clone());
    match (dice.roll(9), one) {
        (0..=1, _) | (_, None) => {
            *next += 1;
            entries.insert(format!("ideas/area-{}/{next}-new", dice.roll(2)), (*next, idea(dice, *next)));
        }
        (2..=4, Some(name)) => {
            let entry = entries[&name].0;
            entries.insert(name, (entry, idea(dice, entry)));
        }
        (5, Some(name)) => {
            let (entry, text) = entries.remove(&name).expect("an entry");
            entries.insert(format!("ideas/moved/{entry}-moved-{}", dice.roll(100)), (entry, text));
        }
        (6, Some(name)) => {
            let (entry, _) = entries.remove(&name).expect("an entry");
            let text = idea(dice, entry);
            entries.insert(format!("ideas/deep/er/{entry}-edited-{}", dice.roll(100)), (entry, text));
        }
        (7, Some(name)) => {
            let old = entries.remove(&name).expect("an entry");
            gone.push((name, old));
            if dice.roll(2) == 0 {
                let (name, old) = gone.remove(dice.roll(gone.len()));
                if dice.roll(2) == 0 {
                    entries.insert(name, old);
                }
            }
        }
        (_, Some(name)) => {
            let (entry, text) = entries[&name].clone();
            entries.insert(name, (entry, text.replace("status: ", "status: [")));
        }
    }
}

/// A history with planted changes, merges among them.
fn planted(seed: u64, commits: usize) -> Option<Repo> {
    let mut repo = Repo::new(&[])?;
    let (mut dice, mut entries, mut gone, mut next) = (Dice(seed), Entries::new(), Vec::new(), 0);
    repo.write("README.md", "not an idea\n");
    repo.commit("Begin");
    for number in 0..commits {
        let on_branch = dice.roll(4) == 0;
        if on_branch {
            repo.git(&["checkout", "--quiet", "-b", "side"]);
        }
        for _ in 0..=usize::from(on_branch) {
            for _ in 0..=dice.roll(2) {
                change(&mut dice, &mut entries, &mut gone, &mut next);
            }
            let _ = std::fs::remove_dir_all(repo.path.join("ideas"));
            for (folder, (_, text)) in &entries {
                repo.write(&format!("{folder}/idea.yaml"), text);
            }
            repo.commit(&format!("Change {number}"));
        }
        if on_branch {
            repo.git(&["checkout", "--quiet", "main"]);
            repo.write("other.txt", number.to_string());
            repo.commit("Beside it");
            repo.now += 86_400;
            repo.git(&["merge", "--quiet", "--no-ff", "-m", "Merge", "side"]);
            repo.git(&["branch", "--quiet", "-D", "side"]);
        }
    }
    Some(repo)
}

/// A commit and its day, and of each file a status, the path before and the path.
type Landing = (String, String, Vec<(char, String, String)>);

/// What git says of the versions of the files: day, status, path before and path.
fn told_by_git(repo: &Repo) -> Vec<Landing> {
    let format =
        ["log", "--first-parent", "--reverse", "--diff-merges=first-parent", "--root", "-M50%", "--name-status"];
    let mut all = format.to_vec();
    all.extend(["-z", "--format=%H %ct", "HEAD", "--", "ideas"]);
    let text = String::from_utf8(repo.git(&all)).expect("text");
    let mut parts = text.split('\0').map(|part| part.trim_start_matches('\n')).filter(|part| !part.is_empty());
    let mut commits: Vec<Landing> = Vec::new();
    while let Some(part) = parts.next() {
        if let Some((id, seconds)) = part.split_once(' ') {
            let days = seconds.parse::<i64>().expect("a number").div_euclid(86_400);
            commits.push((id.to_owned(), Day::from_epoch_days(days as i32).to_string(), Vec::new()));
            continue;
        }
        let status = part.chars().next().expect("a status");
        let path = parts.next().expect("a path").to_owned();
        let new = if status == 'R' { parts.next().expect("a path").to_owned() } else { path.clone() };
        commits.last_mut().expect("a commit").2.push((status, path, new));
    }
    commits
}

/// The rows that a plain reading gives: each file in git's words, its fields line by line.
fn expected(repo: &Repo) -> (Vec<String>, usize) {
    let (mut files, mut rows, mut rejected) = (Vec::<(String, BTreeMap<String, String>)>::new(), Vec::new(), 0);
    let (mut live, mut gone) = (BTreeMap::<String, usize>::new(), BTreeMap::<String, usize>::new());
    let mut known = BTreeSet::new();
    for (commit, day, changes) in told_by_git(repo) {
        let left: Vec<_> = changes.iter().filter(|(status, ..)| matches!(status, 'D' | 'R')).collect();
        let from: BTreeMap<String, usize> =
            left.iter().map(|(_, path, _)| (path.clone(), live.remove(path).expect("a file"))).collect();
        for (_, path, _) in left.iter().filter(|(status, ..)| *status == 'D') {
            let file = from[path];
            gone.insert(path.clone(), file);
            if !files[file].1.is_empty() && files[file].1.get("status").map(String::as_str) != Some("deleted") {
                rows.push((day.clone(), file, "status".to_owned(), "deleted".to_owned()));
                files[file].1.insert("status".to_owned(), "deleted".to_owned());
            }
        }
        let mut rest: Vec<_> = changes.iter().filter(|(status, ..)| *status != 'D').collect();
        rest.sort_by(|a, b| a.2.cmp(&b.2));
        for (status, old, path) in rest {
            let file = match status {
                'R' => from[old],
                'M' => live[path],
                _ => gone.remove(path).unwrap_or(files.len()),
            };
            if file == files.len() {
                files.push((String::new(), BTreeMap::new()));
            }
            files[file].0.clone_from(path);
            live.insert(path.clone(), file);
            let text = repo.line(&["cat-file", "blob", &format!("{commit}:{path}")]);
            let before = format!("{commit}^1:{old}");
            if *status == 'R' && repo.line(&["cat-file", "blob", &before]) == text {
                continue;
            }
            if text.contains('[') {
                rejected += 1;
                continue;
            }
            if known.insert(file) {
                rows.push((day.clone(), file, "registered".to_owned(), String::new()));
            }
            rows.push((day.clone(), file, "version".to_owned(), String::new()));
            let fields = text.lines().filter_map(|line| line.split_once(": ").filter(|_| !line.starts_with('#')));
            let mut fields: BTreeMap<String, String> =
                fields.map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
            fields.entry("team".to_owned()).or_default();
            for (key, value) in fields {
                let said = files[file].1.insert(key.clone(), value.clone());
                if said.unwrap_or_default() != value {
                    rows.push((day.clone(), file, key, value));
                }
            }
        }
    }
    let id = |file: usize| files[file].0.rsplit('/').nth(1).expect("a folder").to_owned();
    let mut rows: Vec<String> =
        rows.into_iter().map(|(day, file, field, value)| format!("{day} {} {field} {value}", id(file))).collect();
    rows.sort();
    (rows, rejected)
}

/// The cells of a row.
fn cell<'r>(row: &'r str, name: &str) -> &'r str {
    let start = format!("{name}=");
    row.split(' ').find_map(|part| part.strip_prefix(start.as_str())).unwrap_or_default()
}

fn plain(gathered: &Gathered) -> Vec<String> {
    let of = |row: &String| {
        let [day, id, field, value] = ["day", "initiative", "field", "value"].map(|name| cell(row, name));
        format!("{day} {id} {field} {value}")
    };
    let mut rows: Vec<String> = gathered.rows(FactKind::InitiativeEvent).iter().map(of).collect();
    rows.sort();
    rows
}

#[test]
fn planted_histories_read_as_git_reads_them() {
    let (mut rows, mut rejects) = (0, 0);
    for seed in 0..5 {
        let Some(repo) = planted(seed, 20) else { return };
        let gathered = gather_in(repo.around(), IDEAS, false);
        let (expected, rejected) = expected(&repo);
        assert_eq!(plain(&gathered), expected, "seed {seed}");
        assert_eq!(gathered.facts.sources[0].rejects.len(), rejected, "seed {seed}");
        (rows, rejects) = (rows + expected.len(), rejects + rejected);
    }
    assert!(rows > 300 && rejects > 5, "{rows} rows and {rejects} rejects show that something was planted");
}

#[test]
fn what_comes_later_changes_no_earlier_row() {
    let Some(repo) = planted(7, 14) else { return };
    let whole = gather_in(repo.around(), IDEAS, false).rows(FactKind::InitiativeEvent);
    let commits = String::from_utf8(repo.git(&["rev-list", "--first-parent", "HEAD"])).expect("text");
    for commit in commits.lines().skip(1) {
        repo.git(&["checkout", "--quiet", commit]);
        let cut = gather_in(repo.around(), IDEAS, false);
        let versions = cut.facts.sources[0].places.len();
        let rows = cut.rows(FactKind::InitiativeEvent);
        let is_early = |row: &&String| cell(row, "seq").parse::<usize>().expect("a number") <= versions;
        let early: Vec<&String> = whole.iter().filter(is_early).collect();
        assert_eq!(rows.len(), early.len(), "{commit}");
        // An entry has its newest name, so names alone may differ, and the same name stands for the same one.
        let mut names = BTreeMap::new();
        for (cut, whole) in rows.iter().zip(early) {
            let [of_cut, of_whole] = [cut, whole].map(|row| cell(row, "initiative"));
            assert_eq!(cut.replace(of_cut, "ID"), whole.replace(of_whole, "ID"), "{commit}");
            assert_eq!(*names.entry(of_cut.to_owned()).or_insert(of_whole.to_owned()), of_whole, "{commit}");
        }
    }
}

#[test]
fn every_version_has_its_place_and_a_bad_one_costs_only_itself() {
    let Some(mut repo) = Repo::new(&[]) else { return };
    repo.write("ideas/1-a/idea.yaml", "status: live\nteam: till\ncreated: 2026-01-05\n");
    let first = repo.commit("One");
    repo.write("ideas/1-a/idea.yaml", "status: [\n");
    let second = repo.commit("Broken");
    repo.write("ideas/1-a/idea.yaml", "status: done\ncreated: soon\n");
    repo.commit("A day that is none");
    let gathered = gather_in(repo.around(), IDEAS, false);
    let report = &gathered.facts.sources[0];
    assert_eq!((report.read, report.kept, report.rejects.len()), (3, 2, 1), "{report:#?}");
    let place = |commit: &str| format!("till@{}:ideas/1-a/idea.yaml", &commit[..12]);
    assert_eq!(&*report.rejects[0].place.path, place(&second));
    assert!(report.rejects[0].reason.starts_with("is not YAML: "), "{report:#?}");
    assert_eq!(
        report.remarks.keys().next().map(String::as_str),
        Some("a field was passed over: `created` is no day: expected a day like 2026-02-02")
    );
    let day = Day::from_epoch_days((repo.now / 86_400) as i32);
    let facts = gathered.facts.as_of(day);
    let places: BTreeSet<String> = facts.initiative_events().map(|event| facts.place(event.at).to_string()).collect();
    assert!(places.contains(&place(&first)), "{places:?}");
    // What was said before the broken version is said no more by the one after it.
    let rows: Vec<String> = gathered.rows(FactKind::InitiativeEvent);
    let last: Vec<&str> = rows.iter().filter(|row| row.starts_with("0:3 ")).map(|row| cell(row, "field")).collect();
    assert_eq!(last, ["version", "status", "team"]);
}

const TEAMS: &str = "[source.teams]\nfile = \"till\"\nformat = \"registry\"\nfiles = \"teams/*.toml\"\n\
    table = \"membership\"\ncolumns = { person = \"github|.\", team = \"/name\" }\npeople = \"pseudonymous\"\n\
    [source.teams.parts.leads]\nitems = \"people.leads[*]\"\nconstants = { role = \"lead\" }\n\
    [source.teams.parts.members]\nitems = \"people.members[*]\"\nconstants = { role = \"member\" }\n";

#[test]
fn members_belong_to_a_team_while_its_file_says_so() {
    let Some(mut repo) = Repo::new(&[]) else { return };
    let team =
        |leads: &str, members: &str| format!("name = \"till\"\n[people]\nleads = [{leads}]\nmembers = [{members}]\n");
    let mut days = Vec::new();
    let mut step = |repo: &mut Repo| {
        repo.commit("A step");
        days.push(Day::from_epoch_days((repo.now / 86_400) as i32).to_string());
    };
    repo.write("teams/till.toml", team("\"pa\"", "\"pa\", { github = \"pb\", roles = [\"x\"] }"));
    step(&mut repo);
    repo.write("teams/till.toml", team("\"pb\"", "\"pa\", \"pb\""));
    step(&mut repo);
    repo.git(&["mv", "teams/till.toml", "teams/checkout.toml"]);
    step(&mut repo);
    repo.write("teams/checkout.toml", "name = [");
    step(&mut repo);
    repo.write("teams/checkout.toml", team("\"pb\"", "\"pb\""));
    step(&mut repo);
    repo.write("teams/checkout.toml", team("\"pb\"", "\"pb\", \"pa\""));
    step(&mut repo);
    repo.git(&["rm", "--quiet", "teams/checkout.toml"]);
    step(&mut repo);
    let gathered = gather_in(repo.around(), TEAMS, false);
    let mut rows: Vec<String> = gathered
        .rows(FactKind::Membership)
        .iter()
        .map(|row| ["person", "role", "from", "until"].map(|name| cell(row, name)).join(" "))
        .collect();
    rows.sort();
    let row =
        |person: &str, role: &str, from: usize, until: usize| format!("{person} {role} {} {}", days[from], days[until]);
    assert_eq!(
        rows,
        [
            row("pa", "lead", 0, 1),
            row("pa", "member", 0, 4),
            row("pa", "member", 5, 6),
            row("pb", "lead", 1, 6),
            row("pb", "member", 0, 6)
        ]
    );
}

#[test]
fn markdown_tables_and_the_newest_state_are_read() {
    let Some(mut repo) = Repo::new(&[]) else { return };
    let goal = |status: &str| {
        format!("# Scan faster\n\n| Metadata | |\n|---|---|\n| Point of contact | @pa |\n| Status | {status} |\n")
    };
    repo.write("goals/scan.md", goal("Proposed"));
    repo.write("goals/gone.md", goal("Proposed"));
    repo.commit("Two goals");
    repo.write("goals/scan.md", goal("Accepted"));
    repo.git(&["rm", "--quiet", "goals/gone.md"]);
    repo.commit("One");
    let settings = "[source.goals]\nfile = \"till\"\nformat = \"registry\"\nfiles = \"goals/*.md\"\n\
        table = \"initiative_snapshot\"\npeople = \"pseudonymous\"\ncolumns = { initiative = \"git.file\" }\n\
        fields = { status = \"table.Status\", leader = \"table.\\\"Point of contact\\\"\" }\n";
    let gathered = gather_in(repo.around(), settings, false);
    let day = Day::from_epoch_days((repo.now / 86_400) as i32);
    let mut rows = gathered.rows(FactKind::InitiativeSnapshot);
    rows.iter_mut().for_each(|row| *row = row.split_once(' ').expect("a place").1.to_owned());
    rows.sort();
    let row = |field: &str, value: &str| format!("observed={day} initiative=scan field={field} value={value}");
    assert_eq!(rows, [row("leader", "pa"), row("status", "Accepted"), row("title", "Scan faster")]);
}

#[test]
fn an_id_in_the_file_is_the_newest_one_and_days_never_go_back() {
    let Some(mut repo) = Repo::new(&[]) else { return };
    repo.write("ideas/x/idea.yaml", "id: 0\nstatus: idea\n");
    repo.commit("Without a number yet");
    let first = Day::from_epoch_days((repo.now / 86_400) as i32).to_string();
    repo.write("ideas/x/idea.yaml", "id: 17\nstatus: live\n");
    repo.now -= 10 * 86_400;
    repo.commit("A clock that went wrong");
    let settings = IDEAS.replace("git.folder", "id");
    let gathered = gather_in(repo.around(), &settings, false);
    let rows = plain(&gathered);
    assert_eq!(rows.len(), 5, "{rows:#?}");
    assert!(rows.iter().all(|row| row.starts_with(&format!("{first} 17 "))), "{rows:#?}");
    let remarks: Vec<&String> = gathered.facts.sources[0].remarks.keys().collect();
    assert_eq!(remarks, ["a commit has an earlier day than one before it, and counts as of that day"]);
}

#[test]
fn bad_input_is_named() {
    let Some(mut repo) = Repo::new(&[]) else { return };
    let told = |repo: &Repo, settings: &str| -> (String, String) {
        let gathered = gather_in(repo.around(), settings, false);
        let diagnostics = gathered.diagnostics.iter().map(|one| format!("{}: {}", one.code, one.message));
        (diagnostics.collect::<Vec<_>>().join("; "), format!("{:?}", gathered.facts.sources[0].remarks))
    };
    assert!(told(&repo, IDEAS).1.contains("the repository has no commit yet"));
    repo.write("ideas/1/idea.yaml", "x".repeat((1 << 20) + 1));
    repo.write("ideas/2/idea.yaml", "status: live\n");
    repo.write("ideas/3/idea.txt", "status: live\n");
    let link = repo.object("blob", b"../2/idea.yaml");
    repo.commit("Files");
    repo.git(&["update-index", "--add", "--cacheinfo", &format!("120000,{link},ideas/4/idea.yaml")]);
    repo.git(&["commit", "--quiet", "-m", "A link"]);
    let report = gather_in(repo.around(), IDEAS, false).facts.sources.remove(0);
    assert_eq!((report.read, report.kept, report.rejects.len()), (2, 1, 1), "links are no files");
    assert_eq!(report.rejects[0].reason, "holds more than 1 MiB");
    let text = gather_in(repo.around(), &IDEAS.replace("idea.yaml", "*.txt"), false).facts.sources.remove(0);
    assert_eq!(text.rejects[0].reason, "has an ending that is none of .yaml, .yml, .md, .markdown, .toml and .json");
    for (from, to, expected) in [
        (
            "files = \"ideas/**/idea.yaml\"\n",
            "",
            "missing-key: source `ideas` does not say which files are the registry",
        ),
        ("ideas/**/idea.yaml", "ideas/[", "wrong-pattern: a pattern of `files` cannot be read: "),
        ("ideas/**/idea.yaml", "notes/*.yaml", "empty-file: no version of any file matches `notes/*.yaml`"),
        ("table =", "layout = \"long\"\ntable =", "wrong-layout: source `ideas` reads versions"),
        ("git.folder", "folder", "missing-column: "),
        ("\"till\"", "\"tills\"", "missing-file: there is no repository `tills`"),
    ] {
        let diagnostics = told(&repo, &IDEAS.replace(from, to)).0;
        assert!(diagnostics.starts_with(expected), "{to}: {diagnostics}");
    }
    let path = format!("file://{}", repo.path.display());
    let shallow = repo.around().join("shallow");
    repo.git(&["clone", "--quiet", "--depth", "1", &path, &shallow.display().to_string()]);
    let remarks = told(&repo, &IDEAS.replace("\"till\"", "\"shallow\"")).1;
    assert!(remarks.contains("the history is shallow"), "{remarks}");
}

fn settings(name: &str) -> String {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/registries");
    std::fs::read_to_string(folder.join(name)).expect("settings")
}

#[test]
fn settings_for_public_registries_are_understood() {
    for name in ["kubernetes.toml", "rust-project-goals.toml", "rust-team.toml"] {
        let folder = tempfile::tempdir().expect("a folder");
        let gathered = gather_in(folder.path(), &settings(name), false);
        let codes: BTreeSet<&str> = gathered.diagnostics.iter().map(|one| one.code).collect();
        assert_eq!(codes, BTreeSet::from(["missing-file"]), "only the clone is missing");
    }
}

/// Where ONETHREAD_TEST_CLONES holds a clone of kubernetes/enhancements as `kubernetes+enhancements/repo`: the prepared
/// tables, but for what examples/registries/README.md says.
#[test]
fn a_clone_gives_the_prepared_tables_of_kubernetes() {
    let clones = std::env::var("ONETHREAD_TEST_CLONES").unwrap_or_default();
    let clone = std::path::Path::new(&clones).join("kubernetes+enhancements/repo");
    if !clone.is_dir() {
        eprintln!("SKIPPED: ONETHREAD_TEST_CLONES names no folder with the clone");
        return;
    }
    let example = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/kubernetes");
    let text = settings("kubernetes.toml").replace("\"enhancements\"", &format!("{:?}", clone.display().to_string()));
    let text = text.replace("releases.csv\"", "data/releases.csv\"");
    let found = gather_in(&example, &text, false);
    let prepared = std::fs::read_to_string(example.join("onethread.toml")).expect("settings");
    let prepared = gather_in(&example, &prepared, false);
    let histories = |gathered: &Gathered, field: &str| {
        let mut all = BTreeMap::<String, Vec<String>>::new();
        let rows = gathered.rows(FactKind::InitiativeEvent);
        for row in rows.iter().filter(|row| cell(row, "field") == field) {
            let told = format!("{} {}", cell(row, "day"), cell(row, "value"));
            all.entry(cell(row, "initiative").to_owned()).or_default().push(told);
        }
        all
    };
    assert_eq!(histories(&prepared, "version").len(), 655);
    for field in ["team", "status", "stage", "created"] {
        let (found, prepared) = (histories(&found, field), histories(&prepared, field));
        let same = prepared.iter().filter(|(id, told)| found.get(*id) == Some(told)).count();
        assert!(same * 100 >= prepared.len() * 99, "{field}: {same} of {} histories agree", prepared.len());
    }
}
