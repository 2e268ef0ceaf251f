"""What the pump can say of the future: reservoir dates by the programme, withdrawal by the model.

All calculated: from steps counted, the programme's own segments and a reference patient. Asking
changes nothing. Moments are monotonic (day, ms); `Schedule.wall` turns them into dates.
"""

from pump.core import profile
from pump.core.alarms import table as alarms
from pump.core.drug.catheter import DOSE_UNITS
from pump.core.units import MS_PER_DAY, MS_PER_HOUR, PL_PER_ML, moment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.core.pump import Pump

NEVER = (-1, 0)  # no programme to reckon with
UNKNOWN = (-2, 0)  # the power was off for nobody knows how long


def time_to(pump: "Pump", floor_steps: int) -> tuple[int, int]:
    """(days, ms) until the reservoir falls to that many steps, if the programme runs from now.

    (0, 0) when it already has; `NEVER` before the first commit.
    """
    if pump.active is None:
        return NEVER
    volume_pl = pump.reservoir.volume_to_pl(floor_steps)
    return pump.program.time_to_give(volume_pl, pump.schedule.wall_ms(pump.ms))


def days_left_hundredths(pump: "Pump") -> int:
    """Days until calculated empty in 1/100 day, rounded down; -1 before the first commit, and while
    nobody knows how long the power was off."""
    if pump.titration.interruption.unknown():
        return -1
    days, ms = time_to(pump, pump.reservoir.residual_steps)
    if days < 0:
        return -1
    return days * 100 + ms * 100 // MS_PER_DAY


def low_at(pump: "Pump") -> tuple[int, int]:
    """When the first low threshold (4 mL or seven days) is reached, or was."""
    return _reached(pump, pump.reservoir.low_steps[0], alarms.RESERVOIR_LOW)


def empty_at(pump: "Pump") -> tuple[int, int]:
    """When the residual volume is reached and flow ends, or did."""
    return _reached(pump, pump.reservoir.residual_steps, alarms.RESERVOIR_EMPTY)


def refill_due(pump: "Pump") -> tuple[int, int]:
    """The earlier of the low volume and 180 days of drug age (S10)."""
    low, reservoir = low_at(pump), pump.reservoir
    if not reservoir.filled() or low in (NEVER, UNKNOWN):
        return low
    if pump.titration.interruption.hides_age(reservoir.fill_day, reservoir.fill_ms):
        return UNKNOWN
    aged = pump.reservoir.fill_day + profile.STABILITY_DAYS, pump.reservoir.fill_ms
    return low if low < aged else aged


def _reached(pump: "Pump", floor_steps: int, alarm: int) -> tuple[int, int]:
    if pump.titration.interruption.unknown():
        return UNKNOWN
    left = time_to(pump, floor_steps)
    if left == NEVER:
        return left
    if left == (0, 0) and pump.alarms.holds(alarm):
        return pump.alarms.since[alarm]  # a date that has passed stays where it was
    return moment(pump.day + left[0], pump.ms + left[1])


def withdrawal_if_stopped(pump: "Pump", percent: int, band: bool = True) -> tuple[int, int, int]:
    """Minutes until the effect is below `percent` if flow stopped now: (reference, low, high).

    -1: beyond 72 h, or no therapy to withdraw from. Without the `band` all are the reference's.
    """
    since = pump.assessment.minutes_since(pump.day, pump.ms)
    return pump.drug.effect.minutes_left(percent, since, pump.drug.exposure.recent, band)


def withdrawal_after_empty(pump: "Pump", percent: int, band: bool = True) -> tuple[int, int, int]:
    """Minutes from the predicted empty on until the effect is below `percent`; as above."""
    if pump.active is None:
        return -1, -1, -1
    days, ms = time_to(pump, pump.reservoir.residual_steps)
    hours = days * 24 + ms // MS_PER_HOUR
    concentration = pump.drug.catheter.tip_ng_per_ml()
    an_hour_pl = pump.program.volume_pl_ms() * MS_PER_HOUR // MS_PER_DAY // MS_PER_DAY
    drug_an_hour = an_hour_pl * concentration * DOSE_UNITS // PL_PER_ML
    return pump.drug.effect.minutes_left_after(percent, hours, drug_an_hour, band)


def effect_known(pump: "Pump") -> bool:
    """Whether anybody can say what the drug does: therapy has run, and no gap of unknown length is
    younger than what it acts for (D-6)."""
    hides = pump.titration.interruption.hides_effect(pump.day, pump.ms)
    return pump.drug.effect.has_reference() and not hides


def effect_percents(pump: "Pump") -> tuple[int, int, int]:
    """(reference patient, low end, high end) now, in percent of each one's trailing reference."""
    return pump.drug.effect.percents_after(
        pump.assessment.minutes_since(pump.day, pump.ms), pump.drug.exposure.recent
    )


def dose_of_day_ng(pump: "Pump") -> int:
    """Drug that left the catheter's tip in the last 24 hours; an upper bound by 16 minutes'."""
    return (pump.drug.exposure.day() + pump.drug.exposure.recent) // DOSE_UNITS
