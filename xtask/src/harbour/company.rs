//! The company of a given size: the story once, or many times over.
//!
//! A larger company is many divisions, each of which is the whole story with names of its own. What serves everybody
//! (functions, gates, platform teams, the positions at the top) is there once, so that it is as crowded as in real
//! life. In a copied company divisions are alike; in a drawn one each initiative has a team and a course of its own.

use onethread_model::Day;

use super::course::{self, Course};
use super::random::Dice;
use super::story::{
    self, Dependency, ENGINEERING_MANAGERS, EVERYBODY_ELSE, FUNCTIONS, GATES, Initiative, LEADERS, LEADERSHIP,
    PLATFORMS, PROVIDERS, ROLES,
};

/// How large a company is, and which of all possible ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) seats: usize,
    pub(super) initiatives: usize,
    pub(super) seed: u64,
    /// Whether teams and courses are drawn, and not copied from the story.
    pub(super) is_drawn: bool,
}

/// The size of the example.
pub(super) const EXAMPLE: Size = Size { seats: 400, initiatives: 14, seed: 1, is_drawn: false };

/// A company.
pub(super) struct Company {
    pub(super) size: Size,
    pub(super) divisions: usize,
    pub(super) initiatives: Vec<Placed>,
    pub(super) seats: Vec<Seat>,
}

