"""Fewer points for the eye lose no sample from sight: each lies in the shade of its column."""

from hypothesis import given
from hypothesis import strategies as st

from host_sim.report.thin import COLUMNS, Columns
from host_sim.units import MS_PER_DAY, MS_PER_HOUR

GAPS = st.lists(st.integers(0, 40 * MS_PER_DAY), min_size=1, max_size=1_500)
VALUES = st.floats(-1e6, 1e6) | st.none()


def times(gaps: list[int]) -> list[int]:
    moments, now = [], 0
    for gap in gaps:
        now += gap
        moments.append(now)
    return moments


@given(GAPS, st.none() | st.integers(0, 400 * MS_PER_DAY))
def test_columns_hold_every_sample_once_and_in_order(gaps: list[int], around: int | None) -> None:
    moments = times(gaps)
    columns = Columns(moments, around)
    assert [index for run in columns.runs for index in range(*run)] == list(range(len(moments)))
    assert len(columns.runs) <= COLUMNS + 160
    assert columns.moments() == sorted(columns.moments())


@given(GAPS, st.data())
def test_a_shade_reaches_from_the_lowest_to_the_highest(
    gaps: list[int], data: st.DataObject
) -> None:
    moments = times(gaps)
    values = data.draw(st.lists(VALUES, min_size=len(moments), max_size=len(moments)))
    columns = Columns(moments)
    lows, highs = columns.spread(values)
    for (begin, end), low, high, mean in zip(
        columns.runs, lows, highs, columns.means(values), strict=True
    ):
        known = [value for value in values[begin:end] if value is not None]
        assert (low, high) == ((min(known), max(known)) if known else (None, None))
        assert mean is None if not known else low - 1e-6 <= mean <= high + 1e-6


def test_few_samples_are_drawn_as_they_are() -> None:
    columns = Columns([hour * MS_PER_HOUR for hour in range(300)])
    assert not columns.crowded()
    assert columns.means(list(range(300))) == list(range(300))


def test_around_what_happened_every_sample_is_drawn() -> None:
    moments = [hour * MS_PER_HOUR for hour in range(24 * 180)]
    columns = Columns(moments, 80 * MS_PER_DAY)
    near = [
        end - begin
        for begin, end in columns.runs
        if abs(moments[begin] - 80 * MS_PER_DAY) < 11 * MS_PER_HOUR
    ]
    assert set(near) == {1}
    assert columns.crowded()


def test_nothing_recorded_is_nothing_drawn() -> None:
    columns = Columns([])
    assert columns.runs == []
    assert columns.means([]) == []
