"""Every header that the pump answers, subsystem by subsystem."""

from pump.commands.ieee import COMMON
from pump.commands.status import STATUS
from pump.commands.system import SYSTEM
from pump.wire.table import Table

TREE = Table(COMMON, SYSTEM, STATUS)
