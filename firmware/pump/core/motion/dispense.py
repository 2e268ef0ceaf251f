"""A service order, priming, a test dose: so many steps and not one more. Never resumed.

Knows steps. Does not know when they are given, by what right, or what is in them.
"""

from micropython import const

from pump.core import profile, reasons
from pump.core.reasons import Refused

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.protocols import Codec

_US_PER_MIN = const(60_000_000)
NONE = const(0)
RUNNING = const(1)
DONE = const(2)
ENDED = const(3)  # before its last step
STATES = ("NONE", "RUN", "DONE", "ENDED")


class Dispense:
    """The present or the last one.

    asked   steps
    given   steps of it that the motor has counted and the rotor did not deny
    owed    what the metering account holds, set aside until it is over
    primes  a patient gets what it pushes out of the tip; else it goes into a vessel
    tests   and it is a screening's dose
    each_us between two steps
    """

    def __init__(self) -> None:
        self.state = NONE
        self.asked = 0
        self.given = 0
        self.owed = 0
        self.primes = False
        self.tests = False
        self.each_us = profile.DISPENSE_US

    def active(self) -> bool:
        """Whether it is accepted and not over."""
        return self.state == RUNNING

    def need_none(self) -> None:
        """Refused while one is running."""
        if self.active():
            what = "test dose" if self.tests else "service order"
            minutes = -(-self.left() * self.each_us // _US_PER_MIN)
            text = "a %s is running, %d min left; DEL:STOP ends it" % (what, minutes)
            raise Refused(reasons.WRONG_STATE, text)

    def nobodys(self) -> bool:
        """Whether one is running whose drug nobody gets."""
        return self.active() and not self.primes

    def need(self, steps: int) -> None:
        """Refused while one is running, and beyond the bound of a service order."""
        self.need_none()
        if not 0 < steps <= profile.DISPENSE_MAX_STEPS:
            text = "1 to %d steps" % profile.DISPENSE_MAX_STEPS
            raise Refused(reasons.DATA_OUT_OF_RANGE, text)

    def begin(self, steps: int, owed: int, primes: bool) -> None:
        """That many are asked for; `owed` is set aside."""
        self.primes = primes
        self.tests = False
        self.each_us = profile.DISPENSE_US
        self.state = RUNNING
        self.asked = steps
        self.given = 0
        self.owed = owed

    def test(self, each_us: int) -> None:
        """It is a test dose, at that pace."""
        self.tests = True
        self.each_us = each_us

    def took(self, steps: int) -> None:
        """So many of it were given."""
        self.given += steps

    def left(self) -> int:
        """Steps that are still to be given."""
        return self.asked - self.given

    def end(self) -> None:
        """It is over, with its last step or before."""
        self.state = ENDED if self.left() else DONE

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back."""
        self.state = codec.index(self.state, len(STATES))
        self.asked = codec.whole(self.asked)
        self.given = codec.whole(self.given)
        self.owed = codec.whole(self.owed)
        if codec.version > 1:
            self.primes = codec.flag(self.primes)
        if codec.version > 2:
            self.tests = codec.flag(self.tests)
            self.each_us = codec.whole(self.each_us)
