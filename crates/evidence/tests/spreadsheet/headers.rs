//! Headers as people and their tools write them, each with where it comes from and what it says.

use onethread_evidence::spreadsheet::{SheetKind, read, understand};

/// What a header is read as, in a sheet that is known by another one.
fn says(kind: SheetKind, header: &str) -> String {
    says_beside(kind, header, "Initiative key,Due date")
}

fn says_beside(kind: SheetKind, header: &str, list: &str) -> String {
    let beside = match kind {
        SheetKind::Roster => "Given name,Cubicle",
        SheetKind::Initiatives => list,
        SheetKind::Asks => "Initiative,Asked team",
    };
    let text = format!("{beside},\"{header}\"\nx,y,z\n");
    let mut sheet = read("a.csv", text.as_bytes(), &mut Vec::new()).remove(0);
    let table = understand(&mut sheet, &[], &mut Vec::new()).expect("a header");
    assert_eq!(table.kind, kind, "{header}");
    table.columns.last().and_then(|column| column.says).map_or("-", |says| says.words().word).to_owned()
}

/// All that are not understood, as `header: what it is read as`.
fn not_understood(rows: &[(SheetKind, &str, &str)]) -> Vec<String> {
    let read_as = |kind: SheetKind, header: &str, expected: &str| match expected {
        // A share needs someone whose it is, and what is due is beside no other due day.
        "share" | "due" => says_beside(kind, header, "Initiative key,DRI"),
        _ => says(kind, header),
    };
    let found = rows.iter().map(|(kind, header, expected)| (header, expected, read_as(*kind, header, expected)));
    found
        .filter(|(_, expected, found)| *expected != found)
        .map(|(header, _, found)| format!("{header}: {found}"))
        .collect()
}

use SheetKind::{Initiatives as I, Roster as R};

/// The fifty-four that were tried with people: eleven are quoted from what was not understood, all others are written
/// after the same workbooks (rosters, project lists, RACI tables, planning sheets).
const TRIED: [(SheetKind, &str, &str); 54] = [
    // Quoted.
    (I, "Initiative / Goal", "initiative"),
    (R, "Line Mgr", "manager"),
    (R, "LM", "manager"),
    (R, "Squad / Team", "team"),
    (R, "Pod", "team"),
    (R, "Org", "team"),
    (R, "Division", "team"),
    (R, "Business unit", "team"),
    (I, "Accountable exec", "sponsor"),
    (I, "Sponsor", "sponsor"),
    (I, "Owner (A)", "leader"),
    // Rosters.
    (R, "Full Name", "name"),
    (R, "Employee Name", "name"),
    (R, "Emp ID", "number"),
    (R, "Emp. No.", "number"),
    (R, "Personnel Number", "number"),
    (R, "Reports To", "manager"),
    (R, "Manager's Name", "manager"),
    (R, "Mgr", "manager"),
    (R, "Line Manager (name)", "manager"),
    (R, "Supervisor ID", "manager"),
    (R, "Dept.", "function"),
    (R, "Job Title / Role", "role"),
    (R, "Position", "role"),
    (R, "Squads", "team"),
    (R, "Current team", "team"),
    (R, "Team(s)", "team"),
    (R, "Work E-mail", "email"),
    (R, "Surname", "last-name"),
    (R, "GitHub handle", "login"),
    (R, "Contracted FTE", "contract"),
    (R, "Termination Date", "left"),
    (R, "Employment Status", "status"),
    // Lists of initiatives.
    (I, "Project Name", "initiative"),
    (I, "Initiatives", "initiative"),
    (I, "Workstream", "initiative"),
    (I, "Directly Responsible Individual (DRI)", "leader"),
    (I, "Lead(s)", "leader"),
    (I, "Proj. Lead", "leader"),
    (I, "Owner / Lead", "leader"),
    (I, "Accountable (A)", "leader"),
    (I, "Resp. person", "leader"),
    (I, "Exec sponsor(s)", "sponsor"),
    (I, "% Allocation", "share"),
    (I, "Kick-off date", "start"),
    (I, "Start | Quarter", "start"),
    (I, "Tgt Date", "due"),
    (I, "Due by", "due"),
    (I, "Completed On", "end"),
    (I, "Project Status", "status"),
    (I, "Depends On / Blocked By", "depends-on"),
    (I, "Deps", "depends-on"),
    (I, "Teams needed", "depends-on"),
    (I, "Why / Problem", "purpose"),
];

