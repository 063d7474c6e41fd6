//! Step 3: what people and programs read.

pub mod diagnostics;
