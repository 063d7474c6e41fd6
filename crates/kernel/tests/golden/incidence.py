"""Makes the golden values of competing endings and restricted means: what lifelines says about them.

Run, from this folder, with Python 3.11 or later:

    python -m venv venv && venv/bin/pip install lifelines==0.30.3 && venv/bin/python incidence.py

Made with Python 3.11.7, lifelines 0.30.3, numpy 2.4.6, pandas 2.3.3. It reads the Kubernetes tables of the example
(examples/kubernetes/data, data cut 2026-07-24) and folds them by itself, by the definitions that come with the data
set. It writes, next to itself:

    incidence_spells.csv     case, entry_days, end_days, kind (0 censored, 1 value, 2 given up)
    incidence_steps.csv      case, kind, day, share, variance, low, high: Aalen-Johansen, one row per day with that kind
    incidence_open.csv       case, day, at_risk, events, survival, low, high: Kaplan-Meier of kind 1 alone
    incidence_means.csv      case, tau_days, rmst_days, waits_variance: the restricted mean of kind 1 alone, and the
                             variance of single waits cut at the horizon (not of the mean)

Conventions, and how they were checked:

- lifelines moves tied endings of different kinds apart at random, and counts those who enter on a day as at risk on it
  when it estimates incidence. Cases named `apart` leave it nothing to move: a day becomes ten, on which endings of kind
  1 come first, then those of kind 2, then censorings, then entries. That order is the meaning of entry < t <= end.
- Where the last one at risk ends, lifelines divides by zero; such rows are left out of the comparison of variances.
"""

import csv
import math
import random
import warnings
from datetime import date
from pathlib import Path

import pandas as pd
from lifelines import AalenJohansenFitter, KaplanMeierFitter
from lifelines.utils import restricted_mean_survival_time

warnings.filterwarnings("ignore")
HERE = Path(__file__).parent
DATA = HERE.parents[3] / "examples" / "kubernetes" / "data"
CUT = date(2026, 7, 24)
STAGES = ["alpha", "beta", "stable"]
CLOSED = {"implemented", "deferred", "withdrawn", "rejected", "replaced"}
GIVEN_UP = {"withdrawn", "rejected", "replaced"}
SLIPS_OF_THE_PEN = {"imlpemented": "implemented", "implementeable": "implementable"}


def key(version):
    parts = version.lstrip("v").split(".")
    return tuple(int(part) for part in parts[:2]) if all(p.isdigit() for p in parts) and len(parts) > 1 else None


def releases():
    with open(DATA / "releases.csv", newline="") as file:
        return {key(row["version"]): date.fromisoformat(row["date"]) for row in csv.DictReader(file)}


def folded():
    """The last value of each field, the first version, and every status with its day, for each proposal."""
    entries = {}
    with open(DATA / "kep_events.csv", newline="") as file:
        for row in csv.DictReader(file):
            entry = entries.setdefault(row["initiative"], {"fields": {}, "version": None, "statuses": []})
            day, field, value = date.fromisoformat(row["day"]), row["field"], row["value"].strip()
            if field == "version":
                entry["version"] = entry["version"] or day
            if field == "status":
                value = SLIPS_OF_THE_PEN.get(value, value)
                entry["statuses"].append((day, value))
            entry["fields"][field] = value
    return entries


def shipped(entry, calendar):
    """The days on which the three milestones shipped, confirmed or claimed."""
    fields = entry["fields"]
    status, latest = fields.get("status", ""), key(fields.get("latest_milestone", "") or "x")
    stage = STAGES.index(fields["stage"]) if fields.get("stage") in STAGES else -1
    days = []
    for index, name in enumerate(STAGES):
        target = key(fields.get(name, "") or "x")
        day = calendar.get(target) if target and target >= (1, 8) else None
        if day is None or day > CUT:
            days.append(None)
            continue
        signed_later = any(fields.get("prr_" + later) for later in STAGES[index + 1 :])
        if status == "implemented" or stage > index or signed_later:
            days.append(day)
        elif status in GIVEN_UP | {"deferred", "provisional"} or (latest and latest < target):
            days.append(None)
        else:
            days.append(day)
    return days


def given_up(entry):
    run = entry["statuses"]
    if not run or run[-1][1] not in GIVEN_UP:
        return None
    start = len(run) - 1
    while start > 0 and run[start - 1][1] in CLOSED:
        start -= 1
    return run[start][0]


