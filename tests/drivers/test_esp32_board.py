"""The ESP32's board beside its motor: sleep, line, clocks, watchdog, REPL, media; and at work."""

import sys

import pytest

from tests.contract.esp32_bench import Esp32Bench
from tests.drivers.ds3231_chip import Chip
from tests.drivers.esp32_model.chip import Reset
from tests.drivers.esp32_model.modules import wiring

PINS = wiring()
RING = 1 << 30
MS_PER_DAY = 86_400_000


class Sleeps:
    """Counts how often the board went to light sleep."""

    def __init__(self, b: Esp32Bench) -> None:
        self.count = 0
        machine = b.board.machine
        sleep = machine.lightsleep

        def counted(ms: int) -> None:
            self.count += 1
            sleep(ms)

        machine.lightsleep = counted


# Sleep --------------------------------------------------------------------------------------


def rest(b: Esp32Bench) -> None:
    """A second of idling, as a turn ends."""
    b.hal.ticks_ms()
    b.hal.idle(1_000)


def test_it_sleeps_lightly_only_while_no_order_runs_and_nobody_is_at_the_line() -> None:
    b = Esp32Bench()
    sleeps = Sleeps(b)
    rest(b)
    assert sleeps.count == 0  # a cable is there
    b.drop_line()
    rest(b)
    assert sleeps.count == 0  # the loss was not reported yet
    assert b.hal.link.lost()
    rest(b)
    assert sleeps.count == 1
    b.hal.motor.start(1, 3_000_000, 0, 8)
    rest(b)
    assert sleeps.count == 1  # an order runs
    b.wait(4_000)
    rest(b)
    assert sleeps.count == 2


def test_current_that_a_rotor_still_has_keeps_it_awake() -> None:
    b = Esp32Bench()
    b.drop_line()
    b.hal.link.lost()
    sleeps = Sleeps(b)
    b.hal.motor.start(1, 1_000, 0, 8)
    b.wait(2)
    assert b.roller.has_current()
    rest(b)
    assert sleeps.count == 0


def test_bytes_that_a_host_left_behind_keep_it_awake() -> None:
    b = Esp32Bench()
    sleeps = Sleeps(b)
    b.world.received += b"x\rhalf a line"
    b.world.plug(False)
    assert not b.hal.link.lost()
    rest(b)
    assert sleeps.count == 0
    assert b.hal.link.read() == b"x\r"
    assert not b.hal.link.lost()
    assert b.hal.link.read() == b"half a line"
    assert b.hal.link.lost()
    rest(b)
    assert sleeps.count == 1


def test_an_order_that_was_stopped_leaves_nothing_that_a_sleep_would_hold_up() -> None:
    b = Esp32Bench()
    b.drop_line()
    b.hal.link.lost()
    sleeps = Sleeps(b)
    b.hal.motor.start(100, 1_000, 500_000, 8)
    b.wait(700)
    b.hal.motor.stop()
    rest(b)
    assert sleeps.count == 1


def test_a_halt_that_was_not_told_keeps_it_awake() -> None:
    b = Esp32Bench()
    b.drop_line()
    b.hal.link.lost()
    sleeps = Sleeps(b)
    b.hold_rotor(True)
    b.hal.motor.start(100, 1_000, 1_000, 8)
    b.wait(100)
    rest(b)
    assert sleeps.count == 0
    assert b.hal.motor.state() == 2
    rest(b)
    assert sleeps.count == 1


def test_a_cable_that_comes_ends_a_light_sleep() -> None:
    b = Esp32Bench()
    b.drop_line()
    b.hal.link.lost()
    before = b.hal.ticks_ms()
    b.offer_later(700, b"*IDN?\n")
    b.hal.idle(5_000)
    assert b.hal.ticks_ms() - before == 700
    assert b.hal.link.read() == b"*IDN?\n"


def test_a_nap_ends_before_the_watchdog_bites() -> None:
    b = Esp32Bench()
    for there in (True, False):
        b.world.plug(there)
        b.hal.link.lost()
        before = b.hal.ticks_ms()
        b.hal.feed()
        b.hal.idle((1 << 29) - 1)
        assert 1_000 <= b.hal.ticks_ms() - before < b.world.dog_ms - 2_000


def test_a_nap_counts_from_the_moment() -> None:
    b = Esp32Bench()
    before = b.hal.ticks_ms()
    b.world.to(b.world.us + 300_000)
    b.hal.idle(1_000)
    assert b.hal.ticks_ms() - before == 1_000
    b.world.to(b.world.us + 300_000)
    b.hal.idle(200)
    assert b.hal.ticks_ms() - before == 1_300


# Clocks ---------------------------------------------------------------------------------------


def test_the_rtc_goes_on_through_a_reset_and_forgets_with_the_power() -> None:
    b = Esp32Bench()
    b.hal.set_wall(9_500, 1_234)
    kept = b.world.rtc_memory
    b.world.to(b.world.us + 2_000_000)
    b.power_cycle()
    assert b.hal.wall() is None
    b.world.rtc_memory = kept
    assert b.hal.wall() == (9_500, 3_234)


