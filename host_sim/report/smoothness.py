"""How evenly the volume of a recording grew: start-up graph and trumpet curve. docs/trumpet.md.

For one longest time at one rate, sampled at least twice a minute. Whole numbers and fractions, over
all windows that begin at a sample. Knows recordings; draws nothing.
"""

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

from host_sim.recording.recorder import Recording
from host_sim.units import MS_PER_DAY, MS_PER_MIN
from pump.core.profile import STEPS_PER_ML
from pump.core.units import steps_ceil

WINDOWS_MIN = (2, 5, 11, 19, 31, 60, 360, 1440)
STARTUP_MIN = 120
SAMPLE_MS = 30_000  # at most between two samples
_PL_PER_NL = 1000
_STEP_PL = Fraction(10**9, STEPS_PER_ML)


class Curve:
    """One volume at one rate.

    startup  the flow of each sample's time in the first 120 min, as a share of the set rate
    trumpet  of each window's minutes the lowest and the highest error, as shares of the set rate
    """

    def __init__(self, totals: list[int], even: Fraction, sample_ms: int) -> None:
        """`totals`: at each sample, in units of which `even` are due a sample."""
        first = min(STARTUP_MIN * MS_PER_MIN // sample_ms, len(totals) - 1)
        self.startup = [(after - before) / even for before, after in pairwise(totals[: first + 1])]
        self.trumpet: dict[int, tuple[Fraction, Fraction]] = {}
        analysed = totals[first:]
        for minutes in WINDOWS_MIN:
            samples, rest = divmod(minutes * MS_PER_MIN, sample_ms)
            if rest or samples >= len(analysed):
                continue
            moved = [end - start for start, end in zip(analysed, analysed[samples:], strict=False)]
            due = even * samples
            self.trumpet[minutes] = (min(moved) / due - 1, max(moved) / due - 1)


class Smoothness:
    """The longest time at one rate: whole steps, the encoder's counts, the plant's volume."""

    def __init__(self, rate_pl_per_day: int, sample_ms: int, columns: dict[str, list[int]]) -> None:
        self.rate_pl_per_day = rate_pl_per_day
        self.sample_ms = sample_ms
        pl = Fraction(rate_pl_per_day * sample_ms, MS_PER_DAY)
        self.steps = Curve(columns["least_nl"], pl / _STEP_PL, sample_ms)
        self.encoder = Curve(columns["encoder_steps"], pl / _STEP_PL, sample_ms)
        self.volume = Curve(columns["volume_truth_nl"], pl, sample_ms)


_UNITS: dict[str, Callable[[float], int]] = {
    "least_nl": lambda nl: steps_ceil(int(nl), STEPS_PER_ML),  # the pump tells it rounded down
    "encoder_steps": int,
    "volume_truth_nl": lambda nl: int(nl * _PL_PER_NL),
}


def smoothness(record: Recording) -> Smoothness | None:
    """None where the samples are too far apart, or no time at one rate holds a window."""
    if record.sample_ms > SAMPLE_MS:
        return None
    begin, end = _longest(record.times, record.column("rate_pl_per_day"), record.sample_ms)
    columns = {name: record.column(name)[begin:end] for name in _UNITS}
    if any(None in column for column in columns.values()):
        return None
    whole = {name: [unit(nl or 0) for nl in columns[name]] for name, unit in _UNITS.items()}
    rate = int(record.column("rate_pl_per_day")[begin] or 0) if end > begin else 0
    found = Smoothness(rate, record.sample_ms, whole) if rate else None
    return found if found and found.steps.trumpet else None


def _longest(times: list[int], rates: list[float | None], sample_ms: int) -> tuple[int, int]:
    """The longest run of samples, each a sample's time after the last, that tell one rate."""
    best = begin = 0
    end = 0
    for at in range(1, len(times) + 1):
        goes_on = (
            at < len(times)
            and rates[at] == rates[begin]
            and times[at] - times[at - 1] == sample_ms
            and rates[at] is not None
        )
        if goes_on:
            continue
        if rates[begin] is not None and at - begin > end - best:
            best, end = begin, at
        begin = at
    return best, end
