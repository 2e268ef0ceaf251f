"""What must hold of a pump on its real stores, whatever media fail and wherever the power goes.

`Kept` gives orders and looks; tests/app/stored_machine.py says which. An order that was answered 0
is there after any cut, one that was refused or not stored has changed nothing; the interval holds
the rotor and widens by a quantum a cut; every step between two cuts is accounted for in fractions;
a condition that is over ends; the log has every line, or tells how many it has not.
"""

from fractions import Fraction

from host_sim.board.nor import PowerCut
from pump.core import reasons
from pump.core.alarms import table as alarms
from pump.core.motion.metering import SCALE
from pump.core.reasons import Refused
from pump.core.therapy import bolus
from pump.core.therapy.states import RUN
from tests.app.test_log_holes import judged
from tests.core.bench import HOUR, MIN, MS
from tests.core.dose_oracle import Day, DoseOracle, pl_per_day
from tests.core.snapshot import snapshot
from tests.core.truth import HIDDEN
from tests.core.truths import Truths
from tests.cuts.seen import differences, seen

DRUG = 500_000  # ng/mL: what `seen` reckons with
STRICT_US = MIN  # off for longer, alarms are judged anew as time goes by
BY_TIME = ("wall", "resets", "drug", "lock", "moment")
BY_COMMIT = ("committed", "titration", "increases", "basal day")  # found with a pending text
OF_MEDIA = ("LOG_WRITE", "LEDGER_WRITE")  # come as one fails, are latched as it is sound again
OF_ORDERS = ("prescription", "fill", "catheter", "bolus")
PARTS = (
    "therapy in_force titration drug dispense calibration bolus_day staging restarts ledger metering"
).split()
LOOKED_AFTER_US = 16 * MIN  # media that have failed
QUANTUM_US = 5 * MIN  # where drug flows that waits for the end of a quantum


