"""What the web server answers: the page's files and its line, below an address with a token.

Nobody but who was told the address may talk to the pump. So each path begins with the token; the
host that is asked for must be this machine's own name for itself (another site's name that leads
here is none); and a line is opened for a page of this very origin alone. The files name no other
address, and the content security policy lets the browser ask none.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect

from host_sim.server.page_port import PagePort
from host_sim.server.pages import Pages
from host_sim.server.served import Told

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE = Path(__file__).parent / "page"
CHARTS = Path(__file__).resolve().parents[2] / "node_modules/uplot/dist"
HOSTS = ("127.0.0.1", "localhost")
# What the page may load and ask; a folder without a server says it in the page itself.
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' "
    "data:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'"
)
HEADERS = {
    "content-security-policy": POLICY + "; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), serial=(self)",
}
_LONGEST = 4096  # bytes of a message that a page may send: some lines of 255
# Close codes of ours: the page tells what each means.
HUNG_UP, TOO_MANY, TOO_MUCH, ELSEWHERE = 4001, 4002, 4003, 4004


def site(token: str, port: int, pages: Pages, shown: bytes, told: Callable[[], Told]) -> "ASGIApp":
    """The application.

    shown   what `tables` says, as JSON
    told    what was done so far
    """

    async def figures(_request: "Request") -> Response:
        return Response(shown, media_type="application/json")

    async def scenario(_request: "Request") -> Response:
        return JSONResponse(told())

    async def line(socket: WebSocket) -> None:
        await _line(socket, pages)

    routes = [
        Route("/tables.json", figures),
        Route("/scenario.json", scenario),
        WebSocketRoute("/line", line),
        Mount("/charts", StaticFiles(directory=CHARTS)),
        Mount("/", StaticFiles(directory=PAGE, html=True)),
    ]
    another = WebSocketRoute("/{another}/line", _elsewhere)
    return Guard(Starlette(routes=[Mount("/" + token, routes=routes), another]), port)


class Guard:
    """Ahead of everything: host, origin; and the headers that each answer carries."""

    def __init__(self, inner: "ASGIApp", port: int) -> None:
        self._inner = inner
        self._hosts = {"%s:%d" % (host, port) for host in HOSTS}

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """One request, or one socket."""
        headers = {name: value.decode("latin-1") for name, value in scope.get("headers", ())}
        host, origin = headers.get(b"host", ""), headers.get(b"origin", "")
        ours = host in self._hosts
        if scope["type"] == "websocket":
            if not ours or origin != "http://" + host:
                await receive()
                await send({"type": "websocket.close", "code": 1008})
                return
            await self._inner(scope, receive, send)
            return
        if not ours or origin not in ("", "http://" + host):
            refused = PlainTextResponse("not from there: use the address as it was printed\n", 403)
            await refused(scope, receive, send)
            return

        async def guarded(message: "Message") -> None:
            if message["type"] == "http.response.start":
                ahead = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
                message = {**message, "headers": [*message["headers"], *ahead]}
            await send(message)

        await self._inner(scope, receive, guarded)


async def _elsewhere(socket: WebSocket) -> None:
    """A page of a server that listened here before. A refusal would not reach it: a browser tells
    a page nothing of why its socket was not opened."""
    await socket.accept()
    await socket.close(ELSEWHERE)


async def _line(socket: WebSocket, pages: Pages) -> None:
    """Bytes both ways until one end has enough."""
    await socket.accept()
    port = pages.opened()
    if port is None:
        await socket.close(TOO_MANY)
        return
    loop = asyncio.get_running_loop()
    news = asyncio.Event()

    def tell() -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(news.set)

    port.answered(tell)
    sending = asyncio.create_task(_send(socket, port, news))
    try:
        while True:
            text = await socket.receive_text()
            said = text.encode("latin-1", "replace")
            if len(said) > _LONGEST or not port.arrived(said):
                await socket.close(TOO_MUCH)
                break
    except (WebSocketDisconnect, RuntimeError):
        pass  # it has gone, or was hung up on
    finally:
        pages.left(port)
        sending.cancel()


async def _send(socket: WebSocket, port: PagePort, news: asyncio.Event) -> None:
    while True:
        await news.wait()
        news.clear()
        data = port.taken()
        if data:
            await socket.send_text(data.decode("latin-1"))
        if port.hung_up:
            await socket.close(HUNG_UP)
            return
