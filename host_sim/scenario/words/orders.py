"""Orders: words that become lines of the serial protocol, and nothing that a line cannot do.

`> PRES:MODE FLEX` sends the line as it stands. A line that the pump answers with an error ends
the scenario there, with the pump's own text, unless `expect error NUMBER` follows.
"""

from host_sim.scenario import planner
from host_sim.scenario.context import ScenarioContext
from host_sim.scenario.words import quantities as q
from host_sim.scenario.words.alarms import alarm_name
from host_sim.scenario.words.cursor import Cursor
from host_sim.scenario.words.place import Place
from host_sim.scenario.words.statement import Statement
from pump.core.control.therapy_orders import STOP_REASONS
from pump.core.therapy.history import UNSAID

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Segments = list[tuple[int, str]]  # minute of day, rate for the serial line

# What people say for one of the pump's reasons; pumpctl takes the same words, and more.
STOP_WORDS = {
    "refill": "MAINTENANCE",
    "repair": "MAINTENANCE",
    "service": "MAINTENANCE",
    "battery": "MAINTENANCE",
    "mri": "MAINTENANCE",
    "adr": "SERIOUS_ADR",
    "reaction": "SERIOUS_ADR",
}


class Order(Statement):
    """Lines for the pump, sent one after the other in the same moment."""

    marks = True
    refusable = True

    def __init__(self, place: Place, lines: "tuple[str, ...]") -> None:
        super().__init__(place)
        self.lines = lines

    def play(self, context: ScenarioContext) -> None:
        for line in self.lines:
            context.send(line)


class Fill(Order):
    """The reservoir is filled, then RES:FILL says what was on the syringe."""

    def __init__(self, place: Place, volume_nl: int, ng_per_ml: int, line: str) -> None:
        super().__init__(place, (line,))
        self.volume_nl = volume_nl
        self.ng_per_ml = ng_per_ml

    def play(self, context: ScenarioContext) -> None:
        context.fill_reservoir(self.volume_nl, self.ng_per_ml)
        super().play(context)


