"""The checks behind `expect`: each asks the pump as a tester would, or looks at the plant."""

from host_sim.scenario.context import ScenarioContext
from host_sim.scenario.words import reading
from host_sim.scenario.words.place import Place
from host_sim.scenario.words.statement import Statement
from host_sim.scenario.words.tolerance import Near
from host_sim.units import span
from pump.core.alarms.table import PRIORITIES
from pump.core.units import NL_PER_ML

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class Answers(Statement):
    """`expect state RUN`, `expect phase INITIAL`: what a query answers with one word."""

    def __init__(self, place: Place, what: str, query: str, word: str) -> None:
        super().__init__(place)
        self.what = what
        self.query = query
        self.word = word

    def play(self, context: ScenarioContext) -> None:
        found = context.ask(self.query)
        self.judge(found == self.word, "%s %s" % (self.what, self.word), found)


class Alarm(Statement):
    """What the three forms of `expect alarm` share; priority 0 stands for any."""

    def __init__(self, place: Place, name: str, priority: int) -> None:
        super().__init__(place)
        self.name = name
        self.priority = priority
        self.words = name if priority == 0 else name + " " + PRIORITIES[priority]

    def holds(self, context: ScenarioContext) -> bool:
        found = context.book.priority_of(self.name)
        return found == self.priority if self.priority else found > 0


class AlarmNow(Alarm):
    """`expect alarm STOPPED`: it is raised now, acknowledged or not."""

    def play(self, context: ScenarioContext) -> None:
        found = "raised now: " + context.book.raised_now()
        self.judge(self.holds(context), "alarm " + self.words, found)


class AlarmWithin(Alarm):
    """`expect alarm RESERVOIR_LOW within 70 d`: go on until it is raised, at most that long."""

    def __init__(self, place: Place, name: str, priority: int, span_ms: int) -> None:
        super().__init__(place, name, priority)
        self.longest_ms = span_ms

    def play(self, context: ScenarioContext) -> None:
        begin_ms = context.now_ms()
        came = context.run_until(lambda: self.holds(context), self.longest_ms)
        found = "by then, raised: " + context.book.raised_now()
        if came:
            found = "raised after " + span(context.now_ms() - begin_ms)
        self.judge(came, "alarm %s within %s" % (self.words, span(self.longest_ms)), found)


class AlarmLatched(Alarm):
    """`expect alarm RESET LOW latched`: its cause is over, and it waits for the operator."""

    def play(self, context: ScenarioContext) -> None:
        latched = reading.latched(context.ask("ALAR:LIST?"))
        ranks = PRIORITIES[1:] if self.priority == 0 else (PRIORITIES[self.priority],)
        holds = any((self.name, rank) in latched for rank in ranks)
        found = ", ".join([name + " " + rank for name, rank in latched]) or "none"
        self.judge(holds, "alarm %s latched" % self.words, "latched: " + found)


class AlarmRaised(Alarm):
    """`expect alarm RESERVOIR_LOW raised at 84 d +- 1 d` of the scenario."""

    def __init__(self, place: Place, name: str, priority: int, when: Near) -> None:
        super().__init__(place, name, priority)
        self.when = when

    def play(self, context: ScenarioContext) -> None:
        times = context.book.times_of(self.name, self.priority)
        near = [ms for ms in times if self.when.holds(ms)]
        found = ", ".join([span(ms) for ms in times]) or "never raised"
        self.judge(bool(near), "%s raised at %s" % (self.words, self.when.words), found)


class NoAlarm(Statement):
    """None of the names was raised since the scenario began."""

    def __init__(self, place: Place, names: "Sequence[str]") -> None:
        super().__init__(place)
        self.names = names

    def play(self, context: ScenarioContext) -> None:
        for row in context.book.rows:
            if row.name in self.names:
                found = "%s (%s) at %s" % (row.name, PRIORITIES[row.priority], span(row.raised_ms))
                raise self.failed("no such alarm so far", found)
        self.found = "none was raised"


class Lead(Alarm):
    """`expect lead RESERVOIR_LOW at least 6 d`: from the last such alarm to what it warned of."""

    def __init__(self, place: Place, name: str, priority: int, least_ms: int) -> None:
        super().__init__(place, name, priority)
        self.least_ms = least_ms

    def play(self, context: ScenarioContext) -> None:
        wanted = "a lead of %s of at least %s" % (self.words, span(self.least_ms))
        row = context.book.last(self.name, self.priority)
        if row is None:
            raise self.failed(wanted, "it was never raised")
        lead = context.book.lead_ms(row)
        if lead is None:
            raise self.failed(wanted, "what it warns of did not come")
        self.judge(lead >= self.least_ms, wanted, span(lead))


class ForecastHeld(Statement):
    """`expect forecast of empty within 1 h`: each came when the pump had said, or that near."""

    def __init__(self, place: Place, event: str, slack_ms: int) -> None:
        super().__init__(place)
        self.event = event
        self.slack_ms = slack_ms

    def play(self, context: ScenarioContext) -> None:
        wanted = "%s when forecast, within %s" % (self.event, span(self.slack_ms))
        said = [each for each in context.book.forecasts if each.event == self.event]
        if not said:
            raise self.failed(wanted, "no forecast of it")
        worst_ms = 0
        for each in said:
            came_ms = context.book.came_ms(self.event, each.said_ms)
            if came_ms is None:
                raise self.failed(wanted, "that it did not come")
            off_ms = came_ms - each.predicted_ms
            worst_ms = max(worst_ms, abs(off_ms))
            if abs(off_ms) > self.slack_ms:
                found = "that the forecast of %s was off by %s"
                raise self.failed(wanted, found % (span(each.said_ms), span(off_ms)))
        self.found = "%d forecasts, off by %s at most" % (len(said), span(worst_ms))


