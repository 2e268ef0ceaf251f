"""The composition root of a board: its Hal, the instrument, turn after turn."""

import micropython

micropython.kbd_intr(-1)  # first of all: Ctrl-C is a byte like any other

from board import make_hal, repl_requested  # noqa: E402

from pump.app.compose import Instrument  # noqa: E402

if repl_requested():
    micropython.kbd_intr(3)  # the line is the programmer's: mpremote, a terminal
else:
    Instrument(make_hal()).run()
