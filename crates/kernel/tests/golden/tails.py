"""Makes the golden tails: what the Python package SciPy says about gamma, Poisson and hypergeometric laws.

Run, from this folder, with Python 3.11 or later:

    python -m venv venv && venv/bin/pip install scipy==1.17.1 && venv/bin/python tails.py

Made with Python 3.11.7, SciPy 1.17.1. It writes, next to itself:

    tails.csv    law, first, second, value; the law is one of
                 gamma-lower (shape, x), gamma-quantile (shape, p), poisson-at-least (count, mean)
"""

import csv
from pathlib import Path

from scipy import special, stats

SHAPES = [0.05, 0.5, 1, 2, 3.7, 10, 55.5, 300, 5000]


def rows():
    for shape in SHAPES:
        for factor in [0.01, 0.3, 0.8, 1, 1.05, 1.3, 2, 5]:
            x = shape * factor
            yield "gamma-lower", shape, x, special.gammainc(shape, x)
        for p in [1e-6, 0.05, 0.5, 0.95, 0.999]:
            yield "gamma-quantile", shape, p, special.gammaincinv(shape, p)
    for mean in [0.001, 0.5, 2.205, 30, 800]:
        for count in [1, 2, 5, 40, 900]:
            yield "poisson-at-least", count, mean, stats.poisson.sf(count - 1, mean)


with open(Path(__file__).parent / "tails.csv", "w", newline="") as out:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["law", "first", "second", "value"])
    for law, first, second, value in rows():
        writer.writerow([law, repr(float(first)), repr(float(second)), repr(float(value))])
