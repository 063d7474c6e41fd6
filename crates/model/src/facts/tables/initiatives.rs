//! Whose a change is, where its source knows only the item of work that it belongs to.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Facts;
use crate::facts::Symbol;

impl Facts {
    /// Says of changes and reviews for which initiative they are, where another row knows it.
    ///
    /// A change is for an initiative when it, or the set it is in, names an item of work that is for one, such as a story
    /// of a tracker; or when its set is called as an initiative is. A review is for the initiative of its change. What two
    /// rows answer differently stays open. Call it once, after the last row was added.
    pub fn name_initiatives(&mut self) {
        let events = self.initiative_events.iter().map(|event| event.initiative);
        let known: FxHashSet<Symbol> =
            events.chain(self.initiative_snapshots.iter().map(|row| row.initiative)).collect();
        // An item of work with its initiative; nothing where two rows contradict each other.
        let mut items: FxHashMap<Symbol, Option<Symbol>> = FxHashMap::default();
        let note = |items: &mut FxHashMap<Symbol, Option<Symbol>>, item: Symbol, initiative: Symbol| {
            let first = items.entry(item).or_insert(Some(initiative));
            if *first != Some(initiative) {
                *first = None;
            }
        };
        for change in &self.changes {
            if let Some(initiative) = change.initiative.filter(|initiative| *initiative != change.change) {
                note(&mut items, change.change, initiative);
            }
        }
        let named = |item: Symbol, items: &FxHashMap<Symbol, Option<Symbol>>| match items.get(&item) {
            _ if known.contains(&item) => Some(item),
            Some(initiative) => *initiative,
            None => None,
        };
        for change in &mut self.changes {
            let of = match (change.initiative, change.set) {
                (Some(stated), _) => named(stated, &items).or(Some(stated)),
                (None, Some(set)) => named(set, &items),
                (None, None) => None,
            };
            change.initiative = of;
        }
        for change in &self.changes {
            if let Some(initiative) = change.initiative {
                note(&mut items, change.change, initiative);
            }
        }
        for review in self.reviews.iter_mut().filter(|review| review.initiative.is_none()) {
            review.initiative = review.change.and_then(|change| named(change, &items));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::day::Day;
    use crate::facts::{Cells, FactKind, Facts, RecordRef};

    fn facts(rows: &[(FactKind, &[(&'static str, &str)])]) -> Facts {
        let mut facts = Facts::default();
        for (line, (kind, row)) in (1..).zip(rows) {
            let mut cells = Cells::default();
            row.iter().for_each(|(column, text)| cells.set(column, text));
            facts.push(*kind, &cells, RecordRef { source: 0, line }).expect("a row");
        }
        facts.name_initiatives();
        facts.sort();
        facts
    }

    #[test]
    fn changes_and_reviews_find_the_initiative_of_their_item_of_work() {
        use FactKind::{ChangeMade, InitiativeSnapshot, ReviewAsked};
        let epic: &[(&str, &str)] =
            &[("observed", "2026-01-01"), ("initiative", "SHOP-1"), ("field", "title"), ("value", "Returns")];
        let facts = facts(&[
            (InitiativeSnapshot, epic),
            // A story, a pull request for it, one for the epic itself, and one whose reference is the story.
            (ChangeMade, &[("day", "2026-01-05"), ("change", "SHOP-2"), ("initiative", "SHOP-1"), ("set", "SHOP-2")]),
            (ChangeMade, &[("day", "2026-01-04"), ("change", "till#1"), ("set", "SHOP-2")]),
            (ChangeMade, &[("day", "2026-01-04"), ("change", "till#2"), ("set", "SHOP-1")]),
            (ChangeMade, &[("day", "2026-01-04"), ("change", "abc"), ("initiative", "SHOP-2"), ("set", "SHOP-2")]),
            // Neither a set that nobody knows nor one that two rows explain differently says anything.
            (ChangeMade, &[("day", "2026-01-04"), ("change", "till#3"), ("set", "SHOP-9")]),
            (ChangeMade, &[("day", "2026-01-04"), ("change", "SHOP-3"), ("initiative", "SHOP-1")]),
            (ChangeMade, &[("day", "2026-01-04"), ("change", "SHOP-3"), ("initiative", "SHOP-8")]),
            (ChangeMade, &[("day", "2026-01-04"), ("change", "till#4"), ("set", "SHOP-3")]),
            (ReviewAsked, &[("day", "2026-01-03"), ("change", "till#1")]),
            (ReviewAsked, &[("day", "2026-01-03"), ("change", "SHOP-2")]),
            (ReviewAsked, &[("day", "2026-01-03"), ("change", "till#3")]),
            (ReviewAsked, &[("day", "2026-01-03"), ("change", "till#1"), ("initiative", "other")]),
        ]);
        let known = facts.as_of(Day::parse("2026-02-01").expect("a day"));
        let text = |symbol: Option<crate::facts::Symbol>| symbol.map_or("-", |symbol| known.text(symbol)).to_owned();
        let changes: Vec<String> =
            known.changes().map(|row| format!("{} {}", known.text(row.change), text(row.initiative))).collect();
        assert_eq!(
            changes,
            [
                "SHOP-2 SHOP-1",
                "till#1 SHOP-1",
                "till#2 SHOP-1",
                "abc SHOP-1",
                "till#3 -",
                "SHOP-3 SHOP-1",
                "SHOP-3 SHOP-8",
                "till#4 -"
            ]
        );
        let reviews: Vec<String> = known.reviews().map(|row| text(row.initiative)).collect();
        assert_eq!(reviews, ["SHOP-1", "SHOP-1", "-", "other"]);
    }

    #[test]
    fn a_review_of_nothing_is_refused() {
        let mut cells = Cells::default();
        cells.set("day", "2026-01-03");
        let refused = Facts::default().push(FactKind::ReviewAsked, &cells, RecordRef { source: 0, line: 1 });
        assert_eq!(refused, Err(("initiative", "is missing, and no `change` stands for it".to_owned())));
    }
}
