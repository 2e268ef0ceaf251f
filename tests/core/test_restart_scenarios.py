"""The power goes and is back: the same programme within a minute, and the resets are counted."""

import pytest

from pump.core.alarms import table as alarms
from pump.core.motion.quantum import Quantum
from pump.core.therapy.states import FAULT, RUN, STOPPED, SUSPENDED
from tests.core.bench import DAY, HOUR, MIN, MS, S, World
from tests.core.truth import HIDDEN

QUANTUM_STEPS = 128  # 1 ug of 500 ug/mL


def running(dose=100_000, concentration=500_000):
    world = World()
    world.begin(dose, concentration)
    world.wait(HOUR + 33 * S)
    return world


def priority(world, alarm):
    return world.pump.alarms.priority[alarm]


def holds_exactly(world):
    """Nothing is hidden on this bench: the truth is between the bounds."""
    least, most = world.pump.ledger.bounds()
    assert least <= world.motor.rotor <= most


# C-08 ----------------------------------------------------------------------------------------


@pytest.mark.req("C-08")
@pytest.mark.parametrize(
    "dose, concentration", [(96_000, 2_000_000), (100_000, 500_000), (1_200_000, 50_000)]
)
@pytest.mark.parametrize("off_us", [0, S, 40 * MIN, 23 * HOUR])
def test_therapy_flows_again_at_once(dose, concentration, off_us):
    """C-08 asks for 60 s: the order goes out in the first turn, its steps at the same rate."""
    world = running(dose, concentration)
    step_us = DAY * concentration // (dose * 64_000)
    orders = len(world.motor.orders)
    world.power_cycle(off_us)
    world.turn.turn()
    assert world.pump.state == RUN
    assert len(world.motor.orders) == orders + 1
    assert world.motor.orders[-1][0] - world.us <= step_us
    before, start = world.motor.rotor, world.us
    world.wait(10 * HOUR)
    assert abs((world.motor.rotor - before) - (world.us - start) / step_us) <= 1
    holds_exactly(world)


@pytest.mark.parametrize("wall", [(9_282, 18 * 3_600_000), None])
def test_uptime_is_counted_from_the_last_power_on(wall):
    """Past a day's end and 2^30 ms; a gap of unknown length, too, is no uptime."""
    world = World(wall=wall)
    world.begin()
    world.wait(13 * DAY + 22 * HOUR)
    pump = world.pump
    assert pump.restarts.up_s(pump.day, pump.ms) == 13 * 86_400 + 22 * 3_600
    world.power_cycle(30 * HOUR)
    pump = world.pump
    assert pump.restarts.up_s(pump.day, pump.ms) == 0
    world.wait(3 * HOUR + 1 * S + 999 * MS)
    assert pump.restarts.up_s(pump.day, pump.ms) == 3 * 3_600 + 1


@pytest.mark.parametrize("cause, causes", [(0, []), (1, ["reset=1"]), (2, ["reset=2"])])
def test_why_the_board_started_is_in_both_logs(cause, causes):
    """A watchdog that bit and a reset that was asked for say so; the power's coming does not."""
    world = running()
    world.hal.reset_cause = cause
    world.power_cycle(S)
    world.turn.turn()
    for log in (world.log(), b"".join(world.hal.faults.kept).decode()):
        lines = [line for line in log.split("\n") if "CAUSE" in line]
        assert [line.split()[3] for line in lines] == causes
    assert world.pump.state == RUN


@pytest.mark.req("C-08")
@pytest.mark.parametrize(
    "over_ms, wanted", [(-1, alarms.MEDIUM), (0, alarms.MEDIUM), (1, alarms.LOW)]
)
def test_three_resets_in_ten_minutes_are_medium(over_ms, wanted):
    """C-08, on the millisecond."""
    world = running()
    world.power_cycle(0)
    world.wait(4 * MIN)
    world.power_cycle(0)
    assert priority(world, alarms.RESET) == alarms.LOW
    world.wait(2 * MIN + over_ms * MS)
    world.power_cycle(4 * MIN)
    assert priority(world, alarms.RESET) == wanted
    assert world.pump.alarms.state[alarms.RESET] == alarms.LATCHED
    assert world.pump.state == RUN


def test_a_storm_goes_on_being_one():
    """The window slides: each of a chain of resets is judged with the two before it."""
    world = running()
    for count in range(1, 8):
        world.power_cycle(MIN)
        assert priority(world, alarms.RESET) == (alarms.MEDIUM if count >= 3 else alarms.LOW)
        world.order(world.pump.reset_alarm, alarms.RESET)
    world.wait(9 * MIN)
    world.power_cycle(MIN)
    assert priority(world, alarms.RESET) == alarms.LOW


def test_the_boots_are_counted():
    world = running()
    for boots in range(2, 30):
        world.power_cycle(S)
        world.wait(S)
        assert world.pump.restarts.boots == boots
    assert len(world.said(" BOOT ")) == 29


def test_resets_before_the_first_turn():
    """Nothing could be written between: they count once, and nothing is lost or given twice."""
    world = running()
    for _ in range(3):
        world.power_cycle(0)
    world.wait(MIN)
    assert world.pump.state == RUN
    assert world.pump.restarts.boots == 2
    holds_exactly(world)


