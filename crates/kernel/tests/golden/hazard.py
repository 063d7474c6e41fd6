"""Makes the golden values of chances per round: what statsmodels says about them.

Run, from this folder, with Python 3.11 or later:

    python -m venv venv && venv/bin/pip install statsmodels==0.14.5 && venv/bin/python hazard.py

Made with Python 3.11.7, statsmodels 0.14.5, scipy 1.17.1, numpy 2.4.6. It writes, next to itself:

    hazard_rows.csv   case, trials, events, and the predictors, separated by spaces
    hazard_fits.csv   case, coefficients and their standard errors, separated by spaces, and the log-likelihood without its
                      constant part

The cases: one chance alone; one for each of several rounds; a trend over the logarithm of rounds; two predictors with rows of
one trial each, as rounds of single subjects are.
"""

import csv
import math
import random
from pathlib import Path

import numpy as np
import statsmodels.api as sm

HERE = Path(__file__).parent


def cases():
    dice = random.Random(20260630)
    yield "constant", [(40, 7, [1.0])]
    yield "rounds", [(n, d, [float(k == at) for k in range(4)]) for at, (n, d) in enumerate([(50, 5), (41, 9), (30, 2), (20, 6)])]
    rows, at_risk = [], 300
    for k in range(1, 13):
        chance = 1 - math.exp(-math.exp(-2.5 + 0.4 * math.log2(k)))
        events = sum(dice.random() < chance for _ in range(at_risk))
        rows.append((at_risk, events, [1.0, math.log2(k)]))
        at_risk -= events + dice.randrange(8)
    yield "trend", rows
    rows = []
    for _ in range(120):
        x, z = dice.gauss(0, 1), float(dice.random() < 0.4)
        for k in range(1, 6):
            event = dice.random() < 1 - math.exp(-math.exp(-1.8 + 0.5 * x - 0.7 * z))
            rows.append((1, int(event), [1.0, x, z]))
            if event:
                break
    yield "subjects", rows


with (HERE / "hazard_rows.csv").open("w", newline="") as rows_file, (HERE / "hazard_fits.csv").open("w", newline="") as fits_file:
    rows_out, fits_out = csv.writer(rows_file, lineterminator="\n"), csv.writer(fits_file, lineterminator="\n")
    rows_out.writerow(["case", "trials", "events", "x"])
    fits_out.writerow(["case", "coefficients", "errors", "log_likelihood"])
    for name, rows in cases():
        for trials, events, x in rows:
            rows_out.writerow([name, trials, events, " ".join(repr(value) for value in x)])
        n, d = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
        x = np.array([row[2] for row in rows])
        family = sm.families.Binomial(link=sm.families.links.CLogLog())
        fit = sm.GLM(np.column_stack([d, n - d]), x, family=family).fit(tol=1e-14, maxiter=200)
        rate = np.exp(x @ fit.params)
        likelihood = float(np.sum(d * np.log(-np.expm1(-rate)) - (n - d) * rate))
        fits_out.writerow([
            name,
            " ".join(repr(float(value)) for value in fit.params),
            " ".join(repr(float(value)) for value in fit.bse),
            repr(likelihood),
        ])
