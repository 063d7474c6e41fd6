//! What a column says, guessed from its header.

use std::collections::BTreeSet;

use onethread_model::diagnostic::{Diagnostic, nearest};
use onethread_model::record::short;

use super::limits::HEADER_ROWS_MAX;
use super::{Cell, Row, Sheet};

/// What a column can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "`COLUMNS` says what each of them is")]
pub enum Column {
    Seat,
    Login,
    Number,
    Name,
    FirstName,
    LastName,
    Email,
    Manager,
    Function,
    Team,
    Unit,
    Role,
    Initiative,
    InitiativeId,
    Leader,
    Sponsor,
    People,
    Share,
    Contract,
    Idea,
    Start,
    End,
    Left,
    Due,
    Status,
    DependsOn,
    Size,
    Scope,
    Phase,
    Form,
    Purpose,
}

/// What is written about a column: the word for `--column`, what it says, and the usual headers, in lower case.
pub struct ColumnWords {
    /// The column.
    pub column: Column,
    /// The word for it.
    pub word: &'static str,
    /// What it says.
    pub doc: &'static str,
    /// Headers in a roster.
    roster: &'static [&'static str],
    /// Headers in a list of initiatives.
    initiatives: &'static [&'static str],
}

macro_rules! columns {
    ($($column:ident $word:literal $doc:literal roster: $roster:expr; initiatives: $initiatives:expr;)*) => {
        /// Every column that is understood.
        pub const COLUMNS: &[ColumnWords] = &[$(ColumnWords {
            column: Column::$column, word: $word, doc: $doc, roster: &$roster, initiatives: &$initiatives,
        },)*];
    };
}

