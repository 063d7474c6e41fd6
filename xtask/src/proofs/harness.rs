//! Proofs about files, through the whole command line: what a kill, a full disk, a broken one or another writer leaves
//! behind. `cargo xtask proofs` runs them at length, `crates/cli/tests/proofs.rs` a small part of them, and each with a
//! planted fault that it must catch.

pub mod moments;
pub mod scenes;
pub mod writers;
