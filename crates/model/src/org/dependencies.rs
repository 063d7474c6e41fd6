//! Dependencies and their plans as written. Input: a table of an organization file. Output: a [`Dependency`].

use super::{Dependency, Plan, id_of};
use crate::record::Record;

fn plan(mut record: Record) -> Plan {
    let plan = Plan {
        owner: id_of(&mut record, "owner"),
        action: record.text("action"),
        by: record.day("by"),
        agreement: record.text("agreement"),
        code: record.references("code"),
        standards_of: id_of(&mut record, "standards-of"),
        reviewed_by: id_of(&mut record, "reviewed-by"),
        review: record.day("review"),
    };
    record.all_read("plan");
    plan
}

pub(super) fn dependency(record: &mut Record) -> Option<Dependency> {
    let dependency = Dependency {
        on: record.reference("on")?,
        class: record.text("class"),
        effect: record.text("effect"),
        size: record.text("size"),
        needed: record.day("needed"),
        status: record.text("status"),
        note: record.text("note"),
        plan: record.table("plan").map(plan),
        interaction: record.text("interaction"),
        from: record.day("from"),
        until: record.day("until"),
    };
    record.all_read("dependency");
    Some(dependency)
}
