"""Every field of a pump by its path, and why some of them are not in its image."""

from pump.core.alarms.active import Alarms
from pump.core.drug.catheter import Line
from pump.core.drug.effect import Effect, Patient
from pump.core.drug.exposure import Intake
from pump.core.drug.reservoir import Reservoir
from pump.core.motion.ledger import Ledger
from pump.core.motion.metering import Metering
from pump.core.pump import Pump
from pump.core.therapy.bolus import Bolus, BolusDay
from pump.core.therapy.titration import Titration
from tests.core.snapshot import snapshot

# What an image need not hold: path in the pump (a prefix), reason.
BROUGHT = {
    "active": "the prescription's text is in files of its own",
    "program": "made from the prescription",
    "max_steps": "made from the concentration",
    "metering._per_ms": "made from the rate",
    "reservoir.level": "made from what is left and the prescription",
    "reservoir.low_steps": "made from the prescription",
    "reservoir.next_steps": "made from what is left and the prescription",
    "line._units": "made from the slug at the tip",
    "line._rest": "made from the slug at the tip",
    "intake._sum": "made from the bins",
    "alarms.active": "made from the states",
}
ANEW = {
    "_halt": "a motor without power needs no halt",
    "_stopped_for": "a stop after a power cut is written down anew",
    "_looks": "no end is overdue any more",
    "_moved": "the encoder begins anew",
    "ledger.seen": "the encoder begins anew",
    "order": "an order does not outlive the power",
    "metering.steps": "a plan does not outlive the power",
    "metering.first_us": "a plan does not outlive the power",
    "metering.interval_us": "a plan does not outlive the power",
    "metering.lasts_ms": "a plan does not outlive the power",
    "staged": "an unfinished session is reverted",
    "staged_differs": "an unfinished session is reverted",
    "staged_until": "an unfinished session is reverted",
    "attend_day": "nothing waits for a person any more",
    "attend_ms": "nothing waits for a person any more",
    "testing": "a test of the signals ends with the power",
    "_test_until": "a test of the signals ends with the power",
    "_paused_until": "tones that paused sound again",
    "changes": "counts for who watches this pump",
    "unsaved": "what an image is about",
    "unsafe": "what an image is about",
    "effect._trial": "scratch of a forecast",
    "effect.nominal": "one of the patients",
    "alarms.history": "the newest sixteen; the event log has them all",
}
for each in range(3):
    for name in ("_samples", "_next", "_sum"):
        ANEW[f"effect.patients.{each}.{name}"] = "hourly samples are flattened to their mean"
GIVEN = {
    "model": "the board's",
    "log": "the board's",
    "quantum": "the board's",
    "_sha256": "the board's",
    "alarms._note": "the pump's own",
    "metering.steps_per_ml": "of the head; another one's image is refused",
    "reservoir._steps_per_ml": "of the head",
    "reservoir.capacity_nl": "of the model",
    "reservoir.residual_steps": "of the head",
    "line._steps_per_ml": "of the head",
    "effect.patients.0._table": "of the clearance",
    "effect.patients.1._table": "of the clearance",
    "effect.patients.2._table": "of the clearance",
}
# Whose fields are looked at one by one; any other object counts as one field.
PARTS = (Pump, Alarms, Bolus, BolusDay, Effect, Patient, Intake, Ledger, Line, Metering)
PARTS += (Reservoir, Titration)


def fields(thing, path=""):
    """Every attribute of the pump and of its parts, by path."""
    if isinstance(thing, PARTS):
        for name, held in thing.__dict__.items():
            yield from fields(held, path + "." + name if path else name)
    elif path == "effect.patients":
        for index, patient in enumerate(thing):
            yield from fields(patient, f"{path}.{index}")
    else:
        yield path, thing


def under(path, prefixes):
    return any(path == prefix or path.startswith(prefix + ".") for prefix in prefixes)


def kept_fields(pump):
    """What must be the same in a pump that recalls this one."""
    return {
        path: snapshot(held)
        for path, held in fields(pump)
        if not under(path, ANEW) and not under(path, GIVEN)
    }
