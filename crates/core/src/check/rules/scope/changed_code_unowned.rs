//! `SC111`: code that is worked on has no owner.

use onethread_model::facts::{FactKind, Symbol};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::check::{Context, Finding, Level, Need, Number, Rule, RuleOption, RuleOutcome, Setting, Touches};
use crate::measure::World;
use crate::measure::change_log::WINDOW_DAYS;
use crate::measure::change_sets::Bounds;
use crate::measure::cochange::shown;
use crate::measure::owners::{Owner, Owners};
use crate::measure::parts::{Part, parts};
use crate::words::{percent, plural};

pub(super) const RULE: Rule = Rule {
    code: "SC111",
    name: "changed-code-unowned",
    title: "Active code has no owner",
    level: Level::Warning,
    opt_in: false,
    page: include_str!("changed_code_unowned.md"),
    touches: Touches::Nobody,
    needs: &[
        Need::Facts(FactKind::ChangeMade),
        Need::Facts(FactKind::Touch),
        Need::Any(&[Need::Facts(FactKind::Ownership), Need::Entries("component")]),
    ],
    options: &[
        RuleOption {
            key: "changes-min",
            default: Setting::Count(30),
            doc: "Changes within a year at which a folder counts as active.",
        },
        RuleOption {
            key: "stated-min",
            default: Setting::Share(0.7),
            doc: "The share of changed code with a known owner at which missing owners count as exceptions.",
        },
    ],
    check,
};

/// A folder is nobody's when nearly all that changes in it is.
const NOBODYS_SHARE: f64 = 0.9;

fn check(context: &Context<'_>) -> RuleOutcome {
    let world = context.world;
    let (changes_min, stated_min) =
        (context.options.count("changes-min") as usize, context.options.share("stated-min"));
    let log = world.change_log();
    let whose = Whose::of(world);
    let mut known: FxHashMap<Symbol, bool> = FxHashMap::default();
    let (mut all, mut owned) = (0_usize, 0_usize);
    for path in log.sets.iter().flat_map(|set| &set.components) {
        all += 1;
        owned += usize::from(!*known.entry(*path).or_insert_with(|| whose.is_nobodys(*path, world)));
    }
    let mut found = RuleOutcome::default();
    // Where owners are hardly stated at all, the absence of one says nothing.
    if all == 0 || (owned as f64) < stated_min * all as f64 {
        return found;
    }
    for part in parts(log, world).iter().filter(|part| part.sets.len() >= changes_min) {
        found.evaluated += 1;
        let beginning = format!("{}/", part.folder);
        let below = part.sets.iter().flat_map(|set| &set.components);
        let touched: Vec<&Symbol> = below.filter(|path| world.facts.text(**path).starts_with(&beginning)).collect();
        let nobodys = touched.iter().filter(|path| known.get(**path) == Some(&true)).count();
        let share = nobodys as f64 / touched.len().max(1) as f64;
        if share >= NOBODYS_SHARE {
            found.findings.extend(finding(context, part, share, touched.len()));
        }
    }
    found
}

fn finding(context: &Context<'_>, part: &Part<'_>, share: f64, n: usize) -> Option<Finding> {
    let (world, folder) = (context.world, &part.folder);
    let beginning = format!("{folder}/");
    let below = |path| world.facts.text(path).starts_with(&beginning).then_some(0).into_iter().collect();
    let set = part.sets.iter().max_by_key(|set| set.last)?;
    let last = shown(set.id, world, WINDOW_DAYS, below)?;
    let place = if last.change == set.change { world.facts.place(set.at) } else { last.place(world) };
    let changes = plural(part.sets.len(), "change", "changes");
    let days = i32::try_from(WINDOW_DAYS).unwrap_or(i32::MAX);
    Some(
        context
            .finding(
                "organization".to_owned(),
                format!("{folder} had {changes} in a year and has no owner"),
                context.spot(&place),
            )
            .about(folder)
            .label("the latest of them")
            .number(Number {
                name: "unowned_share",
                value: share,
                n,
                window: Some((world.day.plus_days(1 - days), world.day)),
                says: format!("{} of what was touched below {folder} has no owner", percent(share)),
            })
            .note("whom to ask when it breaks is not stated")
            .help(format!("ask the team that changes it most, and describe it: `[component.ID]` with `owner` and `paths = [\"{folder}/**\"]`")),
    )
}

/// Who owns what: by files of the organization, by evidence, and by the changes themselves.
struct Whose<'w> {
    owners: &'w Owners,
    /// Paths that an initiative claims, or of which a change says whose they were.
    said: FxHashSet<Symbol>,
}

impl<'w> Whose<'w> {
    fn of(world: &'w World<'_>) -> Whose<'w> {
        let mut said: FxHashSet<Symbol> =
            world.facts.touches().filter(|touch| touch.team.is_some()).map(|touch| touch.component).collect();
        for initiative in world.live() {
            let scope = initiative.scope.iter().map(|piece| &piece.value);
            said.extend(Bounds::of(scope, world.inputs).each_held(world));
        }
        Whose { owners: world.owners(), said }
    }

    /// Whether nobody has a path. A component without an owner is SC103's.
    fn is_nobodys(&self, path: Symbol, world: &World<'_>) -> bool {
        !self.said.contains(&path)
            && self.owners.component_of_touched(path).is_none()
            && matches!(self.owners.observed.owner_of_touched(path, None, world), Owner::Nobody)
    }
}
