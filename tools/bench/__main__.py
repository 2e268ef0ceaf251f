"""`make bench`: measures this tree, or with VS= this tree and another commit in turn.

Prints a table a section with each figure beside what it should be. Exits 0 also where one misses:
whether that matters is for who reads it. 2 for a mistake in the call.
"""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.bench import counts, instructions, line, memory, speed, wear
from tools.bench.figures import Figure, Series, alone, beside
from tools.bench.programs import Unmeasured
from tools.bench.tree import HERE, checked_out, commit_of

_USAGE = 2


@dataclass(frozen=True)
class Section:
    """A part of the bench. `rounds`: how often it is measured, each tree once a round."""

    title: str
    measure: Callable[[Path], list[Figure]]
    rounds: int
    usual: bool = True  # part of a run that names no section


SECTIONS = {
    "counts": Section("bytecodes and calls of a motor order", counts.section, 1),
    "instructions": Section("thousand instructions a simulated day", instructions.section, 1),
    "speed": Section("speed, simulated days per CPU second", speed.section, 3),
    "memory": Section("memory of the simulator", memory.resident, 1),
    "heap": Section("heap on the 31-bit VM, bytes", memory.heap, 1),
    "line": Section("the serial line", line.section, 1),
    "wear": Section("wear", wear.section, 1),
    "functions": Section("bytecodes a steady order, dearest functions", counts.dearest, 1, False),
}
_LEAST_COMPARED = 2  # rounds, so that a spread is seen


def main() -> None:
    """What the command line says."""
    about = "; ".join(f"{name}: {section.title}" for name, section in SECTIONS.items())
    parser = argparse.ArgumentParser(
        prog="make bench ARGS=", description="Speed and memory.", epilog=f"Sections: {about}."
    )
    parser.add_argument("sections", nargs="*", metavar="section", help=", ".join(SECTIONS))
    parser.add_argument("--vs", default="", metavar="COMMIT", help="measure that commit in turn")
    parser.add_argument("--rounds", type=int, metavar="N", help="rounds of each section")
    said = parser.parse_args()
    unknown = [name for name in said.sections if name not in SECTIONS]
    if unknown:
        parser.error(f"no section {unknown[0]!r}; there are {', '.join(SECTIONS)}")
    if said.rounds is not None and said.rounds < 1:
        parser.error("--rounds takes 1 or more")
    usual = [name for name, section in SECTIONS.items() if section.usual]
    chosen = [SECTIONS[name] for name in said.sections or usual]
    try:
        if said.vs:
            _compare(chosen, said.vs, said.rounds)
        else:
            for section in chosen:
                (ours,) = measured(section, {"": HERE}, said.rounds or section.rounds).values()
                print(alone(section.title, ours), flush=True)
    except ValueError as mistake:
        print(f"bench: {mistake}", file=sys.stderr)
        sys.exit(_USAGE)


def _compare(chosen: list[Section], commit: str, rounds: int | None) -> None:
    with checked_out(commit) as other:
        names = (commit_of(commit)[:7], "ours")
        trees = dict(zip(names, (other, HERE), strict=True))
        for section in chosen:
            turns = rounds or max(section.rounds, _LEAST_COMPARED)
            theirs, ours = measured(section, trees, turns).values()
            print(beside(section.title, theirs, ours, names), flush=True)


def measured(section: Section, trees: dict[str, Path], rounds: int) -> dict[str, Series]:
    """Every tree once a round, in turn. What cannot be measured of a tree is not tried again."""
    series = {name: Series() for name in trees}
    for number in range(rounds):
        for name, tree in trees.items():
            if series[name].unmeasured:
                continue
            _tell(f"{section.title}: {name} round {number + 1} of {rounds}")
            try:
                series[name].add(section.measure(tree))
            except Unmeasured as reason:
                series[name].unmeasured = str(reason)
    _tell("")
    return series


def _tell(words: str) -> None:
    """Progress, on one line that the next one overwrites; nobody watches a file grow."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{words}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
