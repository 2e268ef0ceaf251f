"""What an image must still say when a later firmware reads it, by a name, and where it stands now.

The names are for ever, as they stand in the texts beside the images. A release that moves or
renames a field changes its path in this table and nothing else.
"""

from pump.core import profile
from pump.core.alarms import table as alarms

HOLDS = {
    "clock": ("day", "ms"),
    "prescription digest": ("in_force.digest",),
    "prescription committed at": ("in_force.committed",),
    "boots": ("restarts.boots",),
    "resets at": ("restarts.resets",),
    "state": ("therapy.now", "therapy.since", "therapy.resume_at"),
    "wall offset": ("schedule.wall_offset",),
    "rate pL/day": ("schedule.rate_pl_per_day",),
    "rate changes at": ("schedule.change_day", "schedule.change_ms"),
    "reference dose ng/day": ("titration.reference_ng",),
    "initial dose ng/day": ("titration.initial_ng",),
    "increases": ("titration.increases",),
    "no increase for 24 h from": ("titration.lock",),
    "holiday": ("titration.holiday",),
    "pause unknown": ("titration.unsure",),
    "dose unchanged since": ("titration._steady",),
    "climb from": ("titration._climb",),
    "flow began at": ("titration.interruption.begun",),
    "order in progress": ("order.in_progress", "order.authorised", "order.lag"),
    "order planned": ("order.planned_ms", "order.mark_day", "order.mark_ms"),
    "order due": ("order.due_day", "order.due_ms"),
    "tries": ("faults.tries",),
    "owed": ("metering.owed",),
    "ledger sequence, known": ("ledger.sequence", "ledger.known"),
    "ledger bounds, intent": ("ledger.least", "ledger.most", "ledger.intent"),
    "ledger encoder": ("ledger.turned", "ledger._unseen", "ledger._slack"),
    "ledger uncertain at fill": ("ledger._uncertain_at_fill",),
    "ledger journaled": ("ledger._journaled_least", "ledger._journaled_most"),
    "reservoir ng/mL": ("drug.reservoir.concentration_ng_per_ml",),
    "reservoir steps left, given": ("drug.reservoir.steps", "drug.reservoir.given_steps"),
    "reservoir fills, filled at": (
        "drug.reservoir.fills",
        "drug.reservoir.fill_day",
        "drug.reservoir.fill_ms",
    ),
    "catheter nL, steps, carry": (
        "drug.catheter.volume_nl",
        "drug.catheter._steps",
        "drug.catheter._carry",
    ),
    "catheter slugs": ("drug.catheter._slugs",),
    "effect nominal": tuple(f"drug.effect.patients.0.{name}" for name in ("csf", "effect")),
    "effect reference nominal": ("drug.effect.nominal.reference",),
    "effect of the band": tuple(
        f"drug.effect.patients.{each}.{name}"
        for each in range(1, 5)
        for name in ("csf", "effect", "reference")
    ),
    "effect hours held": tuple(f"drug.effect.patients.{each}._held" for each in range(3)),
    "line as it may mix": ("drug.effect.mixing.level", "drug.effect.mixing._tanks"),
    "exposure recent, next bin": ("drug.exposure.recent", "drug.exposure._next"),
    "exposure bins": ("drug.exposure._bins",),
    "bolus ends, state": ("bolus.ends", "bolus.state"),
    "bolus ng, nL, ms left": ("bolus.dose_ng", "bolus.volume_nl", "bolus.left_ms"),
    "bolus account": ("bolus.per_ms", "bolus._total", "bolus._booked", "bolus._open"),
    "bolus lost steps": ("bolus._lost_steps",),
    "last bolus ended": ("lockout._ended",),
    "boluses unknown until": ("lockout._unknown",),
    "assessed at": ("assessment.assessed_day", "assessment.assessed_ms"),
    "assessment ledger day, ran ms": ("assessment._ledger_day", "assessment._ran_ms"),
}
# What older texts hold and no field does any more; what has become of it has a test of its own.
GONE = {
    "effect low end": "a patient of 16 mL/h, whose volume was the reference's",
    "effect high end": "one of 40 mL/h",
    "effect references": "of these two as well",
    "effect percent": "of these two as well",
}


def values(pump):
    """All of it, as plain data: what the fields hold, what the alarms are, what it means."""
    held = {name: [_at(pump, path) for path in paths] for name, paths in HOLDS.items()}
    # the steps of a slug that are in doubt are none in an image of before they were counted
    held["catheter slugs"] = [[slug[:2] for slug in held["catheter slugs"][0]]]
    return {"holds": _plain(held), "alarms": _plain(_alarms(pump)), "means": _plain(_means(pump))}


def _alarms(pump):
    """Every condition that is not INACTIVE, by its name."""
    found = pump.alarms
    return {
        alarms.TABLE[alarm][0]: [
            alarms.STATES[found.state[alarm]],
            alarms.PRIORITIES[found.priority[alarm]],
            *found.since[alarm],
        ]
        for alarm in range(len(alarms.TABLE))
        if found.state[alarm] != alarms.INACTIVE
    }


def _means(pump):
    """Figures that the fields come to, as orders and queries use them."""
    day, ms, drug = pump.day, pump.ms, pump.drug
    return {
        "delivered steps at least, at most": pump.ledger.bounds(),
        "no increase for ms": pump.titration.locked_ms(day, ms),
        "no flow for ms": pump.titration.pause_ms(pump.therapy.since, day, ms),
        "no bolus for ms": pump.lockout.left_ms(profile.LOCKOUT_MS, day, ms),
        "boluses unknown": pump.lockout.unknown(day, ms),
        "line unknown steps": drug.catheter.unknown_steps,
        "windows at most 1/16 ng": drug.exposure.bounds.most,
        "bolus steps at least, at most": pump.bolus.delivered_steps(0),
        "drug of 24 h 1/256 ng": drug.exposure.day(),
        "drug age days": drug.reservoir.age_hours(day, ms) // 24,
        "reservoir nL, level": (drug.reservoir.volume_nl(), drug.reservoir.judge()),
        "catheter ng": drug.catheter.contents_ng(),
        "tip ng/mL": drug.catheter.tip_ng_per_ml(),
        "effect percent of the band": drug.effect.percents(),
        "wall": pump.schedule.wall(day, ms),
        "resumes in ms": pump.therapy.resumes_in_ms(pump.day, pump.ms),
        "rate now pL/day": pump.schedule.rate_now(ms),
        "largest order steps": pump.order.max_steps,
    }


def _at(pump, path):
    held = pump
    for name in path.split("."):
        held = held[int(name)] if name.isdigit() else getattr(held, name)
    if isinstance(held, bytearray):  # the bins of the exposure, five bytes each
        return [int.from_bytes(held[at : at + 5], "little") for at in range(0, len(held), 5)]
    return held


def _plain(value):
    """Lists for tuples, as the text beside an image has them."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value
