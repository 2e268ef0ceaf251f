"""A record as a file: CSV with a column `ms` and one for each volume that was followed.

    ms               of the record, whole, rising; of several rows of one moment the last counts
    least_nl         what the pump had counted by then: its lower bound, in nL rounded down
    encoder_steps    what the roller encoder has turned, in steps
    volume_nl        by a balance, in nL; volume_truth_nl: the same by the simulator's plant
    rate_pl_per_day  the rate in force; nothing while another flow is added to it

What `python -m host_sim run --csv` writes is one, and so is what `pumpctl record` writes. Other
columns are passed over; an empty cell is no sample.
"""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from .curve import Period, Track

NL_PER_ML = 1_000_000
PL_PER_ML = 1_000_000_000
COUNTED, ENCODER, VOLUME = "counted steps", "encoder", "volume"
_NUMBER = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?")


class NoRecord(Exception):
    """The file is none of this form; its text says where and why."""


@dataclass(frozen=True)
class Record:
    """The volumes of a file; `steady`: the longest time at one rate, None where no rate is told."""

    tracks: tuple[Track, ...]
    steady: Period | None
    first_ms: int
    last_ms: int


def read(text: str, steps_per_ml: int) -> Record:
    """NoRecord where a cell is no number, time or volume falls, or nothing was followed."""
    rows = csv.DictReader(io.StringIO(text))
    if "ms" not in (rows.fieldnames or ()):
        raise NoRecord("it has no column ms")
    samples: dict[int, dict[str, str]] = {}
    last_ms = -1
    for row in rows:
        at_ms = int(number(row["ms"] or "", "ms", rows.line_num, whole=True))
        if at_ms < last_ms:
            raise NoRecord(f"line {rows.line_num}: ms falls from {last_ms} to {at_ms}")
        samples[at_ms] = {name: cell for name, cell in row.items() if name and cell}
        last_ms = at_ms
    if len(samples) < 2:
        raise NoRecord("it has less than two moments")
    step_pl = Fraction(PL_PER_ML, steps_per_ml)
    found = [
        _track(COUNTED, step_pl, samples, "least_nl", lambda nl: _steps(nl, steps_per_ml)),
        _track(ENCODER, step_pl, samples, "encoder_steps", _whole),
        _track(VOLUME, Fraction(1), samples, "volume_nl", _pl),
        _track(VOLUME, Fraction(1), samples, "volume_truth_nl", _pl),
    ]
    tracks = tuple(track for track in found if track is not None)
    if not tracks:
        raise NoRecord("it follows no volume: least_nl, encoder_steps, volume_nl")
    return Record(tracks, _steady(samples), min(samples), max(samples))


def _track(
    name: str,
    unit_pl: Fraction,
    samples: dict[int, dict[str, str]],
    column: str,
    units: Callable[[Fraction], int],
) -> Track | None:
    """A column as whole units. None where no row has it."""
    times: list[int] = []
    totals: list[int] = []
    for at_ms, row in samples.items():
        if column not in row:
            continue
        total = units(number(row[column], column, at_ms))
        if totals and total < totals[-1] and column != "volume_nl":  # a balance may tremble
            raise NoRecord(f"{column} falls from {totals[-1]} to {total} at {at_ms} ms")
        times.append(at_ms)
        totals.append(total)
    if not times:
        return None
    whole = tuple(totals)
    return Track(name, unit_pl, tuple(times), whole, whole)


def number(text: str, column: str, line: int, whole: bool = False) -> Fraction:
    """A cell as it stands. NoRecord where it is no plain decimal, or not whole where it must be."""
    if not _NUMBER.fullmatch(text) or (whole and "." in text):
        raise NoRecord(f"{column}, {line}: {text!r} is no{' whole' if whole else ''} number")
    return Fraction(text)


def _whole(value: Fraction) -> int:
    if value.denominator != 1:
        raise NoRecord(f"{value} steps: a step is whole")
    return int(value)


def _pl(nl: Fraction) -> int:
    """Rounded down to a whole pL, a 15,000th of a step."""
    return int(nl * 1000 // 1)


def _steps(nl: Fraction, steps_per_ml: int) -> int:
    """The steps that the pump has told as nL, rounded down: no two of them tell the same."""
    steps = -(-nl.numerator * steps_per_ml // NL_PER_ML)
    if nl.denominator != 1 or steps * NL_PER_ML // steps_per_ml != nl:
        raise NoRecord(f"least_nl: {nl} nL are no whole steps at {steps_per_ml} steps/mL")
    return steps


def _steady(samples: dict[int, dict[str, str]]) -> Period | None:
    """The longest time in which every row tells the same rate, and one above nothing."""
    best: Period | None = None
    now: Period | None = None
    for at_ms, row in samples.items():
        if "rate_pl_per_day" not in row:
            now = None
            continue
        rate = number(row["rate_pl_per_day"], "rate_pl_per_day", at_ms)
        if now is not None and rate == now.rate_pl_per_day:
            now = Period(rate, now.begin_ms, at_ms)
        else:
            now = Period(rate, at_ms, at_ms) if rate > 0 else None
        if now and (best is None or now.end_ms - now.begin_ms > best.end_ms - best.begin_ms):
            best = now
    return best
