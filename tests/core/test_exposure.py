"""Drug that left the tip: recent, and in the trailing 24 hours."""

import pytest

from pump.core.codec import Reader, Writer
from pump.core.drug.exposure import BIN_MIN, Exposure

BINS = 90
DAY_MIN = BINS * BIN_MIN


def a_day_of(drug):
    """That much in each bin of a day."""
    exposure = Exposure()
    for _ in range(BINS):
        exposure.add(BIN_MIN, drug)
    return exposure


def test_what_was_recent_is_handed_on_once():
    exposure = Exposure()
    exposure.took(300)
    exposure.took(4)
    assert exposure.take() == 304
    assert exposure.take() == 0
    assert exposure.recent == 0


def test_a_day_holds_what_came_in_24_hours_and_not_before():
    exposure = a_day_of(7)
    assert exposure.day() == 7 * BINS
    for gone in range(1, BINS + 1):
        exposure.add(BIN_MIN, 0)
        assert exposure.day() == 7 * (BINS - gone)


def test_the_newest_bin_takes_the_place_of_the_oldest():
    exposure = a_day_of(7)
    exposure.add(BIN_MIN, 100)
    assert exposure.day() == 7 * (BINS - 1) + 100


@pytest.mark.parametrize("drug", [0, 1, 89, 90, 91, 10_000_001])
@pytest.mark.parametrize("bins", [1, 2, 7, BINS])
def test_drug_of_a_long_gap_is_spread_and_none_of_it_lost(bins, drug):
    exposure = a_day_of(7)
    exposure.add(bins * BIN_MIN, drug)
    assert exposure.day() == 7 * (BINS - bins) + drug


def test_a_gap_of_more_than_a_day_leaves_its_last_24_hours():
    exposure = a_day_of(7)
    exposure.add(2 * DAY_MIN, 180)
    assert exposure.day() == 90


def test_it_comes_back_whole_through_an_image():
    exposure = a_day_of(7)
    exposure.add(BIN_MIN, 2**39)  # more than four bytes
    exposure.took(5)
    codec = Writer()
    exposure.persist(codec)
    back = Exposure()
    back.persist(Reader(bytes(codec.data)))
    assert (back.day(), back.recent) == (exposure.day(), 5)
    for _ in range(BINS):
        exposure.add(BIN_MIN, 1)
        back.add(BIN_MIN, 1)
        assert back.day() == exposure.day()
