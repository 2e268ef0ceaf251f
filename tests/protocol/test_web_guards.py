"""The bench page's guards: who is served, who gets a line, what each answer carries. Each is tried,
and each is taken out of the source once, which has to show."""

import asyncio
import importlib.util
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

import pytest

from host_sim.server.pages import Pages
from host_sim.web import site as site_module

SOURCE = Path(site_module.__file__).read_text()
OWN = "127.0.0.1:5080"
SCHEME = "http:" + "//"
ELSEWHERE = "attacker.example"
TOKEN = "a-token-of-a-test"
PAGE, LINE = f"/{TOKEN}/tables.json", f"/{TOKEN}/line"

# What is asked for, with which host and origin (None: none is named); whether that is granted.
ASKED = (
    ("http", PAGE, OWN, None, True),
    ("http", PAGE, OWN, SCHEME + OWN, True),
    ("http", PAGE, "localhost:5080", SCHEME + "localhost:5080", True),
    ("http", "/tables.json", OWN, None, False),
    ("http", "/another-token/tables.json", OWN, None, False),
    ("http", PAGE, ELSEWHERE, None, False),
    ("http", PAGE, "127.0.0.1:5081", None, False),
    ("http", PAGE, OWN, SCHEME + ELSEWHERE, False),
    ("http", PAGE, OWN, "null", False),
    ("websocket", LINE, OWN, SCHEME + OWN, True),
    ("websocket", "/line", OWN, SCHEME + OWN, False),
    ("websocket", "/another-token/line", OWN, SCHEME + OWN, False),
    ("websocket", "/another-token/line", OWN, SCHEME + ELSEWHERE, False),
    ("websocket", LINE, ELSEWHERE, SCHEME + ELSEWHERE, False),
    ("websocket", LINE, OWN, SCHEME + ELSEWHERE, False),
    ("websocket", LINE, OWN, "null", False),
    ("websocket", LINE, OWN, None, False),
)
CARRIED = {
    "content-security-policy": site_module.POLICY + "; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), serial=(self)",
}
# A guard as it stands in the source, and the source without it.
TAKEN_OUT = (
    ('Mount("/" + token, routes=routes)', 'Mount("/{any}", routes=routes)'),
    ("ours = host in self._hosts", "ours = True"),
    ("if not ours or origin != ", "if origin != "),
    ('if not ours or origin != "http://" + host:', "if not ours:"),
    ("if not ours or origin not in", "if origin not in"),
    ('if not ours or origin not in ("", "http://" + host):', "if not ours:"),
    ('[*message["headers"], *ahead]', 'message["headers"]'),
    *[(f'    "{name}":', f'    "x-none-{at}":') for at, name in enumerate(CARRIED)],
)


async def answered(app, kind: str, path: str, host: str, origin: str | None) -> list[dict]:
    """What the application sends."""
    named = [(b"host", host.encode())]
    if origin is not None:
        named.append((b"origin", origin.encode()))
    scope = {
        "type": kind,
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": named,
        "subprotocols": [],
    }
    begun = {"http": "http.request", "websocket": "websocket.connect"}[kind]
    came = [{"type": begun}, {"type": "websocket.disconnect", "code": 1000}]
    sent: list[dict] = []

    async def receive() -> dict:
        return came.pop(0)

    async def send(message: dict) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent


def findings(module: ModuleType) -> list[str]:
    """What is wrong with the guards of that module."""
    pages = Pages()
    app = module.site(TOKEN, 5080, pages, b"{}", dict)
    found = []
    threads = ThreadPoolExecutor(1)  # this one may have a loop of its own
    for asked in ASKED:
        first, *more = threads.submit(asyncio.run, answered(app, *asked[:4])).result()
        line = first["type"] == "websocket.accept" and more == []  # a close would follow at once
        granted = line or first.get("status") == 200
        if granted != asked[4]:
            found.append(f"{asked[:4]} granted: {granted}")
        if asked[0] == "http" and granted:
            carried = {name.decode(): value.decode() for name, value in first["headers"]}
            found += ["lacks " + name for name in CARRIED if carried.get(name) != CARRIED[name]]
    threads.shutdown()
    pages.close()
    return found


def changed(source: str, folder: Path) -> ModuleType:
    """The module with that source; files of npm's are not needed here."""
    path = folder / "site.py"
    path.write_text(source)
    spec = importlib.util.spec_from_file_location("changed_site", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.CHARTS = module.PAGE = folder  # type: ignore[attr-defined]
    return module


def test_the_guards_let_the_page_through_and_nobody_else(tmp_path: Path) -> None:
    assert findings(changed(SOURCE, tmp_path)) == []


@pytest.mark.parametrize(("guard", "without"), TAKEN_OUT)
def test_a_guard_that_is_taken_out_is_noticed(guard: str, without: str, tmp_path: Path) -> None:
    assert SOURCE.count(guard) == 1
    assert findings(changed(SOURCE.replace(guard, without), tmp_path)) != []


def test_a_page_of_a_server_before_is_told_so_and_given_no_line(tmp_path: Path) -> None:
    pages = Pages()
    app = changed(SOURCE, tmp_path).site(TOKEN, 5080, pages, b"{}", dict)
    asked = ("websocket", "/another-token/line", OWN, SCHEME + OWN)
    with ThreadPoolExecutor(1) as threads:
        sent = threads.submit(asyncio.run, answered(app, *asked)).result()
    assert [(each["type"], each.get("code")) for each in sent] == [
        ("websocket.accept", None),
        ("websocket.close", site_module.ELSEWHERE),
    ]
    assert pages.came() == []
    pages.close()
