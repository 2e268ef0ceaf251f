"""Every command of pumpctl against the peer: what it orders, what it tells, how it ends."""

import json

import pytest
from rich.console import Console
from typer.testing import CliRunner

from tests.store.chain import chained
from tests.tools.pumpctl_peer import Peer
from tools.pumpctl import Keys, Pump
from tools.pumpctl.cli import app
from tools.pumpctl.client.trouble import LinkLost
from tools.pumpctl.commands.looking import watched

LOG = b"".join(
    chained(
        [b"D0 00:00:00.000 BOOT steps_per_ml=64000 capacity_nl=20000000\n"]
        + [b"D0 00:00:%02d.000 WALL_SET day=1 ms=%d\n" % (second, second) for second in range(30)]
    )
)
FLEX = """\
drug = "baclofen"
concentration = "500 UG/ML"
mode = "FLEX"
segment = [{ start = "00:00", rate = "240 UG/D" }, { start = "22:00", rate = "360 UG/D" }]
"""


class Call:
    """pumpctl with a peer where its port would be."""

    def __init__(self, folder):
        self.peer = Peer(log=LOG)
        self.folder = folder
        self.opened = []

    def __call__(self, *arguments, port=True, typed=None, **env):
        def opener(named, timeout_s):
            self.opened.append((named, timeout_s))
            self.peer.closed = False
            return self.peer

        begin = ["--port", "peer"] if port else []
        return CliRunner().invoke(
            app,
            [*begin, "--keys", str(self.folder / "keys.toml"), *arguments],
            obj=opener,
            input=typed,
            env={"COLUMNS": "120", "XDG_STATE_HOME": str(self.folder), "CISTERNA_PORT": None} | env,
        )

    def orders(self):
        return [unit for unit, _ in self.peer.done]


@pytest.fixture
def call(tmp_path):
    return Call(tmp_path)


@pytest.fixture
def rx(tmp_path):
    path = tmp_path / "rx.toml"
    path.write_text(FLEX)
    return str(path)


def told(done):
    return json.loads(done.stdout)


# What all commands share ------------------------------------------------------------------------

EVERY = [
    ["identify"],
    ["status"],
    ["forecast"],
    ["start"],
    ["suspend", "30 MIN"],
    ["resume"],
    ["stop", "holiday"],
    ["bolus", "25 UG", "--yes"],
    ["bolus", "--abort"],
    ["fill", "18 ML", "500 UG/ML", "--yes"],
    ["reconcile", "16.4 ML"],
    ["alarms", "list"],
    ["alarms", "history"],
    ["alarms", "ack", "STOPPED"],
    ["alarms", "reset", "3"],
    ["alarms", "pause"],
    ["alarms", "test"],
    ["clock", "set"],
    ["keys", "status"],
    ["keys", "rotate", "operate"],
    ["keys", "enrol", "service", "--generate"],
]


@pytest.mark.parametrize("arguments", EVERY, ids=" ".join)
def test_it_is_done_and_the_port_given_back(call, arguments):
    done = call(*arguments)
    assert done.exit_code == 0, done.output
    assert done.stdout.strip()
    assert call.peer.closed


@pytest.mark.parametrize("arguments", EVERY, ids=" ".join)
def test_json_is_one_object(call, arguments):
    done = call(*arguments, "--json")
    assert done.exit_code == 0, done.output
    assert isinstance(told(done), dict)
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize("arguments", EVERY, ids=" ".join)
def test_a_silent_pump_is_3_in_words_and_in_json(call, arguments):
    call.peer.lose = 99
    done = call(*arguments)
    assert done.exit_code == 3
    assert "next: " in done.stderr
    call.peer.lose = 99
    assert set(told(call(*arguments, "--json"))) == {"error", "text", "next"}


@pytest.mark.parametrize(
    "arguments",
    [["nix"], ["status", "--nix"], ["suspend"], ["suspend", "soon"], ["stop", "nix"], ["bolus"],
     ["bolus", "25", "--yes"], ["fill", "18 UG", "500 UG/ML"], ["alarms", "pause", "0"],
     ["keys", "enrol", "nobody"], ["keys", "enrol", "service"], ["--timeout", "0", "status"],
     ["program", "nowhere.toml"]],
    ids=" ".join,
)  # fmt: skip
def test_a_mistake_in_the_call_is_2_and_orders_nothing(call, arguments):
    done = call(*arguments)
    assert done.exit_code == 2, done.output
    assert done.stderr
    assert call.orders() == []
    assert told(call(*arguments, "--json"))["error"] == 2


