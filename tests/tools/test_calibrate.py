"""pumpctl calibrate, rehearsed: a head that is wrong, a balance that weighs what the plant gave."""

import json

import pytest
from typer.testing import CliRunner

from pump.core import reasons
from tests.tools.bench_link import BenchLink
from tests.tools.pumpctl_commands import run
from tools.pumpctl import Keys, LinkLost, Mistake, Pump, Refused
from tools.pumpctl.cli import app
from tools.pumpctl.commands import calibrate
from tools.pumpctl.gravimetry import z_factor
from tools.schemas.models import adapter

WARM = 21.5
TURN = calibrate.TURN_STEPS


class Rehearsal:
    """A bench with a balance under its tube. `errors_mg`: what each weight is wrong by."""

    def __init__(self, monkeypatch, folder, gain=0, errors_mg=(0.0, 0.0, 0.0)):
        self.link = BenchLink()
        self.folder = folder
        self.errors_mg = list(errors_mg)
        self.typed = []
        bench = self.link.bench
        bench.inject("button", None)
        bench.inject("gain", gain)
        monkeypatch.setattr(calibrate.time, "sleep", self.link.pass_s)
        monkeypatch.setattr(calibrate.typer, "prompt", self.answer)
        self._tare_nl = 0.0
        self.fill()

    def fill(self):
        self.link.bench.plant.fill(18_000_000, 500_000)
        self.link.bench.pump.fill(18_000_000, 500_000)
        self.link.pass_s(1)

    def pumped_nl(self):
        return float(self.link.bench.truth("pumped_nl"))

    def answer(self, text, **_):
        """What a person does and types."""
        self.link.pass_s(1)  # the last step's volume has come
        if "tare" in text:
            self._tare_nl = self.pumped_nl()
        if not text.endswith("weight"):
            return ""
        if self.typed:
            return self.typed.pop(0)
        pumped_ml = (self.pumped_nl() - self._tare_nl) / 1e6
        return f"{(pumped_ml / z_factor(WARM) + self.errors_mg.pop(0)) / 1000.0:.4f} g"

    def __call__(self, *arguments):
        return CliRunner().invoke(
            app,
            ["--port", "bench", "--keys", str(self.folder / "keys.toml"), "calibrate",
             "--temperature", str(WARM), "--yes", *arguments],
            obj=self.opened,
        )  # fmt: skip

    def opened(self, port, timeout_s):
        return self.link

    @property
    def head(self):
        return self.link.bench.pump.calibration


@pytest.fixture
def rehearse(monkeypatch, tmp_path):
    return lambda **how: Rehearsal(monkeypatch, tmp_path, **how)


def refused_unchanged(rehearsal, done, code):
    assert done.exit_code == code, done.output
    assert "next: " in done.stderr
    assert rehearsal.head.steps_per_ml == 64_000
    assert rehearsal.head.measured is None


# What it is for ----------------------------------------------------------------------------------


@pytest.mark.parametrize("gain", [7, -7, 0, 15])
def test_it_undoes_a_gain_to_within_its_own_uncertainty(rehearse, gain):
    rehearsal = rehearse(gain=gain, errors_mg=(0.1, -0.1, 0.05))
    done = rehearsal()
    assert done.exit_code == 0, done.output
    truth = 64_000 / (1 + gain / 100)
    allowed = truth * rehearsal.head.uncertainty_ppm / 1e6
    assert abs(rehearsal.head.steps_per_ml - truth) <= allowed
    assert 200 <= rehearsal.head.uncertainty_ppm <= 3_000


def test_afterwards_a_day_gives_what_was_prescribed(rehearse):
    """In the plant's own volume: 7 % too much before, nothing beyond the uncertainty after."""
    rehearsal = rehearse(gain=7, errors_mg=(0.1, -0.1, 0.05))
    assert rehearsal("--json").exit_code == 0
    bench = rehearsal.link.bench
    for line in (
        'PRES:DRUG "baclofen";CONC 500 UG/ML;MODE CONS;:PRES:SEGM1:RATE 1 ML/D',
        "PRES:COMM {digest},CONFIRM",
        "PRES:HIST CONT,500 UG/D;:CATH:CONT 500 UG/ML,CONFIRM",
        "DEL:STAR",
    ):
        bench.exchange(line.replace("{digest}", bench.exchange("PRES:DIG?")))
    before = rehearsal.pumped_nl()
    rehearsal.link.pass_s(86_400)
    allowed = 1e6 * rehearsal.head.uncertainty_ppm / 1e6 + 20_000 * 0.05
    assert abs(rehearsal.pumped_nl() - before - 1e6) <= allowed


