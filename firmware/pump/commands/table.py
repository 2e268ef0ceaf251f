"""Every command of a pump in one table, and a session on it."""

from pump.commands.alarm import ALARM
from pump.commands.delivery import DELIVERY
from pump.commands.forecast import FORECAST
from pump.commands.ieee import COMMON
from pump.commands.prescription import PRESCRIPTION
from pump.commands.reservoir import RESERVOIR
from pump.commands.status import STATUS
from pump.commands.system import SYSTEM
from pump.wire.table import Rows, Table

BOARD = (COMMON, SYSTEM, STATUS, PRESCRIPTION, DELIVERY, RESERVOIR, FORECAST, ALARM)


def make_table(*more: Rows) -> Table:
    """The table of a board; the simulator adds its own rows (simulate.rows). Made once."""
    return Table(*BOARD, *more)
