"""Over a gap the drug fades, ages and is not sampled; the reservoir keeps what was not given.

The effect is compared with the closed form of A.10, and with a pump that was stopped, not cut.
"""

import math

import pytest

from pump.core import outlook
from pump.core.alarms import table as alarms
from pump.core.therapy.states import RUN
from tests.core.bench import DAY, HOUR, MIN, MS, S, World
from tests.core.cuts import at_a_record, cut

K = math.log(2) / 1.51  # an hour
KE = 0.1167
DOSE = 300_000
DAYS = 6  # all has settled by then
GAPS = (17 * MIN, HOUR, 4 * HOUR, 9 * HOUR, 20 * HOUR, 24 * HOUR, 40 * HOUR, 9 * DAY)


def fading(hours):
    """What is left of a steady effect."""
    return (K * math.exp(-KE * hours) - KE * math.exp(-K * hours)) / (K - KE)


def settled():
    world = World()
    world.begin(DOSE, 2_000_000)
    world.wait(DAYS * DAY)
    at_a_record(world)
    return world


@pytest.mark.parametrize("off_us", GAPS)
def test_the_effect_fades_as_in_the_closed_form(off_us):
    world = settled()
    steady = DOSE * 256 / 24 / K
    cut(world, off_us)
    effect = outlook.effect_percents(world.pump)[0] * world.pump.drug.effect.nominal.reference / 100
    wanted = fading(off_us / HOUR)
    assert abs(effect / steady - wanted) <= 0.02 + 0.02 * wanted


@pytest.mark.parametrize("off_us", GAPS)
def test_a_pump_that_was_cut_knows_what_a_stopped_one_knows(off_us):
    """The quantum in flight acts in full in the one and not at all in the other."""
    one, other = settled(), settled()
    one.order(one.pump.stop, "OTHER")
    one.wait(off_us)
    cut(other, off_us)
    mine, theirs = one.pump.drug.effect.nominal, other.pump.drug.effect.nominal
    assert abs(mine.effect - theirs.effect) <= 300_000  # 1.2 ug of a steady 27
    assert abs(mine.reference - theirs.reference) <= 256
    for alarm in (alarms.WITHDRAWAL, alarms.DRUG_AGE):
        assert one.pump.alarms.priority[alarm] == other.pump.alarms.priority[alarm]
    given = one.pump.drug.exposure.day() - other.pump.drug.exposure.day()
    assert abs(given) <= 256 * 2_000 + DOSE * 256 // 90


@pytest.mark.parametrize(
    "hours, priority",
    [
        (3, alarms.NONE),
        (5, alarms.MEDIUM),
        (8, alarms.MEDIUM),
        (10, alarms.HIGH),
        (200, alarms.HIGH),
    ],
)
def test_withdrawal_is_judged_at_power_on(hours, priority):
    """80 % after 3.8 h, 50 % after 8.3 h: within the first turn, not 16 minutes later."""
    world = settled()
    world.power_cycle(hours * HOUR)
    world.turn.turn()
    assert world.pump.alarms.priority[alarms.WITHDRAWAL] == priority
    assert world.pump.alarms.holds(alarms.WITHDRAWAL) == (priority != alarms.NONE)


def test_withdrawal_ends_when_it_flows_again():
    world = settled()
    cut(world, 9 * HOUR)
    assert world.pump.state == RUN
    took = world.until(lambda: not world.pump.alarms.holds(alarms.WITHDRAWAL), 3 * DAY, 10 * MIN)
    assert 8 * HOUR <= took <= 24 * HOUR
    assert not world.pump.alarms.holds(alarms.WITHDRAWAL)


@pytest.mark.parametrize(
    "off_us", [MS, 5 * MIN, 17 * MIN, HOUR, 9 * HOUR, DAY, 40 * HOUR, 9 * DAY, 200 * DAY, 400 * DAY]
)
def test_the_gap_is_not_sampled(off_us):
    """The reference is one of running therapy: or a long lack would become the normal state."""
    world = settled()
    before = world.pump.drug.effect.nominal.reference
    held = world.pump.drug.effect.nominal._held
    cut(world, off_us)
    world.wait(40 * MIN)
    after = world.pump.drug.effect.nominal
    assert abs(after.reference - before) <= before // 100
    assert after._held <= held + 1