def test_a_refused_order_is_1_with_number_words_and_next_step(call):
    call.peer.refusals["DEL:STAR"] = (204, "Confirmation needed;DEL:STAR: 30 h without flow")
    done = call("start")
    assert done.exit_code == 1
    assert "204" in done.stderr
    assert "DEL:STAR: 30 h without flow" in done.stderr
    assert "--confirm" in done.stderr
    assert told(call("start", "--json"))["error"] == 204
    assert call("start", "--confirm").exit_code == 0
    assert call.orders() == ["DEL:STAR CONFIRM"]


def test_without_a_port_it_says_what_to_do(call):
    done = call("status", port=False)
    assert done.exit_code == 2
    assert "no port named" in done.stderr
    assert "socket://127.0.0.1:5025" in done.stderr


def test_the_port_may_come_from_the_environment_and_options_stand_anywhere(call):
    assert call("status", "--timeout", "0.5", port=False, CISTERNA_PORT="here").exit_code == 0
    assert call.opened == [("here", 0.5)]


def test_a_port_that_is_not_there_is_3(tmp_path):
    def opener(_named, _timeout_s):
        raise LinkLost("no such port", "plug it in")

    done = CliRunner().invoke(app, ["--port", "x", "identify"], obj=opener)
    assert done.exit_code == 3
    assert "no such port" in done.stderr


def test_help_documents_the_exit_codes(call):
    done = call("--help")
    assert done.exit_code == 0
    assert "Exit codes: 0 done; 1 refused" in done.stdout


def test_ports_are_listed_without_a_pump(call):
    assert call("ports", port=False).exit_code == 0
    assert "ports" in told(call("ports", "--json", port=False))


# Looking ----------------------------------------------------------------------------------------


def test_status_tells_what_flows_what_is_left_and_what_is_wrong(call):
    said = call("status").stdout
    for words in (
        "20 uL/h, 0.48 mL/d", "30 uL/h from 2030-01-01 22:00", "1.5 mL to 1.501 mL",
        "16.5 mL of 20 mL, calculated", "33.12 d", "2030-01-20 12:00", "99.5 %", "26.25 h",
        "beyond the horizon", "MEDIUM  RESERVOIR_LOW ACTIVE", "LOW  STOPPED ACKED",
        "8 min = 0.1333 h left", "2030-01-01 12:30:05",
    ):  # fmt: skip
        assert words in said


def test_status_without_clock_and_programme_asks_for_no_dates(call):
    call.peer.answers |= {
        "STAT:QUES:COND?": "4",
        "RES:DAYS?": "9.91E37",
        "FOR:EFF?": "9.91E37,9.91E37,9.91E37",
    }
    del call.peer.answers["SYST:DATE?"], call.peer.answers["RES:PRED:LOW?"]
    done = call("status")
    assert "not set: pumpctl clock set" in done.stdout
    assert "not known" in done.stdout
    assert told(call("status", "--json"))["clock"] is None


def test_a_lost_ledger_is_never_a_number(call):
    call.peer.answers["DEL:VOL:TOT?"] = "9.91E37,9.91E37"
    assert "unknown: what came before is lost" in call("status").stdout
    assert told(call("status", "--json"))["delivered"] is None


def test_watch_draws_until_it_is_ended(call, tmp_path):
    looks = []

    def pause(seconds):
        looks.append(seconds)
        call.peer.state = "RUN"
        if len(looks) == 3:
            raise KeyboardInterrupt

    paper = Console(record=True, width=120, force_terminal=True)
    with Pump(call.peer, Keys(tmp_path / "keys.toml")) as pump:
        watched(pump, paper, pause)
    assert looks == [0.5] * 3
    text = paper.export_text()
    assert "IDLE" in text
    assert "RUN" in text


# Programming ------------------------------------------------------------------------------------


