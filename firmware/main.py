"""The composition root of a board: its Hal, the instrument, turn after turn."""

from board import make_hal

from pump.app.compose import Instrument

Instrument(make_hal()).run()
