"""The plant on a board's pins: what comes at STEP turns the rotor that the simulator's motor turns.

Knows a driver chip's inputs (STEP, DIR, ENABLE), an encoder's outputs, a button to ground and a
battery behind a divider; and how warm the board is.
Does not know what drives them. ENABLE floats high where nobody drives it: no current, no step.
"""

from collections.abc import Callable
from typing import Protocol

from host_sim.plant.plant import Plant
from host_sim.plant.stepper import COUNT_STEPS, NEVER

_NS_PER_US = 1_000
_FORWARD = 1
_SENSOR = 30  # no pin: the chip's own, behind those of the ADC
_SENSOR_MV = 706  # at 27 degrees C, falling by 1.721 a degree; the chip is as warm as the driver


class Wires(Protocol):
    """What a plant asks of the pins that it hangs on."""

    def watch(self, pin: int, edge: Callable[[int, int], None]) -> object:
        """Call `edge(ns, level)` whenever the wire changes."""
        ...

    def drive(self, pin: int, level: int) -> None:
        """An external device holds the wire at that level."""
        ...

    def level(self, pin: int) -> int:
        """What the wire shows now."""
        ...


class Wiring(Protocol):
    """Pin numbers; the board's own table is one."""

    STEP: int
    DIR: int
    ENABLE: int
    ENCODER_A: int
    ENCODER_B: int
    BUTTON: int
    BATTERY: int
    BATTERY_THIRDS: int


class PinnedPlant:
    """A plant driven by the edges on its pins.

    pulses    ns of every one at STEP since power-on, whether it found the driver enabled or not
    steps     of these the ones that did
    enabled   (ns, whether the driver has current) at each change
    """

    def __init__(
        self,
        plant: Plant,
        wires: Wires,
        wiring: Wiring,
        now_ns: Callable[[], int],
        set_adc: Callable[[int, int], None],
        since_us: int = 0,
    ) -> None:
        """`since_us`: the plant's time at which the board's power came."""
        self._plant = plant
        self._wires = wires
        self._wiring = wiring
        self._now_ns = now_ns
        self._set_adc = set_adc
        self._since_us = since_us
        self.pulses: list[int] = []
        self.steps: list[int] = []
        self.enabled: list[tuple[int, bool]] = []
        plant.before = self.settle
        plant.after = self._changed
        wires.watch(wiring.STEP, self._step)
        wires.watch(wiring.ENABLE, self._enable)
        self._changed()

    def now_us(self) -> int:
        """The plant's time, which goes on across power cycles."""
        return self._since_us + self._now_ns() // _NS_PER_US

    def settle(self) -> None:
        """Bring fluid, patient and battery to now; what the last step still owes has flowed."""
        self._plant.advance(self.now_us(), self._angle())
        self._measure()

    def _step(self, ns: int, level: int) -> None:
        if not level:
            return
        plant, wires, wiring = self._plant, self._wires, self._wiring
        enabled = not wires.level(wiring.ENABLE)
        self.pulses.append(ns)
        if enabled:
            self.steps.append(ns)
        # what the pulse before displaced has flowed by now
        plant.advance(self._since_us + ns // _NS_PER_US, self._angle())
        forward = wires.level(wiring.DIR) == _FORWARD
        driven = forward and (enabled or plant.board.enable_stuck)
        if plant.stepper.take(1, 1 if driven else 0):
            self._show()

    def _enable(self, ns: int, level: int) -> None:
        self.enabled.append((ns, not level))

    def _angle(self) -> float:
        position, angle = float(self._plant.stepper.position), self._plant.head.angle
        return position if position > angle else angle

    def _changed(self) -> None:
        """A switch was turned: what holds the rotor, and what the wires show, is looked up anew."""
        plant = self._plant
        plant.stepper.wall = plant.room_steps() if plant.tubing.blocked else NEVER
        self._wires.drive(self._wiring.BUTTON, int(not plant.board.button))
        self._show()
        self._measure()

    def _show(self) -> None:
        """The encoder's two channels, a quarter of a period apart, A ahead."""
        count = self._plant.stepper.encoder() // COUNT_STEPS
        self._wires.drive(self._wiring.ENCODER_A, (count + 1) >> 1 & 1)
        self._wires.drive(self._wiring.ENCODER_B, count >> 1 & 1)

    def _measure(self) -> None:
        plant = self._plant
        mv = plant.battery.mv(self.now_us(), plant.stepper.pulses)
        self._set_adc(self._wiring.BATTERY, mv // self._wiring.BATTERY_THIRDS)
        self._set_adc(_SENSOR, _SENSOR_MV - (plant.board.driver_c - 27) * 1_721 // 1_000)
