"""The page without a server: the pump runs in the browser, and its log is CPython's."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from host_sim.board.bench import Bench
from host_sim.scenario.context import ScenarioContext
from host_sim.scenario.parser import parse
from host_sim.scenario.player import perform
from host_sim.web.here import stored
from host_sim.web.static import build
from tests.browser.browser import WAIT_MS
from tests.browser.lived import LIVED


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_told: object) -> None:
        """Nobody reads it."""


@pytest.fixture(scope="module")
def offered(tmp_path_factory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("static") / "page"
    build(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def alone(chromium, offered):
    """A page that runs its own pump, its time standing still."""
    context = chromium.new_context()
    context.set_default_timeout(WAIT_MS)
    page = context.new_page()
    page.goto(offered + "#still")
    page.wait_for_selector("body[data-drawn]")
    yield page
    context.close()


def test_the_log_of_a_pump_in_the_browser_is_cpythons_byte_for_byte(alone) -> None:
    total, text, events = alone.evaluate(LIVED)
    scenario = parse(text, "browser.txt")
    bench = Bench(scenario.setup)
    assert perform(scenario, ScenarioContext(bench, scenario.setup.sample_ms)) is None
    kept = stored(bench)
    assert events.count("\n") > 20
    assert events == kept
    assert total == bench.exchange("DEL:VOL:TOT?")


def test_it_is_watched_as_a_served_one_is(alone) -> None:
    alone.evaluate(LIVED)
    alone.wait_for_function("() => document.querySelector('#state').textContent === 'STOP'")
    assert "STOPPED" in alone.inner_text(".lane")
    assert alone.locator("#line-state").inner_text() == "connected"
