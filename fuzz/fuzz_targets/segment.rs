//! Segments of the store: any bytes as Parquet, of the table that the first byte says.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onethread_evidence::read_segment;
use onethread_model::facts::FACT_KINDS;

fuzz_target!(init: onethread_fuzz::pass_over_caught_panics(), |bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let Some(schema) = FACT_KINDS.get(usize::from(*first) % FACT_KINDS.len()) else { return };
    for rows in [0, 1, 2] {
        // Refused or read; a panic of the library is caught inside.
        let _ = read_segment(rest.to_vec(), schema.kind, rows);
    }
});
