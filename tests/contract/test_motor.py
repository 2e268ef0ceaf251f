"""Motor: every sentence of its contract, on every bench."""

import pytest

from tests.contract.benches import BENCHES

IDLE, BUSY, STALLED = 0, 1, 2
RING = 1 << 30
MOST = (1 << 29) - 1


@pytest.mark.parametrize("bench", BENCHES)
def test_a_motor_that_was_never_ordered_is_idle(bench) -> None:
    motor = bench().hal.motor
    assert (motor.state(), motor.counted()) == (IDLE, 0)
    assert 0 <= motor.moved() < RING
    assert motor.moved() % 4 == 0


@pytest.mark.parametrize("bench", BENCHES)
def test_the_first_pulse_and_the_others_come_when_ordered(bench) -> None:
    b = bench()
    motor = b.hal.motor
    motor.start(5, 500_000, 200_000, 8)
    counts = []
    for wait_ms in (490, 20, 180, 20, 180, 20, 180, 20, 180, 20):
        b.wait(wait_ms)
        counts.append((motor.counted(), motor.state()))
    assert counts == [
        (0, BUSY),
        (1, BUSY),
        (1, BUSY),
        (2, BUSY),
        (2, BUSY),
        (3, BUSY),
        (3, BUSY),
        (4, BUSY),
        (4, BUSY),
        (5, IDLE),
    ]


@pytest.mark.parametrize("bench", BENCHES)
def test_an_order_ends_by_itself_and_its_count_stays(bench) -> None:
    b = bench()
    motor = b.hal.motor
    motor.start(40, 1_000, 1_000, 8)
    b.wait(60_000)
    assert (motor.state(), motor.counted(), motor.moved()) == (IDLE, 40, 40)
    b.wait(86_400_000)
    assert (motor.state(), motor.counted(), motor.moved()) == (IDLE, 40, 40)


@pytest.mark.parametrize("bench", BENCHES)
def test_start_returns_at_once(bench) -> None:
    b = bench()
    before = b.hal.ticks_ms()
    b.hal.motor.start(5, 500_000, 200_000, 8)
    assert b.hal.ticks_ms() - before <= b.slack_ms
    assert b.hal.motor.counted() == 0


@pytest.mark.parametrize("bench", BENCHES)
def test_counting_begins_anew_with_each_order(bench) -> None:
    b = bench()
    motor = b.hal.motor
    for steps in (7, 3):
        motor.start(steps, 50_000, 1_000, 8)
        assert motor.counted() == 0
        b.wait(100)
        assert motor.counted() == steps


@pytest.mark.parametrize("bench", BENCHES)
def test_start_while_busy_is_refused_and_changes_nothing(bench) -> None:
    b = bench()
    motor = b.hal.motor
    motor.start(10, 100_000, 100_000, 8)
    b.wait(250)
    with pytest.raises(OSError) as caught:
        motor.start(99, 0, 100, 8)
    assert caught.value.args[0] == 16
    assert (motor.state(), motor.counted()) == (BUSY, 2)
    b.wait(10_000)
    assert (motor.state(), motor.counted()) == (IDLE, 10)


@pytest.mark.parametrize("bench", BENCHES)
@pytest.mark.parametrize(
    "order",
    [
        (0, 1_000, 1_000, 8),
        (-1, 1_000, 1_000, 8),
        (MOST + 1, 1_000, 1_000, 8),
        (5, -1, 1_000, 8),
        (5, RING, 1_000, 8),
        (5, 1_000, 99, 8),
        (5, 1_000, RING, 8),
        (5, 1_000, 1_000, 3),
        (5, 1_000, 1_000, MOST + 1),
    ],
)
def test_an_order_outside_the_ranges_is_refused_and_changes_nothing(bench, order) -> None:
    b = bench()
    motor = b.hal.motor
    motor.start(6, 1_000, 1_000, 8)
    b.wait(100)
    with pytest.raises(ValueError):
        motor.start(*order)
    b.wait(100)
    assert (motor.state(), motor.counted(), motor.moved()) == (IDLE, 6, 4)


@pytest.mark.parametrize("bench", BENCHES)
@pytest.mark.parametrize(
    "order",
    [
        (1, 0, 100, 4),
        (MOST, 0, 100, 4),
        (5, RING - 1, RING - 1, MOST),
    ],
)
def test_the_ends_of_the_ranges_are_taken(bench, order) -> None:
    b = bench()
    b.hal.motor.start(*order)
    b.hal.motor.stop()
    assert b.hal.motor.state() == IDLE


@pytest.mark.parametrize("bench", BENCHES)
@pytest.mark.parametrize("interval_us", [0, -5, 1 << 40])
def test_a_single_step_needs_no_interval(bench, interval_us: int) -> None:
    b = bench()
    b.hal.motor.start(1, 20_000, interval_us, 8)
    b.wait(10)
    assert (b.hal.motor.state(), b.hal.motor.counted()) == (BUSY, 0)
    b.wait(20)
    assert (b.hal.motor.state(), b.hal.motor.counted()) == (IDLE, 1)


@pytest.mark.parametrize("bench", BENCHES)
def test_no_pulse_comes_after_stop_and_the_count_stays(bench) -> None:
    b = bench()
    motor = b.hal.motor
    motor.start(100, 100_000, 100_000, 8)
    b.wait(1_050)
    motor.stop()
    given, moved = motor.counted(), motor.moved()
    assert (motor.state(), given, moved) == (IDLE, 10, 8)
    b.wait(60_000)
    assert (motor.state(), motor.counted(), motor.moved()) == (IDLE, given, moved)
    motor.start(2, 1_000, 1_000, 8)
    b.wait(100)
    assert (motor.state(), motor.counted(), motor.moved()) == (IDLE, 2, 12)


