//! What could be wrong with the review, for programs.

use onethread_model::source::Place;
use schemars::JsonSchema;
use serde::Serialize;

use crate::review::Review;
use crate::review::threats::applying;

/// Something that could make the review wrong.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ThreatJson {
    /// Its name.
    pub key: &'static str,
    /// `construct`, `selection`, `conclusion` or `external`.
    pub class: &'static str,
    /// What it is.
    pub title: &'static str,
    /// How it applies to this review.
    pub says: String,
    /// How many are affected; null where it is about all.
    pub affected: Option<usize>,
    /// Of how many.
    pub of: Option<usize>,
    /// Where an example can be seen.
    #[schemars(with = "Option<String>")]
    pub place: Option<Place>,
    /// What would lessen it; empty where nothing would.
    pub mend: String,
}

/// Those that apply.
pub fn threats(review: &Review<'_>) -> Vec<ThreatJson> {
    let json = |(threat, applies): (&crate::review::threats::Threat, crate::review::threats::Applies)| ThreatJson {
        key: threat.key,
        class: threat.class.key(),
        title: threat.title,
        says: applies.says,
        affected: applies.affected,
        of: applies.of,
        place: applies.place,
        mend: applies.mend,
    };
    applying(review).into_iter().map(json).collect()
}
