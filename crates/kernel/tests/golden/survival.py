"""Makes the golden survival values: what the Python package lifelines says about seeded data.

Run, from this folder, with Python 3.11 or later:

    python -m venv venv && venv/bin/pip install lifelines==0.30.3 && venv/bin/python survival.py

Made with Python 3.11.7, lifelines 0.30.3, numpy 2.4.6, pandas 2.3.3. It writes, next to itself:

    survival_spells.csv     case, entry_days, end_days, happened (0 or 1)
    survival_steps.csv      case, day, at_risk, events, survival, low, high: one row per event day
    survival_summaries.csv  case, n, median and its interval, restricted mean up to tau_days,
                            refused_at_days; an empty cell means "not reached" or "not refused"

Conventions, and how they were checked:

- Risk set. lifelines takes the entrants of a day off the risk set of that day, so it too uses
  entry < t <= end. `check_entry_convention` fails if another version disagrees.
- Median. The day comes from lifelines; the interval is the first event day on which its band is at
  most 0.5. A band at survival 0 is ignored for the upper limit: lifelines prints 0 there, which is
  a placeholder (R prints NA).
- Early collapse. lifelines refuses data whose net number of subjects (entered less left) is zero
  early on. For the case `collapse` nobody is censored before that, so the day it names is the day
  on which the curve reaches zero.

Random numbers come from Python's own generator, whose sequence for a seed is stable.
"""

import csv
import math
import random
import re
from pathlib import Path

import pandas as pd
from lifelines import KaplanMeierFitter
from lifelines.exceptions import StatError
from lifelines.utils import restricted_mean_survival_time

HERE = Path(__file__).parent
LEVEL = 0.5
TOLERANCE = 1e-9


def leukemia():
    """Remission in weeks under 6-MP: Freireich et al., Blood 21 (1963); Gehan, Biometrika 52 (1965)."""
    relapsed = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    return [(0, t, True) for t in relapsed] + [(0, t, False) for t in censored]


def seeded(seed, n, scale_days, grid_days, late_share, watch_days):
    """Exponential waits on a grid of days; a share enters late and is kept only if still waiting."""
    rng = random.Random(seed)

    def whole(x):
        return grid_days * max(1, math.ceil(x / grid_days))

    spells = []
    while len(spells) < n:
        wait = whole(rng.expovariate(1 / scale_days))
        late = rng.random() < late_share
        entry = whole(rng.uniform(0, scale_days)) if late else 0
        leave = entry + whole(rng.uniform(0, watch_days))
        end = min(wait, leave)
        if end > entry:
            spells.append((entry, end, wait <= leave))
    return spells


def collapse():
    """The two subjects watched first are gone by day 7, before most others have entered."""
    return [(0, 5, True), (1, 7, True)] + [(8 + i % 3, 20 + 2 * i, i % 4 != 0) for i in range(20)]


CASES = {
    "leukemia": leukemia(),
    "spread": seeded(seed=11, n=80, scale_days=300, grid_days=1, late_share=0.4, watch_days=900),
    "weekly_ties": seeded(seed=23, n=250, scale_days=120, grid_days=7, late_share=0.5, watch_days=300),
    # So few distinct days that most events share their day with an entry and with a censoring.
    "heavy_ties": seeded(seed=37, n=120, scale_days=6, grid_days=1, late_share=0.5, watch_days=12),
    "heavy_censoring": seeded(seed=41, n=400, scale_days=900, grid_days=1, late_share=0.6, watch_days=400),
    # Nobody leaves before the event, so the curve ends at zero, as it should.
    "all_finish": seeded(seed=53, n=40, scale_days=50, grid_days=1, late_share=0.3, watch_days=10**7),
    "collapse": collapse(),
}


def columns(spells):
    entry, end, happened = zip(*spells)
    return list(entry), list(end), list(happened)


def check_entry_convention():
    """One of four enters on the event day of another: three are at risk, not four."""
    entry, end, happened = columns([(0, 5, True), (0, 9, False), (0, 9, False), (5, 9, False)])
    fitted = KaplanMeierFitter().fit(end, happened, entry=entry)
    assert math.isclose(fitted.predict(5), 2 / 3), "lifelines no longer uses entry < t"


def first_day(steps, reached):
    return next((step["day"] for step in steps if reached(step)), "")


def judge(name, spells):
    """The rows for the steps and the summary of one case."""
    entry, end, happened = columns(spells)
    summary = {"case": name, "n": len(spells), "median_days": "", "low_days": "", "high_days": ""}
    summary |= {"tau_days": "", "rmst_days": "", "refused_at_days": ""}
    fitter = KaplanMeierFitter()
    try:
        fitter.fit(end, happened, entry=entry if any(entry) else None)
    except StatError as refusal:
        summary["refused_at_days"] = int(re.search(r"t>(\d+)", str(refusal)).group(1))
        return [], summary

    band = fitter.confidence_interval_
    table = fitter.event_table
    steps = []
    for day, row in table[table["observed"] > 0].iterrows():
        low, high = band.loc[day]
        steps.append(
            {
                "case": name,
                "day": int(day),
                # lifelines lists the entrants of a day in its table, but leaves them out of the risk.
                "at_risk": int(row["at_risk"] - row["entrance"]),
                "events": int(row["observed"]),
                "survival": float(fitter.survival_function_.loc[day].iloc[0]),
                "low": float(low),
                "high": float(high),
            }
        )

    median = fitter.median_survival_time_
    summary["median_days"] = int(median) if math.isfinite(median) else ""
    assert summary["median_days"] == first_day(steps, lambda s: s["survival"] <= LEVEL + TOLERANCE)
    summary["low_days"] = first_day(steps, lambda s: s["low"] <= LEVEL + TOLERANCE)
    summary["high_days"] = first_day(
        steps, lambda s: s["survival"] > 0 and s["high"] <= LEVEL + TOLERANCE
    )
    # Between two event days, so that the last stretch counts too.
    summary["tau_days"] = (steps[len(steps) // 2]["day"] + steps[-1]["day"]) // 2
    summary["rmst_days"] = float(restricted_mean_survival_time(fitter, t=summary["tau_days"]))
    return steps, summary


def write(name, rows):
    with open(HERE / name, "w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main():
    check_entry_convention()
    spells, steps, summaries = [], [], []
    for name, case in CASES.items():
        for entry, end, happened in case:
            spells.append(
                {"case": name, "entry_days": entry, "end_days": end, "happened": int(happened)}
            )
        case_steps, summary = judge(name, case)
        steps += case_steps
        summaries.append(summary)
    write("survival_spells.csv", spells)
    write("survival_steps.csv", steps)
    write("survival_summaries.csv", summaries)
    print(pd.DataFrame(summaries).to_string())


main()
