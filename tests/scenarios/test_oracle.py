"""The oracle of ordered volume against fractions, minute by minute."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from host_sim.recording.oracle import MS_PER_DAY, VolumeOracle

MIN = 60_000
HEAD = "CISTERNA RX 1\nDRUG baclofen\nCONCENTRATION 500000 ng/mL\nMODE FLEX\n"


def segment_lines(segments: list[tuple[int, int]]) -> str:
    rows = [f"SEGMENT {at // 60:02d}:{at % 60:02d} {rate} ng/d" for at, rate in segments]
    return HEAD + "\n".join(rows) + "\nLIMIT DAY 1 ng\n"


def rate_at(segments: list[tuple[int, int]], minute: int) -> int:
    """ng/day at a minute of the day; before the first start the last segment still runs."""
    started = [rate for start, rate in segments if start <= minute % 1440]
    return started[-1] if started else segments[-1][1]


segments_of_a_day = st.lists(
    st.tuples(st.integers(0, 1439), st.integers(10_000, 1_200_000)),
    min_size=1,
    max_size=6,
    unique_by=lambda each: each[0],
).map(sorted)


@given(
    segments=segments_of_a_day,
    wall=st.integers(0, 1439),
    start=st.integers(0, 3000),
    lasts=st.integers(0, 6000),
)
def test_a_flex_day_adds_up(
    segments: list[tuple[int, int]], wall: int, start: int, lasts: int
) -> None:
    oracle = VolumeOracle()
    oracle.set_wall(wall * MIN, 0)
    oracle.prescribe(segment_lines(segments), 0)
    oracle.book(start * MIN, True)
    oracle.book((start + lasts) * MIN, False)
    ng = sum(
        Fraction(rate_at(segments, wall + minute), 1440) for minute in range(start, start + lasts)
    )
    nl = ng / 500_000 * 10**6
    assert oracle.total((start + lasts + 99) * MIN) == nl * 1000 * MS_PER_DAY


@given(st.lists(st.integers(1, 5_000_000), min_size=1, max_size=30))
def test_any_partition_of_time_adds_up_the_same(pieces: list[int]) -> None:
    text = segment_lines([(0, 100_000), (1200, 120_000)])
    whole, parts = VolumeOracle(), VolumeOracle()
    for oracle in (whole, parts):
        oracle.set_wall(5 * MIN, 0)
        oracle.prescribe(text, 0)
        oracle.book(0, True)
    now = 0
    for piece in pieces:
        now += piece
        parts.book(now, True)
    assert parts.total(now) == whole.total(now)


def test_a_lost_clock_means_the_days_mean_rounded_down() -> None:
    oracle = VolumeOracle()
    oracle.prescribe(segment_lines([(0, 100_000), (1200, 120_000)]), 0)
    oracle.book(0, True)
    mean_pl = (100_000 * 20 + 120_000 * 4) * 2000 // 24
    assert oracle.total(MS_PER_DAY) == mean_pl * MS_PER_DAY


def test_a_bolus_lies_evenly_on_top_and_ends_with_the_flow() -> None:
    oracle = VolumeOracle()
    oracle.prescribe(segment_lines([(0, 100_000)]), 0)
    oracle.book(0, True)
    oracle.bolus(1000, 10 * MIN, 0)
    basal = 200_000_000 * MIN
    assert oracle.total(5 * MIN) == 5 * basal + 500_000 * MS_PER_DAY
    oracle.book(6 * MIN, False)
    assert oracle.total(60 * MIN) == 6 * basal + 600_000 * MS_PER_DAY


def test_a_volume_segment_needs_no_concentration() -> None:
    oracle = VolumeOracle()
    oracle.prescribe("SEGMENT 00:00 480000 nL/d\n", 0)
    oracle.book(0, True)
    assert oracle.nl(MS_PER_DAY) == 480_000


def test_less_than_a_step_is_exact_and_a_step_is_not() -> None:
    oracle = VolumeOracle()
    oracle.prescribe("SEGMENT 00:00 1000000 nL/d\n", 0)
    oracle.book(0, True)
    assert oracle.off_by(64_000, 64_000, MS_PER_DAY) == (True, 0)
    assert oracle.off_by(63_999, 64_000, MS_PER_DAY)[0] is False
    assert oracle.off_by(63_999, 64_000, MS_PER_DAY - 1)[0] is True
    assert oracle.off_by(64_001, 64_000, MS_PER_DAY)[0] is False


def test_a_cut_ends_what_is_ordered_and_allows_a_step() -> None:
    oracle = VolumeOracle()
    oracle.prescribe(segment_lines([(0, 500_000)]), 0)  # 1 mL a day
    oracle.book(0, True)
    oracle.cut(MS_PER_DAY)
    assert oracle.total(2 * MS_PER_DAY) == 10**9 * MS_PER_DAY
    for pulses, exact in ((63_998, False), (63_999, True), (64_001, True), (64_002, False)):
        assert oracle.off_by(pulses, 64_000, 2 * MS_PER_DAY)[0] is exact


def test_a_cut_of_a_pump_that_rests_allows_nothing() -> None:
    oracle = VolumeOracle()
    oracle.prescribe(segment_lines([(0, 500_000)]), 0)
    oracle.book(0, True)
    oracle.book(MS_PER_DAY, False)
    oracle.cut(2 * MS_PER_DAY)
    assert oracle.off_by(64_000, 64_000, 3 * MS_PER_DAY) == (True, 0)
    assert oracle.off_by(64_001, 64_000, 3 * MS_PER_DAY)[0] is False


def test_a_cut_ends_a_bolus() -> None:
    oracle = VolumeOracle()
    oracle.prescribe(segment_lines([(0, 500_000)]), 0)
    oracle.book(0, True)
    oracle.bolus(1000, 10 * MIN, 0)
    oracle.cut(4 * MIN)
    oracle.book(5 * MIN, True)
    assert oracle.total(6 * MIN) == 10**9 * 5 * MIN + 400_000 * MS_PER_DAY
