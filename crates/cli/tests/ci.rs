//! `onethread init --ci`, `completions` and `man`: what is written runs, and nothing is written over.

#![cfg(unix)]

mod common;

use common::{folder, onethread, repository, stderr, stdout};

const SETTINGS: &[u8] = b"[project]\nname = \"Shop\"\ndata-cut = 2026-06-30\n";
const PLACES: &[(&str, &str)] = &[
    ("github", ".github/workflows/onethread.yml"),
    ("gitlab", ".gitlab-ci.yml"),
    ("pre-commit", ".pre-commit-config.yaml"),
];

fn committed() -> tempfile::TempDir {
    let all = folder(&[
        ("a/shop/onethread.toml", SETTINGS),
        ("a/shop/org/a.toml", b"[initiative.returns]\nleader = \"ines\"\n"),
    ]);
    for args in [&["init", "--quiet", "."][..], &["add", "."], &["commit", "--quiet", "--message", "Who leads what"]] {
        let identity =
            ["-c", "user.name=Ada Example", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"];
        let done = std::process::Command::new("git").args(identity).args(args).current_dir(all.path()).output();
        assert!(done.expect("git starts").status.success(), "{args:?}");
    }
    all
}

#[test]
fn what_is_written_runs_and_stays() {
    let all = committed();
    for (wish, place) in PLACES {
        let init = |more: &[&str]| onethread(all.path(), &[&["init", "a/shop", "--ci", wish], more].concat());
        let file = all.path().join(place);
        assert_eq!(init(&["--dry-run"]).status.code(), Some(0));
        assert!(!file.exists(), "{wish}: --dry-run writes");
        assert_eq!(init(&[]).status.code(), Some(0), "{wish}");
        let text = std::fs::read_to_string(&file).expect("a file");
        // Every command in it is one that this program takes, from the top of the repository, where forges run it.
        let mut ran = 0;
        for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
            let Some((_, words)) = line.split_once(" check a/shop") else { continue };
            let words = words
                .trim_end_matches('\'')
                .replace("\"$BASE\"", "HEAD")
                .replace("\"${CI_MERGE_REQUEST_DIFF_BASE_SHA:-HEAD}\"", "HEAD");
            let words: Vec<&str> = ["check", "a/shop"].into_iter().chain(words.split_whitespace()).collect();
            let output = onethread(all.path(), &words);
            assert_eq!(output.status.code(), Some(0), "{wish}: {words:?}: {}", stderr(&output));
            ran += 1;
        }
        assert_eq!(ran, if *wish == "pre-commit" { 1 } else { 2 }, "{text}");
        let again = init(&[]);
        assert!(again.status.code() == Some(0) && stderr(&again).contains("says the same"), "{}", stderr(&again));
        std::fs::write(&file, "# mine\n").expect("a file");
        let other = init(&[]);
        assert!(other.status.code() == Some(2) && stderr(&other).contains("stays as it is"), "{}", stderr(&other));
        assert_eq!(stdout(&other), text, "what to put into it by hand is shown");
        assert_eq!(std::fs::read_to_string(&file).expect("a file"), "# mine\n");
    }
}

#[test]
fn where_nothing_can_be_written_says_why() {
    let nowhere = folder(&[("onethread.toml", SETTINGS)]);
    let output = onethread(nowhere.path(), &["init", ".", "--ci", "github"]);
    assert!(output.status.code() == Some(2) && stderr(&output).contains("no git repository"), "{}", stderr(&output));
    // A name that a script would run is not put into one.
    let all = committed();
    std::fs::create_dir_all(all.path().join("$(id)/org")).expect("a folder");
    let output = onethread(all.path(), &["init", "$(id)", "--ci", "github"]);
    assert!(output.status.code() == Some(2) && stderr(&output).contains("`$(id)`"), "{}", stderr(&output));
    assert!(!all.path().join(".github").exists());
}

#[test]
fn completions_and_pages_are_those_of_the_repository() {
    let share = repository().join("share");
    let kept = |path: &str| std::fs::read_to_string(share.join(path)).expect(path);
    for (shell, file) in [("bash", "onethread.bash"), ("zsh", "_onethread"), ("fish", "onethread.fish")] {
        let made = stdout(&onethread(&repository(), &["completions", shell]));
        assert!(made.contains("ONETHREAD_COMPLETE"), "{shell}");
        // Shown in full, two long texts tell nobody what differs.
        assert!(made == kept(&format!("completions/{file}")), "{shell}: run `cargo xtask bless`");
    }
    for (words, file) in [(&["man"][..], "onethread.1"), (&["man", "check"], "onethread-check.1")] {
        let made = stdout(&onethread(&repository(), words));
        assert!(made.contains(".SH SYNOPSIS"), "{made}");
        assert!(made == kept(&format!("man/man1/{file}")), "{file}: run `cargo xtask bless`");
    }
    let output = onethread(&repository(), &["man", "chekc"]);
    assert!(
        output.status.code() == Some(2) && stderr(&output).contains("did you mean `check`?"),
        "{}",
        stderr(&output)
    );
    let pages = folder(&[]);
    let out = pages.path().join("man1");
    let output = onethread(&repository(), &["man", "--output", out.to_str().expect("UTF-8")]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(
        std::fs::read_to_string(out.join("onethread-check.1")).expect("a page"),
        kept("man/man1/onethread-check.1")
    );
}
