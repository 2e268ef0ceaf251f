"""Waiting, faults, acts by hand at the bench, and notes. None of it is known to the pump."""

from host_sim.plant.plant import Plant
from host_sim.scenario.context import ScenarioContext
from host_sim.scenario.words import quantities as q
from host_sim.scenario.words.cursor import Cursor
from host_sim.scenario.words.orders import Order
from host_sim.scenario.words.place import Place, ScenarioError
from host_sim.scenario.words.statement import Statement
from host_sim.units import MS_PER_DAY, span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.plant.faults import SwitchTable


class Wait(Statement):
    """`wait 30 d`: let that much simulated time pass."""

    def __init__(self, place: Place, span_ms: int) -> None:
        super().__init__(place)
        self.longest_ms = span_ms

    def play(self, context: ScenarioContext) -> None:
        context.run_for(self.longest_ms)


class WaitUntil(Statement):
    """`wait until 22:00`: up to the next time that the pump's wall clock says so."""

    longest_ms = MS_PER_DAY

    def __init__(self, place: Place, minute: int) -> None:
        super().__init__(place)
        self.minute = minute

    def play(self, context: ScenarioContext) -> None:
        context.run_until_minute(self.minute, self.place)


class WaitTo(Statement):
    """`wait until 180 d`: up to that time of the scenario, counted from its beginning."""

    def __init__(self, place: Place, scenario_ms: int) -> None:
        super().__init__(place)
        self.scenario_ms = scenario_ms

    def end_ms(self, begin_ms: int) -> int:
        """Whatever came before, the scenario is there afterwards."""
        return max(self.scenario_ms, begin_ms)

    def play(self, context: ScenarioContext) -> None:
        left_ms = self.scenario_ms - context.now_ms()
        if left_ms < 0:
            raise self.failed("a time before " + span(self.scenario_ms), span(context.now_ms()))
        context.run_for(left_ms)


class Fault(Order):
    """A switch of the plant by the serial line; by hand where no pump has power to hear that."""

    def __init__(self, place: Place, line: str, name: str, value: int) -> None:
        super().__init__(place, (line,))
        self._name = name
        self._value = value

    def play(self, context: ScenarioContext) -> None:
        if context.bench.powered:
            super().play(context)
        else:
            context.bench.inject(self._name, self._value)


class Puncture(Statement):
    """`puncture 50 ug`: a dose given by lumbar puncture, past the pump, as in screening."""

    marks = True

    def __init__(self, place: Place, dose_ng: int) -> None:
        super().__init__(place)
        self.dose_ng = dose_ng

    def play(self, context: ScenarioContext) -> None:
        context.puncture(self.dose_ng)


class Prime(Statement):
    """`prime with 500 ug/mL`: tubing and catheter are filled by hand, as at an implant, and the
    pump is told so. `prime with saline`: nothing in them is drug."""

    marks = True

    def __init__(self, place: Place, ng_per_ml: int, line: str) -> None:
        super().__init__(place)
        self.ng_per_ml = ng_per_ml
        self.line = line

    def play(self, context: ScenarioContext) -> None:
        context.prime_catheter(self.ng_per_ml)
        context.send(self.line)


class Inject(Statement):
    """`inject 1 mL of saline`, `inject 0.5 mL of 500 ug/mL`: through the catheter's access port.
    The pump knows nothing of it."""

    marks = True

    def __init__(self, place: Place, volume_nl: int, ng_per_ml: int) -> None:
        super().__init__(place)
        self.volume_nl = volume_nl
        self.ng_per_ml = ng_per_ml

    def play(self, context: ScenarioContext) -> None:
        context.inject(self.volume_nl, self.ng_per_ml)


class Aspirate(Statement):
    """`aspirate 2 mL`: out through the same port. The pump knows nothing of it either."""

    marks = True

    def __init__(self, place: Place, volume_nl: int) -> None:
        super().__init__(place)
        self.volume_nl = volume_nl

    def play(self, context: ScenarioContext) -> None:
        context.aspirate(self.volume_nl)


class FitBattery(Order):
    """`fit battery`: a full one takes the place of the old one, and the pump is told."""

    def play(self, context: ScenarioContext) -> None:
        bench = context.bench
        bench.plant.battery.replace(bench.hal.clock.us, bench.plant.stepper.pulses)
        super().play(context)


