"""What every statement of a scenario has in common."""

from host_sim.scenario.context import Refusal, ScenarioContext
from host_sim.scenario.words.place import ExpectationFailed, Place


class Statement:
    """One line of the scenario.

    marks         whether it stands on the report's time axis, with a sample before and after it
    expects       whether it says what must be so
    refusable     whether `expect error` may follow it
    refused_with  the error number that `expect error` foresees; None: the pump must take it
    longest_ms    the most simulated time that playing it takes
    """

    marks = False
    expects = False
    refusable = False
    longest_ms = 0

    def __init__(self, place: Place) -> None:
        self.place = place
        self.refused_with: int | None = None

    def play(self, context: ScenarioContext) -> None:
        """Do it. Raises ExpectationFailed when the pump or the plant is not as the line says, and
        Refusal when the pump answers with an error."""
        raise NotImplementedError

    def run(self, context: ScenarioContext) -> None:
        """Play it, with its mark. ExpectationFailed where it does not go as the scenario says."""
        if self.marks:
            context.mark(self.place.text.strip())
        try:
            self._checked(context)
        except Refusal as refusal:
            self._judge(context, refusal)
        else:
            if self.refused_with is not None:
                self._refused(context, False, "that the pump took the order")
                raise self.failed("error %d" % self.refused_with, "that the pump took the order")
        if self.marks:
            context.sample()

    def _checked(self, context: ScenarioContext) -> None:
        """Play it; an expectation is noted with whether it held."""
        try:
            self.play(context)
        except ExpectationFailed as failure:
            if self.expects:
                found = failure.message.split(", found ", 1)[-1]
                context.expected(self.place.line, self.place.text.strip(), False, found)
            raise
        if self.expects:
            context.expected(self.place.line, self.place.text.strip(), True, "as expected")

    def end_ms(self, begin_ms: int) -> int:
        """When the scenario is past this line at the latest, if it comes to it at `begin_ms`."""
        return begin_ms + self.longest_ms

    def failed(self, expected: str, found: str) -> ExpectationFailed:
        """The error for this line."""
        return ExpectationFailed(self.place, "expected %s, found %s" % (expected, found))

    def _refused(self, context: ScenarioContext, held: bool, found: str) -> None:
        words = "%s: expect error %d" % (self.place.text.strip(), self.refused_with or 0)
        context.expected(self.place.line, words, held, found)

    def _judge(self, context: ScenarioContext, refusal: Refusal) -> None:
        if self.refused_with is None:
            raise self.failed("the pump to take `%s`" % refusal.line, refusal.text)
        if refusal.number != self.refused_with:
            self._refused(context, False, refusal.text)
            raise self.failed("error %d" % self.refused_with, refusal.text)
        self._refused(context, True, refusal.text)
        context.note("refused: " + refusal.text)


class Repeat(Statement):
    """`repeat 30 times` … `end`: the lines between, one round after the other."""

    def __init__(self, place: Place, times: int) -> None:
        super().__init__(place)
        self.times = times
        self.body: list[Statement] = []

    def play(self, context: ScenarioContext) -> None:
        for _ in range(self.times):
            for statement in self.body:
                statement.run(context)

    def end_ms(self, begin_ms: int) -> int:
        for _ in range(self.times):
            for statement in self.body:
                begin_ms = statement.end_ms(begin_ms)
        return begin_ms
