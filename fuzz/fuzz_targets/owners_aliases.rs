//! OWNERS_ALIASES: any bytes, beside a good file of owners.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onethread_evidence::importers::owners::parse;

fuzz_target!(|bytes: &[u8]| {
    let rules = parse(&[("OWNERS_ALIASES", bytes), ("OWNERS", b"approvers: [a, b]\n".as_slice())]);
    onethread_fuzz::rules(&rules, bytes);
    assert_eq!(rules.rules.len(), 1, "whatever aliases say, the owners are there");
});
