"""Replies whose check is right and whose sense is none: a Trouble with a name, no traceback."""

import contextlib
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.example_share import percent
from tests.tools.pumpctl_call import FLEX, Call
from tests.tools.pumpctl_peer import Peer
from tests.tools.pumpctl_wire import Wire, checked, running
from tools.pumpctl import Keys, Pump, Trouble
from tools.pumpctl.client import replies, toml
from tools.pumpctl.client.programme import canonical
from tools.pumpctl.client.trouble import Disturbed

PROGRAMME = toml.parse(FLEX, "x.toml")
CALLS = {
    "state": lambda pump: pump.state(),
    "status": lambda pump: pump.status(),
    "volume": lambda pump: pump.therapy.volume_total(),
    "bolus": lambda pump: pump.therapy.bolus_state(),
    "alarms": lambda pump: pump.alarms.list(),
    "history": lambda pump: pump.alarms.history(),
    "forecast": lambda pump: pump.forecast(),
    "headers": lambda pump: pump.headers(),
    "clock": lambda pump: pump.clock.read(),
    "key states": lambda pump: pump.keys.states(),
    "line rights": lambda pump: pump.keys.line_rights(),
    "log ends": lambda pump: pump.log.ends(),
    "log": lambda pump: list(pump.log.lines(1, 5)),
    "errors": lambda pump: pump.errors(),
    "staged": lambda pump: pump.prescription.staged(),
    "active": lambda pump: pump.prescription.active(),
    "stage": lambda pump: pump.prescription.stage(PROGRAMME),
    "commit": lambda pump: pump.prescription.commit(pump.prescription.stage(PROGRAMME)),
    "check": lambda pump: pump.therapy.check_bolus("25 UG"),
    "order": lambda pump: pump.therapy.bolus("25 UG"),
    "reconcile": lambda pump: pump.reservoir.reconcile("16.4 ML"),
    "stop": lambda pump: pump.therapy.stop(),
    "rotate": lambda pump: pump.keys.rotate("OPERATE"),
    "enrol": lambda pump: pump.keys.enrol("OPERATE"),
}
COMMANDS = [
    ["identify"], ["status"], ["forecast"], ["start"], ["stop"], ["bolus", "25 UG", "--yes"],
    ["fill", "18 ML", "500 UG/ML", "--yes"], ["reconcile", "16.4 ML"], ["alarms", "list"],
    ["alarms", "history"], ["alarms", "test"], ["clock", "set"], ["keys", "status"],
    ["keys", "rotate", "operate"], ["commit", "#H0123456789ABCDEF", "--yes"],
    ["log", "download", "x.log"],
    ["log", "download", "x.csv", "--format", "csv"], ["shell"],
]  # fmt: skip
PIECES = [
    b"", b",", b";", b'"', b"#", b"#0", b"#11", b"#19[/x]", b"#9", b"\xff", b"\x1b[2J", b"[/red]",
    b"NAN", b"1_0", b"9.91E37", b"9.9E37", b"1E99", b"1E999999999", b"-1", b"0", b"9" * 5000,
    b"\xb2", b"2030-01-01", b"2030-13-01T00:00:00", b"RUN", b"SERVICE", b"#H0123456789ABCDEF",
    b"C0FFEE0000000001", b"\r",
]  # fmt: skip


TIMES = st.sampled_from((0, 1, 1, 2))
KINDS = st.sampled_from(("cut", "doubled", "other", "put in", "byte"))
ERRORS = st.sampled_from((None, None, None, 0, -203, 213))


def mutated(data, response):
    """Now and then as it is; else cut, doubled, or with pieces of nonsense in it."""
    for _ in range(data.draw(TIMES)):
        at = data.draw(st.integers(0, len(response)))
        match data.draw(KINDS):
            case "cut":
                response = response[:at]
            case "doubled":
                response = response[:at] + response
            case "other":
                response = data.draw(st.sampled_from(PIECES))
            case "put in":
                response = response[:at] + data.draw(st.sampled_from(PIECES)) + response[at:]
            case _:
                byte = bytes([data.draw(st.integers(0, 255))])
                response = response[:at] + byte + response[at + 1 :]
    return response.replace(b"\n", b"?") if b"#" not in response else response


