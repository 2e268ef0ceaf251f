"""`pump.keys`: a new key is written down here first, adopted when the pump answers to it."""

from . import keys as known
from . import read, replies
from .answers import LineRights
from .conversation import Done
from .instrument import Instrument
from .trouble import Mistake, Refused, Trouble, Uncertain

STATES = ("NONE", "PUBLISHED", "ENROLLED")
ROLES = ("OBSERVE", *known.ROLES)
_ILLEGAL_VALUE = -224


class RoleKeys:
    """Enrolling and rotating role keys. No command reads a key back."""

    def __init__(self, instrument: Instrument) -> None:
        self._instrument = instrument

    @property
    def file(self) -> known.Keys:
        """The key file of this computer, with the published keys of unprovisioned pumps."""
        return self._instrument.keys

    def states(self) -> dict[str, str]:
        """NONE, PUBLISHED or ENROLLED, role by role, as the pump has it."""
        told = read.exactly(self._instrument.fields("AUTH:KEYS?"), 2 * len(known.ROLES))
        return {
            read.word(told[at].encode(), role): read.word(told[at + 1].encode(), *STATES)
            for at, role in zip(range(0, len(told), 2), known.ROLES, strict=True)
        }

    def line_rights(self) -> LineRights:
        """What a plain line of this port may now."""
        role, window, wait = read.exactly(self._instrument.fields("AUTH:STAT?"), 3)
        word = read.word(role.encode(), *ROLES)
        return LineRights(word, replies.whole(window), replies.whole(wait))

    def in_force(self, role: str) -> bool:
        """Whether the pump signs with the key that this computer has of a role. A wrong one counts
        as a wrong signature. Mistake when none is known here."""
        return self._in_force(self.file.key(self._instrument.identity.serial, role))

    def allow_plain(self, role: str) -> Done:
        """What a plain line may from now on, durably, OBSERVE being the least; signed with the
        SERVICE key, the button held. Refused by a provisioned pump, which asks for signatures."""
        return self._instrument.order("SERVICE", f"AUTH:PLA {role}")

    def enrol(self, role: str, key: bytes | None = None) -> Done:
        """A role's first key, unsigned: the pump's button has to be held. Without `key`, the one
        that waits, or that the key file has. Refused when the pump has one already.

        That the pump has taken it is told by an answer that it signs with it, and by nothing else.
        """
        serial, waiting = self._instrument.identity.serial, self._waiting(role, key)
        if key is None and waiting is None and self.file.source(serial, role) != "FILE":
            raise Mistake(
                f"{self.file.path} has no {role} key of {serial}",
                f"pumpctl keys enrol {role} --generate makes one",
            )
        own = key or waiting or self.file.key(serial, role)
        self.file.propose(serial, role, own)
        again = f"pumpctl keys enrol {role} sends the same key again, or finds it in force"
        failure: Trouble = Uncertain(
            "the pump has not signed with the key it is said to have", again
        )
        try:
            self._instrument.ask(f'AUTH:ENR {role},"{own.hex().upper()}"')
        except Refused as refused:
            failure = refused
        except Trouble as trouble:
            failure = Uncertain(f"{trouble.text}: it is not known whether it has the key", again)
        if _no_key(failure) or not self._in_force(own):
            raise failure
        self.file.adopt(serial, role)
        return Done(b"")

    def rotate(self, role: str, key: bytes | None = None) -> Done:
        """Replace a role's key, signed with the SERVICE key, the button held. A key that waits,
        because it was sent before without an answer, is sent again."""
        serial, waiting = self._instrument.identity.serial, self._waiting(role, key)
        own = key or waiting or known.generated()
        self.file.propose(serial, role, own)
        try:
            done = self._instrument.order("SERVICE", f'AUTH:ROT {role},"{own.hex().upper()}"')
        except Trouble as trouble:
            proven = isinstance(trouble, Refused) and waiting is None  # and never sent before
            if proven:
                self.file.withdraw(serial, role)
            if proven or _no_key(trouble) or not self._in_force(own):
                raise
            done = Done(None)
        self.file.adopt(serial, role)
        return done

    def _waiting(self, role: str, key: bytes | None) -> bytes | None:
        """The key that was proposed before. It may be the pump's already, so that no other takes
        its place: Mistake when `key` would."""
        serial = self._instrument.identity.serial
        waiting = self.file.proposed(serial, role)
        if waiting is not None and key not in (None, waiting):
            raise Mistake(
                f"{role}_NEXT in {self.file.path} was sent before, and may be the pump's already",
                "send that one first, without a key; or delete its line to give it up",
            )
        return waiting

    def _in_force(self, key: bytes) -> bool:
        """Whether the pump answers to that key."""
        try:
            return self._instrument.conversation.answers_to(key, self._instrument.identity.serial)
        except Trouble:
            return False


def _no_key(trouble: Trouble) -> bool:
    """Whether the pump would not have it as a key: another role has it, or no chance made it."""
    return isinstance(trouble, Refused) and trouble.number == _ILLEGAL_VALUE
