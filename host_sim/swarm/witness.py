"""What the judges are handed: the plant's truth turn by turn, and what the pump answers.

The one place of the swarm that reads a field of the firmware's: whether it runs, and the image of
all that it keeps, as bytes. Judges nothing.
"""

from binascii import crc32

from host_sim.board.files import MemoryFiles
from host_sim.swarm.judges.rotten import at_boot
from host_sim.swarm.judges.rx import Rx
from pump.core.drug.catheter import DOSE_UNITS
from pump.core.drug.effect import hull
from pump.core.image import BATTERY
from pump.core.profile import BAND, CSF_HALF_LIFE_CENTIHOURS, LN2_PPM
from pump.core.therapy.states import RUN, STATES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from host_sim.board.bench import Bench
    from host_sim.swarm.watching import Watching


LOOK = "DEL:STAT?;VOL:TOT?;:DEL:BOL:STAT?;:ALAR:LIST?;:THER:PHAS?"
STEPS_PER_ML = 64_000  # of the head as it was designed
_FORECAST_MS = 8 * 3_600_000  # how often the forecast is asked for: it takes longer than the rest
_UNSEEN = 2  # pulses of an order: fewer are compared at its end alone
_NONE = "9.91E37"
_FAR_MS = 1_000_000_000_000
# ng a day that hold up one unit of each forecast patient's effect
_K_PER_H = LN2_PPM / 1e6 / (CSF_HALF_LIFE_CENTIHOURS / 100)
_RATES = (_K_PER_H,) + tuple([ml_per_h / ml for ml_per_h, ml in BAND])
_HELD = tuple([k_per_h * 24 / DOSE_UNITS for k_per_h in _RATES])


class Accused(BaseException):
    """A judge's word: which, and what is not as it must be. Ends the life."""

    def __init__(self, judge: str, words: str) -> None:
        super().__init__(words)
        self.judge = judge
        self.words = words


class Answers:
    """One reply to LOOK, taken apart. `alarms`: name -> (priority, state)."""

    def __init__(self, reply: str) -> None:
        parts = reply.split(";")
        self.state = parts[0]
        self.least_nl, self.most_nl = numbers(parts[1])
        self.bolus = parts[2].split(",")[0]
        self.alarms = {}
        words = parts[3].split(",")
        for at in range(1, len(words) - 3, 4):
            self.alarms[words[at + 1]] = (words[at + 2], words[at + 3])
        self.phase = parts[4]
        self.band: tuple[int, int] | None = None  # ng a day; None: not asked
        self.withdrawal: list[float | None] = []  # hours; empty: not asked

    def raised(self, alarm: str) -> int:
        """Its priority while its condition holds or it is latched: 1 LOW .. 3 HIGH; 0: not."""
        found = self.alarms.get(alarm)
        return 0 if found is None else ("LOW", "MEDIUM", "HIGH").index(found[0]) + 1


def numbers(text: str) -> "list[float | None]":
    """Decimal numbers between commas; None for one that has no value."""
    return [None if each == _NONE else float(each) for each in text.split(",")]


