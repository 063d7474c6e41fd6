//! What is gone: paths of which changes left nothing.

use onethread_model::Day;
use onethread_model::facts::Symbol;
use rustc_hash::FxHashMap;

use super::View;
use super::aside::Moment;
use super::change_sets::Bounds;

/// The day on which the last of the paths within bounds was removed, where no recorded change touched any of them since;
/// absent where one is still there, or no change is on record.
pub(crate) fn gone_since(bounds: &Bounds, view: &View<'_>) -> Option<Day> {
    let held = bounds.held(view);
    let mut removed: FxHashMap<Symbol, Moment> = FxHashMap::default();
    for removal in view.facts.removals().filter(|removal| held.contains(&removal.component)) {
        let moment = Moment::of_removal(removal);
        removed.entry(removal.component).and_modify(|last| *last = moment.max(*last)).or_insert(moment);
    }
    let gone = |path: &Symbol| {
        let last = removed.get(path)?;
        let is_back = view.touches_of_component(*path).any(|touch| last.is_before(Moment::of(touch)));
        (!is_back).then_some(last.day)
    };
    held.iter().map(gone).collect::<Option<Vec<Day>>>()?.into_iter().max()
}
