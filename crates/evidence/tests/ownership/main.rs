//! Ownership files, from text to owners, findings and facts.

mod common;
mod differential;
mod documented;
mod facts;
mod findings;
mod folders;
mod hostile;
mod measure;
mod sections;