def test_the_record_holds_all_that_the_figure_was_made_of(rehearse, tmp_path):
    rehearsal = rehearse(gain=7)
    record, picture = tmp_path / "record.json", tmp_path / "runs.svg"
    done = rehearsal("--json", "--record", str(record), "--plot", str(picture))
    assert done.exit_code == 0, done.output
    kept = json.loads(record.read_text())
    assert json.loads(done.stdout) == kept
    adapter("calibrate").validate_json(record.read_text())
    assert kept["set"] is True
    assert kept["before"]["steps_per_ml"] == 64_000
    assert kept["conditions"]["temperature_c"] == WARM
    assert [of["steps"] for of in kept["result"]["figures"]] == [32_000] * 3
    assert kept["result"]["coverage"] > 2
    assert "59813" not in kept["notes"]
    drawn = picture.read_text()
    assert drawn.startswith("<svg") and drawn.count("<circle") == 3
    assert str(kept["result"]["steps_per_ml"]) in drawn


def test_the_pump_keeps_it_with_its_date_and_its_uncertainty(rehearse, tmp_path):
    rehearsal = rehearse(gain=7)
    assert rehearsal().exit_code == 0
    pump = Pump(rehearsal.link, Keys(tmp_path / "keys.toml"))
    now = pump.calibration.read()
    assert now.steps_per_ml == rehearsal.head.steps_per_ml
    assert round(now.uncertainty_percent * 10_000) == rehearsal.head.uncertainty_ppm
    assert now.measured is not None
    assert (now.least, now.most) == (53_334, 80_000)


def test_a_dry_run_sets_nothing(rehearse):
    rehearsal = rehearse(gain=7)
    done = rehearsal("--dry-run")
    assert done.exit_code == 0, done.output
    assert rehearsal.head.measured is None
    assert rehearsal.link.bench.pump.dispense.asked == 32_000


# Refused, and nothing has changed ----------------------------------------------------------------


def test_a_weight_of_another_head_is_told_and_may_be_typed_again(rehearse):
    rehearsal = rehearse(gain=7)
    rehearsal.typed = ["0.7000 g"]
    done = rehearsal()
    assert done.exit_code == 0, done.output
    assert "run 1: 0.7 g for 32000 steps means" in done.stderr
    assert "forgotten tare" in done.stderr


@pytest.mark.parametrize(
    "typed",
    ["0.7000 g", "0.3 g", "534", "NaN g", "inf g", "0,534 g", "0 g", "-0.5 g", "0.5 ml", ""],
)
def test_a_weight_that_is_none_three_times_ends_it(rehearse, typed):
    rehearsal = rehearse(gain=7)
    rehearsal.typed = [typed] * 3
    refused_unchanged(rehearsal, rehearsal(), 2)


def test_runs_that_scatter_by_more_than_the_balance_explains(rehearse):
    rehearsal = rehearse(gain=7, errors_mg=(0.0, 5.0, 0.0))
    done = rehearsal()
    refused_unchanged(rehearsal, done, 6)
    assert "scatter" in done.stderr and "air in the tube" in done.stderr


def test_not_while_therapy_runs(rehearse):
    rehearsal = rehearse()
    bench = rehearsal.link.bench
    bench.exchange('PRES:DRUG "baclofen";CONC 500 UG/ML;MODE CONS;:PRES:SEGM1:RATE 240 UG/D')
    bench.exchange("PRES:COMM " + bench.exchange("PRES:DIG?"))
    bench.exchange("PRES:HIST CONT,240 UG/D;:CATH:CONT 500 UG/ML,CONFIRM;:DEL:STAR")
    refused_unchanged(rehearsal, rehearsal(), 6)


def test_an_order_that_stands_still_ends_it_and_is_stopped(rehearse, monkeypatch):
    rehearsal = rehearse()
    monkeypatch.setattr(calibrate.time, "sleep", lambda _seconds: None)
    refused_unchanged(rehearsal, rehearsal(), 6)
    assert rehearsal.link.bench.exchange("CAL:DISP?").startswith("ENDED")


