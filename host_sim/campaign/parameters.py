"""What a population may vary: name with its unit, range, default, source. One table.

`each` says when it is drawn: once a PUMP, at each VISIT, or for each CUT or ALARM.
"""

from dataclasses import dataclass

PUMP, VISIT, CUT, ALARM = "pump", "visit", "cut", "alarm"


@dataclass(frozen=True)
class Parameter:
    """`places`: decimals that a draw is rounded to; `words`: a value as people say it."""

    name: str
    low: float
    high: float
    default: float
    places: int
    each: str
    about: str
    words: str = ""


PARAMETERS = (
    # The patient
    Parameter("clearance_ml_per_h", 16, 40, 30, 2, PUMP, "CSF clearance (L 82, S53)",
              "clearance %g mL/h"),
    Parameter("csf_volume_ml", 22, 157, 65.4, 1, PUMP, "volume of distribution (L 83)",
              "CSF %g mL"),
    Parameter("sensitivity", 0.1, 20, 1, 2, PUMP, "felt effect of a concentration; 10: S28",
              "sensitivity %g"),
    # What is prescribed, and of what
    Parameter("dose_ug_per_day", 10, 1200, 100, 1, PUMP, "constant daily dose (S37)", "%g µg/d"),
    Parameter("concentration_ug_per_ml", 50, 2000, 500, 0, PUMP, "strength of each refill",
              "of %g µg/mL"),
    Parameter("reservoir_ml", 20, 40, 20, 0, PUMP, "model: 20 or 40 (S11)", "%g mL pump"),
    Parameter("fill_ml", 5, 38, 18, 1, PUMP, "volume of each refill, as it is said",
              "filled %g mL"),
    # The head and the power
    Parameter("head_gain_percent", -20, 25, 0, 1, PUMP, "given beyond the calibration (FI-6)",
              "head %+g %%"),
    Parameter("cuts_per_year", 0, 365, 0, 1, PUMP, "power cuts, at any moment, also in an order",
              "%g power cuts a year"),
    Parameter("cut_hours", 0.01, 1000, 1, 2, CUT, "how long the power is off"),
    # Refills and whoever answers an alarm
    Parameter("refill_late_days", -60, 180, 0, 2, VISIT, "after the planned day; less: before it"),
    Parameter("refill_volume_percent", 0, 120, 100, 1, VISIT, "truly filled of what is said"),
    Parameter("refill_strength_percent", 0, 400, 100, 0, VISIT, "true strength of what is said"),
    Parameter("reading_error_ml", -2, 2, 0, 2, VISIT, "syringe's reading of what was withdrawn"),
    Parameter("answered_percent", 0, 100, 0, 0, PUMP, "chance that a HIGH alarm brings a visit",
              "%g %% of alarms answered"),
    Parameter("answer_hours", 0.1, 1000, 24, 1, ALARM, "from the alarm to that visit"),
)  # fmt: skip

BY_NAME = {each.name: each for each in PARAMETERS}
