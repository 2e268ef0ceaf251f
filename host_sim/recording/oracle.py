"""What was ordered, added up on its own: the yardstick for the pump's steps.

Reads the prescription that the pump says is active, watches whether it runs, and integrates rate
over time in whole numbers. Shares no code with the pump's metering. Knows nothing of quanta.
"""

from host_sim.units import MS_PER_DAY, MS_PER_MIN

PL_PER_ML = 1_000_000_000


class VolumeOracle:
    """Ordered volume since the scenario began, exact, in pL/day x ms."""

    def __init__(self) -> None:
        self._segments: list[tuple[int, int]] = [(0, 0)]  # start of day in ms, pL/day
        self._total = 0
        self._since = 0
        self._running = False
        self._wall_ms: int | None = None  # wall ms of day at scenario time 0
        self._bolus = (0, 0, 0)  # from ms, ms, pL
        self._cuts = 0  # of the power, while it ran
        self._concentration = 1  # ng/mL, of the prescription
        self._lower_ng = 0  # a day that flows until a person decides; 0: the programme

    def set_wall(self, of_day_ms: int | None, now_ms: int) -> None:
        """The wall clock reads that ms of the day now; None: it is not set."""
        wall_ms = None if of_day_ms is None else (of_day_ms - now_ms) % MS_PER_DAY
        if wall_ms != self._wall_ms:
            self.book(now_ms, self._running)
            self._wall_ms = wall_ms

    def hold_down(self, dose_ng: int, now_ms: int) -> None:
        """From now on so many ng a day flow, flat, and no more than the day's mean; 0: none do."""
        if dose_ng != self._lower_ng:
            self.book(now_ms, self._running)
            self._lower_ng = dose_ng

    def prescribe(self, text: str, now_ms: int) -> None:
        """From now on the prescription is this canonical text."""
        self.book(now_ms, self._running)
        concentration = 1
        segments = []
        for line in text.split("\n"):
            words = line.split(" ")
            if words[0] == "CONCENTRATION":
                concentration = int(words[1])
            elif words[0] == "SEGMENT":
                hour, minute = words[1].split(":")
                start_ms = (int(hour) * 60 + int(minute)) * MS_PER_MIN
                segments.append((start_ms, _pl_per_day(int(words[2]), words[3], concentration)))
        self._segments = segments or [(0, 0)]
        self._concentration = concentration

    def bolus(self, volume_nl: int, lasts_ms: int, now_ms: int) -> None:
        """On top: that volume evenly over that time."""
        self.end_bolus(now_ms)
        self._bolus = (now_ms, lasts_ms, volume_nl * 1000)

    def end_bolus(self, now_ms: int) -> None:
        """What was given of the bolus by now is all there will be."""
        self._total += self._bolus_part(now_ms)
        self._bolus = (0, 0, 0)

    def book(self, now_ms: int, running: bool) -> None:
        """Up to now it ran or not as before; from now on it is `running`."""
        if self._running:
            self._total += self._between(self._since, now_ms)
        if self._running and not running:
            self.end_bolus(now_ms)
        self._since = now_ms
        self._running = running

    def cut(self, now_ms: int) -> None:
        """The power goes: what was ordered ends here, and what does not flow is not made up."""
        self._cuts += self._running
        self.book(now_ms, False)

    def total(self, now_ms: int) -> int:
        """Ordered by now, in pL/day x ms."""
        self.book(now_ms, self._running)
        return self._total + self._bolus_part(now_ms)

    def nl(self, now_ms: int) -> float:
        """Ordered by now in nL, for people."""
        return self.total(now_ms) / MS_PER_DAY / 1000

    def off_by(self, pulses: int, steps_per_ml: int, now_ms: int) -> "tuple[bool, int]":
        """(whether the pulses are less than one step off, the difference in whole steps).

        Each cut of a running pump adds less than a step: the pump goes on from the end of the
        quantum that was cut, whose part of a step is not the one that was owed at the cut.
        """
        step = PL_PER_ML * MS_PER_DAY
        difference = pulses * step - self.total(now_ms) * steps_per_ml
        bound = (1 + self._cuts) * step
        return -bound < difference < bound, difference // step

    def _bolus_part(self, now_ms: int) -> int:
        begun_ms, lasts_ms, volume_pl = self._bolus
        if not lasts_ms:
            return 0
        passed_ms = min(now_ms - begun_ms, lasts_ms)
        return volume_pl * MS_PER_DAY * passed_ms // lasts_ms

    def _between(self, begin_ms: int, end_ms: int) -> int:
        if self._lower_ng:
            lower = self._lower_ng * PL_PER_ML // self._concentration
            return min(lower, self._day() // MS_PER_DAY) * (end_ms - begin_ms)
        if len(self._segments) == 1:
            return self._segments[0][1] * (end_ms - begin_ms)
        if self._wall_ms is None:  # a lost clock: the day's mean, rounded down to 1 pL/day
            return self._day() // MS_PER_DAY * (end_ms - begin_ms)
        begin_ms += self._wall_ms
        end_ms += self._wall_ms
        days = end_ms // MS_PER_DAY - begin_ms // MS_PER_DAY
        return days * self._day() + self._into(end_ms) - self._into(begin_ms)

    def _day(self) -> int:
        return self._into_day(MS_PER_DAY)

    def _into(self, wall_ms: int) -> int:
        return self._into_day(wall_ms % MS_PER_DAY)

    def _into_day(self, until_ms: int) -> int:
        """Volume from midnight to that ms of the day; the last segment runs across midnight."""
        total = 0
        since_ms, rate = 0, self._segments[-1][1]
        for start_ms, following in self._segments:
            total += rate * (min(start_ms, until_ms) - min(since_ms, until_ms))
            since_ms, rate = start_ms, following
        return total + rate * (until_ms - min(since_ms, until_ms))


def _pl_per_day(value: int, unit: str, concentration_ng_per_ml: int) -> int:
    """A segment's rate; a dose that is no whole pL a day is rounded down, as the pump says."""
    if unit == "nL/d":
        return value * 1000
    return value * PL_PER_ML // concentration_ng_per_ml