def test_a_lost_line_in_a_run_stops_the_pump_where_it_can(rehearse, monkeypatch):
    rehearsal = rehearse()
    sent, asked = rehearsal.link.send, []

    def breaks(data):
        if b"CAL:DISP?" in data:
            asked.append(data)
            raise LinkLost("the cable is out", "plug it in")
        sent(data)

    monkeypatch.setattr(rehearsal.link, "send", breaks)
    done = rehearsal()
    assert asked
    assert done.exit_code == 5
    assert "the cable is out; carried out was CAL:DISP" in done.stderr
    assert rehearsal.link.bench.exchange("CAL:DISP?").startswith("ENDED")


def test_a_record_that_cannot_be_written_is_told_before_anything_moves(rehearse, tmp_path):
    rehearsal = rehearse()
    for option in ("--record", "--plot"):
        done = rehearsal(option, str(tmp_path / "none" / "x"))
        refused_unchanged(rehearsal, done, 2)
    assert rehearsal.link.bench.exchange("CAL:DISP?").startswith("NONE")


def test_a_record_that_cannot_be_written_in_the_end_is_5_and_says_what_was_set(
    rehearse, tmp_path, monkeypatch
):
    rehearsal = rehearse(gain=7)
    folder = tmp_path / "gone"
    folder.mkdir()
    answer = rehearsal.answer

    def answered(text, **more):
        if "tare" in text and folder.exists():
            folder.rmdir()
        return answer(text, **more)

    monkeypatch.setattr(calibrate.typer, "prompt", answered)
    done = rehearsal("--record", str(folder / "x.json"))
    assert done.exit_code == 5
    assert "CAL:STEP" in done.stderr
    assert rehearsal.head.steps_per_ml != 64_000


def test_a_motor_that_stalls_in_a_run_ends_it(rehearse):
    rehearsal = rehearse()
    rehearsal.link.bench.inject("stall", 1)
    done = rehearsal()
    refused_unchanged(rehearsal, done, 6)
    assert "of 3200 steps" in done.stderr


def test_without_the_button_nothing_moves(rehearse):
    rehearsal = rehearse()
    rehearsal.link.bench.clear("button")
    done = rehearsal()
    refused_unchanged(rehearsal, done, 1)
    assert rehearsal.link.bench.pump.dispense.asked == 0


@pytest.mark.parametrize(
    "arguments",
    [["--runs", "2"], ["--runs", "11"], ["--steps", "32001"], ["--steps", "0"],
     ["--steps", "67200"], ["--prime", "-1"], ["--temperature", "4"], ["--temperature", "nan"],
     ["--readability", "0"]],
    ids=" ".join,
)  # fmt: skip
def test_what_can_come_to_no_figure_is_a_mistake_before_anything_moves(rehearse, arguments):
    rehearsal = rehearse()
    refused_unchanged(rehearsal, rehearsal(*arguments), 2)
    assert rehearsal.link.bench.pump.dispense.asked == 0


def test_the_client_hands_on_what_the_pump_refuses(rehearse, tmp_path):
    pump = Pump(rehearse().link, Keys(tmp_path / "keys.toml"))
    with pytest.raises(Refused) as caught:
        pump.calibration.set(50_000, 3_000)
    assert caught.value.number == reasons.DATA_OUT_OF_RANGE
    with pytest.raises(Mistake):
        pump.calibration.set(0, 3_000)


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_a_figure_that_was_set_and_cannot_be_shown_is_5(rehearse, monkeypatch, tmp_path, more):
    rehearsal = rehearse(gain=7)
    arguments = ["calibrate", "--temperature", str(WARM), "--yes", *more]
    with open("/dev/full", "w", encoding="utf-8") as nowhere:
        code, err = run(arguments, rehearsal.opened, monkeypatch, nowhere, tmp_path)
    if more:
        assert code == 5
        assert "carried out was CAL:DISP CAL:DISP CAL:DISP CAL:DISP CAL:STEP" in err
        assert rehearsal.head.steps_per_ml != 64_000
    else:  # what it is about to do could not be shown
        assert code == 2
        assert rehearsal.link.bench.exchange("CAL:DISP?").startswith("NONE")
