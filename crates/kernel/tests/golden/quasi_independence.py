"""Makes the golden values of conditional Kendall's tau, by counting every pair, with whole numbers and fractions.

Run, from this folder, with Python 3.11 or later and nothing else:

    python3 quasi_independence.py

It folds the Kubernetes tables of the example as incidence.py does (whose own packages it does not need), and writes,
next to itself:

    quasi_independence_spells.csv  case, entry_days, end_days, happened (0 or 1)
    quasi_independence.csv         case, n, events, score, pairs, tau, variance, z, p

At each end that happened, everybody under observation (entry < t <= end) is compared with those whose end it was, and
the variance is that of the sum of the ranks of d who are drawn from r without replacement (Tsai 1990), written out over
all pairs of those at risk.
"""

import math
import random
import sys
from datetime import date
from fractions import Fraction
from unittest.mock import MagicMock

for package in ["pandas", "lifelines", "lifelines.utils"]:
    sys.modules.setdefault(package, MagicMock())

import incidence  # noqa: E402


def since(which, first_year):
    """Spells of proposals whose idea is of that year or later."""
    every, kept = incidence.folded, {}
    for name, entry in every().items():
        try:
            created = date.fromisoformat(entry["fields"].get("creation_date", ""))
        except ValueError:
            continue
        if created.year >= first_year:
            kept[name] = entry
    incidence.folded = lambda: kept
    try:
        return [(entry, end, kind == 1) for entry, end, kind in incidence.kubernetes(which)]
    finally:
        incidence.folded = every


def tied(seed, n, width):
    """Few different days, so that almost everything is tied; some entries lie after the end and count for nothing."""
    rng = random.Random(seed)
    return [(rng.randrange(-1, width), rng.randrange(0, width + 2), rng.random() < 0.7) for _ in range(n)]


def sign(x):
    return (x > 0) - (x < 0)


def counted(spells):
    spells = [one for one in spells if one[0] < one[1]]
    score = pairs = 0
    variance = Fraction(0)
    for day in sorted({end for _, end, happened in spells if happened}):
        at_risk = [one for one in spells if one[0] < day <= one[1]]
        ended = [one for one in at_risk if one[1] == day and one[2]]
        r, d = len(at_risk), len(ended)
        # The score that each would add if it were the one that ended.
        scores = [sum(sign(other[0] - one[0]) for other in at_risk) for one in at_risk]
        score += sum(sum(sign(other[0] - one[0]) for other in at_risk) for one in ended)
        pairs += d * (r - d)
        if r > 1:
            # Sum of d of r scores whose mean is 0, drawn without replacement.
            variance += Fraction(d * (r - d), r - 1) * Fraction(sum(s * s for s in scores), r)
    if variance == 0:
        return None
    z = score / math.sqrt(variance)
    return {
        "n": len(spells),
        "events": sum(happened for _, _, happened in spells),
        "score": score,
        "pairs": pairs,
        "tau": repr(score / pairs),
        "variance": repr(float(variance)),
        "z": repr(z),
        "p": repr(math.erfc(abs(z) / math.sqrt(2))),
    }


CASES = {
    "by-hand": [(0, 4, True), (0, 5, True), (2, 5, False), (1, 7, True), (3, 7, True), (0, 9, False)],
    "first": since("first", 0),
    "first-2023": since("first", 2023),
    "stable": since("stable", 0),
    "stable-2021": since("stable", 2021),
} | {f"tied-{seed}": tied(seed, 4 + 3 * seed, 3 + seed) for seed in range(1, 13)}


def main():
    spells, values = [], []
    for name, case in CASES.items():
        spells += [{"case": name, "entry_days": a, "end_days": b, "happened": int(h)} for a, b, h in case]
        found = counted(case)
        if found:
            values.append({"case": name} | found)
    incidence.write("quasi_independence_spells.csv", spells)
    incidence.write("quasi_independence.csv", values)


if __name__ == "__main__":
    main()