columns! {
    Seat "seat" "the position that a person holds"
        roster: ["seat", "seat id", "position id", "position number", "position code"]; initiatives: [];
    Login "login" "the name of the person in tools"
        roster: ["login", "user", "username", "user name", "user id", "userid", "handle", "account", "alias", "github",
            "github login", "github handle", "gitlab", "gitlab handle", "ldap"]; initiatives: [];
    Number "number" "the number of an employee"
        roster: ["id", "number", "employee id", "employee number", "employee no", "employee code", "emp id", "personnel number",
            "personnel no", "staff id", "staff number", "worker id", "person id", "person number"]; initiatives: [];
    Name "name" "a person, by name or id"
        roster: ["name", "person", "employee", "employee name", "full name", "fullname", "display name", "preferred name",
            "member", "team member", "worker", "colleague", "resource", "who", "staff", "associate"]; initiatives: [];
    FirstName "first-name" "a given name"
        roster: ["first name", "firstname", "given name", "forename", "preferred first name", "legal first name"];
        initiatives: [];
    LastName "last-name" "a family name"
        roster: ["last name", "lastname", "surname", "family name", "preferred last name", "legal last name"];
        initiatives: [];
    Email "email" "an address, which is never written"
        roster: ["email", "e mail", "mail", "email address", "e mail address", "work email", "business email"];
        initiatives: [];
    Manager "manager" "to whom the person reports"
        roster: ["manager", "reports to", "reporting to", "line manager", "supervisor", "boss", "direct manager",
            "people manager", "reporting manager", "manager name", "manager id", "supervisor name", "solid line",
            "worker manager", "manager login", "manager email"];
        initiatives: [];
    Function "function" "the discipline"
        roster: ["function", "discipline", "department", "dept", "job family", "craft", "job function", "profession"];
        initiatives: [];
    Team "team" "the team"
        roster: ["team", "team name", "squad", "group", "crew", "scrum team", "tribe", "teams", "squads", "team s",
            "home team", "supervisory organization", "supervisory org"];
        initiatives: ["team", "team name", "squad", "group", "crew", "delivery team", "owning team", "lead team",
            "responsible team"];
    Unit "unit" "the part of the organization above the team; the team where no column says that"
        roster: ["unit", "org", "organization", "organisation", "org unit", "organizational unit", "division",
            "business unit", "business area", "sub department", "area", "cost center name", "pillar"];
        initiatives: ["unit", "org", "organization", "organisation", "org unit", "organizational unit", "division",
            "business unit", "business area", "area", "department", "dept", "pillar"];
    Role "role" "the title of a position"
        roster: ["role", "title", "job title", "job", "job role", "position", "position title", "role title",
            "business title"];
        initiatives: [];
    Initiative "initiative" "the initiative"
        roster: ["initiative", "project", "program", "programme", "epic", "initiative name", "project name",
            "program name", "works on", "working on", "assignment"];
        initiatives: ["initiative", "project", "program", "programme", "epic", "initiative name", "project name",
            "program name", "epic name", "initiative title", "project title", "workstream", "bet", "name", "title",
            "summary"];
    InitiativeId "initiative-id" "the id of the initiative"
        roster: ["initiative id", "project id", "project key"];
        initiatives: ["id", "key", "code", "initiative id", "initiative key", "project id", "project key",
            "project code", "epic key", "issue key", "number", "no", "ref"];
    Leader "leader" "who leads the initiative"
        roster: [];
        initiatives: ["leader", "lead", "owner", "dri", "directly responsible", "directly responsible individual",
            "single threaded leader", "single threaded owner", "stl", "sto", "led by", "owned by", "initiative leader",
            "initiative lead", "initiative owner", "project lead", "project leader", "project owner", "project manager",
            "program manager", "program lead", "pm", "accountable", "responsible", "person", "assignee",
            "point of contact", "poc", "owners", "owner s", "leads", "leaders", "lead s", "driver", "goal owner"];
    Sponsor "sponsor" "who stands behind the initiative, and decides for it"
        roster: [];
        initiatives: ["sponsor", "executive sponsor", "exec sponsor", "project sponsor", "business sponsor",
            "initiative sponsor", "program sponsor", "accountable executive", "accountable exec", "sponsoring executive"];
    People "people" "who else works on it"
        roster: [];
        initiatives: ["people", "members", "team members", "contributors", "staff", "assigned", "participants",
            "also working on it", "people involved", "who else"];
    Share "share" "the stated share of working time"
        roster: ["share", "allocation", "fte", "time", "time share", "share time", "percentage", "percent", "capacity",
            "allocated", "time allocation", "fte allocation", "working time"];
        initiatives: ["share", "allocation", "fte", "time", "time share", "share time", "percentage", "percent",
            "capacity", "leader share", "leader time", "leader allocation", "owner allocation", "time allocation",
            "lead allocation", "working time"];
    Contract "contract" "the contracted share of a full week of the person"
        roster: ["contract", "contract fte", "contracted fte", "contract share", "contracted time", "fte contract",
            "workload", "employment percentage", "employment percent", "employment rate", "degree of employment", "pensum"];
        initiatives: [];
    Idea "idea" "the day the idea was recorded"
        roster: [];
        initiatives: ["idea", "idea date", "proposed", "proposed on", "created", "created on", "created at",
            "date created", "creation date", "date raised"];
    Start "start" "the day it was committed to"
        roster: ["start", "start date", "from", "since", "allocation start", "started", "starts"];
        initiatives: ["start", "start date", "from", "committed", "committed on", "commit date", "started",
            "started on", "begin", "begin date", "kick off", "kickoff", "since", "starts", "begins", "start quarter",
            "start month"];
    End "end" "the day it ended"
        roster: ["end", "end date", "until", "to", "through", "allocation end"];
        initiatives: ["end", "end date", "ends", "until", "ended", "ended on", "finish", "finish date", "finished", "closed",
            "closed on", "completed", "completed on", "completion date", "actual end", "to"];
    Left "left" "the day the person left"
        roster: ["left", "left on", "termination date", "leaving date", "last day", "last working day",
            "exit date", "date left", "departure date", "end of employment", "employment end date", "contract end date"];
        initiatives: [];
    Due "due" "the day it is planned to end"
        roster: [];
        initiatives: ["due", "due date", "target", "target date", "deadline", "eta", "planned end", "launch date",
            "go live", "go live date", "target end", "planned end date", "planned finish", "expected end",
            "expected completion", "estimated completion"];
    Status "status" "whether work on it is under way"
        roster: [];
        initiatives: ["status", "state", "project status", "initiative status", "current status"];
    DependsOn "depends-on" "the teams and initiatives it needs"
        roster: [];
        initiatives: ["depends on", "dependencies", "dependency", "dependent on", "blocked by", "blocked on",
            "blockers", "blocker", "waiting on", "waiting for", "needs", "teams needed", "teams asked", "team asks", "asks of teams", "asks to teams", "asks of other teams", "asks of others", "asked teams",
            "what we need from others",
            "participating teams", "supporting teams", "requires"];
    Size "size" "how much is asked for"
        roster: [];
        initiatives: ["size", "size of ask", "ask size", "ask", "asks", "effort", "effort needed", "effort estimate",
            "t shirt size", "capacity needed", "fte needed", "ftes needed", "what is asked", "what we need"];
    Scope "scope" "what bounds the initiative"
        roster: [];
        initiatives: ["scope", "in scope", "scope in", "boundary", "boundaries", "bounded context", "systems",
            "systems affected", "services", "components", "repositories", "repos"];
    Phase "phase" "how far it is, in the words of the sheet"
        roster: [];
        initiatives: ["phase", "stage", "project phase", "project stage", "lifecycle stage", "lifecycle phase",
            "stage gate", "maturity"];
    Form "form" "the intended form: sto, stl or functional"
        roster: []; initiatives: ["form", "leadership form", "wished form"];
    Purpose "purpose" "the problem, and for whom"
        roster: [];
        initiatives: ["purpose", "goal", "objective", "problem", "problem statement", "description", "business problem",
            "why", "what and why"];
}