@pytest.mark.parametrize("off_us", [10 * MIN, 2 * HOUR, 23 * HOUR, 30 * HOUR, 12 * DAY, 300 * DAY])
def test_sampling_goes_on_after_it(off_us):
    """An hour of running therapy is one more sample, however long the gap was."""
    world = World()
    world.begin()
    world.wait(30 * HOUR)
    held = world.pump.drug.effect.nominal._held
    cut(world, off_us)
    if world.pump.state != RUN:
        world.order(world.pump.fill, 18_000_000, 500_000)
        world.order(world.pump.start, True)
    world.wait(10 * HOUR)
    assert 9 <= world.pump.drug.effect.nominal._held - held <= 11


def test_short_cuts_do_not_keep_the_reference_from_being_sampled():
    """A reset every 20 minutes loses at most the effect of each."""
    world = World()
    world.begin()
    world.wait(10 * HOUR)
    held = world.pump.drug.effect.nominal._held
    for _ in range(30):
        world.wait(20 * MIN)
        cut(world, S)
    assert world.pump.drug.effect.nominal._held - held >= 5


# Drug age, reservoir -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "days, priority",
    [
        (172, alarms.NONE),
        (173, alarms.LOW),
        (179, alarms.LOW),
        (180, alarms.MEDIUM),
        (399, alarms.MEDIUM),
    ],
)
def test_the_drug_ages_while_the_power_is_off(days, priority):
    """To the ms: the fill was at the beginning of day 0."""
    for less_us, wanted in ((0, priority), (MS, None)):
        world = World()
        world.begin()
        world.wait(HOUR)
        at_a_record(world)
        cut(world, days * DAY - world.us - less_us)
        age = world.pump.reservoir.age_hours(world.pump.day, world.pump.ms)
        assert age // 24 == days - (less_us > 0)
        if wanted is not None:
            assert world.pump.alarms.priority[alarms.DRUG_AGE] == wanted


def test_without_a_clock_the_drug_ages_by_the_time_with_power():
    world = World(wall=None)
    world.begin()
    world.wait(DAY)
    world.order(world.pump.stop, "OTHER")
    world.wait(9 * DAY)
    for _ in range(5):
        world.wait(5 * HOUR)
        cut(world, DAY)
    assert world.pump.reservoir.age_hours(world.pump.day, world.pump.ms) // 24 >= 10


@pytest.mark.parametrize("off_us", [S, 20 * HOUR, 100 * DAY])
@pytest.mark.parametrize("late_us", [0, 100 * S])
def test_the_reservoir_counts_what_may_be_gone_and_no_more(off_us, late_us):
    world = World()
    world.begin(1_200_000)
    world.wait(2 * DAY + HOUR)
    at_a_record(world)
    world.us += late_us
    world.motor.counted()
    filled = 18 * 64_000
    cut(world, off_us)
    reservoir = world.pump.reservoir
    assert reservoir.steps == filled - world.pump.ledger.most
    assert (
        reservoir.steps
        <= filled - world.motor.rotor
        <= reservoir.steps + world.pump.order.max_steps
    )
    before = reservoir.steps
    world.wait(0)
    assert reservoir.steps == before


def test_the_last_quantum_before_empty():
    """The cut takes it in full: it may be empty after it, and then says so at once."""
    world = World()
    world.begin(1_200_000, fill_nl=2_010_000)
    world.until(lambda: world.pump.reservoir.spare_steps() < 100, DAY, S)
    world.us += S
    cut(world, S)
    world.until(lambda: world.pump.alarms.holds(alarms.RESERVOIR_EMPTY), HOUR, S)
    assert world.motor.rotor <= 640
    least, most = world.pump.ledger.bounds()
    assert least <= world.motor.rotor <= most


def test_reservoir_alarms_are_as_before():
    world = World()
    world.begin(1_200_000, fill_nl=8_000_000)
    world.wait(HOUR)
    before = world.pump.alarms.priority[alarms.RESERVOIR_LOW]
    assert before > alarms.NONE
    cut(world, HOUR)
    assert world.pump.alarms.priority[alarms.RESERVOIR_LOW] == before
    world.until(lambda: world.pump.alarms.priority[alarms.RESERVOIR_LOW] > before, 5 * DAY, HOUR)


def test_dates_are_of_the_wall_after_a_gap():
    world = settled()
    wall = world.hal.wall()
    cut(world, 10 * HOUR)
    pump = world.pump
    shown = pump.schedule.wall(pump.day, pump.ms)
    assert shown is not None
    assert (shown[0] - wall[0]) * 86_400_000 + shown[1] - wall[1] == 10 * HOUR // MS
