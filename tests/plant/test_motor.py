"""The lazy motor against one that steps through every pulse, and the fluid that follows it."""

import pytest

from host_sim.board.hal import SimHal
from host_sim.plant.head import NL_PER_STEP
from tests.plant.dice import Dice
from tests.plant.near import near
from tests.plant.test_stepper import SteppedRotor

IDLE, BUSY, STALLED, CUT = 0, 1, 2, 3
NEVER = 1 << 60


class SteppedMotor:
    """The same motor, pulse by pulse: source, guard, rotor and encoder."""

    def __init__(self, hal: SimHal) -> None:
        self.plant = hal.plant  # only its switches are read
        self.rotor = SteppedRotor(hal.plant.stepper)
        self.now = 0
        self.next_us = NEVER
        self.interval = 0
        self.left = 0  # pulses of the train
        self.ordered = False
        self.result = IDLE
        self.count = 0
        self.allowed = 0
        self.surplus = 0
        self.strays = 0
        self.trains = {}  # of pulses that nobody ordered: [next us, interval, left]
        self.over = NEVER  # pulses that the order's count still has
        self.max_lag = 0
        self.frozen = None
        self.shift = 0
        self.shown_at_start = 0

    def shown(self) -> int:
        if self.frozen is not None:
            return self.frozen
        return self.rotor.position // 4 * 4 - self.shift

    def state(self) -> int:
        if self.ordered:
            return BUSY
        cut = self.strays and self.result == IDLE and not self.plant.board.enable_stuck
        return CUT if cut else self.result

    def start(self, steps: int, first: int, interval: int, max_lag: int) -> None:
        self.next_us = self.now + first
        self.interval = max(first, 100) if steps == 1 else interval
        self.left, self.ordered, self.result = steps, True, IDLE
        self.over = steps
        self.count, self.strays, self.allowed = 0, 0, steps + 1
        self.surplus = self.plant.board.extra_pulses
        self.max_lag = max_lag
        self.shown_at_start = self.shown()

    def stop(self) -> None:
        self.ordered, self.result = False, IDLE
        self.allowed = self.surplus = self.strays = self.left = 0
        self.next_us = NEVER

    def to(self, us: int) -> None:
        while True:
            train = min(self.trains.values(), default=[NEVER, 0, 0])
            if min(self.next_us, train[0]) > us:
                break
            if self.next_us <= train[0]:
                self.now = self.next_us
                self.left -= 1
                self.next_us = self.now + self.interval if self.left else NEVER
            else:
                self.now = train[0]
                train[0], train[2] = self.now + train[1], train[2] - 1
                if not train[2]:
                    train[0] = NEVER
            self.pulse()
        self.now = us

    def pulse(self) -> None:
        self.count += 1
        self.strays += not self.ordered
        if self.allowed or self.plant.board.enable_stuck:
            self.rotor.pulse()
        self.allowed -= self.allowed > 0
        if not self.ordered:
            return
        self.over -= 1
        if self.count - (self.shown() - self.shown_at_start) > self.max_lag:
            self.result, self.left, self.next_us = STALLED, 0, NEVER
        elif self.over:
            return
        else:
            if self.surplus and not self.left:
                self.next_us = self.now + self.interval
            self.left += self.surplus
        self.ordered, self.surplus = False, 0

    def switched(self, name: str, before: int, value: int) -> None:
        """A switch of the plant was turned."""
        if name == "missed_steps":
            self.rotor.since_miss = 0
        elif name == "stall_every_rev":
            self.rotor.held = 0
        elif name == "encoder_dead" and value != before:
            if value:
                self.frozen = self.rotor.position // 4 * 4 - self.shift
            else:
                self.shift = self.rotor.position // 4 * 4 - self.frozen
                self.frozen = None
        elif name == "extra_pulses" and self.ordered:
            self.surplus = value
        elif name == "runaway" and value != before:
            self.trains[name] = [NEVER, 0, 0]
            if value:
                interval = 1_000_000 // value
                self.trains[name] = [self.now + interval, interval, NEVER]
        elif name == "stray_pulses":
            self.trains[name] = [self.now + 1_000 if value else NEVER, 1_000, value]


SWITCHED = (
    "stall",
    "stall_every_rev",
    "missed_steps",
    "encoder_dead",
    "runaway",
    "extra_pulses",
    "stray_pulses",
    "enable_stuck",
)


def turn_a_switch(dice: Dice, hal: SimHal, stepped: SteppedMotor) -> None:
    name = dice.choice(SWITCHED)
    before = hal.plant.faults.get(name)
    if before or dice.random() < 0.4:
        hal.plant.faults.clear(name)
    elif name == "missed_steps":
        hal.plant.faults.set(name, dice.randrange(2, 60))
    elif name in ("extra_pulses", "stray_pulses"):
        hal.plant.faults.set(name, dice.randrange(1, 40))
    elif name == "runaway":
        hal.plant.faults.set(name, dice.randrange(1, 300))
    else:
        hal.plant.faults.set(name)
    stepped.switched(name, before, hal.plant.faults.get(name))


def order(dice: Dice, hal: SimHal, stepped: SteppedMotor) -> None:
    fields = (
        dice.choice((1, 2, dice.randrange(1, 400))),
        dice.randrange(0, 200_000),
        dice.randrange(100, 50_000),
        dice.randrange(4, 30),
    )
    if stepped.state() == BUSY:
        with pytest.raises(OSError):
            hal.motor.start(*fields)
        return
    hal.motor.start(*fields)
    stepped.start(*fields)


