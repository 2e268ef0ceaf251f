"""The order in progress: what the motor was asked, from when on, and what came of it.

The one place where an order is planned, begun and closed. Knows steps, time and the rotor's
encoder. Does not know drug, programmes or alarms.
"""

from micropython import const

from pump.core import profile
from pump.core.profile import ENCODER_RING, ENCODER_STEPS, STALL_LAG_STEPS
from pump.core.units import MS_PER_DAY, moment

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.motion.ledger import Ledger
    from pump.core.motion.metering import Metering
    from pump.core.motion.quantum import Quantum
    from pump.core.protocols import Codec

# What the motor shall do.
REST = const(0)
START = const(1)
HALT = const(2)

# How the motor is (the Hal's states).
MOTOR_IDLE = const(0)
MOTOR_BUSY = const(1)
MOTOR_STALLED = const(2)
MOTOR_CUT = const(3)

LOOKS_MAX = const(500)  # a motor still busy one second after its last pulse was due is broken
_HALF_RING = const(0x1FFFFFFF)  # a rotor that seems to have turned further was pushed back
_FOLLOWED = 1 - ENCODER_STEPS  # a lag down to that may be two rounded readings


class Order:
    """One motor order after the other.

    due_day, due_ms    when it is over, or something else has to be done; `set_due`
    mark_day, mark_ms  time is booked up to here
    planned_ms         of flow, from the mark on
    authorised         steps that the motor may count; what comes beyond was ordered by nobody
    """

    def __init__(self, metering: "Metering", ledger: "Ledger", quantum: "Quantum") -> None:
        self._metering = metering
        self._ledger = ledger
        self.quantum = quantum
        self.max_ms = quantum.max_ms
        self.max_steps = 1  # at the concentration that the reservoir holds
        self.in_progress = False
        self.halt = False  # asked for: the motor is stopped within this turn
        self.authorised = 0
        self.looks = 0  # for an end that is overdue
        self.lag = 0  # steps that short quanta have lagged in a row; below 0: turned beyond them
        self._turns = False  # in the last quantum that lagged the rotor turned all the same
        self.planned_ms = 0
        self.mark_day = 0
        self.mark_ms = 0
        self.due_day = 0
        self.due_ms = 0
        self._moved = 0  # encoder when the last order was closed

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back. The encoder's place begins anew with the power."""
        self.in_progress = codec.flag(self.in_progress)
        self.authorised = codec.whole(self.authorised)
        self.lag = codec.whole(self.lag)
        self.planned_ms = codec.whole(self.planned_ms)
        self.mark_day = codec.whole(self.mark_day)
        self.mark_ms = codec.whole(self.mark_ms)
        self.due_day = codec.whole(self.due_day)
        self.due_ms = codec.whole(self.due_ms)

    def limit(self, concentration_ng_per_ml: int) -> None:
        """The reservoir holds that: no order moves more of it than a quantum."""
        steps_per_ml = self._metering.steps_per_ml
        self.max_steps = self.quantum.max_steps(concentration_ng_per_ml, steps_per_ml)

    # When ---------------------------------------------------------------------------------------

    def next_due(self) -> tuple[int, int]:
        """The moment at which there is something to do."""
        return self.due_day, self.due_ms

    def set_due(self, day: int, ms: int) -> None:
        """There is something to do at that moment; `ms` may be past the day's end."""
        if ms >= MS_PER_DAY:
            day, ms = moment(day, ms)
        self.due_day = day
        self.due_ms = ms

    def mark(self, day: int, ms: int) -> None:
        """Flow is booked from that moment on."""
        self.mark_day = day
        self.mark_ms = ms

    def unplanned(self) -> None:
        """What follows was planned for no time at all: a step of it shows a late turn."""
        self.planned_ms = 0

    # Plan, begin, close -------------------------------------------------------------------------

    def plan(self, day: int, ms: int, within_ms: int, spare_steps: int) -> int:
        """Plan the next order, at most so long and so many steps; how many it has, perhaps 0.

        `first_us` and `interval_us` of them are in the metering account's plan.
        """
        at_most = self._ledger.room(self.max_steps)
        metering = self._metering
        metering.plan(within_ms, at_most if at_most < spare_steps else spare_steps)
        self.planned_ms = metering.lasts_ms
        ms += self.planned_ms
        if ms >= MS_PER_DAY:
            day, ms = moment(day, ms)
        self.due_day = day
        self.due_ms = ms
        return metering.steps

    def plan_evenly(self, day: int, ms: int, at_most: int, interval_us: int) -> int:
        """Plan an order that no rate asks for, of at most so many steps; how many it has."""
        steps = self._ledger.room(self.max_steps)
        if steps > at_most:
            steps = at_most
        self._metering.plan_evenly(steps, interval_us)
        self.planned_ms = self._metering.lasts_ms
        self.set_due(day, ms + self.planned_ms)
        return steps

    def begin(self, steps: int, last: int) -> int:
        """The plan's intent is durable, and with it that the order before gave `last`: the motor
        may move. START."""
        self._ledger.intend(steps, last)
        self.authorised = steps
        self.in_progress = True
        self.looks = 0
        return START

    def replayed(self, steps: int) -> None:
        """A record tells that an order of that many steps was begun."""
        self.authorised = steps
        self.in_progress = True

    def planned_otherwise(self) -> None:
        """That order is not the one that this code has planned: it lasts as long as its own steps
        do, and what was to be given beyond them is not owed."""
        self.planned_ms = self._metering.began(self.authorised)

    def close(
        self, day: int, ms: int, passed_ms: int, given: int, least: int, most: int, moved: int
    ) -> int:
        """It is over: `passed_ms` of flow and `given` steps are booked, of which it is certain
        that at least `least` and at most `most` were delivered; the encoder stands at `moved`.

        How many steps are uncertain that were certain before, as `Ledger.settle` says it. What the
        rotor has not turned with the pulses adds up in `lag`; 0: it has followed. What it turned
        beyond them does too.
        """
        self.in_progress = False
        self.mark_day = day
        self.mark_ms = ms
        turned = moved - self._moved & ENCODER_RING
        self._moved = moved
        if _FOLLOWED <= given - turned < ENCODER_STEPS and turned:
            self.lag = 0
        else:
            if turned > _HALF_RING:
                turned -= ENCODER_RING + 1
            self.lag += given - turned
            self._turns = turned > 0 and turned * profile.SLIP_PART >= given
        self._metering.book(passed_ms, given)
        return self._ledger.settle(least, most, turned)

    def abandon(self) -> None:
        """It is over, and the records that told of its end are missing."""
        self.in_progress = False

    def accrue(self, day: int, ms: int, passed_ms: int) -> None:
        """Time was flow without an order: so little was due that no step fell into it."""
        self.mark_day = day
        self.mark_ms = ms
        self._metering.accrue(passed_ms)

    # What the motor and the encoder show --------------------------------------------------------

    def turned(self, moved: int) -> int:
        """Steps that the encoder saw since the last order was closed; below 0 where the pressure
        in the catheter has pushed a rotor back whose coils rest."""
        turned = moved - self._moved & ENCODER_RING
        return turned - ENCODER_RING - 1 if turned > _HALF_RING else turned

    def watch(self, counted: int, moved: int) -> None:
        """The motor has counted so many steps of it, the encoder stands at `moved`."""
        self._ledger.watch(counted, self.turned(moved))

    def follow(self, moved: int) -> None:
        """No order is open, and the encoder stands at `moved`: pulses came that nobody ordered."""
        self._ledger.follow(self.turned(moved))
        self._moved = moved

    def look(self) -> bool:
        """The motor is still busy past the end. Whether that may be believed for longer."""
        self.looks += 1
        return self.looks < LOOKS_MAX

    def overdue(self) -> bool:
        """Whether it was looked at for an end as often as may be."""
        return self.looks >= LOOKS_MAX

    def ask_halt(self) -> None:
        """Halt the motor and count: the plan is void."""
        self.halt = True

    def halted(self, counted: int) -> None:
        """The motor is stopped at that count: the rest of the order may not come any more."""
        self.halt = False
        if counted < self.authorised:
            self.authorised = counted

    def allow(self, counted: int) -> None:
        """The motor's count so far is known of; beyond it nothing may come."""
        self.authorised = counted

    def uncounted(self, counted: int) -> int:
        """Steps of the order that was closed last which the rotor turned at most, and which were
        not `counted`: they are not given again. Beyond its plan no pulse was missed: that was
        pressure's doing, and is over.
        """
        if self.lag >= 0:
            return 0
        self._metering.forgo()
        steps = min(ENCODER_STEPS - 1 - self.lag, self._metering.steps - counted)
        self.lag = 0
        return steps

    def slips(self) -> bool:
        """Whether what lags too far is a rotor that turns: it has lost steps, and stands nowhere
        (C.4: under-delivery, not a stall)."""
        return self.lag > STALL_LAG_STEPS and self._turns

    def forgo(self) -> None:
        """The motor has halted: what the order did not give meanwhile is not owed."""
        self._metering.forgo()

    def caught_up(self) -> None:
        """What the rotor lagged was handled: nothing of that order is asked for any more."""
        self.lag = 0
        self.halt = False

    def power_on(self, moved: int) -> None:
        """The motor's counter begins anew, and the encoder stands at `moved`."""
        self._moved = moved
        self.lag = 0
        self.authorised = 0

    def encoder_at(self) -> int:
        """Where the encoder stood when the last order was closed."""
        return self._moved
