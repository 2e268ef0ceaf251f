"""Staging, checking and committing a prescription: nothing is committed that was not read back."""

from . import read, replies
from .answers import Finding
from .looking import Looking
from .programme import Programme, canonical, digest
from .trouble import Differs, Refused

_INCOMPLETE = 201


class Prescribing(Looking):
    """The way from a programme to the active prescription."""

    def stage(self, programme: Programme) -> None:
        """Drop what is staged and stage this; what runs goes on. Differs when the pump's own text
        of it does not say the same."""
        self.discard()
        for message in programme.messages():
            self.ask(message)
        wrong = programme.differences(self.staged())
        if wrong:
            self.discard()
            raise Differs("; ".join(wrong), "nothing is staged; pumpctl identify, then try again")

    def staged(self) -> Programme:
        """What is staged. Refused (201) while it is incomplete."""
        return canonical(self._staged_text())

    def active(self) -> Programme | None:
        """The active prescription, read from storage; None before the first commit."""
        try:
            return canonical(replies.block(self.ask("PRES:ACT:DATA?")))
        except Refused as refused:
            if refused.number == _INCOMPLETE:
                return None
            raise

    def check(self) -> tuple[Finding, ...]:
        """Every finding on what is staged, refusals first; empty when there is none."""
        found = replies.entries(self.ask("PRES:CHEC:ALL?"))
        return tuple(Finding(*each) for each in found if each != (0, "OK"))

    def digest(self) -> str:
        """Of what is staged: computed here, and the same as the pump's. Differs when it is not."""
        text = self._staged_text()
        own, told = digest(text), read.digits16(self.ask("PRES:DIG?"))
        if own != told:
            raise Differs(f"the text has the digest {own}, the pump says {told}", "stage it again")
        return own

    def commit(self, programme: Programme, confirm: bool = False) -> str:
        """Make what is staged the active prescription; its digest.

        Differs when it does not say what `programme` says, Refused (204) when it asks for a
        confirmation and `confirm` is not given.
        """
        of_digest = self.digest()
        wrong = programme.differences(self.staged())
        if wrong:
            raise Differs(
                "; ".join(wrong),
                "staging ends after three minutes, and others may stage too: pumpctl program again",
            )
        self.order("PRESCRIBE", f"PRES:COMM #H{of_digest}" + (",CONFIRM" if confirm else ""))
        active = read.digits16(self.ask("PRES:ACT:DIG?"))
        if active != of_digest:
            raise Differs(f"{active} is active, not {of_digest}", "pumpctl status; commit again")
        return of_digest

    def discard(self) -> None:
        """Drop what is staged; what runs goes on."""
        self.ask("PRES:DISC")

    def _staged_text(self) -> bytes:
        return replies.block(self.ask("PRES:DATA?"))
