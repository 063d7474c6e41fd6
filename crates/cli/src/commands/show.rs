//! `onethread show`: one matter as a table, with what lies behind every row.

use std::mem::ManuallyDrop;
use std::path::Path;

use onethread_core::measure::World;
use onethread_core::report::diagnostics;
use onethread_core::report::show::{self, Asked, Form, Level, SUBJECTS, Subject};
use onethread_model::diagnostic::nearest;

use super::{SHOWN_MAX, show_diagnostics};
use crate::args::{ColorWish, LevelWish, ShowArgs, ShowFormat};
use crate::output::{self, Failure};
use crate::world::Folder;

pub(super) fn run(args: &ShowArgs, color: ColorWish) -> Result<u8, Failure> {
    let Some(name) = &args.subject else {
        let list: String = SUBJECTS.iter().map(|one| format!("{:<14} {}\n", one.key, one.title)).collect();
        output::print(&list)?;
        return Ok(0);
    };
    let subject = show::subject(name).map_err(|near| unknown_subject(name, near))?;
    let asked = asked(args, subject)?;
    let mut folder = Folder::read(&args.folder)?;
    let day = folder.day(args.as_of)?;
    diagnostics::sort(&mut folder.diagnostics, &folder.sources);
    show_diagnostics(&folder.diagnostics, &folder.sources, color, SHOWN_MAX);
    // The process ends after it: giving a million facts back one by one would only make people wait.
    let folder = ManuallyDrop::new(folder);
    let world = ManuallyDrop::new(World::on(folder.inputs(), day));
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
    let sheet = show::answer(subject, &world, &asked);
    let form = match args.format {
        ShowFormat::Table => Form::Table,
        ShowFormat::Json => Form::Json,
        ShowFormat::Csv => Form::Csv,
        ShowFormat::Svg => Form::Svg,
        ShowFormat::Html => Form::Html,
    };
    let style = output::data_style(color, args.output.as_deref());
    let data = show::render(&sheet, subject, &world, &asked, form, style).ok_or_else(|| {
        let why = sheet.empty.clone().filter(|_| sheet.rows.is_empty());
        let why = why.unwrap_or_else(|| "it is a table without a picture".to_owned());
        Failure::new(
            format!("there is no picture of {}: {why}", subject.key),
            "-o table and -o html show what there is",
        )
    })?;
    match &args.output {
        Some(path) => output::write(path, &data)?,
        None => output::print(&data)?,
    }
    Ok(0)
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
fn asked(args: &ShowArgs, subject: &Subject) -> Result<Asked, Failure> {
    let word = |given: &Option<String>, known: &[&str], flag: &str| match given {
        None => Ok(None),
        Some(given) if known.contains(&given.as_str()) => Ok(Some(given.clone())),
        Some(given) => {
            let help = match (nearest(given, known.iter().copied()), known) {
                (_, []) => format!("leave out {flag}"),
                (Some(near), _) => format!("did you mean `{near}`?"),
                (None, known) => format!("it takes {}", known.join(", ")),
            };
            Err(Failure::new(format!("{} does not take {flag} {given}", subject.key), help))
        }
    };
    if args.level.is_some() && !subject.has_levels {
        return Err(Failure::new(format!("{} does not take --level", subject.key), "leave it out"));
    }
    Ok(Asked {
        only: args.only.iter().map(|id| id.trim().to_owned()).filter(|id| !id.is_empty()).collect(),
        initiative: args.initiative.clone(),
        level: match args.level {
            Some(LevelWish::Component) => Level::Component,
            _ => Level::Team,
        },
        over_days: args.over,
        top: args.top,
        definition: word(&args.definition, subject.definitions, "--definition")?,
        order: word(&args.order, subject.orders, "--order")?,
    })
}
