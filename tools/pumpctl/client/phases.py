"""`pump.phases`: the phase of therapy, screening, what was seen, weaning. Signed with PRESCRIBE;
that the patient was observed with OPERATE."""

from dataclasses import dataclass
from datetime import datetime

from . import read, replies
from .answers import Finding, Screening, Weaning
from .conversation import Done
from .instrument import Instrument
from .quantities import MASS, TIME, Amount


@dataclass(frozen=True)
class Observation:
    """The patient is to be observed after `change`, the word of its line in the log, for so many
    minutes more; 0: that time is over, and nobody has said that it was done."""

    change: str
    left_min: int


_SEEN = {"none": "NONE", "effect": "EFF", "adverse": "ADV"}


class Phases:
    """From the first test dose to the last step of a weaning."""

    def __init__(self, instrument: Instrument) -> None:
        self._instrument = instrument

    def now(self) -> str:
        """The phase that therapy is in, such as INITIAL; docs/therapy.md has all ten."""
        return replies.text(self._instrument.ask("THER:PHAS?"))

    def observation(self) -> Observation | None:
        """The last change of dose or drug that nobody has said was observed; None: none."""
        said = self._instrument.fields("THER:OBS?")
        if said == ["NONE"]:
            return None
        change, left = read.exactly(said, 2)
        return Observation(change, replies.whole(left))

    def observed(self) -> Done:
        """A person says that the patient was observed after that change; it is in the log."""
        return self._instrument.order("OPERATE", "THER:OBS:END")

    def screening(self) -> Screening:
        """How far the screening has come, and which dose may be next."""
        outcome, dose, seen, lasted, *ways = self._instrument.fields("SCR:STAT?")
        return Screening(
            outcome,
            read.known(dose),
            seen,
            read.known(lasted),
            tuple(read.known(way) for way in ways),
        )

    def check_test_dose(
        self, dose: str | Amount, over: str | Amount | None = None, override: bool = False
    ) -> Finding:
        """What that test dose would be, in the pump's words; another number than 0: why not."""
        said = self._instrument.fields(f"SCR:BOL:CHEC? {_dose(dose, over, override)}")
        number, text = read.exactly(said, 2)
        return Finding(replies.whole(number), text)

    def give_test_dose(
        self, dose: str | Amount, over: str | Amount | None = None, override: bool = False
    ) -> Done:
        """A test dose, over at least a minute; without `over` in the shortest time. With
        `override` another one than the label has next: it stands in the log."""
        return self._instrument.order("PRESCRIBE", f"SCR:BOL {_dose(dose, over, override)}")

    def record_response(self, seen: str, lasted: str | Amount | None = None) -> Done:
        """What was seen after the last dose: "none", "effect", "adverse"; how long a test dose's
        effect `lasted` ("6 HR"). ValueError for another word."""
        if seen not in _SEEN:
            raise ValueError(f"{seen}: one of {' '.join(_SEEN)}")
        line = f"PRES:RESP {_SEEN[seen]}"
        if lasted is not None:
            line += f",{Amount.read(lasted, TIME)}"
        return self._instrument.order("PRESCRIBE", line)

    def override_screening(self) -> Done:
        """Therapy may begin though no test dose had an effect of four hours."""
        return self._instrument.order("PRESCRIBE", "SCR:OVER")

    def check_weaning(self, days: int, to_holiday: bool = False) -> Finding:
        """What that weaning would be, in the pump's words. 204: it has to be confirmed."""
        said = self._instrument.fields(f"THER:WEAN:CHEC? {_days(days, to_holiday)}")
        number, text = read.exactly(said, 2)
        return Finding(replies.whole(number), text)

    def wean(self, days: int, to_holiday: bool = False, confirm: bool = False) -> Done:
        """So many equal steps down, one a day from now on, until therapy ends (7 to 14) or a
        holiday begins (14 to 28). The pump follows by itself; a commit ends it."""
        line = f"THER:WEAN {_days(days, to_holiday)}" + (",CONFIRM" if confirm else "")
        return self._instrument.order("PRESCRIBE", line)

    def weaning(self) -> Weaning | None:
        """The weaning that is under way; None: none is."""
        said = self._instrument.fields("THER:WEAN:STAT?")
        if said == ["OFF"]:
            return None
        ends, step, steps, dose, due = read.exactly(said, 5)
        return Weaning(
            ends == "HOL", replies.whole(step), replies.whole(steps), read.known(dose), _when(due)
        )


def _when(text: str) -> datetime:
    return replies.moment(text)


def _dose(dose: str | Amount, over: str | Amount | None, override: bool) -> str:
    words = [str(Amount.read(dose, MASS))]
    if over is not None or override:
        words.append("0 S" if over is None else str(Amount.read(over, TIME)))
    return ",".join([*words, "OVER"] if override else words)


def _days(days: int, to_holiday: bool) -> str:
    return f"{days},{'HOL' if to_holiday else 'THER'}"
