//! The store, from outside: whatever happened to it, the facts are those of an import of the whole.

mod append;
mod common;
mod damage;
mod golden;
#[cfg(unix)]
mod kill;
mod measure;
mod runs;
