"""A motor that is exact: pulses at whole us, one rotor counted step by step.

Obeys the Hal contract to the letter. Faults are its switches; the test holds the truth.
"""

RING = 0x3FFFFFFF
COUNT = 4  # steps an encoder count
IDLE, BUSY, STALLED, CUT = 0, 1, 2, 3


class Motor:
    """Pulses at exact moments; a rotor that follows them, stands, or loses some.

    standing    the rotor does not move
    lose_every  every n-th pulse moves nothing; 0: none
    turn_every  only every n-th pulse moves something; 0: all
    dead        the encoder shows for ever what it showed last
    unwatched   nothing compares rotor and pulses while an order runs
    refusing    takes no order
    guarded     the first pulse that nobody ordered moves the rotor, and cuts the driver
    uncounted   the counter at STEP does not count
    drag        how many times slower its pulses come than ordered
    """

    def __init__(self, world, rotor=0):
        self._world = world
        self._zero = rotor // COUNT * COUNT
        self.rotor = rotor  # the truth
        self.pulses = 0  # since power-on
        self.strays = 0  # of them, ordered by nobody
        self.orders = []  # [moment of the first pulse in us, interval, pulses that came]
        self.standing = False
        self.lose_every = 0
        self.turn_every = 0
        self.dead = False
        self.refusing = False
        self.unwatched = False
        self.guarded = False
        self.uncounted = False
        self.drag = 1
        self._shown = 0
        self._state = IDLE
        self._counted = 0
        self._order = (0, 0, 1, 0)  # steps, moment of the first in us, interval, max_lag
        self._from = 0  # encoder at the start
        self._lost = 0  # of this order
        self._allowed = 0  # pulses of the order, or at its end
        self._driven = 0  # pulses that find current where the guard counts them
        self._stray = (0, 0, 1)  # pulses that nobody ordered: how many, first moment, interval

    def start(self, steps, first_us, interval_us, max_lag):
        self._catch_up()
        if self._state == BUSY or self.refusing:
            raise OSError(16)
        if not (0 < steps < 1 << 29 and 0 <= first_us <= RING and COUNT <= max_lag < 1 << 29):
            raise ValueError("outside the contract")
        if steps > 1 and not 100 <= interval_us <= RING:
            raise ValueError("interval outside the contract")
        interval_us = interval_us * self.drag if steps > 1 else 1
        self._order = (steps, self._world.us + first_us, interval_us, max_lag)
        self._from = self.moved()
        self._state = BUSY
        self._allowed = steps
        self._driven = steps + 1
        self._counted = 0
        self._lost = 0
        self.orders.append([self._order[1], interval_us, 0])

    def watched(self):
        return not (self.unwatched and self.counted() > 2)

    def stop(self):
        self._catch_up()
        self._state = IDLE
        self._allowed = self._driven = self._counted
        self._stray = (0, 0, 1)

    def state(self):
        self._catch_up()
        cut = self.guarded and self._counted > self._allowed
        return CUT if cut and self._state != STALLED else self._state

    def counted(self):
        self._catch_up()
        return 0 if self.uncounted else self._counted

    def moved(self):
        self._catch_up()
        if not self.dead:
            self._shown = self.rotor // COUNT * COUNT - self._zero & RING
        return self._shown

    def cut(self):
        """The power goes: no pulse comes any more, and encoder and counter begin anew."""
        self.stop()
        self._counted = 0
        self._zero = self.rotor // COUNT * COUNT

    # Faults: what happened before the switch is brought up first ---------------------------

    def stand(self, standing):
        self._catch_up()
        self.standing = standing

    def kill_encoder(self):
        self.moved()
        self.dead = True

    def run_away(self, pulses, interval_us):
        """That many pulses that nobody ordered, from now on, until `stop` ends them."""
        self._catch_up()
        self._stray = (pulses, self._world.us + interval_us, interval_us)

    # The past up to now --------------------------------------------------------------------

    def _catch_up(self):
        now = self._world.us
        if self._state == BUSY:
            self._pulse_until(now)
        count, first, interval = self._stray
        if count and now >= first:
            due = min(count, (now - first) // interval + 1)
            self._stray = (count - due, first + due * interval, interval)
            self.strays += due
            driven = due
            if self.guarded:
                driven = min(due, max(0, self._driven - self._counted))
            self._follow(driven)
            self.pulses += due - driven
            self._counted += due

    def _pulse_until(self, now):
        steps, first, interval, _ = self._order
        given = self._counted
        due = 0 if now < first else min(steps, (now - first) // interval + 1)
        if due == given:
            return
        slips = self.lose_every or self.turn_every
        if due > given and not (self.standing or self._lost or slips or self.dead):
            self._counted = due
            self._follow(due - given)
        while self._counted < due and self._state == BUSY:
            self._counted += 1
            self._follow(1)
            if self._lag() > self._order[3] and not self.unwatched:
                self._state = STALLED
                self._driven = self._counted
        if self._counted == steps and self._state == BUSY:
            self._state = IDLE
        self.orders[-1][2] = self._counted

    def _follow(self, pulses):
        self.pulses += pulses
        if self.standing:
            self._lost += pulses
            return
        if self.turn_every and self.pulses % self.turn_every:
            self._lost += pulses
            return
        if self.lose_every and self.pulses % self.lose_every == 0:
            self._lost += 1
            pulses -= 1
        self.rotor += pulses

    def _lag(self):
        shown = self._shown if self.dead else self.rotor // COUNT * COUNT - self._zero & RING
        return self._counted - (shown - self._from & RING)

    def stalls_at(self):
        """The moment at which the motor will halt by itself, as things are now; None: it won't."""
        self._catch_up()
        steps, first, interval, max_lag = self._order
        if self._state != BUSY or not (self.standing or self.dead) or self.unwatched:
            return None
        pulse = max_lag + 1 + (self.moved() - self._from & RING)
        return first + (pulse - 1) * interval if pulse <= steps else None
