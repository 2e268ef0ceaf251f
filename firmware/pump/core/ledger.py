"""Intent before actuation; delivered volume as an interval that is never wider than one quantum.

All in steps. A quantum's intent is in the journal before its first step. While it runs, the
truth lies between what was counted and what was authorised. After a stall pulses were given
that may have moved nothing: then the roller encoder bounds the truth, from the first doubt on,
so that many stalls do not add up.
"""

from pump.core.profile import ENCODER_RING, ENCODER_STEPS


class Ledger:
    """Delivered steps since first boot: [least, most], and the quantum in flight."""

    def __init__(self) -> None:
        self.sequence = 0
        self.least = 0  # settled, lower bound
        self.most = 0  # settled, upper bound: the next dose is planned from here
        self.intent = 0  # steps authorised and not yet settled
        self.seen = 0  # of these, counted so far
        self.last = 0  # counted of the quantum settled last, journalled with the next intent
        self._anchored = False
        self._anchor = 0  # delivered steps at the first doubt, and the encoder then
        self._anchor_moved = 0

    def intend(self, steps: int) -> None:
        """A quantum of that many steps is in the journal and about to be ordered."""
        self.sequence += 1
        self.intent = steps
        self.seen = 0

    def settle(self, counted: int) -> None:
        """The quantum ended with that many steps; none was lost."""
        self.least += counted
        self.most += counted
        self.last = counted
        self.intent = 0
        self.seen = 0

    def settle_between(self, least: int, most: int) -> None:
        """The quantum gave something in these bounds: read back from a journal."""
        self.settle(least)
        self.most += most - least

    def settle_stalled(self, counted: int, moved_before: int, moved: int) -> None:
        """The rotor fell behind its pulses. Encoder readings in steps, before the order and now.

        Either the rotor stood or the encoder is dead: until one is known, the upper bound takes
        every pulse and the lower one only what the encoder saw.
        """
        if not self._anchored:
            self._anchored = True
            self._anchor = self.most
            self._anchor_moved = moved_before
        before = self.least
        self.settle(counted)
        seen = self._by_encoder(moved) - ENCODER_STEPS + 1
        if seen < self.least:
            self.least = seen if seen > before else before

    def exceed(self, steps: int) -> None:
        """Pulses came that nobody ordered; the driver may have been disabled under them."""
        self.most += steps

    def resolve(self, moved: int) -> None:
        """The encoder is known to be right: it turned again, or the operator says so.

        Both bounds follow it. Its two readings are each rounded down to one count, so their
        difference is off by less than a count either way, however many stalls lie between.
        """
        if not self._anchored:
            return
        most = self._by_encoder(moved) + ENCODER_STEPS - 1
        if most < self.most:
            self.most = most if most > self.least else self.least

    def _by_encoder(self, moved: int) -> int:
        return self._anchor + (moved - self._anchor_moved & ENCODER_RING)

    def doubt(self) -> int:
        """Steps between the settled bounds."""
        return self.most - self.least

    def bounds(self) -> tuple[int, int]:
        """Delivered steps now: (least, most), the quantum in flight included."""
        return self.least + self.seen, self.most + self.intent
