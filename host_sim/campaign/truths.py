"""The plant's truth hour by hour: when the effect fell, how far, for how long.

Looks only. Two percentages: of the effect's own trailing week, as C.4 counts a withdrawal, and of
what the prescribed dose would hold in this patient, which a slow fault cannot pull along.
"""

from host_sim.board.bench import Bench
from host_sim.units import MS_PER_HOUR

LEVELS = (80.0, 50.0)
ABOVE_PERCENT = 130.0  # D-12: what counts as too much


class Truths:
    """Told each hour or so. `crossed_h` is when each level was first passed, None: not yet."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self.crossed_h: dict[float, float | None] = dict.fromkeys(LEVELS)
        self.recovered_h: dict[float, float | None] = dict.fromkeys(LEVELS)
        self.hours_below = dict.fromkeys(LEVELS, 0.0)
        self.least_percent: float | None = None
        self.most_percent = 0.0
        self.hours_above = 0.0
        self.felt_ng_per_ml = 0.0
        self.felt_most_ng_per_ml = 0.0
        self.account_ng = 0.0
        self._twice_nl = 0
        self._looked_h = 0.0
        self._last: tuple[float, float] | None = None  # hour, % of the trailing week

    def look(self, now_ms: int, dose_ng_per_day: float) -> None:
        """Time has passed; `dose_ng_per_day` is prescribed, 0: nothing yet."""
        plant, hour = self._bench.plant, now_ms / MS_PER_HOUR
        passed, self._looked_h = hour - self._looked_h, hour
        plant.settle()
        patient = plant.patient
        self.felt_ng_per_ml = patient.felt_ng_per_ml()
        if self.felt_ng_per_ml > self.felt_most_ng_per_ml:
            self.felt_most_ng_per_ml = self.felt_ng_per_ml
        percent = patient.effect_percent()
        if percent is not None:
            self._compare(hour, percent, passed)
        if dose_ng_per_day:
            above = self._bench.effect_ng_per_day() / dose_ng_per_day * 100.0
            self.most_percent = max(self.most_percent, above)
            self.hours_above += passed * (above > ABOVE_PERCENT)
        self._count()

    def _compare(self, hour: float, percent: float, passed: float) -> None:
        if self.least_percent is None or percent < self.least_percent:
            self.least_percent = percent
        before = self._last
        self._last = (hour, percent)
        for level in LEVELS:
            if percent >= level:
                if self.crossed_h[level] is not None and self.recovered_h[level] is None:
                    self.recovered_h[level] = hour
                continue
            self.hours_below[level] += passed
            if self.crossed_h[level] is None and before is not None and before[1] >= level:
                share = (before[1] - level) / (before[1] - percent)
                self.crossed_h[level] = before[0] + share * (hour - before[0])

    def account_now(self) -> float:
        """ng by the pump's account: its middle volume, at the strength that it was told."""
        self._count()
        return self.account_ng

    def _count(self) -> None:
        ledger, calibration = self._bench.pump.ledger, self._bench.pump.calibration
        least = ledger.bounds()[0]  # with what the encoder has seen of the order that runs
        middle = sum(calibration.volume_nl(least, least + ledger.uncertainty()))
        strength = self._bench.pump.reservoir.concentration_ng_per_ml / 2e6
        self.account_ng += (middle - self._twice_nl) * strength
        self._twice_nl = middle

    def bounds_nl(self) -> float:
        """How far apart least and most delivered are, without the order that runs."""
        pump = self._bench.pump
        return pump.ledger.uncertainty() * 1e6 / pump.metering.steps_per_ml
