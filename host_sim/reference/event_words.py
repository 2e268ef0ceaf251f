"""What docs/events.md says of each line beside the table in `pump.core.events`.

`verify` is what `pumpctl verify-log` makes of the line (tools/pumpctl/recount.py); NOTHING where it
moves no volume: chain, number and form are judged all the same.
"""

from pump.core import events
from pump.core.control.therapy_orders import STOP_REASONS
from pump.core.therapy import bolus

NOTHING = "no volume: chain, number and form only"
_DELIVERED = "compares `delivered_steps` with the volume of the lines before"
# of no unit, or with values of their own
FIGURES = {
    "reason": ", ".join("%d %s" % pair for pair in enumerate(STOP_REASONS)),
    "state": "%d done as ordered, %d ended before" % (bolus.DONE, bolus.ABORTED),
    "list": "1 refill, 2 first start, 3 holiday, 4 screening (pumpctl.md)",
    "items": "a bit for each attested item, the first one's the lowest; 0: none",
    "segments": "1 to 24",
    "change": "what began it: "
    + ", ".join("%d %s" % (code, events.TABLE[code][0]) for code in sorted(events.CHANGES)),
    "after_ms": "ms since then",
    "boots": "power-ons so far",
    "gap_ms": "ms without power; -1: not known",
    "dose_ng_per_day": "ng a day, flat",
    "interrupted_ms": "ms that the last dose has not flowed; -1: not known",
    "reset": "1 the watchdog, 2 the program itself, as after an exception",
    "role": "1 OPERATE, 2 PRESCRIBE, 3 SERVICE",
    "first": "1 the role's first key, 0 another one",
    "failures": "wrong signatures in a row",
    "wait_s": "s for which signed lines are refused",
    "alarms": "how many are not inactive",
    "copies": "damaged copies of the keys",
    "of": "copies that there are",
    "records": "records read after the image",
    "damaged": "of these, not sound",
    "prescription_copies": "of the prescription, mended",
    "state_copies": "of the pump's image, mended",
    "tries": "stalls without a whole quantum between",
    "try": "which try this is",
    "lines": "so many that this log did not take",
    "day": "days since 2000-01-01",
    "ms": "ms of that day",
    "steps_per_ml": "steps per mL: the calibration",
    "delivered_steps": "steps, the ledger's upper bound",
    "counted_steps": "pulses of the order so far",
    "authorised_steps": "pulses that it was allowed",
    "least_steps": "steps, delivered at least",
    "most_steps": "steps, delivered at most",
    "left_steps": "steps above nothing at all: the residual volume",
    "doubt_steps": "steps between the ledger's bounds",
    "uncertainty_ppm": "ppm of that figure, expanded, k = 2",
    "steps": "steps that were ordered",
    "given_steps": "steps of it that came",
    "lost_steps": "pulses that the rotor did not follow",
    "used_uah": "uAh that it had given, by the pump's count",
    "age_days": "days since it was fitted",
    "battery_mv": "mV, median of the last readings",
    "charge_permille": "per mille of its charge; -1: nothing tells",
    "on": "1 ON, 0 OFF",
}
# the figure of one line only: (word, name)
OWN_FIGURES = {
    ("BOLUS_END", "delivered_steps"): "steps of the bolus, at most",
    ("PRESS_REFUSED", "reason"): "number of the last refusal (errors.md)",
    ("PRESS_REFUSED", "presses"): "since the line before of this word",
    ("RESPONSE", "seen"): "1 nothing, 2 an effect, 3 an adverse reaction",
    ("OVERRIDE", "dose_ng"): "ng of the test dose; 0: therapy may begin without an effect",
    ("OVERRIDE", "test_doses"): "given before it",
    ("WEAN", "days"): "steps until flow ends; below 0: until a holiday",
    ("WEAN", "dose_ng_per_day"): "ng a day that it begins from",
    ("WEAN_STEP", "step"): "which, of those of the WEAN line",
    ("WEAN_STEP", "dose_ng_per_day"): "ng a day from now on; 0: flow ends",
    ("HISTORY", "kind"): "1 NEW: after a screening; 2 CONTINUED: a dose has run before",
    ("HISTORY", "dose_ng_per_day"): "ng a day: the dose that ran; 0 for NEW",
    ("SELF_TEST", "failed"): "a bit for each test of `SYST:TEST?`, in its order",
    ("SELF_TEST", "done"): "the same: those that this board can make",
}
_SUFFIXES = {
    "_pl_per_day": "pL a day",
    "_ng_per_ml": "ng/mL",
    "_steps": "steps",
    "_ng": "ng",
    "_nl": "nL",
    "_ms": "ms",
}

