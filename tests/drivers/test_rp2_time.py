"""The RP2040's moment, with a timer that shows what a tester says: MicroPython reads it signed."""

import sys
import types

import pytest

from pump.drivers.rp2_chip import TIMERAWH

MS_PER_DAY = 86_400_000


class Registers:
    """mem32 as MicroPython has it: a word is a signed integer."""

    def __init__(self) -> None:
        self.us = 0

    def __getitem__(self, address: int) -> int:
        word = self.us >> 32 if address == TIMERAWH else self.us & 0xFFFFFFFF
        return word - (1 << 32) if word >> 31 else word


@pytest.fixture
def chip(monkeypatch):
    """The driver, imported anew on a machine module with nothing but the timer."""
    registers = Registers()
    machine = types.ModuleType("machine")
    machine.mem32 = registers
    clock = types.ModuleType("time")
    clock.ticks_ms = lambda: registers.us // 1_000 & 0x3FFFFFFF
    clock.ticks_us = lambda: registers.us & 0x3FFFFFFF
    monkeypatch.setitem(sys.modules, "machine", machine)
    monkeypatch.setitem(sys.modules, "time", clock)
    for name in ("rp2_time", "rp2_wall"):
        monkeypatch.delitem(sys.modules, "pump.drivers." + name, raising=False)
    import pump.drivers.rp2_time as rp2_time
    import pump.drivers.rp2_wall as rp2_wall

    yield registers, rp2_time, rp2_wall
    for name in ("rp2_time", "rp2_wall"):
        sys.modules.pop("pump.drivers." + name)


@pytest.mark.parametrize("us", [0, 1_999, (1 << 31) - 1, 1 << 31, (1 << 32) - 1, 1 << 32, 1 << 45])
def test_milliseconds_since_boot_never_jump(chip, us: int) -> None:
    registers, rp2_time, _ = chip
    registers.us = us
    assert rp2_time.since_boot_ms() == us // 1_000


@pytest.mark.parametrize("us", [1 << 31, 1 << 32, 3 << 32])
def test_the_wall_runs_on_where_the_timer_wraps(chip, us: int) -> None:
    registers, rp2_time, rp2_wall = chip
    registers.us = us - 1_000
    ticks = rp2_time.Ticks()
    wall = rp2_wall.RunningWall(ticks)
    registers.us = us
    wall.set_wall(100, MS_PER_DAY - 1)  # at the moment, not now
    assert wall.wall() == (100, MS_PER_DAY - 1)
    registers.us = us + 1_000
    assert wall.wall() == (100, MS_PER_DAY - 1)
    ticks.ms()
    assert wall.wall() == (101, 1)


@pytest.mark.parametrize("us", [5_000, (1 << 30) - 500, (1 << 40) + 123_456])
def test_each_moment_knows_its_microsecond(chip, us: int) -> None:
    """Told in any steps: the microsecond is that at which the millisecond began."""
    registers, rp2_time, _ = chip
    registers.us = us
    ticks = rp2_time.Ticks()
    for step_us in (0, 1, 999, 1_000, 123_456, 8_000_000, (1 << 29) - 1):
        registers.us += step_us
        ms = ticks.ms()
        assert ms == registers.us // 1_000 & 0x3FFFFFFF
        assert ticks.moment_us == registers.us // 1_000 * 1_000 & 0x3FFFFFFF
        assert ticks.left_ms(10) == 10
        registers.us += 4_000
        assert ticks.left_ms(10) == 6
        assert ticks.left_ms(3) == 0