def test_a_programme_is_shown_beside_the_active_one_and_committed_once_confirmed(call, rx):
    done = call("program", rx, typed="y\n")
    assert done.exit_code == 0, done.output
    for words in ("500 ug/mL = 0.5 mg/mL", "20 uL/h, 0.48 mL/d", "250 ug", "from 22:00"):
        assert words in done.stdout
    assert call.orders() == [f"PRES:COMM #H{call.peer.staging.digest()}"]
    assert call.peer.done[0][1] == "PRESCRIBE"
    assert call.peer.active == call.peer.staging.text()
    again = told(call("program", rx, "--yes", "--json"))
    assert again["committed"] is True
    assert again["changes"]["mode"] == {"active": "FLEX", "new": "FLEX"}


def test_what_is_declined_is_not_committed_and_no_longer_staged(call, rx):
    done = call("program", rx, typed="n\n")
    assert done.exit_code == 2
    assert "not confirmed" in done.stderr
    assert call.orders() == []
    assert call.peer.staging.drug == ""


def test_a_dry_run_stages_nothing_that_stays(call, rx):
    done = call("program", rx, "--dry-run")
    assert done.exit_code == 0
    assert call.orders() == []
    assert call.peer.staging.drug == ""


def test_without_anybody_to_ask_nothing_is_committed(call, rx):
    assert told(call("program", rx, "--json"))["error"] == 2
    assert call("program", rx).exit_code == 2
    assert call.orders() == []


def test_a_pump_that_understood_something_else_is_not_committed(call, rx):
    call.peer.staging.slip = 1
    done = call("program", rx, "--yes")
    assert done.exit_code == 1
    assert "concentration: 500 UG/ML meant, 500.001 UG/ML staged" in done.stderr
    assert call.orders() == []


def test_a_digest_that_is_not_of_the_text_is_not_committed(call, rx):
    call.peer.answers["PRES:DIG?"] = "#H" + "0" * 16
    done = call("program", rx, "--yes")
    assert done.exit_code == 1, done.output
    assert "the pump says 0000000000000000" in done.stderr
    assert call.orders() == []


def test_findings_that_refuse_are_shown_and_end_it(call, rx):
    call.peer.answers["PRES:CHEC:ALL?"] = '203,"Limit exceeded;1300 ug/d",0,"a note"'
    done = call("program", rx, "--yes", "--confirm")
    assert done.exit_code == 1
    assert "refused 203: Limit exceeded;1300 ug/d" in done.stdout
    assert "note: a note" in done.stdout
    assert call.orders() == []


def test_yes_alone_does_not_confirm_what_the_pump_asks(call, rx):
    call.peer.answers["PRES:CHEC:ALL?"] = '204,"Confirmation needed;a dilution"'
    assert told(call("program", rx, "--yes", "--json"))["error"] == 204
    assert call.orders() == []
    assert call("program", rx, "--yes", "--confirm").exit_code == 0
    assert call.orders()[0].endswith(",CONFIRM")


def test_one_question_confirms_both(call, rx):
    call.peer.answers["PRES:CHEC:ALL?"] = '204,"Confirmation needed;a dilution"'
    done = call("program", rx, typed="y\n")
    assert done.stdout.count("[y/N]") == 1
    assert call.orders()[0].endswith(",CONFIRM")


def test_what_is_staged_is_committed_by_its_digest(call, rx):
    for header, rest in [("DRUG", '"baclofen"'), ("CONC", "500 UG/ML"), ("MODE", "CONS")]:
        call.peer.staging.take("PRES:" + header, rest)
    call.peer.staging.take("PRES:SEGM1:RATE", "240 UG/D")
    assert call("commit", typed="n\n").exit_code == 2
    assert call("commit", "--yes").exit_code == 0
    assert call.orders() == [f"PRES:COMM #H{call.peer.staging.digest()}"]


# Orders -----------------------------------------------------------------------------------------


def test_a_bolus_is_shown_in_minutes_and_hours_before_it_is_given(call, rx):
    call("program", rx, "--yes")
    done = call("bolus", "25 UG", "--over", "10 MIN", typed="y\n")
    assert "25 ug in 50 uL, over 10 min = 0.1667 h, 150 ug/h" in done.stdout
    assert "RUN: 0.01 mL to 0.012 mL of 0.05 mL delivered" in done.stdout
    assert call.orders()[-1] == "DEL:BOL 25 UG,10 MIN"


def test_a_bolus_that_is_declined_is_not_given(call):
    assert call("bolus", "25 UG", typed="n\n").exit_code == 2
    assert call.orders() == []


