//! OWNERS: any bytes, in the root and in a folder.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onethread_evidence::importers::owners::parse;

fuzz_target!(|bytes: &[u8]| {
    onethread_fuzz::rules(&parse(&[("OWNERS", bytes), ("a/OWNERS", bytes)]), bytes);
});
