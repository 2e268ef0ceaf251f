"""The power cut at every write of a calibration: the old figure or the new one, each whole."""

import pytest

from tests.core.bench import HOUR, MIN, S
from tests.cuts.board import Board, Media, Power
from tests.cuts.scenario import BEGINS_US, DRUG, NIGHT
from tests.cuts.tape import Tape

OLD, NEW = (64_000, 0, True), (59_813, 3_500, False)
OFF_US = 5 * S
TEARS = 2


def begun():
    """A pump that ran and stands: what it left on its media, and the truth."""
    board = Board(Media(), Power(wall_us=BEGINS_US))
    board.wait(MIN)
    board.commit(DRUG, NIGHT)
    board.order(board.pump.fill, 18_000_000, DRUG)
    board.order(board.pump.start)
    board.wait(HOUR)
    board.order(board.pump.stop, "MAINTENANCE")
    board.wait(MIN)
    media, power = board.media(), board.power()
    board.close()
    return media, power


def cuts(order):
    """Every cut of what that order writes, and of the half minute after it; whether it was
    acknowledged before."""
    media, power = begun()
    tape = Tape(media)
    board = Board(media, power, tape, OFF_US)
    board.wait(S)
    before = len(tape)
    board.order(order, board.pump)
    answered = len(tape)
    board.wait(30 * S)
    board.close()
    for number, cut in tape.cuts(TEARS):
        if number >= before:
            yield cut, number >= answered


def figure(pump):
    held = pump.calibration
    return held.steps_per_ml, held.uncertainty_ppm, held.confirmed


def powered(cut):
    board = Board(cut.media, cut.power, None, OFF_US)
    board.wait(S)
    return board


def calibrates(pump):
    pump.calibrate(NEW[0], NEW[1])


def dispenses(pump):
    pump.give_steps(700)


@pytest.fixture(scope="module")
def calibrated():
    return list(cuts(calibrates))


def test_there_are_cuts_before_and_after_the_answer(calibrated):
    assert {answered for _, answered in calibrated} == {False, True}
    assert len(calibrated) > 40


def test_each_leaves_one_figure_whole_and_the_answered_one(calibrated):
    found = set()
    for cut, answered in calibrated:
        board = powered(cut)
        pump = board.pump
        now = figure(pump)
        found.add(now)
        assert now == NEW if answered else now in (OLD, NEW), str(cut)
        # and every part counts in that figure's steps
        assert pump.reservoir.residual_steps == 2 * now[0], str(cut)
        assert pump.order.max_steps == pump.order.quantum.max_steps(DRUG, now[0]), str(cut)
        least, most = pump.ledger.bounds()
        assert least <= board.motor.rotor <= most, str(cut)
        volume = pump.calibration.volume_pl(least, most)
        assert volume[0] <= board.motor.rotor * 15_625 <= volume[1], str(cut)
        board.close()
    assert found == {OLD, NEW}


def test_a_service_order_is_over_after_each_and_the_total_holds_the_truth():
    for cut, _ in cuts(dispenses):
        board = powered(cut)
        came = board.motor.rotor
        board.wait(MIN)
        assert board.motor.rotor == came, str(cut)
        assert not board.pump.dispense.active(), str(cut)
        least, most = board.pump.ledger.bounds()
        assert least <= came <= most, str(cut)
        board.close()
