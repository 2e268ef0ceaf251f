"""One line, its reply, and the same line again where none comes: what a pump does only once."""

import secrets

from .envelope import Damaged, Line, Reply
from .replies import Lines
from .transport import Link
from .trouble import Disturbed, Silence

TRIES = 3
DISTURBED = -360
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Exchange:
    """A link, and the lines that come over it. Every method may raise LinkLost."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._lines = Lines()
        self._name = secrets.token_hex(4).upper()  # of its tags: LAST? must know them from others'
        self._count = 0
        self._heard = False
        link.forget()
        link.send(b"\n")  # ends whatever stood there half typed

    def tag(self) -> str:
        """One that nobody has used: up to 16 letters and digits."""
        self._count += 1
        number, digits = self._count, ""
        while number:
            number, digit = divmod(number, len(_DIGITS))
            digits = _DIGITS[digit] + digits
        return self._name + digits

    def bare(self, text: str) -> list[bytes]:
        """Text as it is, without an envelope, and the first lines that come then."""
        self._heard = False
        self._lines.clear()
        self._link.forget()
        self._link.send(text.encode("latin-1", "replace") + b"\n")
        return self.more()

    def answer(self, line: Line, tries: int = TRIES) -> Reply:
        """Send, and send again as it is until a sound reply comes. Silence, Disturbed."""
        damaged = self._heard = False
        for _ in range(tries):
            self._lines.clear()
            self._link.send(line.data + b"\n")
            try:
                reply = self._reply(line)
            except Damaged:
                damaged = True
                continue
            if reply is not None and reply.error == DISTURBED and not line.key:
                damaged = True  # a signed line has used its challenge up: the same is no use
            elif reply is not None:
                return reply
        if damaged:
            text = f"the line is disturbed: no sound reply, tries: {tries}"
            raise Disturbed(text, "look at cable and plug, then pumpctl status")
        raise self.silence()

    def more(self) -> list[bytes]:
        """The next lines: at least one, or none when nothing comes within the link's time."""
        while data := self._link.receive(self._lines.wanted):
            self._heard = True
            lines = self._lines.feed(data)
            if lines:
                return lines
        return []

    def reopen(self) -> None:
        """The link was lost."""
        self._link.reopen()
        self._lines.clear()
        self._link.send(b"\n")

    def close(self) -> None:
        """Give the port back."""
        self._link.close()

    def silence(self) -> Silence:
        """No reply came; whether anything else did."""
        text = "bytes come without end, and no reply" if self._heard else "the pump does not answer"
        return Silence(
            text, "is it switched on, and this its port? pumpctl ports; a slow line: --timeout S"
        )

    def _reply(self, line: Line) -> Reply | None:
        """The next reply to the line; None when nothing comes any more."""
        while raws := self.more():
            for raw in raws:
                reply = line.opened(raw)
                if reply is not None:
                    return reply
        return None
