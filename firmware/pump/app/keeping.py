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

    failure  what ended that half way: the turn must end with it, as with any of its own
    """

    def __init__(
        self, pump: "Pump", log: "Log", writes: "WritingDown", follow: "Callable[[], None]"
    ) -> None:
        self._pump = pump
        self._log = log
        self._writes = writes
        self._follow = follow
        self._undo: Undo | None = None
        self.failure: Exception | None = None
        self._put_back: list[Callable[[], None]] = []
        self._open = False
        self._dirty = False  # before the orders

    def begin(self, stops: bool) -> None:
        """An order comes next. One that `stops` needs no way back, and no heap for it.

        MemoryError: nothing has begun.
        """
        if self._open:
            return
        events = self._pump.events
        self._put_back.clear()
        if not stops:
            if self._pump.order.halt:
                try:
                    self._follow()  # it comes behind a stop: what has flowed is counted before it
                except Exception as error:
                    self.failure = error
                    raise
            self._undo = Undo(self._pump)
        self._open = True
        self._dirty = events.orders_begin()
        self._log.mark()

    def put_back_by(self, call: "Callable[[], None]") -> None:
        """The order that is given now has changed more than the pump: `call` puts that back."""
        if self._open:
            self._put_back.append(call)

    def keep(self) -> str:
        """Before an answer: "" where what the orders since `begin` have changed is durable. Else
        what became of them, as it is answered: taken back, or done all the same.

        What an image raises, MemoryError most of all: they are taken back.
        """
        events = self._pump.events
        changed, undo = events.dirty, self._end()
        if not changed or undo is None:
            self._log.release(True)
            try:
                if changed:
                    self._follow()
            except Exception as error:
                self.failure = error
            if changed:
                if self.failure or events.save_failed:
                    return _DONE
                self._pump.therapy.kept()
            return ""
        try:
            durable = self._log.keep(self._pump.image())
        except Exception:
            self._take_back(undo)
            raise
        if durable:
            self._log.release(True)
            self._writes.behind = True
            self._pump.saved(True)
            try:
                self._writes.lines()
            except Exception as error:
                self.failure = error
            return ""
        self._take_back(undo)
        self._pump.saved(False)  # as it is: its alarm is told
        return _UNCHANGED

    def back(self) -> None:
        """An order has failed half way, by a defect or for want of heap: nothing of it stays."""
        undo = self._end()
        if undo is None:
            self._log.release(True)
        else:
            self._take_back(undo)

    def fail(self) -> None:
        """End the turn as whatever failed within it does; nearly always nothing has."""
        if self.failure:
            raise self.failure

    def _end(self) -> "Undo | None":
        """The way back; None where one of the orders must happen."""
        undo, self._undo = self._undo, None
        if self._open:
            self._open = False
            if self._pump.events.orders_end(self._dirty):
                return None
        return undo

    def _take_back(self, undo: Undo) -> None:
        """As before the orders, their lines too."""
        undo.back()
        self._log.release(False)
        for at in range(len(self._put_back) - 1, -1, -1):  # what came last is put back first
            self._put_back[at]()
