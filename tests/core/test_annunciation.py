"""Every alarm in every state: lamp and tone (C-09), and their rhythm against C.6's ranges.

The tables below are written from safety C.6, not from the code.
"""

import pytest

from pump.core.alarms import annunciation
from pump.core.alarms.active import Alarms
from pump.core.alarms.table import (
    ACTIVE,
    ACTIVE_ACKED,
    HIGH,
    INACTIVE,
    LATCHED,
    LATCHED_ACKED,
    LOW,
    MEDIUM,
    NONE,
    TABLE,
)

EVERY = range(len(TABLE))
RED, YELLOW, CYAN = 0, 1, 2

# priority -> lamp, least and most flashes in 100 s, least and most percent of them lit
LAMPS = {HIGH: (RED, 140, 280, 20, 80), MEDIUM: (YELLOW, 40, 80, 20, 60)}

# priority -> pulses of each group, width, gap between the pulses of a group, between bursts (ms)
HOUR_MS = 3_600_000
TONES = {
    HIGH: ((3, 2, 3, 2), (75, 200), (50, 125), (2_500, 15_000)),
    MEDIUM: ((3,), (125, 250), (125, 250), (2_500, 30_000)),
    LOW: ((2,), (125, 250), (125, 250), (15_001, HOUR_MS)),
}


def nobody(*_):
    pass


def raised(*rows):
    """Alarms of (alarm, priority), all ACTIVE."""
    held = Alarms(nobody)
    for alarm, priority in rows:
        held.set(alarm, priority, 0, 1)
    return held


def groups_of(pattern):
    """[[(width, gap after it), ...], ...]; a gap 150 ms longer than the shortest ends a group.

    Within a group C.6 lets gaps differ by 125 ms at most.
    """
    pulses = [(pattern[at], pattern[at + 1]) for at in range(0, len(pattern), 2)]
    shortest = min([gap for _, gap in pulses])
    groups = [[]]
    for pulse in pulses:
        groups[-1].append(pulse)
        if pulse[1] >= shortest + 150:
            groups.append([])
    assert groups.pop() == []
    return groups


# What is shown -----------------------------------------------------------------------------


@pytest.mark.req("C-09")
@pytest.mark.parametrize("alarm", EVERY)
def test_every_alarm_in_every_state(alarm):
    for priority in (LOW, MEDIUM, HIGH):
        light, tone = annunciation.LIGHTS[priority], annunciation.TONES[priority]
        for state, shown, heard in (
            (INACTIVE, annunciation.LIGHTS[NONE], ()),
            (ACTIVE, light, tone),
            (ACTIVE_ACKED, light, ()),
            (LATCHED, light, tone),
            (LATCHED_ACKED, light, ()),
        ):
            held = Alarms(nobody)
            held.state[alarm] = state
            held.priority[alarm] = NONE if state == INACTIVE else priority
            held.active = int(state != INACTIVE)
            assert annunciation.light(held) == shown, (TABLE[alarm][0], priority, state)
            assert annunciation.tone(held, True) == heard, (TABLE[alarm][0], priority, state)


@pytest.mark.req("C-09", "FI-19")
@pytest.mark.parametrize("first", EVERY)
def test_all_pairs_concurrent(first):
    """C-09, FI-19: the higher wins lamp and tone, both are listed; what is done to one, or becomes
    of it, leaves the other as it was."""
    for second in EVERY:
        if second == first:
            continue
        for low, high in ((LOW, MEDIUM), (LOW, HIGH), (MEDIUM, HIGH), (HIGH, HIGH)):
            held = raised((first, low), (second, high))
            pair = (TABLE[first][0], low, TABLE[second][0], high)
            assert sorted(held.listed()) == sorted((first, second)), pair
            assert held.listed()[0] == (second if high > low else min(first, second)), pair
            shows(held, high, high, pair)
            # acknowledged, the higher one leaves the tone to the other and keeps the lamp
            held.acknowledge(second, 0, 2)
            assert held.state[first] == ACTIVE, pair
            shows(held, high, low, pair)
            # over, it is gone or latched, and the other goes on
            held.set(second, NONE, 0, 3)
            latched = TABLE[second][1]
            assert held.listed() == (
                sorted((first, second), key=held._rank) if latched else [first]
            ), pair
            shows(held, high if latched else low, low, pair)
            if latched:
                assert held.reset(second, 0, 4), pair
            assert held.listed() == [first], pair
            assert (held.state[first], held.priority[first]) == (ACTIVE, low), pair
            shows(held, low, low, pair)


