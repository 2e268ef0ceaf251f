"""The ESP32 board on a model of its modules, as a bench of the contract suite. CPython only.

board.py and the drivers are the very files that ship (tests/drivers/esp32_model/modules.py boots
them); the pins lead to the plant's stepper. A model of modules is no chip: see
boards/esp32_devkit/README.md.
"""

from host_sim.plant.plant import Plant
from tests.drivers.esp32_model.chip import Reset
from tests.drivers.esp32_model.modules import board_of, wiring
from tests.drivers.esp32_model.roller import Roller
from tests.drivers.esp32_model.world import World


class Esp32Bench:
    """The board, and the bench around it."""

    name = "esp32 on a model of its modules"
    slack_ms = 3  # the rotor gets 2 ms to follow, and the timer's own is 1
    files_bytes = 12 * 4096
    link_bytes = 8_448

    def __init__(self, first_ticks_ms: int = 0, rotor: int = 0) -> None:
        self.world = World(Plant(rotor=rotor), first_ticks_ms, self.files_bytes)
        self._start()

    def _start(self) -> None:
        self.roller = Roller(self.world, wiring())
        self.board = board_of(self.world)
        self.hal = self.board.make_hal()

    def power_cycle(self) -> None:
        self.world.power_on()
        self.world.rtc_memory = b""
        self._start()

    def restart(self, after_ms: int) -> None:
        try:
            self.hal.restart(after_ms)
        except Reset:
            self.world.reset_cause = 5
        self.world.power_on()
        self._start()

    def traced(self) -> str:
        try:
            raise KeyError("traced")
        except KeyError as fault:
            return self.hal.traceback(fault)

    def wait(self, ms: int) -> None:
        """The board's turn asks for the moment, as every turn does."""
        self.world.to(self.world.us + ms * 1000)
        self.hal.ticks_ms()

    def hold_rotor(self, on: bool) -> None:
        self.world.plant.faults.set("stall", int(on))

    def offer(self, data: bytes) -> None:
        self.world.plug(True)
        self.world.received += data

    def offer_later(self, ms: int, data: bytes) -> None:
        self.world.at(self.world.us + ms * 1000, lambda: self.offer(data))

    def drop_later(self, ms: int) -> None:
        self.world.at(self.world.us + ms * 1000, self.drop_line)

    def received(self) -> bytes:
        """What the board's next look at its line sends to a host that reads."""
        world = self.world
        listened, world.host_reads = world.host_reads, True
        self.hal.link.write(b"")
        world.host_reads = listened
        received = bytes(world.received)
        world.received.clear()
        return received

    def lit(self) -> tuple[int, int, int, int]:
        pins, levels = wiring(), self.world.levels
        lamps = (pins.LED_RED, pins.LED_YELLOW, pins.LED_CYAN, pins.BUZZER)
        red, yellow, cyan, buzzer = [levels[pin] for pin in lamps]
        return red, yellow, cyan, buzzer

    def listen(self, on: bool) -> None:
        self.world.host_reads = on

    def drop_line(self) -> None:
        self.world.received.clear()
        self.world.plug(False)

    def press(self, on: bool) -> None:
        self.world.drive(wiring().BUTTON, int(not on))

    def press_patients(self, on: bool) -> None:
        self.world.drive(wiring().PATIENT, int(not on))

    def break_journal(self, on: bool) -> None:
        self.world.partitions["ring"].board.journal_fails = int(on)

    def break_events(self, on: bool) -> None:
        self.break_files(on)  # one medium

    def break_files(self, on: bool) -> None:
        self.world.files_board.journal_fails = int(on)

    def break_wall(self, on: bool) -> None:
        self.world.rtc_keeps = not on
