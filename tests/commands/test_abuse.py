"""Rights, repetition and the emergency stop, when somebody or something tries to get round them."""

import pytest

from host_sim.runner import Runner
from host_sim.words.setup import Setup
from pump.wire.signing import request_mac
from tests.commands.published import KEYS

SERIAL = "SIM00001"
KEY = "00112233445566778899AABBCCDDEEFF" * 2
OTHER = "0123456789ABCDEF" * 4


def sealed(runner, line, role):
    tag = runner.exchange("AUTH:CHAL?")
    head = f"!{tag} {line}"
    return head + " ~" + request_mac(KEYS[role], SERIAL, head.encode()).decode()


def signed(runner, line, role="OPERATE"):
    return runner.exchange(sealed(runner, line, role))


@pytest.fixture
def runner():
    runner = Runner(Setup())
    runner.exchange('PRES:DRUG "baclofen";CONC 500 UG/ML;MODE CONS;:PRES:SEGM1:RATE 240 UG/D')
    runner.exchange("PRES:COMM " + runner.exchange("PRES:DIG?"))
    runner.exchange("RES:FILL 18 ML,500 UG/ML;:DEL:STAR")
    assert runner.exchange("SYST:ERR?;:DEL:STAT?") == '0,"No error";RUN'
    runner.turn.session.granted = 0
    return runner


class Heavy(bytes):
    def __add__(self, other):
        raise MemoryError


def test_a_heap_that_ends_within_a_signed_line_leaves_no_right_behind(runner, monkeypatch):
    session = runner.turn.session
    run = session._run

    def heavy(unit):
        done = run(unit)
        session._reply = Heavy(str(session._reply).encode())
        return done

    line = sealed(runner, "*OPC?;*OPC?", "PRESCRIBE")
    with monkeypatch.context() as patch:
        patch.setattr(session, "_run", heavy)
        try:
            runner.exchange(line)
        except MemoryError:
            runner.hal.link.take()
    assert runner.exchange("AUTH:STAT?") == "OBSERVE,0,0"
    assert not session.checked


def test_a_line_whose_reply_found_no_room_is_not_run_again(runner, monkeypatch):
    signed(runner, "AUTH:OPEN 900")
    cache = runner.turn.session.exchange._cache

    def full(*_):
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(cache, "finish", full)
        try:
            runner.exchange("@7 DEL:SUSP 1 MIN;:DEL:RES")
        except MemoryError:
            runner.hal.link.take()
    assert runner.exchange("SYST:COMM:LAST?").startswith('"7",')
    runner.exchange("@7 DEL:SUSP 1 MIN;:DEL:RES")
    assert runner.exchange("LOG:DATA? 1,99").count(" SUSPEND ") == 1


FLOOD = [f"@f{number} *ESE {number}" for number in range(32)]
LARGE = ["@c *CLS;:SYST:HELP:HEAD?;*IDN?;*IDN?"]


@pytest.mark.parametrize("between", [FLOOD, LARGE], ids=["flood", "large"])
def test_what_makes_room_in_memory_is_never_an_order_of_therapy(runner, between):
    signed(runner, "AUTH:OPEN 900")
    assert runner.exchange("@b DEL:BOL 5 UL") == "@b 0"
    for line in between:
        runner.exchange(line)
    runner.exchange("@d DEL:BOL:ABOR")
    runner.exchange("@b DEL:BOL 5 UL")  # within 10 s
    assert runner.exchange("DEL:BOL:STAT?").startswith("ABORTED")


def test_a_start_is_not_repeated_over_an_emergency_stop(runner):
    signed(runner, "AUTH:OPEN 900")
    runner.exchange("DEL:STOP")
    assert runner.exchange("@s DEL:STAR") == "@s 0"
    runner.exchange(LARGE[0])
    runner.exchange("DEL:STOP OVERDOSE")
    runner.exchange("@s DEL:STAR")
    assert runner.exchange("DEL:STAT?") == "STOP"


def test_an_order_whose_own_reply_is_long_is_done_once(runner):
    signed(runner, "AUTH:OPEN 900")
    line = "@b DEL:SUSP 1 MIN;:DEL:RES;" + LARGE[0][3:]
    first = runner.exchange(line)
    count = runner.exchange("LOG:COUN?")
    second = runner.exchange(line)
    assert runner.exchange("LOG:COUN?") == count
    assert second.split(" ")[:2] in (first.split(" ")[:2], ["@b", "-230"])


