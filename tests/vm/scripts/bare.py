"""A Hal that does the least: no plant, nothing kept, nothing from the heap. For every machine."""

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

    def moved(self):
        return self.position & RING

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


class BareLog:
    def append(self, record):
        pass


class BareHal:
    model = "CISTERNA-20"
    serial = "SIM00001"

    def __init__(self):
        self.motor = BareMotor()
        self.link = BareLink()
        self.journal = BareLog()
        self.events = BareLog()
        self.now = 0

    def ticks_ms(self):
        return self.now & RING

    def wall(self):
        return None

    def feed(self):
        pass

    def battery_mv(self):
        return 3300
