"""The board's turn: reads the Hal, moves the pump, does what the pump asks."""
