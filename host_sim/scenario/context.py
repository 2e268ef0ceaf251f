"""What a scenario's statements act on: bench, watcher, the pump's own line, hands, truth.

Runs on CPython and on the MicroPython VM. Does not know any statement.
"""

from host_sim.board import failing
from host_sim.board.bench import Bench
from host_sim.board.tearing import Tear
from host_sim.recording.recorder import Expectation, Recording
from host_sim.recording.sampler import Watcher
from host_sim.scenario.words.place import ExpectationFailed, Place
from host_sim.units import MS_PER_DAY, MS_PER_MIN
from pump.core.reasons import VALUE_ROUNDED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_FORECAST_MS = 960_000
_BAND_SLACK = 0.02  # the forecast's own tolerance (C-22)
_BAND_LEAST = 100.0  # ng a day: what nobody feels, after days without drug


class Refusal(Exception):
    """The pump answered an order with an error: `number` and its own `text`."""

    def __init__(self, line: str, number: int, text: str) -> None:
        super().__init__(text)
        self.line = line
        self.number = number
        self.text = text


class ScenarioContext:
    """What statements act on. `moved` is told the ms of the scenario now and then."""

    def __init__(
        self, bench: Bench, sample_ms: int, moved: "Callable[[int], None] | None" = None
    ) -> None:
        self.bench = bench
        self.watcher = Watcher(bench, sample_ms)
        self.book = self.watcher.book
        self.oracle = self.watcher.oracle
        self.recording: Recording = self.watcher.recording
        self.last_reply = ""
        self.expectations: list[Expectation] = []
        self._moved = moved
        self._digest = ""  # of the prescription that the oracle follows
        self._bolus = False

    def now_ms(self) -> int:
        """Time of the scenario: since power-on."""
        return self.bench.time_ms()

    # Time ------------------------------------------------------------------------------------

    def run_for(self, span_ms: int) -> None:
        """Let time pass."""
        self.run_until(None, span_ms)

    def run_until(self, done: "Callable[[], bool] | None", span_ms: int) -> bool:
        """Let time pass until `done`, at most that long; whether `done` came."""
        now_ms = self.now_ms()
        end_ms = now_ms + span_ms
        while True:
            stop_ms = min(end_ms, max(self.watcher.next_ms, now_ms + 1))
            if self.bench.run_to(stop_ms, done):
                return True
            now_ms = stop_ms
            if self._moved is not None:
                self._moved(now_ms)
            if now_ms >= end_ms:
                return False

    def run_until_minute(self, minute: int, place: Place) -> None:
        """Up to the next time that the pump's wall clock shows that minute of the day."""
        pump = self.bench.pump
        if pump.schedule.wall_offset is None:
            raise ExpectationFailed(place, "the pump's clock is not set: `wait until` needs it")
        self.run_for((minute * MS_PER_MIN - pump.schedule.wall_ms(pump.ms) - 1) % MS_PER_DAY + 1)

    # The line --------------------------------------------------------------------------------

    def send(self, line: str) -> str:
        """A line to the pump; its reply. Refusal when its error queue has something to say."""
        reply = self.bench.exchange(line)
        if reply:
            self.last_reply = reply
        error = self.bench.exchange("SYST:ERR?")
        if not error:
            return reply  # the power went within a write
        number = int(error.split(",", 1)[0])
        self._update_oracle()
        if number == VALUE_ROUNDED:
            self.note(error)
        elif number:
            self.bench.exchange("*CLS")
            raise Refusal(line, number, error)
        return reply

    def _update_oracle(self) -> None:
        """What a line has changed of the orders goes into the oracle."""
        pump, oracle, now_ms = self.bench.pump, self.oracle, self.now_ms()
        if pump.in_force.digest != self._digest:
            self._digest = pump.in_force.digest
            oracle.prescribe(self.bench.exchange("PRES:ACT:DATA?"), now_ms)
        if pump.bolus.active() != self._bolus:
            self._bolus = pump.bolus.active()
            if self._bolus:
                oracle.bolus(pump.bolus.volume_nl, pump.bolus.left_ms, now_ms)
            else:
                oracle.end_bolus(now_ms)

    def ask(self, query: str) -> str:
        """The reply to a query."""
        return self.send(query)

    # Hands and marks ---------------------------------------------------------------------------

    def fill_reservoir(self, volume_nl: int, ng_per_ml: int) -> None:
        """Empty what is left and fill the reservoir afresh."""
        self.bench.plant.withdraw()
        self.bench.plant.fill(volume_nl, ng_per_ml)
        self.watcher.refilled(self.now_ms())

    def empty_reservoir(self) -> int:
        """Draw everything out of the reservoir; the nL that came."""
        self.watcher.emptied_by_hand()
        return int(self.bench.plant.withdraw())

    def prime_catheter(self, ng_per_ml: int) -> None:
        """Fill the line by hand."""
        self.bench.plant.prime_catheter(ng_per_ml)

    def puncture(self, dose_ng: int) -> None:
        """A dose by lumbar puncture."""
        self.bench.plant.puncture(dose_ng)

    def inject(self, volume_nl: int, ng_per_ml: int) -> None:
        """Through the catheter's access port: what it holds goes into the CSF at once."""
        self.bench.plant.cap_injection(volume_nl, ng_per_ml)

    def aspirate(self, volume_nl: int) -> None:
        """Out through the same port: the catheter holds CSF afterwards."""
        self.bench.plant.aspirate(volume_nl)

    def power_off(self, span_ms: int) -> None:
        """Pull the plug, and put it back after that long."""
        self.bench.power_cycle(span_ms, self.recording.sample_ms)
        self._update_oracle()
        if self._moved is not None:
            self._moved(self.now_ms())

    def tear(self, writes: int, how: int, off_ms: int) -> None:
        """The power goes within a write, so many from now on."""
        Tear(self.bench, writes, how, off_ms)

    def fail(self, writes: int, kind: int) -> None:
        """An exception ends the program in a write, so many from now on."""
        failing.Fail(self.bench, writes, kind)

    def rot(self, name: str) -> bool:
        """A bit of that file is wrong; False where there is none of that name."""
        return failing.rot(self.bench, name)

    def hold_up(self, span_ms: int) -> None:
        """The program does nothing for that long, from when something is due."""
        failing.hold_up(self.bench, span_ms)

    def note(self, words: str) -> None:
        """A remark on the report's time axis."""
        self.recording.mark(self.now_ms(), words)

    def mark(self, words: str) -> None:
        """A sample of what is before it, and a remark."""
        self.sample()
        self.note(words)

    def expected(self, line: int, words: str, held: bool, found: str) -> None:
        """An expectation was played."""
        self.expectations.append(Expectation(line, words, self.now_ms(), held, found))

    def sample(self) -> None:
        """A row of the recording for this moment."""
        self.watcher.sample(self.now_ms())

    # Truth -------------------------------------------------------------------------------------

    def rotor_steps(self) -> int:
        """Steps that the rotor has really made."""
        return int(self.bench.plant.truth("rotor_steps") or 0)

    def truth(self, what: str) -> int:
        """Delivered and reservoir in nL; effect in ng a day, as the dose that would hold it."""
        if what == "effect":
            return int(self.bench.effect_ng_per_day())
        return int(self.bench.plant.truth(what + "_nl") or 0)

    def outside_band(self) -> str:
        """The first sample with the patient outside the forecast's band, in words; or nothing.

        The pump brings its forecast up to date every 16 minutes: the band of that time counts.
        """
        record = self.recording
        lows, highs = record.column("effect_low"), record.column("effect_high")
        for index, now_ms in enumerate(record.times):
            low, high, later = lows[index], highs[index], index
            if low is None or high is None:
                continue  # without power there is no forecast
            while later + 1 < len(record) and record.times[later] < now_ms + _FORECAST_MS:
                later += 1
                next_low, next_high = lows[later], highs[later]
                if next_low is not None and next_high is not None:
                    low, high = min(low, next_low), max(high, next_high)
            truth = record.column("effect_truth")[index] or 0.0
            low, high = low * (1 - _BAND_SLACK), high * (1 + _BAND_SLACK)
            if not low - _BAND_LEAST <= truth <= high + _BAND_LEAST:
                words = "%.1f ug/d outside %.1f..%.1f ug/d on day %.2f"
                return words % (truth / 1e3, low / 1e3, high / 1e3, now_ms / MS_PER_DAY)
        return ""

    def steps_fault(self) -> str:
        """What is wrong with the number of STEP pulses; nothing when they are exact."""
        pulses = int(self.bench.plant.truth("pulses") or 0)
        steps_per_ml = self.bench.pump.metering.steps_per_ml
        exact, difference = self.oracle.off_by(pulses, steps_per_ml, self.now_ms())
        return "" if exact else "%d pulses, %+d steps off" % (pulses, difference)
