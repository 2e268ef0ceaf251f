"""The trailing mean of something whose integral over time is known at any moment.

Keeps the integral once an hour; between two notes it is taken as straight, which is
right to about 1e-4 of the mean for anything that changes over hours. Knows no meaning.
"""

STEP_H = 1.0


class Trail:
    """A ring of notes (hour, integral) that reaches back `memory_h`."""

    __slots__ = ("_hours", "_memory_h", "_next", "_room", "_sums", "next_h", "start_h")

    def __init__(self, memory_h: float) -> None:
        self._memory_h = memory_h
        self._room = int(memory_h / STEP_H) + 3
        self._hours: list[float] = []
        self._sums: list[float] = []
        self._next = 0  # where the ring is written next, once it is full
        self.next_h = 0.0  # when note() should be called next
        self.start_h: float | None = None  # the note before the integral first grew

    def note(self, hour: float, integral: float) -> None:
        """Remember the integral at this hour; hours only grow."""
        self.next_h = hour - hour % STEP_H + STEP_H
        if self.start_h is None:
            if integral <= 0.0:  # nothing yet: one note, moved along
                self._hours = [hour]
                self._sums = [0.0]
                return
            self.start_h = self._hours[0] if self._hours else hour
        if len(self._hours) < self._room:
            self._hours.append(hour)
            self._sums.append(integral)
            return
        self._hours[self._next] = hour
        self._sums[self._next] = integral
        self._next = (self._next + 1) % self._room

    def mean(self, hour: float, integral: float, least_h: float) -> float | None:
        """Mean over the memory, or since the start; None before `least_h` of it are there."""
        start = self.start_h
        if start is None or hour - start < least_h:
            return None
        since = hour - self._memory_h
        if since < start:
            since = start
        return (integral - self._integral_at(since)) / (hour - since)

    def _integral_at(self, hour: float) -> float:
        """The integral at an hour within the ring, straight between its neighbours."""
        count = len(self._hours)
        low, high = 0, count - 1
        first = self._next if count == self._room else 0
        while high - low > 1:
            middle = (low + high) // 2
            if self._hours[(first + middle) % count] <= hour:
                low = middle
            else:
                high = middle
        a = (first + low) % count
        b = (first + high) % count
        span = self._hours[b] - self._hours[a]
        if span <= 0.0:
            return self._sums[a]
        return self._sums[a] + (self._sums[b] - self._sums[a]) * (hour - self._hours[a]) / span