def test_a_bolus_as_volume_tells_the_drug_and_what_was_rounded(call, rx):
    call("program", rx, "--yes")
    call.peer.notes = [(208, "Value rounded;DEL:BOL: taken as 24999 ng")]
    done = call("bolus", "50 UL", "--yes")
    assert "25 ug in 50 uL" in done.stdout
    assert "taken as 24999 ng" in done.stdout


def test_a_stop_that_does_not_stop_is_told(call):
    unit = call.peer._unit
    call.peer._unit = lambda text, level: "" if text.startswith("DEL:STOP") else unit(text, level)
    done = call("stop")
    assert done.exit_code == 1
    assert "the state is IDLE, not STOP" in done.stderr


def test_stop_tells_the_pump_why(call):
    call("stop", "serious_adr")
    assert call.orders() == ["DEL:STOP SERIOUS_ADR"]


def test_a_fill_asks_once(call):
    assert call("fill", "18 ML", "500 UG/ML", typed="n\n").exit_code == 2
    assert call.orders() == []


def test_the_clock_is_set_to_what_is_named(call):
    assert call("clock", "set", "--to", "2030-01-01 12:30:05").exit_code == 0
    assert call.orders() == ["SYST:DATE 2030,1,1", "SYST:TIME 12,30,5"]


# Logs -------------------------------------------------------------------------------------------


def test_a_log_is_downloaded_block_by_block_and_verified(call, tmp_path):
    path = tmp_path / "pump.log"
    done = call("log", "download", str(path))
    assert done.exit_code == 0, done.output
    assert path.read_bytes() == LOG
    assert "every line fits" in done.stdout
    part = tmp_path / "part.log"
    assert call("log", "download", str(part), "--from", "20").exit_code == 0
    assert part.read_bytes() == b"".join(LOG.splitlines(keepends=True)[19:])


def test_a_log_that_was_touched_is_1_and_kept(call, tmp_path):
    call.peer.log[4] = call.peer.log[4].replace(b"day=1", b"day=2")
    path = tmp_path / "pump.log"
    done = call("log", "download", str(path))
    assert done.exit_code == 1
    assert "line 5" in done.stdout
    assert path.exists()


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_log_is_exported_at_once_or_later(call, tmp_path, form):
    raw, at_once, later = (tmp_path / name for name in ("raw", "x", f"y.{form}"))
    assert call("log", "download", str(raw)).exit_code == 0
    assert call("log", "download", str(at_once), "--format", form).exit_code == 0
    assert call("log", "export", str(raw), str(later), port=False).exit_code == 0
    assert at_once.read_text() == later.read_text()
    assert len(later.read_text().splitlines()) == len(LOG.splitlines()) + (form == "csv")


def test_an_export_of_no_log_or_to_no_format_is_2(call, tmp_path):
    (tmp_path / "none").write_text("hello\n")
    assert call("log", "export", str(tmp_path / "none"), "x.csv").exit_code == 2
    assert call("log", "export", str(tmp_path / "none"), "x.xls").exit_code == 2
    assert call("log", "export", str(tmp_path / "gone"), "x.csv").exit_code == 2


# Shell and keys ---------------------------------------------------------------------------------


def test_the_shell_answers_lines_as_they_are_typed_and_signs_on_demand(call, tmp_path):
    done = call("shell", typed="DEL:STAT?\nDEL:STAR\nsign OPERATE DEL:STAR\nsign x\nDEL:STAT?\n")
    assert done.exit_code == 0
    assert "IDLE" in done.stdout
    assert '-203,"Command protected;DEL:STAR"' in done.stdout
    assert "sign what, as whom?" in done.stderr
    assert "RUN" in done.stdout
    assert call.peer.done == [("DEL:STAR", "OPERATE")]
    assert (tmp_path / "cisterna/pumpctl_history").exists()


def test_keys_are_told_but_never_shown(call, tmp_path):
    call("keys", "rotate", "PRESCRIBE")
    done = call("keys", "status")
    assert "FILE" in done.stdout
    assert call.peer.keys["PRESCRIBE"].hex() in (tmp_path / "keys.toml").read_text()
    assert call.peer.keys["PRESCRIBE"].hex() not in done.stdout
    assert told(call("keys", "status", "--json"))["keys"]["PRESCRIBE"]["here"] == "FILE"
