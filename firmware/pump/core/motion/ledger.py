"""Intent before actuation; delivered volume as an interval: one quantum wide, see the end.

All in steps. A quantum's intent is in the journal before its first step. While it runs, the truth
lies between what was counted and what was authorised. Counted pulses are believed as long as the
roller encoder does not contradict them. Where it does, the lower bound follows the encoder and the
upper one the pulses, until it is known which of them is right. The encoder is compared since first
boot, so that many small losses, or many stalls, do not add up unseen.

Each reading of the encoder is rounded down to a count of four: a loss of up to six steps can hide.

A power cut leaves the quantum in flight open, and no encoder remembers its place: that uncertainty
stays. So quanta leave room for the next ones: three quarters of the bound at first, then half of
what is left, and the bounds stay within one quantum for five to eleven cuts between two fills
(by concentration); each further one adds a step, and RESET is MEDIUM then.
"""

from pump.core.profile import ENCODER_STEPS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.core.protocols import Codec

_SLACK = ENCODER_STEPS - 1  # what two rounded readings can be apart from the truth, either way
RECORD_MAX = 65_535  # steps that one field of a journal record holds
PART_MIN = RECORD_MAX - 2  # so many, or more: the rest may stand in the next record
_UNFIT = ~RECORD_MAX  # bits that only what it does not hold has, numbers below 0 too


