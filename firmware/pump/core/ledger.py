"""Intent before actuation; delivered volume as an interval: one quantum wide, see the end.

All in steps. A quantum's intent is in the journal before its first step. While it runs, the truth
lies between what was counted and what was authorised. Counted pulses are believed as long as the
roller encoder does not contradict them. Where it does, the lower bound follows the encoder and the
upper one the pulses, until it is known which of them is right. The encoder is compared since first
boot, so that many small losses, or many stalls, do not add up unseen.

Each reading of the encoder is rounded down to a count of four: a loss of up to six steps can hide.

A power cut leaves the quantum in flight open, and no encoder remembers its place: that doubt
stays. So quanta leave room for the next ones: three quarters of the bound at first, then half of
what is left, and the bounds stay within one quantum for five to eleven cuts between two fills
(by concentration); each further one adds a step, and RESET is MEDIUM then.
"""

from pump.core.profile import ENCODER_STEPS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.core.pen import Pen

_SLACK = ENCODER_STEPS - 1  # what two rounded readings can be apart from the truth, either way
RECORD_MAX = 65_535  # steps that one field of a journal record holds


class Ledger:
    """Delivered steps since first boot: [least, most], and the quantum in flight."""

    def __init__(self) -> None:
        self.sequence = 0
        self.known = True  # False: what came before was lost, and the sums begin without it
        self.least = 0  # settled, lower bound
        self.most = 0  # settled, upper bound: the next dose is planned from here
        self.intent = 0  # steps authorised and not yet settled
        self.seen = 0  # of these, given for certain
        self._turned = 0  # what the encoder saw
        self._unseen = 0  # steps of quanta that the power was cut in: nothing can resolve them
        self._slack = _SLACK  # more with each power-on: where within a count the rotor stood
        self._doubt_filled = 0  # between the bounds at the last fill
        self._told_least = 0  # what the outcomes in the journal add up to
        self._told_most = 0

    def intend(self, steps: int) -> None:
        """A quantum of that many steps is in the journal and about to be ordered."""
        self.sequence += 1
        self.intent = steps
        self.seen = 0

    def settle(self, counted: int) -> None:
        """The quantum ended with that many steps."""
        self.least += counted
        self.most += counted
        self.intent = 0
        self.seen = 0

    def settle_between(self, least: int, most: int) -> None:
        """What is open gave something in these bounds."""
        self.settle(least)
        self.most += most - least

    def exceed(self, steps: int) -> None:
        """Pulses came that nobody ordered; the driver may have been disabled under them."""
        self.most += steps

    def follow(self, turned: int) -> None:
        """The encoder saw that many steps since it was asked last; ask after each settling."""
        self._turned += turned
        if self.least > self._turned + self._slack:
            self.least = self._turned - self._slack if self._turned > self._slack else 0

    def resolve(self) -> None:
        """The encoder is known to be right: it turned again, or the operator says so."""
        least = self._turned - self._slack
        most = self._turned + self._slack + self._unseen
        if most < self.most:
            self.most = most
        if least > self.least:
            self.least = least if least < self.most else self.most
        if self._doubt_filled > self.doubt():
            self._doubt_filled = self.doubt()

    def doubt(self) -> int:
        """Steps between the settled bounds."""
        return self.most - self.least

    def bounds(self) -> tuple[int, int]:
        """Delivered steps now: (least, most), the quantum in flight included."""
        return self.least + self.seen, self.most + self.intent

    def filled(self) -> None:
        """A fill opens a new account: what is in doubt of the old one narrows no quantum."""
        self.known = True
        self._doubt_filled = self.doubt()
        if self._slack > _SLACK:
            # power cuts have blurred where the rotor stood: the encoder begins anew
            self._turned = self.least
            self._unseen = self.doubt()
            self._slack = _SLACK

    def doubt_since_fill(self) -> int:
        """Of that, what has come up since the last fill."""
        return self.doubt() - self._doubt_filled

    def room(self, max_steps: int) -> int:
        """Steps that the next quantum may have, so that the bounds since the fill stay within one.

        At least 1, whatever the doubt: a pump that runs gives something.
        """
        doubt = self.doubt_since_fill()
        steps = max_steps * 3 // 4 if doubt <= 0 else (max_steps - doubt) // 2
        return steps if steps > 1 else 1

    # Power ---------------------------------------------------------------------------------------

    def power_on(self) -> None:
        """The quantum in flight gave nothing, all, or a part; the encoder starts anew."""
        self._unseen += self.intent
        self.settle_between(0, self.intent)
        self._slack += _SLACK

    def persist(self, pen: "Pen") -> None:
        """Write it down, or read it back."""
        self.sequence = pen.whole(self.sequence)
        self.known = pen.flag(self.known)
        self.least = pen.whole(self.least)
        self.most = pen.whole(self.most)
        self.intent = pen.whole(self.intent)
        self._turned = pen.whole(self._turned)
        self._unseen = pen.whole(self._unseen)
        self._slack = pen.whole(self._slack)
        self._doubt_filled = pen.whole(self._doubt_filled)
        self._told_least = pen.whole(self._told_least)
        self._told_most = pen.whole(self._told_most)

    # What the journal knows ------------------------------------------------------------------

    def last(self) -> int:
        """Steps that the journal's next record may report as exact; -1: only an interval is."""
        steps = self.most - self._told_most
        if steps != self.least - self._told_least or not 0 <= steps <= RECORD_MAX:
            return -1
        return steps

    def untold(self) -> tuple[int, int]:
        """What an outcome record can say now: (least, most) more than the journal holds.

        A bound that has been lowered is told by the records that follow: no field is negative.
        """
        least, most = self.least - self._told_least, self.most - self._told_most
        return max(0, min(least, RECORD_MAX)), max(0, min(most, RECORD_MAX))

    def telling(self) -> tuple[int, int]:
        """What the outcomes in the journal add up to: (least, most)."""
        return self._told_least, self._told_most

    def recorded(self, telling: tuple[int, int], least: int, most: int, steps: int) -> None:
        """A record read back: that came of what was open at `telling`, `steps` are intended.

        The records alone make the bounds: after each of them all that is settled has been told.
        """
        self.least = self._told_least = telling[0] + least
        self.most = self._told_most = telling[1] + most
        self.intent = steps
        self.seen = 0

    def unwatched(self, turned: int, steps: int) -> None:
        """An outcome read back: what the encoder must have seen, and what it may have seen beyond.

        No record tells of the encoder, so that doubt stays.
        """
        self._turned += turned
        if steps > 0:
            self._unseen += steps

    def told(self, least: int, most: int) -> None:
        """That outcome is durable."""
        self._told_least += least
        self._told_most += most
