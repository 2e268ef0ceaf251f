"""The records after an image, run once more through the code that wrote them, with a null log.

The records make the ledger. What is owed, the bolus and the alarms come of the same code beside it;
where it comes to other figures than the record, the record is right.
"""

from micropython import const

from pump.core.alarms import table as alarms
from pump.core.control.therapy_orders import STOP_REASONS
from pump.core.journal import Early, NullLog
from pump.core.motion.ledger import PART_MIN
from pump.core.motion.order import MOTOR_IDLE, START
from pump.core.profile import ENCODER_RING
from pump.core.therapy import states
from pump.core.therapy.states import RUN

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.pump import Pump

_SEQUENCE_MASK = const(0xFFFFFF)  # so much of a sequence number a record holds
_NONE = (0, 0, 0)  # parts of an outcome: least, most, records that are missing before it


class Replay:
    """One replay of a pump that has recalled an image. `end` puts its log back.

    surplus  a record tells of more steps than were intended: flow was unknown-high, and no image
             tells of the alarm
    """

    def __init__(self, pump: "Pump") -> None:
        self._pump = pump
        self._log = pump.events.use(NullLog())
        self.surplus = False
        self._parts = _NONE  # of an outcome, up to its last one

    def end(self) -> None:
        """All records have been replayed: what happens from now on is written."""
        least, most, _ = self._parts  # of which no rest followed: the order is open
        self._pump.ledger.journal(least, most)
        self._pump.events.use(self._log)

    def quantum(self, sequence: int, day: int, ms: int, counted: int, steps: int) -> bool:
        """A record: the last quantum gave `counted`, at that moment `steps` were intended.

        Whether the code came to the same figures.
        """
        gap = self._bridge(sequence)
        if gap < 0:
            return False
        if self._parts[1]:  # they had no rest
            self.outcome(sequence, day, ms, 0, 0)
        pump = self._pump
        order, ledger, reservoir = pump.order, pump.ledger, pump.drug.reservoir
        given = counted if counted < order.authorised else order.authorised
        told = given if order.in_progress else 0  # by the turn, to the drug
        taken, told_most, before = reservoir.given_steps, ledger.most + told, ledger.journaled()
        null = NullLog(day, ms)
        pump.events.use(null)
        act = self._turn(day, ms, given)
        pump.events.use(NullLog())
        # the encoder of a replay proves nothing: where it has lowered the bound it has not
        reservoir.take(taken + told - reservoir.given_steps)
        known = ledger.least
        reservoir.take(min(0, self._believe(before, counted, counted, steps, told_most)))
        ledger.unwatched(ledger.least - known, 0)  # of quanta that the plan did not know
        ledger.number(self._full(sequence) + 1)
        fits = act == START and (null.counted, null.steps) == (counted, steps)
        order.replayed(steps)
        if not fits:
            service = pump.dispense.active()  # which an image tells before it moves anything
            if service:
                pump.metering.forgive()  # less than a step; the sum is the ledger's
            else:
                order.planned_otherwise()
            if pump.state != RUN and not service:  # an operator started it, and no image could tell
                pump.alarms.set(alarms.OVER_DELIVERY, alarms.NONE, day, ms)
                pump.control.flow.enter(states.START, day, ms)
        return fits and not gap

    def _turn(self, day: int, ms: int, given: int) -> int:
        """The turn that wrote the record, and those before it that left none."""
        pump = self._pump
        order = pump.order
        moved = order.encoder_at() + given & ENCODER_RING
        while order.next_due() < (day, ms):
            due = order.next_due()
            try:
                pump.advance(due[0], due[1], MOTOR_IDLE, given, moved)
            except Early:
                # waits for less than a step: one that would have come there shows a late turn
                order.unplanned()
                break
        order.set_due(day, ms)  # the record proves that it was due
        return pump.advance(day, ms, MOTOR_IDLE, given, moved)

    def outcome(self, sequence: int, day: int, ms: int, least: int, most: int) -> bool:
        """A record: something between came of what was open, and no quantum followed yet. More than
        a record holds stands in parts, and is one outcome.

        False where records before it are missing.
        """
        gap = self._bridge(sequence)
        if gap < 0:
            return False
        self._pump.set_clock(day, ms)
        part = least >= PART_MIN or most >= PART_MIN
        before = self._parts
        least += before[0]
        most += before[1]
        gap += before[2]
        self._parts = (least, most, gap) if part else _NONE
        if not part:
            self._came(day, ms, least, most, not gap)
        return not gap

    def _came(self, day: int, ms: int, least: int, most: int, complete: bool) -> None:
        """Something between came of what was open. `complete`: no record before is missing."""
        pump = self._pump
        order, ledger = pump.order, pump.ledger
        open_order = order.in_progress
        if not open_order and not least and not most:
            if pump.assessment.is_due(day, ms):
                pump.assessment.assess(day, ms)
            return  # it tells the time
        authorised = ledger.intent if open_order else 0
        known = ledger.least
        journaled = ledger.journaled()
        # an upper bound that has come down below what the journal holds leaves the field at 0
        may = authorised + ledger.most - journaled[1]
        surplus = most > max(0, may)
        steps = self._believe(journaled, least, most, 0, ledger.most)
        certain = ledger.least - known
        ledger.unwatched(certain, steps - certain)
        if open_order:
            given = max(steps, certain)  # the upper bound may have come down since
            if given > authorised:
                given = authorised
            # the record has told the ledger, and nothing tells of the encoder
            pump.control.booking.close(day, ms, given, 0, 0, order.encoder_at())
            order.caught_up()
        if surplus and complete:
            self.surplus = True
            pump.alarms.set(alarms.OVER_DELIVERY, alarms.HIGH, day, ms)
            if states.possible(pump.state, states.OVER_DELIVERY):
                pump.control.flow.enter(states.OVER_DELIVERY, day, ms)

    def stop(self, day: int, ms: int, given: int, planned: int) -> int:
        """A record: an operator stopped it, and no image was written any more. `given`: the number
        of its reason and one; 0 where an older version has left it out. The reason's number."""
        self._pump.set_clock(day, ms)
        number = given - 1 if given else STOP_REASONS.index("OTHER")
        orders = self._pump.control.therapy_orders
        orders.stopped_before(number, planned == 1, day, ms)
        return number

    def suspension(self, day: int, ms: int, low: int, high: int) -> int:
        """A record: an operator suspended it, and no image was written any more. For how long."""
        self._pump.set_clock(day, ms)
        for_ms = high << 16 | low
        self._pump.control.therapy_orders.suspended_before(for_ms, day, ms)
        return for_ms

    def _full(self, sequence: int) -> int:
        """The whole sequence number of a record, which holds the low 24 bits of it."""
        ledger = self._pump.ledger
        return ledger.sequence - (ledger.sequence - sequence & _SEQUENCE_MASK)

    def _bridge(self, sequence: int) -> int:
        """How many records are missing before this one, -1 for one of the past.

        Of the quanta that the missing ones tell of only the bounds are known.
        """
        pump = self._pump
        ledger = pump.ledger
        gap = sequence - ledger.sequence & _SEQUENCE_MASK
        if gap > _SEQUENCE_MASK >> 1:
            return -1
        if gap:
            pump.order.abandon()
            steps = ledger.intent + (gap - 1) * pump.order.max_steps
            news = self._believe(ledger.journaled(), 0, steps, 0, ledger.most)
            ledger.unwatched(0, news)
            pump.bolus.missed(steps)
            ledger.skip(gap)
        return gap

    def _believe(
        self, before: tuple[int, int], least: int, most: int, steps: int, told: int
    ) -> int:
        """The ledger follows the record, the drug follows the ledger; by how many steps that goes
        beyond the bound that the drug was `told` of."""
        pump = self._pump
        pump.ledger.recorded(before, least, most, steps)
        more = pump.ledger.most - told
        if more > 0:  # below it: a part of what the image tells, and records follow with the rest
            pump.drug.catheter.doubt(min(more, most - least))
            pump.assessment.settled(pump.day, pump.ms, more, pump.dispense.nobodys())
        return more
