"""docs/schemas/host_sim-run.json, held against what `run --json` prints."""

import json

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from host_sim.cli import app
from host_sim.recording.recorder import Recording
from host_sim.reference.pages import write
from host_sim.reference.schemas import RUN, Crashed, Last, Mistaken, Played, Several
from host_sim.report.outcome import CRASHED, Outcome

FAILING = """# A pump that was filled
pump 20 mL
fill 18 mL of 500 ug/mL
expect state RUN
"""


def printed(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["run", *arguments, "--no-report", "--json"])
    assert done.exit_code in (0, 1), done.output
    return done.stdout


def test_it_is_not_stale() -> None:
    assert write("schemas", check=True) == [], "make schemas"


def test_its_last_sample_has_the_recordings_columns() -> None:
    assert set(Last.model_fields) == set(Recording.COLUMNS)


def test_one_that_held_fits() -> None:
    found = RUN.validate_json(printed("clock_cut"))
    assert isinstance(found, Played)
    assert found.power_off and found.alarms and found.expectations


def test_one_that_failed_fits_and_several_do(tmp_path) -> None:
    path = tmp_path / "failing.txt"
    path.write_text(FAILING)
    one = RUN.validate_json(printed(str(path)))
    assert isinstance(one, Played) and one.outcome == "failed"
    several = RUN.validate_json(printed(str(path), "flex_night"))
    assert isinstance(several, Several)
    assert [each.outcome for each in several.scenarios] == ["failed", "held"]


def test_a_crash_of_ours_fits() -> None:
    crashed = Outcome("a", "a.txt", title="A", kind=CRASHED, crash="Traceback")
    assert isinstance(RUN.validate_json(json.dumps(crashed.as_dict())), Crashed)


def test_bad_input_fits_and_tells_every_mistake() -> None:
    arguments = ["run", "no_such", "neither", "flex_night", "--no-report", "--json"]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 2
    found = RUN.validate_json(done.stdout)
    assert isinstance(found, Mistaken)
    assert "no_such" in found.failure and "neither" in found.failure
    assert found.failure in done.stderr


@pytest.mark.parametrize("change", [{"more": 1}, {"outcome": "fine"}, {"elapsed_ms": "1"}])
def test_another_shape_does_not_fit(change: dict[str, object]) -> None:
    answer = json.loads(printed("flex_night"))
    with pytest.raises(ValidationError):
        RUN.validate_json(json.dumps(answer | change))
