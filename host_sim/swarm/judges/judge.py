"""What every judge has in common. Imports nothing: a judge knows what it is handed."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from host_sim.swarm.witness import Answers, Witness

    Accuse = Callable[[str, str], None]


MAY_STAND = (0, 1, -310, -320)  # a commit: done, unanswered, ended by a defect, done and not kept


class Order:
    """A line of the client's and what came of it.

    number   0 done, else the number with which it was refused; 1: nobody knows
    before   the pump's state as a number ahead of it, and how many quanta it had begun; after:
             behind it; (0, 0) where there was no power
    clean    it was sent once and answered at once, so that nothing else happened meanwhile
    """

    def __init__(
        self,
        line: str,
        number: int,
        before: "tuple[int, int]",
        after: "tuple[int, int]",
        clean: bool,
    ) -> None:
        self.line = line
        self.number = number
        self.before = before
        self.after = after
        self.clean = clean


class Judge:
    """`name` is what the swarm calls it; `turns`: whether it is asked after each turn.

    `accuse` is the way out: words on what is not as it must be. It does not return.
    """

    name = ""
    turns = False

    def __init__(self, accuse: "Accuse") -> None:
        self._accuse = accuse

    def accuse(self, words: str) -> None:
        """End the life with these words."""
        self._accuse(self.name, words)

    def turn(self, witness: "Witness") -> None:
        """After each turn."""

    def asked(self, witness: "Witness", line: str) -> None:
        """An order is about to be sent."""

    def told(self, witness: "Witness", order: Order) -> None:
        """An order of the client's was answered."""

    def again(self, order: Order, second: int) -> None:
        """The line was sent once more, with the states around that: its number now."""

    def look(self, witness: "Witness", answers: "Answers") -> None:
        """The pump was asked what it says."""

    def power(self, witness: "Witness") -> None:
        """The power is back."""

    def hands(self, witness: "Witness", act: str, value: int) -> None:
        """Hands did something at the plant."""

    def wake_ms(self) -> int:
        """When it wants the next look; 0: whenever."""
        return 0

    def end(self, witness: "Witness", answers: "Answers") -> None:
        """The life is over: its last look."""
