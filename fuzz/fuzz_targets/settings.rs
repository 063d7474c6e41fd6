//! The settings as TOML: any text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onethread_model::config::load;
use onethread_model::source::Sources;

fuzz_target!(|text: &str| {
    let mut sources = Sources::default();
    let file = sources.add("onethread.toml", text);
    let mut diagnostics = Vec::new();
    load(&sources, file, &mut diagnostics);
    onethread_fuzz::diagnostics(&sources, &diagnostics);
});
