//! MAINTAINERS: any bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onethread_evidence::importers::maintainers::parse;

fuzz_target!(|bytes: &[u8]| {
    onethread_fuzz::rules(&parse("MAINTAINERS", bytes, &|path| path.starts_with(b"a")), bytes);
});