/// An initiative of a division.
pub(super) struct Placed {
    pub(super) story: &'static Initiative,
    pub(super) division: usize,
    /// Members of its team: position and role.
    pub(super) members: Vec<(String, &'static str)>,
    pub(super) course: Course,
}

/// Who is to work on an initiative.
enum Crew {
    /// So many people of its own.
    Own(usize),
    /// So many of those of an earlier initiative, by its place.
    SharedWith(usize, usize),
}

/// A position.
pub(super) struct Seat {
    pub(super) id: String,
    pub(super) function: &'static str,
    pub(super) reports_to: String,
    /// The heading that it stands under.
    pub(super) group: String,
}

impl Size {
    /// Positions of a group that has so many of the story's 400. Companies are drawn for their initiatives: four of
    /// five of those who work on none are left out.
    fn others(self, of_400: usize) -> usize {
        of_400 * self.seats / if self.is_drawn { 2000 } else { 400 }
    }
}

impl Company {
    /// The company of a size.
    pub(super) fn new(size: Size) -> Company {
        let stories = story::initiatives();
        let divisions = size.initiatives.div_ceil(stories.len()).max(1);
        let placed = (0..divisions).flat_map(|division| stories.iter().map(move |story| (division, *story)));
        let placed: Vec<(usize, &'static Initiative)> = placed.take(size.initiatives).collect();
        let mut company = Company { size, divisions, initiatives: Vec::new(), seats: Vec::new() };
        company.seat_leadership();
        for division in 0..divisions {
            for (leader, manager) in LEADERS {
                let group = heading("Leaders of initiatives", division);
                company.seat(&name(leader, division), "general management", &name(manager, division), group);
            }
        }
        let providers: usize = PROVIDERS.iter().map(|(_, _, engineers, _, _)| engineers).sum();
        let others: usize = EVERYBODY_ELSE.iter().map(|(_, _, _, of_400)| size.others(*of_400)).sum();
        // Three of ten positions are kept for care, so that no company is made of engineers alone.
        let left = size.seats.saturating_sub(company.seats.len() + providers + others);
        let budget = if divisions == 1 { usize::MAX } else { left.min(size.seats * 7 / 10) };
        let crews = if size.is_drawn { drawn_crews(&placed, budget, size.seed) } else { copied_crews(&placed, budget) };
        for ((division, story), crew) in placed.into_iter().zip(crews) {
            company.place(story, division, &crew);
        }
        company.seat_providers();
        company.seat_everybody_else();
        company
    }

    fn seat(&mut self, id: &str, function: &'static str, reports_to: &str, group: String) {
        self.seats.push(Seat { id: id.to_owned(), function, reports_to: reports_to.to_owned(), group });
    }

    fn seat_leadership(&mut self) {
        for (id, function, manager) in LEADERSHIP {
            self.seat(id, function, manager, "Leadership".to_owned());
        }
        for number in 1..=ENGINEERING_MANAGERS {
            self.seat(
                &format!("engineering-manager-{number}"),
                "engineering",
                "vp-engineering",
                "Leadership".to_owned(),
            );
        }
    }

    fn place(&mut self, story: &'static Initiative, division: usize, crew: &Crew) {
        let members = match *crew {
            Crew::Own(count) => self.seat_team(story, division, count),
            Crew::SharedWith(host, count) => {
                self.initiatives.get(host).into_iter().flat_map(|host| &host.members).take(count).cloned().collect()
            }
        };
        let course = if self.size.is_drawn {
            let stream = format!("course of {}", name(story.id, division));
            Course::draw(story, &mut Dice::new(self.size.seed, &stream))
        } else {
            // Its work shrinks with its team.
            Course::of(story, members.len() * 1000 / team_size(story))
        };
        self.initiatives.push(Placed { story, division, members, course });
    }

    /// Positions of a team, with their roles: one of each role first, and engineers beyond what the story has.
    fn seat_team(&mut self, story: &Initiative, division: usize, count: usize) -> Vec<(String, &'static str)> {
        let mut members = Vec::new();
        let more = story.team.roles.iter().take(1).flat_map(|(role, most)| (most + 1..).map(move |n| (*role, n)));
        for (role, number) in members_of(story).into_iter().chain(more).take(count) {
            let seat = name(&format!("{}-{role}-{number}", short_name(story)), division);
            let (function, line) = role_of(role);
            let reports_to = if story.team.reports_to.is_empty() {
                self.manager(line)
            } else {
                name(story.team.reports_to, division)
            };
            self.seat(&seat, function, &reports_to, heading(story.team.title, division));
            members.push((seat, role));
        }
        members
    }

    fn seat_providers(&mut self) {
        for (team, title, engineers, _, _) in PROVIDERS {
            for number in 1..=*engineers {
                let manager = self.manager("engineering-manager");
                self.seat(&format!("{team}-engineer-{number}"), "engineering", &manager, (*title).to_owned());
            }
        }
    }

    fn seat_everybody_else(&mut self) {
        for (index, (id, function, manager, of_400)) in EVERYBODY_ELSE.iter().enumerate().rev() {
            let left = self.size.seats.saturating_sub(self.seats.len());
            let count = if index == 0 { left } else { self.size.others(*of_400).min(left) };
            for number in 1..=count {
                self.seat(&format!("{id}-{number}"), function, manager, "Everybody else".to_owned());
            }
        }
    }

    /// Whom a person of a function reports to; engineers are spread over their managers.
    fn manager(&self, line: &str) -> String {
        if line == "engineering-manager" {
            format!("{line}-{}", self.seats.len() % ENGINEERING_MANAGERS + 1)
        } else {
            line.to_owned()
        }
    }
}

impl Company {
    /// What the story says about its initiatives, for every one of them that is in this company.
    pub(super) fn each<'a, T>(
        &'a self,
        all: &'static [T],
        initiative: impl Fn(&T) -> &str + 'a,
    ) -> impl Iterator<Item = (&'a Placed, &'static T)> {
        let of = move |placed: &'a Placed| {
            let about: Vec<&'static T> = all.iter().filter(|item| initiative(item) == placed.story.id).collect();
            about.into_iter().map(move |item| (placed, item))
        };
        self.initiatives.iter().flat_map(of)
    }
}

impl Company {
    /// What an initiative needs. The last division may lack the team that would supply it.
    pub(super) fn dependencies_of<'a>(&'a self, placed: &'a Placed) -> impl Iterator<Item = &'static Dependency> + 'a {
        let is_there = |dependency: &&Dependency| {
            let Some(team) = dependency.on.strip_prefix("team:") else { return true };
            let supplies = |other: &Placed| other.division == placed.division && other.story.team.id == team;
            is_shared(team) || self.in_division(placed.division).any(supplies)
        };
        placed.story.dependencies.iter().filter(is_there)
    }

    fn in_division(&self, division: usize) -> impl Iterator<Item = &Placed> {
        self.initiatives
            .iter()
            .skip_while(move |placed| placed.division < division)
            .take_while(move |placed| placed.division == division)
    }
}

