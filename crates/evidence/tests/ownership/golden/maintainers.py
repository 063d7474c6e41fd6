"""Writes maintainers.tsv: the sections that `get_maintainer.pl` finds for paths of a small tree.

Run with Perl 5 and a copy of the script as Xen has it, which is not part of this project:
python3 maintainers.py PATH/get_maintainer.pl > maintainers.tsv

Every random file of sections is written once, as lines that begin with `file`; `path` lines follow with the sections.
"""

import random
import subprocess
import sys
import tempfile
from pathlib import Path

RANDOM = random.Random(20_260_703)
NAMES = ["net", "drv", "ipv6", "a", "b", "ab", "core.c", "a.h", "x.c", "a.c"]
PATTERNS = ["net/", "net", "net/*", "*/net/*", "*/net/", "drv/*/net/", "drv/a*", "drv/a", "*.c", "a?", "net/ipv6/",
            "*/*.h", "drv/?/", "*", "*/", "net/ip*", "drv/a.h", "a.h", "drv/{a,b}/", "net/[ia]*", "x.c", "drv/*/x.c"]
REGEXES = ["ip", "[^a-z]a", "drv/.*net", "\\.h$", "^net", "b a", "(core|x)\\.c"]


def sections():
    lines = []
    for number in range(RANDOM.randint(1, 4)):
        lines += [f"SECTION {number}", "M: Ada Example <ada@example.org>", "S: Maintained"]
        for _ in range(RANDOM.randint(1, 3)):
            if RANDOM.random() < 0.2:
                lines.append("N: " + RANDOM.choice(REGEXES))
            else:
                lines.append("F: " + RANDOM.choice(PATTERNS))
        if RANDOM.random() < 0.4:
            lines.append("X: " + RANDOM.choice(PATTERNS))
        lines.append("")
    return lines


def main():
    script = str(Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as folder:
        paths = set()
        while len(paths) < 40:
            path = Path(folder, *RANDOM.choices(NAMES[:6], k=RANDOM.randint(0, 3)), RANDOM.choice(NAMES))
            if path.is_dir() or any(parent.is_file() for parent in path.parents):
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("text\n")
            paths.add(str(path.relative_to(folder)))
        print("tree", *sorted(paths), sep="\t")
        for _ in range(60):
            lines = sections()
            Path(folder, "MAINTAINERS").write_text("List\n\n" + "\n".join(lines) + "\nTHE REST\nV: xen-maintainers-1\n")
            print("file", *lines, sep="\t")
            for path in RANDOM.sample(sorted(paths), 12):
                done = subprocess.run(
                    ["perl", script, "--nogit", "--nogit-fallback", "--noemail", "--nol", "--nokeywords", "--subsystem",
                     "--nostatus", "--norolestats", "-f", path],
                    cwd=folder, capture_output=True, text=True, check=True,
                )
                found = [line for line in done.stdout.splitlines() if line.startswith("SECTION")]
                print("path", path, ";".join(sorted(found)), sep="\t")


main()
