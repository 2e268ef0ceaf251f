"""`pump.therapy`: what flows. Each order is signed with OPERATE; only stop needs no key."""

from . import read, replies
from .answers import Bolus, Finding, Interval, Stopped
from .conversation import Done
from .instrument import Instrument
from .quantities import MASS, TIME, VOLUME, Amount
from .stopping import stop


class Therapy:
    """Orders of therapy, and what came of them."""

    def __init__(self, instrument: Instrument) -> None:
        self._instrument = instrument

    def start(self, confirm: bool = False) -> Done:
        """Run the active prescription; `confirm` after more than 24 h without flow."""
        return self._instrument.order("OPERATE", "DEL:STAR CONFIRM" if confirm else "DEL:STAR")

    def suspend(self, time: str | Amount) -> Done:
        """Pause for 1 min to 24 h ("30 MIN"); therapy resumes by itself."""
        return self._instrument.order("OPERATE", f"DEL:SUSP {Amount.read(time, TIME)}")

    def resume(self, confirm: bool = False) -> Done:
        """End a suspension early; `confirm` after more than 24 h without flow."""
        return self._instrument.order("OPERATE", "DEL:RES CONFIRM" if confirm else "DEL:RES")

    def least_flow(self) -> Done:
        """The pump's least flow, 0.048 mL/d, until a person ends it by `resume` or `start`: no
        stop, but the time counts as one without flow."""
        return self._instrument.order("OPERATE", "DEL:MINR")

    def stop(self, reason: str = "OTHER") -> Stopped:
        """Stop at once: a plain line, which needs no key and no right; then the state is read.

        Differs when the pump does not say that it has stopped, Uncertain when it says nothing.
        """
        return stop(self._instrument.conversation.link, reason)

    def begin_holiday(self) -> Done:
        """A planned stop of therapy (weaned), signed: no dose above the initial one follows it. A
        stop by itself is never one, it asks for no right."""
        return self._instrument.order("OPERATE", "DEL:STOP HOLIDAY")

    def check_bolus(self, dose: str | Amount, over: str | Amount | None = None) -> Finding:
        """What that bolus would be, in the pump's words: drug, volume, minutes and hours, drug an
        hour, the windows that it would fill, when the next may follow. 204: it has
        to be confirmed; another number than 0: it would be refused, and why."""
        said = self._instrument.fields(f"DEL:BOL:CHEC? {_bolus(dose, over)}")
        refused = bool(said) and said[0] not in ("0", "204")
        number, text, *digest = read.exactly(said, 2 if refused else 3)
        return Finding(replies.whole(number), text, *digest)

    def bolus(
        self,
        dose: str | Amount,
        over: str | Amount | None = None,
        digest: str = "",
        confirm: bool = False,
    ) -> Done:
        """One bolus on top of the basal rate, as drug or volume; without `over` in the shortest
        time that the pump allows. With the `digest` of its check it is that bolus or none;
        `confirm` in the first 24 h of a start, a return or an increase."""
        further = [each for each in (digest, "CONFIRM" if confirm else "") if each]
        shortest = ["0 S"] if further and over is None else []
        order = ",".join([_bolus(dose, over), *shortest, *further])
        return self._instrument.order("OPERATE", f"DEL:BOL {order}")

    def patient_bolus(self) -> Done:
        """The patient's bolus as it is prescribed; refused in its lockout and above its maximum."""
        return self._instrument.order("OPERATE", "DEL:PTM")

    def abort_bolus(self) -> Done:
        """End a running bolus; basal goes on. `bolus_state` tells what came of it."""
        return self._instrument.order("OPERATE", "DEL:BOL:ABOR")

    def bolus_state(self) -> Bolus:
        """The bolus that runs, or the last one."""
        return read.bolus(self._instrument.fields("DEL:BOL:STAT?"))

    def volume_total(self) -> Interval | None:
        """Delivered since the first power-on; None when what came before is lost."""
        return read.interval(self._instrument.fields("DEL:VOL:TOT?"))


def _bolus(dose: str | Amount, over: str | Amount | None) -> str:
    amount = Amount.read(dose, MASS, VOLUME)
    return str(amount) if over is None else f"{amount},{Amount.read(over, TIME)}"
