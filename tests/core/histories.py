"""Histories of a pump as lists of acts: whatever may happen to one, in any order.

`play` gives each act to a world and takes a refusal for an answer, so two worlds that play
the same list have had the same history. CPython only: hypothesis draws them.
"""

from contextlib import suppress

from hypothesis import strategies as st

from pump.core.alarms import table as alarms
from pump.core.reasons import Refused
from tests.core.bench import MIN, MS, World

ALARMS = st.sampled_from(range(len(alarms.TABLE)))
DOSES = st.integers(100_000, 500_000)
STARTS = st.lists(st.integers(0, 1439), min_size=2, max_size=4, unique=True)
SCHEDULES = DOSES | STARTS.flatmap(
    lambda starts: st.tuples(*[st.tuples(st.just(start), DOSES) for start in starts]).map(list)
)
WAITS = st.one_of(
    st.sampled_from([1, 20_000, MIN // MS, 299_999, 960_000, 3_600_000, 86_400_000]),
    st.integers(1, 10_000_000),
)
LASTS = st.sampled_from([0, 600_000, 9_000_000])
ACTS = st.one_of(
    st.tuples(st.just("wait"), WAITS),
    st.tuples(st.just("wait"), WAITS),
    st.tuples(st.just("commit"), SCHEDULES),
    st.tuples(st.just("start")),
    st.tuples(st.just("start")),
    st.tuples(st.just("stop"), st.sampled_from(["OTHER", "OVERDOSE", "HOLIDAY"])),
    st.tuples(st.just("suspend"), st.integers(60_000, 86_400_000)),
    st.tuples(st.just("resume")),
    st.tuples(
        st.just("bolus"), st.integers(1_000, 60_000), st.sampled_from([0, 600_000, 9_000_000])
    ),
    st.tuples(st.just("abort")),
    st.tuples(st.just("fill"), st.integers(2_100_000, 20_000_000)),
    st.tuples(st.just("reconcile"), st.integers(0, 20_000_000)),
    st.tuples(st.just("catheter"), st.integers(0, 2_000_000)),
    st.tuples(st.just("clock"), st.integers(0, 86_399_999)),
    st.tuples(st.just("acknowledge"), ALARMS),
    st.tuples(st.just("reset"), ALARMS),
    st.tuples(st.just("wean"), st.integers(7, 28), st.booleans()),
    st.tuples(st.just("response"), st.integers(1, 3)),
    st.tuples(st.just("stand"), st.booleans()),
    st.tuples(st.just("least")),
    st.tuples(st.just("stray"), st.integers(1, 300)),
)
HISTORIES = st.lists(ACTS, max_size=14)


def world(clock=True, concentration=500_000, dose=100_000):
    """A pump that runs, as most do."""
    made = World(wall=(9_497, 3_600_000) if clock else None)
    made.concentration = concentration
    made.begin(dose, concentration)
    return made


def play(world, acts):
    """Do them, one after the other."""
    for what, *figures in acts:
        with suppress(Refused):
            DO[what](world, *figures)


def commit(world, schedule):
    world.commit(world.concentration, schedule)


def order(name):
    def give(world, *figures):
        world.order(getattr(world.pump, name), *figures)

    return give


def start(world):
    world.order(world.pump.start, True)


def fill(world, volume_nl):
    world.order(world.pump.fill, volume_nl, world.concentration)


def wean(world, days, holiday):
    pump = world.pump
    world.order(pump.control.weaning_orders().begin, days, holiday, True, pump.day, pump.ms)


def respond(world, seen):
    pump = world.pump
    world.order(pump.control.screening_orders().saw, seen, 0, pump.day, pump.ms)


def stray(world, pulses):
    world.motor.run_away(pulses, 1_000)
    world.wait(MIN)


def volts(world, mv):
    """The battery has so much for long enough that five readings tell; 0: none is there."""
    world.hal.mv = mv
    world.wait(80 * MIN)


def watched(world, name):
    watch = world.pump.control.energy_watch
    world.order(getattr(watch, name), world.pump.day, world.pump.ms)


def least(world):
    world.order(world.pump.control.therapy_orders.least, world.pump.day, world.pump.ms)


DO = {
    "wait": lambda world, ms: world.wait(ms * MS),
    "commit": commit,
    "start": start,
    "stop": order("stop"),
    "suspend": order("suspend"),
    "resume": order("resume"),
    "bolus": lambda world, dose_ng, ms: order("give_bolus")(world, dose_ng, ms, True),
    "abort": order("abort_bolus"),
    "fill": fill,
    "reconcile": order("reconcile"),
    "catheter": order("set_catheter"),
    "clock": lambda world, ms: world.order(world.set_wall, 9_500, ms),
    "acknowledge": order("acknowledge"),
    "reset": order("reset_alarm"),
    "wean": wean,
    "response": respond,
    "stand": lambda world, standing: world.motor.stand(standing),
    "volts": volts,
    "battery": lambda world: watched(world, "fit"),
    "least": least,
    "stray": stray,
}
