"""Rights, repetition and the emergency stop, when somebody or something tries to get round them."""

import pytest

from host_sim.board.bench import Bench
from host_sim.board.setup import Setup
from pump.wire.signing import request_mac
from tests.commands.published import KEYS

SERIAL = "SIM00001"
KEY = "00112233445566778899AABBCCDDEEFF" * 2
OTHER = "0123456789ABCDEF" * 4


def sealed(bench, line, role):
    tag = bench.exchange("AUTH:CHAL?")
    head = f"!{tag} {line}"
    return head + " ~" + request_mac(KEYS[role], SERIAL, head.encode()).decode()


def signed(bench, line, role="OPERATE"):
    return bench.exchange(sealed(bench, line, role))


@pytest.fixture
def bench():
    bench = Bench(Setup())
    bench.exchange('PRES:DRUG "baclofen";CONC 500 UG/ML;MODE CONS;:PRES:SEGM1:RATE 240 UG/D')
    bench.exchange("PRES:COMM " + bench.exchange("PRES:DIG?"))
    bench.exchange("PRES:HIST CONT,240 UG/D;:RES:FILL 18 ML,500 UG/ML;:CATH:CONT 500 UG/ML,CONFIRM")
    bench.exchange("DEL:STAR")
    assert bench.exchange("SYST:ERR?;:DEL:STAT?") == '0,"No error";RUN'
    bench.turn.session.granted = 0
    return bench


class Heavy(bytes):
    def __add__(self, other):
        raise MemoryError


def test_a_heap_that_ends_within_a_signed_line_leaves_no_right_behind(bench, monkeypatch):
    session = bench.turn.session
    run = session._run

    def heavy(unit):
        done = run(unit)
        session.reply = Heavy(str(session.reply).encode())
        return done

    line = sealed(bench, "*OPC?;*OPC?", "PRESCRIBE")
    with monkeypatch.context() as patch:
        patch.setattr(session, "_run", heavy)
        try:
            bench.exchange(line)
        except MemoryError:
            bench.hal.link.take()
    assert bench.exchange("AUTH:STAT?") == "OBSERVE,0,0"
    assert not session.checked


def test_a_line_whose_reply_found_no_room_is_not_run_again(bench, monkeypatch):
    signed(bench, "AUTH:OPEN 900")
    cache = bench.turn.session.exchange._cache

    def full(*_):
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(cache, "finish", full)
        try:
            bench.exchange("@7 DEL:SUSP 1 MIN;:DEL:RES")
        except MemoryError:
            bench.hal.link.take()
    assert bench.exchange("SYST:COMM:LAST?").startswith('"7",')
    bench.exchange("@7 DEL:SUSP 1 MIN;:DEL:RES")
    assert bench.exchange("LOG:DATA? 1,99").count(" SUSPEND ") == 1


FLOOD = [f"@f{number} *ESE {number}" for number in range(32)]
LARGE = ["@c *CLS;:SYST:HELP:HEAD?;*IDN?;*IDN?"]


@pytest.mark.parametrize("between", [FLOOD, LARGE], ids=["flood", "large"])
def test_what_makes_room_in_memory_is_never_an_order_of_therapy(bench, between):
    signed(bench, "AUTH:OPEN 900")
    assert bench.exchange("@b DEL:BOL 5 UL,0 S,CONFIRM") == "@b 0"
    for line in between:
        bench.exchange(line)
    bench.exchange("@d DEL:BOL:ABOR")
    bench.exchange("@b DEL:BOL 5 UL,0 S,CONFIRM")  # within 10 s
    assert bench.exchange("DEL:BOL:STAT?").startswith("ABORTED")


def test_a_start_is_not_repeated_over_an_emergency_stop(bench):
    signed(bench, "AUTH:OPEN 900")
    bench.exchange("DEL:STOP")
    assert bench.exchange("@s DEL:STAR") == "@s 0"
    bench.exchange(LARGE[0])
    bench.exchange("DEL:STOP OVERDOSE")
    bench.exchange("@s DEL:STAR")
    assert bench.exchange("DEL:STAT?") == "STOP"


def test_an_order_whose_own_reply_is_long_is_done_once(bench):
    signed(bench, "AUTH:OPEN 900")
    line = "@b DEL:SUSP 1 MIN;:DEL:RES;" + LARGE[0][3:]
    first = bench.exchange(line)
    count = bench.exchange("LOG:COUN?")
    second = bench.exchange(line)
    assert bench.exchange("LOG:COUN?") == count
    assert second.split(" ")[:2] in (first.split(" ")[:2], ["@b", "-230"])


