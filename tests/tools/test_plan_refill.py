"""Plans of a refill: when it is low, empty or too old, and what other fillings would give."""

from datetime import date
from fractions import Fraction

import pytest

from tools.pumpctl.planning.refill import Meant, low_nl, refill

BEGINS = date(2030, 1, 1)
UG = 1000

A_8 = {  # requirements A.8: days by concentration (ug/mL) and size, at these doses
    (500, 20): {50: 180, 100: 90, 300: 30, 500: 18, 800: 11.2, 1000: 9, 1200: 7.5},
    (500, 40): {50: 180, 100: 180, 300: 63.3, 500: 38, 800: 23.7, 1000: 19, 1200: 15.8},
    (2000, 20): {50: None, 100: 180, 300: 120, 500: 72, 800: 45, 1000: 36, 1200: 30},
    (2000, 40): {50: None, 100: 180, 300: 180, 500: 152, 800: 95, 1000: 76, 1200: 63.3},
}


def meant(dose_ug, volume_ml=18, size_ml=20, ug_per_ml=500, boluses_ug=0):
    return Meant(
        volume_ml * 1_000_000,
        size_ml * 1_000_000,
        ug_per_ml * UG,
        dose_ug * UG,
        boluses_ug * UG,
        BEGINS,
    )


@pytest.mark.req("S7", "S14")
@pytest.mark.parametrize("dose_ug", [50, 100, 300, 500, 800, 1000, 1200])
def test_the_table_of_a_8(dose_ug) -> None:
    """But for 50 ug/d at 2 mg/mL, which A.8 has and whose 0.025 mL/d no pump of ours gives."""
    found = {
        (int(each.ug_per_ml), each.size_ml): each.interval_days
        for each in refill(meant(dose_ug)).others
    }
    for key, row in A_8.items():
        days = found[key]
        assert row[dose_ug] == (None if days is None else float(days))


def test_low_is_4_ml_or_a_week() -> None:
    assert low_nl(Fraction(100_000)) == 4_000_000
    assert low_nl(Fraction(600_000)) == 6_200_000


@pytest.mark.req("S10", "S14", "S15")
def test_what_a_filling_says() -> None:
    plan = refill(meant(300, boluses_ug=40))
    own, earliest = plan.meant, plan.with_boluses
    assert earliest is not None
    assert [str(own.low_days), str(own.empty_days), own.due] == ["19.6", "26.6", "2030-01-20"]
    assert str(earliest.empty_days) == "23.5"
    assert any("below 30 days" in note for note in own.notes)
    old = refill(meant(50, 38, 40)).meant
    assert (str(old.interval_days), str(old.due_days)) == ("180", "180")
    assert any("180 days old" in note for note in old.notes)
    assert any("above 90 days" in note for note in old.notes)
    assert refill(meant(300)).with_boluses is None


@pytest.mark.req("S7")
def test_a_filling_that_cannot_be_names_what_could() -> None:
    """S7, A.8: 10 ug/d want about 0.2 mg/mL or less."""
    own = refill(meant(10)).meant
    assert own.feasible is False
    assert "208 ug/mL or less" in own.notes[0]
