"""The fluid follows the rotor: evenly, one interval behind.

What pulse i displaces flows during the interval after it. So the plant is advanced in
long even stretches, and a look at it in mid-order changes nothing that comes later. Where
pulses are lost within an order, the steps that remain are spread over all of it, as far as
the rotor has come by the next look. The fluid never goes back.
"""

from host_sim.plant.plant import Plant

_LONGEST_US = 3_600_000_000  # orders that keep their pace are one stretch for the fluid, up to 1 h
_SLACK_SHIFT = 12  # paces that differ by less than 1/4096 are one; orders are cut to whole us
_ROUNDING_US = 2
_ANYWHERE = float("inf")


class Follower:
    """The window of time in which the fluid's angle goes from one value to another."""

    __slots__ = ("_angle0", "_angle1", "_end_us", "_interval_us", "_plant", "_start_us")

    def __init__(self, plant: Plant) -> None:
        self._plant = plant
        self._start_us = 0
        self._end_us = 0
        self._interval_us = 0  # between pulses, in this window; 0: the rotor stands
        self._angle0 = self._angle1 = plant.head.angle

    def follow(
        self, now: int, first_us: int, end_us: int, interval_us: int, position: int, target: int
    ) -> None:
        """The rotor goes from `position` to `target`, both in whole steps.

        The first pulse is at first_us, the fluid at rest by end_us. What the fluid still owes
        of the pulse before flows up to the first one, at the new pace: orders on one grid
        follow each other without a break.
        """
        angle = self._plant.head.angle
        start = first_us - int((position - angle) * interval_us)
        if start - now < interval_us >> 6:  # a break too short to be worth a stretch of its own
            start = now
        self._start_us = start
        self._end_us = end_us
        self._interval_us = interval_us
        self._angle0 = angle
        self._angle1 = float(target) if target > angle else angle

    def flows_on(self, first_us: int, end_us: int, interval_us: int, target: int) -> bool:
        """Lengthen the window by an order that keeps the pace of those in it.

        False, and nothing has changed, when the pace differs, when the order does not follow on
        the last, or when the window would grow beyond an hour: then the plant must move first.
        """
        plant = self._plant
        slack_us = (interval_us >> _SLACK_SHIFT) + _ROUNDING_US
        if (
            abs(first_us - self._end_us) <= slack_us
            and abs(interval_us - self._interval_us) <= slack_us
            and end_us - plant.t_us < _LONGEST_US
        ):
            if plant.t_us > self._start_us:  # from where the plant stands: an angle never falls
                self._start_us = plant.t_us
                self._angle0 = plant.head.angle
            self._end_us = end_us
            self._angle1 = float(target)
            return True
        return False

    def hold(self, now: int) -> None:
        """The rotor stands; what the fluid still owes of the last step follows at leisure."""
        self._start_us = self._end_us = now
        self._interval_us = 0
        angle = self._plant.head.angle
        position = self._plant.stepper.position
        self._angle0 = self._angle1 = float(position) if position > angle else angle

    def to(self, now: int, rotor: float = _ANYWHERE) -> None:
        """Bring the plant to `now`; within the window the fluid does not pass `rotor`."""
        plant = self._plant
        if plant.t_us >= now:
            return
        start = self._start_us
        end = self._end_us
        if now < end and plant.t_us >= start:  # nearly always: within the window
            part = (now - start) / (end - start)
            angle = self._angle0 + (self._angle1 - self._angle0) * part
            if angle > rotor:
                angle = max(rotor, plant.head.angle)
            plant.advance(now, angle)
            return
        if plant.t_us < start:
            plant.advance(start if start < now else now, plant.head.angle)
            if now <= start:
                return
        if plant.t_us < end:
            if now < end:
                self.to(now, rotor)
                return
            plant.advance(end, self._angle1)
        plant.advance(now, self._angle1)
