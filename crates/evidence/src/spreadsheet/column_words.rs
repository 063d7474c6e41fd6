//! What columns can say, and the headers that usually say it.
//!
//! Data only: how a header is held against these is in `headers.rs`.

use super::headers::{normal, without_number};
use super::sheet_kind::SheetKind;

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
    Note,
    Asker,
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
    pub(super) roster: &'static [&'static str],
    /// Headers in a list of initiatives.
    pub(super) initiatives: &'static [&'static str],
    /// Headers in a list of asks.
    pub(super) asks: &'static [&'static str],
}

macro_rules! columns {
    (@asks) => { &[] };
    (@asks $asks:expr) => { &$asks };
    ($($column:ident $word:literal $doc:literal
        roster: $roster:expr; initiatives: $initiatives:expr $(, asks: $asks:expr)?;)*) => {
        /// Every column that is understood.
        pub const COLUMNS: &[ColumnWords] = &[$(ColumnWords {
            column: Column::$column, word: $word, doc: $doc, roster: &$roster, initiatives: &$initiatives,
            asks: columns!(@asks $($asks)?),
        },)*];
    };
}

columns! {
    Seat "seat" "the position that a person holds"
        roster: ["seat", "seat id", "position id", "position number", "position code"]; initiatives: [];
    Login "login" "the name of the person in tools"
        roster: ["login", "user", "username", "user name", "user id", "userid", "handle", "account", "alias", "github",
            "github login", "github handle", "gitlab", "gitlab handle", "ldap", "login name", "network id", "sam account name", "samaccountname"]; initiatives: [];
    Number "number" "the number of an employee"
        roster: ["id", "number", "employee id", "employee number", "employee no", "employee code", "emp id", "personnel number",
            "personnel no", "staff id", "staff number", "worker id", "person id", "person number", "associate id", "badge number", "badge id", "badge", "file number", "payroll number", "personnel id", "person id external", "worker number", "ee id"]; initiatives: [];
    Name "name" "a person, by name or id"
        roster: ["name", "person", "employee", "employee name", "full name", "fullname", "display name", "preferred name",
            "member", "team member", "worker", "colleague", "resource", "who", "staff", "associate", "legal name", "worker name", "resource name", "person name", "member name", "associate name", "payroll name", "incumbent"]; initiatives: [];
    FirstName "first-name" "a given name"
        roster: ["first name", "firstname", "given name", "forename", "preferred first name", "legal first name"];
        initiatives: [];
    LastName "last-name" "a family name"
        roster: ["last name", "lastname", "surname", "family name", "preferred last name", "legal last name"];
        initiatives: [];
    Email "email" "an address, which is never written"
        roster: ["email", "e mail", "mail", "email address", "e mail address", "work email", "business email", "company email", "corporate email", "primary email", "user principal name", "upn"];
        initiatives: [];
    Manager "manager" "to whom the person reports"
        roster: ["manager", "reports to", "reporting to", "line manager", "supervisor", "boss", "direct manager",
            "people manager", "reporting manager", "manager name", "manager id", "supervisor name", "solid line",
            "worker manager", "manager login", "manager email", "superior", "hierarchical manager", "n 1", "head of team", "managed by", "supervisor id", "direct supervisor", "reports to name", "manager worker", "employee manager"];
        initiatives: [];
    Function "function" "the discipline"
        roster: ["function", "discipline", "department", "dept", "job family", "craft", "job function", "profession", "departments", "professional group", "home department", "job category"];
        initiatives: [];
    Team "team" "the team"
        roster: ["team", "team name", "squad", "group", "crew", "scrum team", "tribe", "teams", "squads", "team s",
            "home team", "supervisory organization", "supervisory org", "pod", "cell", "feature team", "agile team", "product team", "project team", "delivery team", "organizational team", "work group", "team squad", "chapter team"];
        initiatives: ["team", "team name", "squad", "group", "crew", "delivery team", "owning team", "lead team",
            "responsible team", "pod", "cell", "feature team", "agile team", "product team", "delivery squad", "owner team", "team s", "accountable team", "engineering team", "leading team", "team responsible", "teams", "squads", "champion team", "championing team", "home team"];
    Unit "unit" "the part of the organization above the team; the team where no column says that"
        roster: ["unit", "org", "organization", "org unit", "organizational unit", "division",
            "business unit", "business area", "sub department", "area", "cost center name", "pillar", "company unit", "sub division", "subdivision", "sub unit", "group unit", "directorate", "segment", "line of business", "lob", "subcompany"];
        initiatives: ["unit", "org", "organization", "org unit", "organizational unit", "division",
            "business unit", "business area", "area", "department", "dept", "pillar", "line of business", "lob", "directorate", "segment", "portfolio area", "sub division"];
    Role "role" "the title of a position"
        roster: ["role", "title", "job title", "job", "job role", "position", "position title", "role title",
            "business title", "job name", "job profile", "job position", "designation", "occupation", "job description"];
        initiatives: [];
    Initiative "initiative" "the initiative"
        roster: ["initiative", "project", "program", "programme", "epic", "initiative name", "project name",
            "program name", "works on", "working on", "assignment", "assigned initiative", "allocated to", "assigned to project"];
        initiatives: ["initiative", "project", "program", "programme", "epic", "initiative name", "project name",
            "program name", "epic name", "initiative title", "project title", "workstream", "bet", "name", "title",
            "summary", "task name", "task", "item", "work item", "portfolio item", "goal name", "initiative goal", "key initiatives", "big bet", "strategic bet", "issue summary"],
        asks: ["initiative", "project", "program", "programme", "epic", "initiative name", "project name", "program name",
            "epic name", "initiative title", "project title", "workstream", "goal", "project goal", "goal name",
            "objective", "key initiative", "strategic initiative", "requesting initiative", "requesting project",
            "requested by", "requestor", "requester", "for initiative", "for project", "needed for", "asking initiative",
            "consumer", "bet", "feature", "theme", "product"];
    InitiativeId "initiative-id" "the id of the initiative"
        roster: ["initiative id", "project id", "project key"];
        initiatives: ["id", "key", "code", "initiative id", "initiative key", "project id", "project key",
            "project code", "epic key", "issue key", "number", "no", "ref", "task id", "item id", "#", "nr", "work item id", "row id"],
        asks: ["initiative id", "initiative key", "project id", "project key", "project code", "epic key", "goal id"];
    Leader "leader" "who leads the initiative"
        roster: [];
        initiatives: ["leader", "lead", "owner", "dri", "directly responsible", "directly responsible individual",
            "single threaded leader", "single threaded owner", "stl", "sto", "led by", "owned by", "initiative leader",
            "initiative lead", "initiative owner", "project lead", "project leader", "project owner", "project manager",
            "program manager", "program lead", "pm", "accountable", "responsible", "person", "assignee",
            "point of contact", "poc", "owners", "owner s", "leads", "leaders", "lead s", "driver", "goal owner", "accountable person", "accountable owner", "responsible person", "person responsible", "lead person", "single owner", "accountable leader", "accountable lead", "raci a", "initiative driver", "who leads"];
    Sponsor "sponsor" "who stands behind the initiative, and decides for it"
        roster: [];
        initiatives: ["sponsor", "executive sponsor", "exec sponsor", "project sponsor", "business sponsor",
            "initiative sponsor", "program sponsor", "accountable executive", "accountable exec", "sponsoring executive", "executive owner", "senior responsible owner", "sro", "sponsors", "sponsor name", "c level sponsor", "exec owner", "business champion", "executive champion"];
    People "people" "who else works on it"
        roster: [];
        initiatives: ["people", "members", "team members", "contributors", "staff", "assigned", "participants",
            "also working on it", "people involved", "who else", "assigned people", "collaborators", "resources", "core team", "project team members", "people assigned", "staffing", "who works on it"];
    Share "share" "the stated share of working time"
        roster: ["share", "allocation", "fte", "time", "time share", "share time", "percentage", "percent", "capacity",
            "allocated", "time allocation", "fte allocation", "working time", "load", "utilization", "utilisation", "dedication", "time commitment", "commitment", "allocation percentage"];
        initiatives: ["share", "allocation", "fte", "time", "time share", "share time", "percentage", "percent",
            "capacity", "leader share", "leader time", "leader allocation", "owner allocation", "time allocation",
            "lead allocation", "working time", "load", "utilization", "utilisation", "dedication", "time commitment", "commitment", "allocation percentage"];
    Contract "contract" "the contracted share of a full week of the person"
        roster: ["contract", "contract fte", "contracted fte", "contract share", "contracted time", "fte contract",
            "employment percentage", "employment percent", "employment rate", "degree of employment", "pensum", "workload", "working time percentage", "work contract fte percent", "contract fte percent", "contract percent", "contractual fte", "contract percentage"];
        initiatives: [];
    Idea "idea" "the day the idea was recorded"
        roster: [];
        initiatives: ["idea", "idea date", "proposed", "proposed on", "created", "created on", "created at",
            "date created", "creation date", "date raised", "raised", "raised on", "submitted", "submitted on", "requested on", "request date", "date submitted"];
    Start "start" "the day it was committed to"
        roster: ["start", "start date", "from", "since", "allocation start", "started", "starts"];
        initiatives: ["start", "start date", "from", "committed", "committed on", "commit date", "started",
            "started on", "begin", "begin date", "kick off", "kickoff", "since", "starts", "begins", "start quarter",
            "start month", "kick off date", "kickoff date", "actual start", "date started", "approved on", "approval date", "commitment date", "timeline start", "in progress since"];
    End "end" "the day it ended"
        roster: ["end", "end date", "until", "to", "through", "allocation end"];
        initiatives: ["end", "end date", "ends", "until", "ended", "ended on", "finish", "finish date", "finished", "closed",
            "closed on", "completed", "completed on", "completion date", "actual end", "to", "actual finish", "actual end date", "completed at", "done date", "date completed", "resolved", "resolution date", "end date actual", "date closed"];
    Left "left" "the day the person left"
        roster: ["left", "left on", "termination date", "leaving date", "last day", "last working day",
            "exit date", "date left", "departure date", "end of employment", "employment end date", "contract end date"];
        initiatives: [];
    Due "due" "the day it is planned to end"
        roster: [];
        initiatives: ["due", "due date", "target", "target date", "deadline", "eta", "planned end", "launch date",
            "go live", "go live date", "target end", "planned end date", "planned finish", "expected end",
            "expected completion", "estimated completion", "timeline end", "target completion", "delivery date", "due by", "target quarter", "target launch", "target delivery", "target release", "expected delivery", "due on", "finish by"],
        asks: ["due", "due date", "due by", "due on", "needed by", "need by", "needed on", "needed", "day needed",
            "date needed", "needed by date", "need by date", "required by", "required on", "required date", "when",
            "by when", "deadline", "target", "target date", "eta", "date", "requested for", "requested date"];
    Status "status" "whether work on it is under way; of a person, whether they are still employed"
        roster: ["status", "employment status", "employee status", "worker status", "active", "is active", "active status",
            "hr status", "person status", "employment state", "employee state", "termination status", "lifecycle status", "assignment status", "life cycle status", "current employee"];
        initiatives: ["status", "state", "project status", "initiative status", "current status", "overall status", "progress status", "delivery status", "task status", "goal status", "execution status"],
        asks: ["status", "state", "ask status", "request status", "dependency status", "response", "answer", "agreed",
            "agreement", "confirmed", "committed", "accepted", "current status"];
    DependsOn "depends-on" "the teams and initiatives it needs"
        roster: [];
        initiatives: ["depends on", "dependencies", "dependency", "dependent on", "blocked by", "blocked on",
            "blockers", "blocker", "waiting on", "waiting for", "needs", "teams needed", "teams asked", "team asks",
            "participating teams", "supporting teams", "requires", "depends on teams", "dependent teams", "impacted teams", "cross team dependencies", "key dependencies", "external dependencies", "dependencies on", "asks", "asks of teams", "asks to teams", "asked teams", "needs from", "other teams needed", "upstream dependencies", "teams involved", "other teams", "team dependencies", "supporting team",
            "supporting squads", "participating team", "contributing teams", "contributing team", "collaborating teams",
            "collaborating team", "involved teams", "teams impacted", "partner teams", "partner team"],
        asks: ["team", "team name", "teams", "squad", "squads", "group", "crew", "pod", "function", "department", "gate",
            "person", "person asked", "asked person", "vendor", "partner", "depends on", "dependency", "dependency on",
            "dependencies", "dependent on", "dependent team", "asked", "asked of", "asked team", "team asked", "teams asked", "ask of",
            "ask to", "asked from", "who is asked", "needed from", "need from", "needs from", "team needed", "teams needed",
            "required from", "requested from", "requested of", "request to", "providing team", "provider", "provider team",
            "provided by", "supplier", "supplier team", "supplying team", "supporting team", "support team",
            "supporting teams", "support from", "serving team", "delivering team", "fulfilling team", "dependency team",
            "dependency owner", "target team", "receiving team", "partner team", "upstream team", "upstream", "blocked by",
            "blocked on", "waiting on", "waiting for", "approval by", "approver", "contributing team", "responding team"];
    Size "size" "how much is asked for"
        roster: [];
        initiatives: ["size", "size of ask", "ask size", "effort", "effort needed", "effort estimate",
            "t shirt size", "capacity needed", "fte needed", "ftes needed", "what is asked"],
        asks: ["size", "size of ask", "ask size", "support level", "level of support", "support", "support needed",
            "effort", "effort needed", "effort estimate", "estimated effort", "estimate", "estimated size", "t shirt size",
            "capacity", "capacity needed", "fte", "fte needed", "ftes", "ftes needed", "how much", "level of effort",
            "loe", "amount", "level", "days", "person days", "weeks", "person weeks", "story points", "points"];
    Note "note" "what is asked for, in words"
        roster: []; initiatives: [],
        asks: ["note", "notes", "comment", "comments", "remark", "remarks", "description", "details", "detail", "what",
            "what for", "ask", "asks", "request", "requests", "what is asked", "what is needed", "what we need", "need",
            "needs", "why", "reason", "deliverable", "deliverables", "type of support", "scope of ask", "purpose", "summary", "context"];
    Asker "asker" "the team of the initiative that asks, where another one is asked"
        roster: []; initiatives: [],
        asks: ["requesting team", "asking team", "requestor team", "requester team", "requested by team", "consuming team",
            "consumer team", "our team", "own team", "home team", "owning team", "lead team", "from team", "dependant team"];
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
            "why", "what and why", "business case", "problem to solve", "goal statement", "problem or goal"];
}

impl Column {
    /// Its words.
    pub fn words(self) -> &'static ColumnWords {
        let found = COLUMNS.iter().find(|words| words.column == self);
        // Every column has its words; the first ones stand in for none.
        found.unwrap_or(&COLUMNS[0])
    }

    /// Whether a second column of it says more of the same: another team, more people. In a roster a tribe beside a team
    /// is what the team belongs to; a second team has a number.
    pub(super) fn may_repeat(self, kind: SheetKind, header: &str) -> bool {
        match self {
            Column::People | Column::DependsOn | Column::Scope | Column::Note => true,
            Column::Team => kind == SheetKind::Initiatives || without_number(&normal(header)) != normal(header),
            _ => false,
        }
    }
}

impl ColumnWords {
    /// Whether a sheet of this kind can say it.
    pub fn fits(&self, kind: SheetKind) -> bool {
        match kind {
            SheetKind::Roster => !self.roster.is_empty(),
            SheetKind::Initiatives => !self.initiatives.is_empty(),
            SheetKind::Asks => !self.asks.is_empty(),
        }
    }
}
