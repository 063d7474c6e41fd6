//! The settings and the page about the company.

use std::fmt::Write as _;

use super::company::{Company, EXAMPLE, Placed};
use super::story::CUT;

/// `onethread.toml`.
pub(super) fn settings(company: &Company) -> String {
    let mut text = SETTINGS.replace("DATA_CUT", &CUT.to_string());
    if company.divisions == 1 {
        // The planning tool writes titles; in a larger company, where they repeat, it writes ids.
        text.push_str("\n[source.planning.values.initiative]\n");
        for placed in &company.initiatives {
            let _ = writeln!(text, "\"{}\" = \"{}\"", placed.story.title, placed.id());
        }
    }
    text
}

const SETTINGS: &str = r#"# Harbour Market is invented. Its exports look like those of real tools:
# each has columns, days and words of its own.

[project]
name = "Harbour Market"
data-cut = DATA_CUT      # the last day of the exports

[review]
change-days = 180          # back to before adoption, which began on 2026-01-05

# The registry of initiatives knows three words. The fourth one, "adrift", has no mapping.
[registry]
live-status = ["idea", "building", "running"]
done-status = ["done"]
dropped-status = ["given up"]

# No export holds a name: people are positions, or numbers of positions that org/people.toml knows.
[source.registry]
file = "data/registry.csv"
table = "initiative_event"
layout = "long"
people = "pseudonymous"
columns = { day = "Changed on", initiative = "Initiative", field = "Field", value = "New value" }

[source.registry.fields]
registered = "Registered"
created = "Created"
status = "Status"
team = "Team"
leader = "Owner"
participants = "Taking part"

[source.roster]
file = "data/roster.csv"
table = "membership"
people = "pseudonymous"
columns = { person = "seat", from = "since", until = "left" }

[source.catalog]
file = "data/catalog.csv"
table = "dependency"
columns = { on = "calls", class = "link", from = "first_seen", until = "last_seen" }

[source.changes]
file = "data/changes.csv"
table = "change"
columns = { day = "merged", change = "id" }

[source.touches]
file = "data/touches.csv"
table = "touch"
columns = { day = "merged", component = "path", team = "owner" }

# Reviews come from two places: the gates of the company, and other teams that look at a change.
[source.gates]
file = "data/gates.tsv"
format = "csv"
delimiter = "\t"
table = "review"
dates = "%d.%m.%Y"
columns = { day = "Asked", answered = "Answered", initiative = "Initiative", gate = "Gate" }

[source.code-reviews]
file = "data/code-reviews.csv"
table = "review"
columns = { day = "requested", answered = "approved", initiative = "for", team = "reviewers" }

[source.decisions]
file = "data/decisions.jsonl"
table = "decision"

[source.decisions.columns]
decision = "id"
initiative = "about"
day = "asked"
decided = "made"
reversed = "taken back"

[source.metrics]
file = "data/metrics.csv"
table = "metric_point"
columns = { day = "date" }

# What manifests ask for, from a build: packages that others publish, and components of our own.
[source.packages]
file = "data/packages.csv"
table = "package"
columns = { observed = "day", component = "part", kind = "scope" }
constants = { ecosystem = "maven", reach = "direct", origin = "registry" }

[source.links]
file = "data/links.csv"
table = "link"
columns = { observed = "day", component = "part", on = "needs" }

[source.releases]
file = "data/releases.csv"
table = "release"
columns = { day = "published_at", release = "tag" }

[source.planning]
file = "data/planning.csv"
delimiter = ";"
table = "allocation"
dates = "%d/%m/%Y"
people = "pseudonymous"
absent = ["n/a"]
columns = { person = "Seat", initiative = "Project", share = "Percent", from = "Begins", until = "Ends" }
"#;

/// `README.md`.
pub(super) fn readme(company: &Company) -> String {
    let size = company.size;
    if size != EXAMPLE {
        return format!(
            "# Harbour Market, larger\n\nHarbour Market is invented. {} positions, {} initiatives, seed {}: the example of \
             Onethread many times over{}, made for measuring.\n",
            size.seats,
            size.initiatives,
            size.seed,
            if size.is_drawn { ", each time with other teams, days and numbers" } else { "" }
        );
    }
    let mut table = String::from("| initiative | called | before | after | planted |\n|---|---|---|---|---|\n");
    for placed in &company.initiatives {
        let (before, after) = forms(placed);
        let story = placed.story;
        let _ = writeln!(table, "| `{}` | {} | {before} | {after} | {} |", story.id, story.title, story.planted);
    }
    README.replace("THE_TABLE\n", &table)
}

