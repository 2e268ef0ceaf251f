"""The composition root of a board: its Hal, the instrument, turn after turn."""

import micropython

micropython.kbd_intr(-1)  # first of all: Ctrl-C is a byte like any other

from board import make_hal, repl_requested  # noqa: E402

from pump.app.firmware_fault import guarded  # noqa: E402

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.app.turn import Turn
    from pump.hal import Hal


def boot(hal: "Hal") -> "Turn":
    """The instrument's turn. Imported in here: what cannot be is a fault as any other."""
    from pump.app.compose import Instrument

    return Instrument(hal, sweeps=True).turn


if repl_requested():
    micropython.kbd_intr(3)  # the line is the programmer's: mpremote, a terminal
else:
    guarded(make_hal(), boot)
