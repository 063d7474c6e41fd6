//! What a verdict is.

use onethread_model::facts::FactKind;
use onethread_model::source::Place;
use onethread_model::{Change, Day};
use schemars::JsonSchema;
use serde::Serialize;

use crate::measure::View;
use crate::moves::{self, Price};

/// The three answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Evidence shows that it is so.
    Holds,
    /// Evidence shows that it is not so.
    Fails,
    /// Evidence does not show either.
    NotShown,
}

impl Answer {
    /// The word in files.
    pub fn key(self) -> &'static str {
        match self {
            Answer::Holds => "holds",
            Answer::Fails => "fails",
            Answer::NotShown => "not-shown",
        }
    }

    /// The word for people.
    pub fn words(self) -> &'static str {
        match self {
            Answer::Holds => "holds",
            Answer::Fails => "fails",
            Answer::NotShown => "not shown",
        }
    }
}

/// A sentence, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Evidence {
    /// The sentence, without a full stop.
    pub says: String,
    /// The line or record behind it; absent for what is concluded from silence.
    pub place: Option<Place>,
}

/// A question that evidence cannot answer, and who can.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Question {
    /// Whom to ask, in words.
    pub whom: String,
    /// The question.
    pub text: String,
}

/// A change that would alter an answer, with what it costs.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Proposal {
    /// The change.
    #[serde(flatten)]
    pub change: Change,
    /// What it costs; nothing until [`Judgement::priced`] says it.
    pub price: Price,
    /// What it does to the answer.
    #[serde(flatten)]
    pub effect: ChangeEffect,
}

/// What a change does to the answer it stands beside, once it is carried out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChangeEffect {
    /// Whether the answer is another one at once, whatever else stays as it is.
    pub alters: bool,
    /// The reasons that it removes, as they are said.
    pub removes: Vec<String>,
    /// The first day on which evidence can show it; absent where the edit of a file shows it.
    pub shows_from: Option<Day>,
}

/// What a criterion concludes about one initiative.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Judgement {
    /// The answer.
    pub answer: Answer,
    /// Why, the weightiest first.
    pub because: Vec<Evidence>,
    /// How many pieces of evidence the answer rests on.
    pub n: usize,
    /// Facts that would tell, when the answer is not shown.
    pub needs: Vec<FactKind>,
    /// What would alter the answer, each with its price.
    pub would_change: Vec<Proposal>,
    /// What to ask, when no file can tell.
    pub ask: Option<Question>,
    /// The day on which someone said that nobody knows, where the answer is not shown: it is not asked again for a year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nobody_knows: Option<Day>,
}

impl Judgement {
    /// An answer without evidence yet.
    pub fn new(answer: Answer) -> Judgement {
        Judgement {
            answer,
            because: Vec::new(),
            n: 0,
            needs: Vec::new(),
            would_change: Vec::new(),
            ask: None,
            nobody_knows: None,
        }
    }

    /// Adds evidence with its place.
    #[must_use]
    pub fn because(mut self, says: impl Into<String>, place: &Place) -> Judgement {
        self.because.push(Evidence { says: says.into(), place: Some(place.clone()) });
        self.n += 1;
        self
    }

    /// Adds a remark that rests on silence or on a rule.
    #[must_use]
    pub fn remark(mut self, says: impl Into<String>) -> Judgement {
        self.because.push(Evidence { says: says.into(), place: None });
        self
    }

    /// Adds a kind of fact that would tell.
    #[must_use]
    pub fn needs(mut self, kind: FactKind) -> Judgement {
        self.needs.push(kind);
        self
    }

    /// Adds a change that removes what was said since the last one was added; where it is the only one, it alters the
    /// answer.
    #[must_use]
    pub fn change(self, change: Change) -> Judgement {
        self.with_change(change, ChangeEffect::default())
    }

    /// Adds a change that alters the answer by itself, whatever others are added.
    #[must_use]
    pub fn instead(self, change: Change) -> Judgement {
        self.with_change(change, ChangeEffect { alters: true, ..ChangeEffect::default() })
    }

    /// Adds a change that removes what was said since the last one was added, once the days that it rests on are past:
    /// not before a day.
    #[must_use]
    pub fn later(self, change: Change, from: Day) -> Judgement {
        self.with_change(change, ChangeEffect { shows_from: Some(from), ..ChangeEffect::default() })
    }

    fn with_change(mut self, change: Change, mut effect: ChangeEffect) -> Judgement {
        let said: usize = self.would_change.iter().map(|earlier| earlier.effect.removes.len()).sum();
        let since: Vec<String> = self.because.iter().skip(said).map(|evidence| evidence.says.clone()).collect();
        // Two changes for one reason remove the same.
        effect.removes = match (since.is_empty(), self.would_change.last()) {
            (true, Some(last)) => last.effect.removes.clone(),
            _ => since,
        };
        self.would_change.push(Proposal { change, price: Price::default(), effect });
        self
    }

    /// Says what each change costs, and whether it alters an answer that fails. Nothing is added after that.
    #[must_use]
    pub(super) fn priced(mut self, view: &View<'_>) -> Judgement {
        let is_alone = self.answer == Answer::Fails && self.would_change.len() == 1;
        for proposal in &mut self.would_change {
            proposal.price = moves::price(&proposal.change, view);
            proposal.effect.alters |= is_alone && proposal.effect.shows_from.is_none();
        }
        // A large company has tens of thousands of answers, and most lists in them have room for more than they hold.
        self.because.shrink_to_fit();
        self.would_change.shrink_to_fit();
        self
    }

    /// Says first that nobody knows, where the answer is open and someone said so.
    #[must_use]
    pub(super) fn nobody_knows(mut self, said: Option<(Day, Place)>) -> Judgement {
        if let Some((on, place)) = said.filter(|_| self.answer == Answer::NotShown && self.ask.is_some()) {
            self.because.insert(0, Evidence { says: format!("nobody knows, asked on {on}"), place: Some(place) });
            self.nobody_knows = Some(on);
        }
        self
    }

    /// Sets the question to ask.
    #[must_use]
    pub fn ask(mut self, whom: impl Into<String>, text: impl Into<String>) -> Judgement {
        self.ask = Some(Question { whom: whom.into(), text: text.into() });
        self
    }
}

impl Verdict {
    /// Whether the answer is open: not shown, with something that would tell or someone to ask.
    pub fn is_open(&self) -> bool {
        let judgement = &self.judgement;
        judgement.answer == Answer::NotShown && (judgement.ask.is_some() || !judgement.needs.is_empty())
    }

    /// Whether the question does not apply: not shown, and nothing is left to find out, as with a form that is functional
    /// by design.
    pub fn is_not_asked(&self) -> bool {
        self.judgement.answer == Answer::NotShown && !self.is_open()
    }
}

/// A criterion's answer for one initiative on a day.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Verdict {
    /// Key of the criterion.
    pub criterion: &'static str,
    /// What is concluded.
    #[serde(flatten)]
    pub judgement: Judgement,
}
