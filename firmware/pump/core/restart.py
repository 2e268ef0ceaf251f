"""The power is back: how therapy goes on. Pure policy, and the count of resets.

Therapy that flowed, or would by itself, goes on by itself; at which dose `Flow.run` decides, as for
every resumption (D-5): the last one after up to 24 h, else the lower of initial and last.
"""

from micropython import const

from pump.core import profile
from pump.core.therapy.states import FAULT, RUN, SUSPENDED
from pump.core.units import MS_PER_S, elapsed_ms

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.protocols import Codec

# What power-on does with therapy.
WAIT = const(0)  # it stood, and stands
GO_ON = const(1)  # it ran, was suspended or waited for a try, and does so again
REFUSE = const(2)  # nobody knows what is in the reservoir: nothing flows


def policy(state: int, waits_for_try: bool, knows_drug: bool) -> int:
    """What to do, from the state at the cut.

    waits_for_try  a fault's next try was to come by itself
    knows_drug     the reservoir holds what the prescription in force says
    """
    if state != RUN and state != SUSPENDED and not (state == FAULT and waits_for_try):
        return WAIT
    return GO_ON if knows_drug else REFUSE


class Restarts:
    """How often the power came, and when it did last.

    since  of this power-on, by the pump's own clock; in no image, because each power-on sets it
    """

    def __init__(self) -> None:
        self.boots = 0
        self.since = (0, 0)
        self.resets: list[tuple[int, ...]] = []  # the last of these moments

    def boot(self, day: int, ms: int) -> None:
        """The power came at that moment."""
        self.boots += 1
        self.since = (day, ms)

    def up_s(self, day: int, ms: int) -> int:
        """Whole seconds since then."""
        return elapsed_ms(self.since[0], self.since[1], day, ms) // MS_PER_S

    def reset(self, day: int, ms: int) -> tuple[int, int]:
        """And not for the first time: (how many resets are known of, ms since the first)."""
        self.resets = self.resets[1 - profile.RESETS_STORM :] + [(day, ms)]
        first = self.resets[0]
        return len(self.resets), elapsed_ms(first[0], first[1], day, ms)

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back."""
        self.boots = codec.whole(self.boots)
        self.resets = codec.rows(self.resets, 2)
