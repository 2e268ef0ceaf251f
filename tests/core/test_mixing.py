"""The line as it may mix, against the plant's catheter, and what it costs where nothing mixes."""

import pytest

from host_sim.plant.catheter import Catheter as Plant
from pump.core import profile
from pump.core.codec import Reader, Writer
from pump.core.drug.catheter import DOSE_UNITS, Catheter
from pump.core.drug.mixing import Mixing
from pump.core.drug.reservoir import Reservoir
from pump.core.motion.calibration import Calibration

PER_ML = 64_000
LINE = 19_712  # steps of 0.308 mL


def drug_of(steps, ng_per_ml):
    return steps * ng_per_ml * DOSE_UNITS // PER_ML


@pytest.mark.parametrize(
    "before, after", [(500_000, 2_000_000), (2_000_000, 500_000), (50_000, 500_000)]
)
@pytest.mark.parametrize("each", [34, 142, 700, 5_000, 17_000])
def test_a_front_leaves_it_as_it_leaves_the_plant_s_tanks(before, after, each):
    """By what has left so far, within 3 % of a line of the stronger; 34 steps: the least flow."""
    line, plant = Mixing(), Plant()
    line.attest(before)
    plant.fill(before)
    room = drug_of(LINE, max(before, after)) * 0.03
    mixed = true = 0
    for _ in range(4 * LINE // each):
        mixed += line.push(each, after, drug_of(each, after), LINE, PER_ML)
        true += plant.push(each * 1e6 / PER_ML, after / 1e6) * DOSE_UNITS
        assert abs(mixed - true) < room
    assert line.level == after
    assert line.push(each, after, 77, LINE, PER_ML) == 77


def test_where_all_of_it_holds_the_same_nothing_mixes():
    line = Mixing()
    assert line.push(100, 500_000, 1234, LINE, PER_ML) == 1234
    assert line.level == 500_000  # nobody knew what stood in it
    assert line.push(100, 500_000, 99, LINE, PER_ML) == 99


def test_a_line_without_a_volume_mixes_nothing():
    line = Mixing(500_000)
    assert line.push(100, 50_000, 10, 0, PER_ML) == 10
    assert line.level == 50_000


@pytest.mark.req("FI-4")
@pytest.mark.parametrize("before, after", [(0, 500_000), (0, 2_000_000)])
def test_a_prime_sends_drug_ahead_where_plug_flow_brings_none(before, after):
    """A line of saline is pushed through once: as much as the plant's tanks send, within 3 %."""
    line, plant = Mixing(), Plant()
    line.attest(before)
    plant.fill(before)
    mixed = line.push(LINE, after, 0, LINE, PER_ML)
    true = plant.push(LINE * 1e6 / PER_ML, after / 1e6) * DOSE_UNITS
    assert mixed > drug_of(LINE, after) // 10
    assert abs(mixed - true) < drug_of(LINE, after) * 0.03


def test_what_goes_into_a_vessel_reaches_nobody_and_leaves_what_is_pending():
    line = Mixing(500_000, 400)
    line.drew(450, 1_000)
    assert line.pending(1_450) == 50
    line.drew(30, 1_000)  # a fill between
    assert line.pending(1_030) == 30
    unseen = Mixing(500_000, -1)
    unseen.drew(30, 1_000)
    assert unseen.pending(1_030) == 0


def test_steps_are_counted_from_the_fill_on():
    assert Mixing(500_000).pending(400) == 400
    line = Mixing(500_000, -1)
    assert line.pending(400) == 0  # not seen before
    assert line.pending(450) == 50
    assert line.pending(450) == 0
    assert line.pending(30) == 30  # a fill between
    line.counted(60)
    assert line.pending(61) == 1


def test_a_copy_leaves_it_where_it_is_and_an_image_brings_it_back():
    line = Mixing(500_000)
    line.pending(0)
    line.push(LINE // 2, 2_000_000, 1, LINE, PER_ML)
    codec = Writer()
    line.persist(codec)
    back, copy = Mixing(), line.copy()
    back.persist(Reader(bytes(codec.data)))
    first = copy.push(3_000, 2_000_000, 1, LINE, PER_ML)
    assert back.push(3_000, 2_000_000, 1, LINE, PER_ML) == first
    assert line.push(3_000, 2_000_000, 1, LINE, PER_ML) == first
    assert back.pending(10) == line.pending(10) == 10


def test_the_weakest_and_the_strongest_stay_inside_31_bits():
    """A tank of the largest catheter at the finest head."""
    steps = profile.CATHETER_MAX_NL * profile.STEPS_PER_ML_MAX // 1_000_000
    part = steps // profile.MIXED_TANKS >> 4
    assert (profile.CONCENTRATION_MAX_NG_PER_ML >> 2) * part < 1 << 30


def test_a_catheter_hands_on_its_own_volume():
    head = Calibration(PER_ML)
    catheter, reservoir = Catheter(308_000, head), Reservoir(20_000_000, head)
    catheter.attest(500_000)
    assert catheter.stretches() == [(LINE, 500_000)]
    assert reservoir.given_steps == 0
    one, other = Mixing(500_000), Mixing(500_000)
    assert catheter.mixed(one, 5_000, 50_000, 1) == other.push(5_000, 50_000, 1, LINE, PER_ML)


def test_a_line_stands_while_it_holds_what_comes_in():
    mixing = Mixing()
    mixing.attest(500_000)
    assert mixing.stands(7, 500_000)
    assert mixing.pending(9) == 2  # that was a look
    assert not mixing.stands(11, 250_000)
    assert mixing.pending(11) == 2  # and that was none
