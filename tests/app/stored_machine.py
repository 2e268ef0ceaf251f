"""A whole pump on its real stores: any order, any time, media that fail, and power that goes.

Rules only; what must hold is in `Kept`.
"""

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from pump.core.alarms import table as alarms
from pump.core.therapy.states import IDLE, RUN
from tests.app.counted import DRUG
from tests.app.kept import Kept
from tests.app.powered import Powered
from tests.core.bench import HOUR, MIN, MS, S

MEDIA = ("journal_fails", "files_fail", "events_fail")
DOSES = st.integers(100_000, 400_000)
SCHEDULES = DOSES | st.just([(0, 100_000), (660, 130_000), (1_320, 120_000)])
WAITS = st.sampled_from([MS, 40 * S, 4 * MIN, 17 * MIN, 3 * HOUR]) | st.integers(1, HOUR // MS).map(
    lambda ms: ms * MS
)
OFF = st.sampled_from([0, S, 40 * S, 20 * MIN, 5 * HOUR, 30 * HOUR])
PLACES = st.integers(0, 5)  # changes of the media before the one that is cut
WAYS = st.integers(-1, 400)
ORDERS = st.sampled_from(["bolus", "abort", "stop", "suspend", "start", "fill", "commit"])
ACTS = st.just("wait") | ORDERS


class Stores(Kept):
    """Every order at any time; what was answered holds after every cut."""

    @initialize(
        wall=st.booleans(),
        schedule=st.sampled_from([0, 150_000, [(0, 100_000), (720, 120_000)]]),
        rests=st.booleans(),
        fails=st.sampled_from(["", *MEDIA]),
    )
    def power_on(self, wall, schedule, rests, fails):
        """A new pump or one with a life before this; with a medium that fails from here on."""
        self.begin(Powered(wall=(9_000, 5_000_000) if wall else None))
        if schedule:
            self.fill(18_000)
            self.commit(schedule)
            self.start()
            self.wait(HOUR)
        if schedule and rests:
            self.stop()
        if fails:
            self.fails(fails)

    # Orders ------------------------------------------------------------------------------

    @rule(schedule=SCHEDULES)
    def commit(self, schedule=100_000):
        self.world.stage(DRUG, schedule)
        self.staged = self.pump.staged_digest()
        if self.give(self.pump.commit, self.staged, True) and self.oracle:
            self.oracle.day = self.day_in_force()

    @rule()
    def start(self):
        self.world.attest()  # nothing else is in the way of a first start
        if self.give(self.pump.start, True) and self.oracle:
            self.oracle.running = True

    @rule(reason=st.sampled_from(["OVERDOSE", "OTHER", "HOLIDAY"]))
    def stop(self, reason="OTHER"):
        if self.give(self.pump.stop, reason) and self.oracle:
            self.oracle.stop()

    @rule(for_ms=st.integers(60_000, 9_000_000))
    def suspend(self, for_ms=600_000):
        if self.give(self.pump.suspend, for_ms):
            self.oracle = None

    @rule()
    def resume(self):
        if self.give(self.pump.resume, True):
            self.oracle = None

    @rule(dose=st.integers(1_000, 60_000), ms=st.sampled_from([0, 600_000, 3_000_000]))
    def bolus(self, dose=10_000, ms=0):
        if self.give(self.pump.give_bolus, dose, ms, True):
            self.count_bolus(dose)

    @rule()
    def abort(self):
        if self.give(self.pump.abort_bolus) and self.oracle:
            self.oracle.bolus = None

    @rule(volume_ul=st.sampled_from([2_100, 5_000, 18_000]))
    def fill(self, volume_ul=18_000):
        if not self.pump.reservoir.filled():
            self.give(self.world.prime, DRUG)
        self.give(self.pump.fill, volume_ul * 1_000, DRUG)

    @rule(off_nl=st.integers(-900_000, 900_000))
    def reconcile(self, off_nl):
        """Less or more is found than was put in: refill mistakes among others."""
        self.give(self.pump.reconcile, max(0, self.pump.reservoir.volume_nl() + off_nl))

    @rule(volume_nl=st.integers(0, 2_000_000))
    def set_catheter(self, volume_nl):
        self.give(self.pump.set_catheter, volume_nl)

    @rule(hours=st.integers(-14, 14))
    def set_wall(self, hours):
        """Forth or back."""
        now_ms = 12 * 3_600_000 + hours * 3_600_000 + self.world.us // MS % 3_600_000
        if self.give(self.world.set_wall, 9_100, now_ms % 86_400_000):
            self.oracle = None

    @rule(alarm=st.sampled_from(range(len(alarms.TABLE))), acknowledged=st.booleans())
    def answer_alarm(self, alarm, acknowledged):
        self.give(self.pump.acknowledge if acknowledged else self.pump.reset_alarm, alarm)

    @rule(ms=st.sampled_from([1_000, 600_000]))
    def pause_audio(self, ms):
        self.give(self.pump.pause_audio, ms)

    # Time and faults ------------------------------------------------------------------------

    @rule(us=WAITS)
    def wait(self, us=4 * MIN):
        self.world.wait(us)

    @precondition(lambda self: self.pump.state not in (IDLE, RUN))
    @rule()
    def bring_it_to_run(self):
        self.sound_again(self.world.board.journal_fails, self.world.board.files_fail)
        self.motor.stand(False)
        self.fill()
        self.commit(100_000)
        self.start()

    @rule(fails=st.sampled_from(MEDIA))
    def fail(self, fails):
        self.fails(fails)

    @rule(journal=st.booleans(), files=st.booleans())
    def recover(self, journal, files):
        """Some of what has failed is sound again."""
        self.sound_again(journal, files)

    @rule()
    def all_media_are_sound_again(self):
        """Their alarms end, flow or not; the log tells its holes."""
        self.sound_again(True, True)
        self.conditions_end()

    @rule(standing=st.booleans())
    def stand(self, standing):
        self.disturb()
        self.motor.stand(standing)

    @rule(pulses=st.integers(1, 500))
    def run_away(self, pulses):
        self.disturb()
        self.motor.run_away(pulses, 1_000)

    @rule(ms=st.sampled_from([-86_400_000, -300_000, -2_000, 2_000, 300_000, 3_600_000]))
    def the_board_s_clock_slips(self, ms):
        self.slip(ms)

    # Power ----------------------------------------------------------------------------------

    @rule(off_us=OFF, by_hand=st.sampled_from([0, 0, 0, -9, 3_200]))
    def cut(self, off_us, by_hand):
        """Between two turns. A hand may turn the rotor while nothing sees it."""
        self.power_goes(off_us, by_hand)

    @rule(act=ACTS, places=PLACES, how=WAYS, off_us=OFF)
    def cut_within(self, act, places, how, off_us):
        """Before or within a change of the media, by an order or a turn."""
        self.cut_in(getattr(self, act), places, how, off_us)

    @rule(act=ORDERS, off_us=OFF)
    def cut_at_the_answer(self, act, off_us):
        """What has been answered 0 is there."""
        self.cut_at(getattr(self, act), off_us)

    @rule(places=PLACES, how=WAYS, off_us=OFF)
    def cut_within_the_boot(self, places, how, off_us):
        """And once more, as it comes back."""
        self.power_goes(off_us, 0, (places, how))

    def teardown(self):
        if hasattr(self, "world"):
            self.end()
