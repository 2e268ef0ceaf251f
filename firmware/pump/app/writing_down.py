"""What a turn writes down beside the records of the ring: lines, images and their second copies.

A file takes a board an erase of 45 ms, at most 400, in which it does nothing else; pulses of the
order under way are the motor's own. So what can wait does, for a time in which no order ends.
"""

from pump.core import power_on
from pump.core.profile import ERASE_MS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.core.pump import Pump
    from pump.store.journal import Log

_URGENT_RECORDS = 64  # with so few left before an erase it happens beside a running order


def write_lines(pump: "Pump", log: "Log") -> None:
    """Write the lines that wait, in both logs. Where some are lost a line will tell it in their
    place, as soon as the log takes one, and LOG_WRITE does until then."""
    day, ms, missing = pump.day, pump.ms, pump.missing
    both = (log.event_lines, log.fault_lines)
    for which in range(len(both)):
        told, lost = both[which].write(missing.line(which, day, ms))
        if told:
            missing.told(which)
        if lost:
            missing.lost(which, lost, day, ms)
    pump.events.logged(not missing.any(), day, ms)


class WritingDown:
    """Between the pump and its stores. Knows what waits; does not know when a turn is.

    behind  whether an image's second copy is still to be written
    ring    the records', which wants a sector erased ahead where its `prepared_sector` is -1
    """

    def __init__(self, pump: "Pump", log: "Log", day: int) -> None:
        """`day`: today, on which storage was inspected."""
        self._pump = pump
        self._log = log
        self.ring = log.ring
        self.behind = False
        self._inspected_day = day
        self._failed_at = -1  # how many changes there were at the last image that no file took

    def lines(self) -> None:
        """The lines of the log that wait."""
        while self._log.lines_wait():
            write_lines(self._pump, self._log)

    def image(self) -> None:
        """Lines first, then one copy of the image: it is durable, or the pump knows better."""
        while self._log.lines_wait():  # as `lines` does: a frame less of the C stack
            write_lines(self._pump, self._log)
        durable = self._log.keep(self._pump.image())
        self.behind = durable
        self._pump.saved(durable)
        self._failed_at = -1 if durable else self._pump.events.changes

    def wanted(self) -> bool:
        """Whether an image is: something is in none. One that no file took is tried again when
        more happens, or by `look_after`: each try wears what is left of the flash."""
        events = self._pump.events
        return events.late or (events.dirty and events.changes != self._failed_at)

    def rest(self, started: bool) -> None:
        """What has happened and is not written yet. `started`: an order has just begun."""
        log, events = self._log, self._pump.events
        if log.event_lines.lines:
            self.lines()
        due = started and log.image_due()
        if due or ((events.dirty or events.late) and self.wanted()):
            self.image()
            self.lines()

    def mirror(self, quiet_ms: int) -> None:
        """Write it where no order ends within the longest erase. Where each is shorter, now."""
        order = self._pump.order
        if quiet_ms >= ERASE_MS or not order.in_progress or order.planned_ms < ERASE_MS:
            self.behind = False
            self._log.mirror()

    def erase_ahead(self, started: bool, quiet_ms: int) -> None:
        """Erase a sector of the ring ahead, while no step and nothing else is due for as long as
        that takes."""
        ring = self.ring
        if started and self._pump.metering.first_us < quiet_ms * 1000:
            quiet_ms = self._pump.metering.first_us // 1000
        elif not started and self._pump.order.in_progress:
            quiet_ms = 0
        if quiet_ms >= ERASE_MS or ring.spare() < _URGENT_RECORDS:
            ring.erase_ahead()

    def look_after(self) -> None:
        """Every 16 minutes: a medium that has failed is tried again, whatever flows or does not.
        The time, where no order's record tells it. Once a day the stored prescription, both copies.
        """
        pump = self._pump
        if pump.alarms.active:  # of each failure one tells
            if pump.missing.any():
                write_lines(pump, self._log)
            if pump.events.save_failed:
                self.image()
        if not pump.order.in_progress:
            pump.faults.journal_time(pump.day, pump.ms)
            if self._log.image_due() and not pump.events.save_failed:
                self.image()
        if pump.day != self._inspected_day:
            self._inspected_day = pump.day
            damaged = self._log.inspect(pump.active_text) if pump.active_text else 0
            if damaged:
                power_on.mended(pump, damaged, 0)
