//! What a shell can be given: completions, and pages for `man`.

use std::collections::BTreeMap;

use clap::Command;
use clap_complete::Shell;
use clap_complete::env::Shells;

/// Names the shell that asks the program for completions.
pub(crate) const VARIABLE: &str = "ONETHREAD_COMPLETE";

/// The script that has a shell ask the program for completions.
pub(crate) fn completions(shell: Shell) -> String {
    const NAME: &str = "onethread";
    let mut script = Vec::new();
    let shells = Shells::builtins();
    if let Some(completer) = shells.completer(&shell.to_string()) {
        // Writing into memory cannot fail.
        let _ = completer.write_registration(VARIABLE, NAME, NAME, NAME, &mut script);
    }
    let script = String::from_utf8_lossy(&script);
    let lines: Vec<&str> = script.trim().lines().map(str::trim_end).collect();
    lines.join("\n") + "\n"
}

/// The pages of the program and of each of its commands, by name: `onethread`, `onethread-check`.
///
/// # Errors
/// None that writing into memory can cause.
pub(crate) fn pages(mut command: Command) -> std::io::Result<BTreeMap<String, String>> {
    // Arguments that every command takes reach the commands only now.
    command.build();
    let mut pages = BTreeMap::new();
    add(&command, "onethread", &mut pages)?;
    Ok(pages)
}

fn add(command: &Command, name: &str, pages: &mut BTreeMap<String, String>) -> std::io::Result<()> {
    for below in command.get_subcommands().filter(|below| below.get_name() != "help" && !below.is_hide_set()) {
        add(below, &format!("{name}-{}", below.get_name()), pages)?;
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone().display_name(name)).title(name).render(&mut page)?;
    let page = String::from_utf8_lossy(&page);
    let lines: Vec<&str> = page.lines().map(str::trim_end).collect();
    pages.insert(name.to_owned(), lines.join("\n") + "\n");
    Ok(())
}
