"""What the pumps were doing whose images are kept here: played on each release that adds its own.

Uses the bench's orders only, which every release has; so the same list plays on an older tree.
"""

from tests.core.bench import DAY, HOUR, MIN, S, World

HALF = 500_000  # ng/mL
FLEX = [(0, 100_000), (720, 130_000), (1_080, 90_000)]
WALL = (9_497, 3_600_000)


def set_catheter(pump):
    """The order that says what the tubing holds; bb38913 calls it set_line."""
    return getattr(pump, "set_catheter", None) or pump.set_line


def give_bolus(made, dose_ng, ms):
    """A bolus; confirmed, where a release asks for that in the first day of a dose."""
    call = made.pump.give_bolus
    asked = "confirmed" in call.__code__.co_varnames
    made.order(call, dose_ng, ms, *([True] if asked else []))


def never_used():
    """Never prescribed, never filled; powered twice."""
    made = World()
    made.wait(HOUR)
    made.power_cycle(MIN)
    return made


def flex_in_mid_segment():
    """FLEX with three segments, in the second one, three days after the start; a quantum flows."""
    made = World(wall=WALL)
    made.commit(HALF, FLEX)
    made.order(made.pump.fill, 18_000_000, HALF)
    made.order(made.pump.start)
    made.wait(3 * DAY + 13 * HOUR + 100 * S)
    return made


def in_a_bolus():
    """The third bolus of the day flows, on top of 100 ug a day; the clock was set by hand."""
    made = World()
    made.begin(100_000)
    made.wait(2 * DAY)
    made.order(made.set_wall, 9_600, 70_000_000)
    for dose_ng in (30_000, 20_000):
        give_bolus(made, dose_ng, 600_000)
        made.wait(2 * HOUR)
    give_bolus(made, 40_000, 3_600_000)
    made.wait(20 * MIN + 7 * S)
    return made


def after_an_increase():
    """The third increase was three hours ago: no other one for 21 h more."""
    made = World()
    made.begin(100_000)
    for dose_ng in (125_000, 150_000, 180_000):
        made.wait(25 * HOUR)
        made.commit(HALF, dose_ng)
    made.wait(3 * HOUR)
    return made


def suspended():
    """Paused for 90 min, of which 40 are over; it resumes by itself."""
    made = World()
    made.begin(120_000)
    made.wait(30 * HOUR)
    made.order(made.pump.suspend, 5_400_000)
    made.wait(40 * MIN)
    return made


def stopped_for_a_holiday():
    """Weaned and stopped 30 h ago: it starts when confirmed, and never above the first dose."""
    made = World(wall=None)
    made.begin(100_000)
    made.wait(26 * HOUR)
    made.commit(HALF, 125_000)
    made.wait(4 * DAY)
    made.order(made.pump.stop, "HOLIDAY")
    made.wait(30 * HOUR)
    return made


def with_alarms():
    """Old drug, known to the operator; a stall, acknowledged; two resets; a lost clock."""
    made = World()
    made.begin(100_000, 2_000_000, 20_000_000)
    made.wait(181 * DAY)
    made.power_cycle(MIN)
    made.wait(MIN)
    made.hal.wall_us = None
    made.power_cycle(MIN)
    made.motor.stand(True)
    made.until(lambda: made.said("STALL"), 2 * HOUR, S)
    made.motor.stand(False)
    for alarm in made.pump.alarms.listed()[:2]:
        made.order(made.pump.acknowledge, alarm)
    made.wait(2 * HOUR + 11 * S)
    return made


def two_drugs_in_the_catheter():
    """Refilled with 2 mg/mL three hours ago: 0.5 mg/mL still leaves the tip."""
    made = World(wall=WALL)
    made.begin(100_000)
    made.wait(2 * DAY)
    made.order(made.pump.stop, "OTHER")
    made.order(set_catheter(made.pump), 400_000)
    made.commit(2_000_000, 100_000)
    made.order(made.pump.fill, 19_000_000, 2_000_000)
    made.order(made.pump.start)
    made.wait(3 * HOUR + 50 * S)
    return made


def after_power_cuts():
    """Cut in a quantum, in a bolus and for an unknown time; its bounds are apart, and it runs."""
    made = World()
    made.begin(150_000)
    made.wait(2 * DAY + 77 * S)
    made.power_cycle(2 * HOUR)
    made.wait(HOUR)
    give_bolus(made, 50_000, 3_600_000)
    made.wait(10 * MIN + 11 * S)
    made.power_cycle(40 * S)
    made.wait(HOUR + 3 * S)
    made.hal.wall_us = None
    made.power_cycle(10 * MIN)
    made.wait(30 * MIN + 5 * S)
    return made


def waiting_for_a_try():
    """Stalled: the motor stands, and the next try comes by itself."""
    made = World()
    made.begin(110_000)
    made.wait(HOUR)
    made.motor.stand(True)
    made.until(lambda: made.said("STALL"), HOUR, S)
    made.wait(5 * S)
    return made


def with_its_image_lost():
    """Both copies of its image have rotted in therapy: it stands, and the prescription is there."""
    made = World()
    made.begin(110_000)
    made.wait(2 * DAY)
    give_bolus(made, 50_000, 3_600_000)
    made.wait(HOUR)
    made.hal.states.damage(2)
    made.power_cycle(MIN)
    made.hal.states.damage(0)
    made.wait(HOUR)
    return made


HISTORIES = (
    never_used,
    flex_in_mid_segment,
    in_a_bolus,
    after_an_increase,
    suspended,
    stopped_for_a_holiday,
    with_alarms,
    two_drugs_in_the_catheter,
    after_power_cuts,
    waiting_for_a_try,
    with_its_image_lost,
)
