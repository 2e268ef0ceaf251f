"""Two pumps with one history; a power cut of no length in one of them makes no difference.

Apart from what is said in docs: a reset is reported, a bolus would end, the hourly samples of the
reference are flattened to their mean, and the first quanta are smaller.
"""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pump.core import forecast
from pump.core.alarms import table as alarms
from pump.core.drug.patient import Patient
from pump.core.therapy.states import IDLE, RUN, STATES
from tests.core.bench import DAY, HOUR, MIN, MS, S
from tests.core.example_share import percent
from tests.core.histories import HISTORIES, play, world

REPORTED = (alarms.RESET, alarms.BOLUS_CUT)
BY_QUANTA = (alarms.WITHDRAWAL, alarms.RESERVOIR_LOW)  # judged when one is over
EARLY_US = 200  # orders are cut elsewhere, and each cuts its times to whole us
# What ends a quantum by its own length tells the two apart.
CALM = HISTORIES.map(
    lambda acts: [act for act in acts if act[0] not in ("stand", "stray", "reconcile")]
)


def to_a_quantums_end(made):
    """All of its steps have come, and the turn that counts them has not."""
    made.turn.deliver()
    if made.pump.order.in_progress:
        made.us += made.turn.idle_ms() * MS
        made.motor.counted()


def held(made):
    """Alarms as an operator sees them."""
    pump = made.pump.alarms
    return [
        (alarm, pump.state[alarm], pump.priority[alarm] if alarm != alarms.STOPPED else None)
        for alarm in pump.listed()
        if alarm not in REPORTED and alarm not in BY_QUANTA
    ]


def exact(made):
    """What must be the same."""
    pump = made.pump
    now = pump.day, pump.ms
    return {
        "state": STATES[pump.state],
        "prescription": pump.active_text,
        "committed": pump.in_force.committed,
        "bolus": (pump.bolus.state, pump.bolus.dose_ng),
        "given of it": None if pump.bolus.active() else pump.bolus.delivered_steps(0),
        "no bolus for ms": pump.lockout.left_ms(3_600_000, *now),
        "bounds": pump.drug.exposure.bounds.most,
        "reference": pump.titration.reference_ng,
        "initial": pump.titration.initial_ng,
        "increases": pump.titration.increases,
        "holiday": pump.titration.holiday,
        "alarms": held(made),
        "age": pump.reservoir.age_hours(*now) // 24,
        "fills": pump.reservoir.fills,
        "tip": pump.drug.catheter.tip_ng_per_ml(),
        "tries": pump.faults.tries,
    }


def effect_now(pump):
    """Of the reference patient, in 1/256 ng, wherever its last step of 16 minutes ended."""
    patient = Patient(0)
    patient.copy_from(pump.drug.effect.nominal)
    if pump.assessment.minutes_since(pump.day, pump.ms):
        patient.advance(pump.assessment.minutes_since(pump.day, pump.ms), pump.drug.exposure.recent)
    return patient.effect


def near(made):
    """What may differ by a rounding, and by how much."""
    pump = made.pump
    quantum = (
        pump.order.max_steps
    )  # counts when it is over, also where a fill came in the midst of it
    return [
        ("rotor", made.motor.rotor, 1),
        ("reservoir", pump.reservoir.steps, quantum),
        ("line", pump.drug.catheter.contents_ng(), 40),
        ("wall", pump.schedule.wall_ms(pump.ms), 2),
        ("now", pump.day * 86_400_000 + pump.ms, 2),
        ("locked", pump.titration.locked_ms(pump.day, pump.ms), 2),
        (
            "paused",
            0 if pump.state in (RUN, IDLE) else pump.control.commitment.pause_ms(pump.day, pump.ms),
            300_002,  # flow ended with the last record: a cut's pause is a quantum at most
        ),
        ("drug", forecast.dose_of_day_ng(pump), 2_000),
        ("effect", effect_now(pump), 60_000),
    ]


def alike(one, other):
    assert exact(one) == exact(other)
    for (what, mine, within), (_, theirs, _) in zip(near(one), near(other), strict=True):
        assert abs(mine - theirs) <= within, what


@percent(100)
@given(CALM, st.integers(0, 100_000), CALM)
def test_a_cut_of_no_length_at_the_end_of_a_quantum(before, us, after):
    one, other = world(), world()
    for made in (one, other):
        play(made, before)
        made.wait(70 * MIN + us * MS)
        to_a_quantums_end(made)
    assume(not one.pump.bolus.active())
    other.power_cycle(0)
    for made in (one, other):
        made.wait(70 * MIN)  # shorter runs end no pause, and flow ended with the last record
    alike(one, other)
    for act in after:
        for made in (one, other):
            play(made, [act])
        alike(one, other)


def moments(made):
    """When each pulse came, in us."""
    return [
        first + step * interval
        for first, interval, pulses in made.motor.orders
        for step in range(pulses)
    ]


def stopped(made):
    made.order(made.pump.stop, "OTHER")


def suspended(made):
    made.order(made.pump.suspend, 7_200_000)


def empty(made):
    made.order(made.pump.reconcile, 2_000_000)
    made.wait(6 * MIN)


def stalled(made):
    made.motor.stand(True)
    made.until(lambda: made.pump.faults.tries, HOUR, S)
    made.motor.stand(False)


def over_delivered(made):
    made.motor.run_away(500, 1_000)
    made.wait(6 * MIN)


def goes_on(made):
    """Orders after which it runs again in each of these states."""
    if made.pump.alarms.holds(alarms.RESERVOIR_EMPTY):
        made.order(made.pump.fill, 18_000_000, 500_000)
    if made.pump.state != RUN:
        made.order(made.pump.start, True)
    if made.pump.alarms.state[alarms.OVER_DELIVERY] == alarms.LATCHED:
        made.order(made.pump.reset_alarm, alarms.OVER_DELIVERY)
    made.order(made.pump.give_bolus, 20_000, 600_000, True)
    made.wait(3 * HOUR)


@pytest.mark.parametrize("happens", [stopped, suspended, empty, stalled, over_delivered])
@pytest.mark.parametrize("waits_us", [0, 20 * S, 40 * S])
def test_a_cut_while_nothing_flows_moves_no_step(happens, waits_us):
    """Not by a ms: not the retry, not the resume, not the remainder of a step."""
    one, other = world(), world()
    for made in (one, other):
        made.wait(HOUR + 33 * S + 7 * MS)
        happens(made)
        made.wait(waits_us)
    assert not one.pump.order.in_progress
    other.power_cycle(0)
    for made in (one, other):
        made.wait(3 * HOUR)
    alike(one, other)
    for made in (one, other):
        goes_on(made)
    alike(one, other)
    mine, theirs = moments(one), moments(other)
    assert len(mine) == len(theirs) > 1_000
    assert max(abs(a - b) for a, b in zip(mine, theirs, strict=True)) <= EARLY_US


def test_a_new_pump_is_new_after_a_cut():
    one, other = world(), world()
    for made in (one, other):
        made.order(made.pump.stop, "OTHER")
        made.wait(DAY)
    for _ in range(5):
        other.power_cycle(0)
        other.wait(0)
    alike(one, other)
