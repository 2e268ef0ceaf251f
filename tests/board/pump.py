"""A pump that delivers, on an emulated Pico; and a pulse source that has gone mad."""

from functools import cache

from host_sim.pico.bench import PicoBench
from host_sim.plant.plant import Plant
from tests.board.granting import grant
from tests.board.image import WIRING, image
from tests.drivers.rp2_model.pio import SM0_INSTR
from tests.drivers.rp2_model.registers import RP2040

BASAL = (
    'PRES:DRUG "baclofen";CONC 500 UG/ML;MODE CONS',
    'PRES:SEGM1:STAR "00:00";RATE 480 UG/D',
    "PRES:LIM:BOL 50 UG;:PRES:LIM:DAY 800 UG",
    "PRES:HIST CONT,480 UG/D",
)
INTERVAL_NS = 1_406_250_000  # 0.96 mL a day at 64,000 steps/mL
NL_PER_STEP = 15.625
QUANTUM_NL = 2_000  # 1 ug of 500 ug/mL
STORAGE = 2 * 1024 * 1024 - WIRING.STORAGE_BYTES


@cache
def formatted() -> bytes:
    """The image after a first boot: its file system is made."""
    bench = PicoBench(image(), WIRING)
    bench.boot()
    grant(bench)
    return bench.pico.flash_image()


def bench(first_ms: int = 0, plant: Plant | None = None) -> PicoBench:
    """A pump that has booted and answered."""
    made = PicoBench(formatted(), WIRING, plant, first_ms)
    made.boot()
    return made


def started(first_ms: int = 0) -> PicoBench:
    """One that has been filled, and delivers."""
    made = bench(first_ms)
    for line in BASAL:
        made.order(line)
    made.order("PRES:COMM " + made.ask("PRES:DIG?"))
    made.order("RES:FILL 18 ML,500 UG/ML;:CATH:CONT 500 UG/ML,CONFIRM")
    made.order("DEL:STAR")
    return made


def bounds_nl(made: PicoBench) -> tuple[int, int]:
    """Delivered volume as the pump tells it."""
    least, most = made.ask("DEL:VOL:TOT?").split(",")
    return int(least), int(most)


def holds_the_truth(made: PicoBench) -> bool:
    """Whether the rotor is where the pump tells, in an interval of one quantum at most."""
    least, most = bounds_nl(made)
    truth = made.plant.stepper.position * NL_PER_STEP
    return least - 1 <= truth <= most + 1 and most - least <= QUANTUM_NL


def alarms(made: PicoBench) -> dict[str, tuple[str, str]]:
    """Each alarm that is there: its priority and its state."""
    words = made.ask("ALAR:LIST?").split(",")[1:]
    return {words[i + 1]: (words[i + 2], words[i + 3]) for i in range(0, len(words), 4)}


def run_away(made: PicoBench) -> None:
    """Force the source's state machine into a train without end, by its own registers."""
    write = made.pico._mcu.write_uint32
    instruction = RP2040.pio[0] + SM0_INSTR
    for word in (
        0xE034,  # set(x, 20)
        0xA0E1,  # mov(osr, x): the wait between two
        0xA0C3,  # mov(isr, null): no lead
        0xA04B,  # mov(y, invert(null)): pulses without end
    ):
        write(instruction, word)
    write(instruction, _rest_loop(made))


def _rest_loop(made: PicoBench) -> int:
    """The jump to the source's waiting loop: it is the one jump on itself that X ends."""
    for at in range(32):
        word = made.pico._mcu.pio[0].instructions[at]
        if word & 0xE0FF == 0x0040 | at:
            return at
    raise AssertionError("no such loop in block 0")
