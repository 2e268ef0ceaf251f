"""What is around and below an ESP32: time, pins and wires, media, a host with a cable.

Time is virtual microseconds. Things happen at their time, in order; what a peripheral calls back
runs at once after the thing that made it call, as MicroPython's scheduler does between two
bytecodes. `late_us` is how late the program comes to such a call when it is busy elsewhere.

Knows no peripheral: those are this folder's other files, and each is made anew at every power-on.
Runs on CPython and MicroPython.
"""

import heapq

from host_sim.board.nor import NorFlash
from host_sim.plant.board import Board
from host_sim.plant.plant import Plant
from tests.drivers.ds3231_chip import Chip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

RING_MASK = (1 << 30) - 1
SECTOR_BYTES = 4_096
WAKE_US = 500  # a driver that was just given current takes pulses after so long


class World:
    """One bench: what outlives the board's power, and what its pins are wired to."""

    def __init__(self, plant: Plant, first_ticks_ms: int, files_bytes: int) -> None:
        self.plant = plant
        self.us = first_ticks_ms * 1_000  # of the chip's timer of 64 bits
        self.start_us = self.us
        self.late_us = 0
        self.erase_us = 0  # how long the program stands while a sector is erased
        self.files_board = Board()
        self.partitions = {
            "ring": NorFlash(sectors=4),
            "vfs": NorFlash(sectors=files_bytes // SECTOR_BYTES, board=self.files_board),
        }
        self.settings: dict[tuple[str, str], int] = {}
        self.rtc_memory = b""
        self.rtc_keeps = True
        self.reset_cause = 1
        self.chip: Chip | None = None  # a DS3231 on the bus
        self.cable = True
        self.received = bytearray()  # by the board, not read yet
        self.received = bytearray()  # by the host
        self.host_reads = False
        self._count = 0
        self.power_on()

    def power_on(self) -> None:
        """Every pin floats, no peripheral runs, nothing is due."""
        self._due: list[tuple[int, int, Callable[[], None]]] = []
        self._calls: list[Callable[[], None]] = []
        self._calling = False
        self.levels: dict[int, int] = {}
        self.watchers: dict[int, list[Callable[[int], None]]] = {}
        self.asleep = False
        self.meals_us: list[int] = []  # the watchdog's
        self.dog_ms = 0
        self.log: list[tuple[int, int, int]] = []  # (us, pin, level) of each output's change

    # Time -----------------------------------------------------------------------------------

    def at(self, us: int, do: "Callable[[], None]") -> "Callable[[], None]":
        """Let something happen; call what this returns to prevent it."""
        self._count += 1
        entry = (us, self._count, do)
        heapq.heappush(self._due, entry)

        def prevent() -> None:
            if entry in self._due:
                self._due.remove(entry)
                heapq.heapify(self._due)

        return prevent

    def to(self, us: int) -> None:
        """Let time pass until `us`."""
        while self._due and self._due[0][0] <= us:
            self.step()
        self.us = max(self.us, us)

    def step(self) -> None:
        """Let the next thing happen."""
        us, _, do = heapq.heappop(self._due)
        self.us = max(self.us, us)
        do()
        self.run_calls()

    def next_us(self) -> int | None:
        """When the next thing happens."""
        return self._due[0][0] if self._due else None

    def call(self, handler: "Callable[[], None]") -> None:
        """A peripheral calls the program: soon, when it is not busy."""
        if self.late_us:
            self.at(self.us + self.late_us, handler)
        else:
            self._calls.append(handler)

    def run_calls(self) -> None:
        """The program comes to what it was called for. Not from within such a call."""
        if self._calling:
            return
        self._calling = True
        try:
            while self._calls:
                self._calls.pop(0)()
        finally:
            self._calling = False

    def stand(self, us: int) -> None:
        """The program stands for so long: a flash that is erased cannot be run from. Peripherals go
        on, and what they call for comes afterwards."""
        calling, self._calling = self._calling, True
        self.to(self.us + us)
        self._calling = calling
        self.run_calls()

    # Pins -----------------------------------------------------------------------------------

    def drive(self, pin: int, level: int) -> None:
        """An output or something outside gives a pin its level."""
        if self.levels.get(pin) == level:
            return
        self.levels[pin] = level
        self.log.append((self.us, pin, level))
        for watcher in list(self.watchers.get(pin, ())):
            watcher(level)

    def watch(self, pin: int, watcher: "Callable[[int], None]") -> None:
        """Call `watcher` with each new level of a pin."""
        self.watchers.setdefault(pin, []).append(watcher)

    # The host ---------------------------------------------------------------------------------

    def plug(self, there: bool) -> None:
        """The cable comes or goes."""
        self.cable = there
        if self.cable_pin is not None:
            self.drive(self.cable_pin, int(there))

    cable_pin: int | None = None
