"""What must hold of a pump on its real stores, whatever media fail and wherever the power goes.

`Kept` gives orders and looks; tests/app/stored_machine.py says which. An order that was answered 0
is there after any cut, one that was refused or not stored has changed nothing; the interval holds
the rotor and widens by a quantum a cut; every step between two cuts is accounted for (`Counted`);
a condition that is over ends; the log has every line, or tells how many it has not.
"""

from host_sim.board import nor
from pump.core import reasons
from pump.core.alarms import table as alarms
from pump.core.reasons import Refused
from pump.core.therapy.states import RUN
from tests.app.counted import Counted
from tests.app.power_cut import PowerCut
from tests.app.test_log_holes import judged
from tests.core.bench import MIN
from tests.core.snapshot import snapshot
from tests.core.truth import HIDDEN
from tests.cuts.seen import seen

PARTS = (  # what no order changes that is refused, or not stored
    *("therapy", "in_force", "titration", "drug", "dispense", "calibration", "lockout"),
    *("staging", "restarts", "ledger", "metering"),
)
LOOKED_AFTER_US = 16 * MIN  # media that have failed
QUANTUM_US = 5 * MIN  # where drug flows that waits for the end of a quantum


class Kept(Counted):
    """One life of a pump.

    acknowledged  what an operator may count on, as `seen` has it; None: nothing is known
    promised      state and its end, by the last order that was answered 0
    behind        an image that was due is not written
    staged        digest of the prescription that is or was to be committed
    """

    def begin(self, world):
        self.begin_count(world)
        self.acknowledged = seen(world)
        self.promised = {}
        self.behind = False
        self.staged = ""
        self._lost_from = None  # rotor when the last medium failed
        self._twice = False  # a hole may be told twice: its line is older than the image
        self._cut_at_answer = False
        self._key = None
        world.after_turn = self.after_turn
        world.wait(0)

    # Orders --------------------------------------------------------------------------------

    def give(self, call, *arguments):
        """An order and its answer. Whether it has happened."""
        self.world.turn.deliver()
        self.after_turn()
        self.oracle_to_now()
        journaled = self.journaled()
        happened = self._answer(call, *arguments)
        self.world.turn.deliver()
        self._key = self.key()
        if self.journaled() != journaled:
            self.lose_count()
        self.after_turn()
        return happened

    def _answer(self, call, *arguments):
        before = self.parts()
        try:
            self.world.kept(call, *arguments)
        except Refused as refused:
            assert refused.detail
            if refused.detail.startswith("done"):
                assert refused.number == reasons.STORAGE_FAULT
                return True
            assert self.parts() == before, refused
            return False
        self._answered()
        if self._cut_at_answer:
            raise nor.PowerCut
        return True

    def _answered(self):
        """0: from here on that is so, after any cut."""
        now = seen(self.world)
        self.promised = {"state": now["state"], "resume_at": now["resume_at"]}
        if not self.world.board.files_fail:
            self.acknowledged = now
        self.world.maybe.clear()

    def parts(self):
        return [snapshot(getattr(self.pump, part)) for part in PARTS]

    def journaled(self):
        return self.pump.alarms.state[alarms.LEDGER_WRITE] == alarms.INACTIVE

    def key(self):
        """What chooses the rate; where that changes by itself, the count begins anew."""
        pump = self.pump
        return self.journaled(), pump.program.constant(), pump.state, pump.in_force.digest

    # After every turn ------------------------------------------------------------------------

    def after_turn(self):
        pump, world, events = self.pump, self.world, self.pump.events
        self.holds()
        if self.key() != self._key:
            self.lose_count()
        self._key = self.key()
        if pump.state != self.promised.get("state", pump.state):
            self.promised = {}
        self.behind = events.dirty or events.late or events.save_failed
        if not self.behind:
            self.acknowledged = seen(world)
        elif not self.promised:
            self.acknowledged = None
        if not pump.alarms.holds(alarms.LEDGER_WRITE):
            self._lost_from = self.motor.rotor if self.dark() else None
        world.turn_ended(not events.save_failed)
        if self.oracle is None:
            self.sync()

    def holds(self):
        """The interval holds what the rotor truly did."""
        world = self.world
        least, most = self.pump.ledger.bounds()
        hidden = HIDDEN * self.pump.restarts.boots if self.disturbed else 0
        rotor = world.rotor()
        assert least - hidden <= rotor <= most + world.unheld, (least, rotor, most)

    def bounds(self):
        """Truths' own is for a bench without cuts: `holds` looks after every turn."""

    # Media -----------------------------------------------------------------------------------

    def fails(self, switch):
        setattr(self.world.board, switch, 1)
        if self.dark() and self._lost_from is None:
            self._lost_from = self.motor.rotor

    def dark(self):
        """Neither ring nor files take anything."""
        return bool(self.world.board.journal_fails and self.world.board.files_fail)

    def sound_again(self, journal, files):
        board = self.world.board
        board.journal_fails = board.journal_fails and not journal
        board.files_fail = board.files_fail and not files
        board.events_fail = board.events_fail and not files

    def conditions_end(self):
        """Whether drug flows or not."""
        flows = self.pump.state == RUN
        self.world.wait(LOOKED_AFTER_US + (QUANTUM_US if flows else 0) + MIN)
        held = self.pump.alarms
        assert not held.holds(alarms.LEDGER_WRITE)
        assert not held.holds(alarms.LOG_WRITE)
        assert not self.pump.missing.any()

    # Power -----------------------------------------------------------------------------------

    def cut_in(self, act, places, how, off_us):
        """The power goes within that act; or after it, where it changes less than that."""
        self.world.arm(places, how)
        torn = True
        try:
            act()
            torn = False
        except nor.PowerCut:
            pass
        finally:
            self.world.disarm()
        self.power_goes(off_us, 0, torn=torn)

    def cut_at(self, act, off_us):
        """The power goes as that order is answered 0; after it, where it is not."""
        self._cut_at_answer = self._twice = True
        try:
            act()
        except nor.PowerCut:
            pass
        finally:
            self._cut_at_answer = False
        self.power_goes(off_us, 0)

    def power_goes(self, off_us, by_hand, again=None, torn=False):
        """Now; and once more as it comes back, where `again` says at which change."""
        world = self.world
        self.motor.state()
        self.oracle_to_now()
        share, cut = self.bolus_share(), PowerCut(self, off_us, torn)
        self._twice = self._twice or torn or again is not None or self.behind
        if self._lost_from is not None and self.dark():
            world.unheld += max(0, self.motor.rotor - self._lost_from)
        if again:
            world.arm(*again)
        while True:
            try:
                world.power_cycle(off_us, by_hand)
                break
            except nor.PowerCut:
                cut.boots, by_hand = cut.boots + 1, 0
            finally:
                world.disarm()
        self._find(cut)
        self.bolus_tells(share)
        world.wait(0)

    def _find(self, cut):
        """Power is back: the interval, and all that was acknowledged."""
        pump = self.pump
        self.count_anew()
        self._key = None
        self.holds()
        dark = self.dark() or self._lost_from is not None
        if not (self.disturbed or dark or self.world.board.journal_fails):
            assert pump.ledger.uncertainty() <= cut.widest()
        if dark or cut.maybe[0] is None:
            self.promised, self.acknowledged = {}, None
            return
        now = seen(self.world)
        assert not cut.breaks_promise(pump, now), (cut.promised, now["state"])
        assert not cut.wrongs(pump, now), cut.wrongs(pump, now)

    # The end ---------------------------------------------------------------------------------

    def end(self):
        """All is well again: the log is whole, or tells what it has not."""
        self.sound_again(True, True)
        self.conditions_end()
        world = self.world
        lines = world.files.read("log.a").decode().split("\n")
        told = [line for line in lines if " MISSING " in line]
        lost = sum(int(line.split("lines=")[1].split()[0]) for line in told)
        stored = world.stores.events.count - len(told) + lost
        assert world.handed - world.perhaps <= stored
        assert stored <= world.handed or self._twice
        report = judged(world)
        assert not report.unfit
        if not self.disturbed and not world.perhaps:
            assert all(note.text.startswith("incomplete") for note in report.differs), report