def test_a_stop_is_not_refused_because_its_tag_was_taken(runner):
    runner.exchange("@7 *IDN?")
    runner.exchange("@7 DEL:STOP OVERDOSE")
    assert runner.exchange("DEL:STAT?") == "STOP"


def test_the_same_stop_line_stops_again(runner):
    runner.exchange("@7 DEL:STOP OVERDOSE")
    signed(runner, "DEL:STAR")
    runner.exchange("@7 DEL:STOP OVERDOSE")
    assert runner.exchange("DEL:STAT?") == "STOP"


@pytest.mark.parametrize("line", ["@ DEL:STOP", "@12345678901234567 DEL:STOP", "@7\tDEL:STOP"])
def test_a_stop_needs_no_good_tag(runner, line):
    runner.exchange(line)
    assert runner.exchange("DEL:STAT?") == "STOP"


@pytest.mark.parametrize("fault", [MemoryError, ValueError])
def test_a_stop_stops_before_it_is_written_down(runner, monkeypatch, fault):
    def broken(*_):
        raise fault

    with monkeypatch.context() as patch:
        patch.setattr(runner.pump.events.log, "event", broken)
        try:
            runner.exchange("DEL:STOP OVERDOSE")
        except (MemoryError, ValueError):
            runner.hal.link.take()
    assert runner.exchange("DEL:STAT?") == "STOP"


def test_a_test_of_the_signals_does_not_hide_the_alarm_that_it_brings(runner):
    signed(runner, "*OPC?")
    runner.exchange("SIM:FAUL:INJ EVENTS_FAIL")
    signed(runner, "ALAR:TEST")
    assert "LOG_WRITE" in runner.exchange("ALAR:LIST?")
    assert runner.pump.attention.testing == 0


def test_who_sets_the_clock_passes_no_daily_limit():
    runner = Runner(Setup())
    runner.exchange(
        'PRES:DRUG "baclofen";CONC 500 UG/ML;MODE FLEX;:PRES:SEGM1:STAR "00:00";RATE 100 UG/D;'
        ':PRES:SEGM2:STAR "22:00";RATE 1150 UG/D;:PRES:LIM:DAY 200 UG'
    )
    runner.exchange("SYST:DATE 2030,1,1;TIME 21,59,0")
    runner.exchange("PRES:COMM " + runner.exchange("PRES:DIG?") + ",CONFIRM")
    runner.exchange("RES:FILL 18 ML,500 UG/ML;:DEL:STAR")
    runner.turn.session.granted = 1  # OPERATE
    for _ in range(48):
        runner.exchange("SYST:TIME 22,0,0")
        runner.exchange("SIM:TIME:ADV 1 HR")
    assert float(runner.exchange("DEL:DOSE:DAY?")) < 250


def test_a_lost_keyring_is_told():
    runner = Runner(Setup())
    runner.exchange("SIM:FAUL:INJ BUTTON")
    runner.exchange(f'AUTH:ENR OPER,"{KEY}"')
    for name in ("keys.a", "keys.b"):
        runner.hal.files.write(name, b"rot")
    runner.exchange("SIM:POW:CYCL 1 S")
    assert "STORED_DATA" in runner.exchange("ALAR:LIST?")


def test_a_rotated_key_does_not_come_back_with_one_bad_copy():
    runner = Runner(Setup())
    runner.exchange("SIM:FAUL:INJ BUTTON")
    old, new = KEY, OTHER
    runner.exchange(f'AUTH:ENR OPER,"{old}"')
    write, calls = runner.hal.files.write, []

    def second_fails(name, data):
        calls.append(name)
        if len(calls) == 2:
            raise OSError(5)
        write(name, data)

    runner.hal.files.write = second_fails
    assert " 0 ~" in signed(runner, f'AUTH:ROT OPER,"{new}"', "SERVICE")
    runner.hal.files.write = write
    runner.exchange("SIM:POW:CYCL 1 S")  # time to mend
    name = "keys.a" if bytes.fromhex(new) in runner.hal.files.read("keys.a") else "keys.b"
    runner.hal.files.write(name, b"rot")
    runner.exchange("SIM:POW:CYCL 1 S")
    assert runner.instrument.context.keys.key(1).hex() != old