/// Headers that say something where no other column of a list of initiatives does: a goal is the purpose of an
/// initiative that has a name of its own, and is the initiative where nothing else is.
const STAND_INS: [(&[Column], &[&str]); 3] = [
    (
        &[Column::Initiative, Column::InitiativeId],
        &[
            "goal",
            "project goal",
            "objective",
            "key initiative",
            "strategic initiative",
            "strategic goal",
            "strategic objective",
            "outcome",
            "feature",
            "feature name",
            "deliverable",
            "theme",
            "proposal",
            "product",
        ],
    ),
    (&[Column::DependsOn], &["ask", "asks", "what we need"]),
    (&[Column::Status], &["phase", "stage", "rag", "rag status", "health", "condition"]),
];

/// Headers that only a list of people has, whatever else it has.
const OF_PEOPLE: [Column; 7] =
    [Column::Seat, Column::Login, Column::FirstName, Column::LastName, Column::Email, Column::Manager, Column::Role];

impl Column {
    /// Its words.
    pub fn words(self) -> &'static ColumnWords {
        let found = COLUMNS.iter().find(|words| words.column == self);
        // Every column has its words; the first ones stand in for none.
        found.unwrap_or(&COLUMNS[0])
    }

    /// Whether a second column of it says more of the same: another team, more people. In a roster a tribe beside a team
    /// is what the team belongs to; a second team has a number.
    fn may_repeat(self, kind: SheetKind, header: &str) -> bool {
        match self {
            Column::People | Column::DependsOn | Column::Scope => true,
            Column::Team => kind == SheetKind::Initiatives || without_number(&normal(header)) != normal(header),
            _ => false,
        }
    }
}

/// A header without what counts it: `team 2`, `second team`.
fn without_number(name: &str) -> &str {
    const FIRST: [&str; 6] = ["first ", "second ", "third ", "other ", "another ", "additional "];
    let name = FIRST.iter().find_map(|word| name.strip_prefix(word)).unwrap_or(name);
    name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end()
}

/// What a sheet lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetKind {
    /// People, one or more rows each.
    Roster,
    /// Initiatives, a row each.
    Initiatives,
}

/// A sheet as understood.
#[derive(Clone, Debug)]
pub struct Table {
    /// What it lists.
    pub kind: SheetKind,
    /// Its columns in the order of the sheet; those without a header and without cells are left out.
    pub columns: Vec<TableColumn>,
    /// Index of the first row below the header.
    pub first_row: usize,
    /// The header's line.
    pub header_line: usize,
}

/// A column as understood.
#[derive(Clone, Debug)]
pub struct TableColumn {
    /// Index in each row.
    pub index: usize,
    /// The header as written.
    pub header: String,
    /// What it says; `None` when it is not read.
    pub says: Option<Column>,
}

impl Table {
    /// The column that says this.
    pub fn find(&self, column: Column) -> Option<&TableColumn> {
        self.columns.iter().find(|known| known.says == Some(column))
    }

