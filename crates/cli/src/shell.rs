//! What a shell can be given: completions, and pages for `man`.

use std::collections::BTreeMap;

use clap::Command;
use clap_complete::Shell;

/// The script that completes the words of the program in a shell.
pub(crate) fn completions(shell: Shell, mut command: Command) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "onethread", &mut script);
    String::from_utf8_lossy(&script).into_owned()
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
