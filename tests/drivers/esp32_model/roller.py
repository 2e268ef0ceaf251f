"""The roller head at the pins: a driver that takes STEP while ENABLE is low, rotor and encoder.

The rotor is the plant's stepper, with its faults. Knows pins and steps.
"""

from host_sim.plant.stepper import COUNT_STEPS
from tests.drivers.esp32_model.world import WAKE_US, World

PHASES = ((0, 0), (1, 0), (1, 1), (0, 1))  # A leads B: forward


class Roller:
    """Wires the plant to the pins; `lost` counts pulses that found no current."""

    def __init__(self, world: World, pins) -> None:
        self._world = world
        self._pins = pins
        self._current_us: int | None = None  # since when there is current
        self.lost = 0
        self.countable = True  # the wire to the COUNT pin is whole
        self.show()
        world.drive(pins.COUNT, 0)
        world.watch(pins.STEP, self._stepped)
        world.watch(pins.ENABLE, self._enabled)

    def has_current(self) -> bool:
        """A pin that floats means none: its pull-up."""
        return self._world.levels.get(self._pins.ENABLE, 1) == 0

    def _enabled(self, level: int) -> None:
        self._current_us = self._world.us if level == 0 else None

    def _stepped(self, level: int) -> None:
        world = self._world
        if self.countable:
            world.drive(self._pins.COUNT, level)
        if not level:
            return
        awake = self._current_us is not None and world.us - self._current_us >= WAKE_US
        forward = world.levels.get(self._pins.DIR) == 1
        self.lost += not (awake and forward)
        world.plant.stepper.take(1, int(awake and forward))
        self.show()

    def show(self) -> None:
        """The encoder's phases follow the rotor."""
        counts = self._world.plant.stepper.encoder() // COUNT_STEPS
        a, b = PHASES[counts % 4]
        self._world.drive(self._pins.ENCODER_A, a)
        self._world.drive(self._pins.ENCODER_B, b)
