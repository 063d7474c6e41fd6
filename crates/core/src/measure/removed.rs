//! What is gone: paths of which changes left nothing.

use onethread_model::Day;
use onethread_model::facts::Symbol;
use rustc_hash::FxHashMap;

use super::View;
use super::change_sets::Bounds;

/// The day on which the last of the paths within bounds was removed, where no recorded change touched any of them since;
/// absent where one is still there, or no change is on record.
pub(crate) fn gone_since(bounds: &Bounds, view: &View<'_>) -> Option<Day> {
    let held = bounds.held(view);
    // The last day on which each was removed, and by how many changes.
    let mut removed: FxHashMap<Symbol, (Day, usize)> = FxHashMap::default();
    for removal in view.facts.removals().filter(|removal| held.contains(&removal.component)) {
        let (day, times) = removed.entry(removal.component).or_insert((removal.day, 0));
        *times = if removal.day > *day { 1 } else { *times + usize::from(removal.day == *day) };
        *day = removal.day.max(*day);
    }
    let gone = |path: &Symbol| {
        let (day, times) = removed.get(path)?;
        // A removal is a touch too. What else touched it on that day may have come later.
        let touches = view.touches_of_component(*path).filter(|touch| touch.day >= *day).count();
        (touches <= *times).then_some(*day)
    };
    held.iter().map(gone).collect::<Option<Vec<Day>>>()?.into_iter().max()
}