def kubernetes(which):
    """Spells from creation to a milestone, entered when the first file version was there."""
    calendar, spells = releases(), []
    for entry in folded().values():
        fields = entry["fields"]
        try:
            created = date.fromisoformat(fields.get("creation_date", ""))
        except ValueError:
            continue
        if not any(fields.get(name) for name in STAGES):
            continue
        days = shipped(entry, calendar)
        reached = next((day for day in days if day), None) if which == "first" else days[-1]
        dropped = given_up(entry)
        entered = max(created, entry["version"] or created)
        end = reached or dropped or CUT
        kind = 1 if reached else 2 if dropped else 0
        if end > entered:
            spells.append(((entered - created).days, (end - created).days, kind))
    return sorted(spells)


def apart(spells):
    place = {1: 0, 2: 1, 0: 4}
    moved, seen = [], {}
    for entry, end, kind in spells:
        moved.append((entry * 10 + 5 if entry > 0 else 0, end * 10 + place[kind], kind))
    return moved


def seeded(seed, n):
    """Two racing endings; some enter late."""
    rng, spells = random.Random(seed), []
    while len(spells) < n:
        one, two, leave = rng.expovariate(1 / 300), rng.expovariate(1 / 700), rng.uniform(50, 900)
        entry = math.ceil(rng.uniform(0, 150)) if rng.random() < 0.4 else 0
        first = min(one, two, leave)
        end = math.ceil(first)
        if end > entry:
            spells.append((entry, end, 1 if first == one else 2 if first == two else 0))
    return spells


# SCIENCE, section 1.6, by hand.
WORKED = [(0, 2, 1), (0, 3, 2), (0, 4, 0), (0, 5, 1), (0, 6, 0)]

CASES = {
    "worked": WORKED,
    "seeded": seeded(71, 60),
    "first": kubernetes("first"),
    "stable": kubernetes("stable"),
}
for name in ["seeded", "first", "stable"]:
    CASES[name + "-apart"] = apart(CASES[name])


def write(name, rows):
    with open(HERE / name, "w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main():
    spells, steps, curves, means = [], [], [], []
    for name, case in CASES.items():
        spells += [{"case": name, "entry_days": a, "end_days": b, "kind": k} for a, b, k in case]
        entry, end, kind = (list(column) for column in zip(*case))
        late = entry if any(entry) else None
        if name == "worked" or name.endswith("-apart"):
            for wanted in [1, 2]:
                fitted = AalenJohansenFitter().fit(end, kind, event_of_interest=wanted, entry=late)
                table = fitted.event_table
                for day, row in table[table["observed_%d" % wanted] > 0].iterrows():
                    # lifelines names the two columns the wrong way around.
                    low, high = fitted.confidence_interval_.loc[day]
                    share = float(fitted.cumulative_density_.loc[day].iloc[0])
                    assert float(low) <= share + 1e-12 or math.isnan(low), (low, share, high)
                    variance = float(fitted.variance_.loc[day])
                    told = math.isfinite(variance)
                    steps.append(
                        {
                            "case": name,
                            "kind": wanted,
                            "day": int(day),
                            "share": share,
                            "variance": variance if told else "",
                            "low": float(low) if told else "",
                            "high": float(high) if told else "",
                        }
                    )
            continue
        km = KaplanMeierFitter().fit(end, [k == 1 for k in kind], entry=late)
        table, band = km.event_table, km.confidence_interval_
        for day, row in table[table["observed"] > 0].iterrows():
            low, high = band.loc[day]
            curves.append(
                {
                    "case": name,
                    "day": int(day),
                    "at_risk": int(row["at_risk"] - row["entrance"]),
                    "events": int(row["observed"]),
                    "survival": float(km.survival_function_.loc[day].iloc[0]),
                    "low": float(low),
                    "high": float(high),
                }
            )
        for tau in [180, 365, 730, 1095]:
            if tau < max(end):
                mean, variance = restricted_mean_survival_time(km, t=tau, return_variance=True)
                means.append({"case": name, "tau_days": tau, "rmst_days": float(mean), "waits_variance": float(variance)})
    write("incidence_spells.csv", spells)
    write("incidence_steps.csv", steps)
    write("incidence_open.csv", curves)
    write("incidence_means.csv", means)
    print({name: (len(case), sum(k == 1 for *_, k in case), sum(k == 2 for *_, k in case)) for name, case in CASES.items()})


if __name__ == "__main__":
    main()
