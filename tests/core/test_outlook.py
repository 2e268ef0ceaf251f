"""What is to come, against an oracle of its own: the programme minute by minute in exact fractions
for the drug, the model's own solution in floats for what it does."""

import math
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pump.core import bridge, forecast, outlook
from pump.core.therapy import bolus
from tests.core.bench import DAY, HOUR, MIN, MS, World
from tests.core.example_share import percent

K, KE = math.log(2) / 1.51, 0.1167
UNITS = 256


class Oracle:
    """Of the reference patient: (csf, effect) in ng, and the mean of its running hours."""

    def __init__(self, pump):
        patient = pump.drug.effect.nominal
        self.csf, self.effect = patient.csf / UNITS, patient.effect / UNITS
        self.reference, self.held = patient.reference / UNITS, patient._held
        since = pump.assessment.minutes_since(pump.day, pump.ms)
        if since:
            self.go(since, pump.drug.exposure.recent / UNITS)
        self.hours = []

    def go(self, minutes, drug_ng):
        t = minutes / 60
        fast, slow, settled = math.exp(-K * t), math.exp(-KE * t), drug_ng / t / K
        into = KE / (K - KE) * (slow - fast)
        self.csf, self.effect = (
            settled + (self.csf - settled) * fast,
            settled * (1 - slow - into) + self.csf * into + self.effect * slow,
        )

    def mean(self):
        """The trailing week's, where these hours have joined it."""
        before = min(self.held, max(0, 168 - len(self.hours)))
        recent = self.hours[-168:]
        return (self.reference * before + sum(recent)) / (before + len(recent))

    def until(self, percent):
        level, minutes = self.mean() * percent / 100, 0
        while self.effect >= level:
            self.go(2, 0)
            minutes += 2
        return minutes


def given_between(pump, segments, from_min, to_min):
    """Drug of the programme between two minutes from now on, ng, exact."""
    begin = pump.schedule.wall_ms(pump.ms)
    dose = 0
    for minute in range(from_min, to_min):
        of_day = (begin + minute * 60_000) % 86_400_000
        dose += [dose for start, dose in segments if start * 60_000 <= of_day][-1]
    return Fraction(dose, 1440)


SEGMENTS = st.lists(
    st.tuples(st.integers(0, 1439), st.integers(100_000, 700_000)),
    min_size=1,
    max_size=5,
    unique_by=lambda segment: segment[0],
).map(sorted)


@pytest.mark.req("D-13")
@example([(249, 549_564), (270, 100_000)], 0, 3_590_844)  # the first days have left the week
@given(SEGMENTS, st.integers(0, 86_399_999), st.integers(2_060_000, 5_000_000))
@percent(8)
def test_after_empty_goes_by_the_segments_of_that_hour(segments, wall_ms, fill_nl):
    """80 % and 50 %, to a few minutes, from an hour to a week ahead."""
    world = World(wall=(9_000, wall_ms))
    world.commit(500_000, segments, 1_200_000)
    world.order(world.pump.fill, 18_000_000, 500_000)
    world.order(world.pump.start)
    world.wait(3 * DAY)
    pump = world.pump
    world.order(pump.fill, fill_nl, 500_000)
    days, ms = forecast.time_to(pump, pump.reservoir.residual_steps)
    oracle, minutes = Oracle(pump), days * 1440 + ms // 60_000
    if segments[0][0]:
        segments = [(0, segments[-1][1]), *segments]
    for minute in range(0, minutes, 20):
        end = min(minute + 20, minutes)
        oracle.go(end - minute, float(given_between(pump, segments, minute, end)))
        if end % 60 == 0:
            oracle.hours.append(oracle.effect)
    true = 0
    for level in (80, 50):
        true += oracle.until(level)
        said = outlook.after_empty(pump, level, False)[0]
        assert abs(said - true) <= 6 + true * 0.04


def running(dose_ng=300_000, days=5):
    world = World()
    world.begin(dose_ng)
    world.wait(days * DAY)
    return world


