//! A roster as CSV: any bytes. Workbooks are left to the tests of forged ones: the library that reads them may panic,
//! which the program catches and the fuzzer does not.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onethread_evidence::spreadsheet::{read, understand};
use onethread_model::limits::SHEET_ROWS;

fuzz_target!(|bytes: &[u8]| {
    let mut diagnostics = Vec::new();
    for mut sheet in read("roster.csv", bytes, &mut diagnostics) {
        assert!(!SHEET_ROWS.is_passed_by(sheet.rows.len() as u64));
        let _ = understand(&mut sheet, &[], &mut diagnostics);
    }
});
