"""Orders of therapy, each signed with the least role that may give it; only stop needs none."""

from datetime import datetime

from . import read, replies
from .answers import Finding, Reconciled, Stopped
from .conversation import Done
from .prescribing import Prescribing
from .quantities import CONCENTRATION, MASS, TIME, VOLUME, Amount
from .stopping import stop
from .trouble import Uncertain


class Therapy(Prescribing):
    """What flows, what is in the reservoir, what the alarms are told."""

    def start(self, confirm: bool = False) -> Done:
        """Run the active prescription; `confirm` after more than 24 h without flow."""
        return self.order("OPERATE", "DEL:STAR CONFIRM" if confirm else "DEL:STAR")

    def suspend(self, time: str | Amount) -> Done:
        """Pause for 1 min to 24 h ("30 MIN"); therapy resumes by itself."""
        return self.order("OPERATE", f"DEL:SUSP {Amount.read(time, TIME)}")

    def resume(self, confirm: bool = False) -> Done:
        """End a suspension early; `confirm` after more than 24 h without flow."""
        return self.order("OPERATE", "DEL:RES CONFIRM" if confirm else "DEL:RES")

    def stop(self, reason: str = "OTHER") -> Stopped:
        """Stop at once: a plain line, which needs no key and no right; then the state is read.

        Differs when the pump does not say that it has stopped, Uncertain when it says nothing.
        """
        return stop(self.conversation.link, reason)

    def begin_holiday(self) -> Done:
        """A planned stop of therapy (weaned), signed: no dose above the initial one follows it. A
        stop by itself is never one, it asks for no right."""
        return self.order("OPERATE", "DEL:STOP HOLIDAY")

    def check_bolus(self, dose: str | Amount, over: str | Amount | None = None) -> Finding:
        """What that bolus would be, in the pump's words: drug, volume, minutes and hours, drug an
        hour. A number other than 0: it would be refused, and why."""
        number, text = read.exactly(self._fields(f"DEL:BOL:CHEC? {_bolus(dose, over)}"), 2)
        return Finding(replies.whole(number), text)

    def bolus(self, dose: str | Amount, over: str | Amount | None = None) -> Done:
        """One bolus on top of the basal rate, as drug or volume; without `over` in the shortest
        time that the pump allows."""
        return self.order("OPERATE", f"DEL:BOL {_bolus(dose, over)}")

    def abort_bolus(self) -> Done:
        """End a running bolus; basal goes on. `bolus_state` tells what came of it."""
        return self.order("OPERATE", "DEL:BOL:ABOR")

    def fill(self, volume: str | Amount, concentration: str | Amount) -> Done:
        """The reservoir now holds exactly this volume of this concentration."""
        amount = Amount.read(volume, VOLUME)
        strength = Amount.read(concentration, CONCENTRATION)
        return self.order("PRESCRIBE", f"RES:FILL {amount},{strength}")

    def reconcile(self, withdrawn: str | Amount) -> Reconciled:
        """Compare the volume withdrawn at a refill with what was calculated.

        Uncertain when it was done and its answer was lost: the log's RECONCILE line has it.
        """
        done = self.order("PRESCRIBE", f"RES:RECO {Amount.read(withdrawn, VOLUME)}")
        if not done.response:
            text = "reconciled, but the answer was lost"
            raise Uncertain(text, "pumpctl log download: its newest RECONCILE line")
        expected, found, verdict = read.exactly(replies.fields(done.response), 3)
        word = read.word(verdict.encode(), "OK", "OVER", "UNDER")
        return Reconciled(replies.whole(expected), replies.whole(found), word, done.notes)

    def acknowledge(self, alarm: str) -> Done:
        """Silence this instance of an alarm, named by id or name."""
        return self.order("OPERATE", f"ALAR:ACKN {alarm}")

    def reset_alarm(self, alarm: str) -> Done:
        """Clear a latched alarm whose condition is over."""
        return self.order("OPERATE", f"ALAR:RES {alarm}")

    def pause_audio(self, seconds: int) -> Done:
        """Silence all tones for so long; lamps stay."""
        return self.order("OPERATE", f"ALAR:AUD:PAUS {seconds}")

    def test_alarms(self) -> Done:
        """Show every lamp and sound the tone."""
        return self.order("OPERATE", "ALAR:TEST")

    def set_clock(self, now: datetime) -> Done:
        """Set the pump's wall clock. It chooses rates and moves no volume."""
        return self.order(
            "OPERATE",
            f"SYST:DATE {now.year},{now.month},{now.day};TIME {now.hour},{now.minute},{now.second}",
        )


def _bolus(dose: str | Amount, over: str | Amount | None) -> str:
    amount = Amount.read(dose, MASS, VOLUME)
    return str(amount) if over is None else f"{amount},{Amount.read(over, TIME)}"
