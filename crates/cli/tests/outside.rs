//! Nothing in a folder leads the program out of it: a table of links, settings and special files, each asked of every
//! command that would follow it. A person may allow a place, the folder cannot.

#![cfg(unix)]

mod common;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use common::{everything_in, folder, git, stderr, stdout};

/// Stands in every file outside: where it is printed or changed, something was led out.
const SECRET: &str = "canary-7c1";
const SETTINGS: &str = "[project]\nname = \"Shop\"\ndata-cut = 2026-06-30\n";
const PEOPLE: &str = "[person.vp]\ntitle = \"VP\"\n[person.ines]\nreports-to = \"vp\"\n";
const INITIATIVES: &str = "[initiative.returns]\ntitle = \"Returns\"\nleadr = \"ines\"\ncommitted = 2026-01-05\n";
const SHEET: &str = "Employee ID,Reports to,Squad,Title\nvp,,,VP\nines,vp,Core,Manager\n";

/// A tree, and a place outside of it.
struct Shop {
    all: tempfile::TempDir,
}

impl Shop {
    fn new(settings: &str) -> Shop {
        let secret = format!("[initiative.{SECRET}]\nleadr = \"ines\"\n");
        let files: [(&str, &[u8]); 7] = [
            ("shop/onethread.toml", settings.as_bytes()),
            ("shop/org/people.toml", PEOPLE.as_bytes()),
            ("shop/org/initiatives.toml", INITIATIVES.as_bytes()),
            ("shop/roster.csv", SHEET.as_bytes()),
            ("outside/secret.toml", secret.as_bytes()),
            ("outside/secret.csv", b"initiative,event,at\ncanary-7c1,approved,2026-01-01\n"),
            ("outside/folder/secret.toml", secret.as_bytes()),
        ];
        let shop = Shop { all: folder(&files) };
        fs::create_dir(shop.tree().join(".git")).expect("a mark of a repository");
        shop
    }

    fn tree(&self) -> PathBuf {
        self.all.path().join("shop")
    }

    fn outside(&self, name: &str) -> PathBuf {
        self.all.path().join("outside").join(name)
    }

    fn run(&self, words: &[&str]) -> Output {
        self.run_with(words, &[])
    }

    /// Runs it within 256 MiB of memory and a second of the processor; one that waits is killed after ten. A gibibyte of
    /// address space, of which most is never touched, keeps one that goes astray from the memory of others.
    fn run_with(&self, words: &[&str], variables: &[(&str, &str)]) -> Output {
        let mut command = Command::new("sh");
        command.args([
            "-c",
            "ulimit -v 1048576; ulimit -t 1; exec timeout -s KILL 10 \"$0\" \"$@\"",
            env!("CARGO_BIN_EXE_onethread"),
        ]);
        command.args(words).current_dir(self.tree()).env("SOURCE_DATE_EPOCH", "1785542400").env("NO_COLOR", "1");
        command.env("HOME", self.all.path().join("home")).env_remove("ONETHREAD_ALLOW_OUTSIDE");
        command.env("XDG_CONFIG_HOME", self.all.path().join("home/.config")).envs(variables.iter().copied());
        let output = command.arg("--statistics").output().expect("it starts");
        common::check_memory(&output, &format!("{words:?}"));
        output
    }

    /// What lies outside, with every byte.
    fn everything_outside(&self) -> Vec<(PathBuf, Vec<u8>)> {
        everything_in(&self.all.path().join("outside"))
    }
}

/// Commands that read or write, each as a person would type it after checking out a branch.
const COMMANDS: &[&[&str]] = &[
    &["review"],
    &["review", "--format", "json", "-o", "report.json"],
    &["check"],
    &["check", "--fix", "--unsafe-fixes"],
    &["check", "--add-waivers", "--owner", "vp", "--until", "2026-12-31", "--reason", "x"],
    &["check", "--write-baseline"],
    &["evidence"],
    &["show", "all"],
    &["ask", "-o", "pages"],
    &["attest", "--initiative", "returns", "--criterion", "capable", "--answer", "holds", "--by", "vp"],
    &["init", "--from", "roster.csv", "--yes"],
    &["schema", "-o", ".onethread/schema"],
    &["man", "-o", "man"],
    &[],
];

