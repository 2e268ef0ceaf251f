"""What was acknowledged, and what of it must stand when the power was gone and came back."""

from pump.core import profile
from pump.core.alarms import table as alarms
from pump.core.therapy import bolus

OWN = (alarms.RESET, alarms.BOLUS_CUT)  # what power-on itself raises
PASSING = (alarms.STOPPED, alarms.WITHDRAWAL)  # judged anew as time goes by
SAME = (
    "prescription",
    "state",
    "resume_at",
    "wall",
    "fill",
    "catheter",
    "line",
    "tries",
)
GROWS = ("moment", "committed")
WRITTEN = ("sequence", "log", "faults")  # what was about to be written may not have been
_DRUG_A_STEP = 500_000 * 256 // 64_000  # 1/256 ng, of the scenario's drug


def seen(board):
    """All of it, by name."""
    pump = board.pump
    reservoir, ledger, of_alarms = pump.reservoir, pump.ledger, pump.alarms
    titration, of_bolus, log = pump.titration, pump.bolus, board.store
    return {
        "moment": (pump.day, pump.ms),
        "prescription": (pump.in_force.digest, pump.active_text),
        "committed": pump.in_force.committed,
        "state": pump.state,
        "resume_at": pump.therapy.resume_at,
        "wall": pump.schedule.wall_offset,
        "boots": pump.restarts.boots,
        "resets": tuple(pump.restarts.resets),
        "tries": pump.faults.tries,
        "fill": (
            (reservoir.fills, reservoir.fill_day, reservoir.fill_ms),
            reservoir.concentration_ng_per_ml,
            reservoir.steps + ledger.most,
            ledger._uncertain_at_fill,
        ),
        "catheter": pump.drug.catheter.volume_nl,
        "drug": pump.drug.exposure.day() - ledger.most * _DRUG_A_STEP,
        "bolus": (of_bolus.state, of_bolus.dose_ng, of_bolus.volume_nl),
        "bolus given": of_bolus.delivered_steps(0),
        "bolus truth": board.bolus_truth(),
        "line": (pump.drug.catheter.attests, pump.drug.catheter.unknown_steps > 0),
        "lockout": (pump.lockout._ended, pump.lockout._unknown),
        "titration": (titration.reference_ng, titration.initial_ng, titration.holiday),
        "increases": tuple(titration.increases),
        "lock": titration.lock,
        "alarms": tuple(zip(of_alarms.state, of_alarms.priority, of_alarms.since, strict=True)),
        "sequence": ledger.sequence,
        "strays": board.motor.strays,
        "uncertainty": ledger.uncertainty(),
        "log": log.events.count,
        "faults": log.faults.count,
        "link": bytes(log.events.head),
    }


def differences(before, now):
    """(name, before, now) of what is not so any more, though power was only lost and came back."""
    found = []

    def same(name, holds, *rows):
        if not holds:
            found.append((name, *(rows or (before.get(name), now.get(name)))))

    for name in SAME:
        same(name, now[name] == before[name])
    for name in GROWS:
        same(name, now[name] >= before[name])
    same("boots", now["boots"] == before["boots"] + 1)
    same("resets", now["resets"][:-1] == before["resets"][1 - profile.RESETS_STORM :])
    _of_doses(before, now, same)
    _of_bolus(before, now, same)
    _of_alarms(before, now, same)
    return found


def as_acknowledged(acknowledged, before):
    """What must be found after another cut: `before` was found, with what was written by then."""
    if before is None:
        return None
    written = acknowledged or {"sequence": 0, "log": 0, "faults": 0, "link": b"", "strays": 0}
    return {**before, **{name: written[name] for name in (*WRITTEN, "link", "strays")}}


def _of_doses(before, now, same):
    """Locks and sums that a cut lengthens by the time without power are as safe."""
    same("titration", now["titration"] == before["titration"])
    same("increases", len(now["increases"]) == len(before["increases"]))
    for old, new in zip(before["increases"], now["increases"], strict=False):
        same("increases", new[:2] >= old[:2] and new[2:] == old[2:])
    same("lock", (now["lock"] or ()) >= (before["lock"] or ()))
    # what the encoder takes back of the upper bound has been booked as drug; after a day the sum
    # forgets
    slack = before["uncertainty"] * _DRUG_A_STEP
    same("drug", now["moment"][0] or now["drug"] >= before["drug"] - slack)


def _of_bolus(before, now, same):
    state = before["bolus"][0]
    cut = state in (bolus.RUNNING, bolus.ARMED)
    same("bolus", now["bolus"] == (bolus.ABORTED if cut else state, *before["bolus"][1:]))
    same("bolus given", cut or now["bolus given"] == before["bolus given"])
    _of_lockout(before, now, same, cut)
    same("bolus, reported", not cut or now["alarms"][alarms.BOLUS_CUT][0] == alarms.LATCHED)


def _of_lockout(before, now, same, cut):
    """A bolus that was cut has ended with the power; else a cut only makes the wait longer."""
    (old, *unknown), (new, *still) = before["lockout"], now["lockout"]
    holds = old == new
    if old is not None and new is not None and not holds:
        holds = (before["moment"] if cut else old) <= new <= max(old, now["moment"])
    same("lockout", holds and unknown == still)


def _of_alarms(before, now, same):
    for alarm, rows in enumerate(zip(before["alarms"], now["alarms"], strict=True)):
        holds = alarm in PASSING or rows[0] == rows[1]
        if alarm in OWN:
            holds = rows[0][0] == alarms.INACTIVE or rows[1][0] != alarms.INACTIVE
        same(alarms.TABLE[alarm][0], holds, *rows)
    same("reset, reported", now["alarms"][alarms.RESET][0] == alarms.LATCHED)