impl Placed {
    /// Its id.
    pub(super) fn id(&self) -> String {
        name(self.story.id, self.division)
    }

    /// Its team.
    pub(super) fn team(&self) -> String {
        name(self.story.team.id, self.division)
    }

    /// Who led it on a day; nobody where it is empty.
    pub(super) fn leader_on(&self, day: Day) -> String {
        let latest = self.story.leaders.iter().rev().find(|(since, _)| *since <= day);
        let leader = latest.map(|(_, leader)| *leader).or_else(|| self.story.written_leaders.first().copied());
        name(leader.unwrap_or_default(), self.division)
    }
}

/// The name of something of the story in a division. What serves everybody has one name, and so has the first division.
pub(super) fn name(id: &str, division: usize) -> String {
    if division == 0 || id.is_empty() || is_shared(id) { id.to_owned() } else { format!("{id}-{division:03}") }
}

/// A reference of the story, `kind:id`, in a division.
pub(super) fn reference(text: &str, division: usize) -> String {
    match text.split_once(':') {
        Some(("path", path)) => format!("path:{}", folder(path, division)),
        Some((kind, id)) => format!("{kind}:{}", name(id, division)),
        None => name(text, division),
    }
}

/// A folder of the story in a division.
pub(super) fn folder(path: &str, division: usize) -> String {
    let is_shared = PROVIDERS.iter().any(|(_, _, _, shared, _)| path.starts_with(shared));
    if division == 0 || is_shared { path.to_owned() } else { format!("division-{division:03}/{path}") }
}

/// The words that positions of a team begin with.
fn short_name(story: &Initiative) -> &'static str {
    match story.team.id {
        "fraud-desk" => "fraud",
        "delivery-promise" => "delivery",
        "contracts-desk" => "contracts",
        "move-desk" => "move",
        "privacy-crew" => "privacy",
        "sellers-core" => "sellers",
        "mobile-core" => "mobile",
        _ => story.id,
    }
}

fn is_shared(id: &str) -> bool {
    id == "organization"
        || matches!(id, "deploy-pipeline" | "event-bus" | "warehouse")
        || id.starts_with("engineering-manager")
        || FUNCTIONS.iter().any(|(function, ..)| *function == id)
        || GATES.iter().any(|gate| gate.id == id)
        || LEADERSHIP.iter().any(|(seat, ..)| *seat == id)
        || PLATFORMS.iter().any(|platform| platform.id == id)
        || PROVIDERS.iter().any(|(team, ..)| *team == id)
}

fn heading(text: &str, division: usize) -> String {
    if division == 0 { text.to_owned() } else { format!("{text}, division {division}") }
}

fn role_of(role: &str) -> (&'static str, &'static str) {
    let known = ROLES.iter().find(|(word, ..)| *word == role);
    known.map_or(("engineering", "engineering-manager"), |(_, function, line)| (*function, *line))
}

/// Positions of a team by role, one of each role first: small teams keep all their disciplines as long as they can.
fn members_of(story: &Initiative) -> Vec<(&'static str, usize)> {
    let most = story.team.roles.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let rounds = (1..=most).flat_map(|number| {
        let still = story.team.roles.iter().filter(move |(_, count)| *count >= number);
        still.map(move |(role, _)| (*role, number))
    });
    rounds.collect()
}

fn team_size(story: &Initiative) -> usize {
    story.team.roles.iter().map(|(_, count)| count).sum()
}

