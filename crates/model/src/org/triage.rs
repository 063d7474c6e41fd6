//! Who is able and willing to lead what, in which order initiatives come, and what limits the choice: `[triage]`, as
//! written and as known on a day. Input: a record of the field table [`KIND`]. Output: a [`Triage`].

use super::tables::{DAY, INITIATIVE, PERSON, TEXT, TEXTS};
use super::{id_of, ids_of};
use crate::day::Day;
use crate::fields::{Field, FieldType, Kind, Shape};
use crate::record::{Record, Reference};
use crate::source::{At, Span};

/// What is given to the triage of scarce leaders.
#[derive(Clone, Debug)]
pub struct Triage {
    /// Where it is written first.
    pub span: Span,
    /// Initiatives in the director's order, the first one first.
    pub order: Vec<At<String>>,
    /// Who put them in this order.
    pub by: Option<At<String>>,
    /// When.
    pub on: Option<At<Day>>,
    /// Whether one person leads at most one initiative, where that is stated.
    pub one_thread: Option<At<bool>>,
    /// Statements of who is able and willing.
    pub leaders: Vec<WillingLeader>,
    /// What limits the choice.
    pub constraints: Vec<TriageConstraint>,
    /// What has to be, whatever comes first.
    pub wishes: Vec<TriageWish>,
}

impl Triage {
    /// Whether one person leads at most one initiative: so unless `one-thread = false`.
    pub fn is_one_thread(&self) -> bool {
        self.one_thread.as_ref().is_none_or(|stated| stated.value)
    }
}

/// A statement that someone is able and willing to lead.
#[derive(Clone, Debug)]
pub struct WillingLeader {
    /// Who.
    pub person: At<String>,
    /// Which initiatives; empty for every one of the order.
    pub initiatives: Vec<At<String>>,
    /// Who says that this person is able.
    pub able_by: Option<At<String>>,
    /// When that was said.
    pub able_on: Option<At<Day>>,
    /// The day on which the person said to be willing; absent while that is open.
    pub willing_on: Option<At<Day>>,
    /// What the person can do, as stated.
    pub skills: Vec<At<String>>,
}

/// A limit of the choice.
#[derive(Clone, Debug)]
pub struct TriageConstraint {
    /// Where it is written.
    pub span: Span,
    /// The initiative that it is about; absent for one about who and what do not go together.
    pub initiative: Option<At<String>>,
    /// The function that its leader has to be of.
    pub role: Option<At<String>>,
    /// The skill that its leader has to have.
    pub skill: Option<At<String>>,
    /// People and initiatives of which no two go together.
    pub not_together: Vec<At<Reference>>,
    /// Why.
    pub why: Option<At<String>>,
}

/// What has to be, whatever comes first.
#[derive(Clone, Debug)]
pub struct TriageWish {
    /// The initiative that is to have a leader of its own.
    pub initiative: At<String>,
    /// Who is to lead it; anybody who is able and willing when absent.
    pub person: Option<At<String>>,
    /// Why.
    pub why: Option<At<String>>,
}

const WILLING: &[Field] = &[
    Field::new("person", PERSON, "Who.", "\"shopping-director\"").required(),
    Field::new(
        "initiatives",
        FieldType::List(&INITIATIVE),
        "Which initiatives; every one of the order when absent.",
        "[\"fraud\"]",
    ),
    Field::new(
        "able-by",
        PERSON,
        "Who says that this person is able to lead them: another position, never the person. Nobody states that someone \
         is not able.",
        "\"chief-executive\"",
    ),
    Field::new("able-on", DAY, "When that was said.", "2026-06-22"),
    Field::new(
        "willing-on",
        DAY,
        "The day on which the person said to be willing. While it is absent, the person does not count.",
        "2026-06-24",
    ),
    Field::new("skills", TEXTS, "What this person can do, where a constraint asks for it, as stated.", "[\"pricing\"]"),
];

const CONSTRAINT: &[Field] = &[
    Field::new("initiative", INITIATIVE, "The initiative whose leader `role` or `skill` is about.", "\"privacy\""),
    Field::new("role", TEXT, "The function that its leader has to be of.", "\"legal\""),
    Field::new("skill", TEXT, "The skill that its leader has to have, as `skills` states it.", "\"pricing\""),
    Field::new(
        "not-together",
        FieldType::List(&FieldType::Ref(&["person", "initiative"])),
        "People and initiatives of which no two go together; a bare id is a person. Of two people at most one is \
         appointed, of two initiatives at most one gets a leader, and a person does not lead an initiative beside it.",
        "[\"initiative:fraud\", \"initiative:payments\"]",
    ),
    Field::new("why", TEXT, "Why.", "\"the law asks for it\""),
];

