//! The field tables of the organization file: everything about a field is written here, once.

use super::moves::{DECLINED, MOVE};
use super::tables::{
    ALSO_BEFORE, DAY, DEPARTURE, ENDING, INITIATIVE, LIFTED, MANDATE, METRIC, NARROWED, PAUSE, PERSON, PLAN, TEAM,
    TEXT, TEXTS,
};
use super::{triage, work};
use crate::fields::{Field, FieldType, Kind, LEVELS_MAX, PEOPLE_MAX, Shape};

pub use super::words::{DEPENDENCY_ACTIONS, DEPENDENCY_CLASSES, DEPENDENCY_EFFECTS, METRIC_KINDS};

/// How two sides work together while a dependency lasts.
const INTERACTIONS: &[&str] = &["collaboration", "self-service", "facilitating"];

macro_rules! dependency_fields {
    ($($first:expr),*) => {
        &[
            $($first,)*
            Field::new(
                "on",
                FieldType::Ref(&["team", "function", "component", "initiative", "person"]),
                "What the initiative needs and cannot supply itself.",
                "\"team:payments\"",
            )
            .required(),
            Field::new("class", FieldType::Choice(DEPENDENCY_CLASSES), "What kind of dependency it is.", "\"approval\""),
            Field::new(
                "effect",
                FieldType::Choice(DEPENDENCY_EFFECTS),
                "What it does to the work. Self-service use of a platform is `ok`.",
                "\"blocking\"",
            ),
            Field::new("size", TEXT, "How much is asked for, in the words of who asks.", "\"2 engineers for a quarter\""),
            Field::new("needed", DAY, "The day by which it is needed, as who asks said.", "2026-10-01"),
            Field::new("status", TEXT, "What became of the ask, in the organization's own words.", "\"agreed\""),
            Field::new("note", TEXT, "What is asked for, in the words of who asks.", "\"review of the interface\""),
            Field::new(
                "plan",
                FieldType::Table(PLAN),
                "How it is removed.",
                "{ owner = \"returns-core\", action = \"away-team\", by = 2026-09-01, review = 2026-06-01, \
                 agreement = \"no change in the week before Christmas\", code = [\"path:services/intake/**\"], standards-of = \
                 \"warehouse\", reviewed-by = \"warehouse\" }",
            ),
            Field::new(
                "interaction",
                FieldType::Choice(INTERACTIONS),
                "How both work together meanwhile: side by side for a time, by themselves, or one teaching the other. \
                 A `collaboration` ends, by `until`.",
                "\"collaboration\"",
            ),
            Field::new("from", DAY, "First day.", "2026-02-02"),
            Field::new("until", DAY, "First day on which it no longer holds.", "2026-09-01"),
        ]
    };
}

/// How an initiative ends that was done.
pub const DELIVERED: &str = "delivered";
/// How an initiative ends that was given up.
pub const DROPPED: &str = "dropped";
/// How an initiative ends whose work another one goes on with.
pub const MERGED: &str = "merged";
/// How an initiative can have ended.
pub const ENDINGS: &[&str] = &[DELIVERED, DROPPED, MERGED];

/// Whom an attestation is about.
const ATTESTED_LEADER: Field = Field::new(
    "leader",
    PERSON,
    "The leader whom it is about. It says nothing about another one; when absent, it is about whoever led on that day.",
    "\"ines\"",
);

/// Answers that an attestation may give: it is so, it is not so, and [`NOBODY_KNOWS`].
pub const ATTESTED_ANSWERS: &[&str] = &["holds", "fails", NOBODY_KNOWS];
/// The answer of whoever was asked and found out that nobody knows.
pub const NOBODY_KNOWS: &str = "nobody-knows";

const ATTESTED: &[Field] = &[
    Field::new("attested-by", PERSON, "Who says so.", "\"vp-retail\"").required(),
    ATTESTED_LEADER,
    Field::new("on", DAY, "When.", "2026-02-01").required(),
];

