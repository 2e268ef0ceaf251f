"""Rules of C.4: which alarm is due, how grave, by what is true of the plant.

Each level stands well inside what the table says, by what its figure may be off: a rule never asks
for an alarm that may as well be absent.
"""

from host_sim.swarm.judges.due_kept import KEPT
from host_sim.swarm.judges.due_later import LATER
from host_sim.swarm.judges.rotten import lost
from host_sim.swarm.judges.rule import Rule, held

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.swarm.judges.facts import Facts
    from host_sim.swarm.witness import Answers, Witness

LOW, MEDIUM, HIGH = 1, 2, 3
_S = 1_000
_MIN = 60_000
_H = 3_600_000
_DAY = 86_400_000
_LONG_MS = 3_660_000
_HOUR_RAN_MS = 2 * _H  # the pump counts it by looks, each 16 minutes
_UNSURE = (
    "encoder_dead", "guard_dead", "stall", "missed_steps", "stall_every_rev", "runaway",
    "stray_pulses", "extra_pulses", "enable_stuck", "line_blocked",
)  # fmt: skip


def _low(witness: "Witness", answers: "Answers", facts: "Facts") -> int:
    if facts.volume_nl is None or witness.within(_UNSURE, witness.ms):
        return 0
    return LOW if facts.left_nl(witness) < 3_800_000 else 0


def _empty(witness: "Witness", answers: "Answers", facts: "Facts") -> int:
    if facts.volume_nl is None or witness.within(_UNSURE, witness.ms):
        return 0
    return HIGH if facts.left_nl(witness) < 1_900_000 else 0


def _stopped(witness: "Witness", answers: "Answers", facts: "Facts") -> int:
    return LOW if witness.started and answers.state in ("STOP", "SUSP") else 0


def _stopped_long(witness: "Witness", answers: "Answers", facts: "Facts") -> int:
    return HIGH if witness.started and answers.state == "STOP" else 0


def _reset(witness: "Witness", answers: "Answers", facts: "Facts") -> int:
    if not facts.boots_ms or facts.acks.get("RESET", -1) >= facts.boots_ms[-1]:
        return 0
    if lost(witness.rotten, "state"):
        return 0  # it cannot know that it ever ran
    storm = len(facts.boots_ms) > 2 and facts.boots_ms[-1] - facts.boots_ms[-3] < 9 * _MIN
    return MEDIUM if storm and facts.acks.get("RESET", -1) < facts.boots_ms[-3] else LOW


def _age(witness: "Witness", answers: "Answers", facts: "Facts") -> int:
    if facts.volume_nl is None or witness.boots or "CLOCK_LOST" in answers.alarms:
        return 0
    old = witness.ms - facts.filled_ms > facts.stable_ms + _H
    return MEDIUM if old else 0


def _unfinished(witness: "Witness", answers: "Answers", facts: "Facts") -> int:
    since_ms = facts.staged_ms
    if not since_ms or facts.acks.get("UNFINISHED", -1) >= since_ms:
        return 0
    return MEDIUM if witness.ms - since_ms > 4 * _MIN else 0


def _hot(witness: "Witness", answers: "Answers", facts: "Facts") -> int:
    celsius = witness.bench.plant.board.driver_c
    return MEDIUM if celsius >= 92 and held(witness, "driver_hot") > 0 else 0


def _log(witness: "Witness", answers: "Answers", facts: "Facts") -> int:
    held_ms = held(witness, "events_fail")
    if held_ms < 0 or witness.ms - held_ms >= facts.logged_ms:  # in the same ms: before it
        return 0
    return MEDIUM


def _ledger(witness: "Witness", answers: "Answers", facts: "Facts") -> int:
    held_ms = held(witness, "journal_fails")
    moved = witness.moved_ms > witness.ms - held_ms + 2 * _H
    return HIGH if held_ms > 0 and moved and answers.state == "RUN" else 0


def _clock(witness: "Witness", answers: "Answers", facts: "Facts") -> int:
    flex = bool(witness.rxs) and witness.rxs[-1][1].flex and answers.state == "RUN"
    begins_ms = _LONG_MS if witness.long_quanta else 0  # looked at behind an order of up to an hour
    return MEDIUM if flex and held(witness, "wall_lost") > begins_ms else 0