    /// The cell of a row that says this.
    pub fn cell<'r>(&self, row: &'r Row, column: Column) -> &'r Cell {
        const EMPTY: &Cell = &Cell::Empty;
        self.find(column).and_then(|known| row.cells.get(known.index)).unwrap_or(EMPTY)
    }

    /// Rows below the header; the header where it stands again is passed over.
    pub fn rows<'s>(&self, sheet: &'s Sheet) -> impl Iterator<Item = &'s Row> {
        let header = self.first_row.checked_sub(1).and_then(|index| sheet.rows.get(index));
        sheet.rows.iter().skip(self.first_row).filter(move |row| header.is_none_or(|header| header.cells != row.cells))
    }
}

impl ColumnWords {
    /// Whether a sheet of this kind can say it.
    pub fn fits(&self, kind: SheetKind) -> bool {
        match kind {
            SheetKind::Roster => !self.roster.is_empty(),
            SheetKind::Initiatives => !self.initiatives.is_empty(),
        }
    }
}

/// A column set by hand: the header as written, and what it says; `None` leaves it out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The header.
    pub header: String,
    /// What it says.
    pub says: Option<Column>,
}

/// Words of headers that say who is away, and why. No sheet is read for that.
const LEAVE: &[&str] =
    &["leave", "absence", "absent", "sick", "sickness", "parental", "maternity", "paternity", "vacation"];

/// Whether a column says who is on leave: it is dropped at the door.
fn is_leave(header: &str) -> bool {
    normal(header).split_whitespace().any(|word| LEAVE.contains(&word))
}

impl Wish {
    /// Reads `Squad name=team`; `skip` leaves a column out.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn parse(text: &str) -> Result<Wish, String> {
        let words = || COLUMNS.iter().map(|words| words.word).chain(["skip"]);
        let known = || words().collect::<Vec<_>>().join(", ");
        let (header, word) =
            text.rsplit_once('=').ok_or_else(|| format!("expected a header, `=` and one of {}", known()))?;
        let (header, word) = (header.trim().to_owned(), word.trim().to_lowercase());
        if word == "skip" {
            return Ok(Wish { header, says: None });
        }
        if is_leave(&header) {
            return Err(format!(
                "`{}` is about leave, which is no datum here: a person on leave is a member",
                short(&header)
            ));
        }
        match COLUMNS.iter().find(|words| words.word == word) {
            Some(words) => Ok(Wish { header, says: Some(words.column) }),
            None => Err(match nearest(&word, words()) {
                Some(near) => format!("there is no column `{}`; did you mean `{near}`?", short(&word)),
                None => format!("there is no column `{}`; known are {}", short(&word), known()),
            }),
        }
    }

    fn is_about(&self, header: &str) -> bool {
        self.header.trim().eq_ignore_ascii_case(header.trim()) || normal(&self.header) == normal(header)
    }
}

