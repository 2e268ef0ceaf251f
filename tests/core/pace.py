"""How fast a dose may rise, judged from the whole history of flow: an oracle that sums nothing up.

Is shown what flows and which stops were ordered; every answer is worked out anew from that list, in
fractions. Keeps no lock, no reference, no state of the pump. Time in ms, doses in ng/d.
"""

from fractions import Fraction

HOUR = 3_600_000
DAY = 24 * HOUR
TOO_SOON, TOO_MUCH, UNCONFIRMED = 212, 203, 204


class Flow:
    """One dose from `begin` to `end` (None: it flows); `change`: it took over from another;
    `weaned`: it is a weaning's step."""

    def __init__(self, begin, dose, change, weaned):
        self.weaned = weaned
        self.begin = begin
        self.end = None
        self.dose = dose
        self.change = change


class Pace:
    """`see` what flows and tell each `stop`, as they happen; ask the rest at any time."""

    def __init__(self):
        self.flows = []
        self.stops = []  # (flows so far, ms, whether for a holiday)

    def see(self, now, flowing, dose, weaned=False):
        """At this moment that dose flows, or nothing does."""
        open_ended = self.flowing()
        if open_ended and flowing and dose == self.flows[-1].dose:
            return
        if open_ended:
            self.flows[-1].end = now
        if flowing:
            self.flows.append(Flow(now, dose, open_ended, weaned))

    def stop(self, now, holiday):
        """DEL:STOP was given; flow has ended."""
        self.stops.append((len(self.flows), now, holiday))

    def flowing(self):
        return bool(self.flows) and self.flows[-1].end is None

    # Pauses: before flow number `count`, or the one that lasts now ----------------------------

    def counted(self, count):
        """The pauses before that one which still count, each (length, answered): those of one hour
        of flow together, until 24 h of flow have followed the last of them."""
        groups = []  # [length, flow so far at the first and at the last, answered]
        flowed = 0
        for index, flow in enumerate(self.flows[:count]):
            if index and not flow.change:
                groups = [each for each in groups if flowed - each[2] < DAY]
                length = flow.begin - self.flows[index - 1].end
                if groups and not groups[-1][3] and flowed - groups[-1][1] < HOUR:
                    groups[-1][0] += length
                    groups[-1][2] = flowed
                elif length:
                    groups.append([length, flowed, flowed, False])
                total = sum(each[0] for each in groups)
                if total > DAY or self.holiday(index):
                    groups = [[total, flowed, flowed, True]]
            if flow.end is not None:
                flowed += flow.end - flow.begin
        return [(each[0], each[3]) for each in groups if flowed - each[2] < DAY]

    def pause(self, count, now):
        if count == 0 or (count < len(self.flows) and self.flows[count].change):
            return 0
        ended = self.flows[count - 1].end
        if ended is None:
            return 0
        return now - ended + sum(length for length, _ in self.counted(count))

    def holds_down(self, now, dose):
        """Whether flow that begins by itself now is a lower dose."""
        count = len(self.flows)
        if count == 0:
            return False
        open_for = now - self.flows[-1].end
        open_for += sum(length for length, answered in self.counted(count) if not answered)
        too_long = self.pause(count, now) > 3 * DAY
        return open_for > DAY or (too_long and dose > self.lower())

    def lower(self):
        return min(self.initial(), self.flows[-1].dose)

    def holiday(self, count):
        of_holiday = False
        for flows, at, holiday in self.stops:
            if flows == count and (holiday or self.pause(count, at) <= DAY):
                of_holiday = holiday
        return of_holiday and count > 0 and self.flows[count - 1].end is not None

    # What every flow was --------------------------------------------------------------------

    def anew(self, index):
        """Therapy began there, or began again after an interruption."""
        if index == 0:
            return True
        flow = self.flows[index]
        long = self.pause(index, flow.begin) > DAY or self.holiday(index)
        return not flow.change and long

    def rise(self, index):
        if index == 0:
            return False
        flow = self.flows[index]
        return flow.dose > self.flows[index - 1].dose and self.pause(index, flow.begin) <= 3 * DAY

    def unlocked(self, count):
        """From when on, by the flows before that one, the dose may rise."""
        marks = [index for index in range(count) if self.anew(index) or self.rise(index)]
        return max(self.flows[index].begin for index in marks) + DAY

    def initial(self):
        """The first dose; or less, where it was put right in its first day."""
        dose = self.flows[0].dose
        for index, flow in enumerate(self.flows[1:], 1):
            if self.rise(index):
                break
            if flow.weaned:
                continue
            if flow.begin < self.unlocked(index) and self.pause(index, flow.begin) <= 3 * DAY:
                dose = min(dose, flow.dose)
        return dose

    def escalates(self, index):
        """S38 at that flow: the third rise in 14 days, half as much again after steady 30, or twice
        as much within 90."""
        if not self.rise(index):
            return False
        begin = self.flows[index].begin
        rises = [
            each
            for each in range(index + 1)
            if self.rise(each) and self.flows[each].begin >= begin - 14 * DAY
        ]
        from_steady = [self.flows[each - 1].dose for each in rises if self.steady_before(each)]
        most = [Fraction(self.flows[index].dose, dose) for dose in from_steady]
        slow = [
            each
            for each in range(index + 1)
            if self.rise(each) and self.flows[each].begin >= begin - 90 * DAY
        ]
        doubled = Fraction(self.flows[index].dose, self.flows[slow[0] - 1].dose) >= 2
        return len(rises) >= 3 or any(share >= Fraction(3, 2) for share in most) or doubled

    def steady_before(self, index):
        changes = [
            flow.begin
            for each, flow in enumerate(self.flows[:index])
            if self.anew(each) or flow.dose != self.flows[each - 1].dose
        ]
        return self.flows[index].begin - max(changes) >= 30 * DAY

    # What may be now ------------------------------------------------------------------------

    def commit(self, now, dose):
        """Numbers of the refusals of that dose, in order."""
        if not self.flows or dose <= self.flows[-1].dose:
            return []
        count = len(self.flows)
        pause = self.pause(count, now)
        if pause > 3 * DAY or self.holiday(count):
            return [TOO_MUCH]
        soon = pause > DAY or now < self.unlocked(count)
        much = Fraction(dose, self.flows[-1].dose) > Fraction(130, 100)
        return [TOO_SOON] * soon + [TOO_MUCH] * much

    def start(self, now, dose, confirmed):
        """Number of the refusal to let that dose flow again; 0: it may."""
        if not self.flows:
            return 0
        count = len(self.flows)
        pause = self.pause(count, now)
        holiday = self.holiday(count)
        if dose > self.lower() and (pause > 3 * DAY or holiday):
            return TOO_MUCH
        against = self.commit(now, dose)
        if against:
            return against[0]
        return UNCONFIRMED if (pause > DAY or holiday) and not confirmed else 0
