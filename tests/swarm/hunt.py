"""Every judge is tested: a firmware line is taken out, and the swarm finds it within so many lives.

    python -m tests.swarm.hunt [WORD ...]       all of mutants.toml, or those whose name has a word

Each mutant lives in a copy of the tree. Prints how many lives it took and who spoke; exit status 1
where one was not found, or by another judge.
"""

import os
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

from tools.mutants.lines import ROOT, Mutant

LIST = Path(__file__).with_name("mutants.toml")
_ONE = """
import sys
sys.path[:0] = ["host_sim/shim", "firmware"]
from host_sim.swarm.pool import run
for count, each in enumerate(run(1, int(sys.argv[1]), 1), 1):
    if each.judge:
        print(count, each.judge, each.words)
        break
"""


@dataclass(frozen=True)
class Hunt:
    """What is changed, who has to speak, and within how many lives from seed 1 on."""

    mutant: Mutant
    judges: tuple[str, ...]
    lives: int


def hunts() -> list[Hunt]:
    """All of the list."""
    found = []
    for entry in tomllib.loads(LIST.read_text())["mutant"]:
        judges, lives = tuple(entry.pop("judges")), entry.pop("lives")
        found.append(Hunt(Mutant(**entry), judges, lives))
    return found


def hunted(hunt: Hunt) -> tuple[int, str, str]:
    """(lives that it took, judge, words) in a tree with the mutant; (lives, "", "") for none."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        for name in ("boards", "tools"):
            (tree / name).symlink_to(ROOT / name)
        for name in ("firmware", "host_sim"):
            subprocess.run(["cp", "-r", str(ROOT / name), str(tree / name)], check=True)
        hunt.mutant.path(tree).write_text(hunt.mutant.text())
        environment = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
        done = subprocess.run(
            [sys.executable, "-B", "-c", _ONE, str(hunt.lives)],
            cwd=tree, env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
    if not done.stdout:
        return hunt.lives, "", ""
    count, judge, words = done.stdout.split("\n", 1)[0].split(" ", 2)
    return int(count), judge, words


def main() -> int:
    """1 where a mutant was not found, or by another judge."""
    asked = sys.argv[1:]
    wrong = 0
    for hunt in hunts():
        if asked and not any(word in hunt.mutant.name for word in asked):
            continue
        count, judge, words = hunted(hunt)
        good = judge in hunt.judges
        wrong += not good
        came = f"{judge or 'nobody'} after {count} of {hunt.lives} lives"
        print("found " if good else "MISSED", hunt.mutant.name, "-", came, words[:90], flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
