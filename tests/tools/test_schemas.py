"""docs/schemas/pumpctl-*.json, held against what each command prints with --json."""

import json

import pytest
import typer
from pydantic import ValidationError

from tests.tools.pumpctl_call import FLEX, Call
from tests.tools.test_pumpctl_cli import EVERY
from tools.pumpctl.cli import app
from tools.schemas import __main__ as files
from tools.schemas.models import adapter, schema
from tools.schemas.shapes import SHAPES, Failure


@pytest.fixture
def call(tmp_path):
    return Call(tmp_path)


def command_of(arguments: list[str]) -> str:
    """The command that a call names: of two words where there is one."""
    two = " ".join(arguments[:2])
    return two if two in SHAPES else arguments[0]


def commands(group=None, before: tuple[str, ...] = ()) -> set[str]:
    """Every command of pumpctl, a group that does something by itself too."""
    group = group or typer.main.get_command(app)
    found = {" ".join(before)} if group.invoke_without_command and before else set()
    for name, each in group.commands.items():
        inner = hasattr(each, "commands")
        found |= commands(each, (*before, name)) if inner else {" ".join((*before, name))}
    return found


def failed(found) -> bool:
    return type(found).__name__ == Failure.__name__


def test_they_are_not_stale() -> None:
    assert files.write(check=True) == [], "make schemas"


def test_every_command_has_one_but_the_shell() -> None:
    assert commands() - {"shell"} == set(SHAPES)


@pytest.mark.parametrize("arguments", EVERY, ids=" ".join)
def test_what_a_command_prints_fits(call, arguments) -> None:
    done = call(*arguments, "--json")
    assert not failed(adapter(command_of(arguments)).validate_json(done.stdout))


@pytest.mark.parametrize("arguments", EVERY, ids=" ".join)
def test_a_failure_of_each_fits(call, arguments) -> None:
    call.peer.lose = 99
    done = call(*arguments, "--json")
    assert failed(adapter(command_of(arguments)).validate_json(done.stdout))


def test_programmes_logs_and_ports_fit(call, tmp_path) -> None:
    rx, raw, lines = (str(tmp_path / name) for name in ("rx.toml", "a.raw", "a.csv"))
    (tmp_path / "rx.toml").write_text(FLEX)
    taken, even = str(tmp_path / "taken.csv"), str(tmp_path / "even.csv")
    rows = [f"{at},{at},1440000000" for at in range(0, 300_000, 20_000)]
    (tmp_path / "even.csv").write_text("ms,volume_nl,rate_pl_per_day\n" + "\n".join(rows))
    tried = [
        ["program", rx, "--dry-run"],
        ["program", rx, "--yes", "--confirm"],
        ["log", "download", raw],
        ["log", "export", raw, lines],
        ["report", raw],
        ["report"],
        ["verify-log", raw],
        ["verify-log", raw, "--head", "0" * 16],
        ["ports"],
        ["ampoules", "18 ML", "500 UG/ML"],
        ["plan", "titrate", "300 UG/D", "--from", "200 UG/D", "--concentration", "500 UG/ML"],
        ["plan", "titrate", "300 UG/D", "--from", "200 UG/D"],
        ["plan", "wean", "--from", "200 UG/D"],
        ["plan", "holiday", "--from", "800 UG/D", "--initial", "100 UG/D"],
        ["plan", "refill", "--from", "40 UG/D", "--boluses", "40 UG"],
        ["plan", "night", "--effect", "00:30", "--until", "06:00"],
        ["record", taken, "--for", "0.002 S", "--every", "0.001 S"],
        ["trumpet", even, "--windows", "1,2", "--startup", "1 MIN"],
    ]
    call.peer.answers["THER:WEAN:STAT?"] = "OFF"
    for arguments in tried:
        done = call(*arguments, "--json")
        assert not failed(adapter(command_of(arguments)).validate_json(done.stdout)), arguments


def test_every_command_was_tried() -> None:
    tried = {command_of(each) for each in EVERY} | {"program", "log download", "log export"}
    elsewhere = {"calibrate", "jig"}  # test_calibrate, test_jig: they want a plant
    on_a_board = {"firmware update", "firmware rollback"}  # tests/board/test_deploy.py
    tried |= {"record", "trumpet", "ampoules", "report"}
    tried |= {f"plan {each}" for each in ("titrate", "wean", "holiday", "refill", "night")}
    assert set(SHAPES) - tried - {"verify-log", "ports", "commit"} - elsewhere - on_a_board == set()


@pytest.mark.parametrize(
    "change",
    [{"more": 1}, {"state": None}, {"delivered": {"least_nl": "1", "most_nl": 2}}, {"clock": "x"}],
)
def test_another_shape_does_not_fit(call, change) -> None:
    answer = json.loads(call("status", "--json").stdout)
    adapter("status").validate_json(json.dumps(answer))
    with pytest.raises(ValidationError):
        adapter("status").validate_json(json.dumps(answer | change))


def test_beyond_the_horizon_is_a_word() -> None:
    days = schema("status")["$defs"]["Reservoir"]["properties"]["days"]["anyOf"]
    assert {"const": "beyond", "type": "string"} in days
    assert {"type": "null"} in days
