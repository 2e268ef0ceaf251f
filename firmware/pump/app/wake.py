"""Power-on: what the stores hold becomes the pump again, and its clock goes on.

The pump's own time is monotonic since first boot. While the power was off only the wall clock can
have run: where it was set before and shows a later moment now, the gap is known.
"""

from pump.app.clock import Clock
from pump.app.wall import seen_wall
from pump.core.profile import GAP_MAX_DAYS, WALL_DRIFT_MS
from pump.core.units import MS_PER_DAY, elapsed_ms, moment
from pump.store import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.core.pump import Pump
    from pump.hal import Hal
    from pump.store.journal import Log

UNKNOWN = -1


def wake(hal: "Hal", pump: "Pump", log: "Log") -> Clock:
    """Bring a new pump to where the stores say that it was, and the time to now."""
    log.open()
    image, text = log.image(), log.prescription()
    if image is not None and _recall(pump, image[1], text):
        _resume(hal, pump, log, image[0])
        _judge_copies(pump, log)
    else:
        pump.first_boot(hal.motor.moved())
        wall = seen_wall(hal)
        if wall is not None:
            pump.set_wall(wall[0], wall[1])
        if text is not None and _recall_prescription(pump, text):
            pump.follow_commit(0)
        if image is not None or log.states.damaged or log.ring.next or log.prescriptions.damaged:
            pump.lost()
    log.prescriptions.mend()
    return Clock(hal.ticks_ms(), pump.day, pump.ms)


def _resume(hal: "Hal", pump: "Pump", log: "Log", since: int) -> None:
    records, damaged = _relive(hal, pump, log, since)
    wall = seen_wall(hal)
    before_ng = pump.titration.reference_ng
    unseen = pump.committed_unseen()
    if unseen and log.prescriptions.damaged:
        pump.disown()  # a cut damages no copy: this one is an older text, the right one rotted
        unseen = False
    pump.restart(_gap_ms(pump, wall), hal.motor.moved())
    pump.note_cause(hal.reset_cause)
    if damaged and not unseen:  # a newer programme plans other quanta
        pump.replayed(records, damaged)
    if unseen:
        pump.follow_commit(before_ng)
    pump.see_wall(wall)


def _recall(pump: "Pump", image: bytes, text: "str | None") -> bool:
    try:
        pump.recall(image, text)
    except ValueError:
        return False
    return True


def _recall_prescription(pump: "Pump", text: str) -> bool:
    try:
        pump.recall_prescription(text)
    except ValueError:
        return False
    return True


def _relive(hal: "Hal", pump: "Pump", log: "Log", since: int) -> tuple[int, int]:
    """The records after the image; how many, and how many were damaged or told another story.

    Each feeds the watchdog: a ring that no image came after for days takes minutes, and then ends.
    """
    records = damaged = 0
    last = None
    voice = pump.hush()
    for entry in log.records(since):
        records += 1
        hal.feed()
        kind, sequence, day, ms, first, second = entry
        if entry == last:
            sound = False  # the same twice: told once
        elif kind == record.QUANTUM:
            sound = pump.relive_quantum(sequence, day, ms, first, second)
        elif kind == record.OUTCOME:
            sound = pump.relive_outcome(sequence, day, ms, first, second)
        else:
            pump.relive_stop(day, ms)
            sound = True
        damaged += not sound
        last = entry
    pump.log = voice
    return records, damaged


def _gap_ms(pump: "Pump", wall: "tuple[int, int] | None") -> int:
    """How long nothing is known of, by the wall clock; UNKNOWN when it cannot say."""
    offset = pump.wall_offset
    if wall is None or offset is None:
        return UNKNOWN
    day, ms = moment(wall[0] - offset[0], wall[1] - offset[1])
    gap_ms = elapsed_ms(pump.day, pump.ms, day, ms)
    if -WALL_DRIFT_MS <= gap_ms < 0:
        return 0
    return gap_ms if 0 <= gap_ms <= GAP_MAX_DAYS * MS_PER_DAY else UNKNOWN


def _judge_copies(pump: "Pump", log: "Log") -> None:
    """One bad copy is mended and told; where none is sound, nothing flows."""
    bad_states, bad_prescriptions = log.states.damaged, log.prescriptions.damaged
    if pump.active is None and (pump.active_digest or bad_prescriptions):
        pump.lost()
    elif bad_prescriptions or bad_states:
        pump.mended(bad_prescriptions, bad_states)
