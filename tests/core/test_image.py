"""The image of a pump: a new pump that recalls it is that pump, down to the last field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.core import image as images
from pump.core.profile import PumpModel
from pump.core.pump import Pump
from pump.core.reasons import Refused
from tests.core.bench import World, sha256
from tests.core.example_share import percent
from tests.core.fields import ANEW, BROUGHT, GIVEN, fields, kept_fields, under
from tests.core.histories import HISTORIES, play, world
from tests.core.snapshot import snapshot
from tests.core.used_pumps import PUMPS, in_a_bolus, in_trouble


class Silent:
    """A log for a pump that only recalls."""

    def event(self, line, fault):
        return True


def recalled(pump, image=None):
    other = Pump(pump.model, Silent(), sha256, pump.order.quantum)
    images.recall(other, pump.image() if image is None else image, pump.active_text or None)
    return other


def prescription_of(pump):
    """Segments are numbered anew from their text; all else of them is the same."""
    text = pump.active_text
    return {**kept_fields(pump), "in_force.rx": text} if text else kept_fields(pump)


@pytest.mark.parametrize("pump_of", PUMPS)
def test_a_pump_that_recalls_another_is_that_pump(pump_of):
    pump = pump_of().pump
    other = recalled(pump)
    assert prescription_of(other) == prescription_of(pump)
    assert other.image() == pump.image()


def test_every_field_was_something_else_in_one_of_these_pumps():
    """Or the test above proves nothing for it; and no exception above is for nothing."""
    new = Pump(PumpModel("CISTERNA-20", 20_000_000), Silent(), sha256, World().pump.order.quantum)
    fresh = kept_fields(new)
    used = [kept_fields(made().pump) for made in PUMPS]
    untouched = [
        path for path in fresh if all(fields_of[path] == fresh[path] for fields_of in used)
    ]
    assert untouched == []


def test_every_exception_is_a_field():
    there = [path for path, _ in fields(World().pump)]
    for prefix in [*BROUGHT, *ANEW, *GIVEN]:
        assert any(under(path, [prefix]) for path in there), prefix


def test_what_the_image_holds_is_in_it():
    """One field changed, one image changed: nothing that must be kept is merely recomputed."""
    pump = in_a_bolus().pump
    before = pump.image()
    for path, held in list(fields(pump)):
        if not isinstance(held, int) or under(path, [*ANEW, *GIVEN, *BROUGHT]):
            continue
        owner = pump
        names = path.split(".")
        for name in names[:-1]:
            owner = owner[int(name)] if name.isdigit() else getattr(owner, name)
        setattr(owner, names[-1], not held if isinstance(held, bool) else held + 1)
        assert pump.image() != before, path
        setattr(owner, names[-1], held)
    assert pump.image() == before


@percent(40)
@given(HISTORIES, st.booleans())
def test_any_history_comes_back_byte_for_byte(acts, clock):
    made = world(clock)
    play(made, acts)
    other = recalled(made.pump)
    assert other.image() == made.pump.image()
    assert prescription_of(other) == prescription_of(made.pump)


@pytest.mark.parametrize("pump_of", PUMPS)
def test_an_image_is_about_a_thousand_bytes(pump_of):
    assert len(pump_of().pump.image()) < 1_800


# What is no image of this pump ---------------------------------------------------------------


def test_an_image_of_another_head_is_refused():
    pump = World(head=32_000).pump
    other = World().pump
    before = snapshot(other)
    with pytest.raises(ValueError, match="another head"):
        images.recall(other, pump.image(), None)
    assert snapshot(other) == before


def test_an_image_of_another_version_is_refused():
    pump = World().pump
    before = snapshot(pump)
    image = bytes([pump.image()[0] + 2]) + pump.image()[1:]
    with pytest.raises(ValueError, match="another version"):
        images.recall(pump, image, None)
    assert snapshot(pump) == before


@pytest.mark.parametrize("rest", [b"\0", b"\x01\x02"])
def test_an_image_with_a_rest_is_refused(rest):
    pump = World().pump
    with pytest.raises(ValueError, match="damaged"):
        recalled(pump, pump.image() + rest)


@percent(30)
@given(st.data())
def test_an_image_that_is_cut_short_is_refused(data):
    pump = World().pump
    image = pump.image()
    with pytest.raises(ValueError):
        recalled(pump, image[: data.draw(st.integers(0, len(image) - 1))])


def test_a_prescription_for_another_pump_is_refused():
    pump = in_a_bolus().pump
    larger = Pump(PumpModel("CISTERNA-40", 40_000_000), Silent(), sha256, pump.order.quantum)
    with pytest.raises(ValueError, match="another pump"):
        images.recall(larger, pump.image(), pump.active_text)


@percent(100)
@given(st.text(max_size=40) | st.sampled_from(["DRUG", "MODE X", "SEGMENT 1", "LIMIT DAY", ""]))
def test_a_text_that_is_no_prescription_is_refused(text):
    with pytest.raises(ValueError):
        images.recall_prescription(World().pump, text)


def test_recalling_writes_nothing():
    """What is replayed was told already."""
    made = in_trouble()
    log = made.log()
    recalled(made.pump)
    assert made.log() == log


def test_a_pump_without_a_sound_prescription_recalls_all_else():
    pump = in_a_bolus().pump
    other = Pump(pump.model, Silent(), sha256, pump.order.quantum)
    images.recall(other, pump.image(), None)
    assert other.active is None
    assert other.image() == pump.image()
    with pytest.raises(Refused):
        other.start()
