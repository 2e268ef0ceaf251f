"""Questions and orders over one link: each gets its answer, once, or it is told that it did not.

What sending again cannot settle (a lost link, a reply that nobody signed) is settled elsewhere.
"""

import re
from dataclasses import dataclass

from . import envelope, replies
from .envelope import Line, Reply
from .exchange import TRIES, Exchange
from .order_book import OrderBook
from .settling import Sent, outcome, uncertain
from .transport import Link
from .trouble import Disturbed, LinkLost, Refused, Silence, Trouble, Uncertain

ROUNDED = 208
_CHALLENGE = re.compile(rb"[0-9A-F]{16}")
_UNKNOWN_SIGNER = -360
_GUARD = "SYST:COMM:CHEC ON"
_ON_THE_WAY = (-310, -321)  # a defect, or a full heap: how far it came, nobody can say


@dataclass(frozen=True)
class Done:
    """An order was carried out.

    response  what it answered; None when the answer was lost with the link
    notes     what had to be rounded, in the pump's words; what could not be asked afterwards
    """

    response: bytes | None
    notes: tuple[str, ...] = ()


class Conversation:
    """One client's side of the line. Not for two threads."""

    def __init__(self, link: Link, checks: bool = True) -> None:
        """`checks`: the pump shall take orders of this session in checked lines only; without,
        lines as they are typed may order too, as far as they have the right."""
        self.link = link
        self.orders = OrderBook()
        self._exchange = Exchange(link)
        self._checks = checks
        self._guarded = False

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
        if any("?" not in unit for unit in line.split(";")):
            self.orders.sent(line)  # what becomes of it is for the person who has typed it
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
            self._reopen()
            raise
        raise self._exchange.silence()

    def _asked(self, message: str) -> Reply:
        for _ in range(TRIES - 1):
            try:
                return self._answer(message)
            except LinkLost:
                self._reopen()
        return self._answer(message)

    def _answer(self, message: str) -> Reply:
        if self._checks and not self._guarded:
            self._exchange.answer(self._checked(_GUARD))
            self._guarded = True
        return self._exchange.answer(self._checked(message))

    def _checked(self, message: str) -> Line:
        return envelope.checked(self._exchange.tag(), message)

    def _reopen(self) -> None:
        """A lost line forgets that it was to take checked orders only."""
        self._guarded = False
        self._exchange.reopen()

    # Orders --------------------------------------------------------------------------------------

    def order(self, message: str, key: bytes, serial: str, origin: str) -> Done:
        """An order signed with a role's key, carried out once. `origin`: which key, in words.

        Refused when a signature proves that it was not carried out, Uncertain when nothing tells;
        another Trouble when it is known that the pump has done nothing.
        """
        refused = 0
        for _ in range(TRIES):
            asked = self._asked("AUTH:CHAL?")
            if asked.error:
                raise self._refusal(asked.error)
            if not _CHALLENGE.fullmatch(asked.response):
                continue  # whoever says this: nothing but a challenge is ever signed
            challenge = asked.response.decode()
            self.orders.sent(message)
            reply = self._ordered(envelope.signed(challenge, message, key, serial))
            if reply is not None and reply.proven:
                return self._done(reply.error, reply.response)
            refused = reply.error if reply is not None else 0
            error = self._settled(Sent(challenge, asked.tag, key, serial), refused, origin)
            if error is not None:
                return self._done(error, None)
            self.orders.settled(False)
        if refused:  # and the pump has signed that it has not run it
            raise self._refusal(refused)
        raise Disturbed(
            f"the pump has not taken the order, {TRIES} times: a disturbed line, or challenges "
            "that are none, or too old when they come back",
            "mend the line; let a simulator go slower (SIM:TIME:SCAL)",
        )

    def answers_to(self, key: bytes, serial: str) -> bool:
        """Whether the pump has this key, whatever the role: it signs its answer to a question."""
        asked = self._asked("AUTH:CHAL?")
        if asked.error or not _CHALLENGE.fullmatch(asked.response):
            return False
        line = envelope.signed(asked.response.decode(), "AUTH:STAT?", key, serial)
        return self._exchange.answer(line).proven

    def _done(self, error: int, response: bytes | None) -> Done:
        if error in _ON_THE_WAY:
            raise uncertain(f"the pump has failed over the order: {self._refusal(error).text}")
        self.orders.settled(not error)
        if error:
            raise self._refusal(error)
        try:
            notes = [text for number, text in self.errors() if number == ROUNDED]
        except Trouble as trouble:
            notes = [f"done; whether anything was rounded could not be asked: {trouble.text}"]
        return Done(response, tuple(notes))

    def _ordered(self, line: Line) -> Reply | None:
        """None when no sound answer came, or the link went with it."""
        try:
            return self._exchange.answer(line)
        except LinkLost:
            self._reopen()
        except (Silence, Disturbed):
            pass  # what becomes of it can be asked behind it, on the same line
        return None

    def _settled(self, sent: Sent, refused: int, origin: str) -> int | None:
        """What became of a signed line whose reply nobody signed: its error, by a signed answer;
        None: it has not been run. `refused`: what the unsigned reply said."""
        try:
            return outcome(self._exchange, sent)
        except Uncertain:
            if not refused:
                raise
            seems = f"{origin} seems not to be this pump's: " if refused == _UNKNOWN_SIGNER else ""
            raise uncertain(
                f"{seems}{refused}, {self._refusal(refused).text}: so the answer says, but it is "
                "not signed, and neither is the one to the question about it",
                f"Is {origin} this pump's, and do signed lines wait? pumpctl keys status.",
            ) from None

    def _refusal(self, number: int) -> Refused:
        """With the queue's words, which are taken out."""
        try:
            said = [text for of, text in self.errors() if of == number]
        except Trouble:
            said = []
        return Refused(number, said[-1] if said else "refused")
