"""The composition root of a board: its Hal, the instrument, turn after turn.

What fails on the way takes one path (app/firmware_fault.py): before there is a Hal with what is
left of the board, from then on with all of it. Where not even the imports below can be had, the
REPL tells so, and the board's watch on it starts anew.
"""

import micropython

micropython.kbd_intr(-1)  # first of all: Ctrl-C is a byte like any other

from board import make_bare, make_hal, repl_requested  # noqa: E402

from pump.app.firmware_fault import guarded, restart_told  # noqa: E402

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.app.turn import Turn
    from pump.hal import Hal


def boot(hal: "Hal") -> "Turn":
    """The instrument's turn. Imported in here: what cannot be is a fault as any other."""
    from pump.app.compose import Instrument
    from pump.app.repl_access import offer_repl

    instrument = Instrument(hal, sweeps=True)
    offer_repl(hal, instrument.pump)
    return instrument.turn


def start() -> None:
    """The program. Does not return."""
    try:
        hal = make_hal()
    except Exception as fault:
        restart_told(make_bare(), fault)
    else:
        guarded(hal, boot)


if repl_requested():
    micropython.kbd_intr(3)  # the line is the programmer's: mpremote, a terminal
else:
    start()
