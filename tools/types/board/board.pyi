"""What main.py asks of the board it is flashed to; each board brings its own board.py."""

from pump.hal import Hal

def make_hal() -> Hal: ...
