"""One pump of a campaign: what a row says is so, by the plant, by hand, by another seed's draw."""

import pytest

from host_sim.campaign.columns import COLUMNS
from host_sim.campaign.leads import lead_h, warned_h
from host_sim.campaign.pump import Pump, simulate
from host_sim.recording.recorder import AlarmBook
from host_sim.units import MS_PER_HOUR
from tests.campaign.campaigns import TINY, read, tiny

STALLED = tiny(days=6).replace("percent = 50", "percent = 100").replace("cuts_per_year = 200", "")
SURE = """
[population]
head_gain_percent = 20
dose_ug_per_day = 800
reading_error_ml = 0
"""
OVER = (
    tiny(days=24).split("[population]", maxsplit=1)[0]
    + SURE
    + '[[question]]\nwords = "told"\nholds = ["over_told_h known"]\n'
)
TITRATION = """
title = "Titration"
pumps = 20
days = 12
worst = "felt_most_ng_per_ml most"
[population]
sensitivity = %g
concentration_ug_per_ml = %d
[titration]
target_ng_per_ml = [130, 200]
[[question]]
words = "no overdose"
holds = ["overdose_h unknown"]
"""


def test_a_row_has_every_column_and_is_the_same_again() -> None:
    row = simulate(read(), 7)
    assert list(row) == [column.name for column in COLUMNS]
    assert simulate(read(), 7) == row
    assert simulate(read(), 8) != row


def test_a_motor_that_stalls_is_told_before_half_of_the_effect_is_gone() -> None:
    row = simulate(read(STALLED), 3)
    assert row["faults"] == "stall 1 from day 2.00"
    assert {"MOTOR_STALL", "WITHDRAWAL"} <= set(row["alarms"].split())
    assert 48 < row["below_80_h"] < row["below_50_h"] < 72
    assert 0 < row["lead_50_h"] < row["below_50_h"] - 48
    assert row["warned_50_h"] >= row["lead_50_h"]
    assert row["hours_below_50"] == pytest.approx(144 - row["below_50_h"], abs=1.5)


def test_a_head_that_gives_a_fifth_too_much_is_told_by_the_visit() -> None:
    row = simulate(read(OVER), 2)
    first = row["first_visit_h"]
    assert row["reconciled_h"] == first
    assert row["over_told_h"] == pytest.approx(first, abs=0.01)
    assert row["visits_till_told"] == 1
    assert "FLOW_MISMATCH" in row["alarms"]
    assert row["unseen_ug"] == pytest.approx(800 * 0.2 * first / 24, rel=0.02)
    assert 0 < row["dose_error_percent"] < 20  # it was mended at the visit
    unmended = simulate(read(OVER.replace("[population]", "visit_mends = false\n[population]")), 2)
    assert unmended["dose_error_percent"] == pytest.approx(20, abs=0.1)


def test_long_orders_give_what_a_boards_own_give() -> None:
    quiet = tiny(days=3).replace("percent = 50", "percent = 0").replace("= 200", "= 0")
    board = read(quiet.replace("board_quanta_every = 16", "board_quanta_every = 1"))
    long, short = simulate(read(quiet), 5), simulate(board, 5)
    assert (long["board_quanta"], short["board_quanta"]) == (False, True)
    assert short["flash_erases"] > 3 * long["flash_erases"]
    assert short["delivered_ug"] == pytest.approx(long["delivered_ug"], rel=0.02)


def test_a_cut_leaves_the_bounds_apart() -> None:
    cuts = read(TINY.replace("percent = 50", "percent = 0"))
    rows = [simulate(cuts, seed) for seed in range(1, 7)]
    assert any(row["cuts"] for row in rows)
    for row in rows:
        assert row["cuts"] == len(Pump(cuts, row["seed"]).life.drawn.cut_days(4))
        assert row["bounds_nl"] == 0 or row["cuts"]


def test_a_refusal_ends_a_pump_and_says_so() -> None:
    row = simulate(read(TITRATION % (12, 500)), 1)
    assert row["test_ug"] == 10
    assert "205" in row["ended"]
    assert row["days"] < 3


def test_the_labels_titration_ends_on_target() -> None:
    row = simulate(read(TITRATION % (1, 500)), 1)
    assert (row["tests"], row["test_ug"]) == (2, 50)
    assert row["initial_ug_per_day"] == 100
    assert row["final_ug_per_day"] in (100, 120, 144)
    assert 72 <= row["on_target_h"] <= 240
    assert (row["overdose_h"], row["overdose_at_test"]) == (None, False)
    assert row["below_50_h"] is None


def test_a_tenfold_sensitivity_is_an_overdose_at_the_first_test_dose() -> None:
    row = simulate(read(TITRATION % (11, 200)), 1)
    assert 0 < row["overdose_h"] < 24
    assert (row["overdose_by"], row["overdose_at_test"]) == ("25 ug at once", True)
    assert (row["tests"], row["test_ug"]) == (2, 10)


HOUR = MS_PER_HOUR


def book(*changes: tuple[str, int, bool, int]) -> AlarmBook:
    made = AlarmBook()
    for name, priority, active, hour in changes:
        made.change(name, priority, active, hour * HOUR)
    return made


def test_a_lead_counts_from_where_what_stands_was_raised() -> None:
    climbs = book(("WITHDRAWAL", 2, True, 10), ("WITHDRAWAL", 3, True, 13))
    assert lead_h(climbs, "WITHDRAWAL", 15.0, 99.0) == 5
    ended = book(
        ("WITHDRAWAL", 2, True, 3), ("WITHDRAWAL", 2, False, 4), ("WITHDRAWAL", 2, True, 12)
    )
    assert lead_h(ended, "WITHDRAWAL", 15.0, 99.0) == 3
    assert lead_h(ended, "WITHDRAWAL", 9.0, 99.0) == -3
    assert lead_h(ended, "WITHDRAWAL", 9.0, 11.0) is None
    assert lead_h(book(), "WITHDRAWAL", 9.0, 99.0) is None


def test_any_alarm_that_stands_warns_but_for_those_of_other_things() -> None:
    both = book(("RESET", 1, True, 1), ("RESERVOIR_LOW", 1, True, 4))
    assert warned_h(both, 9.0) == 5
    assert warned_h(book(("RESET", 1, True, 1)), 9.0) is None
