"""Pulses that nobody ordered: a source that runs away, and a burst; beside what an order gives.

Knows moments and counts. Does not know rotor, guard or encoder.
"""

from host_sim.board.clock import FOREVER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.plant.board import Board

BURST_US = 1_000  # between the pulses of a burst, and from its switch to the first
_STRIDE_US = 1_000_000  # the first look ahead for a moment; each further one is twice as long


class Train:
    """`left` pulses, the first at `first_us`, `interval_us` apart."""

    __slots__ = ("first_us", "interval_us", "left")

    def __init__(self, first_us: int, interval_us: int, left: int) -> None:
        self.first_us = first_us
        self.interval_us = interval_us
        self.left = left

    def due(self, now: int) -> int:
        """How many of them have come by `now`."""
        since = now - self.first_us
        if since < 0:
            return 0
        pulses = since // self.interval_us + 1
        return pulses if pulses < self.left else self.left

    def take(self, pulses: int) -> None:
        """So many of them are accounted for."""
        self.first_us += pulses * self.interval_us
        self.left -= pulses


class Strays:
    """The trains that no order knows of. They come whether one runs or not, until their switch is
    put back or the power goes."""

    __slots__ = ("_bursts", "_hertz", "_powered", "_trains")

    def __init__(self, board: "Board") -> None:
        self._hertz = 0
        self._bursts = board.bursts  # those of before were cut off with the power
        self._trains: list[Train] = []
        self._powered = True

    def follow(self, now: int, board: "Board") -> None:
        """A switch may have been turned now. What runs on keeps its pace and its phase."""
        if not self._powered:
            return
        if board.runaway_hz != self._hertz:
            self._hertz = board.runaway_hz
            self._trains = [train for train in self._trains if train.left < FOREVER // 2]
            if self._hertz:
                interval_us = 1_000_000 // self._hertz
                self._trains.append(Train(now + interval_us, interval_us, FOREVER))
        if board.bursts != self._bursts:
            self._bursts = board.bursts
            self._trains = [train for train in self._trains if train.left > FOREVER // 2]
            if board.stray_pulses:
                self._trains.append(Train(now + BURST_US, BURST_US, board.stray_pulses))

    def clear(self) -> None:
        """The power is gone: a burst is over, and a source begins anew on the board that is then
        started, whatever is switched meanwhile."""
        self._trains = []
        self._powered = False

    def left(self) -> int:
        """How many are still to come."""
        return sum([train.left for train in self._trains])

    def take(self, now: int, at_most: int) -> int:
        """Those that have come by `now`, `at_most` so many of them: accounted for from here on."""
        taken = 0
        for train in self._trains:
            pulses = min(train.due(now), at_most - taken)
            train.take(pulses)
            taken += pulses
        self._trains = [train for train in self._trains if train.left]
        return taken

    def moment(self, own: Train, pulses: int) -> int:
        """When `pulses` (>= 1) of an order's own and of these have come; as many must be left."""
        if not self._trains:
            return own.first_us + (pulses - 1) * own.interval_us
        trains = self._trains + [own]
        first_us = min([train.first_us for train in trains if train.left])
        early, late = first_us - 1, first_us
        stride = _STRIDE_US
        while sum([train.due(late) for train in trains]) < pulses:
            early, late = late, late + stride
            stride *= 2
        while late - early > 1:
            middle = (early + late) // 2
            if sum([train.due(middle) for train in trains]) < pulses:
                early = middle
            else:
                late = middle
        return late