/// Twenty that are collected elsewhere, with the document that shows each.
const COLLECTED: [(SheetKind, &str, &str, &str); 20] = [
    (R, "Supervisory Organization", "team", "Workday: reports on workers"),
    (R, "Worker's Manager", "manager", "Workday: reports on workers"),
    (R, "Full_Name", "name", "Workday custom report, as the connector of faros-ai/airbyte-connectors asks for it"),
    (R, "Manager_ID", "manager", "the same"),
    (R, "Employee #", "number", "BambooHR: directory export"),
    (R, "Last name, First name", "name", "BambooHR: directory export"),
    (R, "jobTitle", "role", "BambooHR: fields, as WebService::BambooHR::Employee lists them"),
    (R, "supervisorEId", "manager", "the same"),
    (R, "terminationDate", "left", "the same"),
    (R, "Supervisor ID", "manager", "BambooHR: fields, as Workato documents them"),
    (R, "Subcompany", "team", "Personio: attributes of an employee"),
    (R, "supervisor_id", "manager", "Personio: schema, as Fivetran documents it"),
    (R, "contract_end_date", "left", "the same"),
    (R, "Person Number", "number", "Oracle HCM: worker mapping"),
    (R, "businessUnit", "team", "Oracle HCM: worker mapping"),
    (I, "Task Name", "initiative", "Smartsheet: project sheet"),
    (I, "Assigned To", "leader", "Smartsheet: project sheet"),
    (I, "Completed At", "end", "Asana: CSV export"),
    (I, "Blocked By (Dependencies)", "depends-on", "Asana: CSV export"),
    (I, "Timeline - End", "due", "monday.com: export of a board"),
];

#[test]
fn headers_that_people_have_are_understood() {
    let missing = not_understood(&TRIED);
    assert!(missing.len() <= 4, "{} of 54: {missing:#?}", 54 - missing.len());
    assert_eq!(missing, [""; 0], "those that are not understood stand in the report of the one who changes this");
    let collected = COLLECTED.map(|(kind, header, expected, _)| (kind, header, expected));
    assert_eq!(not_understood(&collected), [""; 0]);
}

/// What looks like a usual header and says something else.
#[test]
fn false_friends_are_not_read() {
    for (kind, header) in [
        (R, "Employee Group"),
        (R, "Employee Type"),
        (R, "Company Name"),
        (R, "Location"),
        (R, "Cost Center"),
        (R, "Hire Date"),
        (R, "Pay Group"),
        (R, "Team size"),
        (R, "Gender"),
        (R, "Role / Team"),
        (I, "Blocking (Dependencies)"),
        (I, "% done"),
        (I, "Priority"),
        (I, "Budget"),
        (I, "Start / End"),
        (I, "Comment"),
        (I, "Last Modified"),
    ] {
        assert_eq!(says(kind, header), "-", "{header}");
    }
}

/// The surer of two columns that say the same is read: the usual header, and ids before names.
#[test]
fn the_surer_column_is_read() {
    let read_as = |text: &str| {
        let mut found = Vec::new();
        let mut sheet = read("a.csv", text.as_bytes(), &mut found).remove(0);
        let table = understand(&mut sheet, &[], &mut found).expect("a header");
        let columns = table.columns.iter().map(|column| column.says.map_or("-", |says| says.words().word));
        (columns.collect::<Vec<_>>().join(" "), found.iter().map(|one| one.severity).collect::<Vec<_>>())
    };
    use onethread_model::diagnostic::Severity::{Note, Warning};
    // Ids of people whom the sheet lists, and not those of another system.
    let read = |ids: &str| read_as(&format!("Employee ID,Manager,Manager ID\n1,,\n2,x,{ids}\n"));
    assert_eq!(read("01"), ("number - manager".to_owned(), vec![Note]));
    assert_eq!(read("907"), ("number manager -".to_owned(), vec![Note]));
    assert_eq!(read_as("Seat,Squad / Team,Team\n1,x,2\n"), ("seat - team".to_owned(), vec![Note]));
    assert_eq!(read_as("Seat,Team,Squad\n1,x,2\n"), ("seat team -".to_owned(), vec![Warning]));
    // A unit is the team where nothing else is.
    assert_eq!(read_as("Seat,Division,Team\n1,x,2\n").0, "seat unit team");
    assert_eq!(read_as("Seat,Division\n1,x\n2,y\n3,y\n").0, "seat team");
    assert_eq!(read_as("Seat,Division\n1,x\n2,x\n3,x\n").0, "seat unit", "the whole is no team");
    // What counts rows tells nobody apart, unless nothing else does.
    assert_eq!(read_as("#,Name,Team\n1,x,2\n").0, "- name team");
    // How people are employed makes a list of people.
    assert_eq!(read_as("Name,Team,Status\nx,y,On leave\n").0, "name team status");
}
