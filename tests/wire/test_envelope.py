"""The form of an envelope, and what a link remembers. Plain."""

from pump.core.reasons import COMMUNICATION_ERROR, DATA_CORRUPT_OR_STALE, SYNTAX_ERROR, Refused
from pump.wire.envelope import KEPT_BYTES, KEPT_LINES, KEPT_MS, Envelope, Memory
from pump.wire.signing import crc_text


def fault(line):
    try:
        Envelope(line).check()
    except Refused as refused:
        return refused.number
    return 0


def test_it_is_taken_apart():
    line = b"!a1 DEL:BOL 5 UL"
    envelope = Envelope(line + b" ~" + crc_text(line).lower())
    envelope.check()
    assert (envelope.mark, envelope.tag, envelope.message) == (b"!", b"a1", b"DEL:BOL 5 UL")
    assert (envelope.head, envelope.trailer) == (line, crc_text(line))


def test_a_message_may_be_empty_or_begin_with_space():
    assert Envelope(b"@7").message == Envelope(b"@7 ").message == b""
    assert Envelope(b"@7  *OPC?").message == b" *OPC?"


def test_only_the_last_trailer_counts():
    line = b'!7 PRES:DRUG "x ~00000000"'
    envelope = Envelope(line + b" ~" + crc_text(line))
    envelope.check()
    assert envelope.message == b'PRES:DRUG "x ~00000000"'


def test_an_unchecked_line_has_no_trailer():
    envelope = Envelope(b"@7 *OPC? ~00000000")
    assert (envelope.trailer, envelope.message) == (b"", b"*OPC? ~00000000")


def test_tags():
    for tag in (b"7", b"z", b"A0", b"0123456789abcdef"):
        assert fault(b"@" + tag + b" *OPC?") == 0
    for tag in (b"", b" ", b"0123456789abcdefg", b"a.b", b"a\x00", b"\xc3\xa9", b"-1"):
        assert fault(b"@" + tag + b" *OPC?") == SYNTAX_ERROR


def test_trailers():
    line = b"!7 *OPC?"
    good = crc_text(line)
    for trailer in (
        b"",
        b"~" + good,
        b" ~",
        b" ~" + good[1:],
        b" ~" + good + b" ",
        b" ~" + good * 2,
    ):
        assert fault(line + trailer) == COMMUNICATION_ERROR
    assert fault(line + b" ~" + good) == 0
    assert fault(line + b" ~" + good * 4) == 0  # 32 digits: the form of a signature


def test_a_line_is_remembered_for_ten_seconds():
    memory = Memory()
    memory.keep(b"@7 A", b"7", b"@7 0", True, 0, 86_399_000)
    assert memory.find(b"@7 A", b"7", 1, KEPT_MS - 1_001) == b"@7 0"
    assert memory.find(b"@8 A", b"8", 1, 0) is None
    assert memory.find(b"@7 A", b"7", 1, KEPT_MS - 1_000) is None


def test_a_tag_is_one_lines():
    memory = Memory()
    memory.keep(b"@7 A", b"7", b"@7 0", True, 0, 0)
    try:
        memory.find(b"@7 B", b"7", 0, 1)
    except Refused as refused:
        assert refused.number == DATA_CORRUPT_OR_STALE
    else:
        raise AssertionError("taken for a repetition")


def filled(count, ordered=True, reply=b"@ 0"):
    memory = Memory()
    for number in range(count):
        memory.keep(b"@%d" % number, b"%d" % number, reply, ordered, 0, 0)
    return memory


def known(memory, number):
    return memory.find(b"@%d" % number, b"%d" % number, 0, 0) is not None


def test_so_many_lines_are_remembered():
    memory = filled(KEPT_LINES)
    assert all(known(memory, number) for number in range(KEPT_LINES))
    memory.keep(b"@x", b"x", b"@x 0", True, 0, 0)
    assert not known(memory, 0) and known(memory, 1)


def test_what_only_asked_is_forgotten_first():
    memory = Memory()
    memory.keep(b"@bolus", b"bolus", b"@bolus 0", True, 0, 0)
    for number in range(1_000):
        memory.keep(b"@%d" % number, b"%d" % number, b"@ 0 1", False, 0, 0)
    assert memory.find(b"@bolus", b"bolus", 0, 0) == b"@bolus 0"
    assert known(memory, 999) and not known(memory, 900)


def test_long_replies_make_room():
    memory = filled(3, reply=bytes(KEPT_BYTES // 2))
    assert [known(memory, number) for number in range(3)] == [False, True, True]
    memory = filled(1, reply=bytes(KEPT_BYTES + 1))
    assert not known(memory, 0)


def test_a_lost_link_forgets():
    memory = filled(3)
    memory.clear()
    assert not known(memory, 0)
