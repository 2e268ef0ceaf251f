"""Access to the REPL, and why the board started: what outlives a reset of the chip.

Knows the watchdog's scratch registers. Does not know who may ask, or why it restarts.
"""

import machine
from micropython import const

from pump.drivers.rp2_chip import SCRATCH0

POWER = const(0)
WATCHDOG = const(1)
OTHER = const(2)  # the program asked for it
REPL_LEFT = const(3)  # the REPL had the line until now

_REPL_NEXT = const(0x4F50454E)
_REPL_HERE = const(0x52455054)
_BY_PROGRAM = const(0x41534B21)


def reset_cause() -> int:
    """POWER (the reset pin and brown-outs too) or what else; ask once, at start."""
    left = machine.mem32[SCRATCH0]
    machine.mem32[SCRATCH0] = 0
    if machine.reset_cause() != machine.WDT_RESET:
        return POWER
    if left == _REPL_HERE:
        return REPL_LEFT
    return OTHER if left == _BY_PROGRAM else WATCHDOG


def repl_requested() -> bool:
    """Whether the line belongs to the REPL from now on: the program before this start asked."""
    asked = machine.mem32[SCRATCH0] == _REPL_NEXT
    if asked:
        machine.mem32[SCRATCH0] = _REPL_HERE
    return asked


def restart_to_repl() -> None:
    """Start again with the line left to the REPL. Does not return."""
    machine.mem32[SCRATCH0] = _REPL_NEXT
    machine.reset()


def restart() -> None:
    """Start again. Does not return."""
    machine.mem32[SCRATCH0] = _BY_PROGRAM
    machine.reset()
