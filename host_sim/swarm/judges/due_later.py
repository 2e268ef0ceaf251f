"""Rules of C.4, continued: what comes by trend, by a refill, by a gap, by the patient."""

from host_sim.swarm.judges.rule import Rule, held

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.swarm.judges.facts import Facts
    from host_sim.swarm.witness import Answers, Witness

_MEDIUM, _HIGH = 2, 3
_MIN = 60_000
_H = 3_600_000
_REFERENCE_ML_PER_H = 35  # the patient of whom the pump makes its forecast
_LOSES = (5, 9)  # every so many pulses one is lost: above 10 % of them, and no stall
_WEEK_MS = 7 * 24 * 3_600_000
_PULSES = 400
_BLIND = ("encoder_dead", "guard_dead", "watch_lost", "stall", "stall_every_rev")
_UNKNOWN = (
    "slip", "gain", "line_blocked", "leak", "catheter_disconnected", "low_residual", "missed_steps",
    "encoder_dead", "guard_dead", "stall", "stall_every_rev", "runaway", "stray_pulses",
    "extra_pulses", "enable_stuck", "memory_rot", "pocket_fill", "fill_volume", "fill_strength",
)  # fmt: skip


def _lags(witness: "Witness", answers: "Answers", facts: "Facts") -> int:
    """Of 400 pulses and more a fifth or a ninth turned nothing."""
    if held(witness, "missed_steps") < 0 or witness.within(_BLIND, 24 * _H):
        return 0
    lost = witness.bench.plant.stepper.miss_every in _LOSES
    many = witness.pulses - witness.fault_pulses["missed_steps"] > _PULSES
    since_ms = max(witness.faults["missed_steps"], witness.powered_ms)
    acked = facts.acks.get("UNDER_DELIVERY", -1) >= since_ms
    return _MEDIUM if lost and many and answers.state == "RUN" and not acked else 0


def _interrupted(witness: "Witness", answers: "Answers", facts: "Facts") -> int:
    """It ran, had no power for more than a day, and runs again by itself."""
    if not facts.gap_ms or facts.acks.get("INTERRUPTED", -1) >= facts.gap_ms:
        return 0
    if answers.state != "RUN" or witness.bench.exchange("DEL:MINR?") == "1":
        return 0  # the least flow was ordered: LOW
    return _MEDIUM


def _mismatch(witness: "Witness", answers: "Answers", facts: "Facts") -> int:
    """Another volume was withdrawn than label and rotor leave."""
    mismatch_ms = facts.mismatch_ms
    return _MEDIUM if mismatch_ms and facts.acks.get("FLOW_MISMATCH", -1) < mismatch_ms else 0


def _memory(witness: "Witness", answers: "Answers", facts: "Facts") -> int:
    """Tried at power-on."""
    since_ms = witness.faults.get("memory_rot", -1)
    acked = facts.acks.get("SELF_TEST", -1) >= witness.powered_ms
    return _HIGH if 0 <= since_ms < witness.powered_ms and not acked else 0


def _unwatched(witness: "Witness", answers: "Answers", facts: "Facts") -> int:
    """An order and more in which nobody compared the rotor with the pulses. Orders of a step or
    two, as many cuts leave them (docs/durability.md), are compared at their end, with or without
    what looks at each pulse: so nobody can tell there that it is gone, and no stall comes later."""
    if held(witness, "watch_lost") <= 0 or answers.state != "RUN":
        return 0
    return _MEDIUM if witness.trains - witness.fault_trains["watch_lost"] > _PULSES else 0


def _too_much(witness: "Witness", answers: "Answers", facts: "Facts") -> int:
    """The patient, who is the reference patient, feels half as much again as a week's mean and as
    the dose in force would hold up."""
    if round(witness.bench.clearance_ml_per_h) != _REFERENCE_ML_PER_H or witness.boots:
        return 0
    if witness.within(_UNKNOWN, witness.ms) or not witness.rxs:
        return 0
    if witness.ms - witness.rxs[0][0] < _WEEK_MS:
        return 0  # the plant's mean has hours before therapy in it, the pump's has none
    percent = witness.bench.plant.truth("effect_percent")
    effect = witness.effect()
    most = max([rx.day_ng for _, rx in witness.rxs])
    return _MEDIUM if percent is not None and percent > 160 and effect > 1.6 * most else 0


LATER = (
    Rule("UNDER_DELIVERY", 3 * _H, "a fifth or a ninth of the pulses turned nothing", _lags),
    Rule("INTERRUPTED", 5 * _MIN, "25 h without power, and it runs", _interrupted),
    Rule("FLOW_MISMATCH", _MIN, "another volume was withdrawn", _mismatch),
    Rule("SELF_TEST", 3 * _H, "free memory keeps nothing", _memory),
    Rule("WATCH_LOST", 3 * _H, "nobody compares rotor and pulses", _unwatched),
    Rule("OVER_EXPOSURE", 3 * _H, "160 % of the week's effect, and of the dose's", _too_much),
)
