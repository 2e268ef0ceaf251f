"""pumpctl stop: it stops first, and asks then."""

import pytest

from host_sim.board.bench import Bench
from host_sim.board.setup import Setup
from tests.tools.pumpctl_call import Call, json_of
from tests.tools.pumpctl_peer import Peer
from tests.tools.pumpctl_wire import Wire, call, running
from tools.pumpctl import Differs, Keys, LinkLost, Pump, Uncertain
from tools.pumpctl.client.stopping import TIMES, stop


@pytest.fixture
def keys(tmp_path):
    return tmp_path / "keys.toml"


@pytest.fixture
def cli(tmp_path):
    return Call(tmp_path)


def test_the_stop_is_the_first_thing_that_goes_out(keys):
    bench = running()
    wire = Wire(bench)
    done = call(wire, "stop", "OVERDOSE", keys=keys)
    assert done.exit_code == 0, done.output
    assert wire.sent[:2] == [b"\n", b"DEL:STOP OVERDOSE\n"]
    assert not [line for line in wire.sent if b"*IDN?" in line or b"CHEC" in line]
    assert bench.exchange("DEL:STAT?") == "STOP"
    assert done.stdout.startswith("STOP; delivered so far")


@pytest.mark.parametrize(("text", "mode"), [('["SIM1"]\nx = 1\n', 0o600), ("", 0o644), ("][", 0)])
def test_no_key_file_matters(keys, text, mode):
    keys.write_text(text)
    keys.chmod(mode)
    bench = running()
    assert call(Wire(bench), "stop", keys=keys).exit_code == 0
    assert bench.exchange("DEL:STAT?") == "STOP"


def test_when_no_answer_comes_it_says_how_often_it_was_sent_and_what_to_do(keys):
    bench = running()
    wire = Wire(bench)
    wire.back = lambda _data: b""
    done = call(wire, "stop", "OVERDOSE", keys=keys)
    assert bench.exchange("DEL:STAT?") == "STOP"
    assert done.exit_code == 4
    assert f"the stop was sent {TIMES} times, and no answer says" in done.stderr
    assert "power" in done.stderr


def test_it_goes_out_again_while_the_answers_are_lost_or_disturbed():
    wire = Wire(running())
    replies = [b"", b"!X 0 RUN ~00000000\n", b"noise\n"]
    wire.back = lambda data: replies.pop() if data.startswith(b"!") and replies else data
    assert stop(wire, "OTHER").sent == 4


def test_a_pump_that_never_ran_is_at_rest(keys):
    done = call(Wire(Bench(Setup())), "stop", keys=keys)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("IDLE")


def test_half_a_line_before_it_does_not_matter():
    wire = Wire(running())
    wire.bench.turn.converse(wire.session, b"PRES:DRUG 'x")
    assert stop(wire, "OTHER").state == "STOP"


@pytest.mark.parametrize("state", ["RUN", "SUSP", "FAULT"])
def test_a_pump_that_does_not_stop_is_told(cli, state):
    unit = cli.peer._unit
    cli.peer.state = state
    cli.peer._unit = lambda text, level: "" if text.startswith("DEL:STOP") else unit(text, level)
    done = cli("stop")
    assert done.exit_code == 6
    assert f"the state is {state}, not STOP; the stop was sent {TIMES} times" in done.stderr
    assert "power" in done.stderr


def test_it_tells_the_pump_why_and_says_so_in_json(cli):
    answer = json_of(cli("stop", "serious_adr", "--json"))
    assert cli.orders() == ["DEL:STOP SERIOUS_ADR"]
    assert (answer["state"], answer["sent"]) == ("STOP", 1)


def test_a_lost_ledger_is_no_reason_to_stop_again(cli):
    cli.peer.answers["DEL:VOL:TOT?"] = "x"
    assert json_of(cli("stop", "--json"))["delivered"] is None
    assert cli.orders() == ["DEL:STOP OTHER"]


def test_a_link_that_breaks_is_opened_again():
    peer = Peer()
    peer._broken = True
    assert stop(peer, "OTHER").state == "STOP"


def test_a_link_that_breaks_for_good_is_told_with_what_was_sent():
    peer = Peer()

    def gone():
        raise LinkLost("no such port", "plug it in")

    peer.reopen = gone
    peer._broken = True
    with pytest.raises(LinkLost, match="the stop was not sent"):
        stop(peer, "OTHER")
    peer._broken = False

    def breaks(_line):
        peer._broken = True

    peer._reply = breaks
    with pytest.raises(Uncertain, match="the stop was sent once"):
        stop(peer, "OTHER")


def test_a_port_that_is_not_there_says_that_nothing_was_sent(cli):
    def missing(_named, _timeout_s):
        raise LinkLost("no such port", "plug it in")

    done = cli.through(missing, "stop")
    assert done.exit_code == 3
    assert "the stop was not sent: no such port" in done.stderr
    assert "power" in done.stderr


def test_the_client_stops_in_the_same_way(keys):
    peer = Peer()
    peer.answers["*IDN?"] = "CISTERNA,CISTERNA-20,C20-1,0.1.0"  # a pump whose keys nobody has
    pump = Pump(peer, Keys(keys))
    assert pump.therapy.stop("OVERDOSE").state == "STOP"
    assert peer.done == [("DEL:STOP OVERDOSE", "")]
    peer._unit = lambda text, _level: "RUN" if "?" in text else ""
    with pytest.raises(Differs):
        pump.therapy.stop()
