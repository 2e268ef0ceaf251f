"""pumpctl and its client against the simulator's live pump, over its socket and over its pty."""

import json
from types import SimpleNamespace

import pytest
from serial.urlhandler import protocol_socket
from typer.testing import CliRunner

from tests.protocol.served import Served
from tools.pumpctl import (
    Amount,
    Interval,
    Keys,
    LinkLost,
    Programme,
    Pump,
    Refused,
    Segment,
    Uncertain,
)
from tools.pumpctl.cli import app
from tools.schemas.models import adapter
from tools.schemas.shapes import SHAPES

TIMEOUT_S = 0.4
DAY = Programme(
    "baclofen",
    Amount.read("500 UG/ML", "concentration"),
    "FLEX",
    (
        Segment("00:00", Amount.read("240 UG/D", "drug per time")),
        Segment("22:00", Amount.read("30 UL/HR", "flow")),
    ),
    {"bolus": Amount.read("50 UG", "drug")},
)


@pytest.fixture(autouse=True)
def no_rest_after_a_close(monkeypatch):
    """pyserial sleeps 0.3 s after it has closed a socket, for slow servers: ours is none."""
    monkeypatch.setattr(protocol_socket, "time", SimpleNamespace(sleep=lambda _s: None))


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    pump = Served(tmp_path_factory.mktemp("served"), plain=None)
    assert pump.first_line == "ready"
    yield pump
    pump.end()


@pytest.fixture(params=["tcp", "pty"])
def port(request, served):
    return str(served.pty) if request.param == "pty" else f"socket://127.0.0.1:{served.port}"


@pytest.fixture
def pump(port, tmp_path):
    with Pump.at(port, tmp_path / "keys.toml", TIMEOUT_S) as pump:
        yield pump


@pytest.fixture
def running(pump):
    """A pump that delivers, whatever the test before has left."""
    if pump.prescription.active() is None:
        pump.reservoir.fill("18 ML", "500 UG/ML")
        pump.prescription.commit(pump.prescription.stage(DAY))
        pump.prescription.say_continued("250 UG/D")
        pump.order("PRESCRIBE", "CATH:CONT 500 UG/ML,CONFIRM")
    if pump.state() != "RUN":
        pump.therapy.start(confirm=True)
    return pump


def orders(pump, word):
    """How many lines of the log have that word."""
    ends = pump.log.ends()
    return sum(f" {word} ".encode() in line for line in pump.log.lines(1, ends.last))


def test_it_says_who_it_is_and_that_its_keys_are_published(pump):
    assert pump.identity.serial.startswith("SIM")
    assert "TESTKEYS" in pump.identity.options
    assert set(pump.keys.states().values()) == {"PUBLISHED"}


def test_what_was_staged_is_active_after_the_commit(running):
    active = running.prescription.active()
    assert active is not None
    assert DAY.completed(active.limits).differences(active) == []
    assert active.limits["bolus"].base == 50_000
    assert running.status().clock is not None


def test_delivered_volume_is_an_interval_that_holds_the_programme(running):
    before = running.therapy.volume_total()
    running.ask("SIM:TIME:ADV 1 D")
    after = running.therapy.volume_total()
    assert isinstance(before, Interval)
    assert isinstance(after, Interval)
    assert after.least_nl - before.most_nl <= 500_000 <= after.most_nl - before.least_nl


def test_a_stop_is_no_holiday_before_somebody_signs_for_it(running):
    before = orders(running, "reason=4")
    running.therapy.stop("HOLIDAY")
    assert orders(running, "reason=4") == before
    running.therapy.begin_holiday()
    assert orders(running, "reason=4") == before + 1


def test_the_command_signs_for_it(running, port, tmp_path):
    before = orders(running, "reason=4")
    running.close()
    keys = str(tmp_path / "keys.toml")
    done = CliRunner().invoke(app, ["--port", port, "--keys", keys, "--json", "stop", "holiday"])
    assert done.exit_code == 0
    assert "holiday checklist: 0 of 6 attested" in json.loads(done.output)["notes"][0]
    with Pump.at(port, tmp_path / "keys.toml", TIMEOUT_S) as again:
        assert orders(again, "reason=4") == before + 1


def test_a_bolus_is_told_while_it_runs_and_when_it_is_cut(running):
    running.ask("SIM:TIME:ADV 2 D")
    running.therapy.bolus("25 UG", over="10 MIN")
    running.ask("SIM:TIME:ADV 5 MIN")
    assert running.therapy.bolus_state().state == "RUN"
    running.therapy.abort_bolus()
    cut = running.therapy.bolus_state()
    assert cut.state == "ABORTED"
    assert cut.delivered.least_nl <= 25_000 <= cut.delivered.most_nl + 20


def test_a_refusal_is_told_in_the_pumps_words(running):
    with pytest.raises(Refused, match="already running") as refused:
        running.therapy.start()
    assert refused.value.number == 213


