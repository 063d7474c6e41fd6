//! The organization without what no day dates. Input: the organization as written. Output: the same with only those
//! statements of which the files themselves say since when they hold.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Org;

impl Org {
    /// The same without every statement that has no day of its own, except who leads these initiatives. Where nothing else
    /// tells how the files were on an earlier day, this and the whole are the two ends of what may have been.
    ///
    /// Entries stay, so that what has a day still finds what it is about; ids, titles and the names of people in evidence
    /// stay with them.
    #[must_use]
    pub fn dated_only(&self, leaders_of: &BTreeSet<&str>) -> Org {
        let mut org = self.clone();
        org.tenets.clear();
        for person in Arc::make_mut(&mut org.people).values_mut() {
            (person.reports_to, person.work) = (None, None);
        }
        for team in Arc::make_mut(&mut org.teams).values_mut() {
            (team.members, team.initiatives, team.headcount) = (Vec::new(), Vec::new(), None);
        }
        for component in Arc::make_mut(&mut org.components).values_mut() {
            component.owner = None;
        }
        for function in Arc::make_mut(&mut org.functions).values_mut() {
            (function.head, function.standard_owner, function.headcount) = (None, None, None);
            function.work = None;
        }
        for initiative in Arc::make_mut(&mut org.initiatives).values_mut() {
            if !leaders_of.contains(initiative.id.value.as_str()) {
                initiative.leaders.clear();
            }
            (initiative.purpose, initiative.sponsor, initiative.team) = (None, None, None);
            (initiative.form, initiative.why, initiative.nature) = (None, None, None);
            (initiative.people, initiative.scope, initiative.needs) = (Vec::new(), Vec::new(), Vec::new());
            (initiative.tenets, initiative.decision_rights) = (Vec::new(), Vec::new());
            // What a metric is called and measures is no state of a day; who answers for it and what it is to reach is.
            for metric in &mut initiative.metrics {
                (metric.owner, metric.source, metric.cadence) = (None, None, None);
                (metric.baseline, metric.target) = (None, None);
            }
            initiative.dependencies.retain(|one| one.from.is_some());
        }
        Arc::make_mut(&mut org.gates).retain(|_, gate| gate.from.is_some() || gate.until.is_some());
        Arc::make_mut(&mut org.allocations).retain(|one| one.from.is_some());
        Arc::make_mut(&mut org.outside_dependencies).retain(|(_, one)| one.from.is_some());
        Arc::make_mut(&mut org.platforms).clear();
        org.triage.take_if(|triage| triage.on.is_none());
        org
    }
}
