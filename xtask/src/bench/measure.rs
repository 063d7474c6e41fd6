//! Time and memory of processes.
