"""C-01: at every pulse, before and after it, |pulses given - exact volume| < 1 step.

Random days of a whole pump (rates, schedules, boluses, stops, clock jumps, other concentrations)
against `dose_oracle`, which knows nothing of quanta.
"""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.core.motion.metering import SCALE
from pump.core.motion.quantum import Quantum
from pump.core.reasons import Refused
from tests.core.bench import DAY, HOUR, MIN, MS, World
from tests.core.dose_oracle import DAY_US
from tests.core.example_share import percent
from tests.core.twin import BOLUS_CUT, WALL, Twin

CONCENTRATIONS = st.sampled_from([50_000, 500_000, 2_000_000]) | st.integers(50_000, 2_000_000)
MOMENTS = st.integers(1, 6 * 3_600_000)  # ms


@st.composite
def schedules(draw):
    """Segments (start minute, ng/day) that the rules let pass at some concentration."""
    if draw(st.booleans()):
        return draw(st.integers(100_000, 600_000))
    starts = draw(st.lists(st.integers(0, 1439), min_size=1, max_size=24, unique=True))
    return [(start, draw(st.integers(100_000, 600_000))) for start in sorted(starts)]


ACTIONS = st.one_of(
    st.tuples(st.just("commit"), schedules()),
    st.tuples(st.just("bolus"), st.integers(1_000, 50_000), st.integers(0, 7_200_000)),
    st.tuples(st.sampled_from(["abort", "stop", "start"])),
    st.tuples(st.just("suspend"), st.integers(60_000, 7_200_000)),
    st.tuples(st.just("clock"), st.integers(0, 86_399_999)),
    st.tuples(st.just("fill"), CONCENTRATIONS),
)
HISTORIES = st.lists(st.tuples(MOMENTS, ACTIONS), min_size=1, max_size=10)


@pytest.mark.req("C-01")
@percent(20)
@given(CONCENTRATIONS, schedules(), HISTORIES, st.booleans())
def test_every_pulse_of_any_history_is_within_a_step(concentration, schedule, history, wall):
    try:
        twin = Twin(concentration, schedule, wall=WALL if wall else None)
    except Refused:
        return  # not feasible at this concentration
    for wait_ms, action in history:
        twin.world.wait(wait_ms * MS)
        twin.act(*action)
    twin.world.wait(HOUR)
    twin.check()


@percent(40)
@given(schedules(), HISTORIES)
def test_nothing_is_left_over(schedule, history):
    """The metering's remainder equals the oracle's: exactly, once no bolus is under way."""
    twin = Twin(500_000, schedule)
    for wait_ms, action in history:
        twin.world.wait(wait_ms * MS)
        twin.act(*action)
    twin.world.wait(HOUR)
    twin.act("stop")
    bolus = any(action[0] == "bolus" for _, action in history)
    assert abs(twin.remainder()) < BOLUS_CUT if bolus else twin.remainder() == 0


@pytest.mark.req("C-01")
@percent(30)
@given(schedules(), HISTORIES, st.integers(1_000, 3_600_000), st.lists(MOMENTS, max_size=30))
def test_any_cutting_of_time_gives_the_same_steps(schedule, history, max_ms, cuts):
    """Quanta of any length, and any number of needless interruptions."""
    plain = Twin(500_000, schedule)
    cut = Twin(500_000, schedule, Quantum(max_ng=10**9, max_nl=10**9, max_ms=max_ms))
    for wait_ms, action in history:
        for twin in (plain, cut):
            end = twin.world.us + wait_ms * MS
            if twin is cut:
                for pause in cuts:
                    twin.world.wait(min(pause * MS, end - twin.world.us))
                    interrupt(twin)
            twin.world.wait(end - twin.world.us)
            twin.act(*action)
    for twin in (plain, cut):
        twin.world.wait(HOUR)
        twin.act("stop")
    owed = [twin.world.pump.metering.owed for twin in (plain, cut)]
    pulses = [twin.world.motor.pulses for twin in (plain, cut)]
    assert owed[0] + pulses[0] * SCALE == owed[1] + pulses[1] * SCALE
    assert abs(pulses[0] - pulses[1]) <= 1


def interrupt(twin):
    """Halt the quantum and plan afresh, as a clock that is set to the time it has does."""
    pump = twin.world.pump
    twin.world.turn.deliver()
    wall = pump.schedule.wall(pump.day, pump.ms)
    twin.world.order(twin.world.set_wall, wall[0], wall[1])


@percent(30)
@given(schedules(), HISTORIES, st.lists(st.integers(0, 900), min_size=1, max_size=20))
def test_late_turns_are_late_and_lose_nothing(schedule, history, lateness):
    """Up to 0.9 s late, each turn: late pulses, and at the end nothing is missing."""
    twin = Twin(500_000, schedule)
    turns = iter(range(10**9))
    twin.world.late_us = lambda: lateness[next(turns) % len(lateness)] * MS
    for wait_ms, action in history:
        twin.world.wait(wait_ms * MS)
        if action[0] != "suspend":  # it ends with a turn, and so as late as the turn
            twin.act(*action)
    twin.world.wait(HOUR)
    twin.act("stop")
    assert abs(twin.remainder()) < BOLUS_CUT


def test_a_turn_later_than_a_second_gives_no_bolus_that_nobody_ordered():
    twin = Twin(500_000, 1_000_000)
    twin.world.wait(HOUR)
    before = twin.world.motor.pulses
    twin.world.us += 3 * HOUR
    twin.world.wait(HOUR)
    an_hour = 1_000_000 * 64_000 // 500_000_000 * 1000 // 24
    assert before + an_hour - 5 <= twin.world.motor.pulses <= before + an_hour + 2 * 128
    assert len(twin.world.said("LATE")) == 1


@pytest.mark.req("S13", "C-02")
def test_seven_years_end_with_the_exact_step():
    """C-02: two hundred wraps of the board's ticks, fills by the month."""
    night = [(0, 300_000), (1320, 360_000)]
    twin = Twin(2_000_000, night, Quantum(max_ng=10**9, max_nl=10**9, max_ms=3_600_000))
    for _ in range(7 * 12 + 2):
        twin.world.wait(30 * DAY)
        twin.world.order(twin.world.pump.fill, 38_000_000, 2_000_000)
    days = (7 * 12 + 2) * 30
    a_day = Fraction(300_000 * 22 + 360_000 * 2, 24) * 64_000 / 2_000_000
    assert twin.world.motor.pulses == int(a_day * days)
    assert twin.world.us == days * DAY_US
    least, most = twin.world.pump.ledger.bounds()
    assert least <= twin.world.motor.rotor <= most


def test_the_bench_minute_is_the_pumps():
    world = World()
    world.begin()
    world.wait(25 * HOUR + 7 * MIN)
    assert (world.pump.day, world.pump.ms) == (1, 67 * 60_000)
