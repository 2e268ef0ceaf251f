"""Rule 5 of the house: who holds state writes it down itself, in a section of its own, for ever.

The numbers below are in images on boards. A line may be added; none may change or go, and none may
be used for something else, even when its part is gone.
"""

import re

import pytest

from pump.core import image, sections
from pump.core.alarms.attention import Attention
from tests.core.bench import World, sha256
from tests.core.fields import ANEW, BROUGHT, GIVEN, fields, is_joint, under
from tests.house.files import ROOT

# number -> the part, the version that is written today, whether forgetting it is unsafe
FOR_EVER = {
    19: ("Calibration", 1, True),  # first in an image: it says what a step of the others is
    1: ("Pump", 1, True),
    2: ("Restarts", 1, False),
    3: ("InForce", 1, True),
    4: ("Titration", 2, True),
    5: ("TherapyState", 3, True),
    6: ("Schedule", 1, True),
    7: ("FaultHandling", 1, False),
    8: ("Order", 1, True),
    9: ("Metering", 1, False),
    10: ("Ledger", 1, True),
    11: ("Reservoir", 2, True),
    12: ("Catheter", 3, True),
    13: ("Effect", 3, False),
    14: ("Exposure", 2, True),
    15: ("Alarms", 1, True),
    16: ("Bolus", 1, True),
    17: ("Lockout", 3, True),
    18: ("Assessment", 1, False),
    20: ("Dispense", 3, True),
    21: ("MissingLines", 1, False),
    23: ("History", 1, False),
    22: ("Interruption", 2, True),
    24: ("Screening", 1, True),
    28: ("Weaning", 1, True),
    27: ("Attested", 2, False),
    25: ("Battery", 2, False),
    26: ("Trend", 1, False),
}
# Patients, what waits for the band's and the line as it may mix are in the section of Effect,
# which holds nothing beside them; the bounds of the windows are in that of Exposure.
WITHIN = {"Patient", "Band", "Mixing", "Bounds"}
HOLDERS = {"Effect"}
NAMES = (
    "CALIBRATION",
    "PUMP",
    "RESTARTS",
    "IN_FORCE",
    "TITRATION",
    "THERAPY",
    "SCHEDULE",
    "FAULTS",
    "ORDER",
)
NAMES += ("METERING", "LEDGER", "RESERVOIR", "CATHETER", "EFFECT", "EXPOSURE", "ALARMS", "BOLUS")
NAMES += ("LOCKOUT", "ASSESSMENT", "DISPENSE", "MISSING_LINES", "HISTORY", "INTERRUPTION")
NAMES += ("SCREENING", "WEANING", "ATTESTED", "BATTERY", "TREND")


def parts(thing, seen):
    """Every object of the core that a pump holds, itself first, each once."""
    if isinstance(thing, (list, tuple)):
        for each in thing:
            yield from parts(each, seen)
    elif is_joint(thing) and id(thing) not in seen:
        seen.add(id(thing))
        yield thing
        for value in thing.__dict__.values():
            yield from parts(value, seen)


@pytest.fixture(scope="module")
def pump():
    """One that runs, so that each part has something to write down."""
    world = World()
    world.begin()
    return world.pump


def stateful(pump):
    """The classes whose own fields a power cut must not take, by what tests/core/fields.py says of
    each field: neither brought from elsewhere, nor begun anew, nor given by the board."""
    held = set()
    for path, _ in fields(pump):
        if any(under(path, reasons) for reasons in (BROUGHT, ANEW, GIVEN)):
            continue
        owner = pump
        for step in path.split(".")[:-1]:
            owner = owner[int(step)] if step.isdigit() else getattr(owner, step)
        held.add(type(owner))
    return held


def test_whoever_holds_state_writes_it_down_itself(pump) -> None:
    found = stateful(pump)
    assert len(found) == len(FOR_EVER) - len(HOLDERS) + len(WITHIN)
    assert [part.__name__ for part in found if "persist" not in part.__dict__] == []


def test_whoever_writes_itself_down_has_a_section_of_its_own(pump) -> None:
    writers = {type(part).__name__ for part in parts(pump, set()) if hasattr(part, "persist")}
    assert writers == {name for name, _, _ in FOR_EVER.values()} | WITHIN
    assert {part.__name__ for part in stateful(pump)} == writers - HOLDERS


def test_the_sections_of_an_image_are_those_of_the_table(pump) -> None:
    written = sections.split(pump.image(), sha256)
    expected = {
        number | (sections.REQUIRED if required else 0): version
        for number, (_, version, required) in FOR_EVER.items()
    }
    assert {number: version for number, (version, _) in written.items()} == expected
    assert list(written) == list(expected)  # a reader of today reads them in this order


def test_each_section_is_its_part_s(pump) -> None:
    listed = image.parts_of(pump)
    numbers = [number & ~sections.REQUIRED for number in image._NUMBERS]
    names = dict(zip(numbers, [type(part).__name__ for part in listed], strict=True))
    assert names == {number: name for number, (name, _, _) in FOR_EVER.items()}
    assert len({id(part) for part in listed}) == len(listed)
    assert list(image._VERSIONS) == [version for _, version, _ in FOR_EVER.values()]


def test_the_numbers_have_their_names() -> None:
    """By name too: a number given twice would be one section for two parts."""
    numbers = [getattr(image, name) & ~sections.REQUIRED for name in NAMES]
    assert numbers == list(FOR_EVER)
    text = (ROOT / "firmware/pump/core/image.py").read_text()
    assert tuple(re.findall(r"^([A-Z]\w*) = const\(0x\w+\)$", text, re.M)) == NAMES


def test_a_part_that_writes_nothing_is_seen(pump, monkeypatch) -> None:
    """The check itself: were a pause of the tones to outlive a cut, it would have to be written."""
    assert Attention not in stateful(pump)
    monkeypatch.delitem(ANEW, "attention")
    assert Attention in stateful(pump)
    assert "persist" not in Attention.__dict__
