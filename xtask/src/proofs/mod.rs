//! `cargo xtask proofs`: kills, faults and writers by the thousand.

#[cfg(unix)]
#[path = "harness.rs"]
#[allow(unreachable_pub, reason = "the tests of the program take it in as well")]
mod harness;

use std::path::Path;

/// Runs what the words ask for, with the program as it is shipped, and says what came of it.
///
/// # Errors
/// What was wrong, or which words are not understood.
#[cfg(unix)]
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<String, String> {
    use harness::moments::{faults, kills, lies, unsynced};
    use harness::scenes::{Scratch, Tools};
    use harness::writers::writers;

    let wishes = Wishes::read(words)?;
    let profile = if wishes.debug { &["--workspace"][..] } else { &["--release"] };
    for what in [&["--bin", "onethread"][..], &["--package", "onethread-faults"]] {
        // The library stands alone, and what the program is built with is what the tests build it with.
        let profile = if what[0] == "--package" && wishes.debug { &[][..] } else { profile };
        let built = crate::cargo(root).args(["build", "--quiet", "--locked"]).args(profile).args(what).status();
        if !built.is_ok_and(|status| status.success()) {
            return Err(format!("{what:?} cannot be built\n"));
        }
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), Into::into);
    let folder = target.join(if wishes.debug { "debug" } else { "release" });
    let scratch = Scratch::new(&std::env::temp_dir()).map_err(|error| format!("{error}\n"))?;
    let library = folder.join("libonethread_faults.so");
    let tools = Tools { program: folder.join("onethread"), library, scratch };
    let failed = |error: std::io::Error| format!("the proofs cannot be run: {error}\n");
    let start = std::time::Instant::now();
    let (mut said, mut is_good) = (String::new(), true);
    let mut tell = |text: String, good: bool| {
        said += &format!("{:>6.1} s  {text}", start.elapsed().as_secs_f64());
        is_good &= good;
    };
    // A proof that cannot fail proves nothing: what is planted comes first.
    let lied = lies(&tools).map_err(failed)?;
    tell(
        format!("planted: {} of {} moves that did not happen were caught\n", lied.wrong.len(), lied.blows),
        lied.is_caught(),
    );
    let unsynced_planted = unsynced(&tools, Some("no-fsync")).map_err(failed)?.len();
    tell(format!("planted: {unsynced_planted} moves without fsync were caught\n"), unsynced_planted > 0);
    let unlocked = [("SLOW", "4".to_owned()), ("PLANT", "no-lock".to_owned())];
    let lost = writers(&tools, 96, 16, &unlocked).map_err(failed)?.lost;
    tell(format!("planted: {lost} writes lost without locks were caught\n"), lost > 0);
    if wishes.kills > 0 {
        let tally = kills(&tools, wishes.kills).map_err(failed)?;
        tell(tally.told("kills"), tally.wrong.is_empty() && tally.drafts == 0);
    }
    if wishes.faults > 0 {
        let tally = faults(&tools, wishes.faults).map_err(failed)?;
        tell(tally.told("faults"), tally.wrong.is_empty() && tally.drafts == 0);
        let torn = unsynced(&tools, None).map_err(failed)?;
        tell(format!("order: {} moves before the bytes were on disk {torn:?}\n", torn.len()), torn.is_empty());
    }
    if wishes.writes > 0 {
        let ledger = writers(&tools, wishes.writes, wishes.writers, &[]).map_err(failed)?;
        tell(ledger.told(), ledger.lost + ledger.doubled + ledger.refused.len() == 0);
    }
    if is_good { Ok(said) } else { Err(said) }
}

/// Says that this system cannot: nothing can be loaded before its C library.
///
/// # Errors
/// Always.
#[cfg(not(unix))]
pub(crate) fn run(_: &Path, _: &[&str]) -> Result<String, String> {
    Err("the proofs need Linux\n".to_owned())
}

/// How much of each is wanted.
struct Wishes {
    kills: usize,
    faults: usize,
    writes: usize,
    writers: usize,
    /// With the program as the tests have it, not as it is shipped.
    debug: bool,
}

impl Wishes {
    /// Reads `kills --kills 1000`, `faults --faults 300` and `writers --writes 10000 --writers 16`; without words, all.
    fn read(words: &[&str]) -> Result<Wishes, String> {
        let all = Wishes { kills: 1_000, faults: 300, writes: 10_000, writers: 16, debug: false };
        let none = Wishes { kills: 0, faults: 0, writes: 0, writers: 16, debug: false };
        let names: Vec<&str> =
            words.iter().filter(|word| matches!(**word, "kills" | "faults" | "writers")).copied().collect();
        let mut wishes = if names.is_empty() { all } else { none };
        for name in &names {
            match *name {
                "kills" => wishes.kills = 1_000,
                "faults" => wishes.faults = 300,
                _ => wishes.writes = 10_000,
            }
        }
        let mut rest = words.iter().filter(|word| !names.contains(*word));
        while let Some(flag) = rest.next() {
            if *flag == "--debug" {
                wishes.debug = true;
                continue;
            }
            let number = rest.next().and_then(|text| text.parse().ok());
            let place = match *flag {
                "--kills" => &mut wishes.kills,
                "--faults" => &mut wishes.faults,
                "--writes" => &mut wishes.writes,
                "--writers" => &mut wishes.writers,
                _ => return Err(format!("`{flag}` is not understood: see `cargo xtask help`\n")),
            };
            *place = number.ok_or_else(|| format!("{flag} needs a number\n"))?;
        }
        Ok(wishes)
    }
}
