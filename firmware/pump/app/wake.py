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
    recalled = image is not None and _recall(pump, image[1], text)
    if recalled and image is not None:
        records, damaged = _relive(pump, log, image[0])
        wall = seen_wall(hal)
        pump.restart(_gap_ms(pump, wall), hal.motor.moved())
        if damaged:
            pump.replayed(records, damaged)
        if pump.committed_unseen():
            pump.follow_commit()
        pump.see_wall(wall)
    else:
        _begin(hal, pump, text)
    _judge_copies(pump, log, image is not None, recalled)
    return Clock(hal.ticks_ms(), pump.day, pump.ms)


def _begin(hal: "Hal", pump: "Pump", text: "str | None") -> None:
    """No image: a new pump, or one that has lost all it knew but its prescription."""
    pump.first_boot(hal.motor.moved())
    wall = seen_wall(hal)
    if wall is not None:
        pump.set_wall(wall[0], wall[1])
    if text is not None:
        pump.recall_prescription(text)
        pump.follow_commit()


def _recall(pump: "Pump", image: bytes, text: "str | None") -> bool:
    try:
        pump.recall(image, text)
    except ValueError:
        return False
    return True


def _relive(pump: "Pump", log: "Log", since: int) -> tuple[int, int]:
    """The records after the image; how many, and how many were damaged or told another story."""
    records = damaged = 0
    for entry in log.records(since):
        records += 1
        kind, sequence, day, ms, first, second = entry
        if kind == record.QUANTUM:
            if not pump.relive_quantum(sequence, day, ms, first, second):
                damaged += 1
        else:
            pump.relive_outcome(day, ms, first, second)
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


def _judge_copies(pump: "Pump", log: "Log", stored: bool, recalled: bool) -> None:
    """One bad copy is mended and told; where none is sound, nothing flows."""
    states, prescriptions = log.states, log.prescriptions
    bad_states, bad_prescriptions = states.damaged, prescriptions.damaged
    prescriptions.mend()
    no_image = not recalled and (stored or bad_states > 0)
    no_prescription = pump.active is None and bad_prescriptions > 0
    if no_image or no_prescription:
        pump.lost()
    elif bad_prescriptions or bad_states:
        pump.mended(bad_prescriptions, bad_states)