/// Finds the header of a sheet, and says what each column says; `None` with a diagnostic when there is no header.
pub fn understand(sheet: &Sheet, options: &[Wish], diagnostics: &mut Vec<Diagnostic>) -> Option<Table> {
    let candidates = sheet.rows.iter().take(HEADER_ROWS_MAX).enumerate();
    let scored = candidates.map(|(index, row)| (index, guess(row, options, sheet.lists)));
    let best = scored.max_by_key(|(index, guess)| (guess.placed, std::cmp::Reverse(*index)));
    let Some((index, guess)) = best.filter(|(index, guess)| guess.placed >= if *index == 0 { 1 } else { 2 }) else {
        diagnostics.push(no_header(sheet));
        return None;
    };
    if !has_subject(guess.kind, &guess.says) {
        diagnostics.push(no_subject(sheet, index, &guess));
        return None;
    }
    let row = &sheet.rows[index];
    let mut columns: Vec<TableColumn> = Vec::new();
    let mut taken: Vec<(Column, String)> = Vec::new();
    for (at, cell) in row.cells.iter().enumerate() {
        let header = cell.words();
        if header.is_empty() {
            continue;
        }
        // Neither read nor shown: not even as an example of what is not read.
        if is_leave(&header) {
            let what = format!("`{}` is about leave and was dropped: who is on leave is a member", short(&header));
            diagnostics.push(sheet.note("leave-dropped", what, (row.line, Some(at))));
            continue;
        }
        let mut says = guess.says[at];
        let twice = says.filter(|says| !says.may_repeat(guess.kind, &header));
        let twice = twice.and_then(|says| taken.iter().find(|(column, _)| *column == says));
        if let Some((column, first)) = twice {
            let word = column.words().word;
            let what = if *first == header {
                format!("there are two columns `{}`, and the first is read", short(&header))
            } else {
                let (header, first) = (short(&header), short(first));
                format!("`{first}` and `{header}` are both read as {word}, and only `{first}` is used")
            };
            let help = if *first == header {
                "give one of them another name".to_owned()
            } else {
                format!("leave the other one out: --column \"{}=skip\"", short(first))
            };
            diagnostics.push(sheet.warning("two-columns", what, (row.line, Some(at))).help(help));
            says = None;
        }
        taken.extend(says.map(|says| (says, header.clone())));
        columns.push(TableColumn { index: at, header, says });
    }
    let mut table = Table { kind: guess.kind, columns, first_row: index + 1, header_line: row.line };
    leave_out_idle(&mut table);
    near_misses(sheet, &table, diagnostics);
    shares_as_columns(sheet, &table, diagnostics);
    Some(table)
}

/// Leaves out columns that say something of another one, where that is not there: without an initiative, the start of
/// someone in a roster is that of a contract.
fn leave_out_idle(table: &mut Table) {
    let has = |columns: &[Column]| columns.iter().any(|column| table.find(*column).is_some());
    let idle: &[Column] = match table.kind {
        SheetKind::Roster if !has(&[Column::Initiative, Column::InitiativeId]) => {
            &[Column::Share, Column::Start, Column::End]
        }
        SheetKind::Initiatives if !has(&[Column::Leader]) && !has(&[Column::DependsOn]) => {
            &[Column::Share, Column::Size]
        }
        SheetKind::Initiatives if !has(&[Column::Leader]) => &[Column::Share],
        SheetKind::Initiatives if !has(&[Column::DependsOn]) => &[Column::Size],
        _ => &[],
    };
    let has_contract = has(&[Column::Contract]);
    for column in table.columns.iter_mut().filter(|column| column.says.is_some_and(|says| idle.contains(&says))) {
        // Without an initiative, what a roster calls FTE is the contract of the person.
        const OF_CONTRACTS: [&str; 6] = ["fte", "working time", "workload", "capacity", "percentage", "time"];
        let is_contract = OF_CONTRACTS.contains(&normal(&column.header).as_str()) && !has_contract;
        column.says = is_contract.then_some(Column::Contract);
    }
}

/// What tells which person, or which initiative, a row is about.
fn subjects(kind: SheetKind) -> &'static [Column] {
    match kind {
        SheetKind::Roster => &[
            Column::Seat,
            Column::Login,
            Column::Number,
            Column::Name,
            Column::FirstName,
            Column::LastName,
            Column::Email,
        ],
        SheetKind::Initiatives => &[Column::Initiative, Column::InitiativeId],
    }
}

fn has_subject(kind: SheetKind, says: &[Option<Column>]) -> bool {
    says.iter().flatten().any(|column| subjects(kind).contains(column))
}

struct Guess {
    kind: SheetKind,
    says: Vec<Option<Column>>,
    placed: usize,
}

