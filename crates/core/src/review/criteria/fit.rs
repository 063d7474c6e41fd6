//! `fit`: should this be single-threaded, and how?

use onethread_model::org::WishedForm;

use super::{Criterion, Touches};
use crate::measure::{Initiative, World};
use crate::moves::{self, change_form::form_price};
use crate::review::fit::{self, Recommended};
use crate::review::form;
use crate::review::{Answer, Judgement};
use crate::words::plural;

pub(super) const CRITERION: Criterion = Criterion {
    key: "fit",
    short: "fit",
    question: "Right structure for this work?",
    page: include_str!("fit.md"),
    touches: Touches::People,
    judge,
};

fn judge(initiative: &Initiative, world: &World<'_>) -> Judgement {
    let Some(nature) = fit::nature(initiative, world) else {
        return not_stated(initiative, world);
    };
    let says = fit::nature_says(nature.value);
    let Some(aim) = fit::aim(initiative, derived(initiative, world)) else {
        return Judgement::new(Answer::NotShown)
            .because(says, &nature.place)
            .remark("no form is intended, and the present one is neither single-threaded nor functional by design")
            .ask("the sponsor", "Which form should it have, and why?");
    };
    let (aimed, what) = match &initiative.wished {
        Some(form) => (format!("the intended form is {}", fit::wished_word(aim)), &form.place),
        None => (format!("it is {} today", fit::wished_word(aim)), &initiative.place),
    };
    let base = |answer| Judgement::new(answer).because(says, &nature.place).because(aimed.as_str(), what);
    let teams = fit::teams(initiative, world).len();
    let spread = plural(teams, "team takes part", "teams take part");
    match fit::recommend(initiative, Some(aim), world) {
        Recommended::CannotTell => match aim {
            WishedForm::Functional => base(Answer::NotShown).remark("a reason is given, and only people can judge it"),
            WishedForm::Stl => base(Answer::NotShown)
                .remark(spread)
                .ask("the sponsor", "What speaks against letting the team report to its leader?"),
            WishedForm::Sto => base(Answer::NotShown)
                .remark(spread)
                .ask("the sponsor", "Which teams does it reach, and could all of them report to one leader?"),
        },
        Recommended::Sto if aim == WishedForm::Sto => base(Answer::Holds),
        Recommended::Stl if aim == WishedForm::Stl => base(Answer::Holds).remark(spread),
        Recommended::Functional if aim == WishedForm::Functional => base(Answer::Holds),
        other => misfit(other, aim, initiative, base(Answer::Fails).remark(spread), world),
    }
}

fn not_stated(initiative: &Initiative, world: &World<'_>) -> Judgement {
    let mut judgement = Judgement::new(Answer::NotShown).remark("its nature (the kind of work) is not stated");
    if let Some(form) = &initiative.wished {
        let why = initiative.why.as_ref().map_or("no reason is given", |why| why.value.as_str());
        judgement =
            judgement.because(format!("the intended form is {}: {why}", fit::wished_word(form.value)), &form.place);
    }
    if fit::is_spread(initiative, world) {
        let teams = fit::teams(initiative, world).len();
        judgement = judgement.remark(format!("{teams} teams take part, which favors STL"));
    }
    judgement.ask(
        "the sponsor",
        "Is it an ongoing product, work across the whole company, a project that ends, or the work of a function?",
    )
}

/// The form that the other criteria and the reporting lines show, as the review derives it.
fn derived(initiative: &Initiative, world: &World<'_>) -> form::Form {
    if initiative.wished.is_some() {
        // The wish counts first; nothing else has to be derived.
        return form::Form::NotShown;
    }
    let focus = (super::focus::CRITERION.judge)(initiative, world);
    let team = (super::dedicated_team::CRITERION.judge)(initiative, world);
    form::derive(initiative, &focus, &team, world).form
}

fn misfit(
    fitting: Recommended,
    aim: WishedForm,
    initiative: &Initiative,
    judgement: Judgement,
    world: &World<'_>,
) -> Judgement {
    let judgement = if aim == WishedForm::Functional {
        // Words may be all that is missing, so they come before any change of form.
        judgement.remark("no reason is given").instead(moves::give_reason::change(&initiative.id))
    } else {
        judgement
    };
    let price = form_price(fitting.form(), initiative, world);
    judgement.instead(moves::change_form::change(&initiative.id, fitting.key(), price.managers_changed))
}
