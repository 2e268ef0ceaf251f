"""A Hal that does the least: no plant, two bare media, next to nothing from the heap.

For every machine.
"""

from pump.app.compose import Instrument
from pump.core.prescription.prescription import CONSTANT, DOSE
from pump.core.therapy.history import CONTINUED

RING = (1 << 30) - 1


class BareMotor:
    """Takes each order and gives it in full when told."""

    def __init__(self):
        self.busy = 0
        self.steps = 0
        self.position = 0

    def start(self, steps, first_us, interval_us, max_lag):
        self.busy = 1
        self.steps = steps

    def stop(self):
        self.busy = 0

    def state(self):
        return self.busy

    def counted(self):
        return 0 if self.busy else self.steps

    def watched(self):
        return True

    def moved(self):
        return self.position & RING

    def loop_back(self):
        return (64, 64, 64, 0, True)

    def try_guard(self):
        return (True, True, True)

    def finish(self):
        """The order has ended by count."""
        if self.busy:
            self.busy = 0
            self.position += self.steps


class BareLink:
    def read(self):
        return b""

    def write(self, data):
        pass

    def lost(self):
        return False


class BareFlash:
    """Two sectors that keep what they are given."""

    sectors = 2
    sector_bytes = 4096

    def __init__(self):
        self.image = bytearray(b"\xff" * (self.sectors * self.sector_bytes))

    def read(self, at, into):
        i = 0
        while i < len(into):  # a slice would take from the heap
            into[i] = self.image[at + i]
            i += 1

    def program(self, at, data):
        i = 0
        while i < len(data):
            self.image[at + i] &= data[i]
            i += 1

    def erase(self, sector):
        i = sector * self.sector_bytes
        end = i + self.sector_bytes
        while i < end:
            self.image[i] = 0xFF
            i += 1


class BareFiles:
    """Keeps the last content written; of appends the sizes alone."""

    log_bytes = 1 << 29

    def __init__(self):
        self.contents = {}
        self.sizes = {}

    def read(self, name):
        if name not in self.contents:
            raise OSError(2)
        return self.contents[name]

    def write(self, name, data):
        self.contents[name] = data
        self.sizes[name] = len(data)

    def append(self, name, data):
        self.sizes[name] = self.size(name) + len(data)

    def size(self, name):
        return self.sizes.get(name, 0)


class BareHal:
    model = "CISTERNA-20"
    serial = "SIM00001"
    in_set = False

    def program_part(self, number):
        return None

    def program_crc(self):
        return None

    def memory_sound(self):
        return None

    def signals_sound(self):
        return None, None

    def __init__(self):
        self.motor = BareMotor()
        self.link = BareLink()
        self.flash = BareFlash()
        self.files = BareFiles()
        self.now = 0

    def ticks_ms(self):
        return self.now & RING

    def ticks_us(self):
        return self.now * 1000 & RING

    def wall(self):
        return None

    def feed(self):
        pass

    def show(self, lamp, light, tone):
        pass

    def button(self):
        return False

    def patient_pressed(self):
        return False

    def entropy(self, count):
        return bytes(count)

    def battery_mv(self):
        return 3300

    def driver_c(self):
        return 37


def running():
    """A Hal, and the turn of an instrument on it that delivers 100 ug/day of 500 ug/mL."""
    hal = BareHal()
    instrument = Instrument(hal)
    pump = instrument.pump
    pump.fill(18_000_000, 500_000)
    staged = pump.staged
    staged.drug = "baclofen"
    staged.concentration_ng_per_ml = 500_000
    staged.mode = CONSTANT
    segment = staged.segment(1)
    segment.start_min, segment.kind, segment.value = 0, DOSE, 100_000
    pump.commit(pump.staged_digest(), False)
    pump.control.line_orders().attest(500_000, pump.day, pump.ms)
    pump.control.history_orders().attest(CONTINUED, 100_000, pump.day, pump.ms)
    pump.start()
    instrument.turn.turn()
    return hal, instrument.turn
