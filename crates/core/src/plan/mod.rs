//! Step 7: a plan: the few changes that are worth making, what to leave, and what cannot be known.

pub mod predictions;
