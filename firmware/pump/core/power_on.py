"""Power-on, the first and every other: what a cut leaves open is settled, and time has passed.

The quantum that was under way gave nothing, all, or something between; the next dose is planned
from all. A bolus is over and never given again. How therapy goes on is `restart`'s policy.
"""

from micropython import const

from pump.core import events
from pump.core.alarms import conditions
from pump.core.alarms import table as alarms
from pump.core.drug.catheter import DOSE_UNITS
from pump.core.restart import GO_ON, REFUSE, policy
from pump.core.therapy import states
from pump.core.therapy.states import RUN
from pump.core.units import moment

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.pump import Pump


def first_boot(pump: "Pump", moved: int) -> None:
    """Nothing is stored: a new pump. The encoder stands at `moved`."""
    pump.order.power_on(moved)
    pump.control.trends.begin()
    pump.restarts.boot(pump.day, pump.ms)
    _event(pump, events.BOOT, pump.metering.steps_per_ml, pump.model.capacity_nl)


def restart(pump: "Pump", gap_ms: int, moved: int, surplus: bool = False) -> None:
    """Power is back `gap_ms` after the last thing that is known; -1: nobody knows how long.

    An unknown gap is not none (D-6): what ran goes on at the lower dose, what stood asks for a
    confirmation, and what depends on it is told as unknown. Locks last longer by it. The encoder
    stands at `moved`; `surplus`: the records tell of steps that nobody ordered.
    """
    cut_bolus = _settle_open(pump)
    if pump.state == RUN:
        pump.therapy.ended_at((pump.day, pump.ms))
    pump.order.power_on(moved)
    pump.control.trends.begin()
    _pass(pump, gap_ms)
    pump.restarts.boot(pump.day, pump.ms)
    _event(pump, events.BOOT, pump.metering.steps_per_ml, pump.model.capacity_nl)
    _event(pump, events.RESTART, pump.restarts.boots, gap_ms)
    _event(pump, events.LEDGER, pump.ledger.least, pump.ledger.most)
    day, ms = pump.day, pump.ms
    if pump.dispense.active():
        pump.control.dispensing().cut(day, ms)
    if surplus:
        pump.events.add_alarm(alarms.OVER_DELIVERY, alarms.HIGH, alarms.ACTIVE, day, ms)
    if cut_bolus:
        pump.control.booking.bolus_ended(day, ms)
        pump.alarms.tell(alarms.BOLUS_CUT, alarms.LOW, day, ms)
    count, within_ms = pump.restarts.reset(day, ms)
    wide = pump.ledger.uncertainty_since_fill() > pump.order.max_steps
    pump.alarms.tell(alarms.RESET, conditions.resets(count, within_ms, wide), day, ms)
    if pump.assessment.is_due(day, ms):
        pump.assessment.assess(day, ms, False)
    if pump.alarms.holds(alarms.STORED_DATA) and pump.titration.knows_nothing():
        _past_unknown(pump)  # a release lost it that did not limit anything by that
    if gap_ms < 0:
        _gap_unknown(pump)
    _go_on(pump)


def tell_stops(pump: "Pump", stops: "list[tuple[int, int, int, int]]") -> None:
    """Before `restart`: the journal tells of stops and suspensions by (day, ms, event, figure),
    neither image nor log do: their lines are written now."""
    for day, ms, code, figure in stops:
        pump.events.add(day, ms, code, figure, pump.ledger.most)
        pump.alarms.tell_again(alarms.STOPPED, day, ms)


def note_cause(pump: "Pump", cause: int) -> None:
    """Why this boot was, after `restart`: hal.reset_cause. That the power came goes without
    saying."""
    if cause:
        _event(pump, events.CAUSE, cause, pump.restarts.boots)


def note_firmware_fault(pump: "Pump", reason: str) -> None:
    """An exception has ended the program, which is why this boot was; after `restart`.

    `reason`: type, place and text, as events.firmware_fault_line wants it. It stands in both
    logs, and the alarm is latched until an operator has seen it; all else is as after a reset.
    """
    line = events.firmware_fault_line(pump.day, pump.ms, reason)
    pump.events.add_line(line)
    pump.alarms.tell(alarms.FIRMWARE_FAULT, alarms.HIGH, pump.day, pump.ms)


def _settle_open(pump: "Pump") -> bool:
    """Settle what was under way; whether a bolus was part of it."""
    order, ledger = pump.order, pump.ledger
    ahead_ms = steps = 0
    ledger.power_on()
    if order.in_progress:
        ahead_ms, steps = order.planned_ms, ledger.intent
        moved = order.encoder_at()
        order.close(pump.day, pump.ms, ahead_ms, steps, 0, steps, moved)
        pump.drug.catheter.doubt(steps)
    cut_bolus = pump.bolus.active()
    if cut_bolus:
        pump.bolus.cut(ahead_ms)
    pump.assessment.settled(pump.day, pump.ms, steps, pump.dispense.nobodys())
    return cut_bolus


