"""Another figure of the head: what it prices, what it asks for, and what stays as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.core import reasons
from pump.core.motion.calibration import Calibration
from pump.core.therapy.states import RUN, STOPPED
from pump.core.units import NL_PER_ML
from tests.core.bench import DAY, HOUR, MIN, S, World
from tests.core.cuts import cut, refused
from tests.core.example_share import percent
from tests.core.snapshot import snapshot

OLD, NEW = 64_000, 59_813  # what a gain of +7 % makes of the design's figure
PPM = 3_500


def stopped(hours=24):
    """Ran, and stands."""
    world = World()
    world.begin()
    world.wait(hours * HOUR)
    world.order(world.pump.stop, "MAINTENANCE")
    world.wait(MIN)
    return world


def calibrated(steps_per_ml=NEW):
    world = stopped()
    world.order(world.pump.calibrate, steps_per_ml, PPM)
    return world


def delivered_nl(world):
    pump = world.pump
    return pump.calibration.volume_nl(*pump.ledger.bounds())


def recommit(world, dose=100_000):
    world.commit(500_000, dose)


# Refused ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("figure", [53_333, 80_001, 16_000, 100_000, 0, -64_000])
def test_a_gain_beyond_twenty_percent_is_another_head(figure):
    world = stopped()
    before = snapshot(world.pump)
    refused(world, reasons.DATA_OUT_OF_RANGE, world.pump.calibrate, figure, PPM)
    assert snapshot(world.pump) == before


@pytest.mark.parametrize("figure", [53_334, OLD, 80_000])
def test_a_gain_within_it_is_taken(figure):
    world = calibrated(figure)
    assert world.pump.calibration.steps_per_ml == world.pump.metering.steps_per_ml == figure
    assert world.pump.calibration.uncertainty_ppm == PPM
    assert world.pump.calibration.measured == (1, world.pump.ms)


@pytest.mark.parametrize("ppm", [0, -1, 50_001])
def test_a_figure_that_is_not_known_well_enough_is_none(ppm):
    world = stopped()
    refused(world, reasons.DATA_OUT_OF_RANGE, world.pump.calibrate, NEW, ppm)
    assert world.pump.calibration.steps_per_ml == OLD


@pytest.mark.parametrize("ppm", [1, 50_000])
def test_a_figure_that_is_known_well_enough_is_taken(ppm):
    world = stopped()
    world.order(world.pump.calibrate, NEW, ppm)
    assert world.pump.calibration.uncertainty_ppm == ppm


def run(world):
    world.order(world.pump.start)


def suspend(world):
    run(world)
    world.order(world.pump.suspend, 3_600_000)


def stall(world):
    run(world)
    world.motor.stand(True)
    world.wait(10 * MIN)


@pytest.mark.parametrize("what", [run, suspend, stall])
def test_only_while_nothing_runs_or_would_by_itself(what):
    world = stopped()
    what(world)
    refused(world, reasons.WRONG_STATE, world.pump.calibrate, NEW, PPM)
    refused(world, reasons.WRONG_STATE, world.pump.give_steps, 100)
    assert world.pump.calibration.steps_per_ml == OLD


def test_what_cannot_be_kept_is_refused_and_nothing_has_changed():
    world = stopped()
    world.hal.states.failing = True
    refused(world, reasons.STORAGE_FAULT, world.pump.calibrate, NEW, PPM)
    assert world.pump.calibration.steps_per_ml == OLD
    assert not world.said(" CALIBRATION ")


# The prescription's check -------------------------------------------------------------------------


def test_therapy_starts_at_another_figure_only_after_a_commit_that_confirms_it():
    world = calibrated()
    for confirmed in (False, True):
        refused(world, reasons.PRESCRIPTION_INCOMPLETE, world.pump.start, confirmed)
    world.stage(500_000, 100_000)
    first = world.pump.judge_staged()[0]
    assert first.number == reasons.CONFIRMATION_NEEDED
    assert "59813 steps/mL +-0.35 %" in first.text
    digest = world.pump.staged_digest()
    refused(world, reasons.CONFIRMATION_NEEDED, world.pump.commit, digest, False)
    world.order(world.pump.commit, digest, True)
    world.order(world.pump.start)
    assert world.pump.state == RUN


def test_the_same_figure_measured_anew_asks_nothing():
    world = calibrated(OLD)
    world.order(world.pump.start)
    assert world.pump.state == RUN


def test_the_question_outlives_a_power_cut():
    world = calibrated()
    cut(world, MIN)
    refused(world, reasons.PRESCRIPTION_INCOMPLETE, world.pump.start, True)


def test_a_first_prescription_is_entered_at_the_figure_that_holds():
    world = World()
    world.order(world.pump.calibrate, NEW, PPM)
    world.stage(500_000, 100_000)
    world.order(world.pump.commit, world.pump.staged_digest(), False)
    world.order(world.pump.fill, 18_000_000, 500_000)
    world.order(world.pump.start)
    assert world.pump.state == RUN


def test_a_figure_that_is_lost_with_the_image_asks_for_a_word():
    world = calibrated()
    recommit(world)
    world.hal.states.damage(2)
    cut(world, MIN)
    world.order(world.pump.fill, 18_000_000, 500_000)
    assert world.pump.calibration.steps_per_ml == OLD
    assert not world.pump.calibration.confirmed
    refused(world, reasons.CONFIRMATION_NEEDED, world.pump.start)
    world.order(world.pump.start, True)
    assert world.pump.state == RUN


# Volumes ------------------------------------------------------------------------------------------


def test_steps_of_before_keep_their_price():
    world = stopped()
    before, steps = delivered_nl(world), world.pump.ledger.most
    world.order(world.pump.calibrate, NEW, PPM)
    assert delivered_nl(world) == before
    recommit(world)
    world.order(world.pump.start)
    world.wait(DAY)
    more = world.pump.ledger.most - steps
    assert more > 0
    wanted = before[1] + more * NL_PER_ML // NEW
    assert abs(delivered_nl(world)[1] - wanted) <= world.pump.order.max_steps * 17


def test_a_day_at_the_new_figure_is_a_day_of_the_programme():
    world = calibrated()
    recommit(world)
    world.order(world.pump.start)
    before = world.motor.rotor
    world.wait(DAY)
    wanted = 200_000 * NEW // NL_PER_ML  # 100 ug of 0.5 mg/mL
    assert abs(world.motor.rotor - before - wanted) <= world.pump.order.max_steps
    assert abs(world.pump.drug.exposure.day() // 256 - 100_000) <= 2_500  # ng, one bin of 16 min


@pytest.mark.parametrize("figure", [NEW, 70_001])
def test_what_the_parts_hold_is_the_same_volume(figure):
    world = stopped()
    pump = world.pump
    left, contents = pump.reservoir.volume_nl(), pump.drug.catheter.contents_ng()
    bolus = pump.bolus.volume_nl
    world.order(pump.calibrate, figure, PPM)
    assert abs(pump.drug.catheter.contents_ng() - contents) <= 20  # ng: two steps
    assert pump.bolus.volume_nl == bolus
    assert pump.reservoir.residual_steps == 2_000_000 * figure // NL_PER_ML
    given = 200_000  # nL, at the old figure
    over = max(0, given * OLD // figure - given)
    assert abs(left - over - pump.reservoir.volume_nl()) <= 40


def test_the_last_bolus_is_told_as_the_volume_that_it_was():
    world = stopped(1)
    world.order(world.pump.start)
    world.order(world.pump.give_bolus, 50_000, 600_000, True)
    world.wait(HOUR)
    world.order(world.pump.stop, "OTHER")
    world.wait(MIN)
    world.order(world.pump.calibrate, NEW, PPM)
    least, most = world.pump.bolus.delivered_steps(0)
    assert least * NL_PER_ML // NEW <= 100_000 <= -(-most * NL_PER_ML // NEW)
    assert most - least <= 1


@pytest.mark.parametrize("off_us", [0, MIN])
def test_after_a_cut_it_is_the_same_pump(off_us):
    world = calibrated()
    held = world.pump.calibration.steps_per_ml, world.pump.calibration.uncertainty_ppm
    volume, left = delivered_nl(world), world.pump.reservoir.volume_nl()
    cut(world, off_us)
    pump = world.pump
    assert (pump.calibration.steps_per_ml, pump.calibration.uncertainty_ppm) == held
    assert (delivered_nl(world), pump.reservoir.volume_nl()) == (volume, left)
    assert pump.reservoir.residual_steps == 2_000_000 * NEW // NL_PER_ML
    assert pump.state == STOPPED
    assert pump.order.max_steps == pump.order.quantum.max_steps(500_000, NEW)


def test_the_log_tells_the_end_of_the_old_price_and_the_new_one():
    world = calibrated()
    ledger, calibration = [line.split(" ") for line in world.log().strip().split("\n")[-2:]]
    assert (ledger[2], calibration[2]) == ("LEDGER", "CALIBRATION")
    assert ledger[:2] == calibration[:2]  # of the same moment
    assert "steps_per_ml=59813 uncertainty_ppm=3500" in world.said(" CALIBRATION ")[0]


FIGURES = st.integers(53_334, 80_000)
MOVES = st.lists(
    st.tuples(st.integers(0, 200_000), st.integers(0, 300), FIGURES), min_size=1, max_size=12
)


@percent(200)
@given(MOVES)
def test_the_total_is_the_sum_over_the_figures(moves):
    """Against fractions: within two nL an epoch, never inside the true interval."""
    from fractions import Fraction

    calibration, figure = Calibration(OLD), OLD
    least = most = 0
    true_least = true_most = Fraction(0)
    for certain, uncertain, following in moves:
        least, most = least + certain, most + certain + uncertain
        true_least += Fraction(certain * NL_PER_ML, figure)
        true_most += Fraction((certain + uncertain) * NL_PER_ML, figure)
        said = calibration.volume_nl(least, most)
        assert said[0] <= true_least and true_most <= said[1]
        assert true_least - said[0] < 2 and said[1] - true_most < 2
        calibration.set(following, PPM, least, most, 0, 0)
        assert calibration.volume_nl(least, most) == said
        figure = following


def test_what_was_uncertain_before_stays_so():
    """A start says that a stall's cause was looked at: bounds then follow the encoder, but none
    of before the calibration, whose steps have another price."""
    world = stopped()
    stall(world)
    world.motor.stand(False)
    world.order(world.pump.stop, "MAINTENANCE")
    world.wait(MIN)
    assert world.pump.ledger.uncertainty() > 10
    world.order(world.pump.calibrate, NEW, PPM)
    before = delivered_nl(world)
    recommit(world)
    world.order(world.pump.start)
    ledger = world.pump.ledger
    assert world.pump.calibration.volume_nl(ledger.least, ledger.most)[1] == before[1]
    world.wait(10 * MIN)
    least, most = world.pump.ledger.bounds()
    assert least <= world.motor.rotor <= most


def test_what_the_encoder_says_later_moves_nothing_of_before():
    world = stopped()
    world.order(world.pump.calibrate, NEW, PPM)
    before = delivered_nl(world)
    recommit(world)
    world.order(world.pump.start)
    world.motor.stand(True)
    world.until(lambda: world.pump.faults.tries, 10 * MIN, S)
    assert delivered_nl(world)[0] >= before[0]
