"""What ends by itself: programming left alone (C-16), pauses of tones (C-10), tests of signals."""

import pytest

from pump.core.alarms import annunciation
from pump.core.alarms import table as alarms
from pump.core.prescription.prescription import DOSE, parse
from pump.core.reasons import Refused
from tests.core.bench import MIN, MS, World

S = 1000 * MS
STAGING = 3 * MIN


def running():
    world = World()
    world.begin()
    world.wait(MIN)
    return world


def programming(world):
    """A session, step by step: each leaves something unfinished but the last."""
    pump = world.pump

    def rate(value):
        pump.staged.segment(1).kind, pump.staged.segment(1).value = DOSE, value

    yield lambda: pump.stage(parse(pump.active_text))
    yield lambda: rate(110_000)
    yield lambda: setattr(pump.staged, "limit_day_ng", 500_000)
    yield lambda: setattr(pump.staged, "concentration_ng_per_ml", 2_000_000)
    yield pump.judge_staged
    yield pump.staged_digest
    yield lambda: refused(pump.commit, "0" * 16, True)


def refused(order, *arguments):
    with pytest.raises(Refused):
        order(*arguments)


def in_force(pump):
    return pump.active_text, pump.in_force.digest, pump.program.rates_pl_per_day, pump.state


@pytest.mark.req("C-16", "FI-14")
@pytest.mark.parametrize("steps", range(1, 8))
def test_a_session_abandoned_at_any_step_reverts(steps):
    world = running()
    other = running()
    pump = world.pump
    before = in_force(pump)
    for number, step in enumerate(programming(world), 1):
        world.order(step)
        world.order(pump.restaged)
        if number == steps:
            break
    world.wait(STAGING - MS)
    assert bool(pump.staged.segments) and pump.alarms.state[alarms.UNFINISHED] == alarms.INACTIVE
    world.wait(MS)
    assert pump.alarms.state[alarms.UNFINISHED] == (
        alarms.LATCHED if steps > 1 else alarms.INACTIVE
    )
    assert bool(pump.staged.segments) == (steps == 1)  # a mere copy is no change
    assert in_force(pump) == before
    other.wait(STAGING)
    assert world.motor.rotor == other.motor.rotor
    assert pump.ledger.bounds() == other.pump.ledger.bounds()
    world.wait(60 * MIN)
    other.wait(60 * MIN)
    assert world.motor.rotor == other.motor.rotor


@pytest.mark.req("C-16")
def test_the_power_reverts_it_too():
    world = running()
    world.stage(500_000, 110_000)
    world.order(world.pump.restaged)
    world.power_cycle(S)
    assert world.pump.staged.segments == {} and not world.pump.staging.differs
    world.wait(STAGING)
    assert world.pump.alarms.state[alarms.UNFINISHED] == alarms.INACTIVE


def test_an_idle_pump_drops_it_to_the_millisecond():
    world = World()
    world.stage(500_000, 110_000)
    world.order(world.pump.restaged)
    world.wait(STAGING - MS)
    assert world.pump.staged.segments
    world.wait(MS)
    assert not world.pump.staged.segments


# Tones --------------------------------------------------------------------------------------


def tone(world):
    return world.hal.shown[2]


def test_tones_pause_and_sound_again():
    world = running()
    world.order(world.pump.suspend, 3_600_000)
    assert tone(world) == annunciation.TONES[alarms.LOW]
    world.order(world.pump.pause_audio, 600_000)
    world.wait(0)
    assert tone(world) == ()
    assert world.hal.shown[:2] == annunciation.LIGHTS[alarms.LOW]  # the lamp goes on
    world.wait(10 * MIN - MS)
    assert tone(world) == ()
    world.wait(MS)
    assert tone(world) == annunciation.TONES[alarms.LOW]


@pytest.mark.req("C-10")
@pytest.mark.parametrize("for_ms", [0, -1, 600_001])
def test_no_pause_is_longer_than_ten_minutes(for_ms):
    world = running()
    with pytest.raises(Refused):
        world.pump.pause_audio(for_ms)
    assert world.pump.attention.paused_ms(world.pump.day, world.pump.ms) == 0


@pytest.mark.req("C-10")
def test_a_new_alarm_ends_the_pause():
    world = running()
    world.order(world.pump.suspend, 3_600_000)
    world.order(world.pump.pause_audio, 600_000)
    world.order(world.pump.alarms.set, alarms.DRUG_AGE, alarms.LOW, world.pump.day, world.pump.ms)
    assert world.pump.attention.paused_ms(world.pump.day, world.pump.ms) == 0
    assert tone(world) == annunciation.TONES[alarms.LOW]


