"""docs/traceability.md and docs/catalogue.md: ids and what holds them, failures and their files."""

from collections import Counter
from pathlib import Path

from tools.trace.holders import ROOT, Holder, by_id, headed, holders
from tools.trace.requirements import (
    KINDS,
    NOT_YET,
    TITLES,
    UNSEEN,
    VERDICTS,
    Requirement,
    load,
)

_HEAD = """# Traceability

Made from `tools/trace/ids/`, from the tests that are marked with `pytest.mark.req("S32", ...)`
and from the scenarios that have a line `# Holds: FI-1, S78`, by `python -m tools.trace`; a test
tells when it is stale. `make trace` prints the summary.

S is what the baclofen monograph asks (the number is its line), C an acceptance check, D a dose
rule ([dose_rules.md](dose_rules.md)), FI a failure of another device
([catalogue.md](catalogue.md)). The verdict is one of four:

- **built**: at least one test or scenario holds it;
- **not yet**: what is missing stands beside it; tests that hold a part of it are named all the
  same;
- **not a device's**: and why;
- **cannot be detected**: a test asserts that nothing is said, and [limits.md](limits.md) says so
  in plain words.

## What makes the check fail

`tests/trace` runs with the others. Each of these lines has a test that takes the thing away and
sees the check fail.

- an id, in a mark, a scenario or a text of code or documents, that is none;
- a test whose own text names an id that its mark has not;
- a requirement that is built, or asserted to be silent, and that nothing holds;
- a failure without a file that tells its source, what happened and what must happen here;
- one that cannot be detected and does not stand in limits.md;
- a figure of the profile that is typed a second time in the firmware (`tools/trace/figures.py`
  has the exceptions, each with its reason);
- a tolerance that is as wide as the threshold that it guards (`tools/trace/tolerances.py` has the
  pairs);
- an alarm with two actions, or with another one in alarms.md or in the tests than in the
  firmware's table.

Not checked is that each test has a requirement: most of them hold a promise of a module that no
monograph knows. That a test which is marked really holds what its mark says is a reader's to
judge.

## Why no tool for it

What was looked at are the public pages of the tools, not their code. **StrictDoc** keeps
requirements in files of a language of its own and exports documents from it; **doorstop** keeps a
YAML file for each item and checks the links between items; **sphinx-needs** wants a Sphinx build,
and takes tests from JUnit XML, so after a run. All three would know an id that is missing. None
knows what a figure with two owners is, or a tolerance, or an alarm's action, so the script would
be there all the same, beside a tool to pin, and a second place that names each test. A
requirement is a line of TOML here, which the standard library reads; the whole check takes two
seconds of reading, and no build.
"""
_CATALOGUE = """# The failure catalogue

Made by `python -m tools.trace` from the heads of the files that it names. Failures of other
devices, and what must happen here; `make catalogue` plays them all and prints the result. A
scenario is played by `python -m host_sim run FILE`, too.

"""


def pages(root: Path = ROOT) -> dict[str, str]:
    """The two files below docs/, and their texts."""
    requirements, found = load(), by_id(holders(root))
    parts = [_HEAD, "## Counts\n\n" + _counts(requirements, found)]
    for family in KINDS:
        rows = [each for each in requirements.values() if each.family == family]
        parts.append(f"## {TITLES[family]}\n\n" + _table(rows, found))
    catalogue = _CATALOGUE + _failures(requirements, root)
    return {"traceability.md": "\n".join(parts), "catalogue.md": catalogue}


def summary(requirements: dict[str, Requirement], found: dict[str, list[Holder]]) -> list[str]:
    """A line for each family, and one for each that is not yet."""
    lines = []
    for family in KINDS:
        of = Counter(each.verdict for each in requirements.values() if each.family == family)
        counts = ", ".join(f"{of[verdict]} {verdict}" for verdict in VERDICTS if of[verdict])
        lines.append(f"{TITLES[family]:18} {sum(of.values()):3}: {counts}")
    held = len({holder for each in found.values() for holder in each})
    lines.append(f"{held} tests and scenarios hold them")
    lines += [
        f"  {each.verdict}: {each.id:5} {each.text}: {each.why}"
        for each in requirements.values()
        if each.verdict in (NOT_YET, UNSEEN)
    ]
    return lines


def _counts(requirements: dict[str, Requirement], found: dict[str, list[Holder]]) -> str:
    lines = ["| | " + " | ".join(VERDICTS) + " | tests and scenarios |", "|---" * 6 + "|"]
    for family in KINDS:
        rows = [each for each in requirements.values() if each.family == family]
        counts = [str(sum(each.verdict == verdict for each in rows)) for verdict in VERDICTS]
        held = {holder for each in rows for holder in found.get(each.id, [])}
        lines.append(f"| {TITLES[family]} | " + " | ".join(counts) + f" | {len(held)} |")
    return "\n".join(lines) + "\n"


def _table(rows: list[Requirement], found: dict[str, list[Holder]]) -> str:
    lines = ["| id | what | from | whose | verdict | held by |", "|---|---|---|---|---|---|"]
    for each in rows:
        verdict = f"**{each.verdict}**: {each.why}" if each.why else each.verdict
        held = "; ".join(_by_file(found.get(each.id, [])))
        lines.append(
            f"| {each.id} | {each.text} | {each.line} | {each.kind} | {verdict} | {held} |"
        )
    return "\n".join(lines) + "\n"


def _by_file(found: list[Holder]) -> list[str]:
    """`file`: its tests; a scenario is its file alone."""
    files: dict[str, list[str]] = {}
    for holder in sorted(found):
        files.setdefault(holder.file, []).append(holder.test)
    return [
        f"`{file}`" + (" " + ", ".join(tests) if any(tests) else "")
        for file, tests in files.items()
    ]


def _failures(requirements: dict[str, Requirement], root: Path) -> str:
    lines = [
        "| id | what happened | what must happen here | verdict | file |",
        "|---|---|---|---|---|",
    ]
    for each in requirements.values():
        if each.family != "FI":
            continue
        told = headed(root, int(each.id.removeprefix("FI-")))
        file, happened, must = told or ("", each.text + ".", "")
        verdict = f"**{each.verdict}**: {each.why}" if each.why else each.verdict
        source = f"{happened} Source: {each.line}."
        lines.append(
            f"| {each.id} | {source} | {must} | {verdict} | {f'`{file}`' if file else ''} |"
        )
    return "\n".join(lines) + "\n"
