"""Makes the golden pairs: what code-maat says about the coupling of files in two public histories.

Run, from this folder, with Python 3.11 or later, git, and clones of the two repositories:

    python -m venv venv && venv/bin/pip install code-maat-python==0.2.0
    venv/bin/python code_maat.py ripgrep PATH-OF-RIPGREP
    venv/bin/python code_maat.py cargo PATH-OF-CARGO 3000

Made with Python 3.11.7 and code-maat-python 0.2.0, on BurntSushi/ripgrep at 2026-08-04 (the whole history) and
rust-lang/cargo at 2026-08-22 (the last 3,000 changes). It writes, next to itself:

    code_maat_<name>_changes.txt   a line for each change: the numbers of the paths it touches
    code_maat_<name>_pairs.csv     entity, coupled, degree, average-revs as the program says, and average-revs-up

Paths are numbered from 0 in their alphabetical order, which is the order of code-maat: nothing of the repositories is
kept but which numbers stand together.

The original program, in Clojure, is not run here. Its published definition (code_maat/analysis/logical_coupling.clj and
coupling_algos.clj) reckons with exact fractions and rounds the average up; `published` does the same, and the script
stops where its first three columns are not those of the Python program.
"""

import csv
import math
import subprocess
import sys
from collections import Counter
from fractions import Fraction
from itertools import combinations
from pathlib import Path

HERE = Path(__file__).parent


def published(changes):
    small = [paths for paths in changes if len(paths) <= 30]
    revisions = Counter(path for paths in small for path in paths)
    shared = Counter(pair for paths in small for pair in combinations(sorted(paths), 2))
    rows = {}
    for (one, other), count in shared.items():
        average = Fraction(revisions[one] + revisions[other], 2)
        degree = count / average * 100
        if average >= 5 and count >= 5 and degree >= 30 and math.floor(degree) <= 100:
            rows[one, other] = (int(degree), math.ceil(average))
    return rows


def main(name, repository, *last):
    log = ["git", "-C", repository, "log", "--no-merges", "--no-renames", "--numstat", "--date=short"]
    log += ["--pretty=format:--%h--%ad--%aN", *(["-n", last[0]] if last else []), "HEAD"]
    text = subprocess.run(log, check=True, capture_output=True).stdout
    path = HERE / f"{name}.log"
    path.write_bytes(text)
    program = Path(sys.executable).with_name("code-maat")
    said = subprocess.run([program, "coupling", path], check=True, capture_output=True, text=True).stdout
    path.unlink()
    changes = []
    for line in text.decode().splitlines():
        if line.startswith("--"):
            changes.append(set())
        elif line.count("\t") == 2:
            changes[-1].add(line.split("\t")[2])
    number = {path: at for at, path in enumerate(sorted(set().union(*changes)))}
    changes = [{number[path] for path in paths} for paths in changes if paths]
    exact = published(changes)
    rows = [
        [number[row["entity"]], number[row["coupled"]], int(row["degree"]), int(row["average-revs"])]
        for row in csv.DictReader(line for line in said.splitlines() if line)
    ]
    assert {(a, b): degree for a, b, degree, _ in rows} == {pair: row[0] for pair, row in exact.items()}
    with open(HERE / f"code_maat_{name}_changes.txt", "w") as out:
        out.writelines(" ".join(map(str, sorted(paths))) + "\n" for paths in reversed(changes))
    with open(HERE / f"code_maat_{name}_pairs.csv", "w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["entity", "coupled", "degree", "average-revs", "average-revs-up"])
        writer.writerows([*row, exact[row[0], row[1]][1]] for row in rows)


main(*sys.argv[1:])
