"""Every image that a release has left here is read, and says what it said on that release."""

import json

import pytest

from pump.core import image as images
from pump.core import reasons
from pump.core.alarms import table as alarms
from pump.core.profile import model_named
from pump.core.pump import Pump
from pump.core.therapy.states import RUN, SUSPENDED
from tests.core.bench import DAY, HOUR, MIN, MS, S, World, sha256
from tests.core.cuts import refused
from tests.images.histories import HISTORIES
from tests.images.values import GONE, values
from tests.images.write import HERE, Silent

FIRST = "bb38913"
KEPT = sorted(HERE.glob("*/*.json"))


def name(path):
    return f"{path.parent.name}-{path.stem}"


def facts_of(path):
    facts = json.loads(path.read_text())
    text = facts["prescription"]
    return facts, path.with_suffix(".image").read_bytes(), text and "\n".join(text)


def new_pump(facts):
    return Pump(model_named(facts["model"]), Silent(), sha256, World().pump.order.quantum)


# What section 14 of version 1 and section 17 of versions 1 and 2 said, and no pump says any more:
# `test_its_day_and_its_last_bolus_are_kept` compares them with what became of them.
FORMER = {
    *("boluses of 24 h", "basals of 24 h", "boluses of 24 h ng", "highest basal of 24 h ng"),
    *("exposure recent, next bin", "exposure bins", "drug of 24 h 1/256 ng"),
}


@pytest.mark.parametrize("path", KEPT, ids=name)
def test_it_says_what_it_said(path):
    facts, image, text = facts_of(path)
    pump = new_pump(facts)
    assert images.recall(pump, image, text) == alarms.NONE
    found = values(pump)
    _pause(facts, found)
    for part, said in found.items():
        kept = {each: told for each, told in facts[part].items() if each not in (*FORMER, *GONE)}
        assert {each: said[each] for each in kept} == kept, part
    assert (pump.active_text or None) == text


def _pause(facts, found):
    """The last pause was three moments once, and is one of several since: it counts for longer."""
    held, no_flow = facts["holds"], "no flow for ms"
    held["flow began at"] = held.pop("flow began, ended, was ordered at")[:1]
    assert facts["means"][no_flow] <= found["means"][no_flow]
    facts["means"][no_flow] = found["means"][no_flow]


@pytest.mark.parametrize("path", KEPT, ids=name)
def test_its_day_and_its_last_bolus_are_kept(path):
    """No drug of the day is lost, and each bin of 16 min is rounded up by less than 1/16 ng; what
    was not assessed yet counts as well. The lockout runs from the end of the last bolus."""
    facts, image, text = facts_of(path)
    pump, held = new_pump(facts), facts["holds"]
    images.recall(pump, image, text)
    if "boluses of 24 h" not in held:
        return
    recent = held["exposure recent, next bin"][0]
    told = facts["means"]["drug of 24 h 1/256 ng"] + recent
    assert pump.drug.exposure.recent == recent
    assert told <= pump.drug.exposure.day() <= told + 91 * 16
    ends = [tuple(row[:2]) for row in held["boluses of 24 h"][0]]
    assert pump.lockout._ended == (max(ends) if ends else None)


@pytest.mark.parametrize("path", KEPT, ids=name)
def test_the_band_of_older_images_becomes_that_of_today(path):
    """Its slow patients have the share of a reference that the old slow one had; the fast too."""
    facts, image, text = facts_of(path)
    held = facts["holds"]
    if "effect low end" not in held:
        return
    pump = new_pump(facts)
    images.recall(pump, image, text)
    patients = pump.drug.effect.patients
    references = held["effect references"]
    assert patients[0].reference == references[0]
    for at, old, end in ((1, 1, "low"), (2, 1, "low"), (3, 2, "high"), (4, 2, "high")):
        if references[old]:
            share = held[f"effect {end} end"][1] * 100 / references[old]
            assert abs(patients[at].percent() - share) <= 1


@pytest.mark.parametrize("path", KEPT, ids=name)
def test_written_anew_it_says_the_same(path):
    facts, image, text = facts_of(path)
    pump, again = new_pump(facts), new_pump(facts)
    images.recall(pump, image, text)
    assert images.recall(again, pump.image(), text) == alarms.NONE
    assert values(again) == values(pump)


