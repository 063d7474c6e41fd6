//! `onethread schema`: JSON Schemas of what is read and written.

use std::path::Path;

use clap::ValueEnum;
use onethread_model::reference::{self, schema_file};
use onethread_report::{check, json, show};
use serde_json::Value;

use crate::args::{SchemaArgs, SchemaOf};
use crate::output::{self, Failure};
use crate::places::typed;

pub(super) fn run(args: &SchemaArgs) -> Result<u8, Failure> {
    match (&args.output, args.of) {
        (Some(folder), Some(one)) => write(folder, &[one])?,
        (Some(folder), None) => write(folder, SchemaOf::value_variants())?,
        (None, Some(one)) => output::print(&text(one))?,
        (None, None) => output::print(&list())?,
    }
    Ok(0)
}

fn schema(of: SchemaOf) -> Value {
    match of {
        SchemaOf::Organization => reference::org_schema(),
        SchemaOf::Settings => reference::config_schema(),
        SchemaOf::Agreement => reference::agreement_schema(),
        SchemaOf::Privacy => json::privacy_schema(),
        SchemaOf::Review => json::schema(),
        SchemaOf::FirstDays => json::first_days_schema(),
        SchemaOf::Quarter => json::quarter_schema(),
        SchemaOf::Check => check::json::schema(),
        SchemaOf::Show => show::schema(),
        SchemaOf::WhatIf => json::what_if_schema(),
        SchemaOf::Plan => json::plan_schema(),
        SchemaOf::Triage => json::triage_schema(),
        SchemaOf::Roles => json::roles_schema(),
        SchemaOf::CharterGate => json::charter_gate_schema(),
        SchemaOf::Evidence => json::evidence::schema(),
        SchemaOf::Explain => json::explain::schema(),
        SchemaOf::Ask => json::ask::schema(),
        SchemaOf::Init => json::init::schema(),
    }
}

fn text(of: SchemaOf) -> String {
    format!("{:#}\n", schema(of))
}

/// The name of a schema, and of what it is.
fn words(of: SchemaOf) -> (String, String) {
    let value = of.to_possible_value();
    let help = value.as_ref().and_then(|value| value.get_help()).map(ToString::to_string).unwrap_or_default();
    (value.map(|value| value.get_name().to_owned()).unwrap_or_default(), help)
}

fn list() -> String {
    SchemaOf::value_variants()
        .iter()
        .map(|one| words(*one))
        .map(|(name, help)| format!("{name:<14} {help}\n"))
        .collect()
}

fn write(folder: &Path, all: &[SchemaOf]) -> Result<(), Failure> {
    let folder = typed(folder)?;
    folder.make_folder()?;
    folder.keep_out_of_git()?;
    for one in all {
        folder.join(&schema_file(&words(*one).0)).write(text(*one).as_bytes())?;
    }
    Ok(())
}