class Witness:
    """Follows one bench. Everything here is true, but for `answers`: what the pump said last.

    ms          time of the life
    rotor       steps that the rotor has made, each 1/64,000 mL: of a head that was weighed and is
                another one they are reckoned so; pulses: that the motor was given
    trains      of these, those of motor orders of more than two: of fewer nobody can see whether
                the rotor was compared with them (pump.hal: watched)
    steps       of the rotor since the turn before
    running     the pump's state is RUN; was_running: it was so after the turn before
    ran_ms      for how long therapy has run, in all
    rotten      files of which a bit was wrong as the power came last: rotten.at_boot
    effect      of the plant's patient, ng a day as the dose that would hold it up: `effect()`
    faults      name -> ms since when the switch is turned
    since_ms    how long the present power lasts
    """

    def __init__(self, bench: "Bench", judges: "Sequence[Watching]", long_quanta: bool) -> None:
        self.bench = bench
        self.long_quanta = long_quanta  # motor orders of an hour: a cut leaves as much open
        self.judges = judges
        self._turners = [judge for judge in judges if judge.turns]
        self.answers: Answers | None = None
        self.ms = 0
        self.rotor = 0
        self._position = self._rest = 0  # steps of this head; of what is no whole step below
        self._per_ml = STEPS_PER_ML
        self.pulses = self.trains = 0
        self.steps = 0
        self.running = self.was_running = False
        self.ran_ms = 0
        self.faults: dict[str, int] = {}
        self.fault_pulses: dict[str, int] = {}  # that the motor had been given as it was turned
        self.fault_trains: dict[str, int] = {}
        self.had: dict[str, int] = {}  # name -> ms when a switch was put back last
        self._ended: dict[tuple[str, ...], int] = {}  # names -> when the last was put back
        self.powered_ms = 0  # when the power came last
        self.lost_ms = 0  # when it went last, and whether it ran then
        self.ran = False
        self.boots = 0
        self.moved_ms = 0  # when the rotor moved last
        self.started = False  # therapy has run once
        self.rxs: list[tuple[int, Rx]] = []  # ms since when each was in force
        self._digest = ""
        self.stored = ""  # what the pump answered last of the prescription in storage
        self._forecast_ms = 0
        self.restarted = False  # and nobody has looked since
        self.reached: dict[str, int] = {}  # "state RUN", "alarm STOPPED LOW", ...: for the coverage
        self._state = self._before = -1
        self.rotten: list[str] = []
        bench.on_turn = self.on_turn
        bench.on_power = self.on_power

    def on_turn(self, now_ms: int) -> None:
        """After every turn."""
        bench = self.bench
        stepper = bench.plant.stepper
        bench.plant.settle()
        steps = stepper.position - self._position
        if steps and self._per_ml != STEPS_PER_ML:
            self._rest += steps * STEPS_PER_ML
            steps, self._rest = divmod(self._rest, self._per_ml)
        self._position = stepper.position
        self.steps = steps
        self.rotor += steps
        given = stepper.pulses - self.pulses  # a turn follows each order
        self.pulses += given
        if given > _UNSEEN:
            self.trains += given
        if self.steps:
            self.moved_ms = now_ms
        if self.running:
            self.ran_ms += now_ms - self.ms
        self.ms = now_ms
        self.was_running = self.running
        state = bench.pump.state
        if state != self._state:
            self._changed(state)
        for judge in self._turners:
            judge.turn(self)

    def _changed(self, state: int) -> None:
        """Another state of therapy than after the turn before."""
        name = STATES[state]
        self.reached["states " + name] = 1
        if self._state < 0 <= self._before != state:
            self._state = self._before
        if self._state >= 0:
            self.reached["transitions %s to %s" % (STATES[self._state], name)] = 1
        self._state = state
        self.running = state == RUN
        if self.running:
            self.started = True

    def on_power(self, now_ms: int) -> None:
        """As the power goes, while it is off, and when it is back."""
        if self.bench.powered:
            self.powered_ms = now_ms
            self.boots += 1
            self.on_turn(now_ms)
            self.restarted = True
            for judge in self.judges:
                judge.power(self)
            self.look()
            return
        files = self.bench.hal.files
        assert isinstance(files, MemoryFiles)
        self.rotten = at_boot(files.rotten, self.rotten if self._state < 0 else [])
        if self._state >= 0:
            self.on_turn(now_ms)  # what the order in flight has given
            self.lost_ms, self.ran = now_ms, self.running
            self.running = False
            self._before = self._state  # the pump comes back in it, or has had to leave it
            self._state = -1
        self.ms = now_ms

    def look(self) -> "Answers | None":
        """Ask, and let every judge look. None of a pump without power."""
        if self.restarted:
            self.restarted = False
            self.prescribed()
        reply = self._asked(LOOK)
        if not reply or not self.bench.powered:
            return None
        self.answers = answers = Answers(reply)
        self.reached["phases " + answers.phase] = 1
        for alarm in answers.alarms:
            self.reached["alarms " + alarm] = 1
            self.reached["priorities " + answers.alarms[alarm][0]] = 1
        if self.ms >= self._forecast_ms:
            self._forecast_ms = self.ms + _FORECAST_MS
            answers.band = self._band()
        if not self.running and self.started:
            answers.withdrawal = numbers(self.bench.exchange("FOR:WITH?"))
        for judge in self.judges:
            judge.look(self, answers)
        return answers

    def _band(self) -> "tuple[int, int] | None":
        """The band of the forecast, as FOR:EFF? answers it, in ng a day instead of percent; None
        where the pump says that it is not known."""
        if numbers(self._asked("FOR:EFF?"))[0] is None:
            return None
        patients = self.bench.pump.drug.effect.trials(0, 0, 0, True)
        effects = [patient.effect * held for patient, held in zip(patients, _HELD)]
        return hull([round(effect) for effect in effects])

    def prescribed(self) -> None:
        """An order may have brought another prescription."""
        digest = self.stored = self._asked("PRES:ACT:DIG?")
        if not digest:
            self.bench.exchange("*CLS")  # it is our question that was refused
        if digest.startswith("#H") and digest != self._digest:
            self._digest = digest
            self.rxs.append((self.ms, Rx(self.bench.exchange("PRES:ACT:DATA?"))))

    def _asked(self, question: str) -> str:
        """The answer; asked again where noise that was for the client's next line has hit it: there
        is none then, or, of a P that became an @, that of a tagged line."""
        answer = self.bench.exchange(question)
        heard = answer and not answer.startswith("@")
        if heard or not self.bench.powered:
            return answer
        self.bench.exchange("*CLS")
        return self.bench.exchange(question)

    def calibrated(self) -> None:
        """The head was weighed: so many of its steps from now on are a mL."""
        text = self.bench.exchange("CAL:STEP?")
        if text:
            self._per_ml, self._rest = int(text), 0

    def state(self) -> "tuple[int, int]":
        """All that the pump keeps and all that is staged, as one number, and how many quanta were
        begun: a line at the end of one hurries the next. (0, 0) of a pump without power."""
        if not self.bench.powered:
            return 0, 0
        staged = self.bench.exchange("PRES:DATA?")  # and whatever is due now is done
        if not self.bench.powered:
            return 0, 0
        self.bench.exchange("*CLS")
        pump = self.bench.pump
        return crc32(staged.encode(), _sections(pump.image())), pump.ledger.sequence

    def turned(self, name: str, value: int, off: int) -> None:
        """A switch of the plant was turned."""
        self._ended = {}
        if value == off:
            if name in self.faults:
                del self.faults[name]
                self.had[name] = self.ms
        else:
            self.faults[name] = self.ms
            self.fault_pulses[name] = self.pulses
            self.fault_trains[name] = self.trains

    def effect(self) -> float:
        """Of the plant's patient, as the dose in ng a day that would hold it up."""
        return self.bench.effect_ng_per_day()

    def within(self, names: "tuple[str, ...]", span_ms: int) -> bool:
        """Whether one of these switches is turned, or was within that time."""
        ended_ms = self._ended.get(names)
        if ended_ms is None:
            ended_ms = self._ended[names] = self._turned_until(names)
        return self.ms - ended_ms <= span_ms

    def _turned_until(self, names: "tuple[str, ...]") -> int:
        """When the last of these switches was put back: far ahead while one is turned, and far
        back where none ever was."""
        if any(name in self.faults for name in names):
            return _FAR_MS
        return max([self.had.get(name, -_FAR_MS) for name in names])


def _sections(image: bytearray) -> int:
    """All sections but the battery's, which each line of a client costs something."""
    check, at, end = 0, 4, len(image) - 4
    while at < end:
        following = at + 4 + (image[at + 2] | image[at + 3] << 8)
        if image[at] != BATTERY:
            check = crc32(image[at:following], check)
        at = following
    return check
