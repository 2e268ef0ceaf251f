"""Roles, and the one place where a command is let through or refused for want of a right.

Absent means refused: a session that was granted nothing observes. The simulator grants its
sessions SERVICE when it makes them, in the open, and *OPT? says SIM; nothing here knows it.
A line's own right (a signature over it, or a window that a signed line opened) raises
`session.granted` for that line: the envelope's business, before the line comes here.
"""

from micropython import const

ANYONE = const(0)  # the emergency stop: whoever is at the port, whatever the state
OBSERVE = const(0)  # queries, staging, status registers, *RST
OPERATE = const(1)  # start, suspend, resume, bolus within limits, acknowledge, clock
PRESCRIBE = const(2)  # commit, limits, fill, prime, bridge, concentration
SERVICE = const(3)  # calibration, keys, firmware

ROLE_NAMES = ("OBSERVE", "OPERATE", "PRESCRIBE", "SERVICE")

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.wire.session import Session
    from pump.wire.table import Row


def permitted(row: "Row", session: "Session") -> bool:
    """Whether the session may run the row now: each role may all that the roles below it may."""
    return row.role <= session.granted