/// What a change may bring that leads out, with the settings to go with it.
type Trap = (&'static str, fn(&Shop));

fn link(shop: &Shop, at: &str, to: PathBuf) {
    let at = shop.tree().join(at);
    fs::create_dir_all(at.parent().expect("a folder")).expect("a folder");
    let _ = fs::remove_file(&at);
    let _ = fs::remove_dir_all(&at);
    symlink(to, at).expect("a link");
}

fn settings(shop: &Shop, more: &str) {
    fs::write(shop.tree().join("onethread.toml"), format!("{SETTINGS}{more}")).expect("a file");
}

fn source(shop: &Shop, file: &str) {
    settings(shop, &format!("\n[source.x]\nfile = {file:?}\ntable = \"initiative_event\"\n"));
}

const TRAPS: &[Trap] = &[
    ("a link in org/ to a file", |shop| link(shop, "org/z.toml", shop.outside("secret.toml"))),
    ("a link in org/ by a relative path", |shop| link(shop, "org/z.toml", "../../outside/secret.toml".into())),
    ("a link in org/ to a folder", |shop| link(shop, "org/z", shop.outside("folder"))),
    ("a link to a link", |shop| {
        link(shop, "other.toml", shop.outside("secret.toml"));
        link(shop, "org/z.toml", "../other.toml".into());
    }),
    ("org/ itself is a link", |shop| link(shop, "org", shop.outside("folder"))),
    ("the file of attestations is a link", |shop| link(shop, "org/attestations.toml", shop.outside("secret.toml"))),
    ("the file of attestations is a link to nothing yet", |shop| {
        link(shop, "org/attestations.toml", shop.outside("new.toml"));
    }),
    ("the file of waivers is a link", |shop| link(shop, "org/waivers.toml", shop.outside("secret.toml"))),
    ("the settings are a link", |shop| link(shop, "onethread.toml", shop.outside("secret.toml"))),
    ("the local folder is a link", |shop| link(shop, ".onethread", shop.outside("folder"))),
    ("the local folder is a link inside", |shop| {
        fs::create_dir(shop.tree().join("kept")).expect("a folder");
        link(shop, ".onethread", "kept".into());
    }),
    ("the lock is a link", |shop| link(shop, ".onethread/lock", shop.outside("secret.toml"))),
    ("the key is a link", |shop| link(shop, ".onethread/pseudonym.key", shop.outside("secret.toml"))),
    ("the memory is a link", |shop| link(shop, ".onethread/init/last.json", shop.outside("secret.toml"))),
    ("the schemas are a link", |shop| link(shop, ".onethread/schema", shop.outside("folder"))),
    ("a report is a link", |shop| link(shop, "report.json", shop.outside("secret.toml"))),
    ("the folder of pages is a link", |shop| link(shop, "pages", shop.outside("folder"))),
    ("a page is a link", |shop| link(shop, "pages/returns.md", shop.outside("secret.toml"))),
    ("the folder of man pages is a link", |shop| link(shop, "man", shop.outside("folder"))),
    ("the roster is a link", |shop| link(shop, "roster.csv", shop.outside("secret.csv"))),
    ("the baseline is a link", |shop| link(shop, "onethread-baseline.json", shop.outside("secret.toml"))),
    ("organization = ../outside", |shop| settings(shop, "organization = \"../outside\"\n")),
    ("organization by the whole path", |shop| {
        settings(shop, &format!("organization = {:?}\n", shop.outside("folder").display().to_string()));
    }),
    ("organization leads out and in and out", |shop| settings(shop, "organization = \"org/../../outside\"\n")),
    ("organization = /", |shop| settings(shop, "organization = \"/\"\n")),
    ("organization = /proc", |shop| settings(shop, "organization = \"/proc\"\n")),
    ("organization = ..", |shop| settings(shop, "organization = \"..\"\n")),
    ("a source by a relative path", |shop| source(shop, "../outside/secret.csv")),
    ("a source by the whole path", |shop| source(shop, &shop.outside("secret.csv").display().to_string())),
    ("a source behind a link", |shop| {
        link(shop, "data/x.csv", shop.outside("secret.csv"));
        source(shop, "data/x.csv");
    }),
    ("a source behind a link to a folder", |shop| {
        link(shop, "data", shop.outside(""));
        source(shop, "data/secret.csv");
    }),
    ("a source = /etc/passwd", |shop| source(shop, "/etc/passwd")),
    ("a git source", |shop| settings(shop, "\n[source.x]\nfile = \"../outside\"\nformat = \"git\"\n")),
    ("an owners source", |shop| settings(shop, "\n[source.x]\nfile = \"../outside\"\nformat = \"codeowners\"\n")),
    ("a source of manifests", |shop| settings(shop, "\n[source.x]\nfile = \"../outside\"\nformat = \"npm\"\n")),
    ("a baseline", |shop| settings(shop, "\n[check]\nbaseline = \"../outside/secret.toml\"\n")),
    ("a baseline by the whole path", |shop| settings(shop, "\n[check]\nbaseline = \"/etc/passwd\"\n")),
];

#[test]
fn nothing_leads_a_command_out() {
    for (name, trap) in TRAPS {
        let shop = Shop::new(SETTINGS);
        trap(&shop);
        let before = shop.everything_outside();
        for words in COMMANDS {
            let output = shop.run(words);
            let (said, told) = (stdout(&output), stderr(&output));
            assert!(matches!(output.status.code(), Some(0..=2)), "{name}: {words:?}: {}: {told}", output.status);
            assert!(!said.contains(SECRET) && !told.contains(SECRET), "{name}: {words:?}:\n{said}{told}");
            assert!(!said.contains("root:") && !told.contains("root:"), "{name}: {words:?}:\n{said}{told}");
            assert_eq!(shop.everything_outside(), before, "{name}: {words:?} wrote outside");
        }
    }
}

/// A place where a file is expected, and the command that reads it.
const PLACES: &[(&str, &[&str])] = &[
    ("onethread.toml", &["review"]),
    ("onethread.toml", &["init"]),
    ("org/z.toml", &["check"]),
    (
        "org/attestations.toml",
        &["attest", "--initiative", "returns", "--criterion", "capable", "--answer", "holds", "--by", "vp"],
    ),
    ("org/waivers.toml", &["check", "--add-waivers", "--owner", "vp", "--until", "2026-12-31", "--reason", "x"]),
    (
        ".onethread/lock",
        &["attest", "--initiative", "returns", "--criterion", "capable", "--answer", "holds", "--by", "vp"],
    ),
    (".onethread/pseudonym.key", &["review"]),
    (".onethread/init/last.json", &["init", "--from", "roster.csv", "--yes"]),
    ("onethread-baseline.json", &["check", "--baseline", "onethread-baseline.json"]),
    ("data.csv", &["evidence"]),
    ("roster.csv", &["init", "--from", "roster.csv", "--yes"]),
    ("pages/returns.md", &["ask", "-o", "pages", "--force"]),
];

/// Puts something at a path.
type Make<'a> = &'a dyn Fn(&Path);

#[test]
fn what_is_no_regular_file_is_refused_by_name_at_once() {
    let fifo = |at: &Path| {
        assert!(Command::new("mkfifo").arg(at).status().expect("mkfifo starts").success());
    };
    let zero = |at: &Path| symlink("/dev/zero", at).expect("a link");
    let socket = |at: &Path| drop(std::os::unix::net::UnixListener::bind(at).expect("a socket"));
    let nothing_else = |at: &Path| fs::create_dir(at).expect("a folder");
    let kinds: [(&str, Make<'_>); 4] =
        [("a pipe", &fifo), ("/dev/zero", &zero), ("a socket", &socket), ("a folder", &nothing_else)];
    let with_source = format!("{SETTINGS}\n[source.x]\nfile = \"data.csv\"\ntable = \"initiative_event\"\n");
    for (place, words) in PLACES {
        for (kind, make) in kinds {
            // A folder may be called anything.
            if (*place, kind) == ("org/z.toml", "a folder") {
                continue;
            }
            let shop = Shop::new(&with_source);
            fs::write(shop.tree().join("data.csv"), "initiative,event,at\nreturns,approved,2026-01-01\n")
                .expect("a file");
            let at = shop.tree().join(place);
            fs::create_dir_all(at.parent().expect("a folder")).expect("a folder");
            let _ = fs::remove_file(&at);
            make(&at);
            let output = shop.run(words);
            let told = stdout(&output) + &stderr(&output);
            let name = format!("{kind} as {place}, {words:?}");
            assert!(matches!(output.status.code(), Some(0..=2)), "{name}: {}: {told}", output.status);
            // Pages and reports go into pipes and devices as people know them.
            let file = place.rsplit('/').next().expect("a name");
            assert!(told.contains(file) || place.starts_with("pages"), "{name}: {told}");
        }
    }
}

#[test]
fn a_person_allows_a_place_and_the_folder_cannot() {
    let shop =
        Shop::new(&format!("{SETTINGS}\n[source.x]\nfile = \"../outside/secret.csv\"\ntable = \"initiative_event\"\n"));
    let refused = shop.run(&["evidence"]);
    let told = stderr(&refused);
    assert!(
        told.contains("error[outside-the-folder]") && told.contains("`../outside/secret.csv` is not opened"),
        "{told}"
    );
    assert!(told.contains("--allow-outside ../outside/secret.csv"), "the line to type: {told}");
    assert!(told.contains("ONETHREAD_ALLOW_OUTSIDE=../outside/secret.csv"), "{told}");
    assert!(stdout(&refused).contains("it lies outside of the folder"), "{}", stdout(&refused));
    for words in [
        &["evidence", "--allow-outside", "../outside/secret.csv"][..],
        &["evidence", "--allow-outside", "../outside"],
        &["evidence", "--allow-outside", "/nowhere", "--allow-outside", ".."],
    ] {
        let output = shop.run(words);
        assert!(!stderr(&output).contains("outside-the-folder"), "{words:?}: {}", stderr(&output));
        assert!(!stdout(&output).contains("outside of the folder"), "{words:?}: {}", stdout(&output));
    }
    let output = shop.run_with(&["evidence"], &[("ONETHREAD_ALLOW_OUTSIDE", "/nowhere:../outside")]);
    assert!(!stderr(&output).contains("outside-the-folder"), "{}", stderr(&output));
    // A place beside an allowed one is not allowed, whatever its name begins with.
    let other = shop.run(&["evidence", "--allow-outside", "../outside/secret"]);
    assert!(stderr(&other).contains("outside-the-folder"), "{}", stderr(&other));
    // A link of an allowed place leads no further.
    fs::remove_file(shop.outside("secret.csv")).expect("a file");
    symlink("/etc/passwd", shop.outside("secret.csv")).expect("a link");
    let led = shop.run(&["evidence", "--allow-outside", "../outside"]);
    assert!(stderr(&led).contains("cannot be read") || stderr(&led).contains("is not opened"), "{}", stderr(&led));
    // Settings of the folder cannot allow.
    settings(
        &shop,
        "allow-outside = [\"..\"]\noutside = [\"..\"]\n\n[source.x]\nfile = \"../outside/secret.csv\"\ntable = \"initiative_event\"\n",
    );
    assert!(stderr(&shop.run(&["evidence"])).contains("outside-the-folder"));
}

#[test]
fn an_import_allows_what_was_typed_for_this_folder_alone() {
    let shop = Shop::new(SETTINGS);
    let repository = shop.all.path().join("payments");
    fs::create_dir(&repository).expect("a folder");
    fs::write(repository.join("a.txt"), "a\n").expect("a file");
    git(&repository, &["init", "--quiet", "."]);
    git(&repository, &["add", "."]);
    git(&repository, &["commit", "--quiet", "--message", "A"]);
    let tried = shop.run(&["import", "git", "../payments", "--dry-run"]);
    assert!(stdout(&tried).contains("Would be allowed from this folder: ../payments"), "{}", stdout(&tried));
    let file = shop.all.path().join("home/.config/onethread/config.toml");
    assert!(!file.exists());
    let done = shop.run(&["import", "git", "../payments"]);
    let said = stdout(&done);
    assert!(
        said.contains("Allowed from this folder, in your own ~/.config/onethread/config.toml: ../payments"),
        "{said}"
    );
    let text = fs::read_to_string(&file).expect("the configuration");
    let real = |path: &Path| fs::canonicalize(path).expect("a path").display().to_string();
    assert!(text.contains(&format!("[folder.\"{}\"]", real(&shop.tree()))), "{text}");
    let review = shop.run(&["evidence"]);
    assert!(!stderr(&review).contains("outside-the-folder"), "{}", stderr(&review));
    assert!(!stdout(&shop.run(&["import", "git", "../payments"])).contains("Allowed"), "it is said once");
    // Another folder with the same settings is not allowed, and is shown what to type.
    let other = shop.all.path().join("other");
    fs::create_dir(&other).expect("a folder");
    fs::copy(shop.tree().join("onethread.toml"), other.join("onethread.toml")).expect("a copy");
    let refused = shop.run(&["evidence", "../other"]);
    assert!(stderr(&refused).contains("onethread import git ../payments --name history"), "{}", stderr(&refused));
    // What cannot be read allows nothing, and is not passed over.
    fs::write(&file, "[folder\n").expect("a file");
    let broken = shop.run(&["evidence"]);
    assert_eq!(broken.status.code(), Some(2));
    assert!(stderr(&broken).contains("error[broken]: your own configuration"), "{}", stderr(&broken));
}

#[test]
fn a_bare_repository_of_the_tree_lends_no_objects_from_outside() {
    let shop = Shop::new(&format!("{SETTINGS}\n[source.x]\nfile = \"bare\"\nformat = \"git\"\n"));
    let secret = shop.all.path().join("secret");
    fs::create_dir(&secret).expect("a folder");
    fs::write(secret.join("a.txt"), "a\n").expect("a file");
    git(&secret, &["init", "--quiet", "."]);
    git(&secret, &["add", "."]);
    git(&secret, &["commit", "--quiet", "--message", "A"]);
    let bare = shop.tree().join("bare");
    let make = || {
        let _ = fs::remove_dir_all(&bare);
        git(&shop.tree(), &["clone", "--quiet", "--bare", "../secret", "bare"]);
    };
    make();
    assert!(!stderr(&shop.run(&["evidence"])).contains("outside-the-folder"), "a plain one is read");
    fs::remove_dir_all(bare.join("objects")).expect("a folder");
    symlink(secret.join(".git/objects"), bare.join("objects")).expect("a link");
    let told = stderr(&shop.run(&["evidence"]));
    assert!(told.contains("outside-the-folder"), "{told}");
    make();
    fs::remove_dir_all(bare.join("objects")).expect("a folder");
    fs::create_dir_all(bare.join("objects/info")).expect("a folder");
    let objects = secret.join(".git/objects").display().to_string();
    for lines in [objects.clone(), "../../../secret/.git/objects".to_owned(), format!("# first\n\n{objects}\n")] {
        fs::write(bare.join("objects/info/alternates"), lines).expect("a file");
        let told = stderr(&shop.run(&["evidence"]));
        assert!(told.contains("`objects/info/alternates` of it leads out of the folder"), "{told}");
    }
}
