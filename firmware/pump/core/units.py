"""Time as (day, ms of day) and volume as steps: the arithmetic that every room shares.

Drug is in ng, volume in nL (rates in pL a day), time in ms, motion in steps.
A moment is a pair: `day` counts whole days since the pump's first boot, 0 <= ms < 86,400,000.
Both halves stay inside the boards' small integers (-2^30 .. 2^30-1); one count of ms would
leave them after 12.43 days and turn every comparison into a heap allocation.
"""

from micropython import const

MS_PER_S = const(1000)
MS_PER_MIN = const(60_000)
MS_PER_HOUR = const(3_600_000)
MS_PER_DAY = const(86_400_000)
MIN_PER_HOUR = const(60)
MIN_PER_DAY = const(1440)
HOURS_PER_DAY = const(24)

NL_PER_ML = const(1_000_000)
PL_PER_NL = const(1000)
PL_PER_ML = const(1_000_000_000)  # 2^29.9: the last power of ten inside a small integer
NG_PER_UG = const(1000)

SCALE = MS_PER_DAY * PL_PER_ML  # the metering account counts in 1/SCALE step: 8.64e16


def moment(day: int, ms: int) -> tuple[int, int]:
    """The same moment with 0 <= ms < one day. `ms` may be any integer, also negative."""
    return day + ms // MS_PER_DAY, ms % MS_PER_DAY


def elapsed_ms(day: int, ms: int, later_day: int, later_ms: int) -> int:
    """Milliseconds from the first moment to the second; below 2^30 for up to 12 days apart."""
    return (later_day - day) * MS_PER_DAY + later_ms - ms


def steps_floor(volume_nl: int, steps_per_ml: int) -> int:
    """Whole steps that fit into the volume: never more volume than was said."""
    return volume_nl * steps_per_ml // NL_PER_ML


def steps_ceil(volume_nl: int, steps_per_ml: int) -> int:
    """Whole steps that hold at least the volume."""
    return -(-volume_nl * steps_per_ml // NL_PER_ML)


def nl_floor(steps: int, steps_per_ml: int) -> int:
    """Volume of the steps in nL, rounded down: the lower end of an interval."""
    return steps * NL_PER_ML // steps_per_ml


def nl_ceil(steps: int, steps_per_ml: int) -> int:
    """Volume of the steps in nL, rounded up: the upper end of an interval."""
    return -(-steps * NL_PER_ML // steps_per_ml)


def ng_of_volume(volume_nl: int, concentration_ng_per_ml: int) -> int:
    """Drug in the volume, rounded down."""
    return volume_nl * concentration_ng_per_ml // NL_PER_ML


def pl_of_dose(dose_ng: int, concentration_ng_per_ml: int) -> int:
    """Volume in pL that holds the dose, rounded down: a rounding never adds drug.

    Exact for the three preset concentrations, which divide 10^9 pL/mL.
    """
    return dose_ng * PL_PER_ML // concentration_ng_per_ml


def decimal(value: int, places: int) -> str:
    """`value` x 10^-places as plain decimal text, exact, without trailing zeros."""
    sign = "-" if value < 0 else ""
    text = "%d" % abs(value)
    text = "0" * (places + 1 - len(text)) + text
    whole, rest = text[: len(text) - places], text[len(text) - places :].rstrip("0")
    return sign + whole + ("." + rest if rest else "")
