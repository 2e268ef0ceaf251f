"""One power cut: what was known before it, and what may differ afterwards.

By tests/cuts/seen.py, which is strict; left out is what a medium that fails, a torn write, a longer
gap or a rotor of its own makes different.
"""

from pump.core.alarms import table as alarms
from tests.core.bench import MIN
from tests.cuts.seen import differences

STRICT_US = MIN  # off for longer, alarms are judged anew as time goes by
BY_TIME = ("wall", "resets", "drug", "lock", "moment")
BY_COMMIT = ("committed", "titration", "increases", "basal day")  # found with a pending text
OF_MEDIA = ("LOG_WRITE", "LEDGER_WRITE")  # come as one fails, are latched as it is sound again
OF_ORDERS = ("prescription", "fill", "catheter", "bolus")


class PowerCut:
    """Made before it, of the machine.

    off_us  without power
    torn    it came within a change of the media, or ahead of one
    boots   power-ons until one was not cut
    maybe   what was acknowledged last, and what images since were to tell: one of these must be
            found; the first is None where nothing is known
    promised  state and end of it, by the last order that was answered 0
    """

    def __init__(self, machine, off_us, torn):
        pump = machine.pump
        self.off_us = off_us
        self.torn = torn
        self.boots = 1
        self.maybe = [machine.acknowledged, *(machine.world.maybe if torn else [])]
        self.promised = machine.promised
        self._behind = machine.behind
        self._staged = machine.staged
        self._disturbed, self._slipped = machine.disturbed, machine.slipped
        self._wall_known = machine.world.hal.wall_us is not None and not machine.slipped
        self._widest = pump.ledger.uncertainty(), pump.order.max_steps

    def widest(self):
        """Steps between the bounds: what was there, and a quantum for each cut."""
        uncertain, quantum = self._widest
        return uncertain + quantum * self.boots

    def breaks_promise(self, pump, now):
        """Whether an order that was answered 0 is not as it was. A try after a stall is not made
        where nobody knows how long the power was off."""
        asked = pump.alarms.holds(alarms.INTERRUPTED)
        if self.torn or asked or self.off_us >= STRICT_US:
            return False
        return not self._keeps_promise(now)

    def _keeps_promise(self, now):
        return all(now[name] == self.promised[name] for name in self.promised)

    def wrongs(self, pump, now):
        """What differs from each that might have been found; empty where one of them is."""
        found = [self._wrong(pump, was, now) for was in self.maybe if was]
        return found if all(found) else []

    def _wrong(self, pump, was, now):
        if self.boots > 1:
            now = {**now, "boots": was["boots"] + 1, "resets": (*was["resets"][1:], 0)}
        found = differences(was, now)
        left_out = self._left_out(now)
        found = [
            row
            for row in found
            if row[0] not in left_out and not (row[0] in OF_MEDIA and row[2][0])
        ]
        if self._strict(pump):
            return [row for row in found if row[0] not in BY_TIME]
        return [row for row in found if row[0] in OF_ORDERS]

    def _left_out(self, now):
        names = []
        if self._disturbed:  # what the encoder has taken back since no record tells: plans differ
            names += ["STORED_DATA"]
        if self.torn or (self.promised and self._keeps_promise(now)):
            names += ["state", "resume_at"]  # by a record, before an image tells it
        if self.torn and now["prescription"][0] == self._staged:
            names += ["prescription", *BY_COMMIT]
        if not self._wall_known:
            names += ["INTERRUPTED"]
        return names

    def _strict(self, pump):
        asked = pump.alarms.holds(alarms.INTERRUPTED)
        told = not self._behind and not (self.torn and self._disturbed)
        return told and self.boots == 1 and self.off_us < STRICT_US and not (self._slipped or asked)
