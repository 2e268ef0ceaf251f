"""Facts -> priority: when a condition of table C.4 holds, and how grave it is. Pure.

A fact is handed in; what a condition is for stands in `table`, what is done about it elsewhere.
"""

from micropython import const

from pump.core import profile
from pump.core.alarms.table import HIGH, LOW, MEDIUM, NONE

# What the forecast says of the effect in the reference patient.
ENOUGH = const(0)
ADVISORY = const(1)  # below 80 % of the trailing reference
ALARM = const(2)  # below 50 %
NO_EXCESS = const(0)  # below 110 %
ABATING = const(1)  # not yet below 110 %
EXCESS = const(2)  # above 130 %


def stopped(ended: bool, hours: int, effect: int, at_risk: bool = False) -> int:
    """Flow was `ended` by command so many hours ago: LOW at once, then by forecast, HIGH after
    48 h at the latest; after 24 h of a patient `at_risk` of withdrawal (S60)."""
    if not ended:
        return NONE
    high = profile.RISK_STOPPED_HIGH_HOURS if at_risk else profile.STOPPED_HIGH_HOURS
    if hours >= high or effect == ALARM:
        return HIGH
    return MEDIUM if effect == ADVISORY else LOW


def withdrawal(effect: int) -> int:
    """The forecast of the reference patient, whatever the cause of a lack."""
    if effect == ALARM:
        return HIGH
    return MEDIUM if effect == ADVISORY else NONE


def under_delivery(lags: bool, effect: int) -> int:
    """The rotor turns less than was ordered: MEDIUM, and HIGH where the forecast, which follows the
    rotor, says that a withdrawal has begun."""
    if not lags:
        return NONE
    return HIGH if effect == ALARM else MEDIUM


def over_exposure(before: int, excess: int) -> int:
    """The same, of too much (D-12); `before` is the priority at which it holds already. It begins
    above 130 %, climbs and never falls, and ends below 110 %."""
    if excess == NO_EXCESS:
        return NONE
    if excess == ABATING:
        return before
    found = MEDIUM if excess == EXCESS else HIGH
    return found if found > before else before


def drug_age(hours_left: int, stable_hours: int) -> int:
    """A preparation that is stable for that long is so for so many hours more (S10)."""
    if hours_left <= 0:
        return MEDIUM
    notice = stable_hours // profile.STABILITY_NOTICE_PART
    if notice > profile.STABILITY_NOTICE_HOURS:
        notice = profile.STABILITY_NOTICE_HOURS
    return LOW if hours_left <= notice else NONE


def reservoir_low(level: int) -> int:
    """The reservoir's level: 0 not low, then LOW, MEDIUM, HIGH as priorities are, above: empty."""
    return level if level < HIGH else HIGH


def battery(mv: int, low: bool, spent: bool) -> int:
    """The median voltage, where LOW holds already, or the end of service does: NONE, MEDIUM (low)
    or HIGH (spent). It ends `BATTERY_RISE_MV` above where it begins: no noise toggles it."""
    rise = profile.BATTERY_RISE_MV
    if mv <= profile.BATTERY_EOS_MV or (spent and mv < profile.BATTERY_EOS_MV + rise):
        return HIGH
    if mv <= profile.BATTERY_LOW_MV or (low and mv < profile.BATTERY_LOW_MV + rise):
        return MEDIUM
    return NONE


def replacement(days_left: int, before: int) -> int:
    """The battery lasts for so many days, by charge or calendar; `before`: as `over_exposure`."""
    ends = profile.ERI_ENDS_DAYS if before else profile.ERI_DAYS
    return LOW if days_left <= ends else NONE


def driver(celsius: int, hot: bool) -> int:
    """The median temperature at the driver, where it is `hot` already."""
    least = profile.DRIVER_COOL_C + 1 if hot else profile.DRIVER_HOT_C
    return MEDIUM if celsius >= least else NONE


def resets(count: int, within_ms: int, wide: bool) -> int:
    """So many resets within that time; `wide`: what is uncertain has passed a quantum."""
    storm = count >= profile.RESETS_STORM and within_ms <= profile.RESETS_STORM_MS
    return MEDIUM if storm or wide else LOW
