"""The rotor against one that is stepped pulse by pulse."""

from host_sim.plant.stepper import NEVER, STEPS_PER_REV, Stepper
from tests.plant.dice import Dice


def test_sticking_begins_afresh_when_it_is_switched_on() -> None:
    rotor = Stepper(500)
    rotor.stick_angle = 500
    for _ in range(2):
        rotor.stick_every(1)
        assert rotor.take(5) == 0
        rotor.stick_every(0)
    rotor.stick_every(1)
    assert rotor.take(12) == 0
    assert rotor.take(1) == 1


class SteppedRotor:
    """The same rules, one pulse at a time."""

    def __init__(self, like: Stepper) -> None:
        self.like = like
        self.position = like.position
        self.since_miss = 0
        self.held = 0
        self.room = like.wall

    def pulse(self) -> None:
        rules = self.like
        if rules.stalled:
            return
        if rules.miss_every > 1:
            self.since_miss += 1
            if self.since_miss == rules.miss_every:
                self.since_miss = 0
                return
        if rules.stick_revs:
            spacing = rules.stick_revs * STEPS_PER_REV
            on_point = (self.position - rules.stick_angle) % spacing == 0
            if on_point and self.held < rules.stick_pulses:
                self.held += 1
                return
        if self.room == 0:
            return
        self.room -= 1
        self.position += 1
        self.held = 0


def any_rotor(dice: Dice) -> Stepper:
    rotor = Stepper(dice.randrange(0, 100_000))
    if dice.random() < 0.5:
        rotor.lose_every(dice.randrange(2, 20))
    if dice.random() < 0.5:
        rotor.stick_every(dice.randrange(1, 3))
        rotor.stick_angle = (rotor.position + dice.randrange(0, 400)) % STEPS_PER_REV
        rotor.stick_pulses = dice.randrange(1, 30)
    if dice.random() < 0.2:
        rotor.stalled = 1
    return rotor


def test_any_faulty_rotor_goes_where_the_stepped_one_goes() -> None:
    dice = Dice(1)
    for _ in range(150):
        rotor = any_rotor(dice)
        stepped = SteppedRotor(rotor)
        for _ in range(6):
            pulses = dice.randrange(0, 900)
            foretold = rotor.steps_for(pulses)
            before = rotor.position
            assert rotor.take(pulses) == foretold
            for _ in range(pulses):
                stepped.pulse()
            assert rotor.position == before + foretold == stepped.position


def test_pulses_for_is_the_least_that_gives_the_steps() -> None:
    dice = Dice(2)
    for _ in range(200):
        rotor = any_rotor(dice)
        rotor.take(dice.randrange(0, 50))
        for steps in (1, 2, 3, dice.randrange(1, 500), dice.randrange(1, 9000)):
            pulses = rotor.pulses_for(steps)
            if rotor.stalled:
                assert pulses == NEVER
                continue
            assert rotor.steps_for(pulses) == steps
            assert rotor.steps_for(pulses - 1) == steps - 1


def test_a_wall_ends_all_motion() -> None:
    rotor = Stepper(7)
    rotor.wall = 20
    assert rotor.steps_for(1000) == 20
    assert rotor.pulses_for(20) == 20
    assert rotor.pulses_for(21) == NEVER
    assert rotor.take(15) == 15
    assert rotor.take(15) == 5
    assert rotor.take(15) == 0
    assert rotor.pulses == 45


def test_pulses_on_a_cut_driver_are_counted_and_do_not_move() -> None:
    rotor = Stepper()
    assert rotor.take(100, 40) == 40
    assert (rotor.pulses, rotor.position) == (100, 40)
    assert rotor.take(5, 0) == 0


def halt_by_stepping(rotor: Stepper, pulses: int, lag: int, max_lag: int) -> int:
    stepped = SteppedRotor(rotor)
    seen = rotor.encoder()
    for pulse in range(1, pulses + 1):
        stepped.pulse()
        shown = seen if rotor.encoder(1000) == seen else stepped.position // 4 * 4
        if lag + pulse - (shown - seen) > max_lag:
            return pulse
    return NEVER


def test_the_halt_is_at_the_pulse_that_stepping_finds() -> None:
    dice = Dice(3)
    for _ in range(300):
        rotor = any_rotor(dice)
        if dice.random() < 0.2:
            rotor.wall = dice.randrange(0, 300)
        dead = dice.random() < 0.1
        if dead:
            rotor.kill_encoder(1)
        max_lag = dice.randrange(4, 30)
        lag = dice.randrange(-3, max_lag + 1)
        pulses = dice.randrange(1, 1500)
        found = rotor.halt_pulse(pulses, lag, max_lag)
        assert found == halt_by_stepping(rotor, pulses, lag, max_lag)


def test_a_sound_rotor_never_lags_by_more_than_three() -> None:
    for position in range(8):
        rotor = Stepper(position)
        assert rotor.halt_pulse(10_000, 0, 3) == NEVER


def test_the_encoder_shows_whole_counts() -> None:
    rotor = Stepper()
    shown = []
    for _ in range(9):
        shown.append(rotor.encoder())
        rotor.take(1)
    assert shown == [0, 0, 0, 0, 4, 4, 4, 4, 8]


def test_a_dead_encoder_stands_and_a_revived_one_counts_on() -> None:
    rotor = Stepper(10)
    rotor.kill_encoder(1)
    rotor.take(100)
    assert rotor.encoder() == rotor.encoder(500) == 8
    rotor.kill_encoder(0)
    assert rotor.encoder() == 8
    rotor.take(8)
    assert rotor.encoder() == 16
    rotor.kill_encoder(1)
    rotor.kill_encoder(1)
    rotor.take(4)
    assert rotor.encoder() == 16
