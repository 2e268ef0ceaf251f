"""The image of the whole pump: what is kept through a power cut, written and read by one list.

An image speaks up to one record of the journal; `replay` goes on from there. Reading is all or
nothing: every section is checked before the first field changes.

A section without which a limit, a lock or an alarm would be forgotten is REQUIRED: an image that
lacks it, or has it in a later version than ours, is refused. Of any other one the part stays as
new, and whoever recalls is told.
"""

from micropython import const

from pump.core import sections
from pump.core.alarms.table import LOW
from pump.core.codec import Checker, Reader
from pump.core.journal import NullLog
from pump.core.prescription.in_force import parsed

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.prescription.prescription import Prescription
    from pump.core.protocols import Part
    from pump.core.pump import Pump
    from pump.core.sections import Sections


# Numbers are for ever; a part whose fields change raises its version and reads the ones before. One
# that joins later takes the next number: the images before it do not have it, and may lack it.
# Those of REQUIRED sections have that bit. Written out: a table of constants takes no heap.
CALIBRATION = const(0x93)
PUMP = const(0x81)
RESTARTS = const(0x02)
IN_FORCE = const(0x83)
TITRATION = const(0x84)
THERAPY = const(0x85)
SCHEDULE = const(0x86)
FAULTS = const(0x07)
ORDER = const(0x88)
METERING = const(0x09)
LEDGER = const(0x8A)
RESERVOIR = const(0x8B)
CATHETER = const(0x8C)
EFFECT = const(0x0D)
EXPOSURE = const(0x8E)
ALARMS = const(0x8F)
BOLUS = const(0x90)
LOCKOUT = const(0x91)
ASSESSMENT = const(0x12)
DISPENSE = const(0x94)
MISSING_LINES = const(0x15)
HISTORY = const(0x17)
INTERRUPTION = const(0x96)
SCREENING = const(0x98)
WEANING = const(0x9C)
ATTESTED = const(0x1B)
BATTERY = const(0x19)
TREND = const(0x1A)
# fmt: off
_NUMBERS = (
    CALIBRATION,  # first: it says what a step of the others is
    PUMP, RESTARTS, IN_FORCE, TITRATION, THERAPY, SCHEDULE, FAULTS, ORDER, METERING,
    LEDGER, RESERVOIR, CATHETER, EFFECT, EXPOSURE, ALARMS, BOLUS, LOCKOUT, ASSESSMENT, DISPENSE,
    MISSING_LINES, HISTORY, INTERRUPTION, SCREENING, WEANING, ATTESTED, BATTERY, TREND,
)
# as written today
_VERSIONS = (1, 1, 1, 1, 2, 3, 1, 1, 1, 1, 1, 2, 3, 3, 2, 1, 1, 3, 1, 3, 1, 1, 2, 1, 1, 2, 2, 1)
# fmt: on
_ABSENT = (0, b"")
_FROM_THE_FIRST = const(18)  # up to here every image has them


def parts_of(pump: "Pump") -> "tuple[Part, ...]":
    """What each section of an image is of, in the order of `_NUMBERS`."""
    drug = pump.drug
    return (
        pump.calibration,
        pump,
        pump.restarts,
        pump.in_force,
        pump.titration,
        pump.therapy,
        pump.schedule,
        pump.faults,
        pump.order,
        pump.metering,
        pump.ledger,
        drug.reservoir,
        drug.catheter,
        drug.effect,
        drug.exposure,
        pump.alarms,
        pump.bolus,
        pump.lockout,
        pump.assessment,
        pump.dispense,
        pump.missing,
        pump.titration.history,
        pump.titration.interruption,
        pump.titration.history.screening,
        pump.weaning,
        pump.events.attested,
        pump.battery,
        pump.trend,
    )


def written(pump: "Pump") -> bytearray:
    """The whole pump as it is now, in some hundred bytes."""
    image = sections.Image()
    parts = parts_of(pump)
    for at in range(len(parts)):
        image.begin(_NUMBERS[at], _VERSIONS[at])
        parts[at].persist(image.codec)
        image.end()
    return image.sealed(pump.sha256)


def recall(pump: "Pump", data: bytes, text: "str | None") -> int:
    """Be the pump of that image, with the prescription in force; None: no copy is sound.

    The priority at which what was not understood has to be told: NONE when all was, LOW where this
    version did without a section, that of an alarm that was present and is not in its table.
    ValueError when the image is damaged, of another head, or lacks or holds what must not be
    forgotten; nothing has changed then.
    """
    rx = None if text is None else parsed(text, pump.model.capacity_nl)
    if sections.is_sectioned(data):
        found = sections.split(data, pump.sha256)
    else:
        from pump.core import flat_image  # once after an update, if ever: no heap for it otherwise

        found = flat_image.split(data)
    parts = parts_of(pump)
    whole = _check(parts, found)
    for at in range(len(parts)):
        version, content = found.get(_NUMBERS[at], _ABSENT)
        if 0 < version <= _VERSIONS[at]:
            parts[at].persist(Reader(content, version))
    _derive(pump)
    if rx is not None and text is not None:
        _hold(pump, rx, text)
    return pump.alarms.unknown if whole else max(LOW, pump.alarms.unknown)


def recall_prescription(pump: "Pump", text: str) -> None:
    """The prescription in force, as it was stored. ValueError for another pump's."""
    _hold(pump, parsed(text, pump.model.capacity_nl), text)


def _hold(pump: "Pump", rx: "Prescription", text: str) -> None:
    """It is no news: nothing of it is written."""
    log = pump.events.use(NullLog())
    pump.control.commitment.hold(rx, text, pump.day, pump.ms)
    pump.events.use(log)


def _check(parts: "tuple[Part, ...]", found: "Sections") -> bool:
    """Whether every section is there and known; ValueError where this version cannot go on."""
    whole = True
    for at in range(len(parts)):
        number = _NUMBERS[at]
        required = number & sections.REQUIRED
        if number not in found:
            if number & ~sections.REQUIRED > _FROM_THE_FIRST:
                continue
            if required:
                raise ValueError("the image lacks what this version must not forget")
            whole = False
        elif not _readable(parts[at], _VERSIONS[at], found[number]):
            if required:
                raise ValueError("the image has a section of a later version")
            whole = False
    for number in found:
        if number not in _NUMBERS:
            if number & sections.REQUIRED:
                raise ValueError("the image holds what this version must not forget")
            whole = False
    return whole


def _readable(part: "Part", latest: int, section: "tuple[int, bytes]") -> bool:
    """Whether the section is of a version that the part knows; ValueError for a wrong one."""
    version, content = section
    if version > latest:
        return False
    codec = Checker(content, version)
    if version == 0:
        raise ValueError("the image has a section of no version")
    part.persist(codec)
    if not codec.ended():
        raise ValueError("a section of the image has a rest")
    return True


def _derive(pump: "Pump") -> None:
    """What is made from what was read."""
    held = pump.drug.reservoir.concentration_ng_per_ml
    if held:
        pump.order.limit(max(held, pump.drug.catheter.highest_ng_per_ml()))
    pump.attention.weans(pump.weaning.next_due())
    rate = pump.schedule.rate_pl_per_day
    if rate:
        pump.metering.set_rate(rate, pump.bolus.per_ms)
