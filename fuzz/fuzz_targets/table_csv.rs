//! Comma-separated values of the table importer: any bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| onethread_fuzz::table("csv", bytes));
