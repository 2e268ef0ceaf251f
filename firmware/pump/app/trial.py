"""A firmware set on trial: it has proved itself once its self-test passed and a quantum was given.

/slot is plain.uf2's (boards/rp2040_pico/plain/_slots.py): `b a t` and so on. A start that comes as
far as a passed self-test, with nothing flowing, does not count as a failed one. A frozen image and
the simulator have no such file. Knows its words. Does not choose what runs.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.app.self_test import SelfTest
    from pump.core.pump import Pump
    from pump.hal import Files

_FILE = "slot"
_NONE = "-"
_FRESH = "t"
_PROVEN = "-"
_RETURNED = "!"
_QUIET_MS = 1_000  # the file takes a board some 0.2 s: no order ends within it


class Trial:
    """slot, other   which set runs and which could; "" where the firmware is part of the image."""

    def __init__(self, files: "Files", pump: "Pump", self_test: "SelfTest") -> None:
        """After the self-test, before the first step."""
        self._files = files
        self._pump = pump
        self._self_test = self_test
        self.slot = self.other = self._known = ""
        try:
            words = files.read(_FILE).decode().split(" ")
        except (OSError, UnicodeError):
            words = []
        if len(words) == 3:
            self.slot, self.other, self._known = words
        self._least = pump.ledger.least

    def pending(self) -> bool:
        """Whether what runs has yet to prove itself."""
        return self.other not in ("", _NONE) and self._known not in (_PROVEN, _RETURNED)

    def word(self) -> str:
        """IMAGE, TRIAL, PROVEN or RETURNED: the other one had failed."""
        if not self.slot:
            return "IMAGE"
        if self.pending():
            return "TRIAL"
        return "RETURNED" if self._known == _RETURNED else "PROVEN"

    def look(self, quiet_ms: int) -> bool:
        """Note what this start has come to; once a turn, while it answers True: still on trial."""
        pump = self._pump
        if self._self_test.failed or quiet_ms < _QUIET_MS:
            return True
        if pump.ledger.least != self._least:
            self._note(_PROVEN)
        elif self._known != _FRESH and not pump.therapy.committed_to_flow():
            self._note(_FRESH)
        return self._known != _PROVEN

    def _note(self, known: str) -> None:
        """Where no file takes it the trial goes on."""
        try:
            self._files.write(_FILE, ("%s %s %s" % (self.slot, self.other, known)).encode())
        except OSError:
            return
        self._known = known
