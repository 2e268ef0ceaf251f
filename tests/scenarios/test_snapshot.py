"""A bench that was written down and read back is the bench that lost its power at that moment."""

import json

import pytest

from host_sim.plant.truth import NAMES
from host_sim.runner import Runner
from host_sim.snapshot import restore, snapshot
from tests.scenarios.played import Played

HOUR = 3_600_000
PROGRAMMED = """pump 40 mL
ticks 5 s before wrap
patient clearance 16 mL/h
patient sensitivity 3
prime with 500 ug/mL
fill 30 mL of 500 ug/mL
prescribe flex 300 ug/d with +20 % for effect 22:00 to 06:00 at 500 ug/mL
start
wait 3 d
stop for maintenance
fill 35 mL of 2 mg/mL
prescribe flex 300 ug/d with +20 % for effect 22:00 to 06:00 at 2 mg/mL
start
bolus 30 ug over 20 min
wait 7 min 3 s 123 ms
"""
FAULTS = ("gain 3 %", "encoder_dead", "leak 2", "wall_jump 60", "missed_steps 5000", "battery_film")


def bench(*lines: str) -> Runner:
    played = Played(PROGRAMMED + "\n".join(lines) + "\n")
    assert str(played.failure) == "None"
    played.runner.on_turn = played.runner.on_power = lambda _now_ms: None
    return played.runner


def again(runner: Runner, off_ms: int) -> Runner:
    """As from a file."""
    return restore(json.loads(json.dumps(snapshot(runner))), off_ms)


def board(runner: Runner) -> list[object]:
    """What the pump has, knows and sees: exact."""
    hal, files = runner.hal, runner.hal.files
    found: list[object] = [bytes(hal.flash.image), files.read("log.a"), files.read("state.a")]
    found += [runner.time_ms(), hal.wall(), hal.battery_mv(), hal.ticks_ms(), runner.faults()]
    return [*found, runner.exchange("DEL:STAT?;:DEL:VOL:TOT?;:ALAR:LIST?")]


def truths(runner: Runner) -> list[float | int | None]:
    return [runner.plant.truth(name) for name in NAMES]


@pytest.mark.parametrize("off_ms", [1, 20_000, 20 * HOUR])
@pytest.mark.parametrize("faults", [(), FAULTS], ids=["sound", "faulty"])
def test_a_restored_bench_goes_on_as_the_one_that_was_saved(
    faults: tuple[str, ...], off_ms: int
) -> None:
    lines = [f"fault {name}" for name in faults] + ["wait 2 s"]
    runner, other = bench(*lines), again(bench(*lines), off_ms)
    runner.power_cycle(off_ms)
    for later_ms in (0, HOUR, 30 * HOUR):
        for one in (runner, other):
            one.run_to(one.time_ms() + later_ms)
        assert board(other) == board(runner)
        assert truths(other) == truths(runner)


def test_a_snapshot_changes_nothing() -> None:
    runner, other = bench(), bench()
    snapshot(other)
    for one in (runner, other):
        one.run_to(one.time_ms() + 10 * HOUR)
    assert board(other) == board(runner)
    assert truths(other) == pytest.approx(truths(runner), rel=1e-6)  # a plant looked at in between


def test_a_clock_that_is_not_set_stays_so() -> None:
    assert again(bench("fault wall_lost"), HOUR).hal.wall() is None


def test_a_bench_of_another_version_is_refused() -> None:
    saved = snapshot(bench())
    for part in (saved, saved["plant"], saved["plant"]["patient"]):
        value = part.popitem()
        with pytest.raises(ValueError, match="written by another version"):
            restore(saved, HOUR)
        part.update([value])
    assert restore(saved, HOUR).exchange("DEL:STAT?") == "RUN"


def test_a_bench_saved_with_an_older_name_goes_on() -> None:
    saved = snapshot(bench())
    older = json.loads(json.dumps(saved).replace('"catheter"', '"line"'))
    assert older != saved
    runner, other = restore(saved, HOUR), restore(older, HOUR)
    assert truths(other) == truths(runner)
    assert truths(other)[NAMES.index("line_ng")]
