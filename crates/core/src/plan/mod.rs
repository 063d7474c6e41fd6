//! Step 7: what to do: the few changes worth making, who gets a leader, whom to hire. The last step, which nothing reads.

pub mod triage;
