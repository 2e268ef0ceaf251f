"""The roller head: rotor angle in, displaced volume out.

Knows its calibration, its errors and the ripple of its rollers. Does not know
pressure (it pushes as long as the rotor turns), time, or whether there is fluid.
Between two angles the volume is an integral in closed form, so a turn may be cut
anywhere.
"""

import math

from host_sim.plant.flow import Flow

STEPS_PER_REV = 3200
ROLLERS = 3
NL_PER_STEP = 15.625  # 50 uL a revolution: 64,000 steps/mL
RIPPLE = 0.25  # our judgement: flow swings by a quarter as a roller leaves the bed
_TURN = 2.0 * math.pi / STEPS_PER_REV  # radians a step
_WAVE = ROLLERS * _TURN


class Head:
    """A head at `angle` steps (a float: fluid follows the rotor between two steps).

    gain_percent  what it gives beyond its calibration (+20: an over-infusing head)
    slip_percent  what runs back under the rollers
    """

    __slots__ = (
        "_cos",
        "_sin",
        "_wave_nl",
        "angle",
        "gain_percent",
        "most_nl",
        "nl_per_step",
        "ripple",
        "slip_percent",
    )

    def __init__(self, angle: float = 0.0, ripple: float = RIPPLE) -> None:
        self.angle = angle
        self.ripple = ripple
        self.gain_percent = 0.0
        self.slip_percent = 0.0
        self.nl_per_step = NL_PER_STEP
        self._cos, self._sin = self._phase(angle)
        self._wave_nl = 0.0
        self.most_nl = 0.0  # no step gives more than this
        self.set_errors()

    def set_errors(
        self, gain_percent: float | None = None, slip_percent: float | None = None
    ) -> None:
        """Set either error, in percent; what is None stays."""
        if gain_percent is not None:
            self.gain_percent = gain_percent
        if slip_percent is not None:
            self.slip_percent = slip_percent
        self.nl_per_step = (
            NL_PER_STEP * (1.0 + self.gain_percent / 100.0) * (1.0 - self.slip_percent / 100.0)
        )
        self.most_nl = self.nl_per_step * (1.0 + self.ripple)
        self._wave_nl = self.nl_per_step * self.ripple / _WAVE

    def _phase(self, angle: float) -> tuple[float, float]:
        phase = (angle * ROLLERS) % STEPS_PER_REV * _TURN
        return math.cos(phase), math.sin(phase)

    def volume_nl(self, angle: float) -> float:
        """Volume between here and `angle`. Changes nothing."""
        sin1 = math.sin((angle * ROLLERS) % STEPS_PER_REV * _TURN)
        return (angle - self.angle) * self.nl_per_step + (sin1 - self._sin) * self._wave_nl

    def angle_for(self, volume_nl: float) -> float:
        """The angle at which that volume has been displaced. Changes nothing.

        Bisection between the angles that the least and the largest flow would need,
        until neighbouring floats: 60 halvings, so only for what happens rarely.
        """
        straight = volume_nl / self.nl_per_step
        low = self.angle + straight / (1.0 + self.ripple)
        high = self.angle + straight / (1.0 - self.ripple)
        for _ in range(60):
            middle = 0.5 * (low + high)
            if self.volume_nl(middle) < volume_nl:
                low = middle
            else:
                high = middle
        return high

    def turn(self, angle: float, flow: Flow) -> float:
        """Turn to `angle` within flow.hours; returns the nL, and `flow` says how they went."""
        turned = angle - self.angle
        step_nl = self.nl_per_step
        phase = (angle * ROLLERS) % STEPS_PER_REV * _TURN
        cos1 = math.cos(phase)
        sin1 = math.sin(phase)
        sin0 = self._sin
        flow.cos0 = self._cos
        flow.sin0 = sin0
        flow.cos1 = self._cos = cos1
        flow.sin1 = self._sin = sin1
        speed = turned / flow.hours
        flow.omega = speed * _WAVE
        flow.mean = mean = speed * step_nl
        flow.cos = mean * self.ripple
        flow.sin = 0.0
        self.angle = angle
        flow.volume_nl = volume = turned * step_nl + (sin1 - sin0) * self._wave_nl
        return volume
