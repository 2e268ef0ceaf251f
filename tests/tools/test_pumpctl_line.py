"""The client's side of the line: each order is carried out once, or it is told that it was not."""

import pytest

from tests.tools.pumpctl_peer import Peer
from tools.pumpctl import Disturbed, Keys, Pump, Refused, Silence, Uncertain, Unshown
from tools.pumpctl.client import envelope


@pytest.fixture
def peer():
    return Peer()


@pytest.fixture
def pump(peer, tmp_path):
    return Pump(peer, Keys(tmp_path / "keys.toml"))


def done(peer):
    return [unit for unit, _ in peer.done]


def test_it_asks_who_is_there(pump):
    assert pump.identity.serial == "SIM00007"
    assert pump.identity.options == ("SIM", "TESTKEYS")


def test_an_order_is_signed_with_the_least_role_that_may_give_it(pump, peer):
    pump.therapy.start()
    pump.therapy.suspend("30 MIN")
    pump.therapy.resume()
    pump.therapy.bolus("25 UG", over="10 MIN")
    pump.therapy.abort_bolus()
    pump.reservoir.fill("18 ML", "500 UG/ML")
    pump.reservoir.reconcile("16.4 ML")
    pump.alarms.acknowledge("RESERVOIR_LOW")
    pump.alarms.reset("3")
    pump.alarms.pause(300)
    pump.alarms.test()
    assert peer.done == [
        ("DEL:STAR", "OPERATE"),
        ("DEL:SUSP 30 MIN", "OPERATE"),
        ("DEL:RES", "OPERATE"),
        ("DEL:BOL 25 UG,10 MIN", "OPERATE"),
        ("DEL:BOL:ABOR", "OPERATE"),
        ("RES:FILL 18 ML,500 UG/ML", "PRESCRIBE"),
        ("RES:RECO 16.4 ML", "PRESCRIBE"),
        ("ALAR:ACKN RESERVOIR_LOW", "OPERATE"),
        ("ALAR:RES 3", "OPERATE"),
        ("ALAR:AUD:PAUS 300", "OPERATE"),
        ("ALAR:TEST", "OPERATE"),
    ]


@pytest.mark.req("FI-34")
@pytest.mark.parametrize("lost", [1, 2])
def test_an_order_whose_replies_are_lost_is_sent_again_and_done_once(pump, peer, lost):
    count = len(peer.lines)
    arrived = peer._arrived

    def losing(line):
        if b"DEL:BOL" in line and peer._arrived is losing:
            peer._arrived, peer.lose = arrived, lost
        arrived(line)

    peer._arrived = losing
    pump.therapy.bolus("25 UG")
    assert done(peer) == ["DEL:BOL 25 UG"]
    signed = [line for line in peer.lines[count:] if b"DEL:BOL" in line]
    assert len(signed) == lost + 1
    assert len(set(signed)) == 1


def test_a_question_whose_reply_is_lost_is_asked_again(pump, peer):
    peer.lose = 2
    assert pump.state() == "IDLE"


def test_a_pump_that_never_answers_is_told(pump, peer):
    peer.lose = 99
    with pytest.raises(Silence):
        pump.state()


def test_a_corrupted_reply_is_noticed_and_asked_for_again(pump, peer):
    before = len(peer.lines)
    peer.garble = 1
    assert pump.therapy.volume_total() == pump.therapy.volume_total()
    assert len(peer.lines) - before == 3


def test_a_line_that_only_garbles_is_told(pump, peer):
    peer.garble = 99
    with pytest.raises(Disturbed):
        pump.state()


@pytest.mark.parametrize("lines", [1, 2])
def test_a_line_that_arrives_disturbed_is_sent_again(pump, peer, lines):
    peer.deafen = lines
    assert pump.state() == "IDLE"


def test_a_signed_line_that_arrives_disturbed_is_signed_anew(pump, peer):
    """It has burnt its challenge, and the pump says -360 as to a wrong key."""
    arrived = peer._arrived

    def disturb(line):
        if b"DEL:STAR" in line and not peer.done:
            peer._arrived = arrived
            line = line.replace(b"DEL:STAR", b"DEL:STAS")
        arrived(line)

    peer._arrived = disturb
    pump.therapy.start()
    assert done(peer) == ["DEL:STAR"]


def test_a_link_that_breaks_before_the_order_is_run_gives_it_once(pump, peer):
    peer.cut_before = 1
    pump.therapy.bolus("25 UG")
    assert done(peer) == ["DEL:BOL 25 UG"]


def test_a_link_that_breaks_after_the_order_was_run_does_not_give_it_twice(pump, peer):
    peer.cut_after = 1
    assert pump.therapy.bolus("25 UG").response is None
    assert done(peer) == ["DEL:BOL 25 UG"]


def test_a_refusal_that_was_lost_with_the_link_is_still_told(pump, peer):
    peer.refusals["DEL:BOL 25 UG"] = (210, "Lockout;DEL:BOL: 2 h left")
    peer.cut_after = 1
    with pytest.raises(Refused, match="2 h left"):
        pump.therapy.bolus("25 UG")
    assert peer.done == []


