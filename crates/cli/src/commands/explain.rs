//! `onethread explain`: the page of a criterion, a measure, a rule, a move kind, a form, or what evidence can be read;
//! or a list of pages.

use onethread_core::check::{Rule, family_of, rule};
use onethread_core::explain::{self, Page};
use onethread_evidence::importers;
use onethread_model::diagnostic::nearest;
use onethread_report::inert::inert;
use onethread_report::json;
use onethread_report::text::markdown;

use crate::args::{ColorWish, DataFormat, ExplainArgs};
use crate::output::{self, Failure};

/// Kinds of pages with their headings, in the order of the list; rules stand under those of their families.
const KINDS: [(&str, &str); 8] = [
    ("form", "Form"),
    ("criterion", "Criteria, asked of every initiative: onethread review"),
    ("measure", "Measures: onethread show"),
    ("rule", "Rules: onethread check"),
    ("move", "Moves: onethread what-if"),
    ("plan", "Choices: onethread plan"),
    ("format", "Sources of evidence, by format"),
    ("preset", "Exports of tools: onethread import"),
];

pub(super) fn run(args: &ExplainArgs, color: ColorWish) -> Result<u8, Failure> {
    let file = args.output.as_deref();
    let (found, is_list) = match &args.name {
        None => (pages(), true),
        Some(name) => match named(name) {
            Ok(found) => (found, false),
            Err(near) => (of_kind(name).or_else(|| beginning(name)).ok_or_else(|| unknown(name, near))?, true),
        },
    };
    let data = match output::data_format(args.format, file) {
        DataFormat::Json => output::json(&json::explain::explain(&found, !is_list))?,
        DataFormat::Text if is_list => list(&found),
        DataFormat::Text => {
            let style = output::data_style(color, file);
            let texts: Vec<String> = found.iter().map(|page| markdown(page.text, style)).collect();
            texts.join("\n")
        }
    };
    output::deliver(file, &data)?;
    Ok(0)
}

/// All pages: those of the model, then those of evidence.
fn pages() -> Vec<Page> {
    let evidence = importers::pages().map(|page| {
        let importers::SourcePage { key, kind, title, text } = page;
        Page { key, kind, title, text }
    });
    explain::pages().into_iter().chain(evidence).collect()
}

/// The pages with this name.
///
/// # Errors
/// The nearest name, when one is near.
fn named(name: &str) -> Result<Vec<Page>, Option<&'static str>> {
    explain::named(name).or_else(|near| {
        let wanted = name.to_lowercase().replace('_', "-");
        let all = pages();
        let found: Vec<Page> = all.iter().filter(|page| page.key == wanted).copied().collect();
        match found.is_empty() {
            false => Ok(found),
            true => Err(near.or_else(|| nearest(&wanted, all.iter().map(|page| page.key)))),
        }
    })
}

/// The rule that a page is of; nothing for another page.
fn rule_of(page: &Page) -> Option<&'static Rule> {
    if page.kind == "rule" { rule(page.key) } else { None }
}

/// The pages of a kind, by its name in the plural, such as `presets`.
fn of_kind(name: &str) -> Option<Vec<Page>> {
    let kind = name.strip_suffix('s')?;
    let found: Vec<Page> = pages().into_iter().filter(|page| page.kind == kind).collect();
    if found.is_empty() { None } else { Some(found) }
}

/// The pages whose name or code begins so; `None` where none does.
fn beginning(with: &str) -> Option<Vec<Page>> {
    let with = with.to_lowercase().replace('_', "-");
    let begins = |page: &Page| {
        page.key.starts_with(&with) || rule_of(page).is_some_and(|rule| rule.code.to_lowercase().starts_with(&with))
    };
    let found: Vec<Page> = pages().into_iter().filter(begins).collect();
    if with.is_empty() || found.is_empty() { None } else { Some(found) }
}

fn unknown(name: &str, near: Option<&str>) -> Failure {
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`onethread explain` lists the pages".to_owned(),
    };
    Failure::new(format!("there is no page `{}`", inert(name)), help)
}

/// A line for each page, in groups.
fn list(pages: &[Page]) -> String {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for (kind, heading) in KINDS {
        for page in pages.iter().filter(|page| page.kind == kind) {
            let (heading, name) = match rule_of(page) {
                Some(rule) => (family(rule), format!("{}  {}", rule.code, page.key)),
                None => (heading.to_owned(), page.key.to_owned()),
            };
            let line = format!("  {name:<38} {}\n", page.title);
            match groups.last_mut().filter(|(last, _)| *last == heading) {
                Some((_, lines)) => lines.push(line),
                None => groups.push((heading, vec![line])),
            }
        }
    }
    let group = |(heading, lines): &(String, Vec<String>)| format!("{heading}\n{}", lines.concat());
    groups.iter().map(group).collect::<Vec<_>>().join("\n")
}

fn family(rule: &Rule) -> String {
    match family_of(rule) {
        Some(family) => format!("Rules {}: {}", family.letters, family.title),
        None => "Rules".to_owned(),
    }
}