def _pass(pump: "Pump", gap_ms: int) -> None:
    """Time went by without flow; what was due in it is not made up."""
    day, ms = moment(pump.day, pump.ms + (gap_ms if gap_ms > 0 else 0))
    pump.set_clock(day, ms)
    pump.order.mark(day, ms)
    pump.assessment.without_power(day, ms)


def _gap_unknown(pump: "Pump") -> None:
    """Nobody knows how long nothing flowed, until the clock is set or a person answers for it."""
    assessed = pump.assessment.assessed_day, pump.assessment.assessed_ms
    ended = pump.therapy.since if pump.titration.reference_ng else None
    before = [assessed] + pump.drug.effect.states(pump.drug.exposure.recent)
    interruption = pump.titration.interruption
    interruption.cut(ended, pump.schedule.wall_offset, before, pump.day, pump.ms)


def _go_on(pump: "Pump") -> None:
    """What flowed, or would by itself, flows again."""
    day, ms, rx = pump.day, pump.ms, pump.active
    therapy, flow = pump.therapy, pump.control.flow
    # the fill that a prescription reckons with may be in no image
    held = pump.reservoir.concentration_ng_per_ml
    knows_drug = rx is not None and rx.concentration_ng_per_ml == held
    what = policy(therapy.now, therapy.resume_at is not None, knows_drug)
    if what == REFUSE:
        ended = therapy.since
        lost(pump)
        therapy.ended_at(ended)
        flow.judge_stop(day, ms)
        return
    if what == GO_ON and therapy.now == RUN:
        flow.run(states.POWER_RESTORED, day, ms)
        _event(pump, events.RESUME, pump.schedule.rate_now(ms), pump.ledger.most)
    pump.order.set_due(day, ms)


# What was found in the stores ------------------------------------------------------------------


def mended(pump: "Pump", prescriptions_bad: int, images_bad: int) -> None:
    """So many copies were damaged, and a sound one made them whole: the other copy, or, where
    both of the prescription rotted while it ran, the one that runs."""
    _event(pump, events.MENDED, prescriptions_bad, images_bad)
    pump.alarms.tell(alarms.STORED_DATA, alarms.LOW, pump.day, pump.ms)


def replayed(pump: "Pump", records: int, damaged: int) -> None:
    """Of so many records so many were damaged: the ledger's bounds have widened by them."""
    _event(pump, events.REPLAYED, records, damaged)
    pump.alarms.tell(alarms.STORED_DATA, alarms.LOW, pump.day, pump.ms)


def not_understood(pump: "Pump", priority: int) -> None:
    """The image is a later version's and holds what this one may do without: that is gone. An
    alarm among it was of that priority."""
    pump.alarms.tell(alarms.STORED_DATA, priority, pump.day, pump.ms)


def keys_damaged(pump: "Pump", damaged: int) -> None:
    """So many of the two copies of the keys were damaged. Of two, the keys are lost."""
    _event(pump, events.KEYS_DAMAGED, damaged, 2)
    if not pump.alarms.holds(alarms.STORED_DATA):  # else a worse one is told already
        priority = alarms.LOW if damaged == 1 else alarms.MEDIUM
        pump.alarms.tell(alarms.STORED_DATA, priority, pump.day, pump.ms)


def image_lost(pump: "Pump") -> None:
    """No image can be read: what had been limited by the past is limited by the worst past.

    No bolus and no increase for 24 h, and a question before the first start. The 24 hours of
    exposure count as if the prescription in force had flowed in them.
    """
    _past_unknown(pump)
    pump.calibration.lost()
    pump.battery.lost()
    lost(pump)


def _past_unknown(pump: "Pump") -> None:
    day, ms, daily_ng = pump.day, pump.ms, pump.in_force.daily_ng
    pump.titration.past_unknown(daily_ng, day, ms)
    pump.lockout.past_unknown(day, ms)
    pump.drug.exposure.flooded(daily_ng * DOSE_UNITS)


def lost(pump: "Pump") -> None:
    """No image or no prescription, or not of one time: an unknown rate never flows.

    Without an image the ledger begins at nothing, and says so until a fill opens an account.
    """
    pump.control.flow.enter(states.DATA_LOST, pump.day, pump.ms)
    pump.ledger.forget_past(pump.restarts.boots > 1)
    pump.metering.forgive()  # by a plan that nobody knows: nothing is caught up
    pump.alarms.set(alarms.STORED_DATA, alarms.HIGH, pump.day, pump.ms)


def apply_pending(pump: "Pump") -> None:
    """The prescription in force is newer than the image: it counts as committed now."""
    pump.metering.forgive()  # planned by another programme: less than a step
    pump.control.commitment.apply_pending(pump.day, pump.ms)


def discard(pump: "Pump") -> None:
    """What was found as the prescription is not the one in force, and that one is lost."""
    pump.in_force.discard()


def _event(pump: "Pump", code: int, first: int, second: int) -> None:
    pump.events.add(pump.day, pump.ms, code, first, second)
