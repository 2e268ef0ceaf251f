"""RES:DAYS? against exact fractions: by the programme, and at all the patient boluses that are
allowed (D-13, S15); and both against a pump that runs empty.
"""

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pump.commands import reservoir as reservoirs
from pump.core import forecast, outlook
from pump.core.reasons import Refused
from pump.core.therapy.states import FAULT
from tests.core.bench import DAY, HOUR, MIN, World, long_quanta
from tests.core.example_share import percent

RESIDUAL_NL = 2_000_000
LINE_NL = 308_000
DAY_MIN = 1_440
MOST_A_DAY = 24  # boluses of a minute, an hour apart


class Oracle:
    """Volume (nL) above the residual, plugs in the line (nL, ng/mL), a minute of the day."""

    def __init__(self, left_nl, line, held, segments, minute):
        self.left_nl = Fraction(left_nl)
        self.line = [[Fraction(nl), of] for nl, of in line] + [[Fraction(10**12), held]]
        self.segments = segments
        self.minute = minute

    def rate(self, minute):
        """ng a minute, and until when that holds."""
        of_day = minute % DAY_MIN
        dose = [dose for start, dose in self.segments if start <= of_day] or [self.segments[-1][1]]
        ends = [start - of_day for start, _ in self.segments if start > of_day]
        ends.append(self.segments[0][0] + DAY_MIN - of_day)
        return Fraction(dose[-1], DAY_MIN), minute + min(ends)

    def give(self, ng):
        """What is left of it when the reservoir is empty; 0 while there is more."""
        while ng and self.left_nl:
            nl, of = self.line[0]
            flows = min(ng * 10**6 / of, nl, self.left_nl)
            ng -= flows * of / 10**6
            self.line[0][0] -= flows
            self.left_nl -= flows
            if not self.line[0][0]:
                self.line.pop(0)
        return ng

    def days(self, boluses=0):
        """Days until empty; so many boluses in each of them, one after another."""
        now = first = Fraction(self.minute)
        while True:
            ng, end = self.rate(now)
            more, lasts = bolus_rate(boluses, (now - first) % DAY_MIN)
            end, ng = min(end, now + lasts), ng + more
            lacks = self.give(ng * (end - now))
            if not self.left_nl:
                return (end - lacks / ng - first) / DAY_MIN
            now = end


def bolus_rate(boluses, minute):
    """ng a minute at that minute of a day, and how long that lasts."""
    for which in range(boluses):
        begin = which * min(61, Fraction(DAY_MIN, boluses))
        if minute < begin:
            return 0, begin - minute
        if minute < begin + 1:
            return 5_000, begin + 1 - minute
    return 0, DAY_MIN - minute


def started(segments, allowance_ng, wall_ms=0, fill_nl=18_000_000):
    """5 ug in a minute, an hour apart; `segments`: minute of the day, ng a day."""
    world = World("CISTERNA-40", wall=(9_497, wall_ms), quantum=long_quanta())
    rx = world.stage(500_000, segments, 1_200_000)
    rx.ptm_on, rx.ptm_dose_ng, rx.ptm_duration_ms = True, 5_000, 60_000
    rx.ptm_lockout_ms, rx.ptm_limit_ng = 3_600_000, allowance_ng
    world.order(world.pump.commit, world.pump.staged_digest(), True)
    world.order(world.pump.fill, fill_nl, 500_000)
    world.order(world.pump.start)
    return world


def told(world):
    return [float(each) for each in reservoirs.days(world.context).split(",")]


SEGMENTS = st.lists(
    st.tuples(st.integers(0, 1_439), st.integers(100_000, 700_000)),
    min_size=1,
    max_size=5,
    unique_by=lambda segment: segment[0],
).map(sorted)


@pytest.mark.req("S15", "D-13")
@example([(0, 300_000)], 119, 0, 18_000_000)
@example([(0, 300_000)], 200, 0, 18_000_000)  # the lockout lets 24 of 5 ug
@given(SEGMENTS, st.integers(5, 200), st.integers(0, 1_439), st.integers(2_100_000, 40_000_000))
@percent(60)
def test_both_figures_are_those_of_exact_fractions(segments, allowance_ug, minute, fill_nl):
    world = started(segments, allowance_ug * 1_000, minute * 60_000, fill_nl)
    for boluses, said in zip((0, min(allowance_ug // 5, MOST_A_DAY)), told(world), strict=True):
        oracle = Oracle(fill_nl - RESIDUAL_NL, [], 500_000, segments, minute)
        true = float(oracle.days(boluses))
        assert -0.001 <= true - said <= 0.011  # rounded down to 1/100


@pytest.mark.parametrize("new_ng", [50_000, 1_000_000, 2_000_000])
def test_they_know_of_another_drug_in_the_line(new_ng):
    world = started([(0, 100_000), (600, 220_000)], 60_000)
    pump = world.pump
    world.order(pump.stop, "MAINTENANCE")
    rx = world.stage(new_ng, [(0, 100_000), (600, 220_000)], 1_200_000)
    rx.ptm_on, rx.ptm_dose_ng, rx.ptm_duration_ms = True, 5_000, 60_000
    rx.ptm_lockout_ms, rx.ptm_limit_ng = 3_600_000, 60_000
    world.order(pump.commit, pump.staged_digest(), True)
    world.order(pump.fill, 9_000_000, new_ng)
    for boluses, said in zip((0, 12), told(world), strict=True):
        line = [(LINE_NL, 500_000)]
        oracle = Oracle(7_000_000, line, new_ng, [(0, 100_000), (600, 220_000)], 0)
        assert -0.001 <= float(oracle.days(boluses)) - said <= 0.011


@pytest.mark.req("S15", "C-13")
def test_a_patient_who_takes_all_that_is_allowed_runs_it_empty_no_sooner_than_told():
    """300 ug/d and twelve boluses of 5 ug a day, after the first day, which has none."""
    world = started([(0, 300_000)], 60_000)
    world.wait(25 * HOUR)
    world.order(world.pump.fill, 5_000_000, 500_000)
    most, least = told(world)
    orders, given, begun_us = world.pump.control.patient_orders, 0, world.us
    while world.pump.state != FAULT:
        with suppress(Refused):
            world.order(orders.give, world.pump.day, world.pump.ms)
            given += 1
        world.wait(10 * MIN)
    days = (world.us - begun_us) / DAY
    assert given >= 12 * int(days)
    assert least <= days < most
    assert days - least < 0.25


def test_there_are_none_by_the_programme_of_another_drug():
    """Four times the drug in the same volume: by the old programme it would be a quarter of its
    days."""
    world = World()
    world.begin()
    pump = world.pump
    world.order(pump.stop, "MAINTENANCE")
    world.order(pump.fill, 18_000_000, 2_000_000)
    assert forecast.days_left_hundredths(pump) == -1
    assert forecast.low_at(pump) == forecast.refill_due(pump) == forecast.NEVER
    assert outlook.after_empty(pump, 50) == (-1, -1, -1)
    world.commit(2_000_000, 100_000)
    assert forecast.days_left_hundredths(pump) > 30_000
