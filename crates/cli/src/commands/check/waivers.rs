//! Accepts all findings for a time, so that an organization can begin with rules that it does not keep yet.

use std::collections::BTreeSet;

use onethread_core::check::Checked;
use onethread_core::words::plural;
use onethread_model::edit::{self, Edit};
use onethread_model::record::Value;
use onethread_workspace::Folder;

use crate::args::check::CheckArgs;
use crate::output::{self, Failure, unified};
use crate::places::{EDITED_BYTES_MAX, writing};

/// The file that takes them, in the folder of the organization's files.
const FILE: &str = "waivers.toml";

/// Writes a waiver for each rule and subject that was found, or shows what would be written.
///
/// # Errors
/// When the person is not known, the day is not ahead, or the file cannot be written.
pub(super) fn add(args: &CheckArgs, folder: &Folder, checked: &Checked) -> Result<(), Failure> {
    let (Some(owner), Some(until), Some(reason)) = (&args.owner, args.until, &args.reason) else { return Ok(()) };
    if until <= checked.day {
        let what = format!("--until {until} is not after the day of the check, {}", checked.day);
        return Err(Failure::new(what, "name the day on which a person looks again"));
    }
    if reason.trim().is_empty() {
        return Err(Failure::new("--reason is empty", "say why the findings are accepted"));
    }
    if !folder.org.people.is_empty() && !folder.org.people.contains_key(owner) {
        let near = onethread_model::diagnostic::nearest(owner, folder.org.people.keys().map(String::as_str));
        let help =
            near.map_or_else(|| "people are listed in org/".to_owned(), |near| format!("did you mean `{near}`?"));
        return Err(Failure::new(format!("there is no person `{owner}`"), help));
    }
    // What is wrong with waivers cannot be waived.
    let waivable = checked.findings.iter().filter(|finding| !finding.rule.reads_findings());
    let pairs: BTreeSet<(&str, &str)> = waivable.map(|finding| (finding.rule.code, finding.subject.as_str())).collect();
    let path = format!("{}/{FILE}", folder.organization());
    let refused = |error: edit::EditError| Failure::new(format!("no waiver can be written: {error}"), "");
    let mut blocks = Vec::new();
    for (rule, subject) in &pairs {
        let values = [
            ("rule", Value::text(*rule)),
            ("subject", Value::text(*subject)),
            ("reason", Value::text(reason.trim())),
            ("owner", Value::reference("person", owner.as_str())),
            ("until", Value::Day(until)),
        ];
        blocks.push(edit::apply_to("", &[Edit::append(path.as_str(), "waiver", values)]).map_err(refused)?);
    }
    if folder.sources.find(&path).is_some_and(|(id, _)| !folder.is_whole(id)) {
        return Err(Failure::new(format!("{path} is not UTF-8, so nothing was written"), "save it as UTF-8 first"));
    }
    let waivers = plural(blocks.len(), "waiver", "waivers");
    if args.diff {
        let known = folder.text_of(&path).unwrap_or_default();
        output::print(&unified(&path, known, &with_blocks(&path, known, &blocks)?))?;
        output::say(&format!("{waivers} would be written into {path}\n"));
        return Ok(());
    }
    if blocks.is_empty() {
        output::say("nothing was found that could be waived\n");
        return Ok(());
    }
    writing(&folder.root)?.edit(&path, EDITED_BYTES_MAX, |text| with_blocks(&path, text, &blocks))?;
    output::say(&format!("{waivers} written into {path}\n"));
    Ok(())
}

/// A file with entries at its end. Thousands of edits, one after another, would each read the whole file again.
fn with_blocks(path: &str, text: &str, blocks: &[String]) -> Result<String, Failure> {
    let before = if text.is_empty() { "# What is known to be wrong, and accepted for a time.\n" } else { text };
    let start = before.trim_end();
    let after = format!("{start}{}{}", if start.is_empty() { "" } else { "\n\n" }, blocks.join("\n"));
    edit::validate(&after).map_err(|error| Failure::new(format!("{path}: {error}"), "nothing was written"))?;
    Ok(after)
}
