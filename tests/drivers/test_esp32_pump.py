"""The whole pump on the ESP32's board: therapy ordered over its line, and a power cut in it."""

from itertools import pairwise

from pump.app.compose import Instrument
from pump.drivers.order import LOOP_PULSES
from pump.wire.rights import SERVICE
from tests.contract.esp32_bench import Esp32Bench

THERAPY = (
    'PRES:DRUG "baclofen";CONC 500 UG/ML;MODE CONS;SEGM1:RATE 100 UG/D',
    "RES:FILL 18 ML,500 UG/ML",
    "CATH:CONT 500 UG/ML,CONFIRM",
)
HOUR_US = 3_600_000_000
HOURS = 6
STEPS = 3_200  # of 12,800 a day: 200 uL at 15.625 nL a step


class Pump:
    """The instrument and its turns; a host that types a line and reads what comes back."""

    def __init__(self, b: Esp32Bench) -> None:
        self.b = b
        self.start()

    def start(self) -> None:
        self.instrument = Instrument(self.b.hal, granted=SERVICE)

    def run_to(self, us: int) -> None:
        """Turn after turn, as `guarded` does; a cut or a look may come at `us`."""
        world, turn = self.b.world, self.instrument.turn
        stop = []
        world.at(us, lambda: stop.append(us))
        while not stop:
            turn.turn()
            self.b.hal.idle(turn.idle_ms())

    def ask(self, line: str) -> str:
        self.b.offer(line.encode() + b"\n")
        self.instrument.turn.turn()
        return self.b.received().decode().strip()

    def start_therapy(self) -> None:
        for line in THERAPY:
            assert self.ask(line + ";:SYST:ERR?") == '0,"No error"'
        staged = self.ask("PRES:DIG?")
        self.ask(f"PRES:COMM {staged};:PRES:HIST NEW")
        assert self.ask("DEL:STAR;STAT?") == "RUN"

    def bounds(self) -> tuple[int, int]:
        """nL that it says it has given: at least, and at most."""
        least, most = self.ask("DEL:VOL:TOT?").split(",")
        return int(least), int(most)


def steps(b: Esp32Bench) -> int:
    return b.world.plant.stepper.position


def test_hours_of_therapy_and_a_cut_in_it() -> None:
    b = Esp32Bench()
    pump = Pump(b)
    pump.start_therapy()
    b.drop_line()
    pump.run_to(b.world.us + HOURS * HOUR_US)
    assert abs(steps(b) - STEPS) <= STEPS // 100
    lost = LOOP_PULSES  # given at power-on, with the driver off
    assert (b.roller.lost, b.world.plant.stepper.pulses) == (lost, steps(b) + lost)
    least, most = pump.bounds()
    assert least <= steps(b) * 125 // 8 <= most
    fed_us = b.world.meals_us
    assert max(later - meal for meal, later in pairwise(fed_us)) < 8_000_000
    b.power_cycle()
    pump.start()
    assert pump.ask("DEL:STAT?") == "RUN"
    assert "RESET" in pump.ask("ALAR:LIST?")
    pump.run_to(b.world.us + HOUR_US)
    least, most = pump.bounds()
    assert least <= steps(b) * 125 // 8 <= most < least + 2_000