class Ledger:
    """Delivered steps since first boot: [least, most], and the quantum in flight."""

    def __init__(self) -> None:
        self.sequence = 0
        self.known = True  # False: what came before was lost, and the sums begin without it
        self.least = 0  # settled, lower bound
        self.most = 0  # settled, upper bound: the next dose is planned from here
        self.intent = 0  # steps authorised and not yet settled
        self.seen = 0  # of these, given for certain
        self.turned = 0  # what the encoder saw
        self._unseen = 0  # steps of quanta that the power was cut in: nothing can resolve them
        self._slack = _SLACK  # more with each power-on: where within a count the rotor stood
        self._uncertain_at_fill = 0  # between the bounds at the last fill
        self._journaled_least = 0  # what the outcomes in the journal add up to
        self._journaled_most = 0
        self.even_at = 0  # what the encoder had seen when nothing lagged
        self.ahead = 0  # by which most and turned were put nearer together since power-on

    def intend(self, steps: int, last: int = 0) -> None:
        """A quantum of that many steps is about to be ordered. Its record is in the journal, and
        with it that the one before gave `last`."""
        self._journaled_least += last
        self._journaled_most += last
        self.sequence += 1
        self.intent = steps
        self.seen = 0

    def watch(self, counted: int, turned: int) -> None:
        """The quantum has come to `counted` pulses, and the rotor has `turned` so many steps."""
        seen = turned
        if seen + ENCODER_STEPS > counted:
            seen = counted
        self.seen = seen if seen > 0 else 0

    def settle(self, least: int, most: int, turned: int) -> int:
        """The quantum ended with `least` to `most` steps; the encoder saw `turned` meanwhile.

        By how many steps the encoder has lowered the lower bound; nearly always 0.
        """
        self.least += least
        self.most += most
        self.intent = 0
        self.seen = 0
        self.turned += turned
        if self.least <= self.turned + self._slack:
            return 0
        before = self.least
        self.least = self.turned - self._slack if self.turned > self._slack else 0
        return before - self.least

    def exceed(self, steps: int) -> None:
        """Pulses came that nobody ordered; the driver may have been disabled under them."""
        self.most += steps
        self.ahead -= steps  # none that an order has given

    def exceed_cut(self, pulses: int, turned: int) -> int:
        """So many pulses came that nobody ordered, at a driver without current, and the encoder saw
        `turned` steps with them: the steps that may have flowed, 0 .. `pulses` (D-14).

        As many as the rotor can have turned. What was uncertain before stays so.
        """
        by_rotor = self.by_rotor()
        steps = by_rotor if by_rotor > turned else turned
        steps = pulses if steps > pulses else steps if steps > 0 else 0
        self.exceed(steps)
        return steps

    def by_rotor(self) -> int:
        """Steps beyond the upper bound that the rotor can have turned by its encoder."""
        return self.turned + self._slack + self._unseen - self.most

    def follow(self, turned: int) -> None:
        """The encoder saw that many steps since it was asked last, and no quantum was open."""
        self.settle(0, 0, turned)

    def resolve(self, doubt: int = 0) -> int:
        """The encoder is known to be right: it turned again, or the operator says so; but for
        `doubt` steps, of which nobody knows. By how many steps the upper bound has come down."""
        least = self.turned - self._slack
        most = self.turned + self._slack + self._unseen + doubt
        lost_steps = self.most - most
        if lost_steps > 0:
            self.ahead += lost_steps
            self.most = most
        if least > self.least:
            self.least = least if least < self.most else self.most
        if self._uncertain_at_fill > self.uncertainty():
            self._uncertain_at_fill = self.uncertainty()
        return lost_steps

    def lag(self) -> int:
        """Steps that orders have given and the encoder has not seen, beyond those that were told
        of: between two moments of one power-on."""
        return self.most + self.ahead - self.turned

    def even(self) -> bool:
        """Nearly always: nothing lags that two readings might not hide, and `even_at` is here."""
        if -ENCODER_STEPS < self.most + self.ahead - self.turned < ENCODER_STEPS:
            self.even_at = self.turned
            return True
        return False

    def told(self) -> None:
        """What lags now is known of."""
        self.ahead = self.turned - self.most

    def uncertainty(self) -> int:
        """Steps between the settled bounds."""
        return self.most - self.least

    def bounds(self) -> tuple[int, int]:
        """Delivered steps now: (least, most), the quantum in flight included."""
        return self.least + self.seen, self.most + self.intent

    def begin_epoch(self) -> None:
        """The head is calibrated anew: what is uncertain of its steps so far stays so.

        The encoder begins anew, so that no bound of before is moved by steps of another price.
        """
        self.ahead += self.least - self.turned
        self.turned = self.least
        self._unseen = self.uncertainty()
        self._slack = _SLACK

    def filled(self) -> None:
        """A fill opens a new account: what is uncertain of the old one narrows no quantum."""
        self.known = True
        self._uncertain_at_fill = self.uncertainty()
        if self._slack > _SLACK:
            self.begin_epoch()  # power cuts have blurred where the rotor stood

    def uncertainty_since_fill(self) -> int:
        """Of that, what has come up since the last fill."""
        return self.uncertainty() - self._uncertain_at_fill

    def room(self, max_steps: int) -> int:
        """Steps that the next quantum may have, so that the bounds since the fill stay within one.

        At least 1, however wide they are: a pump that runs gives something.
        """
        wide = self.most - self.least - self._uncertain_at_fill
        if wide <= 0:
            return max_steps * 3 // 4 or 1
        steps = (max_steps - wide) // 2
        return steps if steps > 1 else 1

    # Power ---------------------------------------------------------------------------------------

    def power_on(self) -> None:
        """What is open can be resolved by nothing; the encoder starts anew. Then settle it."""
        self._unseen += self.intent
        self._slack += _SLACK

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back."""
        self.sequence = codec.whole(self.sequence)
        self.known = codec.flag(self.known)
        self.least = codec.whole(self.least)
        self.most = codec.whole(self.most)
        self.intent = codec.whole(self.intent)
        self.turned = codec.whole(self.turned)
        self._unseen = codec.whole(self._unseen)
        self._slack = codec.whole(self._slack)
        self._uncertain_at_fill = codec.whole(self._uncertain_at_fill)
        self._journaled_least = codec.whole(self._journaled_least)
        self._journaled_most = codec.whole(self._journaled_most)

    # What the journal knows ------------------------------------------------------------------

    def last(self) -> int:
        """Steps that the journal's next record may report as exact; -1: only an interval is."""
        steps = self.most - self._journaled_most
        if steps != self.least - self._journaled_least or steps & _UNFIT:
            return -1
        return steps

    def unjournaled(self) -> tuple[int, int]:
        """What an outcome record can say now: (least, most) more than the journal holds.

        A bound that has been lowered is journaled by the records that follow: no field is negative.
        No two parts in a row are the same record: that would count once.
        """
        least, most = self.least - self._journaled_least, self.most - self._journaled_most
        part = RECORD_MAX - 2 * (self._journaled_most & 1)
        return max(0, min(least, part)), max(0, min(most, part))

    def journaled(self) -> tuple[int, int]:
        """What the outcomes in the journal add up to: (least, most)."""
        return self._journaled_least, self._journaled_most

    def recorded(self, before: tuple[int, int], least: int, most: int, steps: int) -> None:
        """A record read back: that came of what was open at `before`, `steps` are intended.

        The records alone make the bounds: after each of them all that is settled is in the journal.
        """
        self.least = self._journaled_least = before[0] + least
        self.most = self._journaled_most = before[1] + most
        self.intent = steps
        self.seen = 0

    def skip(self, records: int) -> None:
        """So many records are missing: their numbers are not given again."""
        self.sequence += records

    def number(self, sequence: int) -> None:
        """The next record has that number."""
        self.sequence = sequence

    def forget_past(self, known: bool) -> None:
        """What was delivered before is lost, unless it is `known` that there was nothing."""
        self.known = known

    def unwatched(self, turned: int, steps: int) -> None:
        """An outcome read back: what the encoder must have seen, and what it may have seen beyond.

        No record tells of the encoder, so that stays uncertain.
        """
        self.turned += turned
        if steps > 0:
            self._unseen += steps

    def journal(self, least: int, most: int) -> None:
        """That outcome is durable."""
        self._journaled_least += least
        self._journaled_most += most
