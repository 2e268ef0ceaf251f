"""Looks at the bench between turns: alarms as they change, a row of figures every so often.

Looks only: through the pump's readable side and the plant's truth, never by an order.
"""

from host_sim.board.bench import Bench
from host_sim.recording.oracle import VolumeOracle
from host_sim.recording.recorder import (
    EFFECT_50,
    EFFECT_80,
    EMPTY,
    REFILL,
    AlarmBook,
    Forecast,
    Recording,
)
from pump.core import forecast, outlook
from pump.core.alarms import table as alarms
from pump.core.drug.catheter import DOSE_UNITS
from pump.core.drug.effect import hull
from pump.core.profile import BAND, CSF_HALF_LIFE_CENTIHOURS, LN2_PPM
from pump.core.therapy.states import RUN
from pump.core.units import MS_PER_DAY, MS_PER_MIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    History = list[tuple[int, int, int, int, int]]

_EVENTS = ((EFFECT_80, 80), (EFFECT_50, 50))
_DRY_NL = 1.0
# ng a day that hold up one unit (1/256 ng in the CSF) of each forecast patient's effect
_K_PER_H = LN2_PPM / 1e6 / (CSF_HALF_LIFE_CENTIHOURS / 100)
_RATES = (_K_PER_H,) + tuple([ml_per_h / ml for ml_per_h, ml in BAND])
_HELD = tuple([k_per_h * 24 / DOSE_UNITS for k_per_h in _RATES])
# rate in drug and in volume, encoder, reservoir, effect and its band, reference, percent: of a pump
# without power
_NO_POWER = (0.0, None, None, None, None, None, None, None, None)


