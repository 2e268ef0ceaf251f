"""python -m tests.catalogue: plays the failure catalogue and prints what came of each.

Exit status 1 when one that can be played does not hold. What waits for something that is not built
says so; what can be played of it is played all the same.
"""

import contextlib
import io
import sys
import textwrap
from pathlib import Path

import pytest

from tests.scenarios.played import Played
from tools.trace.holders import ROOT, headed
from tools.trace.requirements import NOT_YET, UNSEEN, Requirement, load

_WIDTH = 100


class Outcomes:
    """A plugin: which files of tests have failed."""

    def __init__(self) -> None:
        self.failed: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed[report.nodeid.split("::")[0]] = str(report.longrepr).split("\n")[-1]


def tested(files: list[str]) -> dict[str, str]:
    """Those of the files that fail, each with a word of why."""
    outcomes = Outcomes()
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        calls = ["-q", "-p", "no:cacheprovider", *(str(ROOT / file) for file in files)]
        ended = pytest.main(calls, plugins=[outcomes])
    if ended not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise SystemExit(told.getvalue())
    return outcomes.failed


def result(requirement: Requirement, file: str, failed: dict[str, str]) -> str:
    """In a few words; begins with FAILED where it does not hold."""
    if not file:
        return f"not yet: {requirement.why}"
    if file in failed:
        return f"FAILED: {failed[file]}"
    if file.endswith(".txt"):
        played = Played(Path(ROOT / file).read_text(encoding="utf-8"))
        if played.failure is not None:
            return f"FAILED: line {played.failure.place.line}: {played.reason}"
    if requirement.verdict == UNSEEN:
        return f"held: silent, for it {UNSEEN}"
    return f"in part; not yet: {requirement.why}" if requirement.verdict == NOT_YET else "held"


def main() -> int:
    """The exit status."""
    rows = [each for each in load().values() if each.family == "FI"]
    heads = {each.id: headed(ROOT, int(each.id.removeprefix("FI-"))) for each in rows}
    files = [head[0] for head in heads.values() if head and head[0].endswith(".py")]
    failed = tested(files)
    counts = {"held": 0, "in": 0, "not": 0, "FAILED": 0}
    for each in rows:
        file, _, must = heads[each.id] or ("", "", "")
        words = result(each, file, failed)
        counts[words.split()[0].strip(":;")] += 1
        print(f"{each.id:6}{each.text}")
        for name, text in (("must", must), ("result", words), ("file", file)):
            indent = f"      {name:7}"
            for line in textwrap.wrap(
                text, _WIDTH, initial_indent=indent, subsequent_indent=" " * 13
            ):
                print(line)
    print("{held} held, {in} in part, {not} not yet, {FAILED} failed".format(**counts))
    return int(bool(counts["FAILED"]))


if __name__ == "__main__":
    sys.exit(main())
