"""Orders of therapy, each signed with the least role that may give it; only stop needs none."""

from datetime import datetime

from . import read, replies
from .answers import Bolus, Finding, Reconciled
from .conversation import Done
from .prescribing import Prescribing
from .quantities import CONCENTRATION, MASS, TIME, VOLUME, Amount
from .trouble import Differs, Trouble, Uncertain

_STOPS = 3


class Therapy(Prescribing):
    """What flows, what is in the reservoir, what the alarms are told."""

    def start(self, confirm: bool = False) -> None:
        """Run the active prescription; `confirm` after more than 24 h without flow."""
        self.order("OPERATE", "DEL:STAR CONFIRM" if confirm else "DEL:STAR")

    def suspend(self, time: str | Amount) -> None:
        """Pause for 1 min to 24 h ("30 MIN"); therapy resumes by itself."""
        self.order("OPERATE", f"DEL:SUSP {Amount.read(time, TIME)}")

    def resume(self, confirm: bool = False) -> None:
        """End a suspension early; `confirm` after more than 24 h without flow."""
        self.order("OPERATE", "DEL:RES CONFIRM" if confirm else "DEL:RES")

    def stop(self, reason: str = "OTHER") -> None:
        """Stop at once: a plain line, which needs no key and no right; then the state is read.

        Differs when the pump does not say STOP.
        """
        failure: Trouble | None = None
        for _ in range(_STOPS):
            try:
                self.conversation.typed(f"DEL:STOP {reason}")
                state = self.state()
            except Trouble as trouble:
                failure = trouble
                continue
            if state == "STOP":
                return
            failure = Differs(f"the state is {state}, not STOP", "take the power away")
        if failure is not None:
            raise failure

    def check_bolus(self, dose: str | Amount, over: str | Amount | None = None) -> Finding:
        """What that bolus would be, in the pump's words: drug, volume, minutes and hours, drug an
        hour. A number other than 0: it would be refused, and why."""
        number, text = read.exactly(self._fields(f"DEL:BOL:CHEC? {_bolus(dose, over)}"), 2)
        return Finding(replies.whole(number), text)

    def bolus(self, dose: str | Amount, over: str | Amount | None = None) -> Done:
        """One bolus on top of the basal rate, as drug or volume; without `over` in the shortest
        time that the pump allows."""
        return self.order("OPERATE", f"DEL:BOL {_bolus(dose, over)}")

    def abort_bolus(self) -> Bolus:
        """End a running bolus; basal goes on. What came of it."""
        self.order("OPERATE", "DEL:BOL:ABOR")
        return self.bolus_state()

    def fill(self, volume: str | Amount, concentration: str | Amount) -> None:
        """The reservoir now holds exactly this volume of this concentration."""
        amount = Amount.read(volume, VOLUME)
        strength = Amount.read(concentration, CONCENTRATION)
        self.order("PRESCRIBE", f"RES:FILL {amount},{strength}")

    def reconcile(self, withdrawn: str | Amount) -> Reconciled:
        """Compare the volume withdrawn at a refill with what was calculated.

        Uncertain when it was done and its answer was lost: the log's RECONCILE line has it.
        """
        done = self.order("PRESCRIBE", f"RES:RECO {Amount.read(withdrawn, VOLUME)}")
        if done.response is None:
            text = "reconciled, but the answer was lost with the link"
            raise Uncertain(text, "pumpctl log download: its newest RECONCILE line")
        expected, found, verdict = read.exactly(replies.fields(done.response), 3)
        return Reconciled(replies.whole(expected), replies.whole(found), verdict)

    def acknowledge(self, alarm: str) -> None:
        """Silence this instance of an alarm, named by id or name."""
        self.order("OPERATE", f"ALAR:ACKN {alarm}")

    def reset_alarm(self, alarm: str) -> None:
        """Clear a latched alarm whose condition is over."""
        self.order("OPERATE", f"ALAR:RES {alarm}")

    def pause_audio(self, seconds: int) -> None:
        """Silence all tones for so long; lamps stay."""
        self.order("OPERATE", f"ALAR:AUD:PAUS {seconds}")

    def test_alarms(self) -> None:
        """Show every lamp and sound the tone."""
        self.order("OPERATE", "ALAR:TEST")

    def set_clock(self, now: datetime) -> None:
        """Set the pump's wall clock. It chooses rates and moves no volume."""
        self.order(
            "OPERATE",
            f"SYST:DATE {now.year},{now.month},{now.day};TIME {now.hour},{now.minute},{now.second}",
        )


def _bolus(dose: str | Amount, over: str | Amount | None) -> str:
    amount = Amount.read(dose, MASS, VOLUME)
    return str(amount) if over is None else f"{amount},{Amount.read(over, TIME)}"
