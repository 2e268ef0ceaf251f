"""What stands in the catheter leaves first, and not a unit of it is lost."""

import pytest

from pump.core.codec import Reader, Writer
from pump.core.drug.catheter import DOSE_UNITS, Catheter
from pump.core.motion.calibration import Calibration
from pump.core.profile import CATHETER_MAX_NL
from pump.core.reasons import Refused

HEAD = 64_000  # steps a mL
VOLUME_NL = 200_000
STEPS = 12_800  # of that volume
NEW, OLD = 2_000_000, 500_000  # ng/mL


def units(steps, concentration, head=HEAD):
    """Drug in so many steps, in 1/256 ng, and the rest of a division."""
    return divmod(steps * concentration * DOSE_UNITS, head)


def primed(concentration=OLD, head=HEAD):
    catheter = Catheter(VOLUME_NL, Calibration(head))
    catheter.attest(concentration)
    return catheter


def test_before_the_first_fill_it_holds_nothing():
    catheter = Catheter(VOLUME_NL, Calibration(HEAD))
    assert catheter.push(STEPS, NEW) == 0
    assert catheter.push(1, NEW) == units(1, NEW)[0]


@pytest.mark.req("S65")
def test_after_a_refill_the_old_drug_leaves_first():
    catheter = primed()
    assert catheter.push(STEPS - 1, NEW) == units(STEPS - 1, OLD)[0]
    assert catheter.tip_ng_per_ml() == OLD
    assert catheter.push(2, NEW) == units(1, OLD)[0] + units(1, NEW)[0]
    assert catheter.tip_ng_per_ml() == NEW
    assert catheter.push(3, NEW) == units(3, NEW)[0]


def test_two_fronts_pass_one_after_the_other():
    catheter = primed()
    catheter.push(100, NEW)
    assert catheter.push(STEPS - 100, OLD) == units(STEPS - 100, OLD)[0]
    assert catheter.push(100, OLD) == units(100, NEW)[0]
    assert catheter.push(100, OLD) == units(100, OLD)[0]


@pytest.mark.parametrize("concentration", [OLD, 333_333, 50_001])
@pytest.mark.parametrize("refill", [OLD, 777_777])
@pytest.mark.parametrize("pushes", [1, 7, 999])
def test_rests_of_a_unit_add_up(concentration, refill, pushes):
    """By whatever orders it goes: the sum is the sum of one order, less than a unit apart."""
    head = 63_997  # nothing divides by it
    catheter = primed(concentration, head)
    steps = VOLUME_NL * head // 1_000_000
    given = sum(catheter.push(pushes, concentration) for _ in range(12))
    assert given == units(12 * pushes, concentration, head)[0]
    total = 12 * pushes
    while total < 3 * steps:
        given += catheter.push(pushes, refill)
        total += pushes
    old = 12 * pushes + steps
    whole = old * concentration + (total - old) * refill
    assert given == whole * DOSE_UNITS // head


