"""Expectations: what the pump says through its serial line, and what is true of the plant.

The grammar only; the checks are in checks.py.
"""

from host_sim.recording.recorder import EFFECT_50, EFFECT_80, EMPTY
from host_sim.scenario.words import checks
from host_sim.scenario.words import quantities as q
from host_sim.scenario.words.alarms import ALARMS, alarm_name, priority
from host_sim.scenario.words.cursor import Cursor
from host_sim.scenario.words.place import Place
from host_sim.scenario.words.statement import Statement
from host_sim.scenario.words.tolerance import near
from host_sim.units import MS_PER_DAY
from pump.core.therapy.phases import PHASES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Grammar = Callable[[Cursor, Place], Statement]

STATES = ("IDLE", "RUN", "SUSP", "STOP", "FAULT")


def expectation(cursor: Cursor, place: Place) -> Statement:
    """`expect …`; `expect error` is the parser's, for it belongs to the order before it."""
    what = cursor.choice(tuple(WORDS), "something to expect")
    return WORDS[what](cursor, place)


def _state(cursor: Cursor, place: Place) -> Statement:
    return checks.Answers(place, "state", "DEL:STAT?", cursor.choice(STATES, "a state"))


def _phase(cursor: Cursor, place: Place) -> Statement:
    """`phase TITRATION`: of the therapy."""
    return checks.Answers(place, "phase", "THER:PHAS?", cursor.choice(PHASES, "a phase"))


def _alarm(cursor: Cursor, place: Place) -> Statement:
    """`alarm NAME [PRIORITY]` now, `… latched` now, `… within 70 d` from now, or so far `… raised
    at 84 d +- 1 d`."""
    name = alarm_name(cursor)
    rank = priority(cursor)
    if cursor.accept("within"):
        return checks.AlarmWithin(place, name, rank, q.duration_ms(cursor))
    if cursor.accept("latched"):
        return checks.AlarmLatched(place, name, rank)
    if cursor.accept("raised"):
        cursor.need("at")
        return checks.AlarmRaised(place, name, rank, near(cursor, (q.TIME,)))
    return checks.AlarmNow(place, name, rank)


def _no(cursor: Cursor, place: Place) -> Statement:
    """`no alarm` so far, `no alarm NAME` so far, `no alarm but NAME, NAME` so far."""
    cursor.need("alarm")
    if cursor.ended():
        return checks.NoAlarm(place, ALARMS)
    if not cursor.accept("but"):
        return checks.NoAlarm(place, (alarm_name(cursor),))
    allowed = [alarm_name(cursor)]
    while cursor.accept(","):
        allowed.append(alarm_name(cursor))
    return checks.NoAlarm(place, [name for name in ALARMS if name not in allowed])


def _lead(cursor: Cursor, place: Place) -> Statement:
    """`lead RESERVOIR_LOW at least 6 d`: how long before its event the alarm came."""
    name = alarm_name(cursor)
    rank = priority(cursor)
    cursor.need("at")
    cursor.need("least")
    return checks.Lead(place, name, rank, q.duration_ms(cursor))


_FORECASTS = {"empty": EMPTY, "80": EFFECT_80, "50": EFFECT_50}


def _forecast(cursor: Cursor, place: Place) -> Statement:
    """`forecast of empty within 1 h`, `forecast of 50 % within 30 min`: every one so far."""
    cursor.need("of")
    event = cursor.choice(tuple(_FORECASTS), "an event")
    if event != "empty":
        cursor.need("%")
    cursor.need("within")
    return checks.ForecastHeld(place, _FORECASTS[event], q.duration_ms(cursor))


def _asked(query: str, kind: q.Kind, factor: int, unit: str) -> "Grammar":
    """An expectation that is a query: its reply times `factor` is in base units of the kind; what
    was found is told in `unit`."""

    def parse(cursor: Cursor, place: Place) -> Statement:
        return checks.Asked(place, query, factor, unit, near(cursor, (kind,)))

    return parse


_delivered_near = _asked("DEL:VOL:TOT?", q.VOLUME, 1, "mL")


def _delivered(cursor: Cursor, place: Place) -> Statement:
    """`delivered 6 mL +- 1 step`, `… bounds hold the truth`, `… bounds within 2 uL`."""
    if not cursor.accept("bounds"):
        return _delivered_near(cursor, place)
    if cursor.accept("within"):
        return checks.BoundsWithin(place, q.quantity(cursor, q.VOLUME).value)
    for word in ("hold", "the", "truth"):
        cursor.need(word)
    return checks.BoundsHold(place)


def _flow(cursor: Cursor, place: Place) -> Statement:
    """`flow within 60 s`: the rotor turns by then."""
    cursor.need("within")
    return checks.FlowWithin(place, q.duration_ms(cursor))


def _effect(cursor: Cursor, place: Place) -> Statement:
    """`effect 100 % +- 5 %` of the reference, or `effect band holds the patient` so far."""
    if not cursor.accept("band"):
        return checks.Effect(place, near(cursor, (q.PERCENT,)))
    for word in ("holds", "the", "patient"):
        cursor.need(word)
    return checks.BandHolds(place)


def _plant(cursor: Cursor, place: Place) -> Statement:
    """`plant delivered 6 mL +- 1 %`, `plant effect 92 ug/d +- 2 %`: what the pump cannot know."""
    what = cursor.choice(("delivered", "reservoir", "effect"), "a truth of the plant")
    kind = q.DOSE_RATE if what == "effect" else q.VOLUME
    return checks.Truth(place, what, near(cursor, (kind,)))


def _steps(cursor: Cursor, place: Place) -> Statement:
    """`steps exact`: STEP pulses against the orders' volume in exact arithmetic."""
    cursor.need("exact")
    return checks.StepsExact(place)


def _reply(cursor: Cursor, place: Place) -> Statement:
    """`reply 0,"OK"` to the last query, as it came."""
    return checks.Reply(place, cursor.rest())


WORDS = {
    "state": _state,
    "phase": _phase,
    "alarm": _alarm,
    "no": _no,
    "lead": _lead,
    "forecast": _forecast,
    "delivered": _delivered,
    "flow": _flow,
    "reservoir": _asked("RES:VOL?", q.VOLUME, 1, "mL"),
    "left": _asked("RES:DAYS?", q.TIME, MS_PER_DAY, "d"),
    "rate": _asked("DEL:RATE?", q.FLOW, 24_000_000, "uL/h"),
    "effect": _effect,
    "plant": _plant,
    "steps": _steps,
    "reply": _reply,
}
