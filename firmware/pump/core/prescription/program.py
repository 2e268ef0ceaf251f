"""The schedule that a prescription orders: the rate at a time of day, and when it next changes.

Rates are volumes (pL a day): concentration entered when the prescription was checked. The
program repeats every wall day; its last segment runs across midnight into the first.
"""

from pump.core.profile import EFFECT_LEAD_MIN
from pump.core.units import MIN_PER_DAY, MS_PER_DAY


class Program:
    """Segments by ascending start in ms of day (the first may be after 00:00), and their rates."""

    def __init__(self, starts_ms: tuple[int, ...], rates_pl_per_day: tuple[int, ...]) -> None:
        self.starts_ms = starts_ms
        self.rates_pl_per_day = rates_pl_per_day
        self._volume = -1  # of a day; -1: nobody has asked

    def rate_at(self, ms_of_day: int) -> int:
        """Rate in pL/day at a wall time of day."""
        return self.rates_pl_per_day[self.index_at(ms_of_day)]

    def until_change_ms(self, ms_of_day: int) -> int:
        """Milliseconds to the next segment's start, 1 .. one day. A single one never changes."""
        following = (self.index_at(ms_of_day) + 1) % len(self.starts_ms)
        return (self.starts_ms[following] - ms_of_day - 1) % MS_PER_DAY + 1

    def nowhere_above(self, other: "Program") -> bool:
        """Whether its rate is at no time of day the higher one. One walk through both: a board has
        no time for `rate_at` at each of 48 changes."""
        ours, theirs = self.index_at(0), other.index_at(0)
        at_ms = 0
        while at_ms < MS_PER_DAY:
            if self.rates_pl_per_day[ours] > other.rates_pl_per_day[theirs]:
                return False
            our_next, their_next = self._next(ours, at_ms), other._next(theirs, at_ms)
            at_ms = min(our_next, their_next)
            if our_next == at_ms:
                ours = (ours + 1) % len(self.starts_ms)
            if their_next == at_ms:
                theirs = (theirs + 1) % len(other.starts_ms)
        return True

    def _next(self, index: int, at_ms: int) -> int:
        """When segment `index`, which runs at that ms of day, ends; the day's end at the latest."""
        following_ms = self.starts_ms[(index + 1) % len(self.starts_ms)]
        return following_ms if following_ms > at_ms else MS_PER_DAY

    def constant(self) -> bool:
        """Whether the rate is the same all day."""
        return len(self.starts_ms) == 1

    def volume_pl_ms(self) -> int:
        """Volume of any 24 hours, in pL/day x ms: divide by one day for pL. Exact."""
        if self._volume < 0:
            rates = self.rates_pl_per_day
            self._volume = sum([rates[at] * self.length_ms(at) for at in range(len(rates))])
        return self._volume

    def flat(self) -> "Program":
        """The same day's volume at one rate, rounded down to 1 pL/day: for a lost wall clock."""
        return Program((0,), (self.volume_pl_ms() // MS_PER_DAY,))

    def time_to_give(self, volume_pl: int, ms_of_day: int) -> tuple[int, int]:
        """How long the program takes from that time of day to give the volume: (days, ms).

        Walks the segments themselves, not their average; rounded up to whole ms.
        """
        days, left = divmod(volume_pl * MS_PER_DAY, self.volume_pl_ms())  # in pL/day x ms
        spent_ms = 0
        while left > 0:
            rate, lasts_ms = self.rate_at(ms_of_day), self.until_change_ms(ms_of_day)
            if left <= rate * lasts_ms:
                spent_ms += -(-left // rate)
                break
            left -= rate * lasts_ms
            spent_ms += lasts_ms
            ms_of_day = (ms_of_day + lasts_ms) % MS_PER_DAY
        return days, spent_ms

    def volume_from(self, ms_of_day: int, for_ms: int) -> int:
        """Volume of so long (0 ms .. a day) from that time of day on, in pL/day x ms. Exact."""
        total = 0
        while for_ms > 0:
            segment_ms = min(self.until_change_ms(ms_of_day), for_ms)
            total += self.rate_at(ms_of_day) * segment_ms
            for_ms -= segment_ms
            ms_of_day = (ms_of_day + segment_ms) % MS_PER_DAY
        return total

    def most_in(self, for_ms: int) -> int:
        """The most volume of any time of that length, 0 ms or more, in pL/day x ms. Exact."""
        days, rest_ms = divmod(for_ms, MS_PER_DAY)
        return days * self.volume_pl_ms() + self.fullest(rest_ms)[0]

    def fullest(self, for_ms: int) -> tuple[int, int]:
        """Of all times of that length, below a day, the one that holds most: that volume in
        pL/day x ms, and the ms of day at which it begins.

        A window that is moved gains or loses evenly until an end of it meets a change of rate: one
        of the fullest begins or ends there. What begins at a change is what the rest of the day,
        which ends there, lacks.
        """
        if not for_ms:
            return 0, self.starts_ms[0]
        most = max(self.rates_pl_per_day)
        fastest = self.rates_pl_per_day.index(most)
        if self.length_ms(fastest) >= for_ms:
            return most * for_ms, self.starts_ms[fastest]
        begins = self._from_changes(for_ms)
        rests = self._from_changes(MS_PER_DAY - for_ms)
        most, least = max(begins), min(rests)
        ends_there = self.volume_pl_ms() - least
        if most >= ends_there:
            return most, self.starts_ms[begins.index(most)]
        end_ms = self.starts_ms[rests.index(least)]
        return ends_there, (end_ms - for_ms) % MS_PER_DAY

    def _from_changes(self, for_ms: int) -> list[int]:
        """Volume of so long (1 ms to a day less one) from each segment's start on, in one walk: a
        board has no time for `volume_from` at each of 24 of them."""
        rates, count = self.rates_pl_per_day, len(self.starts_ms)
        lengths = [self.length_ms(index) for index in range(count)]
        found: list[int] = []
        following = spent_ms = whole = 0  # of the segments that are in it wholly
        for index in range(count):
            while spent_ms + lengths[following % count] <= for_ms:
                spent_ms += lengths[following % count]
                whole += rates[following % count] * lengths[following % count]
                following += 1
            found.append(whole + rates[following % count] * (for_ms - spent_ms))
            if following > index:
                spent_ms -= lengths[index]
                whole -= rates[index] * lengths[index]
            else:
                following += 1
        return found

    def fastest_start(self, ms_of_day: int, for_ms: int) -> int:
        """When in the day the segment with the highest rate of so long (below a day) from that time
        of day on starts, in ms of day."""
        best = self.index_at(ms_of_day)
        while for_ms > 0:
            index = self.index_at(ms_of_day)
            if self.rates_pl_per_day[index] > self.rates_pl_per_day[best]:
                best = index
            lasts_ms = self.until_change_ms(ms_of_day)
            for_ms -= lasts_ms
            ms_of_day = (ms_of_day + lasts_ms) % MS_PER_DAY
        return self.starts_ms[best]

    def index_at(self, ms_of_day: int) -> int:
        """Which segment runs at a wall time of day."""
        index = len(self.starts_ms) - 1
        while index >= 0 and self.starts_ms[index] > ms_of_day:
            index -= 1
        return index if index >= 0 else len(self.starts_ms) - 1

    def length_ms(self, index: int) -> int:
        """How long segment `index` lasts, across midnight for the last one."""
        following = (index + 1) % len(self.starts_ms)
        return (self.starts_ms[following] - self.starts_ms[index] - 1) % MS_PER_DAY + 1


def start_for_effect(effect_minute: int) -> int:
    """Minute of day at which a rate must start to act at `effect_minute`: two hours earlier (S48).

    Wraps midnight: for an effect at 00:30 the rate starts at 22:30 the evening before.
    """
    return (effect_minute - EFFECT_LEAD_MIN) % MIN_PER_DAY


def effect_of_start(start_minute: int) -> int:
    """Minute of day at which a rate that starts at `start_minute` acts."""
    return (start_minute + EFFECT_LEAD_MIN) % MIN_PER_DAY
