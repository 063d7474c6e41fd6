//! What a commit says: trailers, co-authors, pull requests, references, and the mailmap.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onethread_evidence::importers::git::{Bots, Identity, Mailmap, Patterns, co_authors, pull_request, trailers};

fuzz_target!(|bytes: &[u8]| {
    let bots = Bots::default();
    let mailmap = Mailmap::read(bytes);
    for (key, value) in trailers(bytes) {
        assert!(!key.is_empty() && bytes.len() >= key.len() + value.len());
    }
    for one in co_authors(bytes) {
        let (name, address) = mailmap.resolve(one.name, one.address);
        if let Some(identity) = Identity::of(name, address, &bots) {
            assert!(!identity.key.is_empty() && !identity.spellings.is_empty());
        }
    }
    let _ = pull_request(bytes);
    let patterns = Patterns::new([r"\b([A-Z]{2,9})-[0-9]+\b", "(?i)initiative: *([a-z-]+)"]).expect("patterns");
    for reference in patterns.find(bytes, bytes) {
        assert!(!reference.name.is_empty() && reference.whole.contains(&reference.name));
        assert!(!reference.whole.contains('@'), "no address passes");
    }
});
