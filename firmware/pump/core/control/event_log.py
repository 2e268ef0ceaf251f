"""Lines of the event log, and whether all that happened is in the image.

Every line goes through here, an alarm's too. Knows what a line says; not where it is written.
"""

from micropython import const

from pump.core import events
from pump.core.alarms import table as alarms
from pump.core.control.attested import Attested

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.alarms.active import Alarms
    from pump.core.protocols import Log


class EventLog:
    """Writes lines; an alarm tells where the log does not take them.

    changes      events and alarm changes so far: whoever watches compares
    dirty        something happened that the journal's records do not hold: an image must
    late         something happened that they do hold; an image of it may come after the answer
    save_failed  an image could not be written
    happens      an order was given that happens whatever becomes of writing it down
    attested     checklists, which are nothing but lines
    """

    def __init__(self, log: "Log", active: "Alarms") -> None:
        self.log: Log = log
        self._alarms = active
        self.changes = 0
        self.dirty = False
        self.late = False
        self.save_failed = False
        self.happens = False
        self.attested = Attested()
        self._images = 0

    def use(self, log: "Log") -> "Log":
        """Write there from now on; hands out where it was written before."""
        before = self.log
        self.log = log
        return before

    def add(self, day: int, ms: int, code: int, first: int, second: int) -> None:
        """Something happened: one of `events`, with its two figures."""
        self.changes += 1
        if code not in events.DERIVED:
            self.dirty = True
        if code in events.CHANGES:
            self.attested.changed(code, day, ms)
        self.log.event(events.line(day, ms, code, first, second), code in events.FAULTS)

    def add_alarm(self, alarm: int, priority: int, state: int, day: int, ms: int) -> None:
        """An alarm has changed."""
        self.changes += 1
        self.dirty = True
        name = alarms.TABLE[alarm][0]
        words = (name, alarms.PRIORITIES[priority], alarms.STATES[state])
        self.log.event(events.alarm_line(day, ms, words), priority > alarms.LOW)

    def add_line(self, line: bytes) -> None:
        """A fault that has words of its own."""
        self.changes += 1
        self.dirty = True
        self.log.event(line, True)

    def changed(self) -> None:
        """Something that whoever watches should see, and that no line tells."""
        self.changes += 1

    def needs_saving(self) -> None:
        """Something has changed that has no event of its own."""
        self.dirty = True

    def orders_begin(self) -> bool:
        """Orders follow: what `dirty` says from here on is theirs. What it was before."""
        before, self.dirty = self.dirty, False
        self.happens = False
        return before

    def orders_end(self, before: bool) -> bool:
        """`before`: what `orders_begin` said. Whether one of them must happen."""
        happens, self.happens = self.happens, False
        self.dirty = self.dirty or before
        return happens

    def must_happen(self) -> None:
        """The order that is given now is not taken back where nothing can be written: it ends
        flow, or forgetting it is safe."""
        self.happens = True

    def journal_stop(self, sequence: int, day: int, ms: int, reason: int, planned: bool) -> bool:
        """The record of a stop; whether it is durable. All that the stop does until `told` follows
        from it: where nothing else is dirty, the image may be late."""
        durable = self.log.stop(sequence, day, ms, reason, planned)
        self.late = durable and not self.dirty
        return durable

    def journal_suspension(self, sequence: int, day: int, ms: int, for_ms: int) -> None:
        """The record of a suspension, as that of a stop."""
        durable = self.log.suspension(sequence, day, ms, for_ms)
        self.late = durable and not self.dirty

    def told(self) -> None:
        """The order whose record was written has done all that it does."""
        self.dirty = self.dirty and not self.late

    def saved(self, durable: bool) -> None:
        """The image was written, or could not be."""
        self._images += 1
        self.dirty = not durable
        self.late = False
        self.save_failed = not durable

    def take_images(self) -> int:
        """How many images were written, or tried, since it was asked last."""
        images, self._images = self._images, 0
        return images

    def logged(self, durable: bool, day: int, ms: int) -> None:
        """The lines that waited were written, or some are lost: an image holds how many."""
        if not durable:
            self.dirty = True
        if not durable or self._alarms.holds(alarms.LOG_WRITE):
            priority = alarms.NONE if durable else alarms.MEDIUM
            self._alarms.set(alarms.LOG_WRITE, priority, day, ms)
