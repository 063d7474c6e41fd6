//! `onethread schema`: JSON Schemas of what is read and written.

use onethread_model::reference;
use onethread_report::{check, json, show};

use crate::args::{SchemaArgs, SchemaOf};
use crate::output::{self, Failure};

pub(super) fn run(args: &SchemaArgs) -> Result<u8, Failure> {
    let schema = match args.of {
        SchemaOf::Organization => reference::org_schema(),
        SchemaOf::Settings => reference::config_schema(),
        SchemaOf::Review => json::schema(),
        SchemaOf::Check => check::json::schema(),
        SchemaOf::Show => show::schema(),
        SchemaOf::WhatIf => json::what_if_schema(),
    };
    output::print(&format!("{schema:#}\n"))?;
    Ok(0)
}
