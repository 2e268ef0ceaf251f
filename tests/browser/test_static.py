"""The page without a server: the pump runs in the browser, and its log is CPython's."""

from host_sim.board.bench import Bench
from host_sim.scenario.context import ScenarioContext
from host_sim.scenario.parser import parse
from host_sim.scenario.player import perform
from host_sim.web.here import stored
from tests.browser.lived import LIVED


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
