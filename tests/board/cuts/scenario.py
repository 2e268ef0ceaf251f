"""What is ordered of a board while its every change is on the tape, and how it goes on.

It begins with a pump that the simulator ran for weeks, until a few records before its ring is full:
a commit, a fill, a start, a bolus aborted and one that ends, the ring's way round, a suspension, a
bolus in which the power goes, the restart after it, a stop. How it goes on is asserted.
"""

from functools import cache

from host_sim.pico.bench import PicoBench
from host_sim.plant.plant import Plant
from tests.board.cuts.simulated import FILL, FILL_NL, NG_PER_ML, Simulated, filled_ring
from tests.board.cuts.tape import Report, Tape
from tests.board.image import WIRING, image

DOSE = "90 UG/D"  # less than the simulated pump gave: it is never refused
STEPS_PER_MIN = 8  # 90 ug/d at 500 ug/mL and 64,000 steps/mL
_LOCKOUT_MS = 960_000  # a minute more than the shortest that may be prescribed
_RECORDS_LEFT = 8  # so that the ring goes round in the first bolus
FACTS = "DEL:STAT?;:PRES:ACT:DIG?;:DEL:BOL:STAT?;:LOG:COUN?"


def powered(flash: bytes, position: int) -> PicoBench:
    """Power for a board with that flash, on a plant whose rotor stands there.

    The flash is a quick one: a change takes a hundredth of its time, and a boot half of it.
    """
    plant = Plant(rotor=position)
    plant.fill(FILL_NL, NG_PER_ML)
    plant.stepper.power_on()
    bench = PicoBench(flash, WIRING, plant)
    quicken(bench)
    return bench


def quicken(bench: PicoBench) -> None:
    """The flash's changes take next to no time: they are CPU time on the host."""
    bench.pico.flash.program_us, bench.pico.flash.erase_us = 50, 500


def log_line(bench: PicoBench, number: int) -> str:
    """A line of the log as the pump keeps it, its end included."""
    return bench.block(f"LOG:DATA? {number},1").decode()


def facts(bench: PicoBench) -> Report:
    """What the pump says of itself now."""
    state, digest, bolus, lines = bench.ask(FACTS).split(";")
    newest = log_line(bench, int(lines))
    return Report(state, digest, bolus.split(",")[0], int(lines), newest)


class ScenarioRunner:
    """Gives the orders, and notes on the tape what was reported before and after each."""

    def __init__(self, flash: bytes, position: int) -> None:
        self.bench = powered(flash, position)
        self.tape = Tape(flash)
        self._boot()
        self.tape.forget()

    def run(self) -> Tape:
        """The whole scenario; the tape of it."""
        bench = self.bench
        bench.order(f'PRES:DRUG "baclofen";CONC 500 UG/ML;MODE CONS;SEGM1:STAR "00:00";RATE {DOSE}')
        bench.order("PRES:LIM:LOCK 15 MIN")
        self._order("PRES:COMM " + bench.ask("PRES:DIG?"))
        self._order("RES:FILL " + FILL)
        self._order("CATH:CONT 500 UG/ML,CONFIRM")
        self._order("DEL:STAR CONFIRM")
        self._order("ALAR:RES RESET")  # what follows has to raise it anew
        self._pass(70_000, "RUN", "NONE")
        self._order("DEL:BOL 5 UG,2 MIN,CONFIRM")
        self._pass(25_000, "RUN", "RUN")
        self._pass(50_000, "RUN", "RUN")
        self._order("DEL:BOL:ABOR")
        self._pass(_LOCKOUT_MS, "RUN", "ABORTED")
        self._order("DEL:BOL 2 UG,1 MIN,CONFIRM")
        self._pass(90_000, "RUN", "DONE")
        self._order("DEL:SUSP 1 MIN")
        self._pass(_LOCKOUT_MS, "RUN", "DONE")
        self._order("DEL:BOL 2 UG,1 MIN,CONFIRM")
        self._pass(30_000, "RUN", "RUN")
        bench.power_cycle(1_000)
        quicken(bench)
        self._boot()
        self._pass(20_000, "RUN", "ABORTED")
        self._order("DEL:STOP OTHER")
        return self.tape

    def _boot(self) -> None:
        stepper = self.bench.plant.stepper
        self.tape.listen(self.bench.pico, lambda: stepper.position)
        self.bench.boot()
        self._note()

    def _note(self) -> Report:
        report = facts(self.bench)
        self.tape.note(report)
        return report

    def _order(self, line: str) -> None:
        self.bench.order(line)
        self._note()

    def _pass(self, ms: int, state: str, bolus: str) -> None:
        self.bench.run_ms(ms)
        report = self._note()
        assert (report.state, report.bolus) == (state, bolus), f"{state}, {bolus}: {report}"
        self.tape.pause(self.bench.plant.stepper.position)


def old_pump() -> Simulated:
    """A simulated pump that runs, a few records before its ring has gone round."""
    pump = Simulated()
    pump.begin("100 UG/D")
    pump.run_until_records(filled_ring() - _RECORDS_LEFT)
    return pump


@cache
def taped_scenario() -> Tape:
    """The scenario, run once a process."""
    pump = old_pump()
    pump.order("DEL:STOP OTHER")
    return ScenarioRunner(pump.transplanted(image()), pump.position()).run()
