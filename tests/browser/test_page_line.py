"""The line under the page: another site, a reload, a server that dies, two pages at once."""

import re
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.browser.bench_page import BenchPage
from tests.browser.browser import WAIT_MS, Served


def status_of(address: str, **headers: str) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_who_has_not_the_address_is_served_nothing(served) -> None:
    token = re.search(r":\d+(/.+/)", served.address)[1]
    assert status_of(served.address) == 200
    assert status_of(served.address.replace(token, "/")) == 404
    assert status_of(served.address, Host="attacker.example") == 403
    assert status_of(served.address, Origin="http:" + "//attacker.example") == 403


def test_another_sites_page_opens_no_line(chromium, served) -> None:
    page = chromium.new_page()
    page.goto("data:text/html,<title>elsewhere</title>")
    line = served.address.replace("http", "ws") + "line"
    opened = page.evaluate(
        """(address) => new Promise((resolve) => {
            const socket = new WebSocket(address);
            socket.onopen = () => resolve("open");
            socket.onclose = () => resolve("refused");
        })""",
        line,
    )
    assert opened == "refused"
    page.close()


def test_the_page_asks_no_address_but_its_own(chromium, served) -> None:
    context = chromium.new_context()
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    BenchPage(page, served).open()
    own = served.address.split("/")[2]
    assert asked
    assert all(url.startswith("data:") or url.split("/")[2] == own for url in asked)
    context.close()


def test_the_page_is_small(chromium, served) -> None:
    context = chromium.new_context()
    page = context.new_page()
    bodies = []
    page.on("response", lambda response: bodies.append(len(response.body())))
    BenchPage(page, served).open()
    assert sum(bodies) < 400_000
    context.close()


def test_a_reload_finds_the_pump_as_it_is(page) -> None:
    page.run_therapy()
    page.page.reload()
    page.expect_state("RUN")


def test_a_server_that_dies_is_told_and_found_again(page) -> None:
    page.run_therapy()
    port = re.search(r":(\d+)/", page.served.address)[1]
    page.served.kill()
    expect(page.page.locator("#line-state")).to_contain_text("LINE LOST")
    expect(page.page.locator("#line-state")).to_contain_text("nothing is new since")
    expect(page.page.locator("body")).to_have_attribute("data-stale", "")
    page.served.again(port)
    expect(page.page.locator("#line-state")).to_have_text("connected")
    page.expect_state("IDLE")


def test_two_pages_and_each_sees_what_the_other_does(chromium, page) -> None:
    page.run_therapy()
    context = chromium.new_context()
    context.set_default_timeout(WAIT_MS)
    other = BenchPage(context.new_page(), page.served)
    other.open()
    other.expect_state("RUN")
    other.page.locator("#stop").click()
    page.expect_state("STOP")
    other.expect_state("STOP")
    context.close()


def test_polls_leave_the_shared_error_queue_alone(page) -> None:
    page.page.wait_for_function(
        "() => bench.pump.staged !== undefined && bench.pump.log.length > 0"
    )
    page.run_therapy()
    page.typed("SYST:ERR:ALL?")
    assert '0,"No error"' in page.last_answer()


@pytest.mark.parametrize("typed", ["*IDN?", "DEL:STAT?;:RES:VOL?"])
def test_the_console_speaks_the_protocol(page, typed: str) -> None:
    page.typed(typed)
    expect(page.page.locator(".traffic")).to_contain_text(typed)
    assert page.last_answer()


def test_what_was_done_is_a_scenario_that_replays(page, tmp_path) -> None:
    from host_sim.board.bench import Bench
    from host_sim.scenario.context import ScenarioContext
    from host_sim.scenario.parser import parse
    from host_sim.scenario.player import perform

    page.run_therapy()
    page.button("bench", "a day on").click()
    page.expect_notice("done: SIM:TIME:ADV 1 D")
    page.page.locator("#stop").click()
    page.expect_state("STOP")
    with page.page.expect_download() as saved:
        page.button("bench", "Save what was done as a scenario").click()
    path = tmp_path / "bench.txt"
    saved.value.save_as(path)
    scenario = parse(path.read_text(), "bench.txt")
    bench = Bench(scenario.setup)
    assert perform(scenario, ScenarioContext(bench, scenario.setup.sample_ms)) is None
    assert bench.exchange("DEL:STAT?") == "STOP"
    page.typed("DEL:VOL:TOT?")
    assert page.last_answer() == bench.exchange("DEL:VOL:TOT?")


def test_a_pump_of_a_state_file_gives_no_scenario_and_says_why(chromium, tmp_path) -> None:
    kept = tmp_path / "pump.state"
    for began_before in (False, True):
        pump = Served("--speed", "0", "--state", str(kept))
        context = chromium.new_context()
        context.set_default_timeout(WAIT_MS)
        page = BenchPage(context.new_page(), pump)
        page.open()
        page.typed("PRES:MODE FLEX")
        page.button("bench", "Save what was done as a scenario").click()
        if began_before:
            page.expect_notice("Serve a new pump, without STATE")
        else:
            page.expect_notice("bench.txt is saved")
        context.close()
        pump.end()
        assert page.complaints == []
