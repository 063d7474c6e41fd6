//! Manifests and a lockfile of pnpm: any bytes, of a root and a member.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onethread_evidence::importers::npm::parse;
use onethread_fuzz::{manifests, repository};

fuzz_target!(|bytes: &[u8]| {
    manifests(&parse(&repository("package.json", "pnpm-lock.yaml", bytes)), bytes);
});