@pytest.mark.parametrize("first", EVERY)
def test_of_two_the_lower_ones_end_leaves_the_higher(first):
    for second in EVERY:
        if second != first:
            held = raised((first, LOW), (second, HIGH))
            held.acknowledge(first, 0, 2)
            shows(held, HIGH, HIGH, (first, second))
            held.set(first, NONE, 0, 3)
            held.reset(first, 0, 4)
            assert held.listed() == [second]
            assert (held.state[second], held.priority[second]) == (ACTIVE, HIGH)
            shows(held, HIGH, HIGH, (first, second))


def shows(held, lamp, tone, words):
    assert annunciation.light(held) == annunciation.LIGHTS[lamp], words
    assert annunciation.tone(held, True) == annunciation.TONES[tone], words


def test_the_lamp_follows_all_alarms_and_the_tone_those_that_nobody_has_acknowledged():
    held = raised((0, HIGH), (1, MEDIUM), (2, LOW))
    for acknowledged, heard in ((0, MEDIUM), (1, LOW), (2, NONE)):
        held.acknowledge(acknowledged, 0, 2)
        assert annunciation.light(held) == annunciation.LIGHTS[HIGH]
        assert annunciation.tone(held, True) == annunciation.TONES[heard]


@pytest.mark.parametrize("alarm", EVERY)
def test_what_is_new_climbs_or_comes_again_sounds_again(alarm):
    held = raised((alarm, MEDIUM))
    held.acknowledge(alarm, 0, 2)
    assert annunciation.tone(held, True) == ()
    held.set((alarm + 1) % len(TABLE), LOW, 0, 3)
    assert annunciation.tone(held, True) == annunciation.TONES[LOW]
    held.set(alarm, HIGH, 0, 4)
    assert annunciation.tone(held, True) == annunciation.TONES[HIGH]
    held.acknowledge(alarm, 0, 5)
    assert annunciation.tone(held, True) == annunciation.TONES[LOW]
    held.set(alarm, NONE, 0, 6)
    held.set(alarm, HIGH, 0, 7)
    assert annunciation.tone(held, True) == annunciation.TONES[HIGH]


@pytest.mark.parametrize("priority", [LOW, MEDIUM, HIGH])
def test_only_high_reminds_and_only_while_no_therapy_runs(priority):
    held = raised((0, priority))
    held.acknowledge(0, 0, 2)
    assert annunciation.tone(held, True) == ()
    assert annunciation.tone(held, False) == (annunciation.REMINDER if priority == HIGH else ())
    held.set(0, NONE, 0, 3)  # its cause is over, and it is latched
    assert annunciation.tone(held, False) == (annunciation.REMINDER if priority == HIGH else ())


def test_what_nobody_has_acknowledged_goes_before_a_reminder():
    held = raised((0, HIGH), (1, LOW))
    held.acknowledge(0, 0, 2)
    assert annunciation.tone(held, False) == annunciation.TONES[LOW]


# Its rhythm --------------------------------------------------------------------------------


@pytest.mark.parametrize("priority", [MEDIUM, HIGH])
def test_a_lamp_flashes_in_its_range(priority):
    lamp, slowest, fastest, dimmest, brightest = LAMPS[priority]
    shown, (on, off) = annunciation.LIGHTS[priority]
    assert shown == lamp
    assert slowest <= 100_000 // (on + off) <= fastest
    assert dimmest <= on * 100 // (on + off) <= brightest


def test_low_is_constant_and_nothing_is_dark():
    lamp, pattern = annunciation.LIGHTS[LOW]
    assert lamp == CYAN
    assert len(pattern) == 1
    assert pattern[0] > 0
    assert annunciation.LIGHTS[NONE][1] == annunciation.TONES[NONE] == ()


@pytest.mark.parametrize("priority", [LOW, MEDIUM, HIGH])
def test_a_tone_keeps_its_ranges(priority):
    counts, width, gap, between = TONES[priority]
    pattern = annunciation.TONES[priority]
    groups = groups_of(pattern)
    assert tuple([len(group) for group in groups]) == counts
    for group in groups:
        assert all(width[0] <= pulse[0] <= width[1] for pulse in group)
        assert all(gap[0] <= pulse[1] <= gap[1] for pulse in group[:-1])
    assert between[0] <= pattern[-1] <= between[1]


def test_a_reminder_is_silent_at_first_and_comes_every_ten_minutes():
    assert annunciation.REMINDER[0] == 0
    assert sum(annunciation.REMINDER) == 600_000
    assert annunciation.REMINDER[2:] == annunciation.TONES[HIGH][:-1]
