"""C-04 over random histories: the 24 h lock, +30 %, resumption after a pause, against an oracle.

The oracle (`tests/core/pace.py`) is shown what flowed and works from that list alone. After every
order what the pump keeps goes through a codec and back, as a power cut would have it.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.core.alarms import table as alarms
from pump.core.codec import Reader, Writer
from pump.core.reasons import Refused
from pump.core.therapy.states import IDLE, RUN, SUSPENDED
from tests.core.bench import MS, World, long_quanta
from tests.core.example_share import percent
from tests.core.pace import DAY, HOUR, Pace

LEAST_NG, MOST_NG = 100_000, 1_200_000
ENDS = (HOUR, DAY, 3 * DAY, 14 * DAY, 30 * DAY)
WAITS = st.one_of(
    st.sampled_from([end + off for end in ENDS for off in (-1, 0, 1)]),
    st.sampled_from([1, 60_000, 12 * HOUR, 23 * HOUR, 2 * DAY, 12 * DAY]),
    st.integers(1, 4 * DAY),
)
ORDERS = st.one_of(
    st.tuples(st.just("commit"), st.sampled_from([50, 80, 99, 100, 101, 115, 129, 130, 131, 200])),
    st.tuples(st.just("commit exactly"), st.sampled_from([-1, 0, 1])),
    st.tuples(st.just("commit the initial dose"), st.sampled_from([-1, 0, 1])),
    st.tuples(st.just("start"), st.booleans()),
    st.tuples(st.just("start"), st.just(True)),
    st.tuples(st.just("stop"), st.sampled_from(["OTHER", "OTHER", "HOLIDAY"])),
    st.tuples(st.just("suspend"), st.sampled_from([60_000, HOUR, DAY])),
    st.tuples(st.just("resume"), st.booleans()),
    st.tuples(st.just("raise when the day is over"), st.integers(101, 130)),
)
HISTORIES = st.lists(st.tuples(WAITS | st.just(0), ORDERS), min_size=4, max_size=24)


class Run:
    """A pump and the oracle that looks at it after every turn and every order."""

    def __init__(self, dose_ng):
        self.world = World("CISTERNA-40", quantum=long_quanta())
        self.world.after_turn = self.look
        self.pump = self.world.pump
        self.reduced = False
        self.pace = Pace()
        self.escalations = 0
        self.ordering = self.ran = True
        self.world.begin(dose_ng, 2_000_000, 40_000_000)
        self.look()

    def now(self):
        return self.pump.day * DAY + self.pump.ms

    def look(self):
        pump = self.pump
        known = len(self.pace.flows)
        dose, runs = pump.active.segment(1).value, pump.state == RUN
        reduced = pump.titration.interruption.reduced is not None
        if runs and not self.ran and not self.ordering:
            held_down = self.reduced or self.pace.holds_down(self.now(), dose)
            assert reduced == held_down
        self.ran, self.reduced = runs, reduced
        self.pace.see(self.now(), runs and not reduced, dose)
        if len(self.pace.flows) > known:
            self.escalations += self.pace.escalates(known)
        assert len(self.world.said("ALARM ESCALATION LOW ACTIVE")) == self.escalations

    def pass_time(self, ms):
        self.world.wait(ms * MS)
        self.world.order(self.pump.fill, 40_000_000, 2_000_000)
        self.look()

    def number(self, call, *arguments):
        """0, or the number of the refusal."""
        self.ordering = True
        try:
            self.world.order(call, *arguments)
        except Refused as refused:
            return refused.number
        finally:
            self.look()
            self.ordering = False
        return 0

    def commit(self, dose_ng):
        dose_ng = min(max(dose_ng, LEAST_NG), MOST_NG)
        self.world.stage(2_000_000, dose_ng)
        wanted = self.pace.commit(self.now(), dose_ng)
        found = [each.number for each in self.pump.judge_staged() if each.level == 2]
        assert found == wanted
        got = self.number(self.pump.commit, self.pump.staged_digest(), True)
        assert got == (wanted or [0])[0]

    def order(self, what, how):
        pace, pump = self.pace, self.pump
        reference = pace.flows[-1].dose
        if what == "commit":
            self.commit(reference * how // 100)
        elif what == "commit exactly":
            self.commit(reference * 130 // 100 + how)
        elif what == "commit the initial dose":
            self.commit(pace.initial() + how)
        elif what == "stop":
            self.number(pump.stop, how)
            pace.stop(self.now(), how == "HOLIDAY")
        elif what == "suspend":
            self.number(pump.suspend, how)
        elif what == "raise when the day is over":
            self.pass_time(max(0, pace.unlocked(len(pace.flows)) - self.now()))
            self.commit(reference * how // 100)
        elif (what == "start" and pump.state != RUN) or self.reduced or pump.state == SUSPENDED:
            wanted = pace.start(self.now(), pump.active.segment(1).value, how)
            call = pump.start if what == "start" else pump.resume
            assert self.number(call, how) == wanted
            assert self.pace.flowing() == (wanted == 0)
        assert pump.state != IDLE

    def lose_power(self):
        titration = self.pump.titration
        for part in (titration, titration.interruption):
            codec = Writer()
            codec.begin(2)
            part.persist(codec)
            kept = Reader(bytes(codec.data), 2)
            part.persist(kept)
            assert kept.ended()


@pytest.mark.req("S31", "S32", "C-04")
@given(st.integers(100, 400), HISTORIES)
@percent(20)
def test_every_commit_and_start_is_judged_as_the_oracle_does(dose_ug, history):
    """C-04."""
    run = Run(dose_ug * 1000)
    for wait_ms, (what, how) in history:
        if wait_ms:
            run.pass_time(wait_ms)
        run.order(what, how)
        run.lose_power()
    assert (run.pump.alarms.state[alarms.ESCALATION] == alarms.LATCHED) == (run.escalations > 0)
