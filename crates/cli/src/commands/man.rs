//! `onethread man`: pages for `man`.

use clap::CommandFactory as _;
use onethread_model::diagnostic::nearest;
use onethread_report::inert::inert;

use crate::args::{Args, ManArgs};
use crate::output::{self, Failure};
use crate::places::typed;
use crate::shell;

pub(super) fn run(args: &ManArgs) -> Result<u8, Failure> {
    let failure = |error: std::io::Error| Failure::new(format!("the pages cannot be made: {error}"), "");
    let pages = shell::pages(Args::command()).map_err(failure)?;
    if let Some(folder) = &args.output {
        let folder = typed(folder)?;
        folder.make_folder()?;
        for (name, page) in &pages {
            folder.join(&format!("{name}.1")).write(page.as_bytes())?;
        }
        return Ok(0);
    }
    let name = match args.command.as_slice() {
        [] => "onethread".to_owned(),
        words => format!("onethread-{}", words.join("-")),
    };
    let page = pages.get(&name).ok_or_else(|| {
        let help = match nearest(&name, pages.keys().map(String::as_str)) {
            Some(near) => format!("did you mean `{}`?", near.trim_start_matches("onethread-").replace('-', " ")),
            None => "onethread --help lists the commands".to_owned(),
        };
        Failure::new(format!("there is no command `{}`", inert(&args.command.join(" "))), help)
    })?;
    output::print(page)?;
    Ok(0)
}