# code: when it is written, what verify-log makes of it
TOLD = {
    events.BOOT: (
        "power-on; the first line of every log",
        "takes the calibration; a second one begins the count after a power cut",
    ),
    events.COMMIT: ("a prescription became active", "takes the concentration for boluses"),
    events.START: ("therapy began by `DEL:STAR`", _DELIVERED + "; flow begins at that rate"),
    events.STOP: (
        "`DEL:STOP`, once for each reason of a standstill",
        "flow ends; a LEDGER line of that moment has to settle it",
    ),
    events.SUSPEND: (
        "`DEL:SUSP`",
        "flow ends; a LEDGER line of that moment has to settle it",
    ),
    events.RESUME: (
        "a suspension is over, by `DEL:RES` or by itself, or therapy goes on after a power cut",
        _DELIVERED + "; flow begins at that rate",
    ),
    events.FILL: ("`RES:FILL`", NOTHING),
    events.EMPTIED: ("`RES:EMPT`: what was calculated to be in it", NOTHING),
    events.RECONCILE: ("`RES:RECO`", NOTHING),
    events.BOLUS: ("`DEL:BOL` was accepted", "adds its flow, by dose, time and concentration"),
    events.BOLUS_END: (
        "a bolus is over",
        "differs if early, more than a second late, or off by more than a step",
    ),
    events.RATE: ("the programme changed the rate", _DELIVERED + "; flow goes on at that rate"),
    events.STALL: (
        "the rotor does not follow; flow stands",
        "each pulse of that order may have moved nothing",
    ),
    events.RETRY: (
        "another try after a stall",
        "compares `doubt_steps` with the last LEDGER line; flow begins",
    ),
    events.EMPTY: ("calculated empty; flow stands", _DELIVERED),
    events.OVER_DELIVERY: (
        "more pulses than ordered; flow stands",
        "adds the surplus; from there to START it takes the ledger's word",
    ),
    events.OVER_TURNED: (
        "the encoder saw more than was counted; flow stands",
        "adds the surplus; from there to START it takes the ledger's word",
    ),
    events.WALL_SET: ("the clock was set, or found anew after a power cut", NOTHING),
    events.LATE: (
        "a turn came more than a second late: what could have flowed is not caught up",
        "nothing flowed for `late_ms` before the line",
    ),
    events.FRONT: (
        "another concentration stands at the tip: a front has reached it, or was attested",
        "takes the concentration for boluses",
    ),
    events.PRESS_REFUSED: ("the patient's button was pressed in vain; one line an hour", NOTHING),
    events.PATIENT_BOLUS: (
        "the BOLUS before it was the patient's, by `DEL:PTM` or the button",
        NOTHING,
    ),
    events.SCREENING: (
        "`SCR:BOL`: a test dose begins; its steps are in the DISPENSE lines",
        NOTHING,
    ),
    events.RESPONSE: ("`PRES:RESP`: what was seen after the last dose", NOTHING),
    events.OVERRIDE: (
        "`SCR:BOL ...,OVER`: another test dose than the label has next; `SCR:OVER`: 0 ng",
        NOTHING,
    ),
    events.WEAN: ("`THER:WEAN`: the dose falls step by step from now on", NOTHING),
    events.WEAN_STEP: ("a step of it; the RATE behind it, or the STOP, has its flow", NOTHING),
    events.PRIME: (
        "`CATH:PRIM`: the line is primed; its steps are in the DISPENSE lines",
        NOTHING,
    ),
    events.CONTENTS: ("`CATH:CONT`: what the whole line holds is attested", NOTHING),
    events.LINE: ("`CATH:VOL`: another catheter", NOTHING),
    events.RESTART: (
        "after BOOT, when there was a pump before it",
        "flow ended `gap_ms` before the line; the quantum under way stays open",
    ),
    events.REPLAYED: ("after a restart, where records were damaged", NOTHING),
    events.LEDGER: (
        "once a day, and as flow ends",
        "compares both bounds with the volume of the lines before",
    ),
    events.CALIBRATION: (
        "`CAL:STEP`: the head has another figure; a LEDGER line stands before it",
        "prices the steps that come after it at that figure",
    ),
    events.DISPENSE: (
        "`CAL:DISP`: a service order, into a vessel",
        _DELIVERED + "; up to `steps` more may come",
    ),
    events.DISPENSE_END: (
        "a service order is over: its last step, a halt, a fault, a power cut",
        "compares `given_steps` with what the ledger has gained",
    ),
    events.HISTORY: (
        "`PRES:HIST`: what is said of therapy before this pump, ahead of its first start",
        NOTHING,
    ),
    events.MISSING: (
        "the log takes lines again: `lines` are lost, the first of them at the line's own moment",
        "incomplete, exit 1: the volume is not judged up to the next figure",
    ),
    events.OBSERVED: ("`THER:OBS:END`: the patient was observed after that change", NOTHING),
    events.ATTEST: ("`LOG:ATT`: a person attested items of a checklist, or none of them", NOTHING),
    events.REDUCED: (
        "flow began by itself after too long an interruption: at the lower dose, INTERRUPTED",
        NOTHING,
    ),
    events.FULL_DOSE: ("`DEL:RES CONFIRM` ends the lower dose while it flows", NOTHING),
    events.GAP: ("a clock that was set tells how long a cut of unknown length was", NOTHING),
    events.BATTERY_FITTED: ("`BATT:FIT`: figures of the battery before it", NOTHING),
    events.BATTERY: (
        "the battery's voltage became low, reached its end, or is better again",
        NOTHING,
    ),
    events.SPENT: (
        "the battery is at its end: flow stands, behind the last quantum",
        _DELIVERED + "; flow ends",
    ),
    events.CALENDAR_STOP: ("`BATT:CAL`", NOTHING),
    events.MINRATE: ("`DEL:MINR`: the least flow, by a RATE line behind it", NOTHING),
    events.MENDED: ("a damaged copy was made whole from a sound one", NOTHING),
    events.LOST: (
        "pulses turned out to have moved nothing",
        "takes them off the upper bound, then " + _DELIVERED,
    ),
    events.CAUSE: ("after RESTART, where it was no power cut", NOTHING),
    events.KEY: ("a key was enrolled or rotated", NOTHING),
    events.DENIED: ("the fifth wrong signature, and each one after it", NOTHING),
    events.AUDIO_PAUSE: ("`ALAR:AUD:PAUS`", NOTHING),
    events.SIGNAL_TEST: ("`ALAR:TEST`", NOTHING),
    events.SELF_TEST: ("a test of the board has failed: its alarm tells the rest", NOTHING),
    events.KEYS_DAMAGED: (
        "after a restart, where copies of the keys were damaged, or one alone is not relied on",
        NOTHING,
    ),
}


def figure(word: str, name: str) -> str:
    """Unit or meaning of a line's figure. KeyError where nothing tells it."""
    if (word, name) in OWN_FIGURES:
        return OWN_FIGURES[word, name]
    if name in FIGURES:
        return FIGURES[name]
    for suffix, unit in _SUFFIXES.items():
        if name.endswith(suffix):
            return unit
    raise KeyError(name)
