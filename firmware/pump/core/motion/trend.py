"""What orders gave against what the rotor turned, over a window; how often a stall came and went.

A window is as long as there are steps enough to judge it: each of its two readings of the encoder
is off by up to a count, which has to be less than what is looked for. Knows steps and days. Does
not know the motor, drug or alarms.
"""

from micropython import const

from pump.core import profile
from pump.core.profile import STALL_LAG_STEPS

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.protocols import Codec

# What a window shows.
OPEN = const(0)  # too few steps, or too few astray: it goes on
EVEN = const(1)
UNDER = const(2)
OVER = const(3)


class Trend:
    """One window after the other. `stalls`: days of the last that the rotor got over by itself."""

    def __init__(self) -> None:
        self.watches = False  # not while records are read back: they tell nothing of the encoder
        self._turned = 0  # steps of the rotor at the window's beginning
        self.astray = 0  # that it has lost in the window, below 0 made beyond the orders
        self._slipped = False  # in it an order fell behind, and the rotor turned
        self.stalls: list[int] = []

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back. A window begins anew with the power."""
        days = codec.rows([(day,) for day in self.stalls], 1)
        self.stalls = [row[0] for row in days]

    def begin(self, turned: int) -> None:
        """A window begins where the rotor has turned so many steps since first boot."""
        self.watches = True
        self._turned = turned
        self.astray = 0
        self._slipped = False

    def judge(self, turned: int, lost: int, even_at: int) -> int:
        """The rotor has turned so many steps since first boot and `lost` so many of the orders'
        since it was asked last, none until `even_at`: what the window shows. It is over with
        that; not yet where flow has to end, and its figure be told."""
        if even_at > self._turned:
            self._turned = even_at
            self.astray = 0
        self.astray = astray = self.astray + lost
        of = self.given(turned)
        found = OPEN
        if self._slipped or (astray > STALL_LAG_STEPS and _much(astray, of)):
            found = UNDER
        elif astray < profile.OVER_TURN_LAG and _much(-astray, of):
            found = OVER
        elif of >= profile.TREND_STEPS and not _much(abs(astray), of):
            found = EVEN
        if found in (EVEN, UNDER):
            self.begin(turned)
        return found

    def given(self, turned: int) -> int:
        """Steps of the window's orders, where the rotor has turned so many since first boot."""
        return turned - self._turned + self.astray

    def slipped(self) -> bool:
        """An order fell behind by more than a stall may, and the rotor turned. One
        is what a stall begins with; whether this is another one in the window."""
        before = self._slipped
        self._slipped = True
        return before

    def recovered(self, day: int) -> bool:
        """A stall was over by itself. Whether that comes again and again."""
        self.stalls.append(day)
        if len(self.stalls) > profile.STALLS_RECUR:
            self.stalls.pop(0)
        few = len(self.stalls) < profile.STALLS_RECUR
        return not few and day - self.stalls[0] < profile.STALLS_RECUR_DAYS


def _much(steps: int, of: int) -> bool:
    """Whether it is more than C.4's share."""
    return steps * 100 > of * profile.TREND_PERCENT
