//! `onethread import FILES`: exports of tools. Each is recognized by what it holds, and becomes a source with a preset.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use onethread_evidence::importers::presets::{PRESETS, Preset, Sample};
use onethread_model::Day;
use onethread_model::config::{self, Config};
use onethread_model::diagnostic::nearest;
use onethread_model::edit::Edit;
use onethread_model::facts::TimeKind;
use onethread_model::record::Value;
use onethread_model::source::Sources;
use onethread_report::inert::inert;
use onethread_workspace::{SETTINGS, today};

use super::{bring_in, from};
use crate::args::{ColorWish, ImportFilesArgs};
use crate::output::Failure;
use crate::places;
use crate::survey::{first_of_folder, start_of};

/// A source that is to be in the settings.
struct Export {
    name: String,
    preset: &'static Preset,
    paths: Vec<String>,
}

pub(super) fn run(args: &ImportFilesArgs, color: ColorWish) -> Result<u8, Failure> {
    let root = places::root(&args.folder)?;
    let day = args.as_of.unwrap_or_else(today);
    if day > today() {
        return Err(Failure::new(format!("{day} lies ahead: today is {}", today()), "name a day up to today"));
    }
    let asked = args.preset.as_deref().map(preset).transpose()?;
    let mut found: BTreeMap<&str, (&'static Preset, Vec<&PathBuf>)> = BTreeMap::new();
    for path in &args.files {
        let preset = recognize(path, asked)?;
        found.entry(preset.key).or_insert((preset, Vec::new())).1.push(path);
    }
    if let (Some(name), [_, _, ..]) = (&args.name, &found.keys().collect::<Vec<_>>()[..]) {
        let message = format!("`{}` cannot name exports of several tools", inert(name));
        return Err(Failure::new(message, "leave --name out, or import one tool at a time"));
    }
    let exports: Vec<Export> = found
        .into_values()
        .map(|(preset, paths)| Export {
            name: args.name.clone().unwrap_or_else(|| preset.key.to_owned()),
            preset,
            paths: paths.into_iter().map(|path| from(root.path(), path)).collect(),
        })
        .collect();
    let names: Vec<String> = exports.iter().map(|export| export.name.clone()).collect();
    let edits = |before: &str| edits(&exports, args, day, before);
    bring_in(&root, &args.files, edits, &names, args.dry_run, color)
}

fn preset(key: &str) -> Result<&'static Preset, Failure> {
    Preset::find(key).ok_or_else(|| {
        let keys = || PRESETS.iter().map(|preset| preset.key);
        let help = match nearest(key, keys()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", keys().collect::<Vec<_>>().join(", ")),
        };
        Failure::new(format!("there is no preset `{}`", inert(key)), help)
    })
}

/// The preset of a file or folder, by what it holds.
fn recognize(path: &Path, asked: Option<&'static Preset>) -> Result<&'static Preset, Failure> {
    let name = inert(&path.display().to_string()).to_string();
    let typed = places::typed(path)?;
    let (root, within) = typed.place();
    let first = match root.has_folder(within) {
        true => first_of_folder(root, within),
        false => Some(within.to_path_buf()),
    };
    let start = first.as_deref().map(|first| start_of(root, first)).transpose()?.flatten();
    let (Some(first), Some(start)) = (first, start) else {
        let written = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let help = match nearest(&written, typed.siblings().iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{}`?", inert(near)),
            None => "name the export of a tool, or a folder of records of decisions".to_owned(),
        };
        return Err(Failure::new(format!("there is no file {name}"), help));
    };
    let file = first.to_string_lossy().into_owned();
    let sample = Sample::new(&file, &start);
    if let Some(said) = sample.refusal() {
        let help = asked.map_or_else(
            || "sign in, and make the export again: `onethread explain presets` has the commands".to_owned(),
            |preset| format!("make the export again: {}", preset.command()),
        );
        return Err(Failure::new(format!("{name} {said}"), help));
    }
    match (asked, Preset::detect(&sample)) {
        (Some(asked), Some(found)) if asked.key != found.key => {
            let message = format!("{name} is no export that preset `{}` reads", asked.key);
            Err(Failure::new(
                message,
                format!("it looks like {}: leave --preset out, or say --preset {}", found.summary, found.key),
            ))
        }
        (Some(preset), _) | (None, Some(preset)) => Ok(preset),
        (None, None) => {
            let keys: Vec<&str> = PRESETS.iter().map(|preset| preset.key).collect();
            let help = format!(
                "say what it is: --preset {}; a roster or a list of initiatives: onethread init --from {name}; any other \
                 table needs a mapping (onethread explain table)",
                keys.join("|")
            );
            Err(Failure::new(format!("{name} is not recognized as the export of a tool"), help))
        }
    }
}

/// What the settings have to say.
fn edits(exports: &[Export], args: &ImportFilesArgs, day: Day, before: &str) -> Result<Vec<Edit>, Failure> {
    let mut sources = Sources::default();
    let file = sources.add(SETTINGS, before);
    let config: Config = config::load(&sources, file, &mut Vec::new());
    let mut edits = Vec::new();
    for Export { name, preset, paths } in exports {
        let set = |key, value| Edit::set(SETTINGS, "source", name, key, value);
        let known = config.sources.iter().find(|source| source.id == *name);
        if known.is_some_and(|source| source.preset() != Some(preset.key)) {
            let message = format!("source `{}` of {SETTINGS} has another preset", inert(name));
            return Err(Failure::new(message, "choose another --name"));
        }
        match known {
            Some(known) => {
                let new = paths.iter().filter(|path| !known.files.iter().any(|file| file.value == **path));
                edits.extend(new.map(|path| Edit::add(SETTINGS, "source", name, "file", Value::text(path))));
            }
            None => {
                let all = match paths.as_slice() {
                    [one] => Value::text(one),
                    all => Value::list(all.iter().map(Value::text)),
                };
                edits.extend([set("file", all), set("preset", Value::text(preset.key))]);
            }
        }
        if needs_day(preset) {
            edits.push(set("observed", Value::Day(day)));
        }
        if let Some(initiative) = &args.initiative {
            edits.push(set(
                "constants",
                Value::Map(vec![("initiative".to_owned().into(), Value::text(initiative).into())]),
            ));
        }
    }
    Ok(edits)
}

/// Whether a preset feeds a table that says when something was observed.
pub(crate) fn needs_day(preset: &Preset) -> bool {
    let mut sources = Sources::default();
    let file = sources.add(SETTINGS, format!("[source.x]\nfile = \"x\"\npreset = \"{}\"\n", preset.key));
    let config = config::load(&sources, file, &mut Vec::new());
    config.sources.iter().any(|source| source.table.schema().time != TimeKind::Event)
}
