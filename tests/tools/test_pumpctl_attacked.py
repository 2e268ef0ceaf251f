"""Somebody else on the line or at another port: nothing of his is signed, committed or believed."""

import re

import pytest
import typer

from tests.tools.pumpctl_wire import SIGNED, STAGED, Wire, call, checked, running, unsigned
from tools.pumpctl import Disturbed, Keys, LinkLost, Pump, Refused, Uncertain


@pytest.fixture
def bench():
    return running()


@pytest.fixture
def wire(bench):
    return Wire(bench)


@pytest.fixture
def keys(tmp_path):
    return tmp_path / "keys.toml"


@pytest.fixture
def pump(wire, keys):
    return Pump(wire, Keys(keys))


# Challenges -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "made",
    [
        lambda digits: digits + b" DEL:BOL 20 UG;:*OPC;",
        lambda digits: digits + b";1",
        lambda digits: digits.lower(),
        lambda digits: digits[:-1],
        lambda digits: digits[:-1] + b"\n",
        lambda digits: digits[:0],
        lambda digits: b"\xff" * len(digits),
    ],
)
def test_nothing_but_a_challenge_is_signed(bench, wire, pump, made):
    def back(data):
        form = re.fullmatch(rb"(!\w+ 0) ([0-9A-F]{16}) ~.{8}\n", data)
        return checked(form[1] + b" " + made(form[2])) if form else data

    wire.back = back
    with pytest.raises(Disturbed):
        pump.alarms.pause(60)
    assert not [line for line in wire.sent if SIGNED.search(line)]
    assert bench.exchange("DEL:BOL:STAT?").startswith("NONE")


# Unsigned answers -------------------------------------------------------------------------------


def test_a_refusal_that_nobody_signed_is_settled_by_a_signed_answer(bench, wire, pump):
    """It was forged: the order is done, and done once."""
    hidden = []

    def back(data):
        if SIGNED.search(data) and not hidden:
            hidden.append(data)
            return checked(data.split(b" ")[0] + b" -203")
        return data

    wire.back = back
    assert pump.therapy.bolus("20 UG", confirm=True).response is None
    assert bench.exchange("DEL:BOL:STAT?").startswith("RUN")
    assert len([line for line in wire.sent if b"DEL:BOL " in line]) == 1


@pytest.mark.parametrize("said", [b"-203", b"-360", b"213", b"0"])
def test_where_no_answer_is_signed_nobody_can_tell(bench, wire, pump, said):
    unsigned(wire, said)
    with pytest.raises(Uncertain) as uncertain:
        pump.therapy.bolus("20 UG", confirm=True)
    assert "not known whether" in uncertain.value.text
    assert "pumpctl status" in uncertain.value.next_step
    assert bench.exchange("DEL:BOL:STAT?").startswith("RUN")
    assert len([line for line in wire.sent if b"DEL:BOL " in line]) == 1


def test_uncertain_has_a_code_of_its_own(wire, keys):
    unsigned(wire)
    done = call(wire, "bolus", "20 UG", "--confirm", "--yes", keys=keys)
    assert done.exit_code == 4
    assert done.stderr.startswith("uncertain 4")


def test_a_refusal_that_came_before_the_line_was_run_is_told_as_one(pump):
    """32 orders within ten seconds leave no room. It says so unsigned; LAST? is signed."""
    for _ in range(32):
        pump.alarms.pause(5)
    with pytest.raises(Refused) as refused:
        pump.therapy.bolus("20 UG", confirm=True)
    assert refused.value.number == -225
    assert "ten seconds" in refused.value.next_step


def test_an_order_over_which_the_pump_failed_is_uncertain(bench, pump):
    def fails(*_):
        raise ValueError

    bench.pump.give_bolus = fails
    with pytest.raises(Uncertain, match="the pump has failed over the order"):
        pump.therapy.bolus("20 UG", confirm=True)


# Checks -----------------------------------------------------------------------------------------


def test_the_session_takes_orders_in_checked_lines_only_from_its_start(bench, wire, pump):
    assert re.fullmatch(rb"!\w+ SYST:COMM:CHEC ON ~.{8}\n", wire.sent[1])
    assert wire.session.check
    wire.reopen()
    assert not wire.session.check


def test_and_again_when_the_link_was_lost(wire, pump):
    receive = wire.receive

    def lost(_wanted):
        wire.receive = receive
        raise LinkLost("the line is cut", "plug it in")

    wire.receive = lost
    assert pump.state() == "RUN"
    assert wire.session.check
    wire.receive = lost
    pump.therapy.bolus("20 UG", confirm=True)
    assert wire.session.check


# Staging ----------------------------------------------------------------------------------------


@pytest.fixture
def other(bench):
    """Another port, without any right."""
    bench.exchange("SIM:TIME:ADV 25 HR")
    return bench.instrument.new_session(0)


def test_what_is_committed_is_what_was_shown(bench, wire, keys, other, monkeypatch):
    """He stages A, B while it is read, and A again during the question."""
    other.feed((STAGED % 310 + "\n").encode())
    reads = []

    def back(data):
        if b"CISTERNA RX" in data:
            reads.append(data)
            if len(reads) == 1:
                other.feed((STAGED % 245 + "\n").encode())
        return data

    def confirm(_question):
        other.feed((STAGED % 310 + "\n").encode())
        return True

    wire.back = back
    monkeypatch.setattr(typer, "confirm", confirm)
    done = call(wire, "commit", keys=keys)
    assert "245 UG/D" in done.stdout
    assert done.exit_code == 1
    assert "refused 202" in done.stderr
    assert "next: somebody has staged another" in done.stderr
    assert "SEGMENT 00:00 240000" in bench.exchange("PRES:ACT:DATA?")


@pytest.mark.parametrize(
    "typed", ["PRES:LIM:BOL 1 UG;DAY 251 UG", "PRES:SEGM1:RATE 260 UG/D", "PRES:DISC", "PRES:COPY"]
)
def test_what_changes_during_the_question_is_not_committed(
    bench, wire, keys, other, monkeypatch, tmp_path, typed
):
    file = tmp_path / "rx.toml"
    file.write_text(
        'drug = "baclofen"\nconcentration = "500 UG/ML"\nmode = "CONS"\n'
        'segment = [{ rate = "250 UG/D" }]\n'
    )
    before = bench.exchange("PRES:ACT:DATA?")

    def confirm(_question):
        other.feed(typed.encode() + b"\n")
        return True

    monkeypatch.setattr(typer, "confirm", confirm)
    done = call(wire, "program", str(file), keys=keys)
    assert done.exit_code == 1
    assert bench.exchange("PRES:ACT:DATA?") == before
    assert call(wire, "program", str(file), "--yes", keys=keys).exit_code == 0
    assert "SEGMENT 00:00 250000" in bench.exchange("PRES:ACT:DATA?")
