"""A tolerance is narrower than the threshold that it guards: pairs as data, from the profile."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from tools.trace.figures import PROFILE
from tools.trace.holders import ROOT


@dataclass(frozen=True)
class Pair:
    """`tolerance` < `threshold`, both sums of the profile's constants in one unit; and why."""

    tolerance: str
    threshold: str
    why: str


PAIRS = (
    Pair("READING_NL", "RESIDUAL_NL", "empty, as read, is above nothing"),
    Pair(
        "READING_NL * 2", "LOW_NL - RESIDUAL_NL", "a fill and a reading, each misread, are not low"
    ),
    Pair("QUANTUM_MAX_NL", "READING_NL", "a quantum under way shows in no reading"),
    Pair("UNCERTAINTY_MAX_PPM", "RECONCILE_PERMILLE * 1_000", "a calibration raises no mismatch"),
    Pair("UNCERTAINTY_MAX_PPM", "RECONCILE_TREND_PERMILLE * 1_000", "nor one of three refills"),
    Pair("RECONCILE_TREND_PERMILLE", "RECONCILE_PERMILLE", "a trend sees what one refill hides"),
    Pair("ENCODER_STEPS", "STALL_LAG_STEPS", "a count of rounding is no stall"),
    Pair("STALL_LAG_STEPS", "20", "C-11: a stall within 20 steps"),
    Pair("WALL_RESOLUTION_MS", "WALL_DRIFT_MS", "whole seconds, read twice, are no drift"),
    Pair("WALL_DRIFT_MS", "3_600_000", "an hour of summer time is a clock gone wrong"),
    Pair("BATTERY_ABSENT_MV", "BATTERY_LOW_MV", "no battery is not an empty one"),
    Pair("BATTERY_NOISE_MV * 2", "BATTERY_RISE_MV", "noise ends no alarm that it began"),
    Pair("BATTERY_RISE_MV", "BATTERY_LOW_MV - BATTERY_EOS_MV", "low ends before the end begins"),
    Pair("DRIVER_NOISE_C * 2", "DRIVER_HOT_C - DRIVER_COOL_C", "noise ends no heat that it began"),
    Pair("ERI_DAYS", "ERI_ENDS_DAYS", "what ends ERI lies above what begins it"),
    Pair(
        "WINDOW_MAX_PERCENT - 100",
        "INCREASE_MAX_PERCENT - 100",
        "a window counts less too much than a step",
    ),
    Pair("WINDOW_BIN_MS", "PEAK_HOURS * 3_600_000", "a bin is a part of the shortest window"),
    Pair("WINDOW_ROUNDING_NG", "QUANTUM_MAX_NG", "rounding of a day is less than a quantum"),
    Pair("LATE_MAX_MS", "QUANTUM_MAX_MS", "a late turn is not a quantum"),
    Pair("ERASE_MS", "LATE_MAX_MS", "an erase makes no turn late"),
    Pair(
        "BAND_MORE_PERCENT",
        "100 - WITHDRAWAL_ADVISORY_PERCENT",
        "the band's margin warns of nothing",
    ),
    Pair("100 - ENTRY_ERROR_MIN_PERCENT", "100", "what an entry error may hide is below all of it"),
    Pair("LOCKOUT_MIN_MS", "LOCKOUT_MS", "the least lockout is below the usual one"),
    Pair(
        "OVER_ENDS_PERCENT", "OVER_ADVISORY_PERCENT", "what ends an alarm lies below what begins it"
    ),
)
# What sounds like a tolerance has to stand in a pair.
_SOUNDS = re.compile(
    r"READING|UNCERTAINTY|RESOLUTION|DRIFT|LAG_|SLACK|MARGIN|TOLERANCE|HYSTERESIS|ROUNDING|_ENDS_|ABSENT"
)


def constants(source: str) -> dict[str, int]:
    """The profile's plain numbers by name."""
    found = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign):
            value = node.value
            if isinstance(value, ast.Call) and ast.unparse(value.func) == "const":
                value = value.args[0]
            if isinstance(value, ast.Constant) and type(value.value) is int:
                found[ast.unparse(node.targets[0])] = value.value
    return found


def findings(root: Path = ROOT, pairs: tuple[Pair, ...] = PAIRS) -> list[str]:
    """Tolerances that are too wide, or that stand in no pair, and names that are gone."""
    known = constants((root / PROFILE).read_text(encoding="utf-8"))
    wrong = []
    for pair in pairs:
        try:
            narrow = _value(pair.tolerance, known) < _value(pair.threshold, known)
        except KeyError as name:
            wrong.append(f"{PROFILE}: {name.args[0]} of a pair in tools/trace is not there")
            continue
        if not narrow:
            wrong.append(f"{PROFILE}: {pair.tolerance} is not below {pair.threshold}: {pair.why}")
    told = " ".join(pair.tolerance + " " + pair.threshold for pair in pairs)
    for name in known:
        if _SOUNDS.search(name) and not re.search(rf"\b{name}\b", told):
            wrong.append(
                f"{PROFILE}: {name} sounds like a tolerance; tools/trace has no pair for it"
            )
    return wrong


def _value(expression: str, known: dict[str, int]) -> int:
    return _sum(ast.parse(expression, mode="eval").body, known)


def _sum(node: ast.expr, known: dict[str, int]) -> int:
    if isinstance(node, ast.BinOp):
        left, right = _sum(node.left, known), _sum(node.right, known)
        return left * right if isinstance(node.op, ast.Mult) else left - right
    return known[node.id] if isinstance(node, ast.Name) else ast.literal_eval(node)
