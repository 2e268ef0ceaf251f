"""Keys on their way to the pump: written down here first, adopted when the pump has them."""

from collections.abc import Callable

from . import keys as known
from . import read, replies
from .answers import LineRights
from .records import Records
from .trouble import Mistake, Refused, Trouble, Uncertain

STATES = ("NONE", "PUBLISHED", "ENROLLED")


class Rights(Records):
    """Enrolling and rotating role keys. No command reads a key back."""

    def key_states(self) -> dict[str, str]:
        """NONE, PUBLISHED or ENROLLED, role by role, as the pump has it."""
        told = [word for word in self._fields("AUTH:KEYS?") if word in STATES]
        return dict(zip(known.ROLES, told, strict=True))

    def line_rights(self) -> LineRights:
        """What a plain line of this port may now."""
        role, window, wait = read.exactly(self._fields("AUTH:STAT?"), 3)
        return LineRights(role, replies.whole(window), replies.whole(wait))

    def enrol(self, role: str, key: bytes | None = None) -> None:
        """A role's first key, unsigned: the pump's button has to be held. Without `key`, the one
        that the key file has for it. Refused when the pump has one already."""
        serial, message = self.identity.serial, f"AUTH:ENR {role}"
        sent = self.keys.proposed(serial, role)
        if key is None and sent is None and self.keys.source(serial, role) != "FILE":
            raise Mistake(
                f"{self.keys.path} has no {role} key of {serial}",
                f"pumpctl keys enrol {role} --generate makes one",
            )
        self._propose(role, key or sent or self.keys.key(serial, role))
        self._hand_over(role, lambda digits: self.ask(f'{message},"{digits}"'), sent)

    def rotate(self, role: str, key: bytes | None = None) -> None:
        """Replace a role's key, signed with the SERVICE key, the button held. A key that was sent
        before without an answer is sent again, unless one is given."""
        message, sent = f"AUTH:ROT {role}", self.keys.proposed(self.identity.serial, role)
        self._propose(role, key or sent or known.generated())
        self._hand_over(role, lambda digits: self.order("SERVICE", f'{message},"{digits}"'), sent)

    def _propose(self, role: str, key: bytes) -> None:
        self.keys.propose(self.identity.serial, role, key)

    def _hand_over(self, role: str, send: Callable[[str], object], sent: bytes | None) -> None:
        serial = self.identity.serial
        key = self.keys.proposed(serial, role) or b""
        try:
            send(key.hex().upper())
        except Refused:
            if sent is None:  # one that was sent before may be the pump's already
                self.keys.withdraw(serial, role)
            raise
        except Uncertain:
            if not self._in_force(key):
                raise
        self.keys.adopt(serial, role)

    def _in_force(self, key: bytes) -> bool:
        """Whether the pump answers to that key: a signed question tells."""
        try:
            self.conversation.order("AUTH:STAT?", key, self.identity.serial)
        except Trouble:
            return False
        return True