/// How large a group is whose people are not named.
const HEADCOUNT: Field = Field::new(
    "headcount",
    FieldType::Count(0, 10_000_000),
    "How many people belong to it, where they are not named. It counts only while no member is known. A group of fewer than \
     five, or of unknown size, has no number of its own in any output.",
    "12",
);

/// The kinds of entry in an organization file.
pub const ORG_KINDS: &[Kind] = &[
    Kind {
        name: "organization",
        shape: Shape::Single,
        doc: "The organization as a whole.",
        fields: &[
            Field::new("name", TEXT, "Its name, as reports show it.", "\"Harbour Market\""),
            Field::new(
                "tenets",
                TEXTS,
                "Its tenets, in order, unless you know better ones.",
                "[\"Customers before partners\"]",
            ),
        ],
    },
    Kind {
        name: "person",
        shape: Shape::ById,
        doc: "A person, or a position.",
        fields: &[
            Field::new("title", TEXT, "Name or title to show.", "\"General manager, returns\""),
            Field::new("function", TEXT, "The discipline.", "\"engineering\""),
            Field::new("reports-to", PERSON, "The solid reporting line.", "\"vp-retail\""),
            Field::new(
                "fte",
                FieldType::Share,
                "Contracted time as a share of a full week (full-time equivalent); 1 when absent. It is the whole of this \
                 person's week: with `fte = 0.5`, an allocation of 0.5 is all of it.",
                "0.5",
            ),
            Field::new("until", DAY, "First day on which this person has left, or the position is vacant.", "2026-09-01"),
            Field::new("known-as", FieldType::OneOrMany(&TEXT), "How evidence writes this person.", "[\"ines-dev\"]"),
            Field::new(
                "kind",
                FieldType::Choice(&["person", "agent"]),
                "`agent` for a program that writes code as it is asked to. It is no person: it never leads, counts for no \
                 size of a team and fills no role.",
                "\"agent\"",
            ),
            Field::new("answerable", PERSON, "Who answers for what an agent does.", "\"vp-retail\""),
            work::OF_PERSON,
        ],
    },
    Kind {
        name: "team",
        shape: Shape::ById,
        doc: "A team.",
        fields: &[
            Field::new("title", TEXT, "Name to show.", "\"Returns core\""),
            Field::new("initiative", FieldType::OneOrMany(&INITIATIVE), "What the team works on.", "\"returns\""),
            Field::new("members", FieldType::List(&PERSON), "Who is on it.", "[\"ines\", \"tomas\"]"),
            Field::new(
                "left",
                FieldType::Tables(DEPARTURE),
                "Who left the team, and when. It ends what `members` says, and what a roster says of a membership that \
                 began by then.",
                "[{ person = \"tomas\", on = 2026-05-04 }]",
            ),
            HEADCOUNT,
            Field::new("why", TEXT, "Why it is as large or as small as it is.", "\"a night shift of its own\""),
            Field::new(
                "outside",
                FieldType::Flag,
                "Whether it is outside the roster: an initiative asks it for something, and no list of people has it.",
                "true",
            ),
            Field::new(
                "known-as",
                FieldType::OneOrMany(&TEXT),
                "How evidence writes this team, such as its handle on a forge.",
                "[\"@harbour/returns\"]",
            ),
            Field::new(
                "inferred",
                FieldType::Share,
                "Changes alone suggest this team: the share of its members' changes that lie in the part it is named \
                 after. Remove it once the team is confirmed.",
                "0.62",
            ),
        ],
    },
    Kind {
        name: "function",
        shape: Shape::ById,
        doc: "A functional group, such as legal or finance.",
        fields: &[
            Field::new("title", TEXT, "Name to show.", "\"Legal\""),
            Field::new("head", PERSON, "Who leads it.", "\"general-counsel\""),
            HEADCOUNT,
            Field::new(
                "standard-owner",
                PERSON,
                "Who keeps its standards and mentors its discipline, wherever people report.",
                "\"principal-engineer\"",
            ),
            work::OF_FUNCTION,
        ],
    },
    Kind {
        name: "initiative",
        shape: Shape::ById,
        doc: "A business problem with, if all is well, one leader whose only job it is.",
        fields: &[
            Field::new("title", TEXT, "What people call it.", "\"Returns in one tap\""),
            Field::new("purpose", TEXT, "The problem, and for whom.", "\"Customers return without a printer\""),
            Field::new(
                "leader",
                FieldType::OneOrMany(&PERSON),
                "The one leader. Several are understood, and reported.",
                "\"ines\"",
            ),
            Field::new("sponsor", PERSON, "Who stands behind it: who appoints its leader and attests.", "\"vp-retail\""),
            Field::new(
                "vacant",
                DAY,
                "First day on which nobody leads it, whatever a registry says. With `leader` beside it the two contradict \
                 each other from that day on.",
                "2026-05-04",
            )
            .contradicts("leader"),
            Field::new(
                "people",
                FieldType::List(&PERSON),
                "Those who work on it beside the leader. They say nothing about who leads.",
                "[\"ines\", \"tomas\"]",
            ),
            Field::new("team", TEAM, "The team that has it.", "\"returns-core\""),
            Field::new(
                "form",
                FieldType::Choice(&["sto", "stl", "functional"]),
                "The intended form. The review derives the present one.",
                "\"sto\"",
            ),
            Field::new("why", TEXT, "Why this form.", "\"an ongoing product that needs end-to-end ownership\""),
            Field::new(
                "nature",
                FieldType::Choice(&["product", "company-wide", "one-off", "functional"]),
                "What kind of work it is: an ongoing product, work across the whole company, a project that ends, or \
                 the work of a function.",
                "\"product\"",
            ),
            Field::new(
                "stage",
                FieldType::Choice(&["idea"]),
                "`idea` while nobody has committed to it: then it needs nothing but a title, and is in no count. Remove it \
                 when work begins.",
                "\"idea\"",
            ),
            Field::new("phase", TEXT, "How far it is, in the organization's own words. No rule reads it.", "\"discovery\""),
            Field::new("idea", DAY, "The day the idea was recorded.", "2026-01-12"),
            Field::new("committed", DAY, "The day it was committed to.", "2026-02-02"),
            Field::new(
                "value",
                FieldType::Tables(&[
                    Field::new("event", TEXT, "What happened.", "\"first customer return\""),
                    Field::new("on", DAY, "When.", "2026-06-03").required(),
                ]),
                "Events that brought a customer value, the first one and later ones; absent while there is none.",
                "[{ event = \"first customer return\", on = 2026-06-03 }]",
            ),
            Field::new("first-feature", DAY, "The day its first feature reached anybody.", "2026-05-20"),
            Field::new("ended", DAY, "First day on which nobody works on it; absent while it is live.", "2026-11-02"),
            Field::new("outcome", FieldType::Choice(ENDINGS), "How it ended.", "\"delivered\""),
            Field::new(
                "ending",
                FieldType::Table(ENDING),
                "What was expected of it and came, and what becomes of what it leaves, once it ended.",
                "{ expected = \"four of five returns within a minute\", came = \"three of five\", team = \"goes on with \
                 the label printer\", code = \"the warehouse keeps it\", metrics = \"the warehouse keeps the first\", \
                 duplicates = \"ours goes\", agreements = \"all of it ends\", dependants = \"checkout asks the warehouse\", \
                 into = \"returns\" }",
            ),
            Field::new(
                "pause",
                FieldType::Tables(PAUSE),
                "Times in which nobody works on it, by decision: then nothing is asked of it, and no day counts as waiting.",
                "[{ from = 2026-07-01, until = 2026-09-01, why = \"until the new tax law is published\" }]",
            ),
            Field::new(
                "scope",
                FieldType::List(&FieldType::Scope),
                "What bounds it: `component:`, `path:`, `service:`, `api:` or `data:`. Anything else is kept as a marker.",
                "[\"component:returns-api\", \"path:services/returns/**\"]",
            ),
            Field::new(
                "needs",
                FieldType::Map(&FieldType::Count(0, PEOPLE_MAX)),
                "Roles that the work needs, and how many.",
                "{ engineering = 4, design = 1 }",
            ),
            Field::new(
                "tenets",
                TEXTS,
                "Its tenets, in order.",
                "[\"A refund in hand over certainty about the parcel\"]",
            ),
            Field::new("decision-rights", TEXTS, "What the leader may decide.", "[\"roadmap\", \"hiring\"]"),
            Field::new(
                "mandate",
                FieldType::Table(MANDATE),
                "What leader and those above agreed: what the leader drops and decides, and what those above stop deciding \
                 and which gates they lift.",
                "{ from = 2026-07-01, drops = [\"search\"], drops-other = [\"the on-call rota\"], decides = [\"reversible\"], \
                 stops = [{ decisions = \"reversible\", by = [\"vp-retail\"], from = 2026-07-01 }], lifts = [{ gate = \
                 \"release-board\", by = 2026-09-01 }], review = 2026-10-01 }",
            ),
            Field::new(
                "capable",
                FieldType::Table(ATTESTED),
                "That the leader is capable, attested by a sponsor. It is never inferred.",
                "{ attested-by = \"vp-retail\", leader = \"ines\", on = 2026-02-01 }",
            ),
            Field::new(
                "dependency",
                FieldType::Tables(dependency_fields!()),
                "Its dependencies.",
                "[{ on = \"team:payments\" }]",
            ),
            Field::new(
                "metric",
                FieldType::Tables(METRIC),
                "Its metrics.",
                "[{ name = \"returns finished within a minute\" }]",
            ),
        ],
    },
    Kind {
        name: "component",
        shape: Shape::ById,
        doc: "A component of the product.",
        fields: &[
            Field::new("title", TEXT, "Name to show.", "\"Returns API\""),
            Field::new("owner", TEAM, "The team that owns it.", "\"returns-core\""),
            Field::new(
                "owner-until",
                DAY,
                "First day on which that team owns it no more, whatever a source says.",
                "2026-05-04",
            ),
            Field::new("paths", TEXTS, "Where its code is.", "[\"services/returns/**\"]"),
            Field::new(
                "writes",
                FieldType::OneOrMany(&TEXT),
                "Data stores that it writes to, such as tables, topics or buckets.",
                "[\"orders\"]",
            ),
            Field::new(
                "replaceable-by",
                FieldType::OneOrMany(&TEXT),
                "Open-source packages that could do what it does.",
                "\"backoff\"",
            ),
        ],
    },
    Kind {
        name: "allocation",
        shape: Shape::Array,
        doc: "A stated share of a person's working time.",
        fields: &[
            Field::new("person", PERSON, "Who.", "\"tomas\"").required(),
            Field::new("initiative", INITIATIVE, "On what.", "\"returns\"").required(),
            Field::new("share", FieldType::Share, "The share of a full week (full-time equivalent).", "1.0").required(),
            Field::new("from", DAY, "First day.", "2026-02-02"),
            Field::new("until", DAY, "First day on which it no longer holds.", "2026-09-01"),
        ],
    },
    Kind {
        name: "dependency",
        shape: Shape::Array,
        doc: "A dependency of an initiative, written outside it.",
        fields: dependency_fields!(Field::new("initiative", INITIATIVE, "Who has it.", "\"returns\"").required()),
    },
    Kind {
        name: "attestation",
        shape: Shape::Array,
        doc: "A person's dated answer to a question that no other evidence can answer.",
        fields: &[
            Field::new("initiative", INITIATIVE, "About which initiative.", "\"returns\"").required(),
            Field::new("criterion", TEXT, "Which question, by its key.", "\"dependencies-known\"").required(),
            Field::new(
                "answer",
                FieldType::Choice(ATTESTED_ANSWERS),
                "The answer. Where it is `nobody-knows`, the question is not asked again for a year.",
                "\"holds\"",
            )
            .required(),
            Field::new("by", PERSON, "Who says so.", "\"ines\"").required(),
            ATTESTED_LEADER,
            Field::new("on", DAY, "When.", "2026-05-04").required(),
            Field::new("note", TEXT, "In their words.", "\"we asked every team\""),
        ],
    },
    Kind {
        name: "platform",
        shape: Shape::ById,
        doc: "What a team offers for others to use.",
        fields: &[
            Field::new("title", TEXT, "Name to show.", "\"Payments platform\""),
            Field::new("team", TEAM, "The team that runs it.", "\"payments\""),
            Field::new(
                "components",
                FieldType::List(&FieldType::Ref(&["component"])),
                "What it is made of.",
                "[\"ledger\"]",
            ),
            Field::new(
                "use",
                FieldType::Choice(&["self-service", "request"]),
                "How others use it: by themselves, or by asking the team.",
                "\"self-service\"",
            ),
        ],
    },
    Kind {
        name: "gate",
        shape: Shape::ById,
        doc: "A review, approval or sign-off that work must pass.",
        fields: &[
            Field::new("title", TEXT, "Name to show.", "\"Security review\""),
            Field::new(
                "kind",
                FieldType::Choice(&["review", "approval", "sign-off"]),
                "What happens there.",
                "\"review\"",
            ),
            Field::new(
                "owner",
                FieldType::Ref(&["function", "team", "person"]),
                "Who holds it; a bare id is a function.",
                "\"function:legal\"",
            ),
            Field::new(
                "applies-to",
                FieldType::List(&INITIATIVE),
                "Which initiatives must pass it; all of them when absent.",
                "[\"returns\"]",
            ),
            Field::new(
                "lifted",
                FieldType::Tables(LIFTED),
                "Initiatives that no longer have to pass it, each from a day on. Before that day they had to.",
                "[{ initiative = \"returns\", from = 2026-06-01 }]",
            ),
            Field::new(
                "also-before",
                FieldType::Tables(ALSO_BEFORE),
                "Initiatives that have to pass it too, each from a day on. Before that day they did not have to.",
                "[{ initiative = \"loyalty\", from = 2026-06-01 }]",
            ),
            Field::new(
                "narrowed",
                FieldType::Tables(NARROWED),
                "What it was narrowed to, each time from a day on: to initiatives, to classes of decisions, or to where \
                 something holds.",
                "[{ before = [\"returns\"], decisions = [\"pricing\"], only-where = \"the change moves money\", from = 2026-06-01 }]",
            ),
            Field::new("approvers", FieldType::Count(0, PEOPLE_MAX), "How many people must agree.", "2"),
            Field::new(
                "after",
                FieldType::List(&FieldType::Ref(&["gate"])),
                "Gates that come first.",
                "[\"design-review\"]",
            ),
            Field::new(
                "standing",
                FieldType::Flag,
                "Whether it is standing governance, which a leader passes only with a recorded exception.",
                "true",
            ),
            Field::new("from", DAY, "First day.", "2026-02-02"),
            Field::new("until", DAY, "First day on which it is gone.", "2026-09-01"),
        ],
    },
    Kind {
        name: "decision",
        shape: Shape::ById,
        doc: "A decision, with what was expected of it and what came of it.",
        fields: &[
            Field::new("title", TEXT, "What was to be decided.", "\"Refund before the parcel is back\""),
            Field::new("initiative", INITIATIVE, "Whose it is.", "\"returns\""),
            Field::new(
                "reversible",
                FieldType::Flag,
                "Whether it is reversible at little cost (a two-way door).",
                "true",
            ),
            Field::new(
                "class",
                TEXT,
                "What sort of decision it is, in the organization's own words: a mandate and a gate can name it.",
                "\"pricing\"",
            ),
            Field::new("needed", DAY, "The day by which it was needed.", "2026-03-20"),
            Field::new("opened", DAY, "The day it was asked for.", "2026-03-02"),
            Field::new("decided", DAY, "The day it was made; absent while it is open.", "2026-03-09"),
            Field::new("communicated", DAY, "The day those concerned were informed.", "2026-03-10"),
            Field::new("decided-by", PERSON, "Who decided.", "\"ines\""),
            Field::new(
                "why",
                TEXT,
                "Why someone other than the leader decided or reversed it, where that is so.",
                "\"it binds all three countries\"",
            ),
            Field::new(
                "levels",
                FieldType::Count(0, LEVELS_MAX),
                "Levels above the leader that had to agree; 0 when the leader decided.",
                "0",
            ),
            Field::new(
                "overridden-by",
                PERSON,
                "Who reversed it although it was the leader's to make.",
                "\"vp-retail\"",
            ),
            Field::new("reversed", DAY, "The day it was reversed.", "2026-05-04"),
            Field::new("options", TEXTS, "What was considered.", "[\"refund at once\", \"refund on arrival\"]"),
            Field::new(
                "consulted",
                FieldType::List(&FieldType::Ref(&["person", "team", "function"])),
                "Who was asked before it was made; a bare id is a person.",
                "[\"general-counsel\", \"team:payments\"]",
            ),
            Field::new("reversal-cost", TEXT, "What reversing it would cost.", "\"two weeks\""),
            Field::new("delay-cost", TEXT, "What waiting would cost.", "\"a season\""),
            Field::new("revisit", DAY, "The day to look at it again.", "2026-09-01"),
            Field::new("expected", TEXT, "What was expected of it.", "\"fewer than 1 % abuse\""),
            Field::new("actual", TEXT, "The outcome.", "\"0.4 % abuse\""),
            Field::new("actual-on", DAY, "The day that was known.", "2026-06-30"),
            Field::new(
                "changes",
                TEXTS,
                "Changes that carried it out, by their ids in the evidence: the first of them that landed is the first change.",
                "[\"c1204\"]",
            ),
            Field::new(
                "cites",
                TEXTS,
                "Tenets that decided it, each as the owner and the number: `returns:1` or `organization:2`.",
                "[\"returns:1\"]",
            ),
            Field::new(
                "exception-to",
                FieldType::Ref(&["gate"]),
                "The standing governance that it was allowed to bypass, by a recorded exception.",
                "\"security-review\"",
            ),
            Field::new("adopts", TEXT, "The package that it adopts.", "\"backoff\""),
            Field::new("replaces", FieldType::Ref(&["component"]), "The component that this is to replace.", "\"retry\""),
        ],
    },
    Kind {
        name: "reorganization",
        shape: Shape::ById,
        doc: "A day on which the organization was changed for some and not for others, to be looked at before and after.",
        fields: &[
            Field::new("title", TEXT, "What was changed.", "\"Returns gets a leader of its own\""),
            Field::new("on", DAY, "The day from which it held.", "2026-01-05").required(),
            Field::new("initiatives", FieldType::List(&INITIATIVE), "For which initiatives.", "[\"returns\"]"),
            Field::new(
                "teams",
                FieldType::List(&TEAM),
                "For which teams, and so for what they work on.",
                "[\"returns-core\"]",
            ),
        ],
    },
    Kind {
        name: "waiver",
        shape: Shape::Array,
        doc: "Something known to be wrong, accepted for a time. Without a reason, an owner and an end it accepts nothing, and \
              `onethread check` says so.",
        fields: &[
            Field::new("rule", TEXT, "Which criterion or rule, by its code or name.", "\"ST101\"").required(),
            Field::new(
                "subject",
                TEXT,
                "About what, as `kind:id`; or `organization`, for its tenets.",
                "\"initiative:loyalty\"",
            )
            .required(),
            Field::new("reason", TEXT, "Why it is accepted.", "\"until the second leader starts\""),
            Field::new("owner", PERSON, "Who accepted it.", "\"vp-retail\""),
            Field::new("until", DAY, "The day on which it ends.", "2026-09-01"),
        ],
    },
    MOVE,
    DECLINED,
    triage::KIND,
];
