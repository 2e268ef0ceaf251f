"""The form of an envelope, and what a link remembers. Plain."""

from pump.core.reasons import (
    COMMUNICATION_ERROR,
    DATA_CORRUPT_OR_STALE,
    NO_MORE_ROOM,
    OUT_OF_MEMORY,
    SYNTAX_ERROR,
    Refused,
)
from pump.wire.envelope import (
    ASKED,
    CACHE_BYTES,
    CACHE_LINES,
    CACHE_MS,
    ORDERED,
    SET,
    CachedReply,
    Envelope,
    ReplyCache,
)
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


def keep(cache, line, tag, reply, weight=ORDERED, day=0, ms=0):
    entry = CachedReply(line, tag, weight, 0)
    cache.begin(entry, day, ms)
    cache.finish(entry, 0, reply, day, ms)


def number_of(call, *arguments):
    try:
        call(*arguments)
    except Refused as refused:
        return refused.number
    return 0


def test_a_line_is_remembered_for_ten_seconds():
    cache = ReplyCache()
    keep(cache, b"@7 A", b"7", b"@7 0", day=0, ms=86_399_000)
    assert cache.find(b"@7 A", b"7", 1, CACHE_MS - 1_001).reply == b"@7 0"
    assert cache.find(b"@8 A", b"8", 1, 0) is None
    assert cache.find(b"@7 A", b"7", 1, CACHE_MS - 1_000) is None


def test_a_tag_is_one_lines():
    cache = ReplyCache()
    keep(cache, b"@7 A", b"7", b"@7 0")
    assert number_of(cache.find, b"@7 B", b"7", 0, 1) == DATA_CORRUPT_OR_STALE


def test_a_line_is_remembered_before_it_is_run():
    cache = ReplyCache()
    cache.begin(CachedReply(b"@7 A", b"7", ORDERED, 0), 0, 0)
    entry = cache.find(b"@7 A", b"7", 0, 1)
    assert (entry.reply, entry.error) == (b"", OUT_OF_MEMORY)


def filled(count, weight, reply=b"@ 0"):
    cache = ReplyCache()
    for number in range(count):
        keep(cache, b"@%d" % number, b"%d" % number, reply, weight)
    return cache


def known(cache, number):
    return cache.find(b"@%d" % number, b"%d" % number, 0, 0) is not None


def test_orders_are_never_forgotten_before_their_time():
    cache = filled(CACHE_LINES, ORDERED)
    assert all(known(cache, number) for number in range(CACHE_LINES))
    more = CachedReply(b"@x", b"x", ORDERED, 0)
    assert number_of(cache.begin, more, 0, CACHE_MS - 1) == NO_MORE_ROOM
    assert all(known(cache, number) for number in range(CACHE_LINES))
    assert cache.find(b"@x", b"x", 0, CACHE_MS) is None
    cache.begin(more, 0, CACHE_MS)


def test_what_matters_least_makes_room():
    cache = ReplyCache()
    keep(cache, b"@bolus", b"bolus", b"@bolus 0", ORDERED)
    keep(cache, b"@set", b"set", b"@set 0", SET)
    for number in range(1_000):
        keep(cache, b"@%d" % number, b"%d" % number, b"@ 0 1", ASKED)
    assert cache.find(b"@bolus", b"bolus", 0, 0).reply == b"@bolus 0"
    assert cache.find(b"@set", b"set", 0, 0).reply == b"@set 0"
    assert known(cache, 999) and not known(cache, 900)
    for number in range(1_000, 1_100):
        keep(cache, b"@%d" % number, b"%d" % number, b"@ 0 1", SET)
    assert cache.find(b"@bolus", b"bolus", 0, 0).reply == b"@bolus 0"
    assert not known(cache, 999) and not known(cache, 1_001) and known(cache, 1_099)


def test_long_replies_make_room():
    half = bytes(CACHE_BYTES // 2)
    cache = filled(3, ASKED, half)
    assert [known(cache, number) for number in range(3)] == [False, True, True]
    cache = filled(1, ASKED, bytes(CACHE_BYTES + 1))
    assert not known(cache, 0)
    cache = filled(3, ORDERED, half)  # of an order only the reply goes
    assert [known(cache, number) for number in range(3)] == [True, True, True]
    assert [len(cache.find(b"@%d" % n, b"%d" % n, 0, 0).reply) > 0 for n in range(3)] == [
        False,
        True,
        True,
    ]


def test_a_lost_link_forgets():
    cache = filled(3, ORDERED)
    cache.clear()
    assert not known(cache, 0)


def test_other_white_space_ends_a_tag_that_is_none():
    envelope = Envelope(b"@7\tDEL:STOP")
    assert (envelope.tag, envelope.message) == (b"", b"DEL:STOP")
