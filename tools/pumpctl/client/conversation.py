"""Questions and orders over one link: each gets its answer, once, or it is told that it did not.

What sending again cannot settle (a lost link, a reply that nobody signed) is asked for, by a signed
SYST:COMM:LAST?; and where that does not tell either, the order is Uncertain.
"""

import re
from dataclasses import dataclass

from . import envelope, replies
from .envelope import Line, Reply
from .exchange import TRIES, Exchange, silence
from .transport import Link
from .trouble import Disturbed, LinkLost, Refused, Silence, Trouble, Uncertain

ROUNDED = 208
_SETTLE = "pumpctl status, and the newest lines of pumpctl log download, before it is sent again"


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
        self._exchange = Exchange(link)

    def close(self) -> None:
        """Give the port back."""
        self._exchange.close()

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

        An `@` line behind it is answered last, so that nothing has to be waited for. Sent once:
        LinkLost where the link goes meanwhile, but it is open again then.
        """
        fence = self._exchange.tag()
        before: list[bytes] = []
        try:
            raws = self._exchange.bare(f"{line}\n@{fence} *OPC?")
            while raws:
                for raw in raws:
                    if raw.startswith(f"@{fence} ".encode()):
                        return before
                    before.append(raw)
                raws = self._exchange.more()
        except LinkLost:
            self._exchange.reopen()
            raise
        raise silence()

    def _asked(self, message: str) -> Reply:
        for _ in range(TRIES - 1):
            try:
                return self._exchange.answer(self._checked(message))
            except LinkLost:
                self._exchange.reopen()
        return self._exchange.answer(self._checked(message))

    def _checked(self, message: str) -> Line:
        return envelope.checked(self._exchange.tag(), message)

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
            if reply is not None and reply.proven:
                return self._done(reply.error, reply.response)
            refused = reply is not None and reply.error != 0 and not reply.resent
            error = self._settled(challenge, asked.tag, key, serial, refused)
            if error is not None:
                return self._done(error, None)
        raise Disturbed(
            f"the pump has not taken the order, {TRIES} times: a disturbed line, or challenges "
            "that are too old when they come back",
            "mend the line; let a simulator go slower (SIM:TIME:SCAL)",
        )

    def _done(self, error: int, response: bytes | None) -> Done:
        if error:
            raise self._refusal(error)
        notes = [text for number, text in self.errors() if number == ROUNDED]
        return Done(response, tuple(notes))

    def _ordered(self, line: Line) -> Reply | None:
        """None when the link went with the answer."""
        try:
            return self._exchange.answer(line)
        except LinkLost:
            self._exchange.reopen()
            return None
        except (Silence, Disturbed) as trouble:
            raise _uncertain(trouble.text) from None

    def _settled(
        self, challenge: str, before: str, key: bytes, serial: str, refused: bool
    ) -> int | None:
        """What became of a signed line whose reply nobody signed: its error, by a signed answer;
        None: it has not been run.

        before   tag of the line that asked for the challenge: the last run, unless the order was
        refused  the pump said no, without a signature: so it does to a key that is not its own
        """
        question = envelope.signed(self._challenge(), "SYST:COMM:LAST?", key, serial)
        try:
            last = self._exchange.answer(question)
        except Trouble as trouble:
            raise _uncertain(trouble.text) from None
        if not last.proven or last.error:
            if refused:
                raise self._refusal(last.error)
            raise _uncertain("the answer was lost, and what came of the order cannot be asked")
        tag, error = replies.fields(last.response)
        if tag == before:
            return None
        if tag != challenge:
            raise _uncertain("the answer was lost, and another line came between")
        return replies.whole(error)

    def _challenge(self) -> str:
        """One asked for without an envelope, which SYST:COMM:LAST? does not tell of."""
        try:
            for _ in range(TRIES):
                for raw in self._exchange.bare("AUTH:CHAL?"):
                    if re.fullmatch(rb"[0-9A-F]{16}", raw):
                        return raw.decode()
        except LinkLost as lost:
            raise _uncertain(lost.text) from None
        raise _uncertain(silence().text)

    def _refusal(self, number: int) -> Refused:
        """With the queue's words, which are taken out."""
        try:
            said = [text for of, text in self.errors() if of == number]
        except Trouble:
            said = []
        return Refused(number, said[-1] if said else "refused")


def _uncertain(text: str) -> Uncertain:
    return Uncertain(f"{text}; it is not known whether the pump has done it", _SETTLE)
