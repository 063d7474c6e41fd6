//! A roster as CSV: any bytes. Workbooks are left to the tests of forged ones: the library that reads them may panic,
//! which the program catches and the fuzzer does not.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onethread_evidence::spreadsheet::{limits, read, understand};

fuzz_target!(|bytes: &[u8]| {
    let mut diagnostics = Vec::new();
    for sheet in read("roster.csv", bytes, &mut diagnostics) {
        assert!(sheet.rows.len() <= limits::ROWS_MAX + 1);
        let _ = understand(&sheet, &[], &mut diagnostics);
    }
});
