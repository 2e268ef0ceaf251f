"""The board itself: ticks, idling, battery, name plate."""

import pytest

from tests.contract.benches import BENCHES

RING = 1 << 30


@pytest.mark.parametrize("bench", BENCHES)
def test_ticks_run_in_milliseconds(bench) -> None:
    b = bench()
    before = b.hal.ticks_ms()
    b.wait(1_234)
    assert 0 <= b.hal.ticks_ms() - before - 1_234 <= b.slack_ms


@pytest.mark.parametrize("bench", BENCHES)
def test_ticks_are_a_ring_that_starts_anywhere(bench) -> None:
    b = bench(first_ticks_ms=RING - 5_000)
    assert RING - 5_000 <= b.hal.ticks_ms() <= RING - 5_000 + b.slack_ms
    b.wait(4_999)
    assert b.hal.ticks_ms() >= RING - 1 or b.slack_ms
    b.wait(1)
    assert b.hal.ticks_ms() <= b.slack_ms
    b.wait(RING)
    assert b.hal.ticks_ms() <= 2 * b.slack_ms


@pytest.mark.parametrize("bench", BENCHES)
def test_microseconds_run_in_a_ring(bench) -> None:
    b = bench()
    for ms in (1_234, RING // 1_000):  # the second goes once around
        b.wait(100)  # longer than a call takes on its way to the board
        before, _, after = b.hal.ticks_us(), b.wait(ms), b.hal.ticks_us()
        assert 0 <= before < RING > after >= 0
        assert (after - before - ms * 1_000 + 100) % RING <= b.slack_ms * 1_000 + 200  # a look


@pytest.mark.parametrize("bench", BENCHES)
def test_orders_run_across_the_wrap(bench) -> None:
    b = bench(first_ticks_ms=RING - 5_000)
    b.hal.motor.start(100, 100_000, 100_000, 8)
    b.wait(9_950)
    assert (b.hal.motor.state(), b.hal.motor.counted()) == (1, 99)
    b.wait(100)
    assert (b.hal.motor.state(), b.hal.motor.counted()) == (0, 100)


@pytest.mark.parametrize("bench", BENCHES)
@pytest.mark.parametrize("ms", [0, 1, 1_000, 600_000])
def test_idle_sleeps_no_longer_than_told(bench, ms: int) -> None:
    b = bench()
    before = b.hal.ticks_ms()
    b.hal.idle(ms)
    assert b.hal.ticks_ms() - before <= ms + b.slack_ms


@pytest.mark.parametrize("bench", BENCHES)
def test_idling_again_and_again_gets_there(bench) -> None:
    b = bench()
    before = b.hal.ticks_ms()
    turns = 0
    while b.hal.ticks_ms() - before < 5_000:
        b.hal.idle(5_000 - (b.hal.ticks_ms() - before))
        turns += 1
        assert turns < 100_000


@pytest.mark.parametrize("bench", BENCHES)
@pytest.mark.parametrize("ms", [-1, 1 << 29])
def test_an_impossible_nap_is_refused(bench, ms: int) -> None:
    b = bench()
    with pytest.raises(ValueError):
        b.hal.idle(ms)


@pytest.mark.parametrize("bench", BENCHES)
def test_idle_ends_when_a_byte_comes(bench) -> None:
    b = bench()
    before = b.hal.ticks_ms()
    b.offer_later(700, b"!")
    for _ in range(1_000):
        b.hal.idle(100_000)
        data = b.hal.link.read()
        if data:
            break
    assert data == b"!"
    assert 0 <= b.hal.ticks_ms() - before - 700 <= b.slack_ms


@pytest.mark.parametrize("bench", BENCHES)
def test_idle_ends_when_the_line_is_lost(bench) -> None:
    b = bench()
    before = b.hal.ticks_ms()
    b.drop_later(700)
    for _ in range(1_000):
        b.hal.idle(100_000)
        if b.hal.link.lost():
            break
    assert 0 <= b.hal.ticks_ms() - before - 700 <= b.slack_ms


@pytest.mark.parametrize("bench", BENCHES)
def test_idle_ends_when_the_motor_halts(bench) -> None:
    b = bench()
    b.hold_rotor(True)
    before = b.hal.ticks_ms()
    b.hal.motor.start(100, 100_000, 100_000, 8)
    for _ in range(1_000):
        b.hal.idle(100_000)
        if b.hal.motor.state() != 1:
            break
    assert b.hal.motor.state() == 2
    assert 0 <= b.hal.ticks_ms() - before - 900 <= b.slack_ms


@pytest.mark.parametrize("bench", BENCHES)
def test_idle_returns_at_once_while_something_waits(bench) -> None:
    b = bench()
    b.offer(b"x")
    before = b.hal.ticks_ms()
    b.hal.idle(10_000)
    b.hal.idle(10_000)
    assert b.hal.ticks_ms() - before <= b.slack_ms
    assert b.hal.link.read() == b"x"
    b.drop_line()
    b.hal.idle(10_000)
    assert b.hal.ticks_ms() - before <= b.slack_ms
    assert b.hal.link.lost()


def sleeps(b, ms: int) -> bool:
    """Whether the board idles for so long in a few sleeps: nothing keeps it awake."""
    ms += 50 * b.slack_ms  # what fifty looks may take
    before = b.hal.ticks_ms()
    for _ in range(50):
        b.hal.idle(ms - (b.hal.ticks_ms() - before))
        if b.hal.ticks_ms() - before >= ms:
            return True
    return False


@pytest.mark.parametrize("bench", BENCHES)
def test_what_was_read_or_told_keeps_nobody_awake(bench) -> None:
    b = bench()
    assert sleeps(b, 1_000)
    b.offer(bytes(300))
    assert not sleeps(b, 1_000)
    assert len(b.hal.link.read()) == 256
    assert not sleeps(b, 1_000)
    assert len(b.hal.link.read()) == 44
    assert sleeps(b, 1_000)
    b.offer(b"x")
    b.drop_line()
    b.hal.link.read()
    assert not sleeps(b, 1_000)
    assert b.hal.link.lost()
    b.hal.link.read()
    assert sleeps(b, 1_000)


@pytest.mark.parametrize("bench", BENCHES)
def test_a_halt_that_nobody_saw_yet_is_told_at_once(bench) -> None:
    b = bench()
    b.hold_rotor(True)
    b.hal.motor.start(100, 1_000, 1_000, 8)
    b.wait(1_000)
    before = b.hal.ticks_ms()
    b.hal.idle(10_000)
    assert b.hal.ticks_ms() - before <= b.slack_ms
    assert b.hal.motor.state() == 2


@pytest.mark.parametrize("bench", BENCHES)
@pytest.mark.parametrize("stopped", [False, True])
def test_a_halt_that_is_over_keeps_nobody_awake(bench, stopped: bool) -> None:
    """The next order, or a stop, ends the halt before anybody asked for the state."""
    b = bench()
    b.hold_rotor(True)
    b.hal.motor.start(100, 1_000, 1_000, 8)
    b.wait(1_000)
    b.hold_rotor(False)
    if stopped:
        b.hal.motor.stop()
    else:
        b.hal.motor.start(10, 1_000_000, 1_000, 8)
    before = b.hal.ticks_ms()
    b.hal.idle(500)
    b.hal.idle(500 - min(500, b.hal.ticks_ms() - before))
    assert b.hal.ticks_ms() - before >= 500


@pytest.mark.parametrize("bench", BENCHES)
def test_a_halt_that_was_seen_does_not_keep_idle_awake(bench) -> None:
    """The state stays STALLED for days; the board may sleep all the same."""
    b = bench()
    b.hold_rotor(True)
    b.hal.motor.start(100, 1_000, 1_000, 8)
    b.wait(1_000)
    assert b.hal.motor.state() == 2
    before = b.hal.ticks_ms()
    for _ in range(1_000):
        left = 60_000 - (b.hal.ticks_ms() - before)
        if left <= 0:
            break
        b.hal.idle(left)
    assert left <= 0


@pytest.mark.parametrize("bench", BENCHES)
def test_the_dog_can_be_fed_and_the_battery_measured(bench) -> None:
    b = bench()
    for _ in range(3):
        b.hal.feed()
    assert 0 <= b.hal.battery_mv() <= 10_000


@pytest.mark.parametrize("bench", BENCHES)
def test_the_driver_has_a_temperature_or_none(bench) -> None:
    """Where nothing measures it the board says so, and no number."""
    celsius = bench().hal.driver_c()
    assert celsius is None or -40 <= celsius <= 150


@pytest.mark.parametrize("bench", BENCHES)
def test_the_button_is_held_or_not(bench) -> None:
    b = bench()
    for held in (False, True, False):
        b.press(held)
        assert b.hal.button() is held


@pytest.mark.parametrize("bench", BENCHES)
@pytest.mark.parametrize(
    ("down_ms", "pressed"), [(10, False), (60, True), (300, True), (9_900, True), (10_100, False)]
)
def test_a_press_of_the_patient_s_button_is_told_once_when_it_ends(bench, down_ms, pressed) -> None:
    b = bench()
    assert not b.hal.patient_pressed()
    b.press_patients(True)
    b.wait(down_ms)
    assert not b.hal.patient_pressed()
    b.press_patients(False)
    b.wait(20)
    assert b.hal.patient_pressed() is pressed
    assert not b.hal.patient_pressed()


@pytest.mark.parametrize("bench", BENCHES)
@pytest.mark.parametrize("count", [1, 16, 32])
def test_chance_never_says_the_same_twice(bench, count: int) -> None:
    b = bench()
    drawn = [b.hal.entropy(count) for _ in range(20)]
    assert all(len(each) == count for each in drawn)
    assert len(set(drawn)) > (1 if count == 1 else 19)


@pytest.mark.parametrize("bench", BENCHES)
def test_the_name_plate(bench) -> None:
    b = bench()
    assert b.hal.model in ("CISTERNA-20", "CISTERNA-40")
    assert b.hal.serial == b.hal.serial.strip() != ""
    assert b.hal.serial.startswith(("SIM", "BENCH"))
