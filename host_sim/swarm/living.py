"""What an act and the client may ask of the life that they are part of. Types only."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from host_sim.board.bench import Bench
    from host_sim.swarm.draws import Draw
    from host_sim.swarm.judges.judge import Judge
    from host_sim.swarm.plan import Plan
    from host_sim.swarm.told import Told
    from host_sim.swarm.wanted import Wanted
    from host_sim.swarm.witness import Witness

    Dice = tuple[int, ...]

    class Client(Protocol):
        """The tester's end of the line."""

        def ask(self, query: str) -> str: ...
        def set(self, line: str) -> int: ...
        def order(self, line: str) -> int: ...

    class Life(Protocol):
        """life.Life is one."""

        plan: Plan
        bench: Bench
        told: Told
        chance: Draw
        witness: Witness
        wanted: Wanted
        wrong_fills: list[str]

        @property
        def judges(self) -> Sequence[Judge]: ...
        @property
        def client(self) -> Client: ...
        def now_ms(self) -> int: ...
        def later(self, at_ms: int, kind: str, dice: Dice) -> None: ...
        def fault(self, name: str, value: int) -> None: ...
        def hands(self, what: str, value: int) -> None: ...
        def power_off(self, off_ms: int) -> None: ...
        def tear(self, writes: int, how: int, off_ms: int) -> None: ...
        def calm(self) -> None: ...
        def say(self, words: str, refused: int = 0) -> None: ...
        def tell_judges(
            self, line: str, number: int, before: tuple[int, int], clean: bool
        ) -> None: ...
        def repeat(self, whole: str, number: int) -> None: ...
