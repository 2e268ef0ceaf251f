"""What all commands of pumpctl share, and those that only look."""

import pytest
from typer.testing import CliRunner

from tests.tools.pumpctl_call import Call, json_of
from tools.pumpctl.cli import app
from tools.pumpctl.client.trouble import LinkLost


@pytest.fixture
def call(tmp_path):
    return Call(tmp_path)


# What all commands share ------------------------------------------------------------------------

EVERY = [
    ["identify"],
    ["status"],
    ["battery"],
    ["forecast"],
    ["history", "new", "--yes"],
    ["history", "continued", "300 UG/D", "--yes"],
    ["start"],
    ["suspend", "30 MIN"],
    ["resume"],
    ["minrate", "--yes"],
    ["stop", "holiday"],
    ["bolus", "25 UG", "--yes"],
    ["bolus", "--abort"],
    ["fill", "18 ML", "500 UG/ML", "--yes"],
    ["phase"],
    ["observed", "--yes"],
    ["screen", "dose", "25 UG", "--over", "2 MIN", "--yes"],
    ["screen", "override", "--yes"],
    ["response", "effect", "6 HR"],
    ["wean", "10", "--confirm", "--yes"],
    ["reconcile", "16.4 ML"],
    ["empty", "--yes"],
    [
        "refill",
        "--withdrawn",
        "16.4 ML",
        "--volume",
        "18 ML",
        "--concentration",
        "500 UG/ML",
        "--yes",
    ],
    ["line"],
    ["prime", "308 UL", "--dose", "154 UG"],
    ["attest", "500 UG/ML", "--yes"],
    ["alarms", "list"],
    ["alarms", "history"],
    ["alarms", "ack", "STOPPED"],
    ["alarms", "reset", "3"],
    ["alarms", "pause"],
    ["alarms", "test"],
    ["clock"],
    ["clock", "set", "--yes"],
    ["firmware", "status"],
    ["keys", "status"],
    ["keys", "rotate", "operate"],
    ["keys", "plain", "operate"],
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
    assert isinstance(json_of(done), dict)
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize("arguments", EVERY, ids=" ".join)
def test_a_silent_pump_is_3_in_words_and_in_json(call, arguments):
    call.peer.lose = 99
    done = call(*arguments)
    assert done.exit_code == (4 if arguments[0] == "stop" else 3)
    assert "next: " in done.stderr
    call.peer.lose = 99
    assert set(json_of(call(*arguments, "--json"))) == {"error", "text", "next"}


@pytest.mark.parametrize(
    "arguments",
    [["nix"], ["status", "--nix"], ["suspend"], ["suspend", "soon"], ["stop", "nix"], ["bolus"],
     ["bolus", "25", "--yes"], ["fill", "18 UG", "500 UG/ML"], ["alarms", "pause", "0"],
     ["keys", "enrol", "nobody"], ["keys", "enrol", "service"], ["keys", "plain", "root"],
     ["--timeout", "0", "status"], ["program", "nowhere.toml"]],
    ids=" ".join,
)  # fmt: skip
def test_a_mistake_in_the_call_is_2_and_orders_nothing(call, arguments):
    done = call(*arguments)
    assert done.exit_code == 2, done.output
    assert done.stderr
    assert call.orders() == []
    assert json_of(call(*arguments, "--json"))["error"] == 2


def test_a_refused_order_is_1_with_number_words_and_next_step(call):
    call.peer.refusals["DEL:STAR"] = (204, "Confirmation needed;DEL:STAR: 30 h without flow")
    done = call("start")
    assert done.exit_code == 1
    assert "204" in done.stderr
    assert "DEL:STAR: 30 h without flow" in done.stderr
    assert "--confirm" in done.stderr
    assert json_of(call("start", "--json"))["error"] == 204
    assert call("start", "--confirm").exit_code == 0
    assert call.orders()[:1] == ["DEL:STAR CONFIRM"]


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
    assert "4 an order was sent" in " ".join(done.stdout.split())


def test_ports_are_listed_without_a_pump(call):
    assert call("ports", port=False).exit_code == 0
    assert "ports" in json_of(call("ports", "--json", port=False))


# Queries ----------------------------------------------------------------------------------------


def test_status_tells_what_flows_what_is_left_and_what_is_wrong(call):
    said = call("status").stdout
    for words in (
        "20 uL/h, 0.48 mL/d", "30 uL/h from 2030-01-01 22:00", "1.5 mL to 1.501 mL",
        "16.5 mL of 20 mL, calculated", "33.12 d", "31.5 d",
        "2030-01-20 12:00", "99.5 %", "26.25 h",
        "beyond the horizon", "MEDIUM  RESERVOIR_LOW ACTIVE", "LOW  STOPPED ACKED",
        "8 min = 0.1333 h left", "2030-01-01 12:30:05",
    ):  # fmt: skip
        assert words in said


def test_status_without_clock_and_programme_asks_for_no_dates(call):
    call.peer.answers |= {
        "STAT:QUES:COND?": "4",
        "RES:DAYS?": "9.91E37,9.91E37",
        "FOR:EFF?": "9.91E37,9.91E37,9.91E37",
    }
    del call.peer.answers["SYST:DATE?"], call.peer.answers["RES:PRED:LOW?"]
    done = call("status")
    assert "not set: pumpctl clock set" in done.stdout
    assert "unknown" in done.stdout
    assert json_of(call("status", "--json"))["clock"] is None


@pytest.mark.req("D-6")
def test_status_after_an_unknown_gap_says_unknown_and_the_lower_dose(call):
    """D-6: dates by a clock that was set since are not known either, where it tells nothing."""
    unknown = dict.fromkeys(("RES:PRED:LOW?", "RES:PRED:EMPT?", "RES:REF:DUE?"), "9.91E37")
    call.peer.answers |= unknown | {
        "FOR:EFF?": "9.91E37,9.91E37,9.91E37",
        "DEL:RED?": '100,"no flow for 1 h 0 min; flat until DEL:RES CONFIRM"',
    }
    said = " ".join(call("status").stdout.split())
    assert "refill due unknown" in said.replace("│", "").replace("  ", " ")
    assert "100 ug/d: no flow for 1 h 0 min" in said
    assert json_of(call("status", "--json"))["reservoir"]["refill_due"] is None


def test_a_lost_ledger_is_never_a_number(call):
    call.peer.answers["DEL:VOL:TOT?"] = "9.91E37,9.91E37"
    assert "unknown: what came before is lost" in call("status").stdout
    assert json_of(call("status", "--json"))["delivered"] is None
