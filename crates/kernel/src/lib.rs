//! Numbers, and nothing about what they count.
//!
//! Every function here takes plain numbers and gives plain numbers back. There is no input or output,
//! no clock and no global state, so equal input gives equal output on every machine, and no input
//! makes a function panic.
//!
//! | module | what it answers |
//! |---|---|
//! | [`survival`] | how long until it happens, when some have not finished and some were not watched from the start |
//! | [`incidence`] | how long until each of several endings, when one rules out the others |
//! | [`bootstrap`] | how sure a share is, when what is counted comes in bursts |
//! | [`weekly`] | the same, when work comes in spells of weeks |
//! | [`concentration`] | how much of the whole the few largest holders hold |
//! | [`coupling`] | what changes together more than chance explains |
//! | [`discovery`] | which of many small probabilities are no chance |
//! | [`separability`] | how much stays within a part, beyond what its size brings |
//! | [`graph`] | how far a change can reach through dependencies |
//! | [`tails`] | how likely it is that a count is so large by chance |
//! | [`process`] | which values of a series lie outside its control limits |
//! | [`exposure`] | whether something came more often, beyond what activity explains |
//! | [`shift`] | how far a level moved, and whether chance alone moves it as far |
//! | [`overlap`] | whether two things fall on the same days more often than chance explains |
//! | [`pooling`] | whether servers that share one queue answer sooner than each by itself |
//! | [`dormancy`] | when silence means that nothing goes on |
//! | [`quasi_independence`] | whether the day on which something was first seen says when it ends |
//! | [`precedence`] | how many steps must follow each other |
//! | [`congruence`] | who has to coordinate, by what they work on |
//! | [`hazard`] | how likely it is in each of several rounds |
//! | [`lag`] | how long what waits for common days has to wait |
//! | [`effective`] | how many equal holders would be as spread out |
//! | [`distributions`] | exact limits of a share, and other quantiles |
//! | [`random`] | what a draw by chance gives, the same on every machine |

#![forbid(unsafe_code)]

pub mod bootstrap;
pub mod concentration;
pub mod congruence;
pub mod coupling;
pub mod discovery;
pub mod distributions;
pub mod dormancy;
pub mod effective;
pub mod exposure;
pub mod graph;
pub mod hazard;
pub mod incidence;
pub mod lag;
pub mod overlap;
pub mod pooling;
pub mod precedence;
pub mod process;
pub mod quasi_independence;
pub mod random;
pub mod separability;
pub mod shift;
pub mod survival;
pub mod tails;
pub mod weekly;
