"""The stepper, its rotor and its encoder: pulses in, whole steps out.

Exact: everything is counted in integers. Knows lost steps. Does not know volumes,
pressures, torque or speed: what holds the rotor back is handed to it as `wall`.
"""

STEPS_PER_REV = 3200
COUNT_STEPS = 4  # 800 encoder counts a revolution
_COUNTS = -COUNT_STEPS  # the bits of a position that make whole counts
RING = 1 << 30
NEVER = 1 << 60  # more pulses than a pump's life holds


class Stepper:
    """A rotor that takes each pulse or loses it, by rules with a closed form.

    stalled       the rotor does not move at all
    miss_every    every n-th pulse is lost (0 and 1: none); set by lose_every()
    stick_revs    every n-th revolution the rotor sticks once (0: never; stick_every()) ...
    stick_angle   ... at this step of the revolution, 0 .. STEPS_PER_REV-1 ...
    stick_pulses  ... until it has lost so many pulses; then it comes free
    wall          steps that the rotor can still turn before something stops it
    """

    __slots__ = (
        "_dead",
        "_held",
        "_missed",
        "_shift",
        "miss_every",
        "position",
        "pulses",
        "stalled",
        "stick_angle",
        "stick_pulses",
        "stick_revs",
        "wall",
    )

    def __init__(self, position: int = 0) -> None:
        """`position`: where the rotor stands at power-on, in steps."""
        self.position = position
        self.pulses = 0
        self.stalled = 0
        self.miss_every = 0
        self.stick_revs = 0
        self.stick_angle = 0
        self.stick_pulses = 12
        self.wall = NEVER
        self._missed = 0  # pulses since the last one that miss_every took
        self._held = 0  # pulses that the present sticking has taken
        self._dead = 0
        self._shift = 0  # what the encoder did not see: before its power came, or while dead

    def sound(self) -> bool:
        """True when every pulse gives a step and the encoder sees it."""
        return (
            not (self.stalled or self.miss_every > 1 or self.stick_revs or self._dead)
            and self.wall >= NEVER
        )

    def lose_every(self, pulses: int) -> None:
        """From now on lose each `pulses`-th pulse, the first after so many; 0: none."""
        self.miss_every = pulses
        self._missed = 0

    def stick_every(self, revolutions: int) -> None:
        """From now on stick once every so many revolutions; 0: never."""
        self.stick_revs = revolutions
        self._held = 0

    # Pulses and steps ------------------------------------------------------------

    def steps_for(self, pulses: int) -> int:
        """Steps that the next `pulses` will give. Changes nothing."""
        if self.stalled or pulses <= 0:
            return 0
        n = self.miss_every
        if n > 1:
            pulses -= (self._missed + pulses) // n
        if self.stick_revs:
            pulses = self._past_sticks(pulses)
        return pulses if pulses < self.wall else self.wall

    def pulses_for(self, steps: int) -> int:
        """Pulses that the next `steps` will need; NEVER when they do not come."""
        if steps <= 0:
            return 0
        if self.stalled or steps > self.wall:
            return NEVER
        pulses = steps
        if self.stick_revs:
            pulses += self._stick_losses(steps)
        n = self.miss_every
        if n > 1:
            pulses += (pulses - 1 + self._missed) // (n - 1)
        return pulses

    def turn(self, pulses: int) -> None:
        """Let `pulses` come to a sound rotor: each is a step."""
        self.pulses += pulses
        self.position += pulses

    def take(self, pulses: int, driven: int | None = None) -> int:
        """Let `pulses` come and move; returns the steps made.

        `driven`: how many of them found the driver enabled (default: all).
        """
        if driven is None:
            driven = pulses
        self.pulses += pulses
        if driven <= 0:
            return 0
        steps = self.steps_for(driven)
        if not self.stalled:
            useful = driven
            n = self.miss_every
            if n > 1:
                useful -= (self._missed + driven) // n
                self._missed = (self._missed + driven) % n
            if self.stick_revs:
                self._held = self._held_after(useful)
        self.position += steps
        if self.wall < NEVER:
            self.wall -= steps
        return steps

    # Sticking points: rotor positions s with s = stick_angle modulo the spacing ----

    def _first_stick(self) -> int:
        """Steps from here to the first sticking point; 0 when the rotor stands on it."""
        spacing = self.stick_revs * STEPS_PER_REV
        return (self.stick_angle - self.position) % spacing

    def _stick_losses(self, steps: int) -> int:
        """Pulses lost to sticking before the rotor has made `steps` (>= 1) more."""
        first = self._first_stick()
        if steps <= first:
            return 0
        points = (steps - 1 - first) // (self.stick_revs * STEPS_PER_REV) + 1
        return points * self.stick_pulses - (self._held if first == 0 else 0)

    def _past_sticks(self, pulses: int) -> int:
        """Steps that `pulses` give when some of them are lost to sticking."""
        spacing = self.stick_revs * STEPS_PER_REV
        first = self._first_stick()
        if pulses <= first:
            return pulses
        left = pulses - first  # what is left on arrival at the first point
        if first == 0:
            left += self._held
        rounds, rest = divmod(left, spacing + self.stick_pulses)
        rest -= self.stick_pulses
        return first + rounds * spacing + (rest if rest > 0 else 0)

    def _held_after(self, pulses: int) -> int:
        """Pulses that the point will have taken on which `pulses` leave the rotor."""
        first = self._first_stick()
        if pulses < first:
            return 0
        left = pulses - first
        if first == 0:
            left += self._held
        rest = left % (self.stick_revs * STEPS_PER_REV + self.stick_pulses)
        return rest if rest <= self.stick_pulses else 0

    # The encoder -------------------------------------------------------------------

    def encoder(self, ahead: int = 0) -> int:
        """Whole counts in steps, as the encoder shows them `ahead` steps from here."""
        if self._dead:
            return self._shift
        return (self.position + ahead & _COUNTS) - self._shift

    def power_on(self) -> None:
        """The encoder's counter begins at 0, wherever the rotor stands."""
        self._shift = 0 if self._dead else self.position // COUNT_STEPS * COUNT_STEPS

    def kill_encoder(self, dead: int) -> None:
        """A dead encoder shows for ever what it showed last; repaired, it counts on from there."""
        if bool(dead) == bool(self._dead):
            return
        shown = self.encoder()
        self._dead = 1 if dead else 0
        self._shift = shown if dead else self.position // COUNT_STEPS * COUNT_STEPS - shown

    def halt_pulse(self, pulses: int, lag: int, max_lag: int) -> int:
        """Which of the next `pulses` brings the lag above `max_lag`; NEVER if none does.

        `lag` is the lag now: pulses of the order less what the encoder has shown of
        them. Each pulse adds one, each count takes COUNT_STEPS off. Between two
        counts the lag only rises, so it is enough to ask for the first gap between
        counts that is long enough; the gaps only grow, so bisection finds it.
        """
        room = max_lag - lag + 1  # the pulse that halts when no count comes first
        if self._dead:
            return room if room <= pulses else NEVER
        first = COUNT_STEPS - self.position % COUNT_STEPS  # steps to the next count
        low, high = 0, pulses // COUNT_STEPS + 1
        while low < high:
            middle = (low + high) // 2
            if self.pulses_for(first + COUNT_STEPS * middle) > room + COUNT_STEPS * middle:
                high = middle
            else:
                low = middle + 1
        pulse = room + COUNT_STEPS * low
        return pulse if pulse <= pulses else NEVER
