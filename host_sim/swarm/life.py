"""One life: bench, client and judges from power-on to the last look, by the plan of its seed.

Runs on CPython and on the MicroPython VM, the same to the byte. Does not judge.
"""

from binascii import crc32

from host_sim.board import failing
from host_sim.board.bench import Bench
from host_sim.board.files import MemoryFiles
from host_sim.board.setup import Setup
from host_sim.board.tearing import Tear
from host_sim.swarm.acts.acts import act
from host_sim.swarm.acts.beginning import begin
from host_sim.swarm.acts.service import shelf
from host_sim.swarm.acts.visit import final_visit
from host_sim.swarm.client import Client
from host_sim.swarm.draws import Draw
from host_sim.swarm.judges.bench import JUDGES
from host_sim.swarm.judges.judge import MAY_STAND, Judge, Order
from host_sim.swarm.plan import DAY_S, Config, Plan
from host_sim.swarm.told import Told
from host_sim.swarm.wanted import Wanted
from host_sim.swarm.witness import Accused, Witness

_LOOK_MS = 12 * 3_600_000
_CALM_MS = 26 * 3_600_000  # between the last visit and the end
_CHANCE = 1_001  # the stream of what is drawn while it is lived
_KEYS = 1_002  # of the board's own chance
_RING_MS = 1 << 30


class Verdict:
    """What a life came to: `judge` "" where no judge spoke; `digest` of logs, flash and files."""

    def __init__(self, life: "Life", judge: str, words: str) -> None:
        self.judge = judge
        self.words = words
        self.ms = life.bench.time_ms()
        self.digest = life.digest()