@pytest.mark.req("D-13", "D-7")
def test_a_front_under_way_is_known_to_what_is_to_come():
    """Twice the concentration, days away: plug flow follows the order (D-7), and the band knows
    that a line that mixes brings more before the front and less behind it."""
    world = running(150_000, 9)
    pump = world.pump
    world.order(pump.stop, "MAINTENANCE")
    world.commit(1_000_000, 150_000)
    world.order(pump.fill, 18_000_000, 1_000_000)
    before_ms = bridge.remaining(pump)[1]
    assert before_ms == pytest.approx(DAY / MS * 0.308 * 500 / 150, rel=0.001)
    points = outlook.trajectory(pump, 72, 2, True)
    for nominal, low, high in points:
        assert low <= nominal <= high
        assert 97 <= nominal <= 101
    front = before_ms // (2 * HOUR // MS)
    assert points[0][2] < 105 < 108 < points[front][2]
    assert min(low for _, low, _ in points[front:]) < points[0][1] - 5


def test_without_a_line_that_mixes_the_band_is_narrow():
    points = outlook.trajectory(running(150_000, 9).pump, 72, 2, True)
    assert min(low for _, low, _ in points) > 94
    assert max(high for _, _, high in points) < 106


@pytest.mark.req("S58")
def test_the_trajectory_comes_true():
    world = World(wall=(9_000, 0))
    world.commit(500_000, [(0, 200_000), (900, 420_000)])
    world.order(world.pump.fill, 18_000_000, 500_000)
    world.order(world.pump.start)
    world.wait(6 * DAY + 3 * HOUR)
    pump = world.pump
    reference = pump.drug.effect.nominal.reference
    said = [point[0] for point in outlook.trajectory(pump, 24, 2, True)]
    for percent_said in said:
        now = outlook.effect_percents(pump)[0] * pump.drug.effect.nominal.reference / reference
        assert abs(now - percent_said) <= 2
        world.wait(2 * HOUR)


def test_the_other_curve_is_that_of_a_stop():
    world = running()
    pump = world.pump
    points = outlook.trajectory(pump, 24, 2, False)
    for percent_below in (80, 50):
        nominal, low, high = outlook.if_stopped(pump, percent_below)
        first = next(at for at, point in enumerate(points) if point[0] < percent_below)
        assert (first - 1) * 120 <= nominal <= first * 120
        assert low < nominal < high
    assert [point[0] for point in points] == sorted([point[0] for point in points], reverse=True)


def test_a_bolus_that_flows_is_part_of_what_is_to_come():
    world = running()
    world.order(world.pump.give_bolus, 100_000, 4 * HOUR // MS, True)
    world.wait(MIN)
    pump = world.pump
    assert pump.bolus.state == bolus.RUNNING
    said = [point[0] for point in outlook.trajectory(pump, 8, 2, True)]
    assert max(said) > 140
    reference = pump.drug.effect.nominal.reference
    world.wait(6 * HOUR)
    now = outlook.effect_percents(pump)[0] * pump.drug.effect.nominal.reference / reference
    assert abs(now - said[3]) <= 2


def test_nothing_comes_out_of_an_empty_reservoir():
    world = running()
    pump = world.pump
    world.order(pump.fill, 2_050_000, 500_000)
    points = outlook.trajectory(pump, 24, 2, True)
    days, ms = forecast.time_to(pump, pump.reservoir.residual_steps)
    assert days == 0
    assert points[-1][0] < 50
    minutes = outlook.after_empty(pump, 50, False)[0] + ms // 60_000
    first = next(at for at, point in enumerate(points) if point[0] < 50)
    assert (first - 1) * 120 - 20 <= minutes <= first * 120 + 20


def test_asking_changes_nothing():
    world = running()
    pump = world.pump
    before = pump.image()
    outlook.trajectory(pump, 72, 2, True)
    outlook.trajectory(pump, 72, 2, False)
    outlook.after_empty(pump, 50)
    outlook.if_stopped(pump, 80)
    outlook.effect_percents(pump)
    assert pump.image() == before