class PowerOff(Statement):
    """`power off for 30 h`: the plug is pulled, and put back after that long."""

    marks = True

    def __init__(self, place: Place, span_ms: int) -> None:
        super().__init__(place)
        self.longest_ms = span_ms

    def play(self, context: ScenarioContext) -> None:
        context.power_off(self.longest_ms)


class TearWrite(Statement):
    """`tear write 3 way 17 off for 30 s`: the power goes within the third write from now on, which
    is left in part, in a way of its own; so much later it is back."""

    marks = True

    def __init__(self, place: Place, writes: int, how: int, span_ms: int) -> None:
        super().__init__(place)
        self.writes = writes
        self.how = how
        self.span_ms = span_ms

    def play(self, context: ScenarioContext) -> None:
        context.tear(self.writes, self.how, self.span_ms)


class Note(Statement):
    """`note "words"`: a remark on the report's time axis."""

    def __init__(self, place: Place, words: str) -> None:
        super().__init__(place)
        self.words = words

    def play(self, context: ScenarioContext) -> None:
        context.note(self.words)


def _wait(cursor: Cursor, place: Place) -> Statement:
    if cursor.accept("until"):
        if ":" in cursor.peek():
            return WaitUntil(place, q.minute_of_day(cursor))
        return WaitTo(place, q.duration_ms(cursor))
    return Wait(place, q.duration_ms(cursor))


def fault(cursor: Cursor, start: Place, table: "SwitchTable") -> Statement:
    """`fault gain 20 %` turns a switch of the plant; `fault stall off` puts it back."""
    name = cursor.choice(table.names, "a fault of the plant")
    place = cursor.place()
    words = cursor.rest()
    switches = Plant(faults=table).faults
    try:
        switches.say(name, words)
    except ValueError as error:
        raise ScenarioError(place, str(error))
    line = "SIM:FAUL:CLE %s" % name.upper()
    if words != "off":
        line = "SIM:FAUL:INJ %s,%d" % (name.upper(), switches.get(name))
    return Fault(start, line, name, switches.get(name))


def _puncture(cursor: Cursor, place: Place) -> Statement:
    return Puncture(place, q.quantity(cursor, q.DRUG).value)


def _inject(cursor: Cursor, place: Place) -> Statement:
    volume = q.quantity(cursor, q.VOLUME).value
    cursor.need("of")
    drug = 0 if cursor.accept("saline") else q.quantity(cursor, q.CONCENTRATION).value
    return Inject(place, volume, drug)


def _aspirate(cursor: Cursor, place: Place) -> Statement:
    return Aspirate(place, q.quantity(cursor, q.VOLUME).value)


def _prime(cursor: Cursor, place: Place) -> Statement:
    cursor.need("with")
    if cursor.accept("saline"):
        return Prime(place, 0, "CATH:CONT 0 UG/ML,CONFIRM")
    drug = q.quantity(cursor, q.CONCENTRATION)
    return Prime(place, drug.value, "CATH:CONT %s,CONFIRM" % drug.scpi)


def _fit(cursor: Cursor, place: Place) -> Statement:
    cursor.need("battery")
    return FitBattery(place, ("BATT:FIT",))


def _power(cursor: Cursor, place: Place) -> Statement:
    cursor.need("off")
    cursor.need("for")
    return PowerOff(place, q.duration_ms(cursor))


def _tear(cursor: Cursor, place: Place) -> Statement:
    cursor.need("write")
    writes = q.whole_number(cursor, "how many writes from now on, such as 3")
    cursor.need("way")
    how = q.whole_number(cursor, "in which way it is torn, such as 17")
    cursor.need("off")
    cursor.need("for")
    return TearWrite(place, writes, how, q.duration_ms(cursor))


def _note(cursor: Cursor, place: Place) -> Statement:
    return Note(place, cursor.string('words in quotes such as "night begins"'))


WORDS = {
    "wait": _wait,
    "puncture": _puncture,
    "inject": _inject,
    "aspirate": _aspirate,
    "prime": _prime,
    "fit": _fit,
    "power": _power,
    "tear": _tear,
    "note": _note,
}
