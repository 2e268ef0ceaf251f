"""Who signed a line: challenges, keys by role, and the wait after wrong signatures.

Knows keys by what they do, not where they are kept; asks nobody for the time.
"""

from micropython import const

from pump.core import reasons
from pump.core.reasons import Refused
from pump.core.units import MS_PER_S, elapsed_ms, moment
from pump.wire.rights import OPERATE, PRESCRIBE, SERVICE
from pump.wire.signing import reply_mac, request_mac, same

TYPE_CHECKING = const(False)
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    from pump.wire.challenges import Challenges
    from pump.wire.envelope import Envelope

    class Keys(Protocol):
        """Durable; `store.keyring` has one."""

        failures: int
        """Wrong signatures in a row, 0 .. 255."""

        until: tuple[int, int]
        """The moment (day, ms) before which signed lines wait."""

        def key(self, role: int) -> bytes | None:
            """32 bytes; None while the role has none."""
            ...

        def count(self, failures: int, until: tuple[int, int]) -> None:
            """Note both, durably."""
            ...


# these three by the serial line's specification, "Envelope"
CHALLENGE_MS = const(60_000)
FAILURES_FREE = const(5)  # the fifth begins the wait
WAIT_MAX_S = const(300)
_COUNT_MAX = const(255)


class Challenge:
    """A session's one: text of 16 digits, and when it was asked for."""

    def __init__(self) -> None:
        self.text = b""
        self.day = 0
        self.ms = 0


class Authority:
    """One for the instrument.

    serial      the pump's: a signature for one pump is worth nothing at another
    challenges  makes each one
    button      whether the service button is held
    denied      called with failures and seconds when a wait begins
    """

    def __init__(
        self,
        serial: str,
        keys: "Keys",
        challenges: "Challenges",
        button: "Callable[[], bool]",
        denied: "Callable[[int, int], None]",
    ) -> None:
        self.serial = serial
        self.keys = keys
        self.button = button
        self._challenges = challenges
        self._denied = denied

    def challenge(self, into: Challenge, boots: int, day: int, ms: int) -> str:
        """A new single-use challenge: 16 digits."""
        into.text = self._challenges.new(boots)
        into.day, into.ms = day, ms
        return into.text.decode()

    def wait_ms(self, day: int, ms: int) -> int:
        """How long signed lines still wait: 0 .. 300 s."""
        until = self.keys.until
        left_ms = elapsed_ms(day, ms, until[0], until[1])
        if left_ms > WAIT_MAX_S * MS_PER_S:  # the pump has lost its time since
            left_ms = WAIT_MAX_S * MS_PER_S
            self.keys.until = moment(day, ms + left_ms)
        return left_ms if left_ms > 0 else 0

    def role_of(self, envelope: "Envelope", challenge: Challenge, day: int, ms: int) -> int:
        """The role whose key has signed it; the challenge is used up. Else refused."""
        wait_ms = self.wait_ms(day, ms)
        if wait_ms:
            words = "signed lines wait another %d s" % (-(-wait_ms // MS_PER_S))
            raise Refused(reasons.COMMAND_PROTECTED, words)
        expected, challenge.text = challenge.text, b""
        old_ms = elapsed_ms(challenge.day, challenge.ms, day, ms)
        if not expected or envelope.tag.upper() != expected or old_ms >= CHALLENGE_MS:
            raise Refused(reasons.COMMAND_PROTECTED, "no such challenge, or too old: AUTH:CHAL?")
        role = self._signer(envelope)
        if not role:
            self._failed(day, ms)
            raise Refused(reasons.COMMUNICATION_ERROR, "unknown signer; AUTH:CHAL? for another try")
        if self.keys.failures:
            self.keys.count(0, (0, 0))
        return role

    def _signer(self, envelope: "Envelope") -> int:
        """Every key is tried, so that time does not tell which came close."""
        signer = 0
        for role in (OPERATE, PRESCRIBE, SERVICE):
            key = self.keys.key(role)
            if key is not None:
                mac = request_mac(key, self.serial, envelope.head)
                if same(mac, envelope.trailer):
                    signer = role
        return signer

    def _failed(self, day: int, ms: int) -> None:
        failures = min(self.keys.failures + 1, _COUNT_MAX)
        beyond = failures - FAILURES_FREE
        wait_s = 0
        if beyond >= 0:
            wait_s = min(1 << min(beyond, 9), WAIT_MAX_S)
        self.keys.count(failures, moment(day, ms + wait_s * MS_PER_S))
        if wait_s:
            self._denied(failures, wait_s)

    def reply_signature(self, key: bytes, request: bytes, reply: bytes) -> bytes:
        """The reply's own signature, by the key that signed the request."""
        return reply_mac(key, self.serial, request, reply)
