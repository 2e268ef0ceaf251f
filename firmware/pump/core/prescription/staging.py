"""The prescription that is being written: nothing of it flows until it is committed.

While it says something else than the one in force it is unfinished, and dropped when nobody touches
it for three minutes.
"""

from pump.core import profile, reasons
from pump.core.prescription import rules
from pump.core.prescription.prescription import Prescription, canonical
from pump.core.reasons import Refused
from pump.core.units import moment


class Staging:
    """Holds the staged prescription.

    differs  it says something, and not what is in force
    until    it is dropped then; None while it is as it should be
    """

    def __init__(self, capacity_nl: int) -> None:
        self._capacity_nl = capacity_nl
        self.rx = Prescription()
        self.differs = False
        self.until: tuple[int, int] | None = None

    def stage(self, rx: Prescription) -> None:
        """That is the staged prescription now; `changed` is still to be told."""
        self.rx = rx

    def changed(self, text_in_force: str, day: int, ms: int) -> None:
        """It was changed, dropped or committed. Compared as canonical text, once a change."""
        text = canonical(self.rx, self._capacity_nl)
        blank = canonical(Prescription(), self._capacity_nl)
        self.differs = text != blank and text != text_in_force
        self.until = moment(day, ms + profile.STAGING_MS) if self.differs else None

    def text(self) -> str:
        """Its canonical text. Refused while it is incomplete."""
        found = rules.judge(self.rx)
        if found and found[0].number == reasons.PRESCRIPTION_INCOMPLETE:
            raise Refused(found[0].number, found[0].text)
        return canonical(self.rx, self._capacity_nl)

    def expired(self, day: int, ms: int) -> bool:
        """Whether nobody has touched it for too long."""
        return self.until is not None and (day, ms) >= self.until

    def next_due(self) -> "tuple[int, int] | None":
        """When it is dropped; None: it is not."""
        return self.until
