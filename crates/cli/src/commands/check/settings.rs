//! Which rules run, and the table that says why.

use onethread_core::check::{self, Active, Origin, Overrides, Settings};
use onethread_workspace::Folder;

use crate::args::check::CheckArgs;
use crate::output::Failure;

/// What holds for every rule, from the settings and the command line.
///
/// # Errors
/// A word of the command line that selects no rule.
pub(super) fn resolve(args: &CheckArgs, folder: &mut Folder) -> Result<Settings, Failure> {
    let overrides = Overrides {
        select: args.select.clone(),
        extend_select: args.extend_select.clone(),
        ignore: args.ignore.clone(),
    };
    let settings =
        check::resolve(&folder.snapshot.config.check, &folder.snapshot.sources, &overrides, &mut folder.diagnostics);
    settings.map_err(|(word, near)| {
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "onethread check --show-settings lists the rules".to_owned(),
        };
        Failure::new(format!("there is no rule `{word}`"), help)
    })
}

/// Every rule with what holds for it and where that was said.
pub(super) fn show(settings: &Settings) -> String {
    let mut out = String::new();
    for active in &settings.rules {
        out.push_str(&line(active));
        for (option, origin) in active.rule.options.iter().zip(&active.set) {
            let value = active.options.get(option.key).unwrap_or(option.default);
            out.push_str(&format!("        {} = {value}  ({origin})\n", option.key));
        }
    }
    out
}

fn line(active: &Active) -> String {
    let rule = active.rule;
    let opt_in = if rule.opt_in { "opt-in, " } else { "" };
    let origin = match &active.leveled {
        Origin::Default => active.chosen.to_string(),
        leveled => leveled.to_string(),
    };
    let level = active.level.map_or("off", check::Level::key);
    format!("{:<6} {:<32} {level:<8} ({opt_in}{origin})\n", rule.code, rule.name)
}
