"""Lines in envelopes: checked, repeated or signed, then run by the session like any other."""

from micropython import const

from pump.core.reasons import COMMAND_PROTECTED, COMMUNICATION_ERROR, OUT_OF_MEMORY, Refused
from pump.wire.authority import Challenge
from pump.wire.envelope import ASKED, MAC_DIGITS, ORDERED, SET, CachedReply, Envelope, ReplyCache
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
        self._cache = ReplyCache()
        self.challenge = Challenge()

    def lost(self) -> None:
        """The link was lost, and with it all that was agreed on it."""
        self._cache.clear()
        self.challenge.text = b""

    def answer(self, line: bytes) -> bytes:
        """Run one line that begins with @ or !; always one line of reply, without its end."""
        session = self._session
        envelope = Envelope(line)
        session.error = 0
        try:
            self._check(envelope)
            day, ms = session.context.moment()
            entry = self._cache.find(line, envelope.tag, day, ms)
            if entry is not None:
                return self._answer_repetition(envelope, entry)
            role = self._role(envelope, day, ms)
            units = session.units(envelope.message)
            most = max(session.role(), self._effective_role(role))
            entry = CachedReply(line, envelope.tag, _weight(units, most), role)
            self._cache.begin(entry, day, ms)
        except Refused as refused:
            if _is_sound(envelope, refused.number):
                session.stop_in(envelope.message)  # it needs no tag, and no right
            session.report(refused.number, "", refused.detail)
            return _with_crc(envelope.mark, envelope.mark + envelope.tag + b" %d" % refused.number)
        return self._run_and_cache(envelope, entry, units)

    def overlong(self, beginning: bytes) -> bytes:
        """Of a line that has outgrown its buffer, the emergency stop in what came of it; of a !
        line none: it lacks what makes it worth anything. No reply."""
        mark = beginning[:1]
        if mark != b"!":
            self._session.stop_in(Envelope(beginning).message if mark == b"@" else beginning)
        return b""

    def _answer_repetition(self, envelope: Envelope, entry: CachedReply) -> bytes:
        """The reply of then; but where all that it said was to stop, nothing flows after it."""
        session = self._session
        units = session.units(envelope.message)
        if units and all(unit.row is not None and unit.row.free for unit in units):
            session.raised = self._effective_role(entry.role)
            try:
                session.run(units)
            finally:
                session.raised = 0
            if session.error:
                entry.error, entry.reply = session.error, b""
        return entry.reply or self._error_only(envelope, entry)

    def _check(self, envelope: Envelope) -> None:
        """Form and CRC. A ! line that fails makes the link suspect, a sound one ends that."""
        checks = envelope.mark == b"!"
        self._session.link_suspect = self._session.link_suspect or checks
        envelope.check()
        self._session.link_suspect = self._session.link_suspect and not checks

    def _role(self, envelope: Envelope, day: int, ms: int) -> int:
        if len(envelope.trailer) != MAC_DIGITS:
            return 0
        authority = _authority(self._session.context.authority)
        return authority.role_of(envelope, self.challenge, day, ms)

    def _run_and_cache(self, envelope: Envelope, entry: CachedReply, units: "list[Unit]") -> bytes:
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
            self._cache.finish(entry, session.error, reply, day, ms)
        except MemoryError:
            entry.error = session.error or OUT_OF_MEMORY
            context.last = (tag, entry.error)
            raise
        context.last = (tag, session.error)
        return reply

    def _run(self, envelope: Envelope, role: int, units: "list[Unit]") -> bytes:
        session = self._session
        session.raised = self._effective_role(role)
        session.checked = envelope.mark == b"!"
        try:
            return session.run(units)
        finally:
            session.raised = 0
            session.checked = False

    def _error_only(self, envelope: Envelope, entry: CachedReply) -> bytes:
        """The reply to a repetition whose own reply found no room: its error alone."""
        reply = envelope.mark + envelope.tag + b" %d" % entry.error
        return self._signed(self._key(entry), envelope, reply)

    def _key(self, entry: CachedReply) -> bytes | None:
        authority = self._session.context.authority
        return authority.keys.key(entry.role) if authority is not None and entry.role else None

    def _signed(self, key: bytes | None, envelope: Envelope, reply: bytes) -> bytes:
        authority = self._session.context.authority
        if key is None or authority is None:
            return _with_crc(envelope.mark, reply)
        return reply + b" ~" + authority.reply_signature(key, envelope.trailer, reply)

    def _effective_role(self, role: int) -> int:
        """SERVICE asks for a hand on the button as well."""
        authority = self._session.context.authority
        if role == SERVICE and (authority is None or not authority.button()):
            return PRESCRIBE
        return role


def _with_crc(mark: bytes, reply: bytes) -> bytes:
    return reply + b" ~" + crc_text(reply) if mark == b"!" else reply


def _authority(authority: "Authority | None") -> "Authority":
    if authority is None:
        raise Refused(COMMAND_PROTECTED, "this instrument knows no keys")
    return authority


def _is_sound(envelope: Envelope, refusal: int) -> bool:
    """Whether a line that is refused is yet the one that was sent, as far as it can tell: an
    unchecked one counts as such, a signed one does not before its signature was looked at."""
    if len(envelope.trailer) == MAC_DIGITS:
        return False
    return envelope.mark == b"@" or refusal != COMMUNICATION_ERROR


def _weight(units: "list[Unit]", most: int) -> int:
    """What the line, with that right at most, can do: ask, set what needs none, or order."""
    weight = ASKED
    for unit in units:
        if unit.row is not None and OPERATE <= unit.row.role <= most:
            return ORDERED
        if not unit.asks:
            weight = SET
    return weight
