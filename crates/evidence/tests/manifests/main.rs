//! Manifests and lockfiles: what they mean, what no input may do, and the examples of their pages.

mod common;
mod documented;
mod equal;
mod hostile;
mod pages;
mod rival;
