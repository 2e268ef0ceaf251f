"""A pump on its simulated board whose program fails where a test says so. Plain.

Knows the composition's seams: a method of a class is replaced for a while, nothing else.
"""

from host_sim.board.bench import Bench
from host_sim.board.setup import Setup

MIN = 60_000
HOUR = 60 * MIN
ROOM = "memory allocation failed, allocating 512 bytes"


class Failing:
    """Inside `with`, so many calls of owner.name raise; `late`: when the call has done its work.

    `sound` calls go through first. `raised`: how many have failed.
    """

    def __init__(self, owner, name, times=1, sound=0, late=False, fault=None):
        self._owner, self._name = owner, name
        self._times, self._sound, self._late = times, sound, late
        self._fault = fault or MemoryError(ROOM)  # its words: each time it is raised anew
        self._whole = getattr(owner, name)
        self.raised = 0

    def __enter__(self):
        def call(*arguments):
            return self._call(arguments)

        setattr(self._owner, self._name, call)
        return self

    def __exit__(self, *_):
        setattr(self._owner, self._name, self._whole)

    def _call(self, arguments):
        if self._sound > 0:
            self._sound -= 1
            return self._whole(*arguments)
        if self.raised < self._times:
            if self._late:
                self._whole(*arguments)
            self.raised += 1
            raise type(self._fault)(*self._fault.args)
        return self._whole(*arguments)


class Pumped:
    """A bench that delivers 480 ug a day: 20 uL/h out of 500 ug/mL, 1.4 s from step to step."""

    def __init__(self, runs_ms=33_000):
        self.bench = Bench(Setup())
        self.bench.plant.fill(18_000_000, 500_000)
        self.ask('PRES:DRUG "baclofen";CONC 500 UG/ML;MODE CONS;:PRES:SEGM1:RATE 480 UG/D')
        self.ask("PRES:LIM:BOL 50 UG;:PRES:LIM:DAY 800 UG")
        self.ask("PRES:COMM " + self.ask("PRES:DIG?"))
        self.ask("PRES:HIST CONT,480 UG/D;:RES:FILL 18 ML,500 UG/ML;:CATH:CONT 500 UG/ML,CONFIRM")
        self.ask("DEL:STAR")
        assert self.ask("SYST:ERR?") == '0,"No error"'
        self.run(runs_ms)

    def ask(self, line):
        return self.bench.exchange(line)

    def run(self, ms):
        self.bench.run_to(self.bench.time_ms() + ms)

    def alarms(self):
        """Each that is there: its priority and its state."""
        words = self.ask("ALAR:LIST?").split(",")[1:]
        return {words[i + 1]: (words[i + 2], words[i + 3]) for i in range(0, len(words), 4)}

    def steps(self):
        """Where the rotor truly is."""
        self.bench.plant.settle()
        return self.bench.plant.stepper.position

    def width(self):
        """Steps between the ledger's bounds. AssertionError when the truth is not among them."""
        least, most = self.bench.pump.ledger.bounds()
        assert least <= self.steps() <= most
        return most - least

    def lines(self, log):
        """What a log ("log", "fault") says of faults, without moment, number and link."""
        text = self.bench.hal.files.read(log + ".a").decode()
        said = [line.split(" #")[0] for line in text.split("\n") if " FIRMWARE_FAULT " in line]
        return [line.split(" ", 2)[2] for line in said if " ALARM " not in line]

    def stored(self):
        """Everything on both media."""
        hal = self.bench.hal
        found = {name: hal.files.read(name) for name in hal.files.names()}
        found["ring"] = bytes(hal.flash.image)
        return found
