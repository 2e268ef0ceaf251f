"""The pump's next moment is the least of its parts'; nothing happens before it, something at it.

A part whose moment does not matter now is asked when it does: the programme is followed only while
drug flows, and while it flows each quantum that is closed brings the assessment.
"""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pump.core.control.assessment import ASSESS_MS
from pump.core.motion.order import REST
from pump.core.profile import QUANTUM_MAX_MS
from pump.core.therapy.states import RUN
from pump.core.units import elapsed_ms, moment
from tests.core.bench import DAY, HOUR, MIN
from tests.core.example_share import share_of
from tests.core.histories import HISTORIES, play, world
from tests.core.snapshot import snapshot

NEVER = (1 << 40, 0)
# class: when it has something to do in this pump, None for never
DUE = {
    "Order": lambda pump: pump.order.next_due(),
    "Attention": lambda pump: pump.attention.next_due(),
    "Staging": lambda pump: pump.staging.next_due(),
    "TherapyState": lambda pump: pump.therapy.next_due(),
    "Schedule": lambda pump: pump.schedule.next_due() if pump.state == RUN else None,
    "Weaning": lambda pump: pump.weaning.next_due(),
    "Assessment": lambda pump: None if pump.state == RUN else pump.assessment.next_due(),
}


def least(pump):
    """Asked of each part by itself."""
    return min(due(pump) or NEVER for due in DUE.values())


def assert_true(pump):
    now = pump.day, pump.ms
    assert pump.next_due() == least(pump)
    assert pump.next_due() > now
    waited_ms = elapsed_ms(pump.assessment.assessed_day, pump.assessment.assessed_ms, *now)
    assert waited_ms < ASSESS_MS + QUANTUM_MAX_MS


def plain(pump):
    """All that it holds, but the moment that it was told."""
    return [part for part in snapshot(pump)[1] if part[0] not in ("day", "ms")]


FEW = settings(deadline=None, suppress_health_check=list(HealthCheck))


@settings(FEW, max_examples=share_of(60))
@given(acts=HISTORIES, clock=st.booleans(), share=st.integers(1, 99))
def test_it_is_the_least_of_the_parts_and_nothing_is_due_before_it(acts, clock, share):
    made = world(clock=clock)
    pump, motor = made.pump, made.motor
    for act in acts:
        play(made, [act])
        made.turn.deliver()
        assert_true(pump)
    due = pump.next_due()
    ahead_ms = elapsed_ms(pump.day, pump.ms, *due)
    before = moment(pump.day, pump.ms + (ahead_ms - 1) * share // 100)
    held = plain(pump)
    assert pump.advance(*before, motor.state(), motor.counted(), motor.moved()) == REST
    assert plain(pump) == held


def test_each_part_is_the_least_at_some_time():
    """Without it the pump would be called too late: its moment is the pump's, at some turn."""
    made = world()
    pump, seen = made.pump, set()
    made.after_turn = lambda: seen.update(
        name for name, due in DUE.items() if due(pump) == pump.next_due()
    )

    def pass_by(us):
        seen.clear()
        made.wait(us)
        return seen

    made.order(pump.pause_audio, 1_000)
    assert pass_by(HOUR) == {"Order", "Attention"}
    made.stage(500_000, 90_000)
    pump.restaged()
    assert pass_by(4 * MIN) == {"Order", "Attention", "Staging"}
    made.order(pump.suspend, 60_000)
    assert "TherapyState" in pass_by(2 * MIN)
    made.commit(500_000, [(0, 100_000), (720, 90_000)])
    made.wait(MIN)
    assert pass_by(DAY) == {"Order", "Schedule"}
    made.order(pump.stop, "OTHER")
    assert pass_by(HOUR) == {"Order", "Assessment"}
