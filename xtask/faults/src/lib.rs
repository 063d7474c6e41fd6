//! A library that is loaded before the C library (`LD_PRELOAD`), and counts the calls of a program that touch files below
//! one folder. At the n-th of them it ends the process or has the call fail; so every moment of a command can be tried,
//! and the program itself holds no points for faults.
//!
//! | Variable | What it says |
//! |---|---|
//! | `ONETHREAD_FAULTS_BELOW` | the folder, by its real path; without it, nothing is done |
//! | `ONETHREAD_FAULTS_AT` | at which call |
//! | `ONETHREAD_FAULTS_DO` | `kill`, `eio`, `enospc` (only calls that write count), or `lie`: a move that is said to be done and is not |
//! | `ONETHREAD_FAULTS_LOG` | a file that takes down which files were synced and moved, and at the end how many calls there were |
//! | `ONETHREAD_FAULTS_PLANT` | `no-lock`: locks are given to everybody; `no-fsync`: nothing is synced |
//! | `ONETHREAD_FAULTS_SLOW` | milliseconds that each move of a file waits, so that others may come in between |
#![cfg(target_os = "linux")]

mod calls;
mod state;
