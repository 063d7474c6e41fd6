//! `onethread man`: pages for `man`.

use clap::CommandFactory as _;
use onethread_model::diagnostic::nearest;
use onethread_report::inert::inert;

use crate::args::{Args, ManArgs};
use crate::output::{self, Failure};
use crate::shell;

pub(super) fn run(args: &ManArgs) -> Result<u8, Failure> {
    let failure = |error: std::io::Error| Failure::new(format!("the pages cannot be made: {error}"), "");
    let pages = shell::pages(Args::command()).map_err(failure)?;
    if let Some(folder) = &args.output {
        std::fs::create_dir_all(folder).map_err(|error| {
            let what = format!("the folder {} cannot be made: {error}", folder.display());
            Failure::new(what, "name a folder in a place that may be written")
        })?;
        for (name, page) in &pages {
            output::write(&folder.join(format!("{name}.1")), page)?;
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
