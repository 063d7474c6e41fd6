//! Triage.
#![allow(dead_code)]
mod conflict;
mod solve;
