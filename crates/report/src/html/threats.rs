//! What could be wrong with this very report.

use maud::{Markup, html};

use super::prose::{full, margin, sentence};
use onethread_core::review::Review;
use onethread_core::review::threats::Class;
use onethread_core::words::capital;

/// The section; absent where nothing is said that could be wrong.
pub(super) fn threats(review: &Review) -> Option<Markup> {
    let applying = &review.threats;
    if applying.is_empty() {
        return None;
    }
    Some(html! {
        @for class in Class::ALL {
            @let of_class: Vec<_> = applying.iter().filter(|threat| threat.class == class).collect();
            @if !of_class.is_empty() {
                h3.small { (class.heading()) }
                ul.points {
                    @for threat in of_class {
                        @let applies = &threat.applies;
                        li {
                            div.row {
                                div {
                                    p {
                                        strong { (threat.title) ". " } (full(&capital(&applies.says)))
                                        @if !applies.remedy.is_empty() { " " (full(&capital(&applies.remedy))) }
                                    }
                                    p.more { (sentence(threat.about())) }
                                }
                                (margin(&applies.place.iter().collect::<Vec<_>>()))
                            }
                        }
                    }
                }
            }
        }
    })
}
