//! `onethread show`: one matter as a table, with what lies behind every row.

use std::mem::ManuallyDrop;
use std::path::Path;

use onethread_core::measure::World;
use onethread_model::diagnostic::nearest;
use onethread_report::inert::inert;
use onethread_report::show::{self, Asked, Form, Level, SUBJECTS, Subject};
use onethread_report::{Style, diagnostics};

use super::{SHOWN_MAX, read_on, show_diagnostics};
use crate::args::ColorWish;
use crate::args::show::{LevelWish, ShowArgs, ShowFormat};
use crate::output::{self, Failure};
use crate::statistics::timed;

/// What stands for every subject.
const ALL: &str = "all";

pub(super) fn run(args: &ShowArgs, color: ColorWish) -> Result<u8, Failure> {
    let Some(name) = &args.subject else {
        let width = show::key_width();
        let list: String = SUBJECTS.iter().map(|one| format!("{:<width$} {}\n", one.key, one.title)).collect();
        output::print(&format!("{list}{ALL:<width$} all of these, one after another\n"))?;
        return Ok(0);
    };
    let subject = match name.as_str() {
        ALL => None,
        name => Some(show::subject(name).map_err(|near| unknown_subject(name, near))?),
    };
    let asked = asked(args, subject)?;
    let (mut folder, day) = read_on(&args.folder, args.as_of)?;
    diagnostics::sort(&mut folder.diagnostics, &folder.snapshot.sources);
    show_diagnostics(&folder.diagnostics, &folder.sources, color, SHOWN_MAX);
    // The process ends after it: giving a million facts back one by one would only make people wait.
    let folder = ManuallyDrop::new(folder);
    let world = ManuallyDrop::new(World::on(&folder.snapshot, day));
    if let Some(id) = &asked.initiative
        && world.initiative(id).is_none()
    {
        let near = nearest(id, world.initiatives.iter().map(|initiative| initiative.id.as_str()));
        let help = near.map_or_else(
            || "onethread review --all lists those that are live".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        return Err(Failure::new(format!("there is no initiative `{id}` on {day}"), help));
    }
    if let Some(subject) = subject.filter(|subject| !world.computes(subject.measure)) {
        let owner = folder.agreement.owner.as_deref().unwrap_or("its owner");
        let what = format!("`{}` is switched off by the agreement", subject.key);
        return Err(Failure::new(what, format!("agreement.toml says so; talk to {}", inert(owner))));
    }
    let file = args.output.as_deref();
    let form = match format(args) {
        ShowFormat::Table => Form::Table,
        ShowFormat::Json => Form::Json,
        ShowFormat::Csv => Form::Csv,
        ShowFormat::Svg => Form::Svg,
        ShowFormat::Html => Form::Html,
        ShowFormat::Markdown => Form::Markdown,
    };
    let style = output::data_style(color, file);
    let data = timed("analysis", || match subject {
        Some(subject) => one(subject, &world, &asked, form, style),
        None => show::render_all(&world, &asked, form, style).ok_or_else(|| {
            Failure::new(
                "this form holds one subject alone",
                "take --format table, json, html or markdown, or name the subject",
            )
        }),
    })?;
    output::deliver(file, &data)?;
    Ok(0)
}

/// The form that is asked for, else the one that the name of the file asks for.
fn format(args: &ShowArgs) -> ShowFormat {
    let by_name = match output::ending(args.output.as_deref()).as_deref() {
        Some("json") => ShowFormat::Json,
        Some("csv") => ShowFormat::Csv,
        Some("svg") => ShowFormat::Svg,
        Some("html" | "htm") => ShowFormat::Html,
        Some("md") => ShowFormat::Markdown,
        _ => ShowFormat::Table,
    };
    args.format.unwrap_or(by_name)
}

fn one(subject: &Subject, world: &World<'_>, asked: &Asked, form: Form, style: Style) -> Result<String, Failure> {
    let sheet = show::answer(subject, world, asked);
    show::render(&sheet, subject, world, asked, form, style).ok_or_else(|| {
        let why = sheet.empty.clone().filter(|_| sheet.rows.is_empty());
        let why = why.unwrap_or_else(|| "it is a table without a picture".to_owned());
        Failure::new(
            format!("there is no picture of {}: {why}", subject.key),
            "--format table and --format html show what there is",
        )
    })
}

fn unknown_subject(name: &str, near: Option<&str>) -> Failure {
    let is_folder = Path::new(name).is_dir();
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None if is_folder => {
            format!("say what to show before the folder, as in: onethread show {} {name}", SUBJECTS[0].key)
        }
        None => "`onethread show` lists what there is".to_owned(),
    };
    Failure::new(format!("there is nothing to show by the name of `{name}`"), help)
}

/// What was asked, as far as the subject takes it.
fn asked(args: &ShowArgs, subject: Option<&Subject>) -> Result<Asked, Failure> {
    let name = subject.map_or(ALL, |subject| subject.key);
    let word = |given: &Option<String>, known: &[&str], flag: &str| match given {
        None => Ok(None),
        Some(given) if known.contains(&given.as_str()) => Ok(Some(given.clone())),
        Some(given) => {
            let help = match (nearest(given, known.iter().copied()), known) {
                (_, []) => format!("leave out {flag}"),
                (Some(near), _) => format!("did you mean `{near}`?"),
                (None, known) => format!("it takes {}", known.join(", ")),
            };
            Err(Failure::new(format!("{name} does not take {flag} {given}"), help))
        }
    };
    if args.level.is_some() && subject.is_some_and(|subject| subject.teams_min.is_none()) {
        return Err(Failure::new(format!("{name} does not take --level"), "leave it out"));
    }
    Ok(Asked {
        only: args.only.iter().map(|id| id.trim().to_owned()).filter(|id| !id.is_empty()).collect(),
        initiative: args.initiative.clone(),
        level: match args.level {
            Some(LevelWish::Component) => Some(Level::Component),
            Some(LevelWish::Team) => Some(Level::Team),
            None => None,
        },
        over_days: args.over,
        top: args.top,
        definition: word(&args.definition, subject.map_or(&[], |subject| subject.definitions), "--definition")?,
        order: word(&args.order, subject.map_or(&[], |subject| subject.orders), "--order")?,
    })
}
