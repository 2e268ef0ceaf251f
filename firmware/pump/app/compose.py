"""Puts the rooms together on a Hal: what main.py does on a board, the simulator on a host."""

import gc

from pump.app.board_check import check_supply
from pump.app.firmware_fault import FaultReason
from pump.app.keys import is_unprovisioned, keyring
from pump.app.restore import restore
from pump.app.self_test import SelfTest
from pump.app.turn import Turn
from pump.commands.context import Context
from pump.commands.tree import make_tree
from pump.core import power_on
from pump.core.motion.quantum import Quantum
from pump.core.profile import model_named
from pump.core.pump import Pump
from pump.store.audit_log import AuditLog
from pump.store.hashing import sha256
from pump.store.journal import Log
from pump.store.mirrored_file import MirroredFile
from pump.store.ring import Ring
from pump.wire.authority import Authority
from pump.wire.challenges import Challenges
from pump.wire.rights import OBSERVE
from pump.wire.session import Session

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.commands.context import Bench
    from pump.hal import Hal


def make_log(hal: "Hal") -> Log:
    """Everything that is written down, on a board's two media. Not opened yet."""
    files = hal.files
    return Log(
        Ring(hal.flash),
        MirroredFile(files, "state"),
        MirroredFile(files, "prescription"),
        AuditLog(files, "log"),
        AuditLog(files, "fault"),
    )


class Instrument:
    """A pump on its board, with one session on the board's own line."""

    def __init__(
        self,
        hal: "Hal",
        quantum: Quantum | None = None,
        sim: "Bench | None" = None,
        granted: int | None = None,
        sweeps: bool = False,
    ) -> None:
        """`sweeps`: the heap is collected while the line is silent, as a board needs it (Turn).

        `granted`: the role of a plain line. None: OBSERVE, or on an unprovisioned unit
        what AUTH:PLAin has set.

        KeyError when the board names a pump model that does not exist.
        """
        self.hal = hal
        self.log = make_log(hal)
        self.pump = Pump(model_named(hal.model), self.log, sha256, quantum or Quantum())
        clock = restore(hal, self.pump, self.log)
        fault = FaultReason(hal.files)
        reason = fault.read()
        if reason:
            power_on.note_firmware_fault(self.pump, reason)
        self.self_test = SelfTest(hal, self.pump, self.log)
        self.self_test.at_power_on()
        check_supply(hal, self.pump)
        unprovisioned = is_unprovisioned(hal.serial)
        keys = keyring(hal.files, hal.serial)
        damaged = keys.open()
        if damaged:
            power_on.keys_damaged(self.pump, damaged)
        self.plain = keys.plain if unprovisioned else OBSERVE
        self.granted = self.plain if granted is None else granted
        self.context = Context(self.pump, hal, sim)
        self.context.unprovisioned = unprovisioned
        self.context.keys = keys
        self.context.self_test = self.self_test
        challenges = Challenges(hal.serial, keys, hal.entropy, hal.ticks_us)
        self.context.authority = Authority(
            hal.serial, keys, challenges, hal.button, self.pump.note_denied
        )
        self.context.stored = self.log
        self.context.log, self.context.faults = self.log.events, self.log.faults
        self.tree = make_tree(sim)
        session = self.new_session()
        self.turn = Turn(hal, self.pump, self.log, session, self.context, clock, self.self_test)
        if sweeps:
            self.turn.sweep = gc.collect
        if reason:
            self.turn.report(fault)
        self._look_for_trial()

    def _look_for_trial(self) -> None:
        """Where a firmware set runs. Imported in here: a frozen image has none, and little heap."""
        if not self.hal.in_set:
            return  # /slot may be there all the same, of a set that was here before the image
        from pump.app.trial import Trial

        self.context.trial = trial = Trial(self.hal.files, self.pump, self.self_test)
        if trial.pending():
            self.turn.trial = trial

    def new_session(self, granted: int | None = None) -> Session:
        """A session for another port of the same instrument; `granted` as the instrument's own."""
        session = Session(self.tree, self.context, self.granted if granted is None else granted)
        if granted is None and self.granted == self.plain:
            self.context.sessions.append(session)
        return session
