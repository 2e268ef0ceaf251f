"""A flow over one stretch of time, as a sum of functions with closed integrals.

    q(s) = mean + cos * cos(p) + sin * sin(p) + fade * exp(-s / tau),   0 <= s <= hours

where the phase p runs evenly from its value at the start to that at the end. Head
and tubing write it, the patient integrates it: so a stretch may be cut anywhere and
the parts give what the whole gave.
"""


class Flow:
    """One stretch. Reused for every stretch: nobody keeps it.

    hours      its length
    volume_nl  its integral
    mean, cos, sin, fade    the terms, nL/h
    omega      speed of the phase, rad/h
    cos0, sin0, cos1, sin1  of the phase, at the start and at the end
    faded      exp(-hours / tau)
    fade_rate  1 / tau, 1/h
    """

    __slots__ = (
        "cos",
        "cos0",
        "cos1",
        "fade",
        "fade_rate",
        "faded",
        "hours",
        "mean",
        "omega",
        "sin",
        "sin0",
        "sin1",
        "volume_nl",
    )

    def __init__(self) -> None:
        self.hours = 0.0
        self.volume_nl = 0.0
        self.mean = 0.0
        self.cos = 0.0
        self.sin = 0.0
        self.fade = 0.0
        self.omega = 0.0
        self.cos0 = 1.0
        self.sin0 = 0.0
        self.cos1 = 1.0
        self.sin1 = 0.0
        self.faded = 1.0
        self.fade_rate = 1.0

    def wave(self) -> tuple[float, float, float, float]:
        """cos * cos(p) + sin * sin(p) at the start, its rate of change over time there with
        the sign turned, and both at the end: what a closed integral against exp(-k t) needs."""
        a = self.cos
        b = self.sin
        omega = self.omega
        cos0 = self.cos0
        sin0 = self.sin0
        cos1 = self.cos1
        sin1 = self.sin1
        return (
            a * cos0 + b * sin0,
            (a * sin0 - b * cos0) * omega,
            a * cos1 + b * sin1,
            (a * sin1 - b * cos1) * omega,
        )

    def scale(self, factor: float) -> None:
        """What flows in is `factor` times what was said."""
        self.volume_nl *= factor
        self.mean *= factor
        self.cos *= factor
        self.sin *= factor

    def stop(self) -> None:
        """Nothing flows in; the phase stands still."""
        self.volume_nl = 0.0
        self.mean = 0.0
        self.cos = 0.0
        self.sin = 0.0
        self.omega = 0.0
        self.cos0 = self.cos1
        self.sin0 = self.sin1
