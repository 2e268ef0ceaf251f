"""Bytes into lines. Plain: runs on the VMs too."""

import pytest

from pump.wire.lines import LINE, LINE_MAX, MORE, OVERLONG, OVERRUN, LineAssembler


def lines_of(pieces, idle=True):
    """What the assembler makes of the pieces: (line, lone CR), OVERRUN or the first words of a line
    that was too long, in order."""
    lines = LineAssembler()
    found = []
    for data in pieces:
        at = 0
        while at < len(data):
            at = lines.push(data, at)
            if lines.event == LINE:
                found.append((lines.line, lines.lone_cr))
            elif lines.event != MORE:
                found.append(OVERRUN if lines.event == OVERRUN else lines.line)
    if idle and lines.idle():
        found.append(lines.line if lines.event == OVERLONG else (lines.line, lines.lone_cr))
    return found


LONG = b"x" * LINE_MAX

CASES = [
    (b"a\n", [(b"a", False)]),
    (b"a\r\n", [(b"a", False)]),
    (b"a\r", [(b"a", True)]),
    (b"a\rb\n", [(b"a", True), (b"b", False)]),
    (b"a\r\rb\r", [(b"a", True), (b"", True), (b"b", True)]),
    (b"a\n\rb\n", [(b"a", False), (b"", True), (b"b", False)]),
    (b"\n\n", [(b"", False), (b"", False)]),
    (b"a\x00b\x03\n", [(b"a\x00b\x03", False)]),
    (b"no end", []),
    (LONG + b"\n", [(LONG, False)]),
    (LONG + b"\r\n", [(LONG, False)]),
    (LONG + b"y\nz\n", [OVERRUN, b"", (b"z", False)]),
    (LONG + b"y" * 1000 + b"\rz\n", [OVERRUN, b"", (b"z", False)]),
    (LONG + b"y\r\nz\n", [OVERRUN, b"", (b"z", False)]),
    (LONG + b"y\n" + LONG + b"y\nz\n", [OVERRUN, b"", OVERRUN, b"", (b"z", False)]),
    (LONG + b"y\r", [OVERRUN, b""]),
    (b"a b;c" + LONG + b"\nz\n", [OVERRUN, b"a b;", (b"z", False)]),
    (b"a;b c" + LONG + b"\r", [OVERRUN, b"a;b "]),
    (LONG[:-1] + b" y;z\n", [OVERRUN, LONG[:-1] + b" "]),
]


@pytest.mark.parametrize(("data", "found"), CASES)
def test_whole(data, found):
    assert lines_of([data]) == found


@pytest.mark.parametrize(("data", "found"), CASES)
def test_byte_by_byte(data, found):
    assert lines_of([data[at : at + 1] for at in range(len(data))]) == found


def test_a_cr_waits_for_what_follows():
    lines = LineAssembler()
    lines.push(b"a\r", 0)
    assert lines.event == MORE and lines.after_cr
    lines.push(b"\n", 0)
    assert lines.event == LINE and not lines.lone_cr


def test_idle_without_a_cr_is_no_line():
    lines = LineAssembler()
    lines.push(b"a", 0)
    assert not lines.idle()
    lines.push(b"b\n", 0)
    assert lines.line == b"ab"


def test_clear_forgets_the_partial_line():
    for partial in (b"DEL:ST", b"DEL:ST\r", LONG + b"y"):
        lines = LineAssembler()
        lines.push(partial, 0)
        lines.clear()
        lines.push(b"a\n", 0)
        assert lines.event == LINE and lines.line == b"a" and not lines.lone_cr
