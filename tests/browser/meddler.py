"""Stands between a page and its server, and loses what a test wants lost."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, WebSocketRoute

Wanted = Callable[[str], bool]


class Meddler:
    """Of one context's line, each line of text that goes over it; nothing is lost on a new one.

    said  the lines that have come from the page, lost ones too
    """

    def __init__(self, context: BrowserContext) -> None:
        self.said: list[str] = []
        self._lost: dict[str, Wanted] = {}
        self._ahead: dict[str, tuple[str, str]] = {}
        self._page: WebSocketRoute | None = None
        context.route_web_socket("**/line", self._between)

    def lose(self, way: str, wanted: Wanted) -> None:
        """`way`: "out" of the page or "in" to it. Each line of which `wanted` is true is lost."""
        self._lost[way] = wanted

    def lose_once(self, way: str, wanted: Wanted) -> None:
        """The first of them alone."""
        left = [True]

        def once(line: str) -> bool:
            return bool(left and wanted(line) and left.pop())

        self.lose(way, once)

    def put_ahead(self, message: str, line: str, after: str = "") -> None:
        """`line` goes to the pump ahead of the first line with that message that comes when one
        with `after` has been."""
        self._ahead[message] = (line, after)

    def times_said(self, message: str) -> list[str]:
        """The lines with that message, as they came."""
        return [line for line in self.said if message in line]

    def cut(self) -> None:
        """The line goes."""
        assert self._page is not None
        self._page.close()

    def _between(self, page: WebSocketRoute) -> None:
        self._page = page
        self._lost = {"out": _nothing, "in": _nothing}
        server = page.connect_to_server()
        page.on_message(lambda text: self._passed("out", str(text), server.send))
        server.on_message(lambda text: self._passed("in", str(text), page.send))

    def _passed(self, way: str, text: str, on: Callable[[str], None]) -> None:
        lines = text.splitlines(keepends=True)
        if way == "out":
            for message, (line, after) in list(self._ahead.items()):
                if message in text and (not after or self.times_said(after)):
                    del self._ahead[message]
                    on(line + "\n")
            self.said += lines
        kept = "".join(line for line in lines if not self._lost[way](line))
        if kept:
            on(kept)


def enveloped(line: str) -> bool:
    """An order, a setting or a stop, or the reply to one."""
    return line[:1] in ("!", "@")


def _nothing(_line: str) -> bool:
    return False
