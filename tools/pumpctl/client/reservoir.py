"""`pump.reservoir`: what was done by hand at a refill; orders are signed with PRESCRIBE."""

from . import read, replies
from .answers import Reconciled, Stability, Trend
from .conversation import Done
from .instrument import Instrument
from .quantities import CONCENTRATION, TIME, VOLUME, Amount
from .trouble import Unshown


class Reservoir:
    """The drug reservoir. `pump.status().reservoir` is what the pump calculates of it."""

    def __init__(self, instrument: Instrument) -> None:
        self._instrument = instrument

    def fill(
        self,
        volume: str | Amount,
        concentration: str | Amount,
        stability: str | Amount | None = None,
    ) -> Done:
        """The reservoir now holds exactly this volume of this concentration; a dilution's
        `stability` ("24 HR") has to be said."""
        amount = Amount.read(volume, VOLUME)
        strength = Amount.read(concentration, CONCENTRATION)
        stable = f",{Amount.read(stability, TIME)}" if stability is not None else ""
        return self._instrument.order("PRESCRIBE", f"RES:FILL {amount},{strength}{stable}")

    def empty(self) -> Done:
        """It was emptied by hand: while nothing flows. No start before a fill."""
        return self._instrument.order("OPERATE", "RES:EMPT")

    def trend(self) -> Trend:
        """What the last reconciliations come to."""
        parts = self._instrument.fields("RES:RECO:TREN?")
        refills, error, given, verdict = read.exactly(parts, 4)
        word = read.word(verdict.encode(), "OK", "OVER", "UNDER")
        return Trend(replies.whole(refills), replies.whole(error), replies.whole(given), word)

    def stability(self) -> Stability:
        """How long what was filled is stable, and how long still."""
        hours, left = read.exactly(self._instrument.fields("RES:STAB?"), 2)
        return Stability(_hours(hours), _hours(left))

    def reconcile(self, withdrawn: str | Amount) -> Reconciled:
        """Compare the volume withdrawn at a refill with what was calculated.

        Unshown when it was done and its answer was lost: the log's RECONCILE line has it.
        """
        done = self._instrument.order("PRESCRIBE", f"RES:RECO {Amount.read(withdrawn, VOLUME)}")
        if not done.response:
            text = "reconciled, but the answer was lost"
            raise Unshown(text, "pumpctl log download: its newest RECONCILE line")
        expected, found, verdict = read.exactly(replies.fields(done.response), 3)
        word = read.word(verdict.encode(), "OK", "OVER", "UNDER")
        return Reconciled(replies.whole(expected), replies.whole(found), word, done.notes)


def _hours(text: str) -> int | None:
    return None if replies.number(text) is None else replies.whole(text)
