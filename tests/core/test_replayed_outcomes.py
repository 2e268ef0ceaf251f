"""Flow ended, its outcome is in the journal, and the power went before the image was written."""

import pytest

from pump.core.alarms import table as alarms
from pump.core.motion.ledger import RECORD_MAX
from pump.core.replay import Replay
from pump.core.therapy.states import FAULT, RUN, SUSPENDED
from pump.core.units import SCALE
from tests.core.bench import HOUR, MIN, S, World, long_quanta
from tests.core.test_front_in_doubt import behind, stalls, under_way
from tests.core.truth import holds_truth


def cut_before_the_image(world, happens):
    """What happens leaves its records, but no image."""
    image = world.hal.states.data
    happens()
    world.hal.states.data = image
    world.power_cycle(5 * S)


def running():
    world = World()
    world.begin()
    world.wait(HOUR + 100 * S)
    return world


def check(world):
    assert holds_truth(world)
    least, most = world.pump.ledger.bounds()
    assert most - least <= world.pump.order.max_steps


def test_what_the_encoder_saw_is_no_loss_afterwards():
    world = running()
    cut_before_the_image(world, lambda: world.order(world.pump.suspend, 600_000))
    world.after_turn = lambda: check(world)
    world.wait(3 * HOUR)
    assert world.pump.state == RUN
    assert world.pump.ledger.uncertainty() == 0
    assert "LOST" not in world.log()


def test_an_outcome_that_only_a_record_tells_of_is_no_lag_of_the_rotor():
    """Nothing tells of the encoder then: the records that follow must raise no stall."""
    world = running()
    pump = world.pump
    assert pump.order.in_progress
    sequence = pump.ledger.sequence
    Replay(pump).outcome(sequence & 0xFFFFFF, pump.day, pump.ms + 1, 9, 12)
    assert not pump.order.in_progress
    assert pump.order.lag == 0


@pytest.mark.parametrize("pulses", [12, 60])
def test_a_surplus_that_only_a_record_tells_of_stays_uncertain(pulses):
    """The rotor may have turned with it or not: no reading of the encoder says so any more."""
    world = running()

    def runs_away():
        world.motor.run_away(pulses, 1000)
        world.wait(10 * MIN)
        assert world.pump.state == FAULT

    cut_before_the_image(world, runs_away)
    assert world.pump.state == FAULT
    world.order(world.pump.start, True)
    world.after_turn = lambda: check(world)
    world.wait(3 * HOUR)
    assert world.pump.state == RUN


def test_the_motor_is_not_given_again_what_a_lost_step_took_from_the_upper_bound():
    world = running()
    world.motor.stand(True)
    world.until(lambda: world.pump.state == FAULT, 10 * MIN, S)
    world.motor.stand(False)
    world.until(lambda: world.pump.state == RUN, 2 * MIN, S)

    def turns_again():
        world.until(lambda: world.pump.faults.tries == 0, HOUR, S)

    cut_before_the_image(world, turns_again)
    assert world.pump.state == RUN
    assert not world.said("REPLAYED")
    before = world.motor.pulses
    world.wait(HOUR)
    assert abs(world.motor.pulses - before - 64_000 * 0.2 / 24) <= 1
    assert holds_truth(world)


@pytest.mark.parametrize("seconds", [0, 30, 78])
def test_an_upper_bound_that_has_come_down_is_no_surplus(seconds):
    """After stalls the encoder takes back what did not turn: less is delivered than the journal
    tells, and the next record has 0 in that field. It was taken for pulses that nobody ordered."""
    world = running()
    for _ in range(2):  # so that a quantum is smaller than what is taken back
        world.power_cycle(S)
        world.wait(100 * S)
    world.motor.stand(True)
    world.until(lambda: world.pump.faults.tries == 3, 6 * HOUR, S)  # one of them a slow one
    world.motor.stand(False)
    world.until(lambda: world.said(" LOST "), 2 * HOUR, S)
    assert world.pump.order.in_progress
    world.wait(seconds * S)
    cut_before_the_image(world, lambda: world.order(world.pump.suspend, 600_000))
    assert world.pump.state == SUSPENDED
    assert not world.pump.alarms.holds(alarms.OVER_DELIVERY)
    assert holds_truth(world)


def runs_away(world):
    world.motor.run_away(12, 1000)
    world.wait(10 * MIN)


@pytest.mark.req("D-1")
@pytest.mark.parametrize("happens", [stalls, runs_away])
def test_a_front_is_behind_by_what_only_a_record_leaves_open(happens):
    world = under_way()
    cut_before_the_image(world, lambda: happens(world))
    assert behind(world) == world.pump.ledger.uncertainty() > 0


