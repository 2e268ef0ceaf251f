"""The simulated motor: a pulse source that ends by itself, its guard, and the rotor.

Lazy: between two orders nothing is computed. Pulses are integer arithmetic on the clock; the moment
of a halt is computed when the order is given, not found by stepping.
"""

from host_sim.board.clock import FOREVER, VirtualClock
from host_sim.board.follower import Follower
from host_sim.plant.plant import Plant
from host_sim.plant.stepper import COUNT_STEPS, NEVER, RING

IDLE, BUSY, STALLED, CUT = 0, 1, 2, 3
GUARD_STEPS = 1  # the pulse that trips the guard has already turned the rotor
LOOP_PULSES = 64  # of a loop-back: a whole electrical cycle
LEAST_INTERVAL_US, LEAST_LAG = 100, 4
_RING_MASK, _HALF_RING = RING - 1, RING // 2
_NO_STEPS, _NO_US = -_HALF_RING, -RING  # bits of numbers below 0, or from half or a ring on
_EBUSY, _UNSEEN = 16, 2
_UNREAD = 1  # no reading of the encoder (those are multiples of 4): the account is not opened yet
_ORDER, _SURPLUS, _RUNAWAY = 0, 1, 2  # the train in hand: an order's, extra_pulses, runaway


class SimMotor:
    """Motor of the Hal contract, on a plant.

    Pulses come in trains: `_pulses` of them, the first at `_first_us`, `_interval_us` apart. An
    order ends by count or by a halt; a train that nobody ordered may follow.
    A guard that shares nothing with the source counts at the STEP pin and cuts the driver when
    more come than were ordered: `_driven` is what it still lets through.

    `_seen0`, `_left` and `_driven` matter only once something is wrong. An order that starts sound
    opens that account at the first settle(), of which few orders see one.
    """

    # fmt: off
    __slots__ = (
        "_busy_until_us", "_clock", "_counted", "_driven", "_first_us", "_fluid", "_interval_us",
        "_left", "_loose", "_max_lag", "_plant", "_pulses", "_rest", "_seen0", "_sound",
        "_stepper", "_strays", "_surplus", "_train", "stall_us",
    )
    # fmt: on

    def __init__(self, plant: Plant, clock: VirtualClock) -> None:
        self._plant, self._clock, self._stepper = plant, clock, plant.stepper
        self._fluid = Follower(plant)
        self._train = _ORDER
        self._first_us, self._interval_us = 0, 1
        self._pulses = 0  # of the train, not yet accounted for
        self._counted = 0  # accounted for since the last start
        self._left = 0  # of the order, not yet accounted for
        self._driven = self._surplus = 0  # the second: pulses that the source adds to the order
        self._strays = 0  # accounted for, ordered by nobody
        self._sound = True  # every pulse of an order is a step, and no other comes
        self._loose = False  # whether a fault can make pulses that nobody ordered
        self._busy_until_us, self._rest = 0, IDLE  # until then it is BUSY, and then that
        self._max_lag = self._seen0 = 0  # the encoder at the order's start
        self.stall_us = 0  # when the order halts; 0 when it won't, and once state() has told it
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
            or (steps | max_lag) & _NO_STEPS or (first_us | interval_us) & _NO_US
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
            if self._sound:
                self._fluid.follow(now, first, end_us, interval_us, position, position + steps)
        self._counted = self._strays = 0
        self._max_lag = max_lag
        self._first_us = first
        self._interval_us = interval_us
        if not self._sound:
            self._start_unsound(now, steps)
            return
        self._seen0 = _UNREAD
        self._pulses = steps
        self._rest = IDLE
        self.stall_us = 0
        self._busy_until_us = end_us - interval_us

    def stop(self) -> None:
        """End the order now and cut the driver."""
        self.settle()
        now = self._clock.us
        self._train = _ORDER
        self._pulses = self._left = self._driven = self._surplus = self._strays = 0
        self._busy_until_us = now
        self._rest, self.stall_us = IDLE, 0
        self._fluid.hold(now)

    def cut(self) -> None:
        """The power goes: the order ends with what it has given, and nothing gives a pulse."""
        self.stop()
        self._loose = False

    def state(self) -> int:
        """0 IDLE, 1 BUSY, 2 STALLED, 3 CUT."""
        if self._clock.us < self._busy_until_us:
            return BUSY
        self.stall_us = 0
        if self._loose:
            self.settle()
        return CUT if self._strays and self._plant.board.cuts() else self._rest

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
        bad = self._plant.board
        if bad.encoder_noise or bad.enable_stuck:
            seen = COUNT_STEPS * bad.enable_stuck
            turned = self._stepper.take(seen)
            self._fluid.to(self._clock.us, float(self._stepper.position))
            return 0, seen, seen, bad.encoder_noise + turned, True
        counted = LOOP_PULSES * (not bad.guard_dead)
        return LOOP_PULSES, counted, LOOP_PULSES * (not bad.watch_lost), 0, True

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
        if self._loose and self._train == _ORDER and now >= self._busy_until_us:
            self._account(self._busy_until_us)
            self._run_loose(self._busy_until_us)
        self._account(now)

    def pulses(self) -> int:
        """All that came at STEP, the train under way included."""
        return self._stepper.pulses + self._given(self._clock.us)

    def _account(self, now: int) -> None:
        pulses = self._given(now)
        stepper = self._stepper
        if self._sound:
            if self._seen0 == _UNREAD:  # since the start: every pulse was a step
                self._seen0 = stepper.encoder()
                self._left = self._pulses
                self._driven = self._pulses + GUARD_STEPS
            self._fluid.to(now)
            stepper.turn(pulses)
            self._driven -= pulses
        else:
            driven = self._let_through(pulses)
            stepper.take(pulses, driven)
            self._fluid.to(now, float(stepper.position))
            self._driven -= driven if driven < self._driven else self._driven
        self._counted += pulses
        self._strays += pulses if self._train != _ORDER else 0
        self._pulses -= pulses
        self._first_us += pulses * self._interval_us
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
        self._judge()
        if now < self._busy_until_us:
            self._surplus = board.extra_pulses
            self._plan_order(now)
        elif self._train == _RUNAWAY and not board.runaway_hz:
            self._train = _ORDER
            self._pulses = 0
            self._fluid.hold(now)
        elif board.runaway_hz and (
            self._train != _RUNAWAY or self._interval_us != 1_000_000 // board.runaway_hz
        ):
            self._run_loose(now)
        else:
            self._plan_rotor(now)
        self._loose = board.runaway_hz > 0 or self._surplus > 0

    def _judge(self) -> None:
        """Look at everything that can keep a pulse from becoming a step."""
        plant = self._plant
        stepper = self._stepper
        stepper.wall, board = plant.room_steps() if plant.tubing.blocked else NEVER, plant.board
        loose = board.runaway_hz or board.extra_pulses or self._train != _ORDER
        self._sound = stepper.sound() and not loose and not board.guard_dead

    def _start_unsound(self, now: int, steps: int) -> None:
        """The order begins with a fault that can keep a pulse from becoming a step."""
        board = self._plant.board
        self._train = _ORDER
        self._left = steps
        self._driven = steps + GUARD_STEPS
        self._seen0 = self._stepper.encoder()
        self._judge()
        self._surplus = board.extra_pulses
        self._loose = self._surplus > 0 or board.runaway_hz > 0
        self._plan_order(now)

    def _plan_order(self, now: int) -> None:
        """The rest of the order: does it halt, and when is it over."""
        stepper = self._stepper
        pulses = self._left
        lag = self._counted - stepper.encoder() + self._seen0
        halt = NEVER
        if (lag or not stepper.sound()) and not self._plant.board.watch_lost:
            halt = stepper.halt_pulse(pulses, lag, self._max_lag)
        self._rest = IDLE
        if halt < NEVER:
            pulses = halt
            self._rest = STALLED
        self._pulses = pulses
        self._busy_until_us = end_us = self._first_us + (pulses - 1) * self._interval_us
        self.stall_us = end_us if halt < NEVER else 0
        self._plan_rotor(now)

    def _run_loose(self, now: int) -> None:
        """No order runs from now on: a broken source goes on by itself."""
        hertz = self._plant.board.runaway_hz
        surplus, self._surplus = self._surplus, 0
        if hertz:
            self._train = _RUNAWAY
            self._pulses = FOREVER
            self._interval_us = 1_000_000 // hertz
        elif surplus and self._rest == IDLE:
            self._train = _SURPLUS
            self._pulses = surplus
        else:
            self._loose = False
            return
        self._first_us = now + self._interval_us
        self._plan_rotor(now)

    def _plan_rotor(self, now: int) -> None:
        """Let the fluid follow the steps that the train will give."""
        stepper = self._stepper
        steps = stepper.steps_for(self._let_through(self._pulses))
        if steps <= 0:
            self._fluid.hold(now)
            return
        first_us, interval_us = self._first_us, self._interval_us
        end_us = first_us + stepper.pulses_for(steps) * interval_us
        position = stepper.position
        self._fluid.follow(now, first_us, end_us, interval_us, position, position + steps)
