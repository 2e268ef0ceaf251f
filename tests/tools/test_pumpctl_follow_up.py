"""An order that is proven done is told as done, whatever becomes of the line then."""

import pytest

from tests.tools.pumpctl_call import FLEX, Call, json_of
from tests.tools.pumpctl_wire import Wire, call, running, silent_after_a_signed_reply
from tools.pumpctl import Keys, Pump, Refused

ORDERS = [
    ["start"],
    ["suspend", "30 MIN"],
    ["resume"],
    ["bolus", "25 UG", "--yes"],
    ["bolus", "--abort"],
    ["fill", "18 ML", "500 UG/ML", "--yes"],
    ["reconcile", "16.4 ML"],
    ["alarms", "ack", "STOPPED"],
    ["alarms", "reset", "3"],
    ["alarms", "pause"],
    ["alarms", "test"],
    ["clock", "set", "--yes"],
    ["keys", "rotate", "operate"],
    ["keys", "rotate", "service"],
    ["keys", "plain", "operate"],
    ["program", "rx.toml", "--yes"],
]


@pytest.fixture
def cli(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rx.toml").write_text(FLEX)
    cli = Call(tmp_path)
    peer, arrived = cli.peer, cli.peer._arrived

    def falling_silent(line):
        arrived(line)
        if peer.done:
            peer.lose = 999

    peer._arrived = falling_silent
    return cli


@pytest.mark.parametrize("arguments", ORDERS, ids=" ".join)
def test_it_is_0_with_a_note(cli, arguments):
    done = cli(*arguments)
    assert done.exit_code == 0, done.output
    assert "could not be asked" in done.stdout
    assert cli.orders()


@pytest.mark.parametrize("arguments", ORDERS, ids=" ".join)
def test_so_says_the_json(cli, arguments):
    notes = json_of(cli(*arguments, "--json"))["notes"]
    assert notes
    assert all("could not be" in note for note in notes)


def test_a_bolus_that_runs_is_told_by_the_live_pump_and_by_the_client(tmp_path):
    bench = running()
    wire = Wire(bench)
    silent_after_a_signed_reply(wire)
    done = call(wire, "bolus", "20 UG", "--confirm", "--yes", keys=tmp_path / "keys.toml")
    assert done.exit_code == 0, done.output
    assert "the bolus is given" in done.stdout
    assert bench.exchange("DEL:BOL:STAT?").startswith("RUN")
    other = running()
    wire = Wire(other)
    pump = Pump(wire, Keys(tmp_path / "keys.toml"))
    silent_after_a_signed_reply(wire)
    assert pump.therapy.bolus("20 UG", confirm=True).notes
    assert other.exchange("DEL:BOL:STAT?").startswith("RUN")


def test_a_refusal_is_told_as_one_though_its_words_cannot_be_asked(tmp_path):
    wire = Wire(running())
    pump = Pump(wire, Keys(tmp_path / "keys.toml"))
    silent_after_a_signed_reply(wire)
    with pytest.raises(Refused) as refused:
        pump.therapy.start()
    assert refused.value.number == 213
