//! Files made to hurt, each as large as it may be: refused or read within 256 MiB, and within a second of the processor;
//! builds that are not optimized get more.

#![cfg(unix)]

mod common;

use std::process::{Command, Output};

use common::{check_memory, folder, stderr};

const SECONDS: u32 = if cfg!(debug_assertions) { 20 } else { 1 };
/// As many bytes as a file of the organization may have.
const BYTES: usize = 32 << 20;

/// What it is called, the file, its bytes, the command, and a word that is said of it.
type Case = (&'static str, &'static str, fn() -> Vec<u8>, &'static [&'static str], &'static str);

const REVIEW: &[&str] = &["review"];

/// As many bytes as the settings may have.
const SETTINGS_BYTES: usize = 1 << 20;

/// A line again and again, each with its number.
fn lines(line: impl Fn(usize) -> String) -> Vec<u8> {
    lines_up_to(BYTES, line)
}

fn lines_up_to(bytes: usize, line: impl Fn(usize) -> String) -> Vec<u8> {
    let mut text = String::with_capacity(bytes);
    for number in 0.. {
        let next = line(number);
        if text.len() + next.len() > bytes {
            break;
        }
        text += &next;
    }
    text.into_bytes()
}

fn filled(start: &[u8], byte: u8) -> Vec<u8> {
    let mut bytes = start.to_vec();
    bytes.resize(BYTES, byte);
    bytes
}

const CASES: &[Case] = &[
    ("brackets", "org/a.toml", || filled(b"a = ", b'['), REVIEW, "inside each other"),
    (
        "tables in tables",
        "org/a.toml",
        || lines(|at| if at == 0 { "a = ".to_owned() } else { "{a=".to_owned() }),
        REVIEW,
        "inside each other",
    ),
    (
        "a key of many parts",
        "org/a.toml",
        || b"a.".repeat(BYTES / 2 - 4).into_iter().chain(*b"b = 1\n").collect(),
        REVIEW,
        "inside each other",
    ),
    (
        "a header of many parts",
        "org/a.toml",
        || [b"[".to_vec(), b"a.".repeat(BYTES / 2 - 4), b"b]\n".to_vec()].concat(),
        REVIEW,
        "inside each other",
    ),
    ("lines that are no TOML", "org/a.toml", || b"=\n".repeat(BYTES / 2), REVIEW, "on the file was left out"),
    ("words without quotes", "org/a.toml", || lines(|at| format!("k{at} = v\n")), REVIEW, "on the file was left out"),
    (
        "keys that nobody knows",
        "org/a.toml",
        || lines(|at| if at == 0 { "[person.a]\n".to_owned() } else { format!("k{at} = 1\n") }),
        REVIEW,
        "keys of an entry",
    ),
    ("kinds that nobody knows", "org/a.toml", || lines(|at| format!("[k{at}.a]\n")), REVIEW, "kinds of entries"),
    (
        "one text",
        "org/a.toml",
        || [b"[person.a]\ntitle = \"".to_vec(), vec![b'x'; BYTES - 64], b"\"\n".to_vec()].concat(),
        REVIEW,
        "",
    ),
    ("nothing but line ends", "org/a.toml", || filled(b"", b'\n'), REVIEW, "--limit organization-file-statements"),
    ("a list of millions", "org/a.toml", || filled(b"a = [", b','), REVIEW, "--limit organization-file-statements"),
    ("bytes that are no text", "org/a.toml", || filled(b"", 0xff), REVIEW, "not UTF-8"),
    ("a file that is larger", "org/a.toml", || vec![b'#'; BYTES + 1], REVIEW, "--limit organization-file-bytes"),
    ("settings of brackets", "onethread.toml", || vec![b'['; SETTINGS_BYTES], REVIEW, "inside each other"),
    ("settings that are larger", "onethread.toml", || vec![b'#'; SETTINGS_BYTES + 1], REVIEW, "--limit settings-bytes"),
    (
        "settings of many sources",
        "onethread.toml",
        || lines_up_to(SETTINGS_BYTES, |at| format!("[source.s{at}]\nfile = \"a.csv\"\n")),
        REVIEW,
        "more things are wrong",
    ),
    (
        "an agreement on what nobody knows",
        "agreement.toml",
        || lines_up_to(SETTINGS_BYTES, |at| format!("[field.f{at}]\non = false\n")),
        REVIEW,
        "more things are wrong",
    ),
    ("a header line without an end", "data.csv", || vec![b'x'; 64 << 20], &["evidence"], "longer than 8 MiB"),
    ("a baseline of brackets", "b.json", || filled(b"", b'['), &["check", "--baseline", "b.json"], "b.json"),
];

fn run(case: &Case) -> Output {
    let (name, path, bytes, words, _) = case;
    let settings = "[source.x]\nfile = \"data.csv\"\ntable = \"initiative_event\"\n";
    let place = folder(&[
        ("onethread.toml", if *path == "data.csv" { settings.as_bytes() } else { b"" }),
        ("org/b.toml", b"[person.b]\n"),
        (path, &bytes()),
    ]);
    let limits = format!("ulimit -v 4194304; ulimit -t {SECONDS}; exec timeout -s KILL 300 \"$0\" \"$@\"");
    let output = Command::new("sh")
        .args(["-c", &limits, env!("CARGO_BIN_EXE_onethread")])
        .args(*words)
        .arg("--statistics")
        .current_dir(place.path())
        .env("SOURCE_DATE_EPOCH", "1785542400")
        .output()
        .expect("it starts");
    assert!(matches!(output.status.code(), Some(0..=2)), "{name}: {}: {}", output.status, stderr(&output));
    check_memory(&output, name);
    output
}

#[test]
fn what_is_made_to_hurt_is_bounded() {
    for case in CASES {
        let said = stderr(&run(case));
        assert!(said.contains(case.4), "{}: {}", case.0, said.chars().take(2_000).collect::<String>());
    }
}
