"""Every field of a pump by its path, and why some of them are not in its image."""

from pump.core.alarms.active import Alarms
from pump.core.alarms.attention import Attention
from pump.core.control.assessment import Assessment
from pump.core.control.attested import Attested
from pump.core.control.event_log import EventLog
from pump.core.control.fault_handling import FaultHandling
from pump.core.control.missing_lines import MissingLines
from pump.core.drug.band import Band
from pump.core.drug.bounds import Bounds
from pump.core.drug.catheter import Catheter
from pump.core.drug.drug import Drug
from pump.core.drug.effect import Effect
from pump.core.drug.exposure import Exposure
from pump.core.drug.mixing import Mixing
from pump.core.drug.patient import Patient
from pump.core.drug.reservoir import Reservoir
from pump.core.motion.battery import Battery
from pump.core.motion.calibration import Calibration
from pump.core.motion.dispense import Dispense
from pump.core.motion.ledger import Ledger
from pump.core.motion.metering import Metering
from pump.core.motion.order import Order
from pump.core.motion.trend import Trend
from pump.core.prescription.in_force import InForce
from pump.core.prescription.staging import Staging
from pump.core.pump import Pump
from pump.core.restart import Restarts
from pump.core.therapy.bolus import Bolus, Lockout
from pump.core.therapy.history import History
from pump.core.therapy.interruption import Interruption
from pump.core.therapy.schedule import Schedule
from pump.core.therapy.screening import Screening
from pump.core.therapy.states import TherapyState
from pump.core.therapy.titration import Titration
from pump.core.therapy.weaning import Weaning
from tests.core.snapshot import snapshot

# What an image need not hold: path in the pump (a prefix), reason.
BROUGHT = {
    "in_force.rx": "the prescription's text is in files of its own",
    "in_force.text": "in files of its own",
    "in_force.program": "made from the prescription",
    "in_force.daily_ng": "made from the prescription",
    "schedule.program": "made from the prescription",
    "order.max_steps": "made from the concentration",
    "metering._per_ms": "made from the rate",
    "drug.reservoir.low_steps": "made from the prescription",
    "drug.reservoir.next_steps": "made from what is left and the prescription",
    "drug.reservoir.residual_steps": "made from the calibration",
    "drug.catheter._per_ml": "the calibration's",
    "drug.catheter._units": "made from the slug at the tip",
    "drug.catheter._rest": "made from the slug at the tip",
    "drug.catheter._even": "made from the slugs",
    "drug.catheter.front_steps": "made from the slugs",
    "metering._step_us": "made from the rate",
    "drug.exposure._daily": "made from the bins",
    "drug.effect._ordered": "made from the prescription",
    "drug.effect._limit": "made from the prescription",
    "drug.effect._too_little": "made from the prescription",
    "alarms.active": "made from the states",
}
ANEW = {
    "drug.exposure._spare": "made from the bins and the bounds",
    "restarts.since": "each power-on sets it",
    "order.halt": "a motor without power needs no halt",
    "therapy.stops": "a stop after a power cut is written down anew",
    "therapy.stopped_for": "a stop after a power cut is written down anew",
    "therapy.told": "a stop after a power cut is written down anew",
    "assessment._look_day": "the next turn looks",
    "assessment._look_ms": "the next turn looks",
    "drug.catheter.passed": "looked at within the turn",
    "drug.exposure._rest_ms": "asked for right behind the roll that finds it",
    "order.looks": "no end is overdue any more",
    "order._moved": "the encoder begins anew",
    "ledger.seen": "the encoder begins anew",
    "ledger.ahead": "the encoder begins anew",
    "ledger.even_at": "the encoder begins anew",
    "order._turns": "asked for right behind the close that finds it",
    "trend.watches": "each power-on sets it",
    "trend._turned": "the encoder begins anew",
    "trend.astray": "the encoder begins anew",
    "trend._slipped": "the encoder begins anew",
    "metering.steps": "a plan does not outlive the power",
    "metering.first_us": "a plan does not outlive the power",
    "metering.interval_us": "a plan does not outlive the power",
    "metering.lasts_ms": "a plan does not outlive the power",
    "staging": "an unfinished session is reverted",
    "attention": "nothing waits for a person any more; tones that paused sound again",
    "events.changes": "counts for who watches this pump",
    "events.dirty": "what an image is about",
    "events.late": "what an image is about",
    "events.save_failed": "what an image is about",
    "events.happens": "of the order under way",
    "events._images": "the battery's charge lacks those of two hours, some 3 mC each",
    "drug.effect.nominal": "one of the patients",
    "drug.effect.band.patients": "the other ones",
    "alarms.history": "the newest sixteen; the event log has them all",
    "alarms.unknown": "of the image that was read",
}
for each in range(5):
    for name in ("_blocks", "_next", "_sum"):
        ANEW[f"drug.effect.patients.{each}.{name}"] = "hourly samples are flattened to their mean"
GIVEN = {
    "model": "the board's",
    "sha256": "the board's",
    "events.log": "the board's",
    "order.quantum": "the board's",
    "order.max_ms": "the quantum's",
    "control": "joins the other parts, and holds nothing of its own",
    "alarms._note": "the pump's own",
    "drug.reservoir.capacity_nl": "of the model",
    "calibration._nominal": "of the model",
}
for each in range(5):
    GIVEN[f"drug.effect.patients.{each}._table"] = "of the clearance and the volume"
# Whose fields are looked at one by one; any other object counts as one field.
PARTS = (Pump, Alarms, Assessment, Attention, Band, Bolus, Bounds, Catheter, Drug, Effect, EventLog)
PARTS += (Exposure, FaultHandling, InForce, Ledger, Metering, Mixing, Order, Patient, Reservoir)
PARTS += (Calibration, Dispense, History, Lockout, MissingLines, Restarts, Schedule, Staging)
PARTS += (Attested, Battery, Interruption, Screening, TherapyState, Titration, Trend, Weaning)


def fields(thing, path=""):
    """Every attribute of the pump and of its parts, by path; a part that another one is handed
    too counts where it is met first."""
    if isinstance(thing, PARTS):
        for name, value in thing.__dict__.items():
            if name.startswith("_") and is_joint(value):
                continue
            yield from fields(value, path + "." + name if path else name)
    elif path == "drug.effect.patients":
        for index, patient in enumerate(thing):
            yield from fields(patient, f"{path}.{index}")
    else:
        yield path, thing


def is_joint(value):
    """Whether that is another part, handed in: its fields are its owner's."""
    return type(value).__module__.startswith("pump.core.") and hasattr(value, "__dict__")


def under(path, prefixes):
    return any(path == prefix or path.startswith(prefix + ".") for prefix in prefixes)


def kept_fields(pump):
    """What must be the same in a pump that recalls this one."""
    return {
        path: snapshot(held)
        for path, held in fields(pump)
        if not under(path, ANEW) and not under(path, GIVEN)
    }
