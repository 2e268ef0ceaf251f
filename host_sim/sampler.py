"""Looks at the bench between turns: alarms as they change, a row of figures every so often.

Looks only: through the pump's readable side and the plant's truth, never by an order.
"""

from host_sim.account import Account
from host_sim.recorder import EFFECT_50, EFFECT_80, EMPTY, AlarmBook, Recording
from host_sim.runner import Runner
from pump.core import alarms
from pump.core.therapy import RUN
from pump.core.units import MS_PER_DAY, nl_ceil, nl_floor

_EVENTS = ((EFFECT_80, 80), (EFFECT_50, 50))
_DRY_NL = 1.0


class Watcher:
    """Follows one runner: `book` of alarms, `account` of orders, `recording` of samples."""

    def __init__(self, runner: Runner, sample_ms: int) -> None:
        self.book = AlarmBook()
        self.account = Account()
        self.recording = Recording(sample_ms)
        self.next_ms = 0  # when the next sample is due: whoever runs time stops there
        self._runner = runner
        self._pump = runner.pump
        self._seen: tuple[int, int, int, int, int] | None = None
        self._running = False
        self._empty = False
        self._given_ng = 0.0
        self._most_nl = 0
        runner.watch = self.look

    def look(self, now_ms: int) -> None:
        """After every turn."""
        pump = self._pump
        running = pump.state == RUN
        if running != self._running:
            self._running = running
            self.account.book(now_ms, running)
        history = pump.alarms.history
        if history and history[-1] is not self._seen:
            self._note_alarms(history)
        if now_ms >= self.next_ms:
            self.sample(now_ms)

    def sample(self, now_ms: int) -> None:
        """A row of figures now, and what has happened since the last."""
        pump, plant, recording = self._pump, self._runner.plant, self.recording
        self.next_ms = now_ms - now_ms % recording.sample_ms + recording.sample_ms
        steps_per_ml = pump.metering.steps_per_ml
        least, most = pump.ledger.bounds()
        least_nl, most_nl = nl_floor(least, steps_per_ml), nl_ceil(most, steps_per_ml)
        strength = pump.reservoir.concentration_ng_per_ml / 1e6  # ng/nL
        self._given_ng += (most_nl - self._most_nl) * strength
        self._most_nl = most_nl
        rate = pump.program.rate_at(pump.wall_ms()) if self._running else 0
        known = pump.effect.has_reference()
        effect, low, high = pump.effect.percents() if known else (None, None, None)
        row = (rate * strength / 1000, least_nl, most_nl, self._given_ng)
        row += (plant.truth("taken_ng"), pump.reservoir.volume_nl(), plant.truth("reservoir_nl"))
        row += (effect, low, high, plant.truth("effect_percent"))
        recording.add(now_ms, row)
        for event, level in _EVENTS:
            crossed_ms = recording.crossed_ms("effect_truth", level)
            if crossed_ms is not None:
                self.book.happened(event, crossed_ms)
        if self._running and plant.reservoir.nl < _DRY_NL:
            self._emptied(now_ms)

    def refilled(self) -> None:
        """The reservoir was filled: it can become empty again."""
        self._empty = False

    def _note_alarms(self, history: list[tuple[int, int, int, int, int]]) -> None:
        """Every change since the last look, oldest first."""
        first = len(history)
        while first > 0 and history[first - 1] is not self._seen:
            first -= 1
        self._seen = history[-1]
        for day, ms, alarm, priority, state in history[first:]:
            at_ms = day * MS_PER_DAY + ms
            holds = state in (alarms.ACTIVE, alarms.ACTIVE_ACKED)
            self.book.change(alarms.TABLE[alarm][0], priority, holds, at_ms)
            if alarm == alarms.RESERVOIR_EMPTY and holds:
                self._emptied(at_ms)

    def _emptied(self, now_ms: int) -> None:
        if not self._empty:
            self._empty = True
            self.book.happened(EMPTY, now_ms)
