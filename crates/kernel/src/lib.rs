//! Numbers, and nothing about what they count.
//!
//! Every function here takes plain numbers and gives plain numbers back. There is no input or output,
//! no clock and no global state, so equal input gives equal output on every machine, and no input
//! makes a function panic.
//!
//! | module | what it answers |
//! |---|---|
//! | [`survival`] | how long until it happens, when some have not finished and some were not watched from the start |
//! | [`bootstrap`] | how sure a share is, when what is counted comes in bursts |
//! | [`concentration`] | how much of the whole the few largest holders hold |
//! | [`coupling`] | what changes together more than chance explains |
//! | [`discovery`] | which of many small probabilities are no chance |
//! | [`tails`] | how likely it is that a count is so large by chance |

#![forbid(unsafe_code)]

pub mod bootstrap;
pub mod concentration;
pub mod coupling;
pub mod discovery;
pub mod survival;
pub mod tails;