/// The teams of the story. In a small company everybody fits; in a crowded one every team shrinks alike.
fn copied_crews(placed: &[(usize, &'static Initiative)], budget: usize) -> Vec<Crew> {
    let wanted: usize = placed.iter().map(|(_, story)| team_size(story)).sum();
    let fits = |all: usize| if budget >= wanted { all } else { (all * budget / wanted).max(1) };
    placed.iter().map(|(_, story)| Crew::Own(fits(team_size(story)))).collect()
}

/// Of initiatives whose people have others too, most share those of the one before them; all others have a team of a
/// size that is drawn.
fn drawn_crews(placed: &[(usize, &'static Initiative)], budget: usize, seed: u64) -> Vec<Crew> {
    let mut crews = Vec::new();
    let mut host: Option<(usize, usize, usize)> = None;
    for (at, (division, story)) in placed.iter().enumerate() {
        let mut dice = Dice::new(seed, &format!("team of {}", name(story.id, *division)));
        let size = course::team_size(&mut dice);
        match host.filter(|(of, ..)| of == division && story::is_split(story) && dice.chance(850)) {
            Some((_, host, most)) => crews.push(Crew::SharedWith(host, size.min(most))),
            None => {
                crews.push(Crew::Own(size));
                if story::is_split(story) {
                    host = Some((*division, at, size));
                }
            }
        }
    }
    let own = |crew: &Crew| if let Crew::Own(size) = crew { *size } else { 0 };
    let (wanted, least) =
        (crews.iter().map(own).sum::<usize>(), crews.iter().map(|crew| own(crew).min(3)).sum::<usize>());
    if wanted > budget {
        // Large teams shrink first, and then all alike.
        let (more, left) = ((wanted - least).max(1), budget.saturating_sub(least));
        for crew in &mut crews {
            if let Crew::Own(size) = crew {
                *size = if left > 0 { 3 + (*size - 3) * left / more } else { (3 * budget / least.max(1)).max(1) };
            }
        }
    }
    crews
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn seats_are_as_many_as_asked_for_and_all_different() {
        let large = Size { seats: 10_000, initiatives: 2000, seed: 1, is_drawn: false };
        let crowded = Size { seats: 400, initiatives: 60, is_drawn: true, ..large };
        for size in [EXAMPLE, large, Size { is_drawn: true, ..large }, crowded] {
            let company = Company::new(size);
            assert_eq!((company.seats.len(), company.initiatives.len()), (size.seats, size.initiatives));
            let ids: BTreeSet<&str> = company.seats.iter().map(|seat| seat.id.as_str()).collect();
            assert_eq!(ids.len(), size.seats);
            for seat in &company.seats {
                assert!(seat.reports_to.is_empty() || ids.contains(seat.reports_to.as_str()), "{}", seat.reports_to);
            }
        }
    }

    /// What made the copied company a poor measure: fourteen courses, again and again.
    #[test]
    fn no_two_initiatives_of_a_drawn_company_are_alike() {
        let company = Company::new(Size { seats: 10_000, initiatives: 2000, seed: 1, is_drawn: true });
        let mut releases: Vec<Vec<Day>> = Vec::new();
        for placed in &company.initiatives {
            let Some(first) = placed.course.first_feature else { continue };
            let mut dice = Dice::new(1, &placed.id());
            releases.push(placed.course.releases.days(&mut dice, first, |_| 1));
        }
        let all = releases.len();
        releases.retain(|days| !days.is_empty());
        let (some, longest) = (releases.len(), releases.iter().map(Vec::len).max());
        releases.sort();
        releases.dedup();
        assert!(some * 10 < all * 9, "{some} of {all} release at all");
        assert!(releases.len() * 10 > some * 9, "{} sets of days of {some}", releases.len());
        assert!(longest > Some(60), "weekly for more than a year: {longest:?}");
        let teams: Vec<usize> = company.initiatives.iter().map(|placed| placed.members.len()).collect();
        assert!(teams.iter().all(|size| (3..=40).contains(size)), "{teams:?}");
        let mut paces: Vec<usize> = company.initiatives.iter().map(|placed| placed.course.pace).collect();
        paces.sort_unstable();
        let most: usize = paces.iter().rev().take(200).sum();
        assert!(most * 5 > paces.iter().sum::<usize>() * 2, "a tenth brings less than two fifths of all changes");
    }
}
