"""A simulated pump's flash, laid out as a board's: its files and its ring at the board's offsets.

A ring of 8,160 records takes weeks of therapy to fill, and a simulator a second. The firmware is
the same, the files are on the same littlefs: so a board goes on where the simulated pump was cut.
Knows where the board keeps what. Does not know what stands there.
"""

from host_sim.board.bench import Bench
from host_sim.board.littlefiles import LittleFiles
from host_sim.board.nor import NorFlash
from host_sim.board.setup import Setup
from host_sim.pico.uf2 import FLASH_BYTES
from tests.board.image import WIRING

CONCENTRATION = "500 UG/ML"
FILL = "18 ML,500 UG/ML"
FILL_NL, NG_PER_ML = 18_000_000, 500_000

_SECTOR_BYTES = 4096
RING_AT = FLASH_BYTES - WIRING.RING_BYTES
FILES_AT = FLASH_BYTES - WIRING.STORAGE_BYTES
_RING_SECTORS = WIRING.RING_BYTES // _SECTOR_BYTES
_FILES_SECTORS = (RING_AT - FILES_AT) // _SECTOR_BYTES
_DAY_MS = 86_400_000
_SECOND_MS = 1_000


class Simulated:
    """A pump in the simulator, on media of a board's size, without a clock that the cut outlives.

    flash, files   the two media, each a NorFlash
    """

    def __init__(self, flash: bytes = b"") -> None:
        """`flash`: a board's 2 MiB whose files and ring it begins with; none: a new pump."""
        setup = Setup()
        setup.wall = None
        self.bench = Bench(setup)
        self.flash = NorFlash(_RING_SECTORS)
        self.files = NorFlash(_FILES_SECTORS)
        if flash:
            self.flash.image[:] = flash[RING_AT:]
            self.files.image[:] = flash[FILES_AT:RING_AT]
        self.bench.hal.flash = self.flash
        self.bench.hal.files = LittleFiles(self.files, log_bytes=65_536)
        self.power_cycle()

    def power_cycle(self) -> None:
        """The power goes and is back a moment later."""
        self.bench.power_cycle(1)

    def ask(self, line: str) -> str:
        """A line and its reply."""
        return self.bench.exchange(line)

    def order(self, line: str) -> None:
        """A line that must not be refused. RuntimeError with the pump's own words."""
        error = self.ask(line + ";:SYST:ERR?")
        if not error.startswith("0,"):
            raise RuntimeError(f"{line}: {error}")

    def begin(self, dose: str) -> None:
        """Prescribe that dose a day, fill, start; let plain lines order, on a board later too."""
        self.order("AUTH:PLA SERV")
        self.order(f'PRES:DRUG "baclofen";CONC {CONCENTRATION};MODE CONS')
        self.order(f'PRES:SEGM1:STAR "00:00";RATE {dose}')
        self.order("PRES:COMM " + self.ask("PRES:DIG?"))
        self.bench.plant.fill(FILL_NL, NG_PER_ML)
        self.order("RES:FILL " + FILL)
        self.order(f"PRES:HIST CONT,{dose}")
        self.order(f"CATH:CONT {CONCENTRATION},CONFIRM")
        self.order("DEL:STAR")

    def run_until_records(self, number: int) -> None:
        """Until the next record is that one or a later one; a few seconds into its quantum."""
        bench = self.bench
        ring = bench.instrument.log.ring
        bench.run_to(bench.time_ms() + 365 * _DAY_MS, lambda: ring.next >= number)
        bench.run_to(bench.time_ms() + 9 * _SECOND_MS)

    def position(self) -> int:
        """Steps that the rotor has made."""
        self.bench.plant.settle()
        return self.bench.plant.stepper.position

    def transplanted(self, image: bytes) -> bytes:
        """The flash of a board with that image and what stands on these media now."""
        flash = bytearray(image)
        flash[FILES_AT:RING_AT] = self.files.image
        flash[RING_AT:] = self.flash.image
        return bytes(flash)


def filled_ring() -> int:
    """The record that is the first one after a whole round of the ring."""
    return _RING_SECTORS * (_SECTOR_BYTES // 16 - 1)
