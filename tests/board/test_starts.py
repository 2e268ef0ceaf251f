"""Each row of starts.py on the emulated board; and the page that shows them."""

import pytest

from tests.board import starting
from tests.board.apart import apart
from tests.board.powered import settled
from tests.board.starts import LOW, NO_TONE, PUMP, RED_ON, STARTS, Start, table
from tests.house.files import ROOT

PAGE = ROOT / "docs/board.md"
SETTLED_MS = 3_500  # restored, and its alarms are told


@pytest.mark.parametrize("row", STARTS, ids=[row.name for row in STARTS])
def test_the_board_does_what_the_table_says(row: Start) -> None:
    def work() -> None:
        board = getattr(starting, row.name)()
        if row.line == PUMP:
            board.run_ms(SETTLED_MS)
        assert starting.seen(board, _watch_ms(row)) == (row.lamp, row.tone)
        assert tuple(cause for _, cause in board.pico.resets) == row.resets
        assert starting.line(board) == row.line
        if row.state:
            assert settled(board, b"DEL:STAT?\n") == row.state.encode() + b"\n"

    apart(work)


def _watch_ms(row: Start) -> int:
    if row.lamp == RED_ON:
        return starting.SILENT_WATCH_MS
    quiet = row.line == PUMP and row.tone in (LOW, NO_TONE)
    return starting.LOW_WATCH_MS if quiet else starting.WATCH_MS


def test_the_page_shows_the_table() -> None:
    assert table() in PAGE.read_text()