class Watcher:
    """Follows one bench: `book` of alarms, `oracle` of orders, `recording` of samples.

    The pump's own time lags behind the scenario's where a power cut leaves it without a clock:
    `_skew_ms` is by how much.
    """

    def __init__(self, bench: Bench, sample_ms: int) -> None:
        self.book = AlarmBook()
        self.oracle = VolumeOracle()
        self.recording = Recording(sample_ms)
        self.next_ms = 0  # when the next sample is due: whoever runs time stops there
        self._bench = bench
        self._pump = bench.pump
        self._seen: tuple[int, int, int, int, int] | None = None
        self._skew_ms = 0
        self._unpowered = False
        self._running = False
        self._reduced: tuple[int, ...] | None = None
        self._wall: tuple[int, int] | None = None
        self._empty = False
        self._given_ng = 0.0
        self._bounds_nl = (0, 0)
        bench.on_turn = self.on_turn
        bench.on_power = self.on_power

    def on_turn(self, now_ms: int) -> None:
        """After every turn."""
        pump = self._pump
        if pump.schedule.wall_offset is not self._wall:
            self._wall = pump.schedule.wall_offset
            self.oracle.set_wall(
                None if self._wall is None else pump.schedule.wall_ms(pump.ms), now_ms
            )
        reduced = pump.titration.interruption.reduced
        if reduced is not self._reduced:
            self._reduced = reduced
            self.oracle.hold_down(reduced[0] if reduced else 0, now_ms)
        running = pump.state == RUN
        if running != self._running:
            self._running = running
            self.oracle.book(now_ms, running)
        history = pump.alarms.history
        if history and history[-1] is not self._seen:
            self._note_changes(history)
        if now_ms >= self.next_ms:
            self.sample(now_ms)

    def on_power(self, now_ms: int) -> None:
        """As the power goes, while it is off, and when it is back."""
        if self._bench.powered:
            self._follow(now_ms)
        elif not self._unpowered:
            self.sample(now_ms)
            self.oracle.cut(now_ms)
            self._running = False
            self._unpowered = True
            self.recording.power_lost(now_ms)
            self.sample(now_ms)
        elif now_ms >= self.next_ms:
            self.sample(now_ms)

    def _follow(self, now_ms: int) -> None:
        """Another pump now, the one that has started: what it says since then."""
        pump = self._pump = self._bench.pump
        self._unpowered = False
        self._skew_ms = now_ms - pump.day * MS_PER_DAY - pump.ms
        self.recording.power_restored(now_ms)
        history, seen, started = pump.alarms.history, self._seen, (pump.day, pump.ms)
        first = len(history)
        while first > 0 and history[first - 1] != seen and history[first - 1][:2] == started:
            first -= 1
        self._note_alarms(history, first)
        for alarm in range(len(alarms.TABLE)):  # what storage has lost of them
            self._note(alarm, pump.alarms.priority[alarm], pump.alarms.state[alarm], now_ms)
        self.on_turn(now_ms)
        self.sample(now_ms)

    def sample(self, now_ms: int) -> None:
        """A row of figures now, and what has happened since the last."""
        plant, recording = self._bench.plant, self.recording
        self.next_ms = now_ms - now_ms % recording.sample_ms + recording.sample_ms
        said = _NO_POWER if self._unpowered else self._said()
        row = said[:2] + self._bounds_nl + (said[2], plant.truth("delivered_nl"), self._given_ng)
        row += (plant.truth("taken_ng"), said[3], plant.truth("reservoir_nl"))
        row += said[4:7] + (self._bench.effect_ng_per_day(),)
        row += said[7:9] + (plant.truth("effect_percent"),)
        recording.add(now_ms, row)
        for event, level in _EVENTS:
            crossed_ms = recording.crossed_ms("percent_truth", level)
            if crossed_ms is not None:
                self.book.happened(event, crossed_ms)
        if self._running and plant.reservoir.nl < _DRY_NL:
            self._emptied(now_ms)

    def _said(self) -> "tuple[float | None, ...]":
        """What the pump says now, in the order of _NO_POWER."""
        pump = self._pump
        bounds = self._delivered()
        strength = pump.reservoir.concentration_ng_per_ml / 1e6  # ng/nL
        self._given_ng += (bounds[1] - self._bounds_nl[1]) * strength
        self._bounds_nl = bounds
        rate = pump.program.rate_at(pump.schedule.wall_ms(pump.ms)) if self._running else 0
        patients = pump.drug.effect.trials(0, 0, 0, True)
        effects = [patient.effect * held for patient, held in zip(patients, _HELD)]
        reference = pump.drug.effect.nominal.reference * _HELD[0]
        percent = patients[0].percent() if pump.drug.effect.has_reference() else None
        steady = pump.schedule.rate_pl_per_day if self._running and not pump.bolus.active() else 0
        said = (rate * strength / 1000, steady or None, self._bench.hal.motor.moved())
        said += (pump.reservoir.volume_nl(),)
        low, high = hull([round(effect) for effect in effects])
        return said + (effects[0], low, high, reference, percent)

    def _delivered(self) -> tuple[int, int]:
        """Delivered by the pump's oracle: at least, at most, in nL."""
        least, most = self._pump.ledger.bounds()
        return self._pump.calibration.volume_nl(least, most)

    def emptied_by_hand(self) -> None:
        """An empty reservoir is no event from now on, until it is filled."""
        self._empty = True

    def refilled(self, now_ms: int) -> None:
        """The reservoir was filled by hand: it can become empty again."""
        self._empty = False
        self.book.happened(REFILL, now_ms)

    def _note_changes(self, history: "History") -> None:
        """Every change since the last look."""
        first = len(history)
        while first > 0 and history[first - 1] is not self._seen:
            first -= 1
        self._note_alarms(history, first)

    def _note_alarms(self, history: "History", first: int) -> None:
        """The changes from that one on, oldest first."""
        if not history:
            return
        self._seen = history[-1]
        for day, ms, alarm, priority, state in history[first:]:
            at_ms = day * MS_PER_DAY + ms + self._skew_ms
            holds = state in (alarms.ACTIVE, alarms.ACTIVE_ACKED)
            self._note(alarm, priority, state, at_ms)
            if alarm == alarms.RESERVOIR_EMPTY and holds:
                self._emptied(at_ms)
            elif alarm == alarms.RESERVOIR_LOW and state == alarms.ACTIVE and self._running:
                self._ask_forecast(at_ms)

    def _note(self, alarm: int, priority: int, state: int, at_ms: int) -> None:
        """That alarm is in that state since then."""
        name = alarms.TABLE[alarm][0]
        self.book.change(name, priority, state in (alarms.ACTIVE, alarms.ACTIVE_ACKED), at_ms)
        self.book.latch(name, state in (alarms.LATCHED, alarms.LATCHED_ACKED), at_ms)

    def _ask_forecast(self, now_ms: int) -> None:
        """What RES:PRED:EMPT? and FOR:WITH? say now: when it is empty, and what follows."""
        day, ms = forecast.empty_at(self._pump)
        empty_ms = day * MS_PER_DAY + ms + self._skew_ms
        said = self.book.forecasts
        said.append(Forecast(now_ms, EMPTY, empty_ms))
        for event, percent in _EVENTS:
            minutes = outlook.after_empty(self._pump, percent, False)[0]
            if minutes >= 0:
                said.append(Forecast(now_ms, event, empty_ms + minutes * MS_PER_MIN))

    def _emptied(self, now_ms: int) -> None:
        if not self._empty:
            self._empty = True
            self.book.happened(EMPTY, now_ms)
