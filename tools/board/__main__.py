"""`python -m tools.board`."""

from tools.board.cli import run

run()
