"""A full prescription is judged while drug flows, before its pulses or a stop would notice."""

from tests.board import judging
from tests.board.apart import apart

# docs/design/measuring.md: beyond what any line takes; a collection of the heap is in it
JUDGED_MS = 60
REFUSED_MS = 90  # of which 10 find the header's row; later moments are looked at too


def beyond(staged: str) -> "tuple[float, str]":
    """What PRES:CHECk? takes beyond a line that asks nothing, and its answer."""

    def check(line: str) -> "tuple[float, str]":
        return judging.answered(*judging.STAGED[staged], line)

    judging.delivering()
    none_ms, _ = apart(lambda: check("*OPC?"))
    took_ms, said = apart(lambda: check("PRES:CHEC?"))
    print(none_ms, took_ms)
    return took_ms - none_ms, said


def test_a_prescription_of_24_segments_is_judged_in_time() -> None:
    took_ms, said = beyond("fits")
    assert said == '0,"OK"'
    assert took_ms < JUDGED_MS


def test_so_is_one_that_a_window_refuses() -> None:
    took_ms, said = beyond("refused")
    assert said.startswith('211,"Daily limit;') and " ug less, or after " in said
    assert took_ms < REFUSED_MS
