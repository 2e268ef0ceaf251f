"""What is written comes before what moves; what is erased comes where nothing is due."""

import pytest

from pump.core.motion.quantum import Quantum
from pump.core.profile import ERASE_MS
from pump.core.therapy import bolus
from tests.core.bench import HOUR, MIN, MS, S, World
from tests.core.media import Store

SLOTS = 255


class Wearing(Store):
    """A ring that wants a sector erased every 255 records, which takes `busy_us`.

    It begins to want it in the midst of an order: what is asked for first is the worst moment.
    """

    def __init__(self, world, busy_us):
        super().__init__()
        self.world = world
        self.busy_us = busy_us
        self.erased = 1
        self.wants = False
        self.quiet_us = []  # from each erase to the next pulse or the next thing that was due

    @property
    def prepared_sector(self):
        motor = self.world.motor
        if len(self.kept) >= self.erased * SLOTS - 127 and self.world.pump.order.in_progress:
            self.wants = self.wants or self.world.us > motor.orders[-1][0] + 5 * S
        return -1 if self.wants else 0

    def spare(self):
        return self.erased * SLOTS - len(self.kept)

    def erase_ahead(self):
        world = self.world
        pulse = world.motor.orders[-1][0] if world.pump.order.in_progress else world.us + 10 * HOUR
        self.quiet_us.append(min(pulse - world.us, world.turn.idle_ms() * MS))
        world.us += self.busy_us
        self.erased += 1
        self.wants = False


def worn(busy_us, dose_ng, concentration):
    """A pump that runs long enough for a few erases."""
    world = World(quantum=Quantum(max_ms=60_000))
    world.hal.journal = Wearing(world, busy_us)
    world.boot(*world.boot_with)
    world.begin(dose_ng, concentration)
    for _ in range(6 * 12 * 60):
        world.wait(10 * S)  # somebody asks: a turn in the midst of an order
    return world


@pytest.mark.req("FI-38")
@pytest.mark.parametrize("busy_ms", [45, 400])
def test_an_erase_falls_on_no_due_step_and_moves_none(busy_ms):
    """0.2 mL a day: a step every 6.75 s."""
    slow, quick = worn(busy_ms * MS, 100_000, 500_000), worn(0, 100_000, 500_000)
    assert len(slow.hal.journal.quiet_us) >= 2
    assert min(slow.hal.journal.quiet_us) >= ERASE_MS * MS
    assert slow.motor.orders == quick.motor.orders


def test_where_steps_are_too_close_it_waits_until_it_must_and_the_motor_runs_on():
    """16 mL a day: a step every 84 ms. The order that runs meanwhile is the motor's own."""
    slow, quick = worn(45 * MS, 800_000, 50_000), worn(0, 800_000, 50_000)
    ring = slow.hal.journal
    assert ring.quiet_us
    assert max(ring.quiet_us) < ERASE_MS * MS
    assert slow.motor.orders == quick.motor.orders


def test_what_is_ordered_is_in_an_image_before_the_motor_moves_by_it():
    world = World()
    world.begin()
    world.wait(HOUR)
    happened = []
    save, start = world.hal.states.save, world.motor.start

    def saved(data, both):
        happened.append(("image", world.pump.bolus.state))
        return save(data, both)

    def started(*order):
        happened.append(("motor", world.pump.bolus.state))
        return start(*order)

    world.hal.states.save, world.motor.start = saved, started
    world.order(world.pump.give_bolus, 10_000, 0, True)
    moved = next(index for index, (what, _) in enumerate(happened) if what == "motor")
    assert ("image", bolus.ARMED) in happened[:moved]
    assert happened[moved] == ("motor", bolus.RUNNING)
    world.wait(MIN)