def test_an_order_is_uncertain_when_another_line_came_between(pump, peer):
    peer.cut_after = 1
    reopen = peer.reopen

    def with_a_stranger():
        reopen()
        peer._last = (b"OTHERS", 0)

    peer.reopen = with_a_stranger
    with pytest.raises(Uncertain, match="not known whether"):
        pump.therapy.bolus("25 UG")


def test_an_order_that_nobody_answers_is_uncertain(pump, peer):
    arrived = peer._arrived

    def falling_silent(line):
        peer.lose = 99 if b"DEL:STAR" in line else peer.lose
        arrived(line)

    peer._arrived = falling_silent
    with pytest.raises(Uncertain):
        pump.therapy.start()


@pytest.mark.parametrize("damage", ["lose", "garble"])
def test_an_order_whose_answers_are_all_lost_is_asked_for_behind_it(pump, peer, damage):
    arrived = peer._arrived

    def losing(line):
        setattr(peer, damage, 99 if b"DEL:STAR" in line else 0)
        arrived(line)

    peer._arrived = losing
    assert pump.therapy.start().response is None
    assert done(peer) == ["DEL:STAR"]


def test_the_answer_of_a_reconciliation_that_was_lost_is_done(pump, peer):
    peer.cut_after = 1
    with pytest.raises(Unshown, match="the answer was lost"):
        pump.reservoir.reconcile("16.4 ML")
    assert done(peer) == ["RES:RECO 16.4 ML"]


def test_a_wrong_key_is_told_with_the_pumps_words_as_what_nobody_has_signed(pump, peer):
    peer.keys["OPERATE"] = bytes(32)
    with pytest.raises(Uncertain) as uncertain:
        pump.therapy.start()
    assert "-360, unknown signer" in uncertain.value.text
    assert "pumpctl keys status" in uncertain.value.next_step
    assert "pumpctl log download" in uncertain.value.next_step
    assert peer.done == []


def test_a_reply_that_is_not_signed_with_the_key_is_not_believed(pump, peer):
    """A peer that runs the order but cannot sign its reply."""
    signer = peer._signer
    peer._signer = lambda inner, trailer: signer(inner, trailer) and "SERVICE"
    with pytest.raises(Uncertain):
        pump.therapy.start()


def test_a_refused_order_has_number_words_and_next_step(pump, peer):
    peer.refusals["DEL:STAR"] = (204, "Confirmation needed;DEL:STAR: 30 h without flow")
    with pytest.raises(Refused) as refused:
        pump.therapy.start()
    assert (refused.value.number, refused.value.text) == peer.refusals["DEL:STAR"]
    assert "--confirm" in refused.value.next_step


def test_what_was_rounded_comes_with_the_order(pump, peer):
    peer.notes = [(208, "Value rounded;DEL:BOL: taken as 24999 ng")]
    assert pump.therapy.bolus("50 UL").notes == ("Value rounded;DEL:BOL: taken as 24999 ng",)


def test_a_stale_reply_of_another_line_is_passed_over(pump, peer):
    peer._out = b"!OLD1 0 FAULT ~" + envelope.crc(b"!OLD1 0 FAULT") + b"\nnoise\n"
    assert pump.state() == "IDLE"


def test_a_typed_line_gets_its_replies_and_no_time_passes(pump):
    assert pump.typed("DEL:STAT?") == [b"IDLE"]
    assert pump.typed("NIX") == []
    assert pump.errors() == [(-113, "Undefined header;NIX")]


def test_an_order_that_somebody_else_calls_done_is_asked_for(pump, peer):
    """A reply with a CRC to a signed line proves nothing, least of all that it was carried out."""
    arrived = peer._arrived

    def intercepted(line):
        if b"DEL:STAR" in line and not seen:
            seen.append(line)
            done = line.split(b" ")[0] + b" 0"
            peer._out += done + b" ~" + envelope.crc(done) + b"\n"
            return
        arrived(line)

    seen = []
    peer._arrived = intercepted
    pump.therapy.start()
    assert len(seen) == 1
    assert done(peer) == ["DEL:STAR"]


def test_a_challenge_that_was_too_old_is_asked_for_anew(pump, peer):
    arrived = peer._arrived

    def late(line):
        if b"DEL:STAR" in line and peer._arrived is late:
            peer._arrived, peer._challenge = arrived, b""
        arrived(line)

    peer._arrived = late
    pump.therapy.start()
    assert done(peer) == ["DEL:STAR"]


def test_a_disturbed_line_whose_tag_was_read_is_sent_again(pump, peer):
    """The pump answers -360 to it by its tag: so nothing of it was done."""
    arrived = peer._arrived

    def disturb(line):
        peer._arrived = arrived
        arrived(line.replace(b"DEL:", b"DEM:"))

    peer._arrived = disturb
    assert pump.state() == "IDLE"
