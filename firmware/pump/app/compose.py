"""Puts the rooms together on a Hal: what main.py does on a board, the simulator on a host."""

from pump.app.turn import Turn
from pump.app.wake import wake
from pump.commands.context import Context
from pump.commands.tree import make_tree
from pump.core.delivery import Quantum
from pump.core.profile import model_named
from pump.core.pump import Pump
from pump.store.copies import Copies
from pump.store.evidence import Evidence
from pump.store.hashing import sha256
from pump.store.journal import Log
from pump.store.ring import Ring
from pump.wire.rights import OBSERVE, SERVICE
from pump.wire.session import Session

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.commands.context import Bench
    from pump.hal import Hal

_BENCH = "BENCH"


def make_log(hal: "Hal") -> Log:
    """Everything that is written down, on a board's two media. Not opened yet."""
    files = hal.files
    return Log(
        Ring(hal.flash),
        Copies(files, "state"),
        Copies(files, "prescription"),
        Evidence(files, "log"),
        Evidence(files, "fault"),
    )


class Instrument:
    """A pump on its board, with one session on the board's own line."""

    def __init__(
        self,
        hal: "Hal",
        quantum: Quantum | None = None,
        sim: "Bench | None" = None,
        granted: int | None = None,
    ) -> None:
        """`granted`: the role of a plain line. None: SERVICE on a board whose serial number says
        BENCH, which is nobody's pump, and OBSERVE on every other.

        KeyError when the board names a pump model that does not exist.
        """
        self.hal = hal
        self.granted = _granted(hal.serial) if granted is None else granted
        self.log = make_log(hal)
        self.pump = Pump(model_named(hal.model), self.log, sha256, quantum or Quantum())
        clock = wake(hal, self.pump, self.log)
        self.context = Context(self.pump, hal, sim)
        self.context.stored = self.log
        self.context.log, self.context.faults = self.log.events, self.log.faults
        self.tree = make_tree(sim)
        self.turn = Turn(hal, self.pump, self.log, self.new_session(), self.context, clock)

    def new_session(self) -> Session:
        """A session for another port of the same instrument."""
        return Session(self.tree, self.context, self.granted)

    def run(self) -> None:
        """Turn after turn, for ever; sleeps until something is due."""
        turn, hal = self.turn, self.hal
        while True:
            turn.turn()
            hal.idle(turn.nap_ms())


def _granted(serial: str) -> int:
    return SERVICE if serial[: len(_BENCH)] == _BENCH else OBSERVE
