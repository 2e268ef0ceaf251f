"""A figure has one owner: no number of `core/profile.py` is typed anywhere else in the firmware.

Numbers below LEAST are too common to say anything. Another unit is another figure: 100_000 us are
no ng. A unit's factor (MS_PER_DAY) may be named as one. All else is an exception with its reason.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.trace.holders import ROOT

LEAST = 10_000
FIRMWARE = "firmware/pump"
PROFILE = "firmware/pump/core/profile.py"
_UNIT = re.compile(
    r"(?:^|_)(?:[A-Z]+_PER_[A-Z0-9]+|US|MS|S|H|HOURS|DAYS|NS|UV|MV|NA|NC|UAH|HZ|NL|NG|PPM|PERCENT)(?=_M(?:IN|AX)$|$)"
)
_FACTOR = re.compile(r"_?[A-Z]+_PER_[A-Z]+")
_SUFFIXES = "wire/suffixes.py"  # the table of units that a line may say

# file below firmware/pump, number: why it is no second owner
EXCEPTIONS = {
    ("app/firmware_fault.py", 60_000): "how long a program has to turn to have proved itself",
    ("commands/delivery.py", 20_000_000): "the most that the parser takes; the core judges a bolus",
    ("commands/simulate.py", 60_000): "how late the simulated line may answer",
    ("core/alarms/annunciation.py", 600_000): "a reminder's interval, C.6; a pause is another rule",
    ("core/drug/effect.py", 10_000): "the factor of a constant that is kept in 1/10,000",
    ("core/control/screening_orders.py", 0x3FFFFFFF): "the longest time that a motor takes, in us",
    ("drivers/esp32_repl_watch.py", 60_000): "how long the console stays open",
    ("drivers/rp2_guard.py", 0x3FFFFFFF): "a ring of 2^30 of a counter",
    ("wire/authority.py", 60_000): "how long a challenge is worth something",
}
_RING = "RING"  # 2^30, a small integer's ring: what is named so is a machine's figure


@dataclass(frozen=True)
class Twin:
    """A number that stands in a file though the profile owns it."""

    file: str
    line: int
    value: int
    owners: tuple[str, ...]

    def __str__(self) -> str:
        where = f"{FIRMWARE}/{self.file}:{self.line}"
        return f"{where}: {self.value:,} has an owner already: profile." + ", ".join(self.owners)


def owned(source: str) -> dict[int, tuple[str, ...]]:
    """Each number of LEAST or more in the profile, and the names of what holds it."""
    found: dict[int, tuple[str, ...]] = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign):
            name = ast.unparse(node.targets[0])
            for value in _numbers(node.value):
                found[value] = (*found.get(value, ()), name)
    return found


def twins(source: str, file: str, owners: dict[int, tuple[str, ...]]) -> Iterator[Twin]:
    """Every number of a file that the profile owns in the same unit, exceptions included."""
    named = dict(_named(ast.parse(source)))
    for node in ast.walk(ast.parse(source)):
        if not (
            isinstance(node, ast.Constant) and type(node.value) is int and node.value in owners
        ):
            continue
        name = named.get((node.lineno, node.col_offset), "")
        if _FACTOR.fullmatch(name) or _RING in name or file == _SUFFIXES:
            continue
        same = tuple(each for each in owners[node.value] if _same_unit(name, each))
        if same:
            yield Twin(file, node.lineno, node.value, same)


def all_twins(root: Path = ROOT) -> list[Twin]:
    """Those of the whole firmware."""
    owners = owned((root / PROFILE).read_text(encoding="utf-8"))
    found = []
    for path in sorted((root / FIRMWARE).rglob("*.py")):
        if path != root / PROFILE:
            file = path.relative_to(root / FIRMWARE).as_posix()
            found += twins(path.read_text(encoding="utf-8"), file, owners)
    return found


def findings(root: Path = ROOT) -> list[str]:
    """Second owners, and exceptions that are none any more."""
    found = all_twins(root)
    wrong = [str(each) for each in found if (each.file, each.value) not in EXCEPTIONS]
    there = {(each.file, each.value) for each in found}
    for file, value in EXCEPTIONS:
        if (file, value) not in there:
            wrong.append(
                f"{FIRMWARE}/{file}: {value:,} is an exception in tools/trace, and not there"
            )
    return wrong


def _numbers(node: ast.expr) -> set[int]:
    constants = [each.value for each in ast.walk(node) if isinstance(each, ast.Constant)]
    return {each for each in constants if type(each) is int and each >= LEAST}


def _named(tree: ast.Module) -> Iterator[tuple[tuple[int, int], str]]:
    """Where a number stands that is all of a named constant: line and column, its name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            value = node.value
            if isinstance(value, ast.Call) and ast.unparse(value.func) == "const":
                value = value.args[0]
            if isinstance(value, ast.Constant):
                yield (value.lineno, value.col_offset), ast.unparse(node.targets[0])


def _same_unit(name: str, owner: str) -> bool:
    """Whether both names end in the same unit, or one of them says none."""
    here, there = _unit(name), _unit(owner)
    return not here or not there or here == there


def _unit(name: str) -> str:
    unit = _UNIT.search(name)
    return unit[0].strip("_") if unit else ""
