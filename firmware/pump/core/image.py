"""The image of the whole pump: what is kept through a power cut, written and read by one list.

An image speaks up to one record of the journal; `relive` lives through the records after it, by the
same code that wrote them.
"""

from pump.core import alarms
from pump.core.parts import FAULT, MOTOR_IDLE, START
from pump.core.pen import Reader, Writer
from pump.core.prescriber import Prescriber
from pump.core.prescription import canonical, digest, parse, to_program
from pump.core.profile import ENCODER_RING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.core.parts import Log
    from pump.core.pen import Pen

_VERSION = 1
_SEQUENCE_MASK = 0xFFFFFF  # so much of it a record holds


class _Mute:
    """Takes what is written while the past is lived through: it is written down already."""

    def __init__(self) -> None:
        self.counted = 0
        self.steps = 0

    def quantum(self, sequence: int, day: int, ms: int, counted: int, steps: int) -> bool:  # noqa: ARG002
        """What the plan came to; the record says whether that is what happened."""
        self.counted = counted
        self.steps = steps
        return True

    def outcome(self, sequence: int, day: int, ms: int, least: int, most: int) -> bool:  # noqa: ARG002
        """Told already."""
        return True

    def event(self, line: bytes, fault: bool) -> bool:  # noqa: ARG002
        """Told already."""
        return True

    def prescribe(self, text: str) -> int:  # noqa: ARG002
        """Nobody prescribes in the past."""
        return 0


class Image(Prescriber):
    """Writes the pump down, reads it back, and lives through what came after."""

    def image(self) -> bytes:
        """The whole pump as it is now, in about a thousand bytes."""
        pen = Writer()
        self._persist_all(pen)
        return bytes(pen.data)

    def recall(self, image: bytes, text: "str | None") -> None:
        """Be the pump of that image, with the prescription in force; None: no copy is sound.

        ValueError when the image is another version's or another head's: take a new pump then.
        """
        pen = Reader(image)
        self._persist_all(pen)
        if not pen.ended():
            raise ValueError("the image has a rest")
        of_concentration = self.reservoir.concentration_ng_per_ml
        if of_concentration:
            steps_per_ml = self.metering.steps_per_ml
            self.max_steps = self.quantum.max_steps(of_concentration, steps_per_ml)
        if self.rate_pl_per_day:
            self.metering.set_rate(self.rate_pl_per_day, self.bolus.per_ms)
        if text is not None:
            self.recall_prescription(text)

    def recall_prescription(self, text: str) -> None:
        """The prescription in force, as it was stored. ValueError for another pump's."""
        rx = parse(text)
        if canonical(rx, self.model.capacity_nl) != text:
            raise ValueError("a prescription for another pump")
        self.active = rx
        self.active_text = text
        program = to_program(rx)
        self.reservoir.set_daily(program.volume_pl_ms())
        log, self.log = self.log, _Mute()
        self._use_program(program)
        self.log = log

    def committed_unseen(self) -> bool:
        """Whether the prescription in force is newer than the image: the power went between."""
        return self.active is not None and self.active_digest != self.digest_of(self.active_text)

    def digest_of(self, text: str) -> str:
        """The digest of a canonical text, 16 hex digits."""
        return digest(text, self._sha256)

    def _persist_all(self, pen: "Pen") -> None:
        for mark in (_VERSION, self.metering.steps_per_ml):
            if pen.whole(mark) != mark:
                raise ValueError("an image of another version, or of another head")
        self.active_digest = pen.text(self.active_digest)
        self.committed = (pen.whole(self.committed[0]), pen.whole(self.committed[1]))
        self.boots = pen.whole(self.boots)
        self.resets = pen.rows(self.resets, 2)
        self.titration.persist(pen)
        self.persist(pen)

    # The records after it ----------------------------------------------------------------------

    def relive_quantum(self, sequence: int, day: int, ms: int, counted: int, steps: int) -> bool:
        """A record: the last quantum gave `counted`, at that moment `steps` were intended.

        Whether the same code came to the same figures. Where it did not, the record is right.
        """
        gap = sequence - self.ledger.sequence & _SEQUENCE_MASK
        if gap:
            self._bridge(gap)
        log: Log = self.log
        mute = self.log = _Mute()
        given = counted if self._flying else self._authorised
        moved = self._moved + given & ENCODER_RING
        act = self.advance(day, ms, MOTOR_IDLE, given, moved)
        self.log = log
        if act == START and (mute.counted, mute.steps) == (counted, steps) and not gap:
            return True
        self._insist(counted - mute.counted, steps)
        return False

    def _bridge(self, gap: int) -> None:
        """Records are missing: of each of their quanta only the bounds are known."""
        ledger = self.ledger
        steps = ledger.intent + (gap - 1) * self.max_steps
        ledger.settle_between(0, steps)
        ledger.told(0, steps)
        ledger.sequence += gap
        self._flying = False
        self._accrue()
        self.metering.give(steps)
        self._take(steps)

    def _insist(self, more: int, steps: int) -> None:
        """The record knows better: so many more steps were given, so many are intended."""
        ledger = self.ledger
        ledger.least += more
        ledger.most += more
        ledger.told(more, more)
        self._take(more)
        self.metering.owed = 0  # less than a step; the sum is the ledger's
        if not self._flying:
            ledger.intend(steps)
        ledger.intent = steps
        self._flying = True
        self._authorised = steps

    def relive_outcome(self, day: int, ms: int, least: int, most: int) -> None:
        """A record: something between came of the last quantum, or of several; none followed."""
        self.day = day
        self.ms = ms
        ledger = self.ledger
        known_least, known_most = ledger.untold()
        steps = most - known_most  # of the quantum in flight
        authorised = ledger.intent if self._flying else 0
        if self._flying:
            self._flying = False
            self._accrue()
            self.metering.give(steps)
        ledger.settle_between(least - known_least, steps)
        ledger.told(least, most)
        self._take(steps)
        if steps > authorised:
            # more than was intended: flow was unknown-high, and no image tells of the alarm
            self.alarms.set(alarms.OVER_DELIVERY, alarms.HIGH, day, ms)
            self._enter(FAULT)
