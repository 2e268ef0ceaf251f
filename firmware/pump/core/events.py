"""What the event log can say: one code an event, the names of its two figures, one line of text.

The same line on every machine: `D<day> HH:MM:SS.mmm WORD name=figure name=figure` in the pump's
own monotonic days since first boot, which no clock setting moves.
"""

from pump.core.units import MS_PER_HOUR, MS_PER_MIN, MS_PER_S

BOOT = 1
COMMIT = 2
START = 3
STOP = 4
SUSPEND = 5
RESUME = 6
FILL = 7
RECONCILE = 8
BOLUS = 9
BOLUS_END = 10
RATE = 11
STALL = 12
RETRY = 13
EMPTY = 14
OVER_DELIVERY = 15
WALL_SET = 16
LINE = 17
LATE = 18
RESTART = 19
REPLAYED = 20
LEDGER = 21
MENDED = 22
LOST = 23
CAUSE = 24
KEY = 25
DENIED = 26
AUDIO_PAUSE = 27
SIGNAL_TEST = 28
KEYS_DAMAGED = 29
SELF_TEST = 30
CALIBRATION = 31
DISPENSE = 32
DISPENSE_END = 33
MISSING = 34
PRIME = 40
CONTENTS = 41
FRONT = 42
PATIENT_BOLUS = 43
HISTORY = 38
REDUCED = 35
GAP = 36
FULL_DOSE = 37
EMPTIED = 44
PRESS_REFUSED = 45
SCREENING = 46
RESPONSE = 47
OVERRIDE = 48
WEAN = 49
WEAN_STEP = 50
ATTEST = 66
OBSERVED = 67
BATTERY_FITTED = 56
BATTERY = 57
SPENT = 58
CALENDAR_STOP = 59
MINRATE = 60
OVER_TURNED = 61

# code -> word in the log, first figure, second figure
TABLE = {
    BOOT: ("BOOT", "steps_per_ml", "capacity_nl"),
    COMMIT: ("COMMIT", "segments", "concentration_ng_per_ml"),
    START: ("START", "rate_pl_per_day", "delivered_steps"),
    STOP: ("STOP", "reason", "delivered_steps"),
    SUSPEND: ("SUSPEND", "for_ms", "delivered_steps"),
    RESUME: ("RESUME", "rate_pl_per_day", "delivered_steps"),
    FILL: ("FILL", "volume_nl", "concentration_ng_per_ml"),
    EMPTIED: ("EMPTIED", "calculated_nl", "concentration_ng_per_ml"),  # by hand: what was in it
    RECONCILE: ("RECONCILE", "expected_nl", "found_nl"),
    BOLUS: ("BOLUS", "dose_ng", "duration_ms"),
    BOLUS_END: ("BOLUS_END", "state", "delivered_steps"),
    RATE: ("RATE", "rate_pl_per_day", "delivered_steps"),
    STALL: ("STALL", "counted_steps", "tries"),
    RETRY: ("RETRY", "try", "doubt_steps"),
    OVER_TURNED: ("OVER_TURNED", "turned_steps", "counted_steps"),
    EMPTY: ("EMPTY", "left_steps", "delivered_steps"),
    OVER_DELIVERY: ("OVER_DELIVERY", "counted_steps", "authorised_steps"),
    WALL_SET: ("WALL_SET", "day", "ms"),
    LATE: ("LATE", "late_ms", "delivered_steps"),
    LINE: ("LINE", "volume_nl", "contents_ng"),
    RESTART: ("RESTART", "boots", "gap_ms"),  # -1 ms: nobody knows how long
    REPLAYED: ("REPLAYED", "records", "damaged"),
    CAUSE: ("CAUSE", "reset", "boots"),  # hal.reset_cause: 1, 2 or 3
    KEY: ("KEY", "role", "first"),  # 1 OPERATE, 2 PRESCRIBE, 3 SERVICE
    AUDIO_PAUSE: ("AUDIO_PAUSE", "for_ms", "alarms"),
    SIGNAL_TEST: ("SIGNAL_TEST", "each_ms", "alarms"),
    KEYS_DAMAGED: ("KEYS_DAMAGED", "copies", "of"),
    DENIED: ("DENIED", "failures", "wait_s"),  # wrong signatures in a row
    LEDGER: ("LEDGER", "least_steps", "most_steps"),  # settled: once a day, and as flow ends
    SELF_TEST: ("SELF_TEST", "failed", "done"),  # a bit for each test, in its table's order
    CALIBRATION: ("CALIBRATION", "steps_per_ml", "uncertainty_ppm"),
    DISPENSE: ("DISPENSE", "steps", "delivered_steps"),  # service: into a vessel
    DISPENSE_END: ("DISPENSE_END", "given_steps", "delivered_steps"),
    PRIME: ("PRIME", "volume_nl", "dose_ng"),  # 0 ng: outside a patient
    FRONT: ("FRONT", "concentration_ng_per_ml", "delivered_steps"),  # stands at the tip from now on
    PATIENT_BOLUS: ("PATIENT_BOLUS", "dose_ng", "duration_ms"),  # the BOLUS before it
    PRESS_REFUSED: ("PRESS_REFUSED", "reason", "presses"),  # of the patient's button; reasons.py
    SCREENING: ("SCREENING", "dose_ng", "duration_ms"),  # a test dose; the DISPENSE behind it
    RESPONSE: ("RESPONSE", "seen", "lasted_ms"),  # therapy/screening.py: NOTHING, EFFECT, ADVERSE
    OVERRIDE: ("OVERRIDE", "dose_ng", "test_doses"),  # 0 ng: therapy may begin without an effect
    WEAN: ("WEAN", "days", "dose_ng_per_day"),  # from that dose; below 0 days: until a holiday
    WEAN_STEP: ("WEAN_STEP", "step", "dose_ng_per_day"),  # 0 ng: the last, flow ends
    CONTENTS: ("CONTENTS", "volume_nl", "contents_ng"),  # of the line, attested
    HISTORY: ("HISTORY", "kind", "dose_ng_per_day"),  # 1 NEW, 2 CONTINUED
    ATTEST: ("ATTEST", "list", "items"),  # by a person, of `attested`; a bit for each item
    OBSERVED: ("OBSERVED", "change", "after_ms"),  # by a person; change: the code of its event
    MISSING: ("MISSING", "lines", "for_ms"),  # from that moment on; no record holds them
    MENDED: ("MENDED", "prescription_copies", "state_copies"),
    REDUCED: ("REDUCED", "dose_ng_per_day", "interrupted_ms"),  # -1 ms: nobody knows how long
    FULL_DOSE: ("FULL_DOSE", "rate_pl_per_day", "delivered_steps"),
    GAP: ("GAP", "gap_ms", "interrupted_ms"),  # a clock that is set tells of what RESTART could not
    BATTERY_FITTED: ("BATTERY_FITTED", "used_uah", "age_days"),  # of the one before
    BATTERY: ("BATTERY", "battery_mv", "charge_permille"),  # low, at its end, or better again
    SPENT: ("SPENT", "doubt_steps", "delivered_steps"),
    CALENDAR_STOP: ("CALENDAR_STOP", "on", "age_days"),
    MINRATE: ("MINRATE", "rate_pl_per_day", "delivered_steps"),
    LOST: ("LOST", "lost_steps", "delivered_steps"),  # pulses that the rotor did not follow
}

