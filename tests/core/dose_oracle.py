"""What should have been given, in fractions: an oracle that shares no line with the pump.

Knows doses, concentrations, wall time and pauses; not quanta, remainders or scales. Time in us.
"""

from bisect import bisect_right
from fractions import Fraction
from math import ceil

DAY_US = 86_400_000_000
STEPS_PER_ML = 64_000
PL_PER_ML = 10**9
MIN_PER_DAY = 1440


def pl_per_day(dose_ng, concentration):
    """The volume rate that a dose means: whole pL, never more than the dose."""
    return dose_ng * PL_PER_ML // concentration


def dose_of_day_ng(schedule):
    """Drug of a day: [(start minute, ng/d)] or one dose; a part of a ng as a whole one."""
    if isinstance(schedule, int):
        return schedule
    segments = sorted(schedule)
    ends = [start for start, _ in segments[1:]] + [segments[0][0] + MIN_PER_DAY]
    total = sum(dose * (end - start) for (start, dose), end in zip(segments, ends, strict=True))
    return ceil(Fraction(total, MIN_PER_DAY))


class Day:
    """A programme as a list of (start minute, pL/day); one entry or many."""

    def __init__(self, segments):
        self.segments = sorted(segments)

    def rate(self, us_of_day):
        begun = [rate for start, rate in self.segments if start * 60_000_000 <= us_of_day]
        return begun[-1] if begun else self.segments[-1][1]

    def left(self, us_of_day):
        starts = [start * 60_000_000 for start, _ in self.segments]
        later = [start for start in starts if start > us_of_day]
        return (later[0] if later else starts[0] + DAY_US) - us_of_day

    def volume_pl(self):
        """Of 24 hours, exactly."""
        total, us = Fraction(0), 0
        while us < DAY_US:
            span = min(self.left(us), DAY_US - us)
            total += Fraction(self.rate(us) * span, DAY_US)
            us += span
        return total

    def flat(self):
        return Day([(0, int(self.volume_pl()))])


class DoseOracle:
    """Steps owed since the beginning, as a line of pieces: V(t), with V = 0 then."""

    def __init__(self, begin_us=0):
        self.day = None
        self.running = False
        self.wall_us = None  # wall time of day less bench time; None: lost
        self.bolus = None  # (ends, steps a us)
        self._pieces = [(begin_us, Fraction(0), Fraction(0))]  # from, V there, steps a us
        self._to = begin_us

    def pass_to(self, us):
        """Everything stays as it is until then."""
        while self._to < us:
            until, slope = us, Fraction(0)
            if self.running:
                rate, left = self._basal()
                until = min(until, self._to + left)
                slope += Fraction(rate * STEPS_PER_ML, PL_PER_ML * DAY_US)
                if self.bolus:
                    until = min(until, self.bolus[0])
                    slope += self.bolus[1]
            self._piece(slope)
            self._to = until
            if self.bolus and self._to == self.bolus[0]:
                self.bolus = None

    def _basal(self):
        if len(self.day.segments) == 1:
            return self.day.segments[0][1], DAY_US
        if self.wall_us is None:
            return int(self.day.volume_pl()), DAY_US
        of_day = (self._to + self.wall_us) % DAY_US
        return self.day.rate(of_day), self.day.left(of_day)

    def _piece(self, slope):
        begin, volume, old = self._pieces[-1]
        if slope != old:
            self._pieces.append((self._to, volume + old * (self._to - begin), slope))

    def stop(self):
        self.running = False
        self.bolus = None

    def give_bolus(self, dose_ng, concentration, duration_us):
        volume_nl = pl_per_day(dose_ng, concentration) // 1000
        steps = Fraction(volume_nl * STEPS_PER_ML, 1_000_000)
        self.bolus = (self._to + duration_us, steps / duration_us)

    def at(self, us):
        """V at a moment that has passed."""
        index = bisect_right(self._pieces, us, key=_begin) - 1
        begin, volume, slope = self._pieces[index]
        return volume + slope * (us - begin)

    def corners(self, first_us, interval_us, pulses):
        """The first and the last of these even pulses on each piece of the line, by number."""
        k = 0
        while k < pulses:
            index = bisect_right(self._pieces, first_us + k * interval_us, key=_begin)
            last = pulses - 1
            if index < len(self._pieces) and interval_us:
                last = min(last, (self._pieces[index][0] - 1 - first_us) // interval_us)
            yield k
            if last > k:
                yield last
            k = last + 1


def _begin(piece):
    return piece[0]
