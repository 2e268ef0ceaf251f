"""`pump.prescription`: stage, check, commit. What is committed is the text that was read."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from . import read, replies
from .answers import Finding, History
from .conversation import Done
from .instrument import Instrument
from .programme import Programme, canonical, digest
from .quantities import DOSE_RATE, Amount
from .trouble import Differs, Disturbed, Refused, Trouble

_INCOMPLETE = 201
_STAGED = "PRES:DATA?;CHEC:ALL?;:PRES:DIG?"
_LEFT = "what was staged could not be dropped"
_DEFAULTS = "PRES:LIM:DAY? DEF;RATE? DEF;BOL? DEF;LOCK? DEF"


@dataclass(frozen=True)
class Staged:
    """What the pump had staged at one moment: all three are of the same text.

    programme  what that text says
    digest     of that text, computed here
    findings   the pump's on it, refusals first
    """

    programme: Programme
    digest: str
    findings: tuple[Finding, ...]


class Prescription:
    """The way from a programme to the active prescription."""

    def __init__(self, instrument: Instrument) -> None:
        self._instrument = instrument

    def stage(self, programme: Programme) -> Staged:
        """Drop what is staged and stage this; what runs goes on. Differs when the pump's own text
        of it does not say the same: limits that are not given here are the pump's own. Whatever
        goes wrong, nothing is left staged."""
        messages = programme.messages()
        self.discard()
        with self.dropped_unless_done():
            for message in messages:
                self._instrument.ask(message)
            meant, staged = programme.completed(self._defaults()), self.staged()
            wrong = meant.differences(staged.programme)
            if wrong:
                raise Differs(
                    "; ".join(wrong), "does somebody else stage too? pumpctl program once more"
                )
            return staged

    @contextmanager
    def dropped_unless_done(self) -> Iterator[None]:
        """What is staged is dropped when what is done inside goes wrong, or is broken off. A
        Trouble says so where it could not be dropped."""
        try:
            yield
        except BaseException as error:
            try:
                self.discard()
            except Trouble as trouble:
                if isinstance(error, Trouble) and _LEFT not in error.text:
                    error.text += f"; {_LEFT}: {trouble.text}"
            raise

    def staged(self) -> Staged:
        """What is staged, in one look. Refused (201) while it is incomplete."""
        data, found, digits = read.units(self._instrument.ask(_STAGED), 3)
        text = replies.block(data)
        own = digest(text)
        if read.digits16(digits) != own:
            raise Differs(f"the text has the digest {own}, the pump says another", "stage it again")
        findings = [Finding(*each) for each in replies.entries(found) if each != (0, "OK")]
        return Staged(canonical(text), own, tuple(findings))

    def active(self) -> Programme | None:
        """The active prescription, read from storage; None before the first commit."""
        try:
            return canonical(replies.block(self._instrument.ask("PRES:ACT:DATA?")))
        except Refused as refused:
            if refused.number == _INCOMPLETE:
                return None
            raise

    def commit(self, staged: Staged, confirm: bool = False) -> Done:
        """Make that very text the active prescription.

        Refused (202) when something else is staged by now, (204) when it asks for a confirmation
        and `confirm` is not given. Differs when the pump says afterwards that another is active.
        """
        also = ",CONFIRM" if confirm else ""
        done = self._instrument.order("PRESCRIBE", f"PRES:COMM #H{staged.digest}{also}")
        try:
            active = read.digits16(self._instrument.ask("PRES:ACT:DIG?"))
        except Trouble as trouble:
            note = f"committed; what is active could not be read back: {trouble.text}"
            return dataclasses.replace(done, notes=(*done.notes, note))
        if active != staged.digest:
            text = f"{active} is active, not {staged.digest}"
            raise Differs(text, "pumpctl status; commit again")
        return done

    def history(self) -> History:
        """What was said of therapy before this pump."""
        kind, *ran = self._instrument.fields("PRES:HIST?")
        read.word(kind.encode(), "NONE", "NEW", "CONT")
        if kind != "CONT":
            read.exactly(ran, 0)
            return History(kind)
        return History(kind, read.known(read.exactly(ran, 1)[0]))

    def say_new(self) -> Done:
        """A new therapy after a screening: at most twice the largest screening dose to begin with.
        Refused (213) once therapy has begun."""
        return self._instrument.order("PRESCRIBE", "PRES:HIST NEW")

    def say_continued(self, daily_dose: str | Amount) -> Done:
        """That dose of a day ("300 UG/D") ran before this pump, which was exchanged for another.
        Refused (213) once therapy has begun."""
        dose = Amount.read(daily_dose, DOSE_RATE)
        return self._instrument.order("PRESCRIBE", f"PRES:HIST CONT,{dose}")

    def discard(self) -> None:
        """Drop what is staged; what runs goes on."""
        self._instrument.ask("PRES:DISC")

    def _defaults(self) -> dict[str, Amount]:
        """The limits that hold where none is given."""
        parts = read.split(self._instrument.ask(_DEFAULTS), 4)
        day, rate, bolus, lockout = (read.known(read.exactly(part, 1)[0]) for part in parts)
        try:
            return {
                "day": Amount.of(day, "UG"),
                "rate": Amount.of(rate, "UL/HR"),
                "bolus": Amount.of(bolus, "UG"),
                "lockout": Amount.of(lockout, "MIN"),
            }
        except Trouble as trouble:
            raise Disturbed(f"a limit that is none: {trouble.text}", "pumpctl identify") from None
