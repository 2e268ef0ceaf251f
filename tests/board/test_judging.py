"""A full prescription is judged while drug flows, before its pulses or a stop would notice."""

from tests.board import judging
from tests.board.apart import apart

JUDGED_MS = (
    60  # docs/design/measuring.md: beyond what any line takes; a collection of 16 ms is in it
)


def test_a_prescription_of_24_segments_is_judged_in_time() -> None:
    def check(line: str) -> "tuple[float, str]":
        return judging.answered(*judging.STAGED["fits"], line)

    judging.delivering()
    none_ms, _ = apart(lambda: check("*OPC?"))
    took_ms, said = apart(lambda: check("PRES:CHEC?"))
    print(none_ms, took_ms)
    assert said == '0,"OK"'
    assert took_ms - none_ms < JUDGED_MS
