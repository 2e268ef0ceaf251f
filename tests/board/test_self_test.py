"""The image's test of itself on the emulated Pico: what it says, and each failure that a pin, the
supply or flash can show there. Emulated: no pad of a real chip was shorted.
"""

from collections.abc import Callable

import pytest

from host_sim.pico.bench import PicoBench
from pump.core.alarms.self_test import TESTS
from pump.drivers.order import LOOP_PULSES
from tests.board import pump
from tests.board.apart import apart
from tests.board.image import WIRING
from tests.board.powered import running

NAMES = [test[0] for test in TESTS]
_TRAILER = 0x9FFF8  # where the build writes the image's length and sum


def short(pin: int) -> Callable[[PicoBench], None]:
    return lambda bench: bench.pico.pins.short(pin, 0)


def rot(bench: PicoBench) -> None:
    """One bit of the sum."""
    bench.pico.flash.image[_TRAILER + 4] ^= 1


def noise(bench: PicoBench) -> None:
    """A channel of the encoder changes each ms."""
    pins, clock = bench.pico.pins, bench.pico._mcu.clock

    def edge() -> None:
        pins.drive(WIRING.ENCODER_A, 1 - pins.level(WIRING.ENCODER_A))
        alarm.schedule(1e6)

    alarm = clock.create_alarm(edge)
    edge()


def empty(bench: PicoBench) -> None:
    battery = bench.plant.battery
    battery.idle_na = battery.capacity_uah * 3_600 * 1_000
    bench.pins.settle()


PROVOKED = {
    "PROGRAM": (rot, "RUN"),
    "STEP": (short(WIRING.STEP), "FAULT"),
    "ENABLE": (short(WIRING.ENABLE), "RUN"),
    "ENCODER": (noise, "RUN"),
    "BATTERY": (empty, "RUN"),
    "LAMPS": (short(WIRING.LED_YELLOW), "RUN"),
    "BUZZER": (short(WIRING.BUZZER), "RUN"),
}


def results(bench: PicoBench) -> dict[str, str]:
    fields = bench.ask("SYST:TEST?").split(",")
    return dict(zip(fields[::2], fields[1::2], strict=True))


def test_a_sound_board_passes_every_test() -> None:
    bench = running()
    found = results(bench)
    assert list(found) == NAMES
    assert set(found.values()) == {"PASS"}
    assert bench.ask("*TST?") == "0"


@pytest.mark.parametrize("name", PROVOKED)
def test_a_failure_is_named_and_acted_upon(name: str) -> None:
    provoke, state = PROVOKED[name]

    def work() -> tuple[list[str], str, str]:
        bench = running()
        bench.power_cycle(3_600_000 if provoke is empty else 0)
        provoke(bench)
        bench.boot()
        failed = [each for each, result in results(bench).items() if result == "FAIL"]
        return failed, bench.ask("ALAR:LIST?"), bench.ask("DEL:STAT?")

    running()
    failed, alarms, found = apart(work)
    assert name in failed
    assert failed == [name] or name in ("STEP", "ENABLE")
    priority = ("NONE", "LOW", "MEDIUM", "HIGH")[TESTS[NAMES.index(name)][1]]
    assert f"SELF_TEST,{priority},ACTIVE" in alarms
    assert found == state


@pytest.mark.parametrize("shorted", [False, True])
def test_a_driver_that_cannot_be_switched_off_gives_nothing_that_is_not_booked(
    shorted: bool,
) -> None:
    def work() -> int:
        bench = pump.started()
        bench.run_ms(20_000)
        before = bench.plant.stepper.position
        if shorted:
            bench.pico.pins.short(WIRING.ENABLE, 0)
        else:
            bench.plant.board.enable_stuck = 1
        for _ in range(4):
            bench.power_cycle()
            if shorted:
                bench.pico.pins.short(WIRING.ENABLE, 0)
            bench.boot()
            assert pump.holds_the_truth(bench)
        assert pump.alarms(bench)["SELF_TEST"][0] == "HIGH"
        return bench.plant.stepper.position - before

    pump.formatted()
    turned = apart(work)
    print("steps at four starts", turned)
    assert turned < LOOP_PULSES // 2


def test_a_program_that_rots_while_it_runs_is_told_within_a_minute() -> None:
    def work() -> str:
        bench = running()
        rot(bench)
        bench.run_ms(70_000)
        return bench.ask("ALAR:LIST?")

    running()
    assert "SELF_TEST,HIGH,ACTIVE" in apart(work)