def powered(path, off_us=0):
    """A bench whose power comes with that image, `off_us` after the moment of which it speaks."""
    facts, image, text = facts_of(path)
    held = facts["holds"]
    (day, ms), offset = held["clock"], held["wall offset"][0]
    world = World(facts["model"], wall=None)
    if offset:
        world.hal.wall_us = ((day + offset[0]) * DAY // 1_000 + ms + offset[1]) * 1_000
    world.hal.states.data = bytes(4) + image
    world.hal.prescriptions.data = text and text.encode()
    world.power_cycle(off_us)
    return world, facts


def limited(facts):
    """But for a pump that has lost its past: see the test of it."""
    return "STORED_DATA" not in facts["alarms"]


@pytest.mark.parametrize("path", [path for path in KEPT if limited(facts_of(path)[0])], ids=name)
def test_power_comes_on_it_and_what_it_limits_is_limited(path):
    world, facts = powered(path, MIN)
    pump, told, held = world.pump, facts["means"], facts["holds"]
    passed_ms = MIN // 1_000 if held["wall offset"][0] else 0
    assert pump.titration.reference_ng == held["reference dose ng/day"][0]
    lock_ms = pump.titration.locked_ms(pump.day, pump.ms)
    assert lock_ms == max(0, told["no increase for ms"] - passed_ms)
    if pump.lockout._ended is not None:
        assert pump.lockout.left_ms(DAY // MS, pump.day, pump.ms) > 0
    assert pump.ledger.bounds() == tuple(told["delivered steps at least, at most"])
    present = [alarms.TABLE[alarm][0] for alarm in pump.alarms.listed()]
    assert set(facts["alarms"]) <= set(present)
    assert "STORED_DATA" not in present


@pytest.mark.parametrize("path", KEPT, ids=name)
def test_what_ran_goes_on_with_the_same_dose(path):
    """A day of the bench's motor gives the day's volume, to one order; what stood stands."""
    world, facts = powered(path, S)
    state = facts["holds"]["state"][0]
    runs = state in (RUN, SUSPENDED) or bool(facts["holds"]["state"][2])
    if state == SUSPENDED:
        world.order(world.pump.resume)
    if runs and state != RUN and state != SUSPENDED:
        world.until(lambda: world.pump.state == RUN, 10 * MIN, S)
    pump, before = world.pump, world.motor.rotor
    bridges = len(pump.drug.catheter.slugs()) > 1 and pump.drug.catheter.tip_ng_per_ml()
    world.wait(DAY)
    given = world.motor.rotor - before
    if not runs:
        assert given == 0
        return
    program = world.pump.program
    wanted = program.volume_pl_ms() * 64_000 // (DAY // 1_000) // 10**9
    if bridges:  # what stands at the tip all day, and not what the reservoir holds
        wanted = wanted * pump.reservoir.concentration_ng_per_ml // bridges
    assert abs(given - wanted) <= 2 * world.pump.order.max_steps


@pytest.mark.parametrize("path", sorted(HERE.glob("*/with_its_image_lost.json")), ids=name)
def test_a_past_that_any_release_lost_is_limited_by_todays(path):
    """The first one kept no lock and asked nothing: its image is read, and now it is limited."""
    world, facts = powered(path, MIN)
    pump = world.pump
    assert facts["alarms"]["STORED_DATA"][:2] == ["ACTIVE", "HIGH"]
    assert pump.titration.reference_ng == pump.in_force.daily_ng == 110_000
    left_ms = pump.titration.locked_ms(pump.day, pump.ms)
    assert 22 * HOUR // MS <= left_ms <= DAY // MS
    world.order(pump.fill, 18_000_000, 500_000)
    refused(world, reasons.CONFIRMATION_NEEDED, pump.start)
    world.order(pump.start, True)
    refused(world, reasons.LOCKOUT, pump.give_bolus, 1_000, 600_000, True)


@pytest.mark.parametrize("path", sorted(HERE.glob("*/with_its_image_lost.json")), ids=name)
def test_it_is_not_limited_anew_with_every_power_cut(path):
    world, _ = powered(path, MIN)
    for _ in range(3):
        world.wait(8 * HOUR)
        world.power_cycle(MIN)
    assert world.pump.titration.locked_ms(world.pump.day, world.pump.ms) == 0


def test_the_first_release_has_left_its_images():
    """What is kept here stays: a later list of histories may only be longer."""
    kept = {path.stem for path in KEPT if path.parent.name == FIRST}
    assert kept <= {history.__name__ for history in HISTORIES}
    assert len(kept) == 11


@pytest.mark.parametrize("path", KEPT, ids=name)
def test_image_and_text_stand_side_by_side(path):
    facts, image, _ = facts_of(path)
    assert facts["written by"] == path.parent.name
    assert facts["doing"]
    flat = path.parent.name == FIRST
    assert image.startswith(b"CIS2") != flat
