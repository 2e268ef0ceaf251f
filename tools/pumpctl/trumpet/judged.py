"""A record judged: its start-up graph and its trumpet, as what a command tells."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from ..client.quantities import shown
from ..client.trouble import Mistake
from .curve import MS_PER_MIN, Period, TooShort, Track, flows, mean_error, trumpet
from .records import Record

_PLACES = 6


@dataclass(frozen=True)
class FlowTold:
    """The flow up to that ms of the record, in percent of the set rate."""

    end_ms: int
    percent: Decimal


@dataclass(frozen=True)
class WindowTold:
    """Of all windows of one length the least and the greatest error, in percent of the set rate."""

    minutes: int
    windows: int
    lowest_percent: Decimal
    highest_percent: Decimal


@dataclass(frozen=True)
class CurveTold:
    """One volume that was followed; its mean error over the analysis period; null: one sample."""

    name: str
    mean_error_percent: Decimal
    trumpet: tuple[WindowTold, ...]
    startup: tuple[FlowTold, ...]
    """Empty for an event log: it tells no figure between two days."""


@dataclass(frozen=True)
class TrumpetTold:
    """Start-up graph and trumpet of a record; ms are the record's."""

    file: Path
    rate_ml_per_day: Decimal
    begin_ms: int
    analysis_begin_ms: int
    end_ms: int
    curves: tuple[CurveTold, ...]


def judged(
    file: Path, record: Record, flow: Period, startup_ms: int, minutes: tuple[int, ...], graph: bool
) -> TrumpetTold:
    """`flow`: when it flowed, at which rate; `graph`: with the start-up graph.

    Mistake where a window is longer than the analysis period or the samples are too far apart;
    it names the windows that the record holds.
    """
    analysis = Period(flow.rate_pl_per_day, flow.begin_ms + startup_ms, flow.end_ms)
    startup = Period(flow.rate_pl_per_day, flow.begin_ms, analysis.begin_ms)
    try:
        curves = tuple(
            CurveTold(
                track.name,
                _percent(mean_error(track, analysis)),
                tuple(_window(track, analysis, each) for each in minutes),
                tuple(FlowTold(at, _percent(share)) for at, share in flows(track, startup))
                if graph
                else (),
            )
            for track in record.tracks
        )
    except TooShort as missing:
        raise Mistake(f"{file}: {missing}", _instead(record, analysis, minutes)) from None
    rate = Decimal(shown(flow.rate_pl_per_day / 10**9, 9))
    return TrumpetTold(file, rate, flow.begin_ms, analysis.begin_ms, flow.end_ms, curves)


def _window(track: Track, analysis: Period, minutes: int) -> WindowTold:
    found = trumpet(track, analysis, minutes)
    return WindowTold(minutes, found.windows, _percent(found.lowest), _percent(found.highest))


def _percent(share: Fraction) -> Decimal:
    return Decimal(shown(share * 100, _PLACES))


def _instead(record: Record, analysis: Period, minutes: tuple[int, ...]) -> str:
    """The windows of those wanted that every volume holds, as an option; else what to record."""
    held = [each for each in minutes if _holds(record, analysis, each)]
    if held:
        return f"--windows {','.join(str(each) for each in held)}, or a longer record"
    needed = min(minutes)
    lasts = max(analysis.end_ms - analysis.begin_ms, 0) // MS_PER_MIN
    if lasts >= needed:
        return "pumpctl record asks a pump as often as it is told; a log tells a figure a day"
    return f"record flow at one rate for {needed} min and more behind the start-up; here {lasts}"


def _holds(record: Record, analysis: Period, minutes: int) -> bool:
    try:
        for track in record.tracks:
            trumpet(track, analysis, minutes)
    except TooShort:
        return False
    return True
