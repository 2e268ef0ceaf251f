"""The simulated motor: a pulse source that ends by itself, its guard, and the rotor.

Lazy: between two orders nothing is computed. Pulses are integer arithmetic on the clock; the moment
of a halt is computed when the order is given, not found by stepping.
"""

from host_sim.board.clock import VirtualClock
from host_sim.board.follower import Follower
from host_sim.board.loop_back import loop_back
from host_sim.board.strays import Strays, Train
from host_sim.plant.plant import Plant
from host_sim.plant.stepper import NEVER, RING

IDLE, BUSY, STALLED, CUT = 0, 1, 2, 3
GUARD_STEPS = 1  # the pulse that trips the guard has already turned the rotor
LEAST_INTERVAL_US, LEAST_LAG = 100, 4
_RING_MASK, _HALF_RING = RING - 1, RING // 2
_EBUSY, _UNSEEN = 16, 2
_UNREAD = 1  # no reading of the encoder (those are multiples of 4): the account is not opened yet


class SimMotor:
    """Motor of the Hal contract, on a plant.

    An order is a train of pulses: `_pulses` of them, the first at `_first_us`, `_interval_us`
    apart. It ends by count or by a halt; what nobody ordered comes beside it, and takes its count.
    A guard that shares nothing with the source counts at the STEP pin and cuts the driver when
    more come than were ordered: `_driven` is what it still lets through.

    `_seen0`, `_left` and `_driven` matter only once something is wrong. An order that starts sound
    opens that account at the first settle(), of which few orders see one.
    """

    # fmt: off
    __slots__ = (
        "_ahead", "_beyond", "_busy_until_us", "_clock", "_counted", "_driven", "_ends",
        "_first_us", "_fluid", "_interval_us", "_left", "_loose", "_max_lag", "_ordered", "_plant",
        "_pulses", "_rest", "_seen0", "_sound", "_stepper", "_strays", "_surplus", "no_us",
        "stall_us",
    )
    # fmt: on

    def __init__(self, plant: Plant, clock: VirtualClock) -> None:
        self._plant, self._clock, self._stepper = plant, clock, plant.stepper
        self.no_us = -RING  # bits of what no order may have: below 0, or a ring and more
        self._fluid = Follower(plant)
        self._strays = Strays(plant.board)
        self._first_us, self._busy_until_us, self._interval_us = 0, 0, 1
        self._pulses = self._counted = 0  # of it, to come; since the last start, accounted for
        self._left = self._ends = 0  # of its count; until it is over as planned now
        self._ahead = self._beyond = 0  # that nobody ordered: of its count; once it was over
        self._driven = self._surplus = 0  # the second: pulses that the source adds to the order
        self._sound = True  # every pulse of an order is a step, and no other comes
        self._ordered = False  # where not all is sound: an order runs
        self._loose = False  # whether pulses come, or have come, that nobody ordered
        self._rest = IDLE  # the state once the order is over
        self._max_lag = self._seen0 = 0  # the encoder at the order's start
        self.stall_us = 0  # when it halts or is cut; 0: it won't, or state() has told it
        plant.before = self.settle
        plant.after = self.replan

    # The contract ----------------------------------------------------------------------

    def start(self, steps: int, first_us: int, interval_us: int, max_lag: int) -> None:
        """Order `steps` pulses. OSError(16) while BUSY, ValueError outside the ranges."""
        now = self._clock.us
        if now < self._busy_until_us:
            raise OSError(_EBUSY)
        if steps == 1:
            interval_us = first_us if first_us > LEAST_INTERVAL_US else LEAST_INTERVAL_US
        # fmt: off
        if (
            steps < 1 or interval_us < LEAST_INTERVAL_US or max_lag < LEAST_LAG
            or (steps | max_lag) & -_HALF_RING or (first_us | interval_us) & self.no_us
        ):
            raise ValueError("motor: steps, first_us, interval_us or max_lag outside its range")
        # fmt: on
        stepper = self._stepper
        first = now + first_us
        end_us = first + steps * interval_us
        position = stepper.position + self._pulses
        if self._sound and self._fluid.flows_on(first, end_us, interval_us, position + steps):
            stepper.pulses += self._pulses  # as `Stepper.turn` does it
            stepper.position = position
        else:
            self.settle()
            if not self._sound:
                self._start_unsound(now, first, interval_us, steps, max_lag)
                return
            self._fluid.follow(now, first, end_us, interval_us, position, position + steps)
        self._counted = 0
        self._max_lag = max_lag
        self._first_us = first
        self._interval_us = interval_us
        self._seen0 = _UNREAD
        self._pulses = steps
        self._rest = IDLE
        self.stall_us = 0
        self._busy_until_us = end_us - interval_us

    def stop(self) -> None:
        """End the order now and cut the driver. What nobody ordered comes on."""
        self.settle()
        now = self._clock.us
        self._ordered = False
        self._pulses = self._left = self._driven = self._surplus = self._ahead = self._beyond = 0
        self._busy_until_us = now
        self._rest, self.stall_us = IDLE, 0
        self._plan_rotor(now)

    def cut(self) -> None:
        """The power goes: the order ends with what it has given, and nothing gives a pulse."""
        self.settle()
        self._strays.clear()
        self.stop()

    def state(self) -> int:
        """0 IDLE, 1 BUSY, 2 STALLED, 3 CUT."""
        if self._clock.us < self._busy_until_us:
            return BUSY
        if not self._loose:
            self.stall_us = 0
            return self._rest
        self.settle()
        self.stall_us = self.stall_us if self.stall_us > self._clock.us else 0
        beyond = self._beyond and self._rest == IDLE
        return CUT if beyond and self._plant.board.cuts() else self._rest

    def counted(self) -> int:
        """Pulses at the STEP pin since the last start."""
        if self._sound and self._clock.us >= self._busy_until_us:
            return self._counted + self._pulses  # the order is over: all were given
        if self._loose:
            self.settle()
        seen = self._counted + self._given(self._clock.us)
        return 0 if self._plant.board.guard_dead else seen

    def moved(self) -> int:
        """Encoder position in steps, ring of 2^30."""
        if self._sound:
            pulses = self._pulses  # all, when the order is over
            if self._clock.us < self._busy_until_us:
                pulses = self._given(self._clock.us)
            return self._stepper.encoder(pulses) & _RING_MASK
        if self._loose:
            self.settle()
        pulses = self._let_through(self._given(self._clock.us))
        stepper = self._stepper
        return stepper.encoder(stepper.steps_for(pulses)) & _RING_MASK

    def loop_back(self) -> tuple[int, int, int, int, bool]:
        """As the contract has it, in no time. Turns nothing but what cannot be switched off."""
        return loop_back(self._plant, self._fluid, self._clock.us)

    def try_guard(self) -> tuple[bool, bool, bool]:
        """As the contract has it, in no time. Turns nothing."""
        self.stop()
        self._counted, bad = 0, self._plant.board
        return True, not (bad.guard_dead or bad.enable_stuck), not bad.enable_stuck

    def watched(self) -> bool:
        """Whether the rotor was compared at each pulse, but two."""
        return not (self._plant.board.watch_lost and self.counted() > _UNSEEN)

    # Accounts: what happened up to now
    def settle(self) -> None:
        """Bring rotor and plant to this moment."""
        now = self._clock.us
        if self._loose and self._ordered and now >= self._busy_until_us:
            self._account(self._busy_until_us, self._ends)
            self._run_on()
        self._account(now, NEVER)

    def pulses(self) -> int:
        """All that came at STEP, the train under way included."""
        return self._stepper.pulses + self._given(self._clock.us)

    def _account(self, now: int, at_most: int) -> None:
        own = pulses = self._given(now)
        stepper = self._stepper
        if self._sound:
            if self._seen0 == _UNREAD:  # since the start: every pulse was a step
                self._seen0 = stepper.encoder()
                self._left = self._pulses
                self._driven = self._pulses + GUARD_STEPS
                self._ahead = self._beyond = 0
            self._fluid.to(now)
            stepper.turn(pulses)
            self._driven -= pulses
        else:
            pulses += self._strays.take(now, at_most - own)
            driven = self._let_through(pulses)
            stepper.take(pulses, driven)
            self._fluid.to(now, float(stepper.position))
            self._driven -= driven if driven < self._driven else self._driven
            self._ends -= pulses
            if self._ordered:
                self._ahead += pulses - own
            else:
                self._beyond += pulses
        self._counted += pulses
        self._pulses -= own
        self._first_us += own * self._interval_us
        self._left -= pulses  # of no meaning once the order is over

    def _given(self, now: int) -> int:
        """Pulses of the train up to `now` that are not yet accounted for."""
        since = now - self._first_us
        if since < 0:
            return 0
        pulses = since // self._interval_us + 1
        return pulses if pulses < self._pulses else self._pulses

    def _let_through(self, pulses: int) -> int:
        """How many of the next `pulses` find the driver enabled."""
        driven = self._driven
        return pulses if pulses <= driven or not self._plant.board.cuts() else driven

    # Plans: what will happen unless something changes
    def replan(self) -> None:
        """A switch was turned, after settle(): plan what is left anew."""
        now, board = self._clock.us, self._plant.board
        self._strays.follow(now, board)
        self._ordered = now < self._busy_until_us
        self._surplus = board.extra_pulses if self._ordered else 0
        self._judge()
        if self._ordered:
            self._plan_order(now)
        else:
            self._plan_rotor(now)
            self._plan_wake(0)

    def _judge(self) -> None:
        """Look at everything that can keep a pulse from becoming a step, or add one."""
        plant = self._plant
        stepper = self._stepper
        stepper.wall, board = plant.room_steps() if plant.tubing.blocked else NEVER, plant.board
        beside = self._ahead if self._ordered else self._pulses + self._beyond
        self._loose = self._strays.left() + self._surplus + beside > 0
        bad = self._loose or board.extra_pulses or board.guard_dead
        self._sound = stepper.sound() and not bad

    def _start_unsound(self, now: int, first: int, interval: int, steps: int, lag: int) -> None:
        """The order begins with a fault that can keep a pulse from becoming a step."""
        self._first_us, self._interval_us, self._max_lag = first, interval, lag
        self._counted, self._ordered, self._left = 0, True, steps
        self._ahead = self._beyond = 0
        self._driven = steps + GUARD_STEPS
        self._seen0 = self._stepper.encoder()
        self._surplus = self._plant.board.extra_pulses
        self._judge()
        self._plan_order(now)

    def _plan_order(self, now: int) -> None:
        """The rest of the order: does it halt, and when is it over."""
        stepper = self._stepper
        left = self._left
        lag = self._counted - stepper.encoder() + self._seen0
        halt = NEVER
        if (lag or not stepper.sound()) and not self._plant.board.watch_lost:
            halt = stepper.halt_pulse(left, lag, self._max_lag)
        self._rest, left = (IDLE, left) if halt == NEVER else (STALLED, halt)
        self._ends = self._pulses = left  # its own train has no fewer to come
        self._busy_until_us = end_us = self._moment(left, left)
        self.stall_us = 0 if halt == NEVER else end_us
        if halt == NEVER:
            self._plan_wake(left)
        self._plan_rotor(now)

    def _run_on(self) -> None:
        """The order is over: what its source still gives, and what comes beside it."""
        self._pulses = self._ahead + self._surplus if self._rest == IDLE else 0
        self._ordered, self._ahead, self._surplus = False, 0, 0
        if self._pulses or self._strays.left():
            self._plan_rotor(self._busy_until_us)

    def _plan_wake(self, counted: int) -> None:
        """The program wakes at the first pulse beyond those that still count; at no other one."""
        own = counted + self._ahead + self._surplus
        if own + self._strays.left() > counted and not self._plant.board.guard_dead:
            self.stall_us = self._moment(counted + 1, own)

    def _moment(self, pulses: int, own: int) -> int:
        """When so many more have come, of `own` of the order's train and of those beside it."""
        return self._strays.moment(Train(self._first_us, self._interval_us, own), pulses)

    def _plan_rotor(self, now: int) -> None:
        """Let the fluid follow the steps that the pulses will give."""
        stepper = self._stepper
        pulses = self._ends if self._ordered else self._pulses + self._strays.left()
        steps = stepper.steps_for(self._let_through(pulses))
        if steps <= 0:
            self._fluid.hold(now)
            return
        needed = stepper.pulses_for(steps)
        first_us, interval_us = self._moment(1, self._pulses), self._interval_us
        if needed > 1:
            interval_us = (self._moment(needed, self._pulses) - first_us) // (needed - 1) or 1
        end_us, position = first_us + needed * interval_us, stepper.position
        self._fluid.follow(now, first_us, end_us, interval_us, position, position + steps)
