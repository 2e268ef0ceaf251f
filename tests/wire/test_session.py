"""The interpreter on a small table of its own. Plain: runs on the VMs too."""

import pytest

from pump.wire.rights import OBSERVE, OPERATE, PRESCRIBE, SERVICE
from pump.wire.session import REPLY_MAX, Session
from tests.wire.demo import TABLE, Bench


def make(granted=SERVICE):
    bench = Bench()
    return Session(TABLE, bench, granted), bench


def error(session):
    return session.feed(b"SYST:ERR?\n").decode().rstrip("\n")


NONE = '0,"No error"'

# what is sent, what is answered, what handlers did, the first error
LINES = [
    (b"VAL 5;VAL?\n", b"5\n", [5], NONE),
    (b"VAL 5;VAL 6\n", b"", [5, 6], NONE),
    (b"VAL 5;VAL 100;VAL 6\n", b"", [5], '-222,"Data out of range;VAL: 0 to 99"'),
    (b"VAL 5;NO;VAL 6\n", b"", [5], '-113,"Undefined header;NO"'),
    (b"VAL?;NO?;VAL?\n", b"0\n", [], '-113,"Undefined header;NO?"'),
    (b"NO?\n", b"", [], '-113,"Undefined header;NO?"'),
    (b"REF;VAL 5\n", b"", [], '212,"Too soon;REF: wait 5 s"'),
    (b"GIVE 5 UL\n", b"", [5000], NONE),
    (b"GIVE 5\n", b"", [], '-130,"Suffix error;GIVE: unit missing: ML UL"'),
    (b"GIVE 4.9999 UL\n", b"", [5000], '208,"Value rounded;GIVE: taken as 5000 nL"'),
    (b"GIVE 5.0001 UL;VAL?\n", b"0\n", [5000], '208,"Value rounded;GIVE: taken as 5000 nL"'),
    (b"GIVE 5.0005 UL\n", b"", [], '-222,"Data out of range;GIVE: 0.001 to 5 UL"'),
    (b"TELL;VAL?\n", b"0\n", [], '208,"Value rounded;TELL: taken as 3"'),
    (b"BYT?;VAL?\n", b"#14\x00\n\xff\x80;0\n", [], NONE),
    (b"ANSW;VAL?\n", b"done;0\n", [], NONE),
    (b"HALT;VAL 5\n", b"", ["halt ", 5], NONE),
    (b"HALT 5 x,(y\n", b"", ["halt 5 x,(y"], NONE),
    (b"BREAK?;VAL 5\n", b"", [], '-310,"System error;BREAK?: IndexError"'),
    (b"FULL?;VAL 5\n", b"", [], '-321,"Out of memory;FULL?: MemoryError"'),
    (b"VAL?\rVAL?\n", b"0\r\n0\n", [], NONE),
    (b"x" * 300 + b"\nVAL?\n", b"0\n", [], '-363,"Input buffer overrun;255 bytes to a line"'),
]


@pytest.mark.parametrize(("data", "reply", "done", "first"), LINES)
def test_lines(data, reply, done, first):
    session, bench = make()
    assert session.feed(data) == reply
    assert bench.done == done
    assert error(session) == first
    assert error(session) == NONE


@pytest.mark.parametrize(("data", "reply", "done", "first"), LINES)
def test_the_same_line_twice_does_the_same_twice(data, reply, done, first):
    session, bench = make()
    assert session.feed(data + data) == reply + reply
    assert bench.done == done + done
    assert error(session) == first


# granted, line, whether it is let through
RIGHTS = [
    (OBSERVE, b"VAL 5\n", True),
    (OBSERVE, b"HALT\n", True),
    (OBSERVE, b"GIVE 5 UL\n", False),
    (OBSERVE, b"COMM\n", False),
    (OPERATE, b"GIVE 5 UL\n", True),
    (OPERATE, b"COMM\n", False),
    (PRESCRIBE, b"COMM\n", True),
    (SERVICE, b"COMM\n", True),
]


@pytest.mark.parametrize(("granted", "line", "through"), RIGHTS)
def test_rights(granted, line, through):
    session, bench = make(granted)
    assert session.feed(line) == b""
    assert (bench.done != []) == through
    header = line.split()[0].decode()
    assert error(session) == (NONE if through else f'-203,"Command protected;{header}"')


def test_nothing_granted_means_observe():
    bench = Bench()
    session = Session(TABLE, bench)
    session.feed(b"GIVE 5 UL\n")
    assert bench.done == []


def test_a_reply_beyond_the_output_buffer_is_a_deadlock():
    session, _ = make()
    assert session.feed(b"LONG? %d\n" % (REPLY_MAX - 1)) == b"x" * (REPLY_MAX - 1) + b"\n"
    assert session.feed(b"LONG? 8000;LONG? 8000;VAL 5\n") == b""
    assert error(session).startswith('-430,"Query DEADLOCKED;LONG?')
    assert session.feed(b"VAL?\n") == b"0\n"


def test_losing_the_port_drops_the_partial_line():
    for partial in (b"VAL 5", b"VAL 5;GIVE", b"y" * 300, b"VAL 6\r"):
        session, bench = make()
        session.feed(partial)
        session.lost()
        assert session.feed(b"VAL?\n") == b"0\n"
        assert bench.done == []


def test_a_lone_cr_is_decided_by_what_follows_or_by_nothing():
    session, _ = make()
    assert session.feed(b"VAL?\r") == b""
    assert session.waiting()
    assert session.idle() == b"0\r\n"
    assert not session.waiting()
    assert session.feed(b"VAL?\r") == b""
    assert session.feed(b"\n") == b"0\n"
    assert session.idle() == b""


def test_two_ports_share_errors_but_not_lines():
    bench = Bench()
    first, second = Session(TABLE, bench, SERVICE), Session(TABLE, bench, SERVICE)
    first.feed(b"NO")
    second.feed(b"VAL 5\n")
    first.feed(b"PE\n")
    assert bench.done == [5]
    assert error(second) == '-113,"Undefined header;NOPE"'


def test_kept_lines_do_not_grow_without_end():
    session, bench = make()
    for number in range(300):
        session.feed(b"VAL %d\n" % (number % 100))
    assert bench.done == [number % 100 for number in range(300)]


@pytest.mark.parametrize(
    ("line", "halts"),
    [
        (b"HALT\n", 1),
        (b"halt 5 x\n", 1),
        (b"HALT;NO\n", 1),
        (b"VAL 5;HALT\n", 0),
        (b"HALTS\n", 0),
        (b"HALT?\n", 0),
    ],
)
def test_a_line_that_begins_with_a_stop_halts_before_it_is_compiled(line, halts):
    session, bench = make(OBSERVE)
    session.feed(line)
    assert bench.halts == halts


@pytest.mark.parametrize(
    ("line", "orders"),
    [
        (b"VAL?\n", False),
        (b"HALT\n", False),
        (b"HALT;VAL 5\n", True),
        (b"VAL?;HALT\n", False),
        (b"VAL?;VAL 5\n", True),
        (b"@a VAL?\n", False),
        (b"@a VAL 5\n", True),
        (b"NO\n", False),
        (b"VAL 5", True),
    ],
)
def test_what_orders_is_known_before_it_is_run(line, orders):
    session, bench = make()
    assert session.orders(line) == orders
    assert bench.done == []


def test_the_rest_of_a_line_counts_as_an_order_and_is_no_stop():
    session, _ = make()
    assert session.stops(b"halt 5\r\n") and not session.stops(b"VAL?;HALT\n")
    session.feed(b"VA")
    assert not session.stops(b"HALT\n")
    assert session.orders(b"L?\n")
