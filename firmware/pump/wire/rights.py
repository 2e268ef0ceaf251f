"""Roles, and the one place where a command is let through or refused for want of a right.

Absent means refused. A session has the role that a plain line was granted when it was made, the
one of a window that a signed line has opened, or for one line the one of the key that signed it.
"""

from micropython import const

from pump.core.reasons import COMMAND_PROTECTED, COMMUNICATION_ERROR

ANYONE = const(0)  # the emergency stop: whoever is at the port, whatever the state
OBSERVE = const(0)  # queries, staging, status registers, *RST
OPERATE = const(1)  # start, suspend, resume, bolus within limits, acknowledge, clock
PRESCRIBE = const(2)  # commit, limits, fill, prime, bridge, concentration
SERVICE = const(3)  # calibration, keys, firmware

_SWITCH = "SYSTem:COMMunicate:CHECk"
ROLE_NAMES = ("OBSERVE", "OPERATE", "PRESCRIBE", "SERVICE")

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.wire.session import Session
    from pump.wire.table import Row


def refusal(row: "Row", session: "Session") -> "tuple[int, str] | None":
    """Why the session may not run the row now, number and detail; None: it may. Each role may all
    that the roles below it may."""
    if row.role > session.granted and row.role > session.role():
        return COMMAND_PROTECTED, ""
    if not _unchecked(row, session):
        return None
    if session.check:
        return COMMUNICATION_ERROR, "SYST:COMM:CHEC is ON: ! and ~"
    return COMMUNICATION_ERROR, "the line before was damaged: SYST:ERR? first"


def _unchecked(row: "Row", session: "Session") -> bool:
    """Whether only checked lines may order now, and this is an order in an unchecked one.

    So it is where the session has asked for it, and while its link is suspect. The emergency stop,
    the common commands and SYSTem:COMMunicate:CHECk itself are never held up.
    """
    if session.checked or not (session.check or session.link_suspect):
        return False
    pattern = row.pattern
    free = row.free or pattern[0] == "*" or pattern.endswith("?")
    return not free and not pattern.startswith(_SWITCH)