# What a replay of the journal finds again by itself, or no image holds: none is written for these.
DERIVED: "tuple[int, ...]" = (
    RATE,
    FRONT,
    LATE,
    LEDGER,
    KEY,
    DENIED,
    AUDIO_PAUSE,
    SIGNAL_TEST,
    SELF_TEST,
)
# Dose or drug is another one: a time of observation follows (S17, S44). FRONT, for a drug that is
# changed reaches the patient when it reaches the tip. No RESUME: the same dose goes on.
CHANGES: "tuple[int, ...]" = (
    COMMIT,
    START,
    FILL,
    EMPTIED,
    REDUCED,
    FULL_DOSE,
    PRIME,
    FRONT,
    SCREENING,
    WEAN_STEP,
    MINRATE,
)
# These go to the fault log too, with every alarm above LOW.
FAULTS: "tuple[int, ...]" = (
    MISSING,
    STOP,
    STALL,
    RETRY,
    EMPTY,
    SPENT,
    BATTERY,
    OVER_DELIVERY,
    OVER_TURNED,
    LATE,
    RESTART,
    CAUSE,
    REPLAYED,
    MENDED,
    LOST,
    REDUCED,
    GAP,
    KEYS_DAMAGED,
    DENIED,
    SELF_TEST,
)


def stamp(day: int, ms: int) -> str:
    """`D<day> HH:MM:SS.mmm` of a monotonic moment."""
    hour, minute = ms // MS_PER_HOUR, ms // MS_PER_MIN % 60
    return "D%d %02d:%02d:%02d.%03d" % (day, hour, minute, ms // MS_PER_S % 60, ms % MS_PER_S)


def line(day: int, ms: int, code: int, first: int, second: int) -> bytes:
    """One line of the log, LF at its end."""
    word, first_name, second_name = TABLE[code]
    figures = (stamp(day, ms), word, first_name, first, second_name, second)
    return ("%s %s %s=%d %s=%d\n" % figures).encode()


def alarm_line(day: int, ms: int, words: tuple[str, str, str]) -> bytes:
    """The line of an alarm's change: its name, priority and state."""
    return ("%s ALARM %s %s %s\n" % ((stamp(day, ms),) + words)).encode()


def firmware_fault_line(day: int, ms: int, reason: str) -> bytes:
    """The line of an exception that has ended the program. `reason`: at most 150 characters of
    printable ASCII, none of them a "=": what follows one is a figure."""
    return ("%s FIRMWARE_FAULT %s\n" % (stamp(day, ms), reason)).encode()
