//! What was found the last time, for as long as nothing that it was made from changes.

use onethread_core::check::{Checked, Finding, Kept};
use onethread_evidence::Answer;

use super::print;
use crate::args::check::CheckArgs;
use crate::world::{self, Folder};

/// The answer that is kept, or would be; the folder has its texts.
pub(super) fn answer(args: &CheckArgs, folder: &Folder) -> Option<Answer> {
    let reads_more = args.fix || args.diff || args.add_waivers || args.write_baseline || args.since.is_some();
    if args.no_cache || args.show_settings || reads_more || !folder.is_all_read() {
        return None;
    }
    // Nothing else that can be asked for alters what is found: the rest says how it is told.
    let asked = format!(
        "check {:?} {:?} {:?} {:?} {}",
        args.select,
        args.extend_select,
        args.ignore,
        args.as_of,
        world::today()
    );
    let texts = folder.sources.iter().map(|(_, file)| (file.path.as_str(), file.text.as_str()));
    Answer::to(&folder.root, &folder.config, texts, &asked)
}

/// What was found the last time. The folder takes what was wrong with its input, and its name.
pub(super) fn find(args: &CheckArgs, answer: Option<&Answer>, folder: &mut Folder) -> Option<Checked> {
    let kept = Kept::read(&answer?.find()?)?;
    // What mends replace is kept only once a form told it.
    let is_told = |finding: &Finding| finding.fix.as_ref().is_none_or(|fix| fix.changes.is_some());
    if print::tells_changes(args) && !kept.checked.findings.iter().all(is_told) {
        return None;
    }
    folder.diagnostics = kept.diagnostics;
    folder.known_as = kept.organization;
    Some(kept.checked)
}

/// What is to be kept, as bytes.
pub(super) fn bytes(folder: &Folder, checked: &Checked) -> Option<Vec<u8>> {
    Kept::write(folder.organization_name(), checked, &folder.diagnostics)
}
