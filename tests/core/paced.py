"""What the machine knows of increases and resumption: the oracle of pace beside the pump.

`Paced` gives an order and compares what the pump says of the dose with what the oracle says.
"""

from pump.core.alarms import table as alarms
from pump.core.reasons import Refused
from pump.core.therapy.states import RUN
from tests.core.bench import MS_PER_DAY
from tests.core.dose_oracle import dose_of_day_ng
from tests.core.pace import DAY, TOO_MUCH, TOO_SOON, UNCONFIRMED, Pace
from tests.core.snapshot import snapshot
from tests.core.truths import Truths

OF_PACE = (TOO_SOON, TOO_MUCH, UNCONFIRMED)


def daily_ng(rx):
    """Drug of a day by the prescription's doses."""
    return dose_of_day_ng([(max(0, each.start_min), each.value) for each in rx.segments.values()])


class Paced(Truths):
    """Orders about the dose, each judged twice."""

    def begin_pace(self):
        self.pace = Pace()
        self.overdose = False
        self.reasons_told = 0  # for DEL:STOP, since it flowed
        self.world.after_turn = self.after_turn

    def after_turn(self):
        if self.tip is not None:
            self.tip.look()
        self.follow()
        self.see()

    def see(self):
        if self.pump.active is not None:
            running = self.pump.state == RUN
            weaned = self.pump.weaning.active()
            self.pace.see(self.now_ms(), running, self.flows_ng(), weaned)

    def flows_ng(self):
        """The dose of a day that flows, or will."""
        return daily_ng(self.pump.active)

    def now_ms(self):
        return self.pump.day * MS_PER_DAY + self.pump.ms

    def number(self, call, *arguments):
        """The order is given: 0, or the number of the refusal, and then nothing has changed."""
        self.world.turn.deliver()
        self.see()
        before = snapshot(self.pump)
        try:
            call(*arguments)
        except Refused as refused:
            assert snapshot(self.pump) == before, refused
            assert refused.detail
            return refused.number
        finally:
            self.see()
            self.world.turn.deliver()
        return 0

    def give(self, call, *arguments):
        """Whether it was taken."""
        return self.number(call, *arguments) == 0

    def commit_staged(self, confirmed):
        self.world.turn.deliver()
        self.see()
        wanted = self.pace.commit(self.now_ms(), daily_ng(self.pump.staged))
        number = self.number(self.pump.commit, self.pump.staged_digest(), confirmed)
        if self.too_strong(daily_ng(self.pump.staged)):
            wanted = [TOO_SOON]
        assert number != 0 or not wanted
        assert number != TOO_SOON or wanted[0] == TOO_SOON
        if number == 0:
            self.limits_changed()
        return number == 0

    def flow_again(self, call, confirmed):
        """Start or resume."""
        self.world.turn.deliver()
        self.see()
        wanted = 0
        if self.pump.active is not None and self.pump.state != RUN:
            wanted = self.pace.start(self.now_ms(), self.flows_ng(), confirmed)
            if not wanted and self.too_strong(self.flows_ng()):
                wanted = TOO_SOON
            if not wanted and self.somebody_must_look() and not confirmed:
                wanted = UNCONFIRMED
        waits = self.pump.state == RUN and self.pump.titration.interruption.reduced is not None
        number = self.number(call, confirmed)
        if waits:  # after a stall that lasted: the lower dose flows, and this decides on it
            assert confirmed or number
            return number == 0
        assert number == wanted if number in (0, *OF_PACE) else number
        if number == 0:
            self.overdose = False
            self.reasons_told = 0
        return number == 0

    def too_strong(self, dose_ng):
        """Whether that is an increase while the effect is more than it is used to (D-12)."""
        increase = not self.pace.flows or dose_ng > self.pace.flows[-1].dose
        return increase and self.pump.alarms.holds(alarms.OVER_EXPOSURE)

    def somebody_must_look(self):
        """Whether it was stopped for an overdose or gave more than ordered (D-9)."""
        return self.overdose or self.pump.alarms.holds(alarms.OVER_DELIVERY)

    def most_ng(self):
        """The highest dose that flows again without an increase; None before the first start."""
        if not self.pace.flows:
            return None
        count = len(self.pace.flows)
        reference = self.pace.flows[-1].dose
        if self.pace.pause(count, self.now_ms()) > 3 * DAY or self.pace.holiday(count):
            return min(reference, self.pace.initial())
        return reference
