"""Lines in envelopes: checked, repeated or signed, then run by the session like any other."""

from micropython import const

from pump.core.reasons import COMMAND_PROTECTED, Refused
from pump.wire.authority import Challenge
from pump.wire.envelope import MAC_DIGITS, Envelope, Memory
from pump.wire.rights import PRESCRIBE, SERVICE
from pump.wire.signing import crc_text

TYPE_CHECKING = const(False)
if TYPE_CHECKING:
    from pump.wire.authority import Authority
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
        context = session.context
        role = 0
        key = None
        session.error = 0
        envelope = Envelope(line)
        mark, tag, trailer = envelope.mark, envelope.tag, envelope.trailer
        checks = mark == b"!"
        session.doubt = session.doubt or checks
        try:
            envelope.check()
            session.doubt = session.doubt and not checks
            day, ms = context.moment()
            kept = self._memory.find(line, tag, day, ms)
            if kept is not None:
                return kept
            if len(trailer) == MAC_DIGITS:
                authority = _authority(context.authority)
                role = authority.role_of(envelope, self.challenge, day, ms)
                key = authority.keys.key(role)  # now: the line may rotate it
        except Refused as refused:
            session.report(refused.number, "", refused.detail)
            return _sealed(mark, mark + tag + b" %d" % refused.number)
        response = self._run(envelope, role)
        reply = mark + tag + b" %d" % session.error
        if response:
            reply += b" " + response
        if key is not None:
            reply += b" ~" + _authority(context.authority).sealed(key, trailer, reply)
        else:
            reply = _sealed(mark, reply)
        day, ms = context.moment()  # anew: an order may let time pass
        self._memory.keep(line, tag, reply, session.ordered, day, ms)
        context.last = (tag.decode(), session.error)
        return reply

    def _run(self, envelope: Envelope, role: int) -> bytes:
        session = self._session
        session.raised = self._worth(role)
        session.checked = envelope.mark == b"!"
        response = session.answer(envelope.message)
        session.raised = 0
        session.checked = False
        return response

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
