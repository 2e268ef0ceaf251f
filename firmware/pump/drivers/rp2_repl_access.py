"""Access to the REPL, and why the board started: what outlives a reset of the RP2040.

Knows the watchdog's scratch registers and a button. Does not know who may ask, or why it restarts.
"""

import machine
from micropython import const

POWER = const(0)
WATCHDOG = const(1)
OTHER = const(2)  # the program asked for it

_SCRATCH0 = const(0x4005800C)  # cleared by power alone
_REPL_NEXT = const(0x4F50454E)
_BY_PROGRAM = const(0x41534B21)


def reset_cause() -> int:
    """POWER (the reset pin and brown-outs too), WATCHDOG or OTHER. Ask once, at start."""
    asked = machine.mem32[_SCRATCH0] == _BY_PROGRAM
    machine.mem32[_SCRATCH0] = 0
    if machine.reset_cause() != machine.WDT_RESET:
        return POWER
    return OTHER if asked else WATCHDOG


def repl_requested(button: machine.Pin) -> bool:
    """Whether the line belongs to the REPL from now on: the button is held, or it was asked for."""
    asked = machine.mem32[_SCRATCH0] == _REPL_NEXT
    if asked:
        machine.mem32[_SCRATCH0] = _BY_PROGRAM
    return asked or not button.value()


def restart_to_repl() -> None:
    """Start again with the line left to the REPL. Does not return."""
    machine.mem32[_SCRATCH0] = _REPL_NEXT
    machine.reset()


def restart() -> None:
    """Start again. Does not return."""
    machine.mem32[_SCRATCH0] = _BY_PROGRAM
    machine.reset()
