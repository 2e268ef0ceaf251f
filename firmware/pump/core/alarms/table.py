"""Table C.4: condition -> what it is called, whether it latches, what the action is.

The actions stand beside the conditions for the reader; the pump carries them out. Priorities come
with the condition: reservoir low climbs from LOW to HIGH as it empties.
"""

NONE = 0
LOW = 1
MEDIUM = 2
HIGH = 3
PRIORITIES = ("NONE", "LOW", "MEDIUM", "HIGH")

INACTIVE = 0
ACTIVE = 1
ACTIVE_ACKED = 2
LATCHED = 3  # the condition is gone, the operator has not reset it
LATCHED_ACKED = 4
STATES = ("INACTIVE", "ACTIVE", "ACKED", "LATCHED", "LATCHED_ACKED")

OVER_DELIVERY = 0
MOTOR_STALL = 1
RESERVOIR_EMPTY = 2
RESERVOIR_LOW = 3
STOPPED = 4
WITHDRAWAL = 5
DRUG_AGE = 6
FLOW_MISMATCH = 7
LEDGER_WRITE = 8
CLOCK_LOST = 9
LOG_WRITE = 10
RESET = 11
STORED_DATA = 12
INTERRUPTED = 13
BOLUS_CUT = 14
ESCALATION = 15
UNFINISHED = 16
DAY_DOSE = 17
FIRMWARE_FAULT = 18
SELF_TEST = 19
WATCH_LOST = 20
OVER_EXPOSURE = 21
BATTERY_ERI = 22
BATTERY_LOW = 23
BATTERY_EOS = 24
DRIVER_HOT = 25
UNDER_DELIVERY = 26
OVER_TREND = 27

# name, latches, action (safety C.4)
TABLE: "tuple[tuple[str, bool, str], ...]" = (
    ("OVER_DELIVERY", True, "motor halted, driver disabled"),
    ("MOTOR_STALL", True, "stopped; tries after 1, 5, 15 min, 1 and 4 h, then every 12 h"),
    ("RESERVOIR_EMPTY", True, "last stroke finished, stopped"),
    ("RESERVOIR_LOW", False, "therapy continues"),
    ("STOPPED", False, "none; the withdrawal clock runs"),
    ("WITHDRAWAL", False, "none; forecast of a reference patient"),
    ("DRUG_AGE", True, "therapy continues"),
    ("FLOW_MISMATCH", True, "therapy continues; check head and calibration: CAL:STEP?"),
    ("LEDGER_WRITE", True, "flat basal, no bolus"),
    ("CLOCK_LOST", False, "day schedule runs at its flat average"),
    ("LOG_WRITE", True, "therapy continues; it outranks the log"),
    ("RESET", True, "same programme within a minute, no bolus; three in ten minutes are MEDIUM"),
    ("STORED_DATA", True, "one copy bad: mended; all bad: no delivery of an unknown rate"),
    (
        "INTERRUPTED",
        True,
        "the lower of initial and last dose, or the least flow, until a person decides",
    ),
    ("BOLUS_CUT", True, "none; a bolus that a reset has cut is never resumed"),
    ("ESCALATION", True, "therapy continues; kink, dislodgement, mass at the tip, pump at fault?"),
    ("UNFINISHED", True, "what was staged is dropped; the programme in force goes on"),
    ("DAY_DOSE", True, "flow at the pace at which 1, 4 and 24 h empty; no bolus"),
    ("FIRMWARE_FAULT", True, "driver off, cause in both logs, restart; then as after a reset"),
    ("SELF_TEST", True, "SYST:TEST? names it; without a guard therapy stops, else it continues"),
    ("WATCH_LOST", True, "therapy continues: the guard counts on; the rotor's watch is armed anew"),
    ("OVER_EXPOSURE", False, "therapy continues; no bolus and no increase until it ends"),
    ("BATTERY_ERI", True, "therapy continues; replace it within the days of BATT:LIFE?"),
    ("BATTERY_LOW", False, "therapy continues"),
    ("BATTERY_EOS", True, "the quantum under way is finished and journaled, then a clean stop"),
    ("DRIVER_HOT", False, "therapy continues; a driver that trips by itself is a stall"),
    ("UNDER_DELIVERY", True, "therapy continues; what was lost is not made up"),
    ("OVER_TREND", True, "stopped, driver disabled, until a person starts it"),
)
