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

LIVED = """async () => {
    const { exchange } = bench;
    await exchange.setting('PRES:DRUG "baclofen";CONC 500 UG/ML;MODE FLEX');
    await exchange.setting('PRES:SEGM1:STAR "00:00";RATE 240 UG/D');
    await exchange.setting('PRES:SEGM2:STAR "22:00";RATE 10 UL/HR');
    const [[digest]] = await exchange.ask("PRES:DIG?");
    await exchange.order("PRESCRIBE", `PRES:COMM ${digest}`);
    await exchange.order("PRESCRIBE", "RES:FILL 18 ML,500 UG/ML");
    await exchange.order("PRESCRIBE", "CATH:CONT 500 UG/ML,CONFIRM");
    await exchange.order("PRESCRIBE", "PRES:HIST CONT,240 UG/D");
    await exchange.order("OPERATE", "DEL:STAR");
    await exchange.setting("SIM:TIME:ADV 30 HR");
    await exchange.order("OPERATE", "DEL:BOL 10 UG,300 S");
    await exchange.setting("SIM:TIME:ADV 61 S");
    await exchange.setting("SIM:POW:CYCL 10 MIN");
    await exchange.setting("SIM:TIME:ADV 7 HR");
    await exchange.setting("SIM:FAUL:INJ STALL,ON");
    await exchange.setting("SIM:TIME:ADV 1 HR");
    await exchange.stop("OTHER");
    await exchange.setting("SIM:TIME:ADV 1 D");
    const total = (await exchange.ask("DEL:VOL:TOT?")).join();
    return [await exchange.link.events(), await exchange.link.scenario(), total];
}"""


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
    events, text, total = alone.evaluate(LIVED)
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