const WISH: &[Field] = &[
    Field::new("initiative", INITIATIVE, "Which initiative has to have a leader of its own.", "\"loyalty\"").required(),
    Field::new(
        "person",
        PERSON,
        "Who has to lead it; anybody who is able and willing when absent.",
        "\"loyalty-lead\"",
    ),
    Field::new("why", TEXT, "Why.", "\"promised to the board\""),
];

/// Its field table.
pub(super) const KIND: Kind = Kind {
    name: "triage",
    shape: Shape::Single,
    doc: "Who is able and willing to lead what, and in which order initiatives come, where leaders are scarce. \
          `onethread plan --triage` reads it; no review does.",
    fields: &[
        Field::new(
            "order",
            FieldType::List(&INITIATIVE),
            "Initiatives in the director's order, the first one first: a list, without weights.",
            "[\"payments\", \"fraud\"]",
        ),
        Field::new("by", PERSON, "Who put them in this order.", "\"chief-executive\""),
        Field::new("on", DAY, "When.", "2026-06-22"),
        Field::new(
            "one-thread",
            FieldType::Flag,
            "Whether one person leads at most one initiative; `true` when absent.",
            "true",
        ),
        Field::new(
            "leader",
            FieldType::Tables(WILLING),
            "Who is able and willing to lead, each stated and never inferred: one table for each statement.",
            "[{ person = \"shopping-director\", able-by = \"chief-executive\", willing-on = 2026-06-24 }]",
        ),
        Field::new(
            "constraint",
            FieldType::Tables(CONSTRAINT),
            "What limits the choice.",
            "[{ initiative = \"privacy\", role = \"legal\" }]",
        ),
        Field::new(
            "wish",
            FieldType::Tables(WISH),
            "What has to be, whatever comes first.",
            "[{ initiative = \"loyalty\" }]",
        ),
    ],
};

impl Triage {
    /// Cuts what was stated after a day. Gives whether anything was known: an order of a later day is not.
    pub(super) fn cut(&mut self, day: Day) -> bool {
        for leader in &mut self.leaders {
            if leader.able_on.as_ref().is_some_and(|on| on.value > day) {
                (leader.able_by, leader.able_on) = (None, None);
            }
            leader.willing_on.take_if(|on| on.value > day);
        }
        self.on.as_ref().is_none_or(|on| on.value <= day)
    }

    /// Every day that it states.
    pub(super) fn days(&self) -> impl Iterator<Item = &At<Day>> {
        let of_leaders = self.leaders.iter().flat_map(|one| one.able_on.iter().chain(&one.willing_on));
        self.on.iter().chain(of_leaders)
    }

    /// Every person whom it names.
    pub(super) fn people(&self) -> impl Iterator<Item = &At<String>> {
        let leaders = self.leaders.iter().flat_map(|one| std::iter::once(&one.person).chain(&one.able_by));
        self.by.iter().chain(leaders).chain(self.wishes.iter().filter_map(|wish| wish.person.as_ref()))
    }

    /// Every initiative that it names by itself.
    pub(super) fn initiatives(&self) -> impl Iterator<Item = &At<String>> {
        let leaders = self.leaders.iter().flat_map(|one| &one.initiatives);
        let constraints = self.constraints.iter().filter_map(|one| one.initiative.as_ref());
        self.order.iter().chain(leaders).chain(constraints).chain(self.wishes.iter().map(|wish| &wish.initiative))
    }
}

pub(super) fn triage(span: Span, record: &mut Record) -> Triage {
    Triage {
        span,
        order: ids_of(record, "order"),
        by: id_of(record, "by"),
        on: record.day("on"),
        one_thread: record.flag("one-thread"),
        leaders: record.tables("leader").iter_mut().filter_map(leader).collect(),
        constraints: record.tables("constraint").iter_mut().map(constraint).collect(),
        wishes: record.tables("wish").iter_mut().filter_map(wish).collect(),
    }
}

fn leader(record: &mut Record) -> Option<WillingLeader> {
    let leader = WillingLeader {
        person: id_of(record, "person")?,
        initiatives: ids_of(record, "initiatives"),
        able_by: id_of(record, "able-by"),
        able_on: record.day("able-on"),
        willing_on: record.day("willing-on"),
        skills: record.texts("skills"),
    };
    record.all_read("leader");
    Some(leader)
}

fn constraint(record: &mut Record) -> TriageConstraint {
    let constraint = TriageConstraint {
        span: record.span,
        initiative: id_of(record, "initiative"),
        role: record.text("role"),
        skill: record.text("skill"),
        not_together: record.references("not-together"),
        why: record.text("why"),
    };
    record.all_read("constraint");
    constraint
}

fn wish(record: &mut Record) -> Option<TriageWish> {
    let wish = TriageWish {
        initiative: id_of(record, "initiative")?,
        person: id_of(record, "person"),
        why: record.text("why"),
    };
    record.all_read("wish");
    Some(wish)
}