@pytest.mark.parametrize("seed", list(range(40)))
def test_orders_stops_waits_and_faults_in_any_order(seed: int) -> None:
    dice = Dice(seed)
    hal = SimHal()
    hal.plant.fill(20_000_000, 500_000)
    hal.plant.faults.set("stall_angle", dice.randrange(0, 500))
    stepped = SteppedMotor(hal)
    motor = hal.motor
    angle = 0.0
    for _ in range(120):
        chance = dice.random()
        if chance < 0.30:
            order(dice, hal, stepped)
        elif chance < 0.37:
            motor.stop()
            stepped.stop()
        elif chance < 0.55 and seed % 4:
            turn_a_switch(dice, hal, stepped)
        else:
            us = hal.clock.us + dice.choice((1, dice.randrange(1, 3_000_000)))
            hal.clock.to(us)
            stepped.to(us)
        assert hal.plant.head.angle >= angle  # nothing ever flows back
        angle = hal.plant.head.angle
        chance = dice.random()  # each may be the first to be asked
        if chance < 0.3:
            assert motor.moved() == stepped.shown()
        elif chance < 0.6:
            wanted = (stepped.state(), stepped.count, stepped.shown())
            assert (motor.state(), motor.counted(), motor.moved()) == wanted
        if dice.random() < 0.2:
            assert hal.plant.truth("rotor_steps") == stepped.rotor.position
            if not seed % 4:
                assert -2.0 <= hal.plant.head.angle - stepped.rotor.position <= 1.0 / 32.0
    hal.plant.faults.clear()
    hal.clock.to(hal.clock.us + 600_000_000)
    hal.plant.settle()
    ahead = hal.plant.head.angle - hal.plant.stepper.position
    assert 0.0 <= ahead <= 1.0 / 32.0


def ran(fault: str | None, stop_ms: int | None = None) -> SimHal:
    """An order of 400 steps over 4 s, perhaps stopped, and a long rest."""
    hal = SimHal()
    hal.plant.fill(18_000_000, 500_000)
    if fault:
        hal.plant.faults.set(fault)
    hal.motor.start(400, 10_000, 10_000, 30)
    hal.clock.to((stop_ms or 5_000) * 1000)
    if stop_ms:
        hal.motor.stop()
    hal.clock.to(60_000_000)
    return hal


@pytest.mark.parametrize("fault", [None, "missed_steps", "stall_every_rev", "stall"])
def test_in_the_end_the_fluid_has_gone_where_the_rotor_is(fault: str | None) -> None:
    for stop_ms in (None, 1, 1_005, 3_999):
        hal = ran(fault, stop_ms)
        hal.plant.settle()
        assert hal.plant.head.angle == hal.plant.stepper.position
        pumped = hal.plant.truth("pumped_nl")
        assert near(pumped, hal.plant.stepper.position * NL_PER_STEP, 0.3, 1e-9)


def test_after_a_stop_nothing_flows() -> None:
    hal = ran(None, 2_005)
    assert hal.plant.stepper.position == 200
    pumped = hal.plant.truth("pumped_nl")
    hal.clock.to(3_600_000_000)
    assert hal.plant.truth("pumped_nl") == pumped


def test_the_fluid_keeps_pace_within_an_order() -> None:
    hal = SimHal()
    hal.plant.fill(18_000_000, 500_000)
    hal.motor.start(3_200, 1_000_000, 1_000_000, 8)
    for part in range(1, 9):
        hal.clock.to(1_000_000 + part * 400_000_000)
        hal.plant.settle()
        assert near(hal.plant.head.angle, part * 400.0)


def test_orders_on_one_grid_flow_without_a_break() -> None:
    """The fluid's speed is the same within an order and from one to the next."""
    hal = SimHal()
    hal.plant.fill(18_000_000, 500_000)
    angles = []
    hal.motor.start(10, 1_000_000, 1_000_000, 8)
    for tick in range(1, 400):
        hal.clock.to(tick * 250_000)
        if hal.motor.state() == IDLE:
            hal.motor.start(10, 1_000_000 - hal.clock.us % 1_000_000, 1_000_000, 8)
        hal.plant.settle()
        angles.append(hal.plant.head.angle)
    speeds = [angles[i + 1] - angles[i] for i in range(8, len(angles) - 1)]
    assert max(speeds) - min(speeds) < 1e-9
    assert near(max(speeds), 0.25)


def test_a_pulse_late_by_more_than_an_interval_is_a_pause() -> None:
    hal = SimHal()
    hal.plant.fill(18_000_000, 500_000)
    hal.motor.start(10, 1_000_000, 1_000_000, 8)
    hal.clock.to(10_000_000)
    hal.motor.start(10, 100_000_000, 1_000_000, 8)
    hal.clock.to(100_000_000)
    hal.plant.settle()
    assert hal.plant.head.angle <= 10.0
    hal.clock.to(130_000_000)
    hal.plant.settle()
    assert hal.plant.head.angle == 20.0


def test_looking_at_the_plant_changes_nothing_that_comes_later() -> None:
    looked, left = SimHal(), SimHal()
    for hal in (looked, left):
        hal.plant.fill(18_000_000, 500_000)
        hal.plant.prime_catheter(500_000)
        for _ in range(30):
            hal.motor.start(44, 6_545_454, 6_545_454, 8)
            for part in range(50):
                hal.idle(5_760)
                if hal is looked and part % 7 == 0:
                    hal.plant.truth("effect_percent")
                    hal.battery_mv()
            assert hal.motor.state() == IDLE
    for name in ("delivered_nl", "reservoir_nl", "csf_ng", "effect_ng_per_ml"):
        assert near(looked.plant.truth(name), left.plant.truth(name)), name
