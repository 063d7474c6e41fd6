//! Small multiples: drawings of one kind side by side, to be compared.

use maud::{Markup, html};

/// Several drawings in as many columns as there is room for, each under its name.
pub(crate) fn multiples(panels: &[(String, Markup)]) -> Markup {
    html! {
        div.multiples {
            @for (name, drawing) in panels {
                div { p.panel-title { (super::frame::Safe(name)) } (drawing) }
            }
        }
    }
}
