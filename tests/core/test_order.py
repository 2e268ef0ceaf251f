"""The order in progress by itself: what its end books, and what the encoder says of it."""

import pytest

from pump.core.motion.calibration import Calibration
from pump.core.motion.ledger import Ledger
from pump.core.motion.metering import Metering
from pump.core.motion.order import LOOKS_MAX, Order
from pump.core.motion.quantum import STEPS_MAX, Quantum
from pump.core.profile import ENCODER_RING, QUANTUM_MAX_MS
from pump.core.units import SCALE

HEAD = 64_000
DRUG = 500_000  # ng/mL: 1 ug is 2 uL, 128 steps
RATE = 1_000_000_000  # pL a day
SECOND = 1000
A_MINUTE = 60_000


class Bench:
    """An order between its account and its ledger."""

    def __init__(self):
        self.metering = Metering(Calibration(HEAD))
        self.ledger = Ledger()
        self.order = Order(self.metering, self.ledger, Quantum())
        self.order.limit(DRUG)
        self.metering.set_rate(RATE)

    def begun(self, steps=90):
        self.order.begin(steps, 0)
        return self.order


@pytest.fixture
def bench():
    return Bench()


def test_it_is_never_more_than_a_quantum_and_leaves_room_for_a_cut(bench):
    order = bench.order
    assert order.max_steps == 128
    steps = order.plan(0, 0, QUANTUM_MAX_MS * 100, 10_000)
    assert steps == 128 * 3 // 4
    assert order.plan(0, 0, QUANTUM_MAX_MS * 100, 5) == 5


@pytest.mark.parametrize(
    "concentration, most",
    [(50_000, 1280), (25_000, 1280), (100_000, 640), (DRUG, 128), (2_000_000, 32), (10**12, 1)],
)
def test_a_quantum_is_a_microgram_or_twenty_microlitres(concentration, most):
    assert Quantum().max_steps(concentration, HEAD) == most


def test_a_quantum_is_never_more_than_a_record_holds():
    assert Quantum(10**12, 10**12).max_steps(DRUG, HEAD) == STEPS_MAX


def test_the_end_of_an_order_books_its_time_and_its_steps_once(bench):
    order = bench.begun()
    order.ask_halt()
    order.halted(90)
    order.close(3, A_MINUTE, A_MINUTE, 90, 88, 90, 90)
    assert not order.in_progress
    assert not order.halt
    assert (order.mark_day, order.mark_ms) == (3, A_MINUTE)
    assert bench.metering.owed == RATE * HEAD * A_MINUTE - 90 * SCALE
    assert (bench.ledger.least, bench.ledger.most) == (88, 90)
    assert bench.ledger.bounds() == (88, 90)


def test_time_without_an_order_is_booked_once(bench):
    bench.order.accrue(3, A_MINUTE, A_MINUTE)
    assert (bench.order.mark_day, bench.order.mark_ms) == (3, A_MINUTE)
    assert bench.metering.owed == RATE * HEAD * A_MINUTE


def test_the_encoder_is_read_from_the_last_end_on(bench):
    for turn in range(1, 6):
        order = bench.begun()
        assert order.close(0, 0, SECOND, 90, 90, 90, 90 * turn) == 0
        assert order.encoder_at() == 90 * turn
        assert order.lag == 0
    assert bench.ledger.uncertainty() == 0


def test_what_a_standing_rotor_does_not_turn_is_uncertain(bench):
    order = bench.begun()
    lost = order.close(0, 0, SECOND, 90, 90, 90, 0)
    assert lost == 90
    assert bench.ledger.bounds() == (0, 90)
    assert order.lag == 90
    bench.begun().close(0, 0, SECOND, 90, 90, 90, 90)
    assert order.lag == 0
    assert bench.ledger.bounds() == (90, 180)


def test_short_orders_of_a_standing_rotor_add_up(bench):
    for count in range(1, 6):
        bench.begun(2).close(0, 0, SECOND, 2, 2, 2, 0)
        assert bench.order.lag == 2 * count


def test_a_rotor_that_is_pushed_back_has_turned_below_nothing(bench):
    order = bench.begun()
    order.close(0, 0, SECOND, 90, 90, 90, 90)
    assert order.turned(86) == -4
    bench.begun(2).close(0, 0, SECOND, 2, 2, 2, 86)
    assert order.lag == 6
    assert bench.ledger.most == 92


def test_the_encoder_s_ring_goes_round(bench):
    order = bench.order
    order.power_on(ENCODER_RING - 9)
    assert order.turned(80) == 90
    bench.begun().close(0, 0, SECOND, 90, 90, 90, 80)
    assert (order.lag, bench.ledger.uncertainty()) == (0, 0)


def test_after_a_halt_no_more_may_come_than_was_counted(bench):
    order = bench.begun()
    order.halted(40)
    assert order.authorised == 40
    order.halted(60)  # never more than before
    assert order.authorised == 40


def test_after_a_power_on_nothing_may_come_and_the_encoder_begins_anew(bench):
    order = bench.begun()
    order.close(0, 0, SECOND, 90, 90, 90, 0)
    order.power_on(1234)
    assert (order.authorised, order.lag, order.encoder_at()) == (0, 0, 1234)
    assert order.turned(1234) == 0


def test_a_motor_that_never_ends_is_waited_for_a_second(bench):
    order = bench.begun()
    assert [order.look() for _ in range(LOOKS_MAX)] == [True] * (LOOKS_MAX - 1) + [False]
    assert order.overdue()
    assert not bench.begun().overdue()
