"""What a turn takes from the heap: on the 31-bit VM it is what a board would take."""

import re

import pytest

from tests.vm.vm import MACHINES, on_each_machine

# Counting the heap takes as long as the heap is large.
SMALL = {"unix": {"heap": "8M"}, "wasm": {"heap_bytes": 8 << 20}}
# bytes, on 32-bit words as a board's; the unix port's words are twice as wide
PLANNING_MOST = 1024  # more is a mistake that a board's collector would feel
ANY_TURN_MOST = 10_240  # a turn that writes an image, every 128 quanta: 192 bins are in it
GROWTH_MOST = 512  # lists of a day's boluses, fills and alarms differ by a few entries
WORDS = {"unix": 2, "wasm": 1}


def bytes_of(text: str, kind: str) -> int:
    found = re.search(rf"^{kind}: (-?\d+) bytes", text, re.M)
    assert found, text
    return int(found[1])


@pytest.mark.req("C-23")
@on_each_machine
def test_a_steady_turn_takes_nothing_and_a_planning_turn_little(machine: str) -> None:
    text = MACHINES[machine]("tests/vm/scripts/heap.py", **SMALL[machine]).checked().decode()
    print(text)
    assert bytes_of(text, "steady") == 0
    assert bytes_of(text, "planning") <= PLANNING_MOST * WORDS[machine]
    assert bytes_of(text, "at most") <= ANY_TURN_MOST * WORDS[machine]


@on_each_machine
def test_who_polls_takes_nothing_and_a_new_line_little(machine: str) -> None:
    text = MACHINES[machine]("tests/vm/scripts/asking.py", **SMALL[machine]).checked().decode()
    print(text)
    assert bytes_of(text, "DEL:STAT\\?") == bytes_of(text, "\\*STB\\?") == 0
    assert bytes_of(text, "DEL:VOL:TOT\\?") <= 256 * WORDS[machine]
    assert bytes_of(text, "new line") <= 2048 * WORDS[machine]
    assert bytes_of(text, "checked") <= 2048 * WORDS[machine]


def test_180_days_leave_nothing_behind() -> None:
    """On the unix port: the WebAssembly port collects only after a script has ended."""
    text = MACHINES["unix"]("tests/vm/scripts/growth.py", **SMALL["unix"]).checked().decode()
    print(text)
    assert int(text.split()[1]) > 180 * 280
    assert bytes_of(text, "growth") <= GROWTH_MOST
