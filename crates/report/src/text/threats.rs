//! What could be wrong with this very report.

use super::paint::{Look, Page};
use crate::Style;
use onethread_core::review::Review;
use onethread_core::review::threats::{Class, threats};
use onethread_core::words::capital;

/// The page.
pub fn threats_of(review: &Review, style: Style) -> String {
    let mut page = Page::new(style);
    let name = review.organization.as_deref().unwrap_or("This organization");
    let applying = &review.threats;
    page.line(&[(Look::Strong, &format!("{name}: what could be wrong with the report as of {}", review.as_of))]);
    let all = threats().count();
    page.wrapped("", "", &format!("{} of {all} known threats apply.", applying.len()), "");
    for class in Class::ALL {
        let of_class: Vec<_> = applying.iter().filter(|threat| threat.class == class).collect();
        if of_class.is_empty() {
            continue;
        }
        page.heading(class.heading());
        for threat in of_class {
            let applies = &threat.applies;
            let place = applies.place.as_ref().map(ToString::to_string).unwrap_or_default();
            let mend =
                if applies.remedy.is_empty() { String::new() } else { format!(" {}.", capital(&applies.remedy)) };
            let says = format!("{}: {}.{mend}", threat.title, applies.says);
            page.wrapped(" - ", "   ", &says, &place);
        }
    }
    let silent: Vec<&str> = threats()
        .filter(|threat| !applying.iter().any(|one| one.key == threat.key))
        .map(|threat| threat.title)
        .collect();
    if !silent.is_empty() {
        page.heading("Looked for, and not found here");
        for title in silent {
            page.wrapped(" - ", "   ", title, "");
        }
    }
    page.finish()
}
