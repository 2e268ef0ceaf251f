"""The page without a server: the pump runs in the browser, and its log is CPython's."""

from playwright.sync_api import expect

from host_sim.board.bench import Bench
from host_sim.scenario.context import ScenarioContext
from host_sim.scenario.parser import parse
from host_sim.scenario.player import perform
from host_sim.web.here import stored
from tests.browser.browser import WAIT_MS
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


def test_a_page_that_may_not_sign_says_so_and_stops_all_the_same(chromium, offered) -> None:
    """As over plain HTTP from another machine: the browser keeps its cryptography back."""
    context = chromium.new_context()
    context.set_default_timeout(WAIT_MS)
    page = context.new_page()
    page.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    page.goto(offered + "#still")
    page.wait_for_selector("body[data-drawn]")
    page.locator(".card.orders").get_by_role("button", name="Start", exact=True).click()
    expect(page.locator("#notices")).to_contain_text("offer it by HTTPS")
    page.locator("#stop").click()
    expect(page.locator("#notices")).to_contain_text("stopped: OTHER")
    context.close()
