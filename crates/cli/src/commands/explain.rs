//! `onethread explain`: the page of a criterion, a measure, a rule, a move kind or a form.

use onethread_core::check::rule;
use onethread_core::explain::{named, pages};
use onethread_report::text::markdown;

use crate::args::{ColorWish, ExplainArgs};
use crate::output::{self, Failure};

pub(super) fn run(args: &ExplainArgs, color: ColorWish) -> Result<u8, Failure> {
    let Some(name) = &args.name else {
        let list: String = pages()
            .iter()
            .map(|page| {
                let kind = rule(page.key).map_or(page.kind, |rule| rule.code);
                format!("{:<28} {kind:<10} {}\n", page.key, page.title)
            })
            .collect();
        output::print(&list)?;
        return Ok(0);
    };
    let found = named(name).map_err(|near| {
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`onethread explain` lists the pages".to_owned(),
        };
        Failure::new(format!("there is no page `{name}`"), help)
    })?;
    let texts: Vec<String> = found.iter().map(|page| markdown(page.text, output::stdout_style(color))).collect();
    output::print(&texts.join("\n"))?;
    Ok(0)
}
