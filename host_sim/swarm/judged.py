"""A scenario, played with every judge: a life of the swarm that was kept, or any other.

The judges are told what the scenario's lines say, and look every half day and when one asks for it.
"""

from host_sim.board.bench import Bench
from host_sim.scenario.context import ScenarioContext
from host_sim.scenario.parser import Scenario
from host_sim.scenario.player import perform
from host_sim.swarm.judges.bench import JUDGES
from host_sim.swarm.judges.judge import Judge, Order
from host_sim.swarm.witness import Accused, Witness
from pump.core.reasons import VALUE_ROUNDED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from host_sim.swarm.witness import Answers

    Told = Callable[[int], None]

_LOOK_MS = 12 * 3_600_000
_REMEMBERED_MS = 10_000  # protocol.md: a line that comes again


class JudgedBench(Bench):
    """A bench whose lines and hours the judges see."""

    def __init__(self, scenario: Scenario, long_quanta: bool) -> None:
        super().__init__(scenario.setup, long_quanta)
        self.judges: list[Judge] = [kind(_accused) for kind in JUDGES]
        self._asking = False  # the judges themselves
        self._error = ""  # of the last order, that nobody has asked for yet
        self._tagged = ("", -1, 0)  # the last order with a tag: as sent, in which boot, when
        self._context = ScenarioContext(self, scenario.setup.sample_ms)
        watched, powered = self.on_turn, self.on_power
        self.witness = Witness(self, self.judges, long_quanta)
        judged, judged_power = self.on_turn, self.on_power
        assert watched is not None
        assert judged is not None
        self.on_turn = _both(watched, judged)
        self.on_power = _both(powered, judged_power)
        self._scenario = scenario

    def play(self) -> tuple[str, str]:
        """(judge, words) of the first that spoke; ("", "") for none; the scenario's own failure
        stands for a judge."""
        try:
            failure = perform(self._scenario, self._context)
            if failure is not None:
                return "scenario", str(failure)
            answers = self._look()
            if answers is not None:
                for judge in self.judges:
                    judge.end(self.witness, answers)
        except Accused as accused:
            return accused.judge, accused.words
        return "", ""

    def run_to(self, until_ms: int, done: "Callable[[], bool] | None" = None) -> bool:
        """The same, with looks on the way."""
        while True:
            now_ms = self.time_ms()
            wakes = [judge.wake_ms() for judge in self.judges]
            soonest = [now_ms - now_ms % _LOOK_MS + _LOOK_MS, *[ms for ms in wakes if ms > now_ms]]
            stop_ms = min(until_ms, *soonest)
            if super().run_to(stop_ms, done):
                return True
            self._look()
            if stop_ms >= until_ms:
                return False

    def exchange(self, line: str) -> str:
        """The same; an order goes by the judges. Its error is read for them, and kept for who
        asks next."""
        if line == "SYST:ERR?" and self._error:
            error, self._error = self._error, ""
            return error
        bare = _bare(line)
        if self._asking or "?" in bare or bare.startswith(("*", "SIM:")) or self._again(line):
            return super().exchange(line)
        self._asking = True
        before = self.witness.state()
        for judge in self.judges:
            judge.asked(self.witness, bare)
        reply = super().exchange(line)
        self._error = super().exchange("SYST:ERR?")
        if bare.startswith("PRES:COMM"):
            self.witness.prescribed()
        number = int(self._error.split(",")[0]) if self._error else 1
        if number == VALUE_ROUNDED:  # taken: `Context.send` has it as a note
            number = 0
        if bare.startswith("CAL:STEP") and number == 0:
            self.witness.calibrated()
        order = Order(bare, number, before, self.witness.state(), bool(self._error))
        for judge in self.judges:
            judge.told(self.witness, order)
        self._asking = False
        return reply

    def _again(self, line: str) -> bool:
        """Whether the pump remembers that line, and answers it without doing it."""
        if line[:1] not in "@!":
            return False
        sent, boot, ms = self._tagged
        boots, now_ms = self.witness.boots, self.time_ms()
        if line == sent and boot == boots and now_ms - ms < _REMEMBERED_MS:
            return True
        self._tagged = (line, boots, now_ms)
        return False

    def _look(self) -> "Answers | None":
        self._asking = True
        answers = self.witness.look()
        self._asking = False
        return answers

    def inject(self, name: str, value: int | None) -> None:
        """The same; the judges see it."""
        if name == "patient_button" and value:
            for judge in self.judges:
                judge.hands(self.witness, "press", 1)
        super().inject(name, value)
        self.witness.turned(name, self.plant.faults.get(name), self.rest(name))

    def clear(self, name: str | None) -> None:
        """The same; the judges see it."""
        super().clear(name)
        for each in list(self.witness.faults) if name is None else [name]:
            self.witness.turned(each, self.rest(each), self.rest(each))


def _accused(judge: str, words: str) -> None:
    raise Accused(judge, words)


def _both(first: "Told", second: "Told") -> "Told":
    def told(now_ms: int) -> None:
        first(now_ms)
        second(now_ms)

    return told


def _bare(line: str) -> str:
    """Without its envelope."""
    if line[:1] in "@!" and " " in line:
        line = line.split(" ", 1)[1]
    at = line.rfind(" ~")
    return line if at < 0 else line[:at]
