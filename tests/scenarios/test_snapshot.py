"""A bench that was written down and read back is the bench that lost its power at that moment."""

import json

import pytest

from host_sim.board.bench import Bench
from host_sim.plant.truth import NAMES
from host_sim.server.snapshot import restore, snapshot
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
bolus 30 ug over 20 min confirmed
wait 7 min 3 s 123 ms
"""
FAULTS = ("gain 3 %", "encoder_dead", "leak 2", "wall_jump 60", "missed_steps 5000", "battery_film")


def began(*lines: str) -> Bench:
    played = Played(PROGRAMMED + "\n".join(lines) + "\n")
    assert str(played.failure) == "None"
    played.bench.on_turn = played.bench.on_power = lambda _now_ms: None
    return played.bench


def again(bench: Bench, off_ms: int) -> Bench:
    """As from a file."""
    return restore(json.loads(json.dumps(snapshot(bench))), off_ms)


def board(bench: Bench) -> list[object]:
    """What the pump has, knows and sees: exact."""
    hal, files = bench.hal, bench.hal.files
    found: list[object] = [bytes(hal.flash.image), files.read("log.a"), files.read("state.a")]
    found += [bench.time_ms(), hal.wall(), hal.battery_mv(), hal.ticks_ms(), bench.faults()]
    return [*found, bench.exchange("DEL:STAT?;:DEL:VOL:TOT?;:ALAR:LIST?")]


def truths(bench: Bench) -> list[float | int | None]:
    return [bench.plant.truth(name) for name in NAMES]


@pytest.mark.parametrize("off_ms", [1, 20_000, 20 * HOUR])
@pytest.mark.parametrize("faults", [(), FAULTS], ids=["sound", "faulty"])
def test_a_restored_bench_goes_on_as_the_one_that_was_saved(
    faults: tuple[str, ...], off_ms: int
) -> None:
    lines = [f"fault {name}" for name in faults] + ["wait 2 s"]
    bench, other = began(*lines), again(began(*lines), off_ms)
    bench.power_cycle(off_ms)
    for later_ms in (0, HOUR, 30 * HOUR):
        for one in (bench, other):
            one.run_to(one.time_ms() + later_ms)
        assert board(other) == board(bench)
        assert truths(other) == truths(bench)


def test_a_snapshot_changes_nothing() -> None:
    bench, other = began(), began()
    snapshot(other)
    for one in (bench, other):
        one.run_to(one.time_ms() + 10 * HOUR)
    assert board(other) == board(bench)
    assert truths(other) == pytest.approx(truths(bench), rel=1e-6)  # a plant looked at in between


def test_a_clock_that_is_not_set_stays_so() -> None:
    assert again(began("fault wall_lost"), HOUR).hal.wall() is None


def test_a_bench_of_another_version_is_refused() -> None:
    saved = snapshot(began())
    for part in (saved, saved["plant"], saved["plant"]["patient"]):
        value = part.popitem()
        with pytest.raises(ValueError, match="written by another version"):
            restore(saved, HOUR)
        part.update([value])
    assert restore(saved, HOUR).exchange("DEL:STAT?") == "RUN"


def test_a_bench_saved_with_an_older_name_goes_on() -> None:
    saved = snapshot(began())
    older = json.loads(json.dumps(saved).replace('"catheter"', '"line"'))
    assert older != saved
    bench, other = restore(saved, HOUR), restore(older, HOUR)
    assert truths(other) == truths(bench)
    assert truths(other)[NAMES.index("line_ng")]
