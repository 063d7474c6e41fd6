//! The only ways out for text that this program did not write, one for each form:
//!
//! | Form | Way out |
//! |---|---|
//! | terminal, messages, one line of anything | [`inert`](crate::inert) |
//! | JSON | [`inert_json`](crate::inert::inert_json) |
//! | HTML and SVG | `Safe` in `charts::frame`, which [`maud`] escapes |
//! | CSV | [`csv`] |
//! | Markdown | [`markdown`] |
//! | names of files | [`file_stem`](onethread_model::ids::file_stem) |

pub(crate) mod csv;
pub(crate) mod markdown;
