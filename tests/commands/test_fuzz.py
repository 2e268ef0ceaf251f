"""Whatever comes in: nothing escapes, no defect shows, half a line does nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.commands.dialogue import cases, raw
from tests.commands.ports import Port
from tests.commands.test_refusals import everything, prepared

LINES = sorted(
    {
        raw(text) if verb == ">>" else text.encode() + b"\n"
        for case in cases()
        for _, verb, text in case.steps
        if verb in (">", ">>") and "SIM:" not in text and "{" not in text
    }
)
SYSTEM_ERRORS = (b"-310", b"-321")


def queued(port: Port) -> bytes:
    return port.exchange(b"SYST:ERR:ALL?\n")


@pytest.mark.req("C-17")
@given(st.binary(max_size=600))
def test_random_bytes(data: bytes) -> None:
    port = Port()
    port.exchange(data + b"\n*CLS\n")
    port.exchange(data)
    assert not any(number in queued(port) for number in SYSTEM_ERRORS)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A line that is right, less, more or other than it was in one to four places."""
    line = bytearray(draw(st.sampled_from(LINES)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(line) - 1)))
        change = draw(st.sampled_from("xid2"))
        if change == "x" and line:
            line[at] = draw(st.integers(0, 255))
        elif change == "i":
            line.insert(at, draw(st.integers(0, 255)))
        elif change == "d" and line:
            del line[at]
        elif line:
            line.insert(at, line[at])
    return bytes(line)


@pytest.mark.req("C-17")
@settings(max_examples=300)
@given(st.lists(mutated(), min_size=1, max_size=4))
def test_mutated_lines(lines: list[bytes]) -> None:
    port = prepared("running")
    port.session.eol = 1
    for line in lines:
        port.exchange(line)
    port.exchange(b"\n")
    assert not any(number in queued(port) for number in SYSTEM_ERRORS)


@given(st.binary(max_size=300).map(lambda data: data.replace(b"\n", b" ").replace(b"\r", b" ")))
def test_without_a_line_end_nothing_is_done(data: bytes) -> None:
    port = prepared("ready")
    before = everything(port)
    assert port.exchange(b"DEL:STAR;" + data) == b""
    port.session.lost()
    assert everything(port) == before


def test_ten_kilobytes_without_a_line_end() -> None:
    port = prepared("running")
    before = everything(port)
    assert port.exchange(b"DEL:STOP;" * 1200) == b""
    assert everything(port) == before
    assert port.exchange(b"\nDEL:STAT?\n") == b"STOP\n"
    assert port.error() == -363
    assert port.error() == 0


def test_every_single_byte_as_a_line() -> None:
    for byte in range(256):
        port = Port()
        answered = port.exchange(bytes((byte, 10)))
        assert bool(answered) == (byte in b"@!")
        assert port.error() in (0, -101, -102, -113, -360)