def test_a_stop_is_not_refused_because_its_tag_was_taken(bench):
    bench.exchange("@7 *IDN?")
    bench.exchange("@7 DEL:STOP OVERDOSE")
    assert bench.exchange("DEL:STAT?") == "STOP"


def test_the_same_stop_line_stops_again(bench):
    bench.exchange("@7 DEL:STOP OVERDOSE")
    signed(bench, "DEL:STAR")
    bench.exchange("@7 DEL:STOP OVERDOSE")
    assert bench.exchange("DEL:STAT?") == "STOP"


@pytest.mark.parametrize("line", ["@ DEL:STOP", "@12345678901234567 DEL:STOP", "@7\tDEL:STOP"])
def test_a_stop_needs_no_good_tag(bench, line):
    bench.exchange(line)
    assert bench.exchange("DEL:STAT?") == "STOP"


@pytest.mark.parametrize("fault", [MemoryError, ValueError])
def test_a_stop_stops_before_it_is_written_down(bench, monkeypatch, fault):
    def broken(*_):
        raise fault

    with monkeypatch.context() as patch:
        patch.setattr(bench.pump.events.log, "event", broken)
        try:
            bench.exchange("DEL:STOP OVERDOSE")
        except (MemoryError, ValueError):
            bench.hal.link.take()
    assert bench.exchange("DEL:STAT?") == "STOP"


def test_a_test_of_the_signals_does_not_hide_the_alarm_that_it_brings(bench):
    signed(bench, "*OPC?")
    bench.exchange("SIM:FAUL:INJ EVENTS_FAIL")
    signed(bench, "ALAR:TEST")
    assert "LOG_WRITE" in bench.exchange("ALAR:LIST?")
    assert bench.pump.attention.testing == 0


def test_who_sets_the_clock_passes_no_daily_limit():
    bench = Bench(Setup())
    bench.exchange(
        'PRES:DRUG "baclofen";CONC 500 UG/ML;MODE FLEX;:PRES:SEGM1:STAR "00:00";RATE 100 UG/D;'
        ':PRES:SEGM2:STAR "22:00";RATE 1150 UG/D;:PRES:LIM:DAY 200 UG'
    )
    bench.exchange("SYST:DATE 2030,1,1;TIME 21,59,0")
    bench.exchange("PRES:COMM " + bench.exchange("PRES:DIG?") + ",CONFIRM")
    bench.exchange("PRES:HIST NEW;:RES:FILL 18 ML,500 UG/ML;:CATH:CONT 500 UG/ML,CONFIRM;:DEL:STAR")
    bench.turn.session.granted = 1  # OPERATE
    for _ in range(48):
        bench.exchange("SYST:TIME 22,0,0")
        bench.exchange("SIM:TIME:ADV 1 HR")
    assert float(bench.exchange("DEL:DOSE:DAY?")) < 250


def test_a_lost_keyring_is_told():
    bench = Bench(Setup())
    bench.exchange("SIM:FAUL:INJ BUTTON")
    bench.exchange(f'AUTH:ENR OPER,"{KEY}"')
    for name in ("keys.a", "keys.b"):
        bench.hal.files.write(name, b"rot")
    bench.exchange("SIM:POW:CYCL 1 S")
    assert "STORED_DATA" in bench.exchange("ALAR:LIST?")


def test_a_rotated_key_does_not_come_back_with_one_bad_copy():
    bench = Bench(Setup())
    bench.exchange("SIM:FAUL:INJ BUTTON")
    old, new = KEY, OTHER
    bench.exchange(f'AUTH:ENR OPER,"{old}"')
    write, calls = bench.hal.files.write, []

    def second_fails(name, data):
        calls.append(name)
        if len(calls) == 2:
            raise OSError(5)
        write(name, data)

    bench.hal.files.write = second_fails
    assert " 0 ~" in signed(bench, f'AUTH:ROT OPER,"{new}"', "SERVICE")
    bench.hal.files.write = write
    bench.exchange("SIM:POW:CYCL 1 S")  # time to mend
    name = "keys.a" if bytes.fromhex(new) in bench.hal.files.read("keys.a") else "keys.b"
    bench.hal.files.write(name, b"rot")
    bench.exchange("SIM:POW:CYCL 1 S")
    assert bench.instrument.context.keys.key(1).hex() != old
