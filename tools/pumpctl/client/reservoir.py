"""`pump.reservoir`: what was done by hand at a refill; orders are signed with PRESCRIBE."""

from . import read, replies
from .answers import Reconciled
from .conversation import Done
from .instrument import Instrument
from .quantities import CONCENTRATION, VOLUME, Amount
from .trouble import Unshown


class Reservoir:
    """The drug reservoir. `pump.status().reservoir` is what the pump calculates of it."""

    def __init__(self, instrument: Instrument) -> None:
        self._instrument = instrument

    def fill(self, volume: str | Amount, concentration: str | Amount) -> Done:
        """The reservoir now holds exactly this volume of this concentration."""
        amount = Amount.read(volume, VOLUME)
        strength = Amount.read(concentration, CONCENTRATION)
        return self._instrument.order("PRESCRIBE", f"RES:FILL {amount},{strength}")

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
