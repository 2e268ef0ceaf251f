"""The exact bench on the real stores: ring, copies and logs on media that have switches."""

from host_sim.board.files import MemoryFiles
from host_sim.board.nor import NorFlash
from host_sim.plant.board import Board
from pump.app.compose import make_log
from pump.core.alarms import table as alarms
from pump.core.therapy.states import RUN
from tests.core.bench import DAY, HOUR, World

NIGHT = [(0, 100_000), (1_320, 120_000)]
NIGHT_DAY_STEPS = (100 * 22 + 120 * 2) * 128 // 24  # of 500 ug/mL, exactly


class Stored(World):
    """`board` has the switches; `flash` and `files` survive a power cycle."""

    def __init__(self, sectors=8, sector_bytes=1024, log_bytes=8_192, room_bytes=100_000, **said):
        self.board = Board()
        self.flash = NorFlash(sectors, sector_bytes, self.board)
        self.files = MemoryFiles(self.board, log_bytes, room_bytes)
        super().__init__(**said)

    def make_log(self):
        self.hal.flash, self.hal.files = self.flash, self.files
        self.stores = make_log(self.hal)
        return self.stores

    def lines(self):
        """All that both logs still hold."""
        names = ("log.a", "log.b", "fault.a", "fault.b")
        return [self.files.read(name).decode() for name in names if self.files.size(name)]

    def said(self, word):
        return [line for text in self.lines() for line in text.split("\n") if word in line]


def running(**said):
    world = Stored(**said)
    world.commit(500_000, NIGHT)
    world.order(world.pump.fill, 18_000_000, 500_000)
    world.order(world.pump.start)
    world.wait(HOUR)
    return world


def basal_is_exact(world, for_us=DAY):
    """Flat or not: a whole day gives a day's volume."""
    before = world.motor.rotor
    world.wait(for_us)
    assert world.pump.state == RUN
    assert abs((world.motor.rotor - before) - NIGHT_DAY_STEPS * for_us / DAY) <= 1
    holds(world)


def holds(world):
    least, most = world.pump.ledger.bounds()
    assert least <= world.motor.rotor <= most


def held(world):
    """Conditions that are there now, apart from those of every reset and every lack of drug."""
    common = (alarms.RESET, alarms.STOPPED, alarms.WITHDRAWAL)
    return [alarm for alarm in world.pump.alarms.listed() if alarm not in common]
