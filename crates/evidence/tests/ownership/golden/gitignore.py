"""Writes gitignore.tsv: what `git check-ignore` says of random patterns, where CODEOWNERS follows the same rules.

Left out: patterns that end in `/*`, which GitHub does not take into folders below, and what CODEOWNERS does not have.
Run with git 2.30 or later: python3 gitignore.py > gitignore.tsv
"""

import random
import subprocess
import tempfile
from pathlib import Path

RANDOM = random.Random(20_260_702)
PIECES = ["a", "b", "c", ".h", "*", "?", "*.js", "a*c", "?b", "ab", "x.js", "b**", "\\a", "\\*"]
NAMES = ["a", "b", "c", "ab", "abc", ".h", "x.js", ".js", "ac", "bb"]


def pattern():
    names = [
        "**" if RANDOM.random() < 0.25 else "".join(RANDOM.choices(PIECES, k=RANDOM.randint(1, 2)))
        for _ in range(RANDOM.randint(1, 4))
    ]
    return RANDOM.choice(["/", ""]) + "/".join(names) + RANDOM.choice(["/", "", "", ""])


def main():
    patterns = set()
    while len(patterns) < 400:
        text = pattern()
        # Git takes what stands before a wildcard off first, so that `b**/` becomes `**/`, against its documentation.
        if "***" not in text and "b**/" not in text and (not text.endswith("/*") or text.endswith("**/*")):
            patterns.add(text)
    paths = sorted({"/".join(RANDOM.choices(NAMES, k=RANDOM.randint(1, 4))) for _ in range(120)})
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["git", "init", "--quiet", folder], check=True)
        for text in sorted(patterns):
            Path(folder, ".gitignore").write_text(text + "\n")
            done = subprocess.run(
                ["git", "-c", "core.excludesFile=", "check-ignore", "--no-index", "--stdin", "-z"],
                cwd=folder, input="\0".join(paths).encode(), capture_output=True, check=False,
            )
            matched = set(done.stdout.decode().split("\0"))
            # As many that do not match as that do, at most.
            others = [path for path in paths if path not in matched]
            RANDOM.shuffle(others)
            for path in sorted([path for path in paths if path in matched][:8] + others[:6]):
                print(text, path, int(path in matched), sep="\t")


main()