@pytest.mark.parametrize("memory", [b"", b"x" * 16, bytes(16), b"\xff" * 16, b"short", b"y" * 99])
def test_what_stands_in_the_rtcs_memory_by_chance_is_no_time(memory: bytes) -> None:
    b = Esp32Bench()
    b.world.rtc_memory = memory
    assert b.hal.wall() is None


def test_a_ds3231_that_answers_is_the_wall() -> None:
    b = Esp32Bench()
    b.world.chip = Chip()
    b.power_cycle()
    assert b.hal.wall() is None
    b.hal.set_wall(9_500, MS_PER_DAY - 1_000)
    b.world.chip.pass_s(1)
    b.power_cycle()
    assert b.hal.wall() == (9_501, 0)


# Start and end ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("cause", "reported"), [(1, 0), (2, 0), (3, 1), (4, 0), (5, 2)])
def test_the_reset_cause_is_reported_as_the_contract_has_it(cause: int, reported: int) -> None:
    b = Esp32Bench()
    b.world.reset_cause = cause
    b.power_cycle()
    assert b.hal.reset_cause == reported


def test_the_repl_is_given_once_when_asked_for_and_not_by_the_button() -> None:
    b = Esp32Bench()
    assert not b.board.repl_requested()
    with pytest.raises(Reset):
        b.hal.restart_to_repl()
    b.power_cycle()
    assert b.board.repl_requested()
    b.power_cycle()
    assert not b.board.repl_requested()
    b.world.drive(PINS.BUTTON, 0)
    assert not b.board.repl_requested()


def asked_for_the_repl() -> Esp32Bench:
    b = Esp32Bench()
    with pytest.raises(Reset):
        b.hal.restart_to_repl()
    b.power_cycle()
    assert b.board.repl_requested()
    return b


def test_two_lamps_show_the_repl_and_it_ends_a_minute_after_the_cable_has_gone() -> None:
    b = asked_for_the_repl()
    b.world.plug(True)
    b.world.to(b.world.us + 600_000_000)
    ends_us = b.world.us + 60_000_000
    lit = [level for _, pin, level in b.world.log if pin == PINS.LED_YELLOW]
    assert lit.count(1) >= 500
    b.world.plug(False)
    with pytest.raises(Reset):
        b.world.to(ends_us + 1_000_000)
    assert b.world.us >= ends_us - 1_000_000


def test_a_board_that_does_not_come_up_keeps_the_reason_and_starts_again() -> None:
    b = Esp32Bench()
    bare = b.board.make_bare()
    bare.files.write("firmware_fault", b"OSError x.py:1 5")
    assert not bare.button()
    with pytest.raises(Reset):
        bare.restart(1_000)
    b.power_cycle()
    assert b.hal.files.read("firmware_fault") == b"OSError x.py:1 5"


def test_the_watchdog_starts_with_its_first_meal() -> None:
    b = Esp32Bench()
    assert b.world.dog_ms == 0
    b.hal.feed()
    b.hal.feed()
    assert b.world.dog_ms == 8_000
    assert len(b.world.meals_us) == 2


def test_the_battery_is_what_the_plant_has() -> None:
    b = Esp32Bench()
    plant = b.world.plant
    true_mv = plant.battery.mv(b.world.us, plant.stepper.pulses)
    assert abs(b.hal.battery_mv() - true_mv) <= 3


@pytest.mark.parametrize("name", ["", "..", ".", "../x", "a/b", "/x"])
def test_a_name_that_leads_out_of_the_folder_is_refused(name: str) -> None:
    files = Esp32Bench().hal.files
    for call in (
        files.read,
        files.size,
        lambda n: files.write(n, b""),
        lambda n: files.append(n, b""),
    ):
        with pytest.raises(ValueError):
            call(name)


def test_without_the_rings_partition_there_is_no_board() -> None:
    b = Esp32Bench()
    del b.world.partitions["ring"]
    with pytest.raises(OSError):
        b.power_cycle()
    assert b.world.dog_ms == 0
    with pytest.raises(Reset):
        b.board.make_bare().restart(1_000)
    assert b.world.dog_ms == 8_000


def test_what_cpython_had_under_the_boards_names_is_untouched() -> None:
    names = ("time", "os", "io", "sys", "select", "machine", "esp32", "board", "wiring")
    before = {name: sys.modules.get(name) for name in names}
    Esp32Bench()
    assert {name: sys.modules.get(name) for name in names} == before
    assert "pump.drivers.esp32_motor" not in sys.modules


def test_ticks_of_both_rings_wrap_and_the_moment_stays_exact() -> None:
    b = Esp32Bench(RING - 2_000)
    for _ in range(40):
        b.wait(600_000)
        ticks = b.hal._ticks
        assert ticks.moment_us() % RING == b.hal.ticks_ms() * 1_000 % RING
        assert ticks.us() - ticks.moment_us() < 1_000
