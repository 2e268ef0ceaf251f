"""Lines in envelopes: checked, repeated or signed, then run by the session like any other."""

from micropython import const

from pump.core.reasons import COMMAND_PROTECTED, COMMUNICATION_ERROR, OUT_OF_MEMORY, Refused
from pump.wire.authority import Challenge
from pump.wire.envelope import ASKED, MAC_DIGITS, ORDERED, SET, Envelope, Kept, Memory
from pump.wire.rights import OPERATE, PRESCRIBE, SERVICE
from pump.wire.signing import crc_text

TYPE_CHECKING = const(False)
if TYPE_CHECKING:
    from pump.wire.authority import Authority
    from pump.wire.compiler import Unit
    from pump.wire.session import Session


class Exchange:
    """One link's. `challenge` is the one that its next signed line must name."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._memory = Memory()
        self.challenge = Challenge()

    def lost(self) -> None:
        """The link was lost, and with it all that was agreed on it."""
        self._memory.clear()
        self.challenge.text = b""

    def answer(self, line: bytes) -> bytes:
        """Run one line that begins with @ or !; always one line of reply, without its end."""
        session = self._session
        envelope = Envelope(line)
        session.error = 0
        known = True  # that the message is the one which was sent
        try:
            known = self._check(envelope)
            day, ms = session.context.moment()
            entry = self._memory.find(line, envelope.tag, day, ms)
            if entry is not None:
                session.stop_in(envelope.message)  # a stop stops again
                return entry.reply or self._short(envelope, entry)
            role = self._role(envelope, day, ms)
            units = session.units(envelope.message)
            entry = Kept(line, envelope.tag, _weight(units), role)
            self._memory.begin(entry, day, ms)
        except Refused as refused:
            if envelope.mark == b"@" or (known and refused.number != COMMUNICATION_ERROR):
                session.stop_in(envelope.message)  # it needs no tag, and no right
            session.report(refused.number, "", refused.detail)
            return _sealed(envelope.mark, envelope.mark + envelope.tag + b" %d" % refused.number)
        return self._kept(envelope, entry, units)

    def _check(self, envelope: Envelope) -> bool:
        """Form and CRC. A ! line that fails leaves the session in doubt, a sound one ends that."""
        checks = envelope.mark == b"!"
        self._session.doubt = self._session.doubt or checks
        envelope.check()
        self._session.doubt = self._session.doubt and not checks
        return True

    def _role(self, envelope: Envelope, day: int, ms: int) -> int:
        if len(envelope.trailer) != MAC_DIGITS:
            return 0
        authority = _authority(self._session.context.authority)
        return authority.role_of(envelope, self.challenge, day, ms)

    def _kept(self, envelope: Envelope, entry: Kept, units: "list[Unit]") -> bytes:
        """Run it, and remember what came of it, also when the heap ends on the way."""
        session, context = self._session, self._session.context
        tag = envelope.tag.decode()
        key = self._key(entry)  # now: the line may rotate it
        try:
            response = self._run(envelope, entry.role, units)
            reply = envelope.mark + envelope.tag + b" %d" % session.error
            if response:
                reply += b" " + response
            reply = self._signed(key, envelope, reply)
            day, ms = context.moment()  # anew: an order may let time pass
            self._memory.finish(entry, session.error, reply, day, ms)
        except MemoryError:
            entry.error = session.error or OUT_OF_MEMORY
            context.last = (tag, entry.error)
            raise
        context.last = (tag, session.error)
        return reply

    def _run(self, envelope: Envelope, role: int, units: "list[Unit]") -> bytes:
        session = self._session
        session.raised = self._worth(role)
        session.checked = envelope.mark == b"!"
        try:
            return session.run(units)
        finally:
            session.raised = 0
            session.checked = False

    def _short(self, envelope: Envelope, entry: Kept) -> bytes:
        """The reply to a repetition whose own reply found no room: its error alone."""
        reply = envelope.mark + envelope.tag + b" %d" % entry.error
        return self._signed(self._key(entry), envelope, reply)

    def _key(self, entry: Kept) -> bytes | None:
        authority = self._session.context.authority
        return authority.keys.key(entry.role) if authority is not None and entry.role else None

    def _signed(self, key: bytes | None, envelope: Envelope, reply: bytes) -> bytes:
        authority = self._session.context.authority
        if key is None or authority is None:
            return _sealed(envelope.mark, reply)
        return reply + b" ~" + authority.sealed(key, envelope.trailer, reply)

    def _worth(self, role: int) -> int:
        """SERVICE asks for a hand on the button as well."""
        authority = self._session.context.authority
        if role == SERVICE and (authority is None or not authority.button()):
            return PRESCRIBE
        return role


def _sealed(mark: bytes, reply: bytes) -> bytes:
    return reply + b" ~" + crc_text(reply) if mark == b"!" else reply


def _authority(authority: "Authority | None") -> "Authority":
    if authority is None:
        raise Refused(COMMAND_PROTECTED, "this instrument knows no keys")
    return authority


def _weight(units: "list[Unit]") -> int:
    """What the line may do at most: ask, set what needs no right, or order."""
    weight = ASKED
    for unit in units:
        if unit.row is not None and unit.row.role >= OPERATE:
            return ORDERED
        if not unit.asks:
            weight = SET
    return weight
