"""Questions and orders over one link: each gets its answer, once, or it is told that it did not.

A line without a reply is sent again as it is: the pump answers it with the reply of then and does
nothing twice. What that cannot settle (a lost link, a reply that nobody signed) is asked for, by a
signed SYST:COMM:LAST?; and where that does not tell either, the order is Uncertain.
"""

import re
import secrets
from dataclasses import dataclass

from . import envelope, replies
from .envelope import Damaged, Line, Reply
from .transport import Link
from .trouble import Disturbed, LinkLost, Refused, Silence, Trouble, Uncertain

TRIES = 3
ROUNDED = 208
_DISTURBED = -360
_SETTLE = "pumpctl status, and the newest lines of pumpctl log download, before it is sent again"
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Done:
    """An order was carried out.

    response  what it answered; None when the answer was lost with the link
    notes     what had to be rounded, in the pump's words
    """

    response: bytes | None
    notes: tuple[str, ...] = ()


class Conversation:
    """One client's side of the line. Not for two threads."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._lines = replies.Lines()
        self._name = secrets.token_hex(4).upper()  # of its tags: LAST? must know them from others'
        self._count = 0
        self._resent = False
        self._link.forget()
        self._link.send(b"\n")  # ends whatever stood there half typed

    def close(self) -> None:
        """Give the port back."""
        self._link.close()

    # Questions -----------------------------------------------------------------------------------

    def ask(self, message: str) -> bytes:
        """A question, or a setting that needs no right. Refused, or a Trouble of the line."""
        reply = self._asked(message)
        if reply.error:
            raise self._refusal(reply.error)
        return reply.response

    def errors(self) -> list[tuple[int, str]]:
        """The error queue, taken out, oldest first."""
        found = replies.entries(self._asked("SYST:ERR:ALL?").response)
        return [entry for entry in found if entry[0]]

    def typed(self, line: str) -> list[bytes]:
        """A line as a person types it, without an envelope; the replies that came to it.

        An `@` line behind it is answered last, so that nothing has to be waited for.
        """
        fence = self._tag()
        before: list[bytes] = []
        raws = self._bare(f"{line}\n@{fence} *OPC?")
        while raws:
            for raw in raws:
                if raw.startswith(f"@{fence} ".encode()):
                    return before
                before.append(raw)
            raws = self._received()
        raise _silence()

    def _asked(self, message: str) -> Reply:
        for _ in range(TRIES - 1):
            try:
                return self._exchange(envelope.checked(self._tag(), message))
            except LinkLost:
                self._reopen()
        return self._exchange(envelope.checked(self._tag(), message))

    # Orders --------------------------------------------------------------------------------------

    def order(self, message: str, key: bytes, serial: str) -> Done:
        """An order signed with a role's key, carried out once. Refused; Uncertain; a Trouble of
        the line where the pump is known to have done nothing."""
        for _ in range(TRIES):
            asked = self._asked("AUTH:CHAL?")
            if asked.error:
                raise self._refusal(asked.error)
            challenge = asked.response.decode()
            reply = self._ordered(envelope.signed(challenge, message, key, serial))
            if reply is not None and (reply.proven or not self._doubtful(reply)):
                error, response = reply.error, reply.response
            else:
                error, response = self._settled(challenge, asked.tag, key, serial, reply), None
            if error is None:
                continue
            if error:
                raise self._refusal(error)
            notes = [text for number, text in self.errors() if number == ROUNDED]
            return Done(response, tuple(notes))
        raise Disturbed("the line is disturbed: the pump has not got the order", "mend the line")

    def _ordered(self, line: Line) -> Reply | None:
        """None when the link went with the answer."""
        try:
            return self._exchange(line)
        except LinkLost:
            self._reopen()
            return None
        except (Silence, Disturbed) as trouble:
            raise _uncertain(trouble.text) from None

    def _doubtful(self, reply: Reply) -> bool:
        """An answer that nobody signed: a line sent twice may have been run the first time, and
        -360 may be a disturbed line as well as a wrong key."""
        return self._resent or reply.error == _DISTURBED

    def _settled(
        self, challenge: str, before: str, key: bytes, serial: str, reply: Reply | None
    ) -> int | None:
        """What became of a signed line: its error, by a signed answer; None: it has not been run.

        `before` is the tag of the line that asked for the challenge: the last one run, if the
        order was not.
        """
        once = reply is not None and not self._resent
        try:
            last = self._exchange(
                envelope.signed(self._bare_challenge(), "SYST:COMM:LAST?", key, serial)
            )
        except Trouble as trouble:
            raise _uncertain(trouble.text) from None
        if not last.proven or last.error:
            if once:
                raise self._refusal(last.error)
            raise _uncertain("the answer was lost, and what came of the order cannot be asked")
        tag, error = replies.fields(last.response)
        if tag == before:
            return None
        if tag != challenge:
            raise _uncertain("the answer was lost, and another line came between")
        return replies.whole(error)

    def _bare_challenge(self) -> str:
        """A challenge asked for without an envelope, which SYST:COMM:LAST? does not tell of."""
        for _ in range(TRIES):
            for raw in self._bare("AUTH:CHAL?"):
                if re.fullmatch(rb"[0-9A-F]{16}", raw):
                    return raw.decode()
        raise _silence()

    # Lines ---------------------------------------------------------------------------------------

    def _bare(self, text: str) -> list[bytes]:
        """Text as it is, and the first lines that come then."""
        self._lines.clear()
        self._link.forget()
        self._link.send(text.encode("latin-1", "replace") + b"\n")
        return self._received()

    def _exchange(self, line: Line) -> Reply:
        """Send, and send again as it is. LinkLost, Silence, Disturbed."""
        damaged = False
        for attempt in range(TRIES):
            self._resent = attempt > 0
            self._lines.clear()
            self._link.send(line.data + b"\n")
            try:
                reply = self._reply(line)
            except Damaged:
                damaged = True
                continue
            if reply is not None and reply.error == _DISTURBED and not line.key:
                damaged = True
            elif reply is not None:
                return reply
        if damaged:
            text = f"the line is disturbed: {TRIES} tries, no sound reply"
            raise Disturbed(text, "look at cable and plug, then pumpctl status")
        raise _silence()

    def _reply(self, line: Line) -> Reply | None:
        """The next reply to the line; None when nothing comes any more."""
        while raws := self._received():
            for raw in raws:
                reply = line.opened(raw)
                if reply is not None:
                    return reply
        return None

    def _received(self) -> list[bytes]:
        """At least one line, or none when nothing comes within the link's time."""
        while data := self._link.receive(self._lines.wanted):
            lines = self._lines.feed(data)
            if lines:
                return lines
        return []

    def _reopen(self) -> None:
        self._link.reopen()
        self._lines.clear()
        self._link.send(b"\n")

    def _tag(self) -> str:
        self._count += 1
        number, digits = self._count, ""
        while number:
            number, digit = divmod(number, len(_DIGITS))
            digits = _DIGITS[digit] + digits
        return self._name + digits

    def _refusal(self, number: int) -> Refused:
        """With the queue's words, which are taken out."""
        try:
            said = [text for of, text in self.errors() if of == number]
        except Trouble:
            said = []
        return Refused(number, said[-1] if said else "refused")


def _silence() -> Silence:
    return Silence(
        "the pump does not answer",
        "is it switched on, and this its port? pumpctl ports; a slow line: --timeout S",
    )


def _uncertain(text: str) -> Uncertain:
    return Uncertain(f"{text}; it is not known whether the pump has done it", _SETTLE)
