//! CODEOWNERS as GitLab reads it: any bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onethread_evidence::importers::codeowners::parse;

fuzz_target!(|bytes: &[u8]| onethread_fuzz::rules(&parse(".gitlab/CODEOWNERS", bytes), bytes));
