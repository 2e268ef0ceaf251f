"""Access to the REPL, and why the board started: what outlives a reset of the ESP32.

Knows one number in the chip's own store of settings. Does not know who may ask, or why it restarts.
"""

import esp32
import machine
from micropython import const

POWER = const(0)
WATCHDOG = const(1)
OTHER = const(2)  # the program asked for it

_STORE = "pump"
_REPL = "repl"


def reset_cause() -> int:
    """POWER (the reset pin too), WATCHDOG (some ports call a brown-out that) or OTHER."""
    cause = machine.reset_cause()
    if cause == machine.WDT_RESET:
        return WATCHDOG
    return OTHER if cause == machine.SOFT_RESET else POWER


def repl_requested() -> bool:
    """Whether the line belongs to the REPL from now on: the program before this start asked."""
    store = esp32.NVS(_STORE)
    try:
        asked = store.get_i32(_REPL) == 1
    except OSError:
        asked = False  # nobody ever did
    if asked:
        store.set_i32(_REPL, 0)
        store.commit()
    return asked


def restart_to_repl() -> None:
    """Start again with the line left to the REPL. Does not return."""
    store = esp32.NVS(_STORE)
    store.set_i32(_REPL, 1)
    store.commit()
    machine.reset()


def restart() -> None:
    """Start again. Does not return."""
    machine.reset()