@pytest.mark.parametrize("seconds", [28, 49])
def test_a_quantum_that_gave_less_than_the_image_told_gives_it_back_to_the_reservoir(seconds):
    """A source gives nothing while the journal fails: an image alone tells that the order may have
    flowed. A try finds that it has not, and its record is exact: the journal works again."""
    world = World()
    world.begin()
    world.wait(HOUR + seconds * S)
    pump, motor, journal = world.pump, world.motor, world.hal.journal
    world.order(pump.hurry)  # so that the order that is lost is a whole one
    world.wait(S)
    journal.failing = -1
    start = motor.start
    motor.start = lambda *_order: motor.stop() or setattr(motor, "_counted", 0)
    world.until(lambda: pump.state == FAULT, 15 * MIN, S)
    motor.start = start
    world.until(lambda: pump.order.in_progress, 2 * MIN, S)
    doubt = pump.ledger.uncertainty()
    assert doubt > 40

    def turns_again():
        records = len(journal.kept)
        journal.failing = 0
        world.until(lambda: len(journal.kept) > records, 6 * MIN, S)
        assert len(journal.kept) == records + 1  # no outcome beside it
        assert pump.ledger.uncertainty() == 0

    cut_before_the_image(world, turns_again)
    pump = world.pump
    assert pump.state == RUN
    assert holds_truth(world)
    assert pump.reservoir.steps == 18 * 64_000 - pump.ledger.most


class Cut(BaseException):
    """The power went as a record had become durable."""


def journal_again(world, records, images, refused=0):
    """The journal takes records again after 2.1 mL: their outcome stands in three parts. The power
    goes behind so many of its records; `images`: whether one is written each quantum till
    then. None is afterwards, so that these records are replayed twice. So many tries are `refused`
    before."""
    world.begin(1_000_000)
    world.wait(HOUR)
    journal, states = world.hal.journal, world.hal.states
    journal.failing = -1
    states.failing = 0 if images else -1
    world.wait(25 * HOUR + 20 * MIN)
    journal.failing = refused
    end = len(journal.kept) + records

    def cut():
        if len(journal.kept) == end:
            raise Cut

    journal.on_append = cut
    with pytest.raises(Cut):
        world.wait(3 * HOUR)
    journal.on_append = None
    states.failing = -1
    world.power_cycle(5 * S)


@pytest.mark.parametrize("images", [True, False])
@pytest.mark.parametrize("records", [1, 2, 3, 4])
def test_an_outcome_in_parts_is_one_wherever_the_power_goes_in_it(records, images):
    """The first part alone was taken for the whole: the bounds fell back behind the image, and what
    they had fallen was given once more, at twice the pace."""
    world = World(quantum=long_quanta())
    journal_again(world, records, images)
    pump = world.pump
    assert pump.state == RUN
    assert not pump.alarms.holds(alarms.OVER_DELIVERY)
    assert holds_truth(world)
    assert pump.ledger.uncertainty() <= pump.order.max_steps or not images
    before = world.motor.pulses
    world.wait(HOUR)
    given, due = world.motor.pulses - before, 64_000 * 2 / 24
    assert given <= due + 2
    assert given >= due - 2 or not images  # what no image tells of may fill the windows
    world.power_cycle(5 * S)
    assert holds_truth(world)


def test_an_outcome_that_fills_its_record_is_whole():
    """It looks like a part, and the next quantum shows that it was none."""
    world = running()
    pump = world.pump
    settled, sequence = pump.ledger.least, pump.ledger.sequence
    moment = pump.day, pump.ms + 1
    replay = Replay(pump)
    assert replay.outcome(sequence, *moment, RECORD_MAX, RECORD_MAX)
    assert pump.order.in_progress
    replay.quantum(sequence, *moment, 0, 40)
    assert pump.ledger.bounds() == (settled + RECORD_MAX, settled + RECORD_MAX + 40)
    assert pump.metering.owed < SCALE


@pytest.mark.parametrize("refused", [3, 6])
@pytest.mark.parametrize("records", [1, 2])
def test_a_quantum_is_not_told_of_ahead_of_the_outcome_before_it(records, refused):
    """Three tries of the outcome were refused and the quantum's record was taken: it said that the
    order before had given nothing, and the bounds fell back behind the image."""
    world = World(quantum=long_quanta())
    journal_again(world, records, True, refused)
    assert world.pump.state == RUN
    assert holds_truth(world)