fn guess(row: &Row, options: &[Wish], lists: Option<SheetKind>) -> Guess {
    let as_kind = |kind: SheetKind| -> Vec<Option<Column>> {
        row.cells
            .iter()
            .map(|cell| match cell {
                Cell::Text(header) => match options.iter().find(|wish| wish.is_about(header)) {
                    Some(wish) => wish.says,
                    None => usual(header, kind),
                },
                _ => None,
            })
            .collect()
    };
    let (people, mut initiatives) = (as_kind(SheetKind::Roster), as_kind(SheetKind::Initiatives));
    keep_ids_apart(row, &mut initiatives);
    stand_in(row, options, &mut initiatives);
    let has = |says: &[Option<Column>], columns: &[Column]| says.iter().flatten().any(|c| columns.contains(c));
    let distinct = |says: &[Option<Column>]| says.iter().flatten().collect::<BTreeSet<_>>().len();
    let led = has(&initiatives, &[Column::Leader, Column::Status, Column::DependsOn, Column::Due])
        && has(&initiatives, &[Column::Initiative, Column::InitiativeId]);
    let is_roster = lists.map(|lists| lists == SheetKind::Roster);
    let is_roster = is_roster.unwrap_or_else(|| {
        match (has_subject(SheetKind::Roster, &people), has_subject(SheetKind::Initiatives, &initiatives)) {
            (false, true) => false,
            (true, false) => true,
            _ => of_people(row, &people) || (!led && distinct(&people) >= distinct(&initiatives)),
        }
    });
    let (kind, says) = if is_roster { (SheetKind::Roster, people) } else { (SheetKind::Initiatives, initiatives) };
    Guess { kind, placed: distinct(&says), says }
}

/// Whether a header has what only a list of people has. A bare `Title` may be that of an initiative.
fn of_people(row: &Row, says: &[Option<Column>]) -> bool {
    let is_title = |at: usize| row.cells.get(at).is_some_and(|cell| normal(&cell.words()) == "title");
    let mut marks = (0..says.len()).filter(|at| says[*at].is_some_and(|says| OF_PEOPLE.contains(&says)));
    marks.any(|at| !is_title(at))
}

/// Where a list has `Initiative` and `Title`, the first is the id and the second is what people call it. Where it has
/// the key of an issue and a `Summary`, that is the title, and a project is what the issue belongs to.
fn keep_ids_apart(row: &Row, says: &mut [Option<Column>]) {
    let header = |at: usize| row.cells.get(at).map(|cell| normal(&cell.words())).unwrap_or_default();
    let named: Vec<usize> = (0..says.len()).filter(|at| says[*at] == Some(Column::Initiative)).collect();
    let title = named.iter().position(|at| matches!(header(*at).as_str(), "title" | "name" | "summary"));
    let Some(title) = title.filter(|_| named.len() > 1) else { return };
    let id = says.iter().position(|says| *says == Some(Column::InitiativeId));
    let of_an_issue = id.is_some_and(|at| matches!(header(at).as_str(), "key" | "issue key" | "epic key"));
    for (position, at) in named.iter().enumerate() {
        let is_title = position == title;
        match id {
            None if !is_title => says[*at] = Some(Column::InitiativeId),
            Some(_) if is_title != of_an_issue => says[*at] = None,
            _ => {}
        }
    }
}

/// Lets a header stand in for what no other column says.
fn stand_in(row: &Row, options: &[Wish], says: &mut [Option<Column>]) {
    for (columns, headers) in STAND_INS {
        if says.iter().flatten().any(|says| columns.contains(says)) {
            continue;
        }
        let is_one = |cell: &Cell| match cell {
            Cell::Text(header) => {
                headers.contains(&normal(header).as_str()) && !options.iter().any(|wish| wish.is_about(header))
            }
            _ => false,
        };
        if let Some(at) = row.cells.iter().position(is_one) {
            says[at] = columns.first().copied();
        }
    }
}

fn usual(header: &str, kind: SheetKind) -> Option<Column> {
    let name = normal(header);
    let bare: Vec<&str> = name.split(' ').filter(|word| !matches!(*word, "percent" | "pct" | "in" | "of")).collect();
    let bare = bare.join(" ");
    let counted = without_number(&name);
    let found = COLUMNS.iter().find(|words| {
        let known = match kind {
            SheetKind::Roster => words.roster,
            SheetKind::Initiatives => words.initiatives,
        };
        let is_counted = matches!(words.column, Column::Team | Column::People | Column::DependsOn | Column::Scope);
        if is_counted && known.contains(&counted) {
            return true;
        }
        // "% time" and "Allocation (%)" are shares; "% done" is not.
        known.contains(&name.as_str()) || (words.column == Column::Share && known.contains(&bare.as_str()))
    });
    found.map(|words| words.column)
}

