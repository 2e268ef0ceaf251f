"""What the pump can say of the reservoir's future: its dates by the programme.

All calculated: from steps counted and the programme's own segments. Asking changes nothing. Moments
are monotonic (day, ms); `Schedule.wall` turns them into dates. The effect's future is `outlook`'s.
"""

from pump.core.alarms import table as alarms
from pump.core.bridge import as_prescribed_pl
from pump.core.drug.catheter import DOSE_UNITS
from pump.core.prescription.allowance import Allowance
from pump.core.units import MS_PER_DAY, MS_PER_HOUR, moment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.core.pump import Pump

NEVER = (-1, 0)  # no programme to reckon with, or none for the drug in the reservoir
UNKNOWN = (-2, 0)  # the power was off for nobody knows how long


def time_to(pump: "Pump", floor_steps: int, boluses: bool = False) -> tuple[int, int]:
    """(days, ms) until the reservoir falls to that many steps, if the programme runs from now.

    (0, 0) when it already has; `NEVER` before the first commit, and after a fill of another
    concentration until one for it is committed: no other may flow. With `boluses` every one that
    the patient may take is taken as soon as it may be: the earliest that it can be (S15).
    """
    rx, held = pump.active, pump.reservoir.concentration_ng_per_ml
    if rx is None or (held and held != rx.concentration_ng_per_ml):
        return NEVER
    volume_pl = as_prescribed_pl(pump, pump.reservoir.volume_to_pl(floor_steps))
    wall_ms = pump.schedule.wall_ms(pump.ms)
    if boluses and rx.ptm_on:
        return Allowance(rx).time_to_give(pump.program, volume_pl, wall_ms)
    return pump.program.time_to_give(volume_pl, wall_ms)


def days_left_hundredths(pump: "Pump", boluses: bool = False) -> int:
    """Days until calculated empty in 1/100 day, rounded down; -1 where `time_to` has none, or
    nobody knows how long the power was off. `boluses` as in `time_to`.
    """
    if pump.titration.interruption.unknown():
        return -1
    days, ms = time_to(pump, pump.reservoir.residual_steps, boluses)
    if days < 0:
        return -1
    return days * 100 + ms * 100 // MS_PER_DAY


def low_at(pump: "Pump", boluses: bool = False) -> tuple[int, int]:
    """When the first low threshold (4 mL or seven days) is reached, or was."""
    return _reached(pump, pump.reservoir.low_steps[0], alarms.RESERVOIR_LOW, boluses)


def empty_at(pump: "Pump", boluses: bool = False) -> tuple[int, int]:
    """When the residual volume is reached and flow ends, or did."""
    return _reached(pump, pump.reservoir.residual_steps, alarms.RESERVOIR_EMPTY, boluses)


def refill_due(pump: "Pump") -> tuple[int, int]:
    """The earlier of the low volume and the end of what the preparation is stable for (S10)."""
    low, reservoir = low_at(pump), pump.reservoir
    if not reservoir.filled() or low in (NEVER, UNKNOWN):
        return low
    if pump.titration.interruption.hides_age(reservoir.fill_day, reservoir.fill_ms):
        return UNKNOWN
    stable_ms = reservoir.stable_hours * MS_PER_HOUR
    aged = moment(reservoir.fill_day, reservoir.fill_ms + stable_ms)
    return low if low < aged else aged


def _reached(pump: "Pump", floor_steps: int, alarm: int, boluses: bool) -> tuple[int, int]:
    if pump.titration.interruption.unknown():
        return UNKNOWN
    left = time_to(pump, floor_steps, boluses)
    if left == NEVER:
        return left
    if left == (0, 0) and pump.alarms.holds(alarm):
        return pump.alarms.since[alarm]  # a date that has passed stays where it was
    return moment(pump.day + left[0], pump.ms + left[1])


def effect_known(pump: "Pump") -> bool:
    """Whether anybody can say what the drug does: therapy has run, and no gap of unknown length is
    younger than what it acts for (D-6)."""
    hides = pump.titration.interruption.hides_effect(pump.day, pump.ms)
    return pump.drug.effect.has_reference() and not hides


def dose_of_day_ng(pump: "Pump") -> int:
    """Drug that left the catheter's tip in the last 24 hours; an upper bound by 7.5 minutes'."""
    return pump.drug.exposure.day() // DOSE_UNITS