@pytest.mark.req("D-8")
def test_another_volume_keeps_the_slugs():
    """D-8: what stands in it stays, from the pump's end on; more of it holds what the tip does."""
    catheter = primed()
    catheter.push(100, NEW)
    catheter.set_volume(VOLUME_NL // 2)
    assert catheter.stretches() == [(STEPS // 2 - 100, OLD), (100, NEW)]
    catheter.set_volume(VOLUME_NL)
    assert catheter.stretches() == [(STEPS - 100, OLD), (100, NEW)]
    catheter.set_volume(1_000)
    assert catheter.stretches() == [(64, NEW)]
    catheter.set_volume(0)
    assert catheter.stretches() == [(0, NEW)]


@pytest.mark.req("D-8")
def test_nobody_knows_what_a_new_line_holds():
    catheter = Catheter(VOLUME_NL, Calibration(HEAD))
    catheter.fed(NEW)
    with pytest.raises(Refused) as caught:
        catheter.need_known()
    assert caught.value.number == 220
    assert catheter.push(10, NEW) == units(10, NEW)[0]  # the most that it may be
    catheter.push(STEPS - 11, NEW)
    with pytest.raises(Refused):
        catheter.need_known()
    catheter.push(1, NEW)
    catheter.need_known()
    catheter.unknown()
    catheter.fed(OLD)
    with pytest.raises(Refused):
        catheter.need_known()
    assert catheter.highest_ng_per_ml() == max(OLD, NEW)
    catheter.attest(OLD)
    catheter.need_known()


@pytest.mark.req("D-7")
def test_a_front_tells_when_it_reaches_the_tip():
    catheter = primed()
    assert catheter.front_steps > 10**8
    catheter.fed(NEW)
    assert catheter.front_steps == STEPS
    catheter.push(STEPS - 1, NEW)
    assert (catheter.front_steps, catheter.look_passed()) == (1, False)
    catheter.push(1, NEW)
    assert catheter.front_steps > 10**8
    assert (catheter.look_passed(), catheter.look_passed()) == (True, False)
    assert catheter.stretches() == [(STEPS, NEW)]


@pytest.mark.req("D-7")
@pytest.mark.parametrize("last", [NEW, OLD])
def test_what_was_filled_and_never_flowed_stands_nowhere_in_the_line(last):
    """A slug of no steps at the tip would leave no step until the next front: flow would end."""
    catheter = primed()
    catheter.fed(1_000_000)
    catheter.fed(last)
    catheter.push(STEPS, last)
    assert catheter.stretches() == [(STEPS, last)]
    assert catheter.front_steps > 10**8


def behind(doubted, weaker=STEPS, held=NEW, filled=OLD):
    """A line full of `held` with so many steps of `filled` behind it, some in doubt."""
    catheter = primed(held)
    catheter.fed(filled)
    catheter.push(weaker, filled)
    catheter.doubt(doubted)
    return catheter


@pytest.mark.req("D-1")
@pytest.mark.parametrize("doubted", [0, 1, 80, 3_000])
def test_the_stronger_drug_leaves_for_as_many_steps_more_as_may_not_have_moved(doubted):
    catheter = behind(doubted, STEPS - 1)
    given = catheter.push(1, OLD)
    assert catheter.look_passed() == (not doubted)
    assert given + catheter.push(doubted, OLD) == units(1 + doubted, NEW)[0]
    assert catheter.push(1, OLD) == units(1, OLD)[0]
    assert sum(steps for steps, _ in catheter.stretches()) == STEPS


@pytest.mark.req("D-1")
def test_what_comes_in_doubt_while_a_front_is_held_back_holds_it_back_further():
    catheter = behind(50, STEPS - 1)
    catheter.push(20, OLD)
    catheter.doubt(30)
    assert catheter.push(61, OLD) == units(61, NEW)[0]
    assert catheter.push(1, OLD) == units(1, OLD)[0]


@pytest.mark.req("D-1")
def test_a_stronger_drug_is_at_the_tip_as_early_as_it_can_be():
    catheter = behind(80, STEPS - 1, held=OLD, filled=NEW)
    assert catheter.push(2, NEW) == units(1, OLD)[0] + units(1, NEW)[0]


@pytest.mark.req("D-1")
def test_doubts_are_of_the_fronts_that_are_under_way():
    catheter = behind(80, 100)
    catheter.push(STEPS - 100, NEW)  # 20 of the weaker drug are left, and come when all have gone
    catheter.fed(OLD)
    catheter.doubt(7)
    assert catheter.push(80, OLD) == units(80, NEW)[0]
    assert catheter.push(20, OLD) == units(7, NEW)[0] + units(13, OLD)[0]
    assert catheter.push(STEPS - 200, OLD) == units(STEPS - 200, NEW)[0]
    assert catheter.push(107, OLD) == units(107, NEW)[0]
    assert catheter.push(1, OLD) == units(1, OLD)[0]


@pytest.mark.req("D-1", "D-7")
def test_a_weaker_slug_that_is_all_in_doubt_is_not_at_the_tip_without_a_step():
    """There it would leave no step until the next front, and flow would end."""
    catheter = behind(80, 30)
    catheter.fed(NEW)
    catheter.push(STEPS - 30, NEW)
    catheter.push(30, NEW)
    assert catheter.stretches() == [(STEPS, NEW)]
    assert catheter.front_steps > 10**8


def test_no_more_weak_drug_is_held_back_than_there_is():
    catheter = behind(2 * STEPS, STEPS // 2)
    catheter.fed(NEW)
    catheter.push(2 * STEPS, NEW)
    assert catheter.stretches() == [(STEPS, NEW)]


@pytest.mark.parametrize("volume_nl", [-1, CATHETER_MAX_NL + 1])
def test_a_catheter_of_no_such_size_is_refused_and_changes_nothing(volume_nl):
    catheter = primed()
    with pytest.raises(Refused):
        catheter.set_volume(volume_nl)
    assert catheter.volume_nl == VOLUME_NL
    assert catheter.push(STEPS, NEW) == units(STEPS, OLD)[0]


def test_a_front_comes_back_through_an_image():
    catheter = primed()
    catheter.push(12_345, 777_777)
    codec = Writer()
    catheter.persist(codec)
    back = Catheter(VOLUME_NL, Calibration(HEAD))
    back.persist(Reader(bytes(codec.data)))
    for _ in range(20):
        assert back.push(97, 777_777) == catheter.push(97, 777_777)