class Life:
    """`live` it once."""

    def __init__(self, seed: int, config: "Config | None" = None, command: str = "") -> None:
        self.plan = plan = Plan(seed, config or Config())
        setup = Setup()
        setup.model = plan.model
        setup.wall = (setup.wall[0] if setup.wall else 0, plan.minute * 60_000)
        setup.clearance_ml_per_h = plan.clearance
        setup.sensitivity = plan.sensitivity
        if plan.ticks_s:
            setup.first_tick = _RING_MS - plan.ticks_s * 1000
        self.bench = Bench(setup, not plan.short_quanta)
        self.told = Told(plan, command or "host_sim life %d" % seed)
        self.chance = Draw(seed, _CHANCE)
        self.judges: list[Judge] = [kind(self._accused) for kind in JUDGES]
        self.witness = Witness(self.bench, self.judges, not plan.short_quanta)
        self.client = Client(self)
        self.wanted = Wanted(plan.drug, plan.dose)
        self.wrong_fills: list[str] = []  # mistakes that this life's refills may have
        self.trace: list[str] | None = None
        self._queue: list[tuple[int, int, str, tuple[int, ...]]] = []
        self._order = 0
        self._tear: Tear | failing.Fail | None = None
        self.bench.plant.board.chance = Draw(seed, _KEYS).bytes

    # What acts may do ------------------------------------------------------------------------

    def now_ms(self) -> int:
        """Time of the life."""
        return self.bench.time_ms()

    def later(self, at_ms: int, kind: str, dice: "tuple[int, ...]") -> None:
        """That happens then, or as soon as time has come there."""
        self._order += 1
        self._queue.append((at_ms, self._order, kind, dice))
        self._queue.sort()

    def fault(self, name: str, value: int) -> None:
        """Turn a switch of the plant."""
        off = self.bench.rest(name)
        self.say("fault %s %s" % (name, "off" if value == off else "%d" % value))
        self.bench.inject(name, value)
        self.witness.turned(name, value, off)

    def hands(self, what: str, value: int) -> None:
        """Tell the judges what hands do at the plant."""
        for judge in self.judges:
            judge.hands(self.witness, what, value)

    def power_off(self, off_ms: int) -> None:
        """The plug is pulled, and put back after that long."""
        self.say("power off for %d ms" % off_ms)
        self.bench.power_cycle(off_ms)

    def tear(self, writes: int, how: int, off_ms: int) -> None:
        """The power goes within a write, so many from now on."""
        self.say("tear write %d way %d off for %d ms" % (writes, how, off_ms))
        self._untear()
        self._tear = Tear(self.bench, writes, how, off_ms)

    def fail(self, writes: int, kind: int) -> None:
        """An exception ends the program in a write, so many from now on."""
        self.say("fail write %d by %s" % (writes, "defect" if kind else "heap"))
        self._untear()
        self._tear = failing.Fail(self.bench, writes, kind)

    def rot(self, name: str, told: bool) -> None:
        """A bit of that file is wrong. `told`: in a scenario too."""
        if failing.rot(self.bench, name):
            if told:
                self.say("rot file " + name)
            else:
                self.told.note("rot file " + name)

    def hold_up(self, for_ms: int) -> None:
        """The program does nothing for that long, from when something is due."""
        self.say("hold up for %d ms" % for_ms)
        failing.hold_up(self.bench, for_ms)

    def _untear(self) -> None:
        if self._tear is not None:
            self._tear.off()

    def calm(self) -> None:
        """No trouble is under way or comes any more."""
        self._untear()
        self._queue = []
        self.wrong_fills = []

    def say(self, words: str, refused: int = 0) -> None:
        """Into the scenario that this life is; into its trace too."""
        self.told.say(words, refused)
        if self.trace is not None:
            self.trace.append("%12d %s%s" % (self.now_ms(), words, " -> %d" % refused))

    def tell_judges(self, line: str, number: int, before: "tuple[int, int]", clean: bool) -> None:
        """An order was answered."""
        if line.startswith("CAL:STEP") and number in (0, 1):
            self.witness.calibrated()
        if line.startswith("PRES:COMM") and number in MAY_STAND:
            self.witness.prescribed()
        after = self.witness.state() if number not in (0, 1) else before
        order = Order(line, number, before, after, clean)
        for judge in self.judges:
            judge.told(self.witness, order)

    def refused(self, number: int) -> None:
        """A line was refused so, or told of it."""
        self.witness.reached["refusals %d" % number] = 1

    def repeat(self, whole: str, number: int) -> None:
        """The client says the same line once more."""
        before = self.witness.state()
        reply = self.bench.exchange(whole)
        found = self.client.number(reply)
        after = self.witness.state()
        if found is not None:
            order = Order(whole, number, before, after, True)
            for judge in self.judges:
                judge.again(order, found)

    # Living ----------------------------------------------------------------------------------

    def live(self) -> Verdict:
        """From power-on to the end, or to a judge's word."""
        try:
            self.witness.look()
            shelf(self)
            origin_ms = self.now_ms()
            for each in self.plan.happenings:
                self.later(origin_ms + each.at_s * 1000, each.kind, each.dice)
            begin(self)
            self._until(origin_ms + self.plan.days * DAY_S * 1000)
            final_visit(self)
            self._until(self.now_ms() + _CALM_MS)
            self.told.at(self.now_ms())
            answers = self.witness.look()
            if answers is not None:
                for judge in self.judges:
                    judge.end(self.witness, answers)
        except Accused as accused:
            self.told.note("%s: %s" % (accused.judge, accused.words))
            return Verdict(self, accused.judge, accused.words)
        return Verdict(self, "", "")

    def _until(self, end_ms: int) -> None:
        while self.now_ms() < end_ms:
            stop_ms = min(end_ms, self._next_look())
            if self._queue and self._queue[0][0] < stop_ms:
                stop_ms = max(self._queue[0][0], self.now_ms())
            self.bench.run_to(stop_ms)
            if not self._queue or self._queue[0][0] > self.now_ms():
                self.witness.look()
            while self._queue and self._queue[0][0] <= self.now_ms():
                _, _, kind, dice = self._queue.pop(0)
                self.told.at(self.now_ms())
                self.witness.reached["happenings " + kind] = 1
                act(self, kind, dice)
                self.witness.look()

    def _next_look(self) -> int:
        now_ms = self.now_ms()
        soonest = now_ms - now_ms % _LOOK_MS + _LOOK_MS
        for judge in self.judges:
            wake_ms = judge.wake_ms()
            if now_ms < wake_ms < soonest:
                soonest = wake_ms
        return soonest

    def _accused(self, judge: str, words: str) -> None:
        raise Accused(judge, words)

    def files(self) -> "list[tuple[str, bytes]]":
        """Name and content of each."""
        files = self.bench.hal.files
        assert isinstance(files, MemoryFiles)
        return [(name, files.read(name)) for name in files.names()]

    def digest(self) -> int:
        """Of event log, fault log, journal and files as they stand, in 32 bits."""
        check = crc32(self.bench.hal.flash.image)
        for name, data in self.files():
            check = crc32(name.encode() + b"=" + data, check)
        return check
