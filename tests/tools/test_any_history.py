"""Whatever happened to a pump, its log is sound, and the volume by its lines is the ledger's."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from pump.core.reasons import Refused
from tests.core.bench import MS, S
from tests.core.example_share import share_of
from tests.core.histories import ACTS, DO, WAITS, world
from tests.store.chain import chained
from tools.pumpctl.stored import read
from tools.pumpctl.verify import Expected, verify

MORE = st.one_of(
    st.tuples(st.just("cut"), st.sampled_from([0, 20_000, 3_600_000, 72_000_000, 200_000_000])),
    st.tuples(st.just("late"), st.sampled_from([0, 3, 40, 1_001, 70_000])),
    st.tuples(st.just("log"), st.sampled_from([0, 1, 3, -1])),
    st.tuples(st.just("lose"), st.sampled_from([0, 300, 5_000])),
    st.tuples(st.just("again"), WAITS),
    st.tuples(st.just("volts"), st.sampled_from([0, 2_100, 2_350, 2_900])),
    st.tuples(st.just("battery")),
)
HISTORY = st.lists(ACTS.filter(lambda act: act[0] != "stray") | MORE, max_size=25)


def come_late(world, late_ms):
    """Each fifth turn, by so much."""
    turns = [0]

    def late():
        turns[0] += 1
        in_time = turns[0] % 5 or world.motor.standing  # a halt wakes the board
        return 0 if in_time else late_ms * MS

    world.late_us = late if late_ms else None


def fail_log(world, times):
    world.hal.events.failing = times


def lose(world, every):
    world.motor.lose_every = every


def suspend_and_resume(world, ms):
    """In one line."""
    world.wait(ms * MS)
    with suppress(Refused):
        world.pump.suspend(60_000)
        world.pump.resume()
    world.turn.deliver()


DO_MORE = {
    "cut": lambda world, ms: world.power_cycle(ms * MS),
    "late": come_late,
    "log": fail_log,
    "lose": lose,
    "again": suspend_and_resume,
}


def log_of(acts, **choices):
    """The stored log of such a history, a last half minute of it included, and its world."""
    made = world(**choices)
    for what, *figures in acts:
        with suppress(Refused):
            (DO.get(what) or DO_MORE[what])(made, *figures)
    made.wait(30 * S)
    return b"".join(chained(made.hal.events.kept)), made


@settings(max_examples=share_of(300), deadline=None)
@given(HISTORY, st.booleans(), st.sampled_from([50_000, 500_000, 700_001, 2_000_000]))
def test_the_log_of_any_history_is_sound(acts, clock, concentration):
    log, made = log_of(acts, clock=clock, concentration=concentration)
    report = verify(read(log), Expected())
    differs = [note for note in report.differs if not note.text.startswith("incomplete")]
    assert differs == [], "\n".join([log.decode(), *map(str, differs)])
    assert report.sound or b" MISSING " in log
    written = all(what != "log" for what, *_ in acts)
    if written and report.bounds and not made.pump.order.in_progress:
        assert report.bounds[0] <= made.pump.ledger.most <= report.bounds[1]


def test_tries_whose_stall_shows_in_their_second_order_are_sound():
    """Each leaves open what lagged in its first order, beside the pulses of its STALL line."""
    acts = [("stand", True), ("volts", 0), ("volts", 0), ("volts", 0)]
    log, _ = log_of(acts, clock=False, concentration=2_000_000)
    assert log.count(b" counted_steps=1 ") == 2
    assert verify(read(log), Expected()).sound


def test_a_day_that_ends_in_the_power_cut_is_told_before_it():
    """The quantum that was cut reaches midnight: the day's LEDGER line comes ahead of BOOT."""
    acts = [("wait", 86_400_000), ("cut", 0), ("wait", 3_600_000)]
    log, _ = log_of(acts, clock=False, concentration=700_001)
    words = [line.split()[2] for line in log.split(b"\n")[:-1]]
    assert words[words.index(b"BOOT", 1) - 1] == b"LEDGER"
    assert verify(read(log), Expected()).sound


def test_flow_that_ended_behind_missing_lines_and_went_on_at_once_claims_nothing():
    """A line of SUSPEND and RESUME: what was under way is counted, and no line tells it."""
    acts = [("log", 3), ("suspend", 60_000), ("again", 299_999), ("cut", 0)]
    log, _ = log_of(acts, clock=False, concentration=50_000)
    report = verify(read(log), Expected())
    assert all(note.text.startswith("incomplete") for note in report.differs), report.differs