/// A header in lower case, with one blank between words, and `%` as a word.
fn normal(header: &str) -> String {
    // "Manager's name" is the name of the manager.
    let header = header.replace('\u{2019}', "'").replace("'s ", " ");
    let mut out = String::new();
    for c in header.chars() {
        match c {
            '%' => out.push_str(" percent "),
            _ if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            // "e.g." loses its marks, and all others part words.
            '\'' | '.' => {}
            _ => out.push(' '),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn no_header(sheet: &Sheet) -> Diagnostic {
    let line = sheet.rows.first().map_or(1, |row| row.line);
    let what = match sheet.rows.first() {
        Some(_) => format!("no header was found in the first {HEADER_ROWS_MAX} rows"),
        None => "there is nothing in it".to_owned(),
    };
    sheet
        .error("no-header", what, (line, None))
        .help("a roster needs a column such as Seat, Login or Name; a list of initiatives one such as Initiative")
        .help("or say what a column is: --column \"Squad name=team\"")
}

/// A header that tells neither which person nor which initiative a row is about.
fn no_subject(sheet: &Sheet, index: usize, guess: &Guess) -> Diagnostic {
    let row = &sheet.rows[index];
    let (about, word) = match guess.kind {
        SheetKind::Roster => ("person", "name"),
        SheetKind::Initiatives => ("initiative", "initiative"),
    };
    let known: Vec<String> = (0..row.cells.len())
        .filter(|at| guess.says.get(*at).is_some_and(Option::is_some))
        .map(|at| format!("`{}`", short(&row.cells[at].words())))
        .take(3)
        .collect();
    let unread = (0..row.cells.len()).find(|at| !row.cells[*at].is_empty() && guess.says[*at].is_none());
    let what = format!("{} is understood, and no column says which {about} a row is about", known.join(", "));
    let mut report = sheet.error("no-header", what, (row.line, None));
    report
        .help
        .extend(unread.map(|at| format!("if `{0}` does: --column \"{0}={word}\"", short(&row.cells[at].words()))));
    report.help("a roster needs a column such as Seat, Login or Name; a list of initiatives one such as Initiative")
}

/// A table of people against initiatives, with shares where they cross, is a roster in which nothing says a share.
fn shares_as_columns(sheet: &Sheet, table: &Table, diagnostics: &mut Vec<Diagnostic>) {
    let is_share = |cell: &Cell| matches!(super::values::number(cell), Ok(Some((_, true))));
    let of_shares = |column: &&TableColumn| {
        let cells = || table.rows(sheet).filter_map(|row| row.cells.get(column.index)).filter(|cell| !cell.is_empty());
        column.says.is_none() && cells().next().is_some() && cells().all(is_share)
    };
    let found: Vec<&TableColumn> = table.columns.iter().filter(of_shares).collect();
    if let (SheetKind::Roster, [first, _, ..]) = (table.kind, found.as_slice()) {
        let what = format!("{} columns hold shares and are not read, such as `{}`", found.len(), short(&first.header));
        diagnostics.push(
            sheet.warning("shares-as-columns", what, (table.header_line, Some(first.index))).help(
                "where each of them is an initiative: write a row with Name, Initiative and Share for each share",
            ),
        );
    }
}

/// Headers that are a slip of the fingers away from a usual one. The first letter is seldom the one that slips.
fn near_misses(sheet: &Sheet, table: &Table, diagnostics: &mut Vec<Diagnostic>) {
    let unplaced = |column: &&TableColumn| column.says.is_none() && usual(&column.header, table.kind).is_none();
    for column in table.columns.iter().filter(unplaced) {
        let name = normal(&column.header);
        let headers = |words: &'static ColumnWords| match table.kind {
            SheetKind::Roster => words.roster,
            SheetKind::Initiatives => words.initiatives,
        };
        let long = COLUMNS.iter().filter(|words| table.find(words.column).is_none()).flat_map(headers);
        let Some(near) =
            nearest(&name, long.copied().filter(|known| known.len() > 3 && known.get(..1) == name.get(..1)))
        else {
            continue;
        };
        let Some(words) = COLUMNS.iter().find(|words| headers(words).contains(&near)) else { continue };
        let header = short(&column.header);
        diagnostics.push(
            sheet
                .warning("unread-column", format!("`{header}` is not read"), (table.header_line, Some(column.index)))
                .help(format!("if it is the {near}: --column \"{header}={}\"", words.word)),
        );
    }
}
