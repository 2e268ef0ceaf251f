"""What every statement of a scenario has in common."""

from host_sim.words.cursor import Place, ScenarioFailure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.player import ScenarioContext


class ExpectationFailed(ScenarioFailure):
    """The pump or the plant is not as the line says. The scenario ends there."""


class Statement:
    """One line of the scenario. `play` does it (see player.ScenarioContext)."""

    longest_ms = 0  # the most simulated time that playing it takes

    def __init__(self, place: Place) -> None:
        self.place = place

    def play(self, context: "ScenarioContext") -> None:
        """Do it. Raises ExpectationFailed when the pump or the plant is not as the line says."""
        raise NotImplementedError

    def end_ms(self, begin_ms: int) -> int:
        """When the scenario is past this line at the latest, if it comes to it at `begin_ms`."""
        return begin_ms + self.longest_ms

    def failed(self, expected: str, found: str) -> ExpectationFailed:
        """The error for this line."""
        return ExpectationFailed(self.place, "expected %s, found %s" % (expected, found))


class Repeat(Statement):
    """`repeat 30 times` … `end`: the lines between, one round after the other."""

    def __init__(self, place: Place, times: int) -> None:
        super().__init__(place)
        self.times = times
        self.body: list[Statement] = []

    def play(self, context: "ScenarioContext") -> None:
        for _ in range(self.times):
            for statement in self.body:
                context.play(statement)

    def end_ms(self, begin_ms: int) -> int:
        for _ in range(self.times):
            for statement in self.body:
                begin_ms = statement.end_ms(begin_ms)
        return begin_ms
