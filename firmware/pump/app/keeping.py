"""An order is durable before it is answered, or it has not happened.

The orders of a line are written down together: one image, before whatever is answered next. What no
file takes is taken back; an order that must happen all the same is done and answered as not stored.
Knows no order.
"""

from pump.core.undo import Undo

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from pump.app.writing_down import WritingDown
    from pump.core.pump import Pump
    from pump.store.journal import Log

_DONE = "done, not kept: a power cut would forget it; ALAR:LIST?"
_UNCHANGED = "not stored; unchanged: ALAR:LIST?"


class Keeping:
    """Between the sessions, which give orders, and the stores. One for the instrument.

    `follow` does at once what the orders ask of the motor, and writes down what came of it.
    """

    def __init__(
        self, pump: "Pump", log: "Log", writes: "WritingDown", follow: "Callable[[], None]"
    ) -> None:
        self._pump = pump
        self._log = log
        self._writes = writes
        self._follow = follow
        self._undo: Undo | None = None
        self._open = False
        self._dirty = False  # before the orders

    def begin(self, stops: bool) -> None:
        """An order comes next. One that `stops` needs no way back, and no heap for it.

        MemoryError: nothing has begun.
        """
        if self._open:
            return
        events = self._pump.events
        if not stops:
            self._undo = Undo(self._pump)
        self._open = True
        self._dirty = events.orders_begin()
        self._log.mark()

    def keep(self) -> str:
        """Before an answer: "" where what the orders since `begin` have changed is durable. Else
        what became of them, as it is answered: taken back, or done all the same."""
        pump, log = self._pump, self._log
        changed, undo = pump.events.dirty, self._end()
        if not changed or undo is None:
            log.release(True)
            if changed:
                self._follow()
            return _DONE if changed and pump.events.save_failed else ""
        durable = self._writes.orders()
        log.release(durable)
        if durable:
            return ""
        undo.back()
        pump.saved(False)  # as it is: its alarm is told
        return _UNCHANGED

    def back(self) -> None:
        """An order has failed half way, by a defect or for want of heap: nothing of it stays."""
        undo = self._end()
        if undo is not None:
            undo.back()
        self._log.release(undo is None)

    def _end(self) -> "Undo | None":
        """The way back; None where one of the orders must happen."""
        undo, self._undo = self._undo, None
        if self._open:
            self._open = False
            if self._pump.events.orders_end(self._dirty):
                return None
        return undo
