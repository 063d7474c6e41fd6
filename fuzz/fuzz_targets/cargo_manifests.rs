//! Manifests and a lockfile of Cargo: any bytes, of a root and a member.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onethread_evidence::importers::cargo::parse;
use onethread_fuzz::{manifests, repository};

fuzz_target!(|bytes: &[u8]| {
    manifests(&parse(&repository("Cargo.toml", "Cargo.lock", bytes)), bytes);
});
