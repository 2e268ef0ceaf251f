"""The battery: a charge counter and a voltage that follows it. Integers throughout.

Knows time and pulses. Does not know temperature, load sag, or what the controller does at a low
voltage. What its turns and its flash take is in the idle current.
"""

CAPACITY_UAH = 1_200_000  # ours: 7.2 years at 0.6 mL/d, 4.0 at 1.6 (S13: 4 to 7 years)
IDLE_NA = 10_000  # ours: clock, memory and watch at 10 uA
PULSE_NC = 20_000  # ours: 10 mA for 2 ms
FILM_US = 86_400_000_000  # FI-10: a sudden loss; ours: within a day
FILM_MV = 1_800  # ours: below every voltage that runs the electronics
_STRIDE = 2_654_435_761  # spreads moments that lie close together
NC_PER_UAH = 3_600_000

# Open-circuit voltage at the part of the charge that is gone, in permille. Ours, after
# the shape of a lithium hybrid cathode: flat, then a slope that warns, then a knee.
CURVE = ((0, 3_200), (100, 3_050), (700, 2_900), (900, 2_650), (970, 2_400), (1000, 2_000))


class Battery:
    """The charge is computed when asked for.

    film_us    since when a film grows; None: none does
    noise_mv   a reading is off by up to so much, by its moment
    """

    __slots__ = (
        "_drain_na",
        "_drain_us",
        "_drained_nc",
        "capacity_uah",
        "film_us",
        "idle_na",
        "noise_mv",
        "pulse_nc",
    )

    def __init__(
        self, capacity_uah: int = CAPACITY_UAH, idle_na: int = IDLE_NA, pulse_nc: int = PULSE_NC
    ) -> None:
        self.capacity_uah = capacity_uah
        self.idle_na = idle_na
        self.pulse_nc = pulse_nc
        self.film_us: int | None = None
        self.noise_mv = 0
        self._drain_na = 0
        self._drain_us = 0  # since when it drains at that rate
        self._drained_nc = 0  # before that

    def drain(self, ua: int, t_us: int) -> None:
        """It loses so much besides from now on, 0 uA: no more. What is gone stays gone."""
        self._drained_nc += self._drain_na * (t_us - self._drain_us) // 1_000_000
        self._drain_na = ua * 1_000
        self._drain_us = t_us

    def used_nc(self, t_us: int, pulses: int) -> int:
        """Charge that is gone, nC; also beyond what there was."""
        drained = self._drained_nc + self._drain_na * (t_us - self._drain_us) // 1_000_000
        return self.idle_na * t_us // 1_000_000 + self.pulse_nc * pulses + drained

    def replace(self, t_us: int, pulses: int) -> None:
        """A full one is fitted, without a film."""
        self._drained_nc -= self.used_nc(t_us, pulses)
        self.film_us = None

    def set_film(self, on: int, t_us: int) -> None:
        """A film grows on the anode from now on, or is gone."""
        if not on:
            self.film_us = None
        elif self.film_us is None:
            self.film_us = t_us

    def used_permille(self, t_us: int, pulses: int) -> int:
        """Part of the charge that is gone, 0..1000."""
        permille = self.used_nc(t_us, pulses) * 1000 // (self.capacity_uah * NC_PER_UAH)
        return permille if permille < 1000 else 1000

    def mv(self, t_us: int, pulses: int) -> int:
        """Voltage in mV at that time after that many pulses, as a reading shows it."""
        mv = self._sound_mv(t_us, pulses)
        if self.noise_mv:
            mv += (t_us // 1_000 * _STRIDE >> 8) % (2 * self.noise_mv + 1) - self.noise_mv
        return mv if mv > 0 else 0

    def _sound_mv(self, t_us: int, pulses: int) -> int:
        capacity_nc = self.capacity_uah * NC_PER_UAH
        used_nc = self.used_nc(t_us, pulses)
        mv = CURVE[-1][1]
        left, left_mv = CURVE[0]
        for right, right_mv in CURVE[1:]:
            if used_nc * 1000 <= right * capacity_nc:
                over = used_nc * 1000 - left * capacity_nc
                mv = left_mv - over * (left_mv - right_mv) // ((right - left) * capacity_nc)
                break
            left, left_mv = right, right_mv
        if self.film_us is not None:
            grown = t_us - self.film_us
            if grown > FILM_US:
                grown = FILM_US
            if mv > FILM_MV:
                mv -= (mv - FILM_MV) * grown // FILM_US
        return mv