def confuse(peer, data):
    """From now on its answers mean nothing; check and signature are right."""
    run = peer._run

    def confused(message, level):
        error, response = run(message, level)
        other = data.draw(ERRORS)
        return error if other is None else other, mutated(data, response)

    peer._run = confused


@pytest.mark.parametrize("name", CALLS)
@percent(40)
@given(st.data())
def test_the_client_names_what_it_does_not_understand(name, data):
    peer = Peer(log=b"D0 00:00:00.000 BOOT steps_per_ml=1 capacity_nl=1 #1 0123456789abcdef\n")
    confuse(peer, data)
    with TemporaryDirectory() as folder, contextlib.suppress(Trouble):
        CALLS[name](Pump(peer, Keys(Path(folder) / "keys.toml")))


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
@percent(20)
@given(st.data(), st.sampled_from(([], ["--json"])))
def test_a_command_ends_with_a_code(arguments, data, more):
    with TemporaryDirectory() as folder, contextlib.chdir(folder):
        cli = Call(Path(folder))
        confuse(cli.peer, data)
        done = cli(*arguments, *more, typed="DEL:STAT?\nsign OPERATE DEL:STAR\n")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    assert done.exit_code in range(7)
    assert "\x1b[2J" not in done.output


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Pump.state, b"\xff"),
        (Pump.state, b"FLOWING"),
        (lambda pump: pump.keys.states(), b"OPERATE,NONE"),
        (lambda pump: pump.keys.states(), b"SERVICE,NONE,PRESCRIBE,NONE,OPERATE,NONE"),
        (lambda pump: pump.log.ends(), b"1;2;#H\xff"),
        (Pump.headers, b"#11\xff"),
        (lambda pump: pump.therapy.volume_total(), b"1" * 5000 + b",2"),
        (Pump.forecast, b"1,2,3;1E999999999,1;1,1,1,1;1,1;1,1,1,1;0"),
        (lambda pump: pump.alarms.pause(5), b"\xff"),
        (lambda pump: pump.prescription.staged(), b"#15CISTE;0,OK;#HED41B2DAEB238E5E"),
    ],
)
def test_each_is_told_as_disturbed_and_ends_with_3(tmp_path, asked, said):
    wire = Wire(running())
    pump = Pump(wire, Keys(tmp_path / "keys.toml"))

    def back(data):
        form = re.fullmatch(rb"(!\w+ 0 ).* ~.{8}\n", data, re.DOTALL)
        return checked(form[1] + said) if form else data

    wire.back = back
    with pytest.raises(Trouble) as trouble:
        asked(pump)
    assert trouble.value.exit_code == 3
    assert trouble.value.next_step


@pytest.mark.parametrize(
    "text",
    [
        b"CISTERNA RX 1\nDRUG x\nCONCENTRATION 0 ng/mL\nRESERVOIR 1 nL\nMODE CONS\n",
        b"CISTERNA RX 1\nDRUG \x1b[2J\nCONCENTRATION 1 ng/mL\nRESERVOIR 1 nL\nMODE CONS\n",
        b"CISTERNA RX 1\nDRUG x\nCONCENTRATION 1_0 ng/mL\nRESERVOIR 1 nL\nMODE CONS\n",
        b"CISTERNA RX 1\nDRUG x\nCONCENTRATION 1 ng/mL\nRESERVOIR 1 nL\nMODE CONS\n"
        b"LIMIT DAY 1 ng\nLIMIT DAY 2 ng\n",
        b"CISTERNA RX 1\nDRUG x\nCONCENTRATION 1 ng/mL\nRESERVOIR 1 nL\nMODE CONS\n"
        b"SEGMENT 99:00 1 ng/d\n",
    ],
)
def test_no_prescription_is_made_of_what_is_none(text):
    with pytest.raises(Disturbed):
        canonical(text)


def test_what_a_person_sees_cannot_move_his_cursor():
    assert replies.legible(b"a\x1b[2J\xff\tb\n") == "a?[2J?\tb\n"
    assert replies.entries(b'-113,"Undefined header;\xff"') == [(-113, "Undefined header;?")]