@pytest.mark.parametrize("cuts", [1, 2, 3, 4])
def test_bounds_stay_within_a_quantum_for_several_cuts(cuts):
    """Each cut in full flight, and the truth is all or nothing of each."""
    for late_us in (1, 4 * MIN):
        world = running()
        for _ in range(cuts):
            world.wait(11 * MIN)
            world.turn.deliver()
            world.us += min(late_us, world.turn.idle_ms() * MS)
            world.power_cycle(MIN)
        least, most = world.pump.ledger.bounds()
        assert least <= world.motor.rotor <= most
        assert most - least <= QUANTUM_STEPS
        assert priority(world, alarms.RESET) == alarms.LOW


def test_an_uncertainty_wider_than_a_quantum_is_medium_until_the_next_fill():
    world = running()
    cuts = 0
    while priority(world, alarms.RESET) == alarms.LOW or not world.pump.alarms.active:
        cuts += 1
        assert cuts <= 20, "by then the bounds have been wider than a quantum"
        world.wait(HOUR)
        world.power_cycle(11 * MIN)
        world.wait(0)
    assert world.pump.ledger.uncertainty() > QUANTUM_STEPS
    world.order(world.pump.fill, 18_000_000, 500_000)
    world.order(world.pump.reset_alarm, alarms.RESET)
    world.wait(HOUR)
    world.power_cycle(11 * MIN)
    assert priority(world, alarms.RESET) == alarms.LOW
    holds_exactly(world)


@pytest.mark.req("C-04")
def test_a_thousand_resets_and_a_pump_that_gives_something():
    """C-04: neither the lock of an increase nor anything else is shortened by them."""
    world = running()
    world.wait(DAY)
    world.commit(500_000, 130_000)
    began = world.us
    for _ in range(1_000):
        world.wait(30 * S)
        world.power_cycle(10 * S)
    assert world.pump.state == RUN
    locked_ms = world.pump.titration.locked_ms(world.pump.day, world.pump.ms)
    assert abs(locked_ms * MS - (DAY - (world.us - began))) <= MS
    least, most = world.pump.ledger.bounds()
    assert least <= world.motor.rotor <= most
    before = world.motor.rotor
    world.wait(HOUR)
    assert 690 <= world.motor.rotor - before <= 694


# What stays as it was ------------------------------------------------------------------------


def test_stopped_stays_stopped():
    world = running()
    world.order(world.pump.stop, "OVERDOSE")
    since = world.pump.therapy.since
    for _ in range(3):
        world.wait(HOUR)
        world.power_cycle(3 * HOUR)
    world.wait(DAY)
    assert world.pump.state == STOPPED
    assert world.pump.therapy.since == since
    assert not world.pump.alarms.holds(alarms.INTERRUPTED)
    assert world.motor.rotor == int(12_800 * (60 * 60 + 33) / 86_400)


def test_over_delivery_stays_a_fault():
    world = running()
    world.motor.run_away(700, 500)
    world.wait(6 * MIN)
    for off_us in (MIN, 30 * HOUR):
        world.power_cycle(off_us)
        world.wait(HOUR)
        assert world.pump.state == FAULT
        assert world.pump.alarms.holds(alarms.OVER_DELIVERY)
        assert priority(world, alarms.OVER_DELIVERY) == alarms.HIGH
    holds_exactly(world)


def test_empty_stays_empty_until_it_is_filled():
    world = World()
    world.begin(1_200_000, 500_000, fill_nl=2_300_000)
    world.wait(DAY)
    assert world.pump.alarms.holds(alarms.RESERVOIR_EMPTY)
    world.power_cycle(HOUR)
    world.wait(HOUR)
    assert world.pump.state == FAULT
    assert world.pump.alarms.holds(alarms.RESERVOIR_EMPTY)
    assert priority(world, alarms.RESERVOIR_LOW) == alarms.HIGH
    world.order(world.pump.fill, 18_000_000, 500_000)
    assert world.pump.state == STOPPED
    holds_exactly(world)


@pytest.mark.parametrize("pulses", [1, 10, 43, 200])
@pytest.mark.parametrize("was", [RUN, STOPPED, SUSPENDED])
def test_pulses_that_nobody_ordered_after_power_on_are_seen(pulses, was):
    """The motor's counter begins at 0, and so does what it is allowed."""
    world = running()
    if was == STOPPED:
        world.order(world.pump.stop, "OTHER")
    else:
        world.order(world.pump.suspend, 20 * HOUR // MS)
    world.power_cycle(MIN)
    world.motor.run_away(pulses, 1_000)
    world.wait(17 * MIN)
    assert world.pump.alarms.holds(alarms.OVER_DELIVERY)
    assert world.pump.state == (STOPPED if was == STOPPED else FAULT)
    holds_exactly(world)


def test_an_encoder_that_begins_anew_is_no_stall():
    """Its count is not that of before the cut, wherever the rotor stands in a count of four."""
    for later in range(8):
        world = running()
        world.wait(later * 6_750_000)
        world.power_cycle(MIN)
        world.wait(HOUR)
        assert world.pump.state == RUN
        assert not world.pump.alarms.holds(alarms.MOTOR_STALL)
        least, most = world.pump.ledger.bounds()
        assert least - HIDDEN <= world.motor.rotor <= most


def test_long_quanta_survive_too():
    """The simulator's, as long as an hour."""
    world = World(quantum=Quantum(max_ng=10**9, max_nl=10**9, max_ms=3_600_000))
    world.begin()
    world.wait(90 * MIN)
    world.power_cycle(10 * MIN)
    world.wait(DAY)
    assert world.pump.state == RUN
    holds_exactly(world)
