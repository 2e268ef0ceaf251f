"""The ring beside a list: whatever is appended, cut, refused or misread, it ends like the list."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from host_sim.board.nor import NorFlash, PowerCut, tears
from tests.store.rings import entry, opened

FLIPS = 3  # in a row: a fourth look is right


class RingBesideList(RuleBasedStateMachine):
    """`given`: (number, record) of all that were acknowledged."""

    @initialize(sectors=st.integers(2, 6), pages=st.integers(1, 2))
    def fresh(self, sectors, pages):
        self.flash = NorFlash(sectors, 256 * pages)
        self.per = 16 * pages - 1
        self.ring = opened(self.flash)
        self.given = []
        self.made = 0
        self.pending = None
        self.forgets = False  # a sector was passed over: more than the oldest may be gone

    def append_one(self):
        self.made += 1
        self.pending = entry(self.made)
        for _ in range(3):
            try:
                self.ring.append(self.pending)
                self.given.append((self.ring.next - 1, self.pending))
                break
            except OSError:
                continue
        self.pending = None

    @rule(count=st.integers(1, 40), erase_ahead=st.booleans())
    def append(self, count, erase_ahead):
        for _ in range(count):
            if erase_ahead:
                self.erase_ahead()
            self.append_one()

    @rule()
    def erase_ahead(self):
        if not self.ring.erase_ahead():
            self.forgets = True

    @rule()
    def power_cycle(self):
        self.ring = opened(self.flash)

    @rule(places=st.integers(0, 6), how=st.none() | st.integers(0, 47), erase_ahead=st.booleans())
    def cut(self, places, how, erase_ahead):
        """Power goes at some program or erase; what was under way is there, or is not."""

        def before(kind, at, data):
            nonlocal places
            places -= 1
            if places < 0:
                if how is not None:
                    self.flash.tear(kind, at, data, tears(kind)[how % len(tears(kind))])
                raise PowerCut

        self.flash.before = before
        try:
            while True:
                if erase_ahead:
                    self.ring.erase_ahead()
                self.append_one()
        except PowerCut:
            self.flash.before = None
        self.ring = opened(self.flash)
        last = list(self.ring.records())[-1:]
        if last and self.pending and last[0][1] == self.pending:
            self.given.append(last[0])
        self.pending = None

    @rule(after=st.integers(0, 6), count=st.integers(1, 4))
    def refusals(self, after, count):
        """So many programs and erases are refused during the next appends."""

        def before(kind, at, data):
            nonlocal after
            after -= 1
            if -count <= after < 0:
                self.forgets = True
                raise OSError(5)

        self.flash.before = before
        for _ in range(8):
            self.erase_ahead()
            self.append_one()
        self.flash.before = None

    @rule(count=st.integers(1, FLIPS))
    def misread(self, count):
        self.flash.board.read_flips = count
        self.ring = opened(self.flash)

    @rule()
    def refuse_for_a_while(self):
        self.flash.board.journal_fails = 1
        image = bytes(self.flash.image)
        self.append_one()
        self.erase_ahead()
        assert bytes(self.flash.image) == image
        self.flash.board.journal_fails = 0

    @invariant()
    def it_ends_like_the_list(self):
        read = list(self.ring.records())
        assert read == self.given[len(self.given) - len(read) :]
        oldest, following = self.ring.oldest, self.ring.next
        assert len(read) == len([1 for number, _ in self.given if number >= oldest])
        sectors = 0 if self.forgets else self.flash.sectors - 2
        assert oldest <= max(following - self.per * sectors, 0)

    @invariant()
    def a_power_cycle_changes_nothing(self):
        again = opened(self.flash)
        assert again.oldest == self.ring.oldest
        assert again.next <= self.ring.next
        assert list(again.records()) == list(self.ring.records())


RingBesideList.TestCase.settings = settings(max_examples=150, stateful_step_count=25)
TestRing = RingBesideList.TestCase
