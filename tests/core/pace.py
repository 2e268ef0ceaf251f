"""How fast a dose may rise, judged from the whole history of flow: an oracle that sums nothing up.

Is shown what flows and which stops were ordered; every answer is worked out anew from that list, in
fractions. Keeps no lock, no reference, no state of the pump. Time in ms, doses in ng/d.
"""

from fractions import Fraction

HOUR = 3_600_000
DAY = 24 * HOUR
TOO_SOON, TOO_MUCH, UNCONFIRMED = 212, 203, 204


class Flow:
    """One dose from `begin` to `end` (None: it flows); `change`: it took over from another."""

    def __init__(self, begin, dose, change):
        self.begin = begin
        self.end = None
        self.dose = dose
        self.change = change


class Pace:
    """`see` what flows and tell each `stop`, as they happen; ask the rest at any time."""

    def __init__(self):
        self.flows = []
        self.stops = []  # (flows so far, ms, whether for a holiday)

    def see(self, now, flowing, dose):
        """At this moment that dose flows, or nothing does."""
        open_ended = self.flowing()
        if open_ended and flowing and dose == self.flows[-1].dose:
            return
        if open_ended:
            self.flows[-1].end = now
        if flowing:
            self.flows.append(Flow(now, dose, open_ended))

    def stop(self, now, holiday):
        """DEL:STOP was given; flow has ended."""
        self.stops.append((len(self.flows), now, holiday))

    def flowing(self):
        return bool(self.flows) and self.flows[-1].end is None

    # Pauses: before flow number `count`, or the one that lasts now ----------------------------

    def ended(self, count):
        """When that pause began. A run that is too short for it ends none."""
        ended = None
        begin = None
        for index, flow in enumerate(self.flows[:count]):
            if not flow.change:
                begin = flow.begin
            goes_on = index + 1 < count and self.flows[index + 1].change
            if not goes_on and (ended is None or flow.end - begin >= min(HOUR, begin - ended)):
                ended = flow.end
        return ended

    def pause(self, count, now):
        if count == 0 or (count < len(self.flows) and self.flows[count].change):
            return 0
        return 0 if self.flows[count - 1].end is None else now - self.ended(count)

    def holiday(self, count):
        of_holiday = False
        for flows, at, holiday in self.stops:
            if flows == count and (holiday or at - self.ended(count) <= DAY):
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
        if dose > self.initial() and (pause > 3 * DAY or self.holiday(count)):
            return [TOO_MUCH]
        if pause > 3 * DAY:
            return []
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
        if dose > self.initial() and (pause > 3 * DAY or holiday):
            return TOO_MUCH
        against = self.commit(now, dose)
        if against:
            return against[0]
        return UNCONFIRMED if (pause > DAY or holiday) and not confirmed else 0
