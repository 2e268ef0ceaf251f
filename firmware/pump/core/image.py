"""The image of the whole pump: what is kept through a power cut, written and read by one list.

An image speaks up to one record of the journal; the records after it are lived through once more,
by the same code that wrote them.
"""

from pump.core import alarms
from pump.core.parts import FAULT, IDLE, MOTOR_IDLE, RUN, START, STOPPED
from pump.core.pen import Reader, Writer
from pump.core.prescriber import Prescriber
from pump.core.prescription import Prescription, canonical, digest, parse, to_program
from pump.core.profile import ENCODER_RING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.core.parts import Log
    from pump.core.pen import Pen

_VERSION = 1
_SEQUENCE_MASK = 0xFFFFFF  # so much of it a record holds


class _Early(Exception):
    """A plan of a moment that no record tells of: the turn came later."""


class _Mute:
    """Takes what is written while the past is lived through: it is written down already."""

    def __init__(self, day: int = 0, ms: int = 0) -> None:
        """The record's moment."""
        self._moment = (day, ms)
        self.counted = 0
        self.steps = 0

    def quantum(self, sequence: int, day: int, ms: int, counted: int, steps: int) -> bool:  # noqa: ARG002
        """What the plan came to; the record says whether that is what happened."""
        if (day, ms) != self._moment:
            raise _Early
        self.counted = counted
        self.steps = steps
        return True

    def outcome(self, sequence: int, day: int, ms: int, least: int, most: int) -> bool:  # noqa: ARG002
        """Told already."""
        return True

    def stop(self, sequence: int, day: int, ms: int) -> bool:  # noqa: ARG002
        """Told already."""
        return True

    def event(self, line: bytes, fault: bool) -> bool:  # noqa: ARG002
        """Told already."""
        return True

    def keep(self, image: bytes) -> bool:  # noqa: ARG002
        """Nothing new."""
        return True

    def prescribe(self, text: str) -> int:  # noqa: ARG002
        """Nobody prescribes in the past."""
        return 0


class Image(Prescriber):
    """Writes the pump down, reads it back, and lives through what came after."""

    def image(self) -> bytes:
        """The whole pump as it is now, in some hundred bytes."""
        pen = Writer()
        self._persist_all(pen)
        return bytes(pen.data)

    def recall(self, image: bytes, text: "str | None") -> None:
        """Be the pump of that image, with the prescription in force; None: no copy is sound.

        ValueError when the image is another version's or another head's: take a new pump then.
        """
        rx = None if text is None else self._parsed(text)
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
        if rx is not None and text is not None:
            self._hold(rx, text)

    def recall_prescription(self, text: str) -> None:
        """The prescription in force, as it was stored. ValueError for another pump's."""
        self._hold(self._parsed(text), text)

    def _parsed(self, text: str) -> Prescription:
        rx = parse(text)
        if canonical(rx, self.model.capacity_nl) != text:
            raise ValueError("a prescription for another pump")
        return rx

    def _hold(self, rx: Prescription, text: str) -> None:
        self.active = rx
        self.active_text = text
        program = to_program(rx)
        self.reservoir.set_daily(program.volume_pl_ms())
        log = self.hush()
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

    _surplus = False  # found in them

    def hush(self) -> "Log":
        """Write nothing down while records are lived through; hands out the log to put back."""
        log = self.log
        self.log = _Mute()
        return log

    def relive_quantum(self, sequence: int, day: int, ms: int, counted: int, steps: int) -> bool:
        """A record: the last quantum gave `counted`, at that moment `steps` were intended.

        The record makes the ledger. The same code that wrote it runs once more beside it, for what
        is owed, for the bolus and the alarms. Whether it came to the same figures.
        """
        gap = self._bridge(sequence)
        if gap < 0:
            return False
        given = counted if counted < self._authorised else self._authorised
        telling = self.ledger.telling()
        log: Log = self.log
        mute = self.log = _Mute(day, ms)
        moved = self._moved + given & ENCODER_RING
        self._idle_to(day, ms, given, moved)
        self.due_day, self.due_ms = day, ms  # the record proves that it was due
        act = self.advance(day, ms, MOTOR_IDLE, given, moved)
        self.log = log
        ledger = self.ledger
        known = ledger.least
        self._believe(telling, counted, counted, steps)
        ledger.unwatched(ledger.least - known, 0)  # of quanta that the plan did not know
        ledger.sequence = self._full(sequence) + 1
        fits = act == START and (mute.counted, mute.steps) == (counted, steps)
        if not fits:
            self.metering.owed = 0  # less than a step; the sum is the ledger's
            if self.state != RUN:  # an operator started it, and no image could tell
                self.alarms.set(alarms.OVER_DELIVERY, alarms.NONE, day, ms)
                self._enter(RUN)
        self._flying = True
        self._authorised = steps
        return fits and not gap

    def _idle_to(self, day: int, ms: int, given: int, moved: int) -> None:
        """What was due before that moment and left no record: waits for less than a step.

        A step that would have come there shows a late turn: no time was planned for what follows.
        """
        while (self.due_day, self.due_ms) < (day, ms):
            try:
                self.advance(self.due_day, self.due_ms, MOTOR_IDLE, given, moved)
            except _Early:
                self._planned_ms = 0
                return

    def relive_outcome(self, sequence: int, day: int, ms: int, least: int, most: int) -> bool:
        """A record: something between came of what was open, and no quantum followed yet.

        False where records before it are missing.
        """
        gap = self._bridge(sequence)
        if gap < 0:
            return False
        self.day, self.ms = day, ms
        ledger = self.ledger
        authorised = 0
        known = ledger.least
        if self._flying:
            self._flying = False
            self._accrue()
            authorised = ledger.intent
        steps = self._believe(ledger.telling(), least, most, 0)
        certain = ledger.least - known
        ledger.unwatched(certain, steps - certain)
        given = max(steps, certain)  # the upper bound may have come down since
        self.metering.give(given if given < authorised else authorised)
        if steps > authorised and not gap:
            # more than was intended: flow was unknown-high, and no image tells of the alarm
            self._surplus = True
            self.alarms.set(alarms.OVER_DELIVERY, alarms.HIGH, day, ms)
            if self.state != STOPPED:
                self._enter(FAULT)
        return not gap

    def relive_stop(self, day: int, ms: int) -> None:
        """A record: an operator stopped it, and perhaps no image could be written any more."""
        self.day, self.ms = day, ms
        if self.state != IDLE:
            self._enter(STOPPED)

    def _full(self, sequence: int) -> int:
        """The whole sequence number of a record, which holds the low 24 bits of it."""
        return self.ledger.sequence - (self.ledger.sequence - sequence & _SEQUENCE_MASK)

    def _bridge(self, sequence: int) -> int:
        """How many records are missing before this one, -1 for one of the past.

        Of the quanta that the missing ones tell of only the bounds are known.
        """
        ledger = self.ledger
        gap = sequence - ledger.sequence & _SEQUENCE_MASK
        if gap > _SEQUENCE_MASK >> 1:
            return -1
        if gap:
            self._flying = False
            steps = ledger.intent + (gap - 1) * self.max_steps
            ledger.unwatched(0, self._believe(ledger.telling(), 0, steps, 0))
            self.bolus.missed(steps)
            ledger.sequence += gap
        return gap

    def _believe(self, telling: tuple[int, int], least: int, most: int, steps: int) -> int:
        """The ledger follows the record, reservoir and line the ledger; steps that were news."""
        ledger = self.ledger
        before = ledger.most
        ledger.recorded(telling, least, most, steps)
        more = ledger.most - before
        if more:
            self._take(more)
        return more