def test_a_key_that_is_not_the_pumps_is_refused_and_the_right_one_still_works(
    running, port, tmp_path
):
    running.close()
    other = Keys(tmp_path / "other.toml")
    other.propose(running.identity.serial, "OPERATE", bytes(32))
    other.adopt(running.identity.serial, "OPERATE")
    named = f"OPERATE key .*{other.path}.*-360"
    with Pump.at(port, other.path, TIMEOUT_S) as pump, pytest.raises(Uncertain, match=named):
        pump.therapy.suspend("10 MIN")
    with Pump.at(port, tmp_path / "keys.toml", TIMEOUT_S) as pump:
        pump.therapy.suspend("10 MIN")
        assert pump.state() == "SUSP"


def test_late_replies_do_not_make_an_order_happen_twice(running):
    before = orders(running, "SUSPEND")
    running.ask("SIM:LINK:DEL 0.5 S")
    running.therapy.suspend("10 MIN")
    running.ask("SIM:LINK:DEL 0 S")
    assert orders(running, "SUSPEND") == before + 1


def test_a_disturbed_line_is_sent_again(running):
    running.ask("SIM:LINK:CORR 1")
    assert running.state() == "RUN"
    before = orders(running, "SUSPEND")
    running.ask("SIM:LINK:CORR 1")
    running.therapy.suspend("10 MIN")
    assert orders(running, "SUSPEND") == before + 1


def test_a_dropped_line_is_opened_again(running):
    running.ask("SIM:LINK:DROP")
    assert running.state() == "RUN"
    running.ask("SIM:LINK:DROP")
    running.therapy.suspend("10 MIN")
    assert running.state() == "SUSP"


def test_a_stop_is_accepted_without_any_key_and_seen(running):
    running.therapy.stop("MAINTENANCE")
    assert running.state() == "STOP"
    assert "STOPPED" in [alarm.name for alarm in running.alarms.list()]


def test_every_header_is_listed(pump):
    assert ":DELivery:STARt/nquery/" in pump.headers()


def test_two_programs_at_one_tty_would_take_each_others_replies(served, tmp_path):
    def opened():
        return Pump.at(str(served.pty), tmp_path / "keys.toml", TIMEOUT_S)

    with opened(), pytest.raises(LinkLost, match="cannot be opened"):
        opened()


# The command ------------------------------------------------------------------------------------


def called(port, *arguments, typed=None):
    return CliRunner().invoke(app, ["--port", port, *arguments], input=typed)


def test_a_days_work_on_the_command_line(port, running, tmp_path, pytestconfig):
    """Program, start, look, give, pause, stop, download: each command on the same pump."""
    running.ask("SIM:TIME:ADV 1 HR")  # the lockout after the boluses above
    running.close()
    example = str(pytestconfig.rootpath / "tools/pumpctl/examples/flex.toml")
    log = str(tmp_path / "pump.log")
    for arguments in [
        ["identify"],
        ["program", example, "--dry-run"],
        ["status"],
        ["forecast"],
        ["bolus", "10 UG", "--over", "10 MIN", "--yes"],
        ["bolus", "--abort"],
        ["suspend", "30 MIN"],
        ["resume"],
        ["alarms", "list"],
        ["alarms", "history"],
        ["keys", "status"],
        ["stop", "other"],
        ["reconcile", "10 ML"],
        ["fill", "18 ML", "500 UG/ML", "--yes"],
        ["start"],
        ["log", "download", log],
        ["log", "export", log, log + ".csv"],
        ["verify-log", log],
    ]:
        done = called(port, *arguments, "--json")
        assert done.exit_code == 0, (arguments, done.output)
        command = " ".join(arguments[:2]) if " ".join(arguments[:2]) in SHAPES else arguments[0]
        adapter(command).validate_json(done.stdout)


def test_the_shell_talks_and_signs(port, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    done = called(port, "shell", typed="*IDN?\nDEL:STAR\nsign OPERATE ALAR:AUD:PAUS 300\nSYST:ERR?")
    assert done.exit_code == 0
    assert "CISTERNA-20" in done.stdout
    assert "-203" in done.stdout


# Keys: last, for they stay ----------------------------------------------------------------------


@pytest.mark.parametrize("role", ["OPERATE", "PRESCRIBE", "SERVICE"])
def test_a_key_is_rotated_with_the_button_held_and_in_force_at_once(served, tmp_path_factory, role):
    file = tmp_path_factory.getbasetemp() / "rotated.toml"
    with Pump.at(str(served.pty), file, TIMEOUT_S) as pump:
        with pytest.raises(Refused) as refused:
            pump.keys.rotate(role)
        assert refused.value.number == -203
        pump.ask("SIM:FAUL:INJ BUTTON,ON")
        pump.keys.rotate(role)
        assert pump.keys.states()[role] == "ENROLLED"
        pump.keys.rotate(role)
        pump.ask("SIM:FAUL:CLE BUTTON")
        assert pump.keys.file.source(pump.identity.serial, role) == "FILE"
        if pump.state() != "RUN":
            pump.therapy.start()
        pump.therapy.suspend("10 MIN")