class Kept(Truths):
    """`world` is Powered. `acknowledged`: what an operator may count on, None: nothing is known."""

    def begin(self, world):
        self.world = world
        self.motor = world.motor
        self.oracle = None
        self.disturbed = False  # somebody but the pump has moved the rotor, or held it
        self.slipped = False
        self.lost_from = None  # rotor when the last medium failed
        self.acknowledged = seen(world)
        self.promised = {}
        self.planned_before = None
        self.cut_at_answer = False
        self.twice = False  # a hole may be told twice: its line is older than the image
        self.behind = False  # an image that was due is not written
        self.staged = ""  # digest that is or was to be committed
        self.key = None
        world.after_turn = self.after_turn
        self.world.wait(0)

    @property
    def pump(self):
        """Another one after each cut."""
        return self.world.pump

    @property
    def filled_steps(self):
        """That the reservoir counts pulses is for the machine in tests/core."""
        return self.pump.reservoir.steps + self.pump.reservoir.given_steps

    # Orders --------------------------------------------------------------------------------

    def give(self, call, *arguments):
        """An order and its answer. Whether it has happened."""
        world = self.world
        world.turn.deliver()
        self.after_turn()
        self.oracle_to_now()
        flat, before = self.flat(), self.parts()
        try:
            world.kept(call, *arguments)
        except Refused as refused:
            assert refused.detail
            happened = refused.detail.startswith("done")
            if happened:
                assert refused.number == reasons.STORAGE_FAULT
            else:
                assert self.parts() == before, refused
        else:
            happened = True
            self.answered()
            if self.cut_at_answer:
                raise PowerCut
        world.turn.deliver()
        self.key = self.flat(), self.pump.state, self.pump.in_force.digest
        if self.flat()[0] != flat[0]:
            self.lose_count()
        self.after_turn()
        return happened

    def answered(self):
        """0: from here on that is so, after any cut."""
        now = seen(self.world)
        self.promised = {"state": now["state"], "resume_at": now["resume_at"]}
        if not self.world.board.files_fail:
            self.acknowledged = now
        self.world.maybe.clear()

    def parts(self):
        return [snapshot(getattr(self.pump, part)) for part in PARTS]

    def flat(self):
        held = self.pump.alarms
        return held.state[alarms.LEDGER_WRITE] == alarms.INACTIVE, self.pump.program.constant()

    # After every turn ------------------------------------------------------------------------

    def after_turn(self):
        pump, world = self.pump, self.world
        self.holds()
        key = self.flat(), pump.state, pump.in_force.digest
        if key != self.key:
            self.lose_count()
        self.key = key
        if pump.state != self.promised.get("state", pump.state):
            self.promised = {}
        events = pump.events
        self.behind = events.dirty or events.late or events.save_failed
        if not self.behind:
            self.acknowledged = seen(world)
        elif not self.promised:
            self.acknowledged = None
        if not pump.alarms.holds(alarms.LEDGER_WRITE):
            self.lost_from = self.motor.rotor if self.dark() else None
        world.turn_ended(not events.save_failed)
        if self.oracle is None:
            self.sync()

    def holds(self, after_cut=False):
        """The interval holds what the rotor truly did."""
        world = self.world
        least, most = self.pump.ledger.bounds()
        hidden = HIDDEN * self.pump.restarts.boots if self.disturbed else 0
        unseen = self.motor.strays if self.disturbed else 0
        rotor = world.rotor()
        assert least - hidden <= rotor <= most + world.unheld + unseen, (least, rotor, most)

    def bounds(self):
        """Truths' own is for a bench without cuts: `holds` looks after every turn."""

    def healthy(self):
        running = self.pump.state == RUN
        return running == self.oracle.running and not self.pump.faults.tries

    # The account -----------------------------------------------------------------------------

    def sync(self):
        """A new account begins where the pump plans anew: what it owes then is less than a step."""
        pump, world = self.pump, self.world
        planned = pump.order.mark_day, pump.order.mark_ms
        if planned != (pump.day, pump.ms) or planned == self.planned_before:
            return
        if self.disturbed or self.slipped or pump.bolus.active():
            return
        self.owed_then = Fraction(pump.metering.owed, SCALE)
        if not -1 < self.owed_then < 1:
            # the rest of a quantum is put right to the new rate in the plan that follows it
            assert self.planned_before, float(self.owed_then)
            return
        self.pulses_then = self.motor.pulses
        self.oracle = DoseOracle(world.us)
        wall = pump.schedule.wall(pump.day, pump.ms)
        if wall is not None:
            self.oracle.wall_us = (wall[1] - world.us // MS) * MS
        if pump.active is not None:
            self.oracle.day = self.day_of(None)
            self.oracle.running = pump.state == RUN

    def lose_count(self):
        """Another rate, by itself: what is under way was planned by the one before."""
        order = self.pump.order
        self.oracle = None
        self.planned_before = (order.mark_day, order.mark_ms) if order.in_progress else None

    def day_of(self, _schedule):
        """As the pump follows it: the prescription in force, or its flat average."""
        rows = self.pump.active.in_order()
        day = Day([(max(0, each.start_min), pl_per_day(each.value, DRUG)) for each in rows])
        return day.flat() if self.pump.program.constant() and len(rows) > 1 else day

    def disturb(self):
        """The rotor does something of its own from now on."""
        self.disturbed = True
        self.oracle = None

    # Media -----------------------------------------------------------------------------------

    def fails(self, switch):
        setattr(self.world.board, switch, 1)
        if self.dark() and self.lost_from is None:
            self.lost_from = self.motor.rotor

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

    def slip(self, ms):
        if self.world.hal.wall_us is not None:
            self.slipped = True
            self.oracle = None
            self.world.hal.wall_us += ms * MS

    # Power -----------------------------------------------------------------------------------

    def cut_in(self, act, places, how, off_us):
        """The power goes within that act; or after it, where it changes less than that."""
        self.world.arm(places, how)
        torn = True
        try:
            act()
            torn = False
        except PowerCut:
            pass
        finally:
            self.world.disarm()
        self.power_goes(off_us, 0, torn=torn)

    def cut_at(self, act, off_us):
        """The power goes as that order is answered 0; after it, where it is not."""
        self.cut_at_answer = True
        try:
            act()
        except PowerCut:
            pass
        finally:
            self.cut_at_answer = False
        self.power_goes(off_us, 0)

    def power_goes(self, off_us, by_hand, again=None, torn=False):
        """Now; and once more as it comes back, where `again` says at which change."""
        world, pump = self.world, self.pump
        self.motor.state()
        self.oracle_to_now()
        share = self.bolus_share()
        self.twice = self.twice or torn or again is not None or self.behind
        maybe = [self.acknowledged, *(world.maybe if torn else [])]
        before = self.width(), pump.order.max_steps, self.promised, self.behind
        boots = 1
        if self.dark() and self.lost_from is not None:
            world.unheld += max(0, self.motor.rotor - self.lost_from)
        if again:
            world.arm(*again)
        while True:
            try:
                world.power_cycle(off_us, by_hand)
                break
            except PowerCut:
                boots, by_hand = boots + 1, 0
            finally:
                world.disarm()
        self.find(before, maybe, off_us, boots, torn)
        self.bolus_tells(share)
        self.world.wait(0)

    def width(self):
        return self.pump.ledger.uncertainty()

    def find(self, before, maybe, off_us, boots, torn):
        """Power is back: the interval, and all that was acknowledged."""
        width, quantum, promised, behind = before
        self.oracle = self.key = self.planned_before = None
        self.holds()
        pump, board = self.pump, self.world.board
        if not self.disturbed and not board.journal_fails and self.lost_from is None:
            assert self.width() <= width + quantum * boots
        if self.dark() or self.lost_from is not None or maybe[0] is None:
            self.promised, self.acknowledged = {}, None
            return
        now = seen(self.world)
        asked = pump.alarms.holds(alarms.INTERRUPTED)  # a try is not made after an unknown pause
        if promised and not torn and off_us < STRICT_US and not asked:
            assert {name: now[name] for name in promised} == promised
        wrongs = [
            self.wrong(one, now, off_us, boots, torn, behind, promised) for one in maybe if one
        ]
        assert not all(wrongs), wrongs

    def wrong(self, was, now, off_us, boots, torn, behind, promised):
        """What differs of that, beside what a cut may change."""
        if boots > 1:
            now = {**now, "boots": was["boots"] + 1, "resets": was["resets"][1:] + (0,)}
        found = differences(was, now)
        if self.disturbed:  # what the encoder has taken back since, no record tells: plans differ
            found = [row for row in found if row[0] != "STORED_DATA"]
        kept = promised and all(now[name] == promised[name] for name in promised)
        if torn or kept:  # by a record, before an image tells it
            found = [row for row in found if row[0] not in ("state", "resume_at")]
        if torn and now["prescription"][0] == self.staged:
            found = [row for row in found if row[0] not in ("prescription", *BY_COMMIT)]
        if not self.wall_known():
            found = [row for row in found if row[0] != "INTERRUPTED"]
        found = [row for row in found if not (row[0] in OF_MEDIA and row[2][0])]
        asked = self.pump.alarms.holds(alarms.INTERRUPTED)
        strict = off_us < STRICT_US and not (self.slipped or asked) and boots == 1
        if strict and not behind and not (torn and self.disturbed):
            return [row for row in found if row[0] not in BY_TIME]
        return [row for row in found if row[0] in OF_ORDERS]

    def wall_known(self):
        hal = self.world.hal
        return hal.wall_us is not None and not self.slipped

    def bolus_share(self):
        """Steps that one under way has given by now; None where nobody counts."""
        if self.oracle is None or self.oracle.bolus is None or not self.pump.bolus.active():
            return None
        return self.oracle.bolus[1] * (self.world.us - self.bolus_us)

    def bolus_tells(self, share):
        """Its own interval holds what it gave; a step of the basal rate's remainder either way."""
        if share is not None:
            least, most = self.pump.bolus.delivered_steps(0)
            assert self.pump.bolus.state == bolus.ABORTED
            assert least - 1 <= share <= most + 1, (least, float(share), most)

    # The end ---------------------------------------------------------------------------------

    def end(self):
        """All is well again: the log is whole, or tells what it has not."""
        if not hasattr(self, "world"):
            return
        self.sound_again(True, True)
        self.conditions_end()
        world = self.world
        told = [
            line for line in world.files.read("log.a").decode().split("\n") if " MISSING " in line
        ]
        lost = sum(int(line.split("lines=")[1].split()[0]) for line in told)
        stored = world.stores.events.count - len(told) + lost
        assert world.handed - world.perhaps <= stored
        assert stored <= world.handed or self.twice
        differs = [note for note in judged(world).differs if "incomplete" not in note.text]
        if not self.disturbed and not world.perhaps:
            assert not differs, differs
        assert not judged(world).unfit