def _program(witness: "Witness", answers: "Answers", facts: "Facts") -> int:
    return HIGH if held(witness, "program_rot") > 0 else 0


def _stall(witness: "Witness", answers: "Answers", facts: "Facts") -> int:
    """The rotor stands while pulses come: at least 40 of them since the switch was turned."""
    held_ms = held(witness, "stall")
    if held_ms < 0 or witness.within(("encoder_dead", "guard_dead", "watch_lost"), _DAY):
        return 0
    if answers.state != "RUN" or facts.acks.get("MOTOR_STALL", -1) >= witness.ms - held_ms:
        return 0
    if witness.within(
        ("runaway", "stray_pulses", "extra_pulses"), witness.ms - witness.faults["stall"]
    ):
        return 0  # pulses that no order gave
    return HIGH if witness.pulses - witness.fault_pulses["stall"] > 40 else 0


def _runaway(witness: "Witness", answers: "Answers", facts: "Facts") -> int:
    blind = witness.within(("guard_dead", "enable_stuck", "encoder_dead"), witness.ms)
    hertz = witness.bench.plant.board.runaway_hz
    if blind or facts.acks.get("OVER_DELIVERY", -1) > witness.ms - 10 * _MIN:
        return 0
    begins_ms = _LONG_MS if witness.long_quanta else 0  # within an order its count hides them
    return HIGH if held(witness, "runaway") > begins_ms and hertz >= 10 else 0


def _fault_flow(witness: "Witness", answers: "Answers", facts: "Facts") -> int:
    """Nothing has flowed for two days: whatever the cause, withdrawal is told. Not where therapy
    had not run for an hour, behind test doses: no pump can say what the effect has fallen from."""
    known = bool(witness.rxs) and not witness.had.get("memory_rot", 0)
    still_ms = witness.ms - witness.moved_ms
    ran = witness.ran_ms > _HOUR_RAN_MS and known and not witness.boots
    return HIGH if ran and still_ms > 49 * _H and witness.moved_ms > 3 * _DAY else 0


def _battery(witness: "Witness", answers: "Answers", facts: "Facts") -> int:
    if witness.within(("battery_noise",), witness.ms):
        return 0
    mv = witness.bench.plant.truth("battery_mv") or 0
    return MEDIUM if 500 < mv < 2380 else 0


RULES: "tuple[Rule, ...]" = (
    Rule("RESERVOIR_LOW", 2 * _H, "less than 3.8 mL by label and rotor", _low),
    Rule("RESERVOIR_EMPTY", 2 * _H, "less than 1.9 mL by label and rotor", _empty),
    Rule("STOPPED", 1, "no therapy by a person's order", _stopped),
    Rule("STOPPED", 49 * _H, "49 h without therapy by a person's order", _stopped_long),
    Rule("RESET", _S, "the power was gone", _reset),
    Rule("DRUG_AGE", 2 * _H, "older than it is stable", _age),
    Rule("UNFINISHED", 2 * _MIN, "staged and left alone", _unfinished),
    Rule("DRIVER_HOT", 7 * _H, "92 degrees C at the driver", _hot),
    Rule("LOG_WRITE", 10 * _MIN, "an order was done and the log takes no line", _log),
    Rule("LEDGER_WRITE", 2 * _H, "steps, and the journal takes no record", _ledger),
    Rule("CLOCK_LOST", 40 * _MIN, "a day schedule, and the wall clock is lost", _clock),
    Rule("SELF_TEST", 3 * _H, "the program in flash is another", _program),
    Rule("MOTOR_STALL", 5 * _MIN, "40 pulses and no step", _stall),
    Rule("OVER_DELIVERY", _MIN, "ten pulses a second that nobody ordered", _runaway),
    Rule("WITHDRAWAL", 2 * _H, "49 h without flow", _fault_flow),
    Rule("BATTERY_LOW", 7 * _H, "less than 2380 mV", _battery),
) + LATER
RULES += KEPT