@pytest.mark.req("C-10")
def test_a_higher_one_ends_the_pause():
    world = running()
    pump = world.pump
    world.order(pump.alarms.set, alarms.DRUG_AGE, alarms.LOW, pump.day, pump.ms)
    world.order(pump.pause_audio, 600_000)
    world.order(pump.alarms.set, alarms.DRUG_AGE, alarms.MEDIUM, pump.day, pump.ms)
    assert tone(world) == annunciation.TONES[alarms.MEDIUM]


@pytest.mark.parametrize("after", [alarms.MEDIUM, alarms.LOW, alarms.NONE])
@pytest.mark.parametrize("acknowledged", [False, True])
def test_one_that_falls_leaves_the_pause(after, acknowledged):
    world = running()
    pump = world.pump
    world.order(pump.alarms.set, alarms.RESERVOIR_LOW, alarms.HIGH, pump.day, pump.ms)
    if acknowledged:
        world.order(pump.acknowledge, alarms.RESERVOIR_LOW)
    world.order(pump.pause_audio, 600_000)
    world.order(pump.alarms.set, alarms.RESERVOIR_LOW, after, pump.day, pump.ms)
    assert pump.alarms.priority[alarms.RESERVOIR_LOW] == after
    assert pump.attention.paused_ms(pump.day, pump.ms) > 0
    assert tone(world) == ()


def test_one_that_comes_back_ends_the_pause():
    """Latched, and present again: a new instance."""
    world = running()
    pump = world.pump
    world.order(pump.alarms.tell, alarms.RESET, alarms.LOW, pump.day, pump.ms)
    world.order(pump.pause_audio, 600_000)
    world.order(pump.alarms.tell, alarms.RESET, alarms.LOW, pump.day, pump.ms)
    assert pump.attention.paused_ms(pump.day, pump.ms) == 0


def test_what_ends_or_is_acknowledged_leaves_the_pause():
    world = running()
    world.order(world.pump.suspend, 3_600_000)
    world.order(world.pump.pause_audio, 600_000)
    world.order(world.pump.acknowledge, alarms.STOPPED)
    assert world.pump.attention.paused_ms(world.pump.day, world.pump.ms) > 0
    world.order(world.pump.resume)
    assert world.pump.attention.paused_ms(world.pump.day, world.pump.ms) > 0


def test_a_pause_is_shortened_and_not_prolonged():
    world = running()
    world.order(world.pump.pause_audio, 60_000)
    world.wait(20 * S)
    refused(world.pump.pause_audio, 40_001)
    assert world.pump.attention.paused_ms(world.pump.day, world.pump.ms) == 40_000
    world.order(world.pump.pause_audio, 10_000)
    assert world.pump.attention.paused_ms(world.pump.day, world.pump.ms) == 10_000
    world.wait(10 * S)
    world.order(world.pump.pause_audio, 600_000)  # they have sounded


# A test of the signals ------------------------------------------------------------------------


@pytest.mark.req("S21")
def test_each_priority_is_shown_for_three_seconds():
    world = running()
    world.order(world.pump.test_signals)
    for priority in (alarms.HIGH, alarms.MEDIUM, alarms.LOW):
        world.wait(0)
        lamp, light = annunciation.LIGHTS[priority]
        assert world.hal.shown == (lamp, light, annunciation.TONES[priority])
        world.wait(3 * S)
    lamp, light = annunciation.light(world.pump.alarms)
    assert world.hal.shown == (lamp, light, ())


@pytest.mark.req("S21")
def test_an_alarm_ends_the_test():
    world = running()
    world.order(world.pump.test_signals)
    world.order(world.pump.suspend, 3_600_000)
    lamp, light = annunciation.LIGHTS[alarms.LOW]
    for _ in range(6):
        assert world.hal.shown == (lamp, light, annunciation.TONES[alarms.LOW])
        world.wait(2 * S)


def test_no_test_while_one_sounds():
    world = running()
    world.order(world.pump.suspend, 3_600_000)
    with pytest.raises(Refused):
        world.pump.test_signals()
    world.order(world.pump.acknowledge, alarms.STOPPED)
    world.order(world.pump.test_signals)
    assert world.hal.shown[0] == annunciation.RED
