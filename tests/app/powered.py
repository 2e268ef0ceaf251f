"""The bench on the real stores, whose power may go between two turns and within any change of them.

Knows media, moments and the truth of rotor and logs. Does not know orders.
"""

from host_sim.board.nor import PowerCut, tears
from tests.app.stored import Stored
from tests.cuts.seen import seen


class Powered(Stored):
    """`arm` says at which change of a medium the power goes: PowerCut comes out of whatever runs.

    From then on nothing can be written and the motor takes no order, until `power_cycle`.

    maybe    what the images since `turn_ended` were to tell, as `seen` has it
    unheld   steps that no record can hold: pulses of nobody that no turn has seen before a cut, and
             what was given while neither ring nor files took anything
    handed   lines that the event log was given, those taken back left out
    perhaps  of these, lines that a cut may have left out: it came before their turn had ended
    """

    def __init__(self, **said):
        self._left, self._how = -1, 0  # changes until the power goes; -1: it stays
        self.dark = False
        self.maybe = []
        self.by_hand = self.unheld = self.handed = self.perhaps = 0
        self._strays_seen = self._handed_before = 0
        super().__init__(log_bytes=1_000_000, room_bytes=4_000_000, **said)
        self.flash.before = self.files.before = self._change

    # Power ---------------------------------------------------------------------------------

    def arm(self, changes, how):
        """After so many changes of the media the next one is torn: `how` of all its ways; -1: it
        has not begun."""
        self._left, self._how = changes, how

    def disarm(self):
        """The power stays."""
        self._left = -1

    def _change(self, kind, at, data):
        if not self.dark:
            if self._left < 0:
                return
            self._left -= 1
            if self._left >= 0:
                return
            if kind in ("program", "erase") and self._how >= 0:
                ways = tears(kind, len(data or b""))
                self.flash.tear(kind, at, data, ways[self._how % len(ways)])
            self.dark = self.motor.refusing = True
        raise PowerCut

    def power_cycle(self, off_us, by_hand=0):
        """As `World` does. A hand turns the rotor meanwhile; the boot may be cut as well."""
        self.motor.cut()
        self.dark = self.motor.refusing = False
        self.motor.rotor += by_hand
        self.by_hand += by_hand
        self.unheld += self.motor.strays - self._strays_seen
        self.perhaps += self.handed - self._handed_before
        self.turn_ended()
        super().power_cycle(off_us)

    def turn_ended(self, kept=True):
        """What the pump has seen and said so far is written down; not `kept`: in no image."""
        self._strays_seen = self.motor.strays
        if kept:
            self._handed_before = self.handed
        self.maybe.clear()

    # What is seen --------------------------------------------------------------------------

    def make_log(self):
        """Counts lines; notes what each image was to tell, for a cut within it."""
        log = super().make_log()
        keep, event, release = log.keep, log.event, log.release

        def kept(image):
            self.maybe.append(seen(self))
            return keep(image)

        def said(line, fault):
            self.handed += 1
            event(line, fault)

        def released(happened):
            before = len(log.event_lines.lines)
            release(happened)
            self.handed -= before - len(log.event_lines.lines)

        log.keep, log.event, log.release = kept, said, released
        return log

    @property
    def store(self):
        """As tests/cuts calls the stores."""
        return self.stores

    def bolus_truth(self):
        """Nothing: the account of the machine has it."""
        return

    def rotor(self):
        """Steps that the pump has made the rotor turn."""
        return self.motor.rotor - self.by_hand