class Asked(Statement):
    """The reply of a query is near enough; of a [min, max], something in it is."""

    def __init__(self, place: Place, query: str, factor: int, unit: str, wanted: Near) -> None:
        super().__init__(place)
        self.query = query
        self.factor = factor
        self.unit = unit
        self.wanted = wanted

    def play(self, context: ScenarioContext) -> None:
        reply = context.ask(self.query)
        fields = reply.split(",")
        least, most = [reading.scaled(field, self.factor) for field in (fields[0], fields[-1])]
        met = least is not None and most is not None and self.wanted.meets(least, most)
        self.judge(met, self.wanted.words, reading.told(reply, self.unit, self.query))


class Effect(Statement):
    """`expect effect 100 % +- 5 %`: the pump's forecast, in percent of its trailing reference."""

    def __init__(self, place: Place, wanted: Near) -> None:
        super().__init__(place)
        self.wanted = wanted

    def play(self, context: ScenarioContext) -> None:
        reply = context.ask("FOR:EFF?").split(",")[0]
        effect = reading.scaled(reply, 100)
        holds = effect is not None and self.wanted.holds(effect)
        self.judge(holds, "effect " + self.wanted.words, reading.told(reply, "%", "FOR:EFF?"))


class BandHolds(Statement):
    """`expect effect band holds the patient`: at every sample of the scenario so far."""

    def play(self, context: ScenarioContext) -> None:
        outside = context.outside_band()
        found = outside or "inside at each of %d samples" % len(context.recording)
        self.judge(not outside, "the patient inside the forecast's band", found)


class Truth(Statement):
    """`expect plant delivered 6 mL +- 1 %`."""

    def __init__(self, place: Place, what: str, wanted: Near) -> None:
        super().__init__(place)
        self.what = what
        self.wanted = wanted

    def play(self, context: ScenarioContext) -> None:
        found = context.truth(self.what)
        words = reading.ug_per_day(found) if self.what == "effect" else reading.ml(found)
        wanted = "plant %s %s" % (self.what, self.wanted.words)
        self.judge(self.wanted.holds(found), wanted, words)


class StepsExact(Statement):
    """`expect steps exact`: |pulses - ordered volume| < 1 step, by an oracle in whole numbers."""

    def play(self, context: ScenarioContext) -> None:
        fault = context.steps_fault()
        wanted = "STEP pulses within one step of what was ordered"
        self.judge(not fault, wanted, fault or "less than a step off")


class Bounds(Statement):
    """What both forms of `expect delivered bounds` share."""

    def bounds(self, context: ScenarioContext, wanted: str) -> tuple[int, int]:
        """The pump's least and most so far, nL. ExpectationFailed where it does not know them."""
        reply = context.ask("DEL:VOL:TOT?")
        least, most = [reading.scaled(field, 1) for field in reply.split(",")]
        if least is None or most is None:
            raise self.failed(wanted, reading.told(reply, "mL", "DEL:VOL:TOT?"))
        return least, most


class BoundsHold(Bounds):
    """`expect delivered bounds hold the truth`: what the rotor turned lies in [min, max]."""

    def play(self, context: ScenarioContext) -> None:
        wanted = "the true volume within the pump's bounds"
        least, most = self.bounds(context, wanted)
        steps_per_ml = context.bench.pump.metering.steps_per_ml
        true = context.rotor_steps() * NL_PER_ML
        found = "%d nL in truth, [%d, %d] nL by the pump" % (true // steps_per_ml, least, most)
        within = least * steps_per_ml <= true <= most * steps_per_ml
        self.judge(within, wanted, found)


class BoundsWithin(Bounds):
    """`expect delivered bounds within 2 uL`: so far apart at most, but for rounding to whole nL."""

    def __init__(self, place: Place, volume_nl: int) -> None:
        super().__init__(place)
        self.volume_nl = volume_nl

    def play(self, context: ScenarioContext) -> None:
        wanted = "bounds within %d nL" % self.volume_nl
        least, most = self.bounds(context, wanted)
        found = "%d nL between %d and %d nL" % (most - least, least, most)
        near = most - least <= self.volume_nl + 1
        self.judge(near, wanted, found)


class FlowWithin(Statement):
    """`expect flow within 60 s`: go on until the rotor makes a step, at most that long."""

    def __init__(self, place: Place, span_ms: int) -> None:
        super().__init__(place)
        self.longest_ms = span_ms

    def play(self, context: ScenarioContext) -> None:
        before, begin_ms = context.rotor_steps(), context.now_ms()
        flows = context.run_until(lambda: context.rotor_steps() > before, self.longest_ms)
        found = "flow after " + span(context.now_ms() - begin_ms)
        wanted = "flow within " + span(self.longest_ms)
        self.judge(flows, wanted, found if flows else "a rotor that stands")


class Reply(Statement):
    """`expect reply 0,"OK"`: what the last line was answered."""

    def __init__(self, place: Place, reply: str) -> None:
        super().__init__(place)
        self.reply = reply

    def play(self, context: ScenarioContext) -> None:
        found = context.last_reply or "no reply"
        self.judge(context.last_reply == self.reply, "the reply " + self.reply, found)