/// The forms that are planted, before adoption and at the cut.
fn forms(placed: &Placed) -> (&'static str, &'static str) {
    match placed.story.id {
        "returns" | "delivery-promises" => ("split", "STO"),
        "privacy" => ("split", "STL"),
        "contracts" | "office-move" => ("functional", "functional"),
        "loyalty" => ("split", "no leader"),
        "recommendations" => ("split", "cannot tell"),
        "mobile-app" => ("not begun", "cannot tell"),
        _ => ("split", "split"),
    }
}

const README: &str = r#"# Harbour Market

Harbour Market is invented: an online marketplace of 400 positions and 14 initiatives. No company, person or number in this
folder is real, and people have no names: there are positions, such as `returns-manager` and `payments-engineer-3`.

## What happened

Until the end of 2025 Harbour Market worked as most companies do. A few directors led several initiatives each, teams
shared their people, every second Thursday an architecture board met, and everybody released on one day in two weeks.

On 5 January 2026 it introduced single-threaded leadership. Eight initiatives got a leader of their own, most teams got their
people back, the board was given up except where money moves, and so was the release calendar. This folder holds what
the company knows about itself two quarters later, on 30 June 2026, with two years of exports behind it.

It went well in some places and not in others. `returns` is what one hopes for. `delivery-promises` is single-threaded
by every line of its files and slower than before, because a carrier board came between. `payments` and `fraud` still
wait for a second leader, `loyalty` lost the one it had, and of two initiatives the files do not say enough.

## What is planted

This is the answer key. `onethread review` does not read it.

THE_TABLE
Around them:

* **Platform.** The developer platform offers deployments by self-service, and topics of the event bus by request.
* **Gates.** The architecture board and the release calendar end in early 2026 and live on where money moves. The
  carrier board is new. Security and legal reviews are standing governance. Approval of refunds was delegated.
* **Mandates.** When the leaders of `returns` and `delivery-promises` were appointed, their directors agreed to stop making
  reversible decisions there. For returns it was kept, and the approval of refunds went by the day agreed. For delivery
  promises it was not: decisions of the spring were made, or reversed, above the leader.
* **Functions.** Each has an owner of its standards, except quality.
* **Packages.** `json-kit` and `circuit-breaker` are in use in two versions each, and `libs/retry`, which has no owner, may
  do what the package `retry` does.
* **Waivers.** `focus` of payments and fraud is accepted until October 2026. The one for search ended on 1 June 2026.
* **Dirty rows.** A day that no year has (`planning.csv`), a month 13 and a missing path (`touches.csv`), "soon" instead
  of a day (`gates.tsv`), "no data" instead of a number (`metrics.csv`), a line that was cut off (`decisions.jsonl`), a
  status without a mapping (`registry.csv`), and a team that the registry knows by its old name.

## How to run it

```
onethread review examples/harbour-market
onethread review examples/harbour-market --as-of 2025-12-31
onethread review examples/harbour-market --initiative delivery-promises
onethread evidence examples/harbour-market
```

`expected/` holds what these say: `review.txt` and `review.json` for 30 June 2026, `before.txt` for 31 December 2025. A test
compares them, and another one compares the review with the answer key.

Some things have no date in the organization's files, so that the review of an earlier day reads them as they are today:
who reports to whom, which team has an initiative, intended forms, tenets, decision rights and needs. What matters for the
comparison has one: leaders (in the registry), shares of time, gates, dependencies, decisions, attestations and
everything in `data/`.

## How it is made

```
cargo xtask harbour               write this folder; the same bytes on every machine
cargo xtask harbour --check       say whether it is what the generator makes
cargo xtask harbour --expected    write expected/
cargo xtask harbour --seats 10000 --initiatives 2000 --seed 1 --company drawn --out FOLDER
```

The last one makes a larger company, for measuring: `drawn` gives each initiative a team and a story of its own, `copied`
repeats the fourteen. The story is in `xtask/src/harbour/story.rs` and
the files beside it: change it there, not here.
"#;
