"""The exact bench with the real stores, on flash whose every write can be the last before a cut.

`Media` and `Power` are what a cut leaves; a `Board` is made from both and is the firmware's own
composition from then on.
"""

from fractions import Fraction

from host_sim.board.littlefiles import LittleFiles
from host_sim.board.nor import NorFlash
from pump.app.compose import make_log
from pump.core.motion.quantum import Quantum
from pump.core.therapy.states import RUN
from tests.core import bench
from tests.core.dose_oracle import DAY_US, PL_PER_ML, STEPS_PER_ML
from tests.core.motor import Motor

RING = (7, 512)  # sectors, bytes: the records of an image fit, and a day's go round it
FILES = (24, 4096)
LOG_BYTES = 2048  # so that the logs change files


class Media:
    """Both images of a board without power; blank at first."""

    def __init__(self, ring=None, files=None):
        self.ring = ring or b"\xff" * (RING[0] * RING[1])
        self.files = files or b"\xff" * (FILES[0] * FILES[1])


class Power:
    """The truth at a moment, and what goes on without power.

    us            time of the world
    wall_us       what the real-time clock showed when the world was at 0 us; None: not set
    rotor         steps that the rotor has turned
    pulses        steps that the motor was given, `strays` of them by nobody
    standing      the rotor does not follow
    bolus_steps   of the last bolus: pulses since it was accepted, less the basal rate's; Fraction
    """

    def __init__(self, us=0, wall_us=None, motor=None, bolus_steps=Fraction(0)):
        self.us = us
        self.wall_us = wall_us
        self.rotor = motor.rotor if motor else 0
        self.pulses = motor.pulses if motor else 0
        self.strays = motor.strays if motor else 0
        self.standing = motor.standing if motor else False
        self.bolus_steps = bolus_steps

    def key(self):
        """Two of the same key are the same."""
        return tuple(self.__dict__.values())


class Board(bench.World):
    """A pump that got power again. `tape` gets every write and of what was acknowledged."""

    def __init__(self, media, power, tape=None, off_us=0):
        self.us = self._mark_us = power.us + off_us
        self.busy_us = 0
        self.late_us = self.after_turn = None
        self.hal = bench.Hal(self, "CISTERNA-20", 0, None)
        self.hal.wall_us = power.wall_us
        self.motor = self.hal.motor = Motor(self, power.rotor)
        self.motor.pulses, self.motor.strays = power.pulses, power.strays
        self.motor.standing = power.standing
        self.tape = tape
        self._rate = 0
        self._bolus = None  # pulses when it was accepted
        self._bolus_basal = 0  # since then, pL/day x us
        self._bolus_steps = power.bolus_steps
        ring, nor = self._nors = flash_of(RING, media.ring), flash_of(FILES, media.files)
        if tape is not None:
            tape.listen(self, ring, nor)
        self.hal.flash = ring
        self.hal.files = files_on(nor)
        self.boot(Quantum(), STEPS_PER_ML)
        self._deliver, self.turn.deliver = self.turn.deliver, self.deliver

    def make_log(self):
        self.store = log = make_log(self.hal)
        if self.tape is not None:
            keep = log.keep

            def kept(image):
                self.tape.see(self, False)
                return keep(image)

            log.keep = kept
        return log

    def deliver(self):
        """As the turn does; afterwards all that happened counts as acknowledged to the operator."""
        self._pass()
        self._deliver()
        pump = self.pump
        self._rate = pump.schedule.rate_pl_per_day if pump.state == RUN else 0
        if self._bolus is not None and not pump.bolus.active():
            self._bolus_steps = self._given()
            self._bolus = None
        if self.tape is not None:
            self.tape.see(self, True)

    def give_bolus(self, dose_ng, duration_ms):
        def give():
            self.pump.give_bolus(dose_ng, duration_ms, True)
            self._bolus, self._bolus_basal = self.motor.pulses, 0

        self.order(give)

    def pass_to(self, us):
        if self.tape is not None:
            self.us = (self.us + us) // 2
            self.tape.pause(self)
        self.us = us

    def power(self):
        """The truth now."""
        self.motor.state()  # the past up to now
        self._pass()
        return Power(self.us, self.hal.wall_us, self.motor, self.bolus_truth())

    def bolus_truth(self):
        """What the last bolus gave: pulses since it was accepted, less the basal rate's."""
        return self._bolus_steps if self._bolus is None else self._given()

    def bolus_gave(self, steps):
        """The last bolus that the pump knows of is over, and gave that."""
        self._bolus_steps = steps

    def media(self):
        """What a cut now would leave on them."""
        return Media(*[bytes(nor.image) for nor in self._nors])

    def close(self):
        self.hal.files.close()

    def _pass(self):
        self._bolus_basal += self._rate * (self.us - self._mark_us)
        self._mark_us = self.us

    def _given(self):
        self.motor.state()
        basal = Fraction(self._bolus_basal * STEPS_PER_ML, PL_PER_ML * DAY_US)
        return self.motor.pulses - self._bolus - basal


def files_on(nor):
    """littlefs mounted on it. Its reads, hundreds a power-on, go the short way: none is counted."""
    files = LittleFiles(nor, log_bytes=LOG_BYTES)
    image, sector = nor.image, nor.sector_bytes

    def read(_settings, block, off, size):
        at = block * sector + off
        return image[at : at + size]

    files._medium.read = read
    return files


def flash_of(geometry, image):
    flash = NorFlash(*geometry)
    flash.image[:] = image
    return flash