@pytest.mark.parametrize("bench", BENCHES)
def test_stop_is_harmless_when_nothing_runs(bench) -> None:
    b = bench()
    motor = b.hal.motor
    motor.stop()
    motor.stop()
    assert (motor.state(), motor.counted()) == (IDLE, 0)
    motor.start(3, 1_000, 1_000, 8)
    b.wait(100)
    motor.stop()
    assert (motor.state(), motor.counted()) == (IDLE, 3)


@pytest.mark.parametrize("bench", BENCHES)
@pytest.mark.parametrize("max_lag", [4, 8, 25])
def test_a_held_rotor_halts_the_order_at_the_pulse_beyond_max_lag(bench, max_lag: int) -> None:
    b = bench()
    motor = b.hal.motor
    b.hold_rotor(True)
    motor.start(100, 10_000, 10_000, max_lag)
    b.wait(10 * max_lag + 5)
    assert (motor.state(), motor.counted()) == (BUSY, max_lag)
    b.wait(10)
    assert (motor.state(), motor.counted()) == (STALLED, max_lag + 1)
    b.wait(60_000)
    assert (motor.state(), motor.counted(), motor.moved()) == (STALLED, max_lag + 1, 0)


@pytest.mark.parametrize("bench", BENCHES)
def test_a_lag_of_max_lag_is_no_halt(bench) -> None:
    b = bench()
    b.hold_rotor(True)
    b.hal.motor.start(8, 1_000, 1_000, 8)
    b.wait(100)
    assert (b.hal.motor.state(), b.hal.motor.counted()) == (IDLE, 8)


@pytest.mark.parametrize("bench", BENCHES)
def test_the_lag_of_an_order_is_its_own(bench) -> None:
    """Steps lost in one order do not count against the next."""
    b = bench()
    motor = b.hal.motor
    for _ in range(5):
        b.hold_rotor(True)
        motor.start(8, 1_000, 1_000, 8)
        b.wait(100)
        assert motor.state() == IDLE
        b.hold_rotor(False)
        motor.start(40, 1_000, 1_000, 8)
        b.wait(100)
        assert (motor.state(), motor.counted()) == (IDLE, 40)
    assert motor.moved() == 200


@pytest.mark.parametrize("bench", BENCHES)
def test_a_rotor_held_in_mid_order_halts_it(bench) -> None:
    b = bench()
    motor = b.hal.motor
    motor.start(200, 10_000, 10_000, 8)
    b.wait(505)
    b.hold_rotor(True)
    b.wait(10_000)
    assert motor.state() == STALLED
    assert motor.moved() == 48
    assert motor.counted() == 48 + 9


@pytest.mark.parametrize("bench", BENCHES)
def test_from_stalled_a_new_try_is_a_new_order(bench) -> None:
    b = bench()
    motor = b.hal.motor
    b.hold_rotor(True)
    motor.start(50, 1_000, 1_000, 8)
    b.wait(100)
    assert motor.state() == STALLED
    motor.start(50, 50_000, 1_000, 8)
    assert (motor.state(), motor.counted()) == (BUSY, 0)
    b.hold_rotor(False)
    b.wait(200)
    assert (motor.state(), motor.counted(), motor.moved()) == (IDLE, 50, 48)


@pytest.mark.parametrize("bench", BENCHES)
def test_stop_ends_the_stalled_state(bench) -> None:
    b = bench()
    b.hold_rotor(True)
    b.hal.motor.start(50, 1_000, 1_000, 8)
    b.wait(100)
    b.hal.motor.stop()
    assert (b.hal.motor.state(), b.hal.motor.counted()) == (IDLE, 9)


@pytest.mark.parametrize("bench", BENCHES)
def test_a_sound_rotor_passes_the_narrowest_watch_from_any_position(bench) -> None:
    b = bench()
    motor = b.hal.motor
    for steps in (1, 1_000, 1_001, 999, 3, 2_001):
        motor.start(steps, 100, 100, 4)
        b.wait(1_000)
        assert (motor.state(), motor.counted()) == (IDLE, steps)


@pytest.mark.parametrize("bench", BENCHES)
def test_the_encoder_rounds_down_to_whole_counts_and_goes_on_across_orders(bench) -> None:
    b = bench()
    motor = b.hal.motor
    shown = []
    for _ in range(9):
        motor.start(1, 1_000, 0, 8)
        b.wait(10)
        shown.append(motor.moved())
    assert shown == [0, 0, 0, 4, 4, 4, 4, 8, 8]
    motor.start(50, 100_000, 100_000, 8)
    assert motor.moved() == 8
    b.wait(1_050)
    assert motor.moved() == 16
    motor.stop()
    assert motor.moved() == 16


@pytest.mark.parametrize("bench", BENCHES)
def test_the_encoder_counts_in_a_ring(bench) -> None:
    b = bench(rotor=RING - 8)
    motor = b.hal.motor
    assert motor.moved() == RING - 8
    motor.start(20, 1_000, 1_000, 4)
    b.wait(100)
    assert (motor.state(), motor.counted(), motor.moved()) == (IDLE, 20, 12)


@pytest.mark.parametrize("bench", BENCHES)
def test_looking_changes_nothing(bench) -> None:
    looked, left = bench(), bench()
    for b in (looked, left):
        b.hal.motor.start(100, 70_000, 130_000, 8)
        for _ in range(50):
            b.wait(90)
            if b is looked:
                b.hal.motor.state()
                b.hal.motor.counted()
                b.hal.motor.moved()
                b.hal.battery_mv()
    assert looked.hal.motor.counted() == left.hal.motor.counted() == 35
    assert looked.hal.motor.moved() == left.hal.motor.moved() == 32
