"""Rules of C.4, continued: what a power-on finds, the battery's years, and S38's pattern."""

from host_sim.swarm.judges.rule import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.swarm.judges.facts import Facts
    from host_sim.swarm.witness import Answers, Witness

_LOW, _HIGH = 1, 3
_S = 1_000
_DAY = 86_400_000
_H = 3_600_000
_LIFE_DAYS = 2_556  # S13: seven years
_ERI_DAYS = 80  # C.4: 90, less what cuts may hide
_HIDDEN_DAYS = 10
_LOW_MV = 2_380
_EOS_MV = 2_180
_EVER_MS = 1 << 50
_ESCALATIONS = 3  # S38: so many increases
_ESCALATION_DAYS = 14


def _stored(witness: "Witness", answers: "Answers", facts: "Facts") -> int:
    """One copy was bad as the power came: LOW; all of programme or state: HIGH."""
    if not facts.stored_level or facts.acks.get("STORED_DATA", -1) >= facts.stored_ms:
        return 0
    return facts.stored_level


def _bolus_cut(witness: "Witness", answers: "Answers", facts: "Facts") -> int:
    """The power went while a bolus ran."""
    cut_ms = facts.bolus_cut_ms
    return _LOW if cut_ms and facts.acks.get("BOLUS_CUT", -1) < cut_ms else 0


def _fault(witness: "Witness", answers: "Answers", facts: "Facts") -> int:
    """An exception has ended a turn."""
    ended_ms = facts.ended_ms
    return _HIGH if ended_ms and facts.acks.get("FIRMWARE_FAULT", -1) < ended_ms else 0


def _eri(witness: "Witness", answers: "Answers", facts: "Facts") -> int:
    """By the calendar, where that ends therapy; or its voltage has been low for a day."""
    if witness.within(("battery_noise",), _DAY):
        return 0
    mv = witness.bench.plant.truth("battery_mv") or 0
    if 500 < mv < _LOW_MV:
        return _LOW
    if not facts.calendar or witness.within(("wall_lost", "wall_jump"), _EVER_MS):
        return 0
    return _LOW if _days(witness, facts) > _LIFE_DAYS - _ERI_DAYS else 0


def _days(witness: "Witness", facts: "Facts") -> int:
    """How old the battery is."""
    return (witness.ms - facts.fitted_ms) // _DAY


def _eos(witness: "Witness", answers: "Answers", facts: "Facts") -> int:
    """By its voltage, or by the calendar where that ends therapy."""
    if witness.within(("battery_noise",), _DAY):
        return 0
    mv = witness.bench.plant.truth("battery_mv") or 0
    if 500 < mv < _EOS_MV:
        return _HIGH
    if not facts.calendar or witness.within(("wall_lost", "wall_jump"), _EVER_MS):
        return 0
    return _HIGH if _days(witness, facts) > _LIFE_DAYS + _HIDDEN_DAYS else 0


def _escalates(witness: "Witness", answers: "Answers", facts: "Facts") -> int:
    """Three increases within 14 days, of a therapy that ran before this pump."""
    raised = facts.raised_ms[-_ESCALATIONS:]
    if len(raised) < _ESCALATIONS or raised[-1] - raised[0] >= _ESCALATION_DAYS * _DAY:
        return 0
    return _LOW if facts.acks.get("ESCALATION", -1) < raised[-1] else 0


KEPT = (
    Rule("STORED_DATA", _S, "a copy of what is stored was bad as the power came", _stored),
    Rule("BOLUS_CUT", _S, "the power went while a bolus ran", _bolus_cut),
    Rule("FIRMWARE_FAULT", _S, "an exception has ended a turn", _fault),
    Rule("BATTERY_ERI", 33 * _H, "the battery is at its end by calendar or voltage", _eri),
    Rule("BATTERY_EOS", 33 * _H, "the battery is spent by calendar or voltage", _eos),
    Rule("ESCALATION", _S, "a third increase within 14 days", _escalates),
)
