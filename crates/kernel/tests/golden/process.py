"""Values for tests/process.rs and tests/shift.rs, by other software: numpy's least squares and scipy's distributions.

    pip install numpy scipy; python3 process.py
"""

import math

import numpy as np
from scipy import stats

YEAR = 13
VALUES = [5, 7, 6, 9, 8, 7, 9, 11, 10, 8, 9, 12, 11, 10, 13, 12, 14, 11, 12, 15, 13, 14, 13, 24]
JUDGED = 3


def row(place):
    wave = 2 * math.pi * place / YEAR
    return [1.0, place, math.sin(wave), math.cos(wave), VALUES[place - 1]]


def new_value():
    judged = len(VALUES) - JUDGED
    x = np.array([row(place) for place in range(1, judged)])
    y = np.array(VALUES[1:judged], dtype=float)
    beta = np.linalg.lstsq(x, y, rcond=None)[0]
    freedom = len(y) - x.shape[1]
    variance = ((y - x @ beta) ** 2).sum() / freedom
    new = np.array(row(len(VALUES) - 1))
    center = new @ beta
    error = math.sqrt(variance * (1 + new @ np.linalg.inv(x.T @ x) @ new))
    half = stats.t.ppf(1 - 0.01 / 2, freedom) * error
    p = 2 * stats.t.sf(abs(VALUES[-1] - center) / error, freedom)
    print("new value:", *(repr(float(number)) for number in (center, center - half, center + half, p)))


def units():
    changed, unchanged = [3.0, -1.0, 4.5, 2.0, 7.5], [0.5, 1.0, -2.0, 0.0]
    found = stats.ttest_ind(changed, unchanged, equal_var=False)
    low, high = found.confidence_interval(0.95)
    print("units:", *(repr(float(number)) for number in (found.pvalue, low, high, found.df)))


def variance_of_a_mean(correlation, n):
    lags = np.arange(1, n)
    return (1 + 2 * ((1 - lags / n) * correlation**lags).sum()) / n


def readings():
    before = np.array([10, 12, 11, 13, 12, 10, 9, 11, 12, 11], dtype=float)
    since = np.array([8, 9, 7, 8, 10, 9, 8, 7], dtype=float)
    places = np.arange(len(since))
    parts = [before - before.mean(), since - np.polyval(np.polyfit(places, since, 1), places)]
    squares, n = sum((part**2).sum() for part in parts), len(before) + len(since)
    raw = sum((part[1:] * part[:-1]).sum() for part in parts) / squares
    unbiased = (raw + 3 / n) / (1 - 8 / n)
    kept = min(max(unbiased + 0.5 * math.sqrt((1 - unbiased**2) / n), 0), 0.98)
    of_before, of_since = variance_of_a_mean(kept, len(before)), variance_of_a_mean(kept, len(since))
    variance = squares / (len(before) * (1 - of_before) + len(since) * (1 - 2 * of_since))
    error = math.sqrt(variance * (of_before + of_since))
    freedom = 1 / of_before + 1 / of_since - 3
    difference = since.mean() - before.mean()
    p = 2 * stats.t.sf(abs(difference) / error, freedom)
    print("readings:", *(repr(float(number)) for number in (kept, difference, error, freedom, p)))


new_value()
units()
readings()
