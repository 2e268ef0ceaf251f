"""What every command works with: the options before it, the pump, stdout and stderr."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import typer
from rich.console import RenderableType
from rich.text import Text

from .client.keys import Keys
from .client.order_book import OrderBook
from .client.pump import Pump
from .client.served import found_ports
from .client.stopping import not_known
from .client.transport import TIMEOUT_S, Link
from .client.trouble import (
    DEFECT,
    REFUSED,
    UNKNOWN,
    UNSHOWN,
    LinkLost,
    Mistake,
    Trouble,
    Uncertain,
    Unshown,
)
from .output import NotShown
from .present.as_json import text_of
from .present.terminal import Terminal

_LOOK = "pumpctl status, and the newest lines of pumpctl log download, before it is sent again"
_WORDS = {REFUSED: "refused", UNKNOWN: "uncertain", UNSHOWN: "done", DEFECT: "defect"}
Opener = Callable[[str, float], Link]


@dataclass
class CallContext:
    """One call of pumpctl."""

    opener: Opener
    port: str | None
    keys_file: Path | None
    timeout_s: float
    as_json: bool
    books: list[OrderBook] = field(default_factory=list[OrderBook])
    """What was ordered, a book a session."""

    @contextmanager
    def pump(self, checks: bool = True) -> Iterator[Pump]:
        """The pump at the port. Mistake when none is named, with those that are there."""
        if self.port is None:
            raise _no_port()
        keys = Keys(self.keys_file)
        with Pump(self.opener(self.port, self.timeout_s), keys, checks) as pump:
            self.books.append(pump.orders)
            yield pump

    def instead(self, failure: str, otherwise: Trouble) -> Trouble:
        """What is told when a call ends by `failure`: first of all what became of its orders."""
        done = [header for book in self.books for header in book.done]
        sent = [book.under_way for book in self.books if book.under_way]
        if sent:
            text = f"{failure}; {sent[-1]} was sent: it is not known whether the pump has done it"
            return Uncertain(text, _LOOK)
        if done:
            return Unshown(f"{failure}; carried out was {' '.join(done)}", _LOOK)
        return otherwise

    @contextmanager
    def stopping(self) -> Iterator[Link]:
        """The port alone, for a stop: no key file is read, nobody is asked who is there."""
        if self.port is None:
            raise _no_port()
        try:
            link = self.opener(self.port, min(self.timeout_s, TIMEOUT_S))
        except LinkLost as lost:
            raise not_known(0, lost) from None
        book = OrderBook()
        self.books.append(book)
        book.sent("DEL:STOP")
        try:
            yield link
            book.settled(True)
        except Trouble:
            book.settled(False)  # it says itself what is known
            raise
        finally:
            link.close()

    @property
    def out(self) -> Terminal:
        """What is the answer goes here, unless it is asked for as JSON."""
        return Terminal()

    @property
    def err(self) -> Terminal:
        """Progress and warnings: never mixed with the answer."""
        return Terminal(stderr=True)

    def tell(self, answer: object, *shown: RenderableType) -> None:
        """The answer: one JSON object, or what is to be shown."""
        if self.as_json:
            typer.echo(text_of(answer))
            return
        for each in shown:
            self.out.print(each, soft_wrap=isinstance(each, str | Text))

    def show(self, *shown: RenderableType) -> None:
        """For people, before a question; with JSON nobody reads it."""
        if not self.as_json:
            for each in shown:
                self.out.print(each, soft_wrap=isinstance(each, str | Text))

    def agree(self, question: str, yes: bool) -> None:
        """Ask once. Mistake when the answer is no, or nobody can be asked."""
        if yes:
            return
        declined = Mistake("not confirmed: nothing was ordered", "--yes confirms beforehand")
        if self.as_json:
            raise declined
        try:
            if not typer.confirm(question):
                raise declined
        except typer.Abort:
            raise declined from None


def context_of(ctx: typer.Context) -> CallContext:
    """The context that the call has set up."""
    context = ctx.find_object(CallContext)
    if context is None:
        raise TypeError("a command was called outside pumpctl")
    return context


def report(trouble: Trouble, as_json: bool) -> None:
    """Every failure is told here: JSON on stdout, or words on stderr."""
    if as_json:
        number, text, following = trouble.number, trouble.text, trouble.next_step
        with suppress(NotShown):
            typer.echo(text_of({"error": number, "text": text, "next": following}))
            return
    console = Terminal(stderr=True)
    what = _WORDS.get(trouble.exit_code, "failed")
    console.print(f"{what} {trouble.number}: {trouble.text}", style="red", soft_wrap=True)
    console.print(f"next: {trouble.next_step}", soft_wrap=True)


def _no_port() -> Mistake:
    found = [f"{path} ({of})" for path, of in found_ports()]
    there = "found: " + ", ".join(found) if found else "none found here; make serve starts one"
    return Mistake(
        f"no port named; {there}",
        "--port PORT or CISTERNA_PORT=PORT: a tty, a pty, 127.0.0.1:5025 or "
        "socket://127.0.0.1:5025",
    )