class Reconcile(Order):
    """Hands withdraw what is left, read it on a syringe with 0.1 mL marks, and tell the pump."""

    def __init__(self, place: Place) -> None:
        super().__init__(place, ())

    def play(self, context: ScenarioContext) -> None:
        tenths = context.empty_reservoir() // 100_000
        context.send("RES:RECO %d.%d ML" % (tenths // 10, tenths % 10))


class Empty(Order):
    """Hands withdraw what is left and put nothing in; the pump is told."""

    def play(self, context: ScenarioContext) -> None:
        context.empty_reservoir()
        super().play(context)


class Start(Order):
    """Therapy runs. A first start for which no `history` was said continues what is prescribed."""

    def play(self, context: ScenarioContext) -> None:
        pump = context.bench.pump
        titration = pump.titration
        history = titration.history
        unsaid = history.kind == UNSAID and not history.screening.doses
        if unsaid and not titration.reference_ng and pump.active:
            context.send("PRES:HIST CONT,%s" % _ug_per_day(pump.in_force.daily_ng))
        super().play(context)


class Prescribe(Order):
    """Stage a prescription, have it checked, and commit exactly what was checked by its digest."""

    def __init__(self, place: Place, lines: "tuple[str, ...]", confirmed: bool) -> None:
        super().__init__(place, lines)
        self.confirmed = confirmed

    def play(self, context: ScenarioContext) -> None:
        for line in self.lines:
            context.send(line)
        digest = context.send("PRES:DIG?")
        if digest:
            context.send("PRES:COMM " + digest + (",CONFIRM" if self.confirmed else ""))


def raw(cursor: Cursor, place: Place) -> Order:
    """`> LINE`: what a tester would type."""
    line = cursor.take("a protocol line such as PRES:MODE FLEX").text
    return Order(place, (line,))


def _fill(cursor: Cursor, place: Place) -> Order:
    """`fill 18 mL of 500 ug/mL`; a dilution: `fill 18 mL of 1 mg/mL stable for 30 d`."""
    volume = q.quantity(cursor, q.VOLUME)
    cursor.need("of")
    drug = q.quantity(cursor, q.CONCENTRATION)
    line = "RES:FILL %s,%s" % (volume.scpi, drug.scpi)
    if cursor.accept("stable"):
        cursor.need("for")
        line += ",%d S" % (q.duration_ms(cursor) // 1000)
    return Fill(place, volume.value, drug.value, line)


def _prescribe(cursor: Cursor, place: Place) -> Order:
    """`prescribe constant …` or `prescribe flex …`, both ending in `at 500 ug/mL [confirmed]`."""
    mode = cursor.choice(("constant", "flex"), "a mode")
    segments = _constant(cursor) if mode == "constant" else _flex(cursor)
    cursor.need("at")
    drug = q.quantity(cursor, q.CONCENTRATION)
    confirmed = cursor.accept("confirmed")
    lines = [
        'PRES:DRUG "baclofen";CONC %s;MODE %s' % (drug.scpi, mode[:4].upper()),
        "PRES:SEGM:CLE",
    ]
    for index, (minute, rate) in enumerate(segments):
        clock = "%02d:%02d" % (minute // 60, minute % 60)
        lines.append('PRES:SEGM%d:STAR "%s";RATE %s' % (index + 1, clock, rate))
    return Prescribe(place, tuple(lines), confirmed)


def _constant(cursor: Cursor) -> "Segments":
    """`100 ug/d`, `20 uL/h`, or `by screening 50 ug lasting 6 h` (the monograph's rule)."""
    if not cursor.accept("by"):
        return [(0, q.one_of(cursor, (q.DOSE_RATE, q.FLOW)).scpi)]
    cursor.need("screening")
    screening = q.quantity(cursor, q.DRUG)
    cursor.need("lasting")
    lasted_ms = q.duration_ms(cursor)
    return [(0, _ug_per_day(planner.first_daily_dose_ng(screening.value, lasted_ms)))]


def _flex(cursor: Cursor) -> "Segments":
    """`00:00 100 ug/d, 22:00 120 ug/d`, or `100 ug/d with +20 % for effect 22:00 to 06:00`."""
    if ":" in cursor.peek():
        return _written_segments(cursor)
    base = q.quantity(cursor, q.DOSE_RATE)
    cursor.need("with")
    change = q.quantity(cursor, q.PERCENT)
    cursor.need("for")
    cursor.need("effect")
    place = cursor.error("an effect that begins and ends at different times")
    begins = q.minute_of_day(cursor)
    cursor.need("to")
    ends = q.minute_of_day(cursor)
    if begins == ends:
        raise place
    plan = planner.effect_segments(base.value, change.value, begins, ends)
    return [(minute, _ug_per_day(rate)) for minute, rate in plan]


def _written_segments(cursor: Cursor) -> "Segments":
    segments = [(q.minute_of_day(cursor), q.one_of(cursor, (q.DOSE_RATE, q.FLOW)).scpi)]
    while cursor.accept(","):
        segments.append((q.minute_of_day(cursor), q.one_of(cursor, (q.DOSE_RATE, q.FLOW)).scpi))
    return segments


def _ug_per_day(ng_per_day: int) -> str:
    return "%d.%03d UG/D" % (ng_per_day // 1000, ng_per_day % 1000)


def _stop(cursor: Cursor, place: Place) -> Order:
    """`stop for maintenance`, `stop for refill`: the reason is part of the order."""
    cursor.need("for")
    words = [reason.lower() for reason in STOP_REASONS] + list(STOP_WORDS)
    word = cursor.choice(words, "a reason")
    return Order(place, ("DEL:STOP " + STOP_WORDS.get(word, word.upper()),))


def _suspend(cursor: Cursor, place: Place) -> Order:
    cursor.need("for")
    return Order(place, ("DEL:SUSP %d S" % (q.duration_ms(cursor) // 1000),))


def _bolus(cursor: Cursor, place: Place) -> Order:
    """`bolus 50 ug over 5 min`, and `confirmed` in the first day of a dose; `bolus abort`."""
    if cursor.accept("abort"):
        return Order(place, ("DEL:BOL:ABOR",))
    dose = q.one_of(cursor, (q.DRUG, q.VOLUME))
    cursor.need("over")
    order = "DEL:BOL %s,%d S" % (dose.scpi, q.duration_ms(cursor) // 1000)
    return Order(place, (order + ",CONFIRM" if cursor.accept("confirmed") else order,))


def _history(cursor: Cursor, place: Place) -> Order:
    """`history new`, or `history continued 300 ug/d`: before the first start."""
    if cursor.choice(("new", "continued"), "a history") == "new":
        return Order(place, ("PRES:HIST NEW",))
    return Order(place, ("PRES:HIST CONT," + q.quantity(cursor, q.DOSE_RATE).scpi,))


def _flow(line: str, kind: "type[Order]") -> "Callable[[Cursor, Place], Order]":
    """`start`, `resume`; `start confirmed` where the pump asks for a confirmation."""

    def parse(cursor: Cursor, place: Place) -> Order:
        return kind(place, (line + " CONFIRM" if cursor.accept("confirmed") else line,))

    return parse


def _acknowledge(cursor: Cursor, place: Place) -> Order:
    return Order(place, ("ALAR:ACKN %s" % alarm_name(cursor),))


def _reset(cursor: Cursor, place: Place) -> Order:
    return Order(place, ("ALAR:RES %s" % alarm_name(cursor),))


WORDS = {
    "fill": _fill,
    "empty": lambda _cursor, place: Empty(place, ("RES:EMPT",)),
    "reconcile": lambda _cursor, place: Reconcile(place),
    "prescribe": _prescribe,
    "history": _history,
    "start": _flow("DEL:STAR", Start),
    "stop": _stop,
    "suspend": _suspend,
    "resume": _flow("DEL:RES", Order),
    "bolus": _bolus,
    "acknowledge": _acknowledge,
    "reset": _reset,
}
