"""The rollers' curve of counted steps, by a head's table: against the plant, and by fractions."""

import math
from fractions import Fraction
from itertools import pairwise

import pytest

from host_sim.commands.job import write_record
from host_sim.plant.head import STEPS_PER_REV, Head
from host_sim.recording.metered import metered
from tests.tools.pumpctl_call import Call, json_of
from tools.pumpctl.trumpet.head import read
from tools.pumpctl.trumpet.records import NoRecord

HOUR = 3_600_000
TABLE = "steps,volume_nl\n0,0\n10,100\n30,150\n40,400\n"


@pytest.fixture
def call(tmp_path):
    return Call(tmp_path)


def plants_table(every: int) -> str:
    """A revolution of the simulated head, a row each `every` steps."""
    head = Head()
    rows = [f"{step},{head.volume_nl(step):.6f}" for step in range(0, STEPS_PER_REV + 1, every)]
    return "steps,volume_nl\n" + "\n".join(rows) + "\n"


def test_volume_goes_straight_between_two_rows_and_on_with_the_next_turn():
    head = read(TABLE)
    corners = [(0, 0), (10, 100), (30, 150), (40, 400)]
    for position in range(200):
        turns, step = divmod(position, 40)
        [(begin, low), (end, high)] = next(
            pair for pair in pairwise(corners) if pair[0][0] <= step < pair[1][0]
        )
        nl = 400 * turns + low + Fraction((step - begin) * (high - low), end - begin)
        assert head.pl(position) == math.floor(nl * 1000)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ms,volume_nl\n0,0\n", "columns steps and volume_nl"),
        ("steps,volume_nl\n0,0\n", "two rows or more"),
        ("steps,volume_nl\n1,0\n2,5\n", "begins with 0 steps"),
        ("steps,volume_nl\n0,1\n2,5\n", "begins with 0 steps"),
        ("steps,volume_nl\n0,0\n9,5\n9,6\n", "steps rise"),
        ("steps,volume_nl\n0,0\n9,0\n", "gives something"),
        ("steps,volume_nl\n0,0\n1.5,3\n", "no whole number"),
        ("steps,volume_nl\n0,0\n2,x\n", "no number"),
    ],
)
def test_what_is_no_table_is_refused(text, words):
    with pytest.raises(NoRecord, match=words):
        read(text)


def test_a_table_of_the_plants_head_gives_the_plants_trumpet(call, tmp_path):
    """Within a step's share of each window, by which the fluid is behind the rotor."""
    record, table = tmp_path / "record.csv", tmp_path / "head.csv"
    write_record(metered(600_000_000, 12 * HOUR, 30_000), None, record)
    table.write_text(plants_table(50))
    asked = ["trumpet", str(record), "--head", str(table), "--windows", "2,11,31,60,360", "--json"]
    told = json_of(call(*asked, port=False))
    curves = {curve["name"]: curve["trumpet"] for curve in told["curves"]}
    assert list(curves) == ["counted steps", "encoder", "volume", "rollers"]
    for window, truth, steps in zip(
        curves["rollers"], curves["volume"], curves["counted steps"], strict=True
    ):
        step_percent = 100 * 15.625 / (600_000 * window["minutes"] / 1440) * 1.3
        for side in ("lowest_percent", "highest_percent"):
            assert abs(window[side] - truth[side]) <= step_percent, window
        assert window["minutes"] > 60 or window["highest_percent"] > 5 * steps["highest_percent"]


def test_a_head_needs_steps_to_follow_and_a_file(call, tmp_path):
    balance, table = tmp_path / "balance.csv", tmp_path / "head.csv"
    balance.write_text("ms,volume_nl\n0,0\n60000,5\n")
    table.write_text(TABLE)
    done = call("trumpet", str(balance), "--rate", "0.6 ML/D", "--head", str(table), port=False)
    assert done.exit_code == 2 and "counts no steps" in done.stderr
    record = tmp_path / "record.csv"
    record.write_text("ms,least_nl\n0,0\n60000,15\n")
    for bad in (tmp_path / "none.csv", balance):
        done = call("trumpet", str(record), "--rate", "0.6 ML/D", "--head", str(bad), port=False)
        assert done.exit_code == 2 and "form of a head's table" in " ".join(done.stderr.split())
