"""The programme that is followed, and wall time: the rate now and when it next changes.

Wall time only chooses the rate; it moves no volume. Rates are pL a day. Knows no motor.
"""

from micropython import const

from pump.core import profile
from pump.core.codec import pair
from pump.core.prescription.program import Program
from pump.core.units import MS_PER_DAY, moment

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.protocols import Codec

# What a look at the board's wall clock came to.
AGREES = const(0)
DRIFTED = const(1)  # and is followed
LOST = const(2)


class Schedule:
    """`program` may be the prescription's flat average: `ProgramChoice` decides.

    wall_offset  wall time is monotonic time plus this; None until the clock is set
    """

    def __init__(self) -> None:
        self.program = Program((0,), (0,))
        self.wall_offset: tuple[int, int] | None = None
        self.rate_pl_per_day = 0
        self.change_day = 0  # the rate holds until here
        self.change_ms = 0

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back. The programme comes with the prescription's text."""
        self.wall_offset = pair(codec.row(self.wall_offset, 2))
        self.rate_pl_per_day = codec.whole(self.rate_pl_per_day)
        self.change_day = codec.whole(self.change_day)
        self.change_ms = codec.whole(self.change_ms)

    # Wall time ----------------------------------------------------------------------------------

    def wall_ms(self, ms: int) -> int:
        """Wall time of day in ms; the monotonic one while the clock is not set."""
        offset = self.wall_offset
        return (ms + (offset[1] if offset else 0)) % MS_PER_DAY

    def wall(self, day: int, ms: int) -> tuple[int, int] | None:
        """Wall moment, (days since 2000-01-01, ms of day), of a monotonic one; None: not set."""
        offset = self.wall_offset
        return None if offset is None else moment(day + offset[0], ms + offset[1])

    def set_wall(self, day: int, ms: int, wall_day: int, wall_ms: int) -> None:
        """At (day, ms) it is that wall moment. Any jump is taken."""
        self.wall_offset = moment(wall_day - day, wall_ms - ms)

    def compare_wall(self, day: int, ms: int, wall: "tuple[int, int] | None") -> int:
        """At (day, ms) the board's clock shows `wall`, or nothing: AGREES, DRIFTED or LOST.

        Drift is followed. A clock that shows nothing, or is off by more than drift, is lost (C.4)
        and stays so until `set_wall`: one that comes back by itself is not believed.
        """
        offset = self.wall_offset
        if offset is None:
            return AGREES
        if wall is not None:
            off_ms = (wall[0] - day - offset[0]) * MS_PER_DAY + wall[1] - ms - offset[1]
            if abs(off_ms) < profile.WALL_RESOLUTION_MS:
                return AGREES
            if abs(off_ms) <= profile.WALL_DRIFT_MS:
                self.set_wall(day, ms, wall[0], wall[1])
                return DRIFTED
        self.wall_offset = None
        return LOST

    # The rate -----------------------------------------------------------------------------------

    def follow(self, program: Program) -> None:
        """That programme from the next look-up on."""
        self.program = program

    def follow_flat(self) -> None:
        """The same volume a day at one rate, from the next look-up on."""
        self.program = self.program.flat()

    def rate_now(self, ms: int) -> int:
        """The programme's rate at this time of the monotonic day."""
        return self.program.rate_at(self.wall_ms(ms))

    def look_up_at(self, day: int, ms: int) -> None:
        """The rate that is followed may be another one from that moment on."""
        self.change_day = day
        self.change_ms = ms

    def begin(self, day: int, ms: int) -> None:
        """Flow begins at that moment, and what begins it was told the programme's rate: another
        one is news."""
        if self.rate_pl_per_day != self.rate_now(ms):
            self.rate_pl_per_day = 0
        self.look_up_at(day, ms)

    def left_ms(self, day: int, ms: int) -> int:
        """How long the rate holds; 0 or less: it has to be looked up."""
        return (self.change_day - day) * MS_PER_DAY + self.change_ms - ms

    def look_up(self, ms: int) -> tuple[int, int]:
        """(rate at this time of the monotonic day, how long it holds in ms); then `take` it."""
        program = self.program
        if program.constant():
            return program.rate_at(0), MS_PER_DAY
        of_day = self.wall_ms(ms)
        return program.rate_at(of_day), program.until_change_ms(of_day)

    def take(self, day: int, ms: int, rate_pl_per_day: int, left_ms: int) -> int:
        """Follow that rate for so long; by how much it is more than the one before."""
        self.change_day, self.change_ms = moment(day, ms + left_ms)
        more = rate_pl_per_day - self.rate_pl_per_day
        self.rate_pl_per_day = rate_pl_per_day
        return more

    def next_due(self) -> tuple[int, int]:
        """When the rate has to be looked up again."""
        return self.change_day, self.change_ms
