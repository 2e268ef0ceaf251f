"""Power-on: what the stores hold becomes the pump again, and its clock goes on.

The pump's own time is monotonic since first boot. While the power was off only the wall clock can
have run: where it was set before and shows a later moment now, the gap is known.
"""

from pump.app.clock import Clock
from pump.app.wall import read_wall
from pump.app.writing_down import write_lines
from pump.core import events, power_on
from pump.core.events import stamp
from pump.core.image import recall, recall_prescription
from pump.core.profile import GAP_MAX_DAYS, WALL_DRIFT_MS
from pump.core.replay import Replay
from pump.core.units import MS_PER_DAY, elapsed_ms, moment
from pump.store import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.core.pump import Pump
    from pump.hal import Hal
    from pump.store.journal import Log

UNKNOWN = -1
_WATCHDOG = 1  # hal.reset_cause
_PROGRAM = 2


def restore(hal: "Hal", pump: "Pump", log: "Log") -> Clock:
    """Bring a new pump to where the stores say that it was, and the time to now."""
    log.open()
    image, text = log.image(), log.prescription()
    if image is None or not _recalled(hal, pump, log, image, text):
        power_on.first_boot(pump, hal.motor.moved())
        wall = read_wall(hal)
        if wall is not None:
            pump.set_wall(wall[0], wall[1])
        if text is not None and _recall_prescription(pump, text):
            power_on.apply_pending(pump)
        if image is not None or log.states.damaged or log.ring.next or log.prescriptions.damaged:
            power_on.image_lost(pump)
    log.prescriptions.mend()
    if log.lines_wait():
        # now: a program that fails in its first turn leaves them
        write_lines(pump, log)
    return Clock(hal.ticks_ms(), pump.day, pump.ms)


def _recalled(
    hal: "Hal", pump: "Pump", log: "Log", image: "tuple[int, bytes]", text: "str | None"
) -> bool:
    """Go on from that image; False, and the pump is as new, when it cannot be read."""
    try:
        not_understood = recall(pump, image[1], text)
    except ValueError:
        return False
    _resume(hal, pump, log, image[0])
    _report_damage(pump, log)
    if not_understood:
        power_on.not_understood(pump, not_understood)
    return True


def _resume(hal: "Hal", pump: "Pump", log: "Log", since: int) -> None:
    replay = Replay(pump)
    stops: list[tuple[int, int, int, int]] = []
    records, damaged = _replayed(hal, replay, log, since, stops)
    wall = read_wall(hal)
    pending = pump.control.commitment.pending()
    if pending and log.prescriptions.damaged:
        power_on.discard(pump)  # a cut damages no copy: this is an older text, the right one rotted
        pending = False
    power_on.tell_stops(pump, stops)
    gap_ms = _gap_ms(pump, wall)
    if gap_ms == UNKNOWN and (hal.reset_cause == _WATCHDOG or hal.reset_cause == _PROGRAM):
        gap_ms = 0  # of seconds
    power_on.restart(pump, gap_ms, hal.motor.moved(), replay.surplus)
    power_on.note_cause(pump, hal.reset_cause)
    if damaged and not pending:  # a newer programme plans other quanta
        power_on.replayed(pump, records, damaged)
    if pending:
        power_on.apply_pending(pump)
    pump.control.clock_orders.see_wall(wall, pump.day, pump.ms)


def _recall_prescription(pump: "Pump", text: str) -> bool:
    try:
        recall_prescription(pump, text)
    except ValueError:
        return False
    return True


def _replayed(
    hal: "Hal", replay: Replay, log: "Log", since: int, stops: "list[tuple[int, int, int, int]]"
) -> tuple[int, int]:
    """The records after the image; how many, and how many were damaged or did not fit. `stops`
    takes those of which the log does not tell: its lines come after the answer.

    Each feeds the watchdog: a ring that no image came after for days takes minutes, and then ends.
    """
    records = damaged = 0
    last = None
    for entry in log.records(since):
        records += 1
        hal.feed()
        kind, sequence, day, ms, first, second = entry
        if entry == last:
            sound = False  # the same twice counts once
        elif kind == record.QUANTUM:
            sound = replay.quantum(sequence, day, ms, first, second)
        elif kind == record.OUTCOME:
            sound = replay.outcome(sequence, day, ms, first, second)
        else:
            if kind == record.STOP:
                told = (day, ms, events.STOP, replay.stop(day, ms, first, second))
            else:
                told = (day, ms, events.SUSPEND, replay.suspension(day, ms, first, second))
            if _later(log, day, ms):
                stops.append(told)
            sound = True
        damaged += not sound
        last = entry
    replay.end()
    return records, damaged


def _later(log: "Log", day: int, ms: int) -> bool:
    """Whether that moment is later than the newest line of the event log."""
    words = log.events.newest.split(b" ")
    wanted = stamp(day, ms).encode().split(b" ")
    if len(words) < len(wanted) or len(words[0]) != len(wanted[0]):
        return len(words[0]) < len(wanted[0])
    return words[: len(wanted)] < wanted


def _gap_ms(pump: "Pump", wall: "tuple[int, int] | None") -> int:
    """How long nothing is known of, by the wall clock; UNKNOWN when it cannot say."""
    offset = pump.schedule.wall_offset
    if wall is None or offset is None:
        return UNKNOWN
    day, ms = moment(wall[0] - offset[0], wall[1] - offset[1])
    gap_ms = elapsed_ms(pump.day, pump.ms, day, ms)
    if -WALL_DRIFT_MS <= gap_ms < 0:
        return 0
    return gap_ms if 0 <= gap_ms <= GAP_MAX_DAYS * MS_PER_DAY else UNKNOWN


def _report_damage(pump: "Pump", log: "Log") -> None:
    """One bad copy is mended and told; where none is sound, nothing flows."""
    bad_states, bad_prescriptions = log.states.damaged, log.prescriptions.damaged
    if pump.active is None and (pump.in_force.digest or bad_prescriptions):
        power_on.lost(pump)
    elif bad_prescriptions or bad_states:
        power_on.mended(pump, bad_prescriptions, bad_states)
