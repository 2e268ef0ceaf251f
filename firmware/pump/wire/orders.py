"""The orders of one line, from the first that runs until all of them are durable.

They are made so together, before anything else of the line is answered: each image costs a board an
erase. Knows neither orders nor storage.
"""

from micropython import const

from pump.core.reasons import OUT_OF_MEMORY, STORAGE_FAULT

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.wire.compiler import Unit
    from pump.wire.context import Context
    from pump.wire.session import Session
    from pump.wire.table import Row


class Orders:
    """What a session has ordered and not kept yet.

    open  whether there is any; an error that they meet together names the first of them
    """

    def __init__(self, context: "Context") -> None:
        self._context = context
        self._header = ""
        self.open = False

    def run(self, session: "Session", unit: "Unit", row: "Row") -> bool:
        """Run an order, or what follows one; False for an error. What is answered next waits until
        all is durable; after a stop nothing else is put off."""
        if not unit.orders:
            return self.keep(session) and session.call(unit, row)
        if not self._begin(session, unit, bool(row.free)) or not session.call(unit, row):
            return False
        if (row.free or session.reply is not None) and not self.keep(session):
            session.reply = None
            return False
        return True

    def _begin(self, session: "Session", unit: "Unit", stops: bool) -> bool:
        """False without room to take it back, which is reported then; a stop needs none."""
        keeping = self._context.keeping
        if keeping is None:
            return True
        try:
            keeping.begin(stops)
        except MemoryError:
            session.report(OUT_OF_MEMORY, unit.header, "unchanged; send it again")
            return False
        if not self.open:
            self.open = True
            self._header = unit.header
        return True

    def keep(self, session: "Session") -> bool:
        """Make them durable. False where that failed, which is reported then."""
        keeping = self._context.keeping
        if not self.open or keeping is None:
            return True
        self.open = False
        failed = keeping.keep()
        if failed:
            session.report(STORAGE_FAULT, self._header, failed)
        return not failed

    def back(self) -> None:
        """The last one failed half way: none of them has happened."""
        keeping = self._context.keeping
        if self.open and keeping is not None:
            self.open = False
            keeping.back()

    def break_off(self, session: "Session", units: "list[Unit]", last: "Unit | None") -> None:
        """The heap has ended at the unit that ran last: what is not kept has not happened, and of
        what stands behind it the emergency stops run all the same."""
        self.back()
        behind = False
        for unit in units:
            if behind and unit.row is not None and unit.row.free:
                self.run(session, unit, unit.row)
            behind = behind or unit is last
