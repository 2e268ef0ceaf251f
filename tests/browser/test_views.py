"""What stands on the page is the pump's and the plant's own; what can be pressed does it."""

import json
import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from host_sim.plant.faults import SHIPPED
from tests.browser.bench_page import BenchPage
from tests.browser.browser import ROOT, WAIT_MS, Served


def test_a_pause_and_its_end(page) -> None:
    page.run_therapy()
    page.field("orders", "for how many minutes").fill("45")
    page.button("orders", "Pause; resumes by itself").click()
    page.expect_state("SUSP")
    expect(page.page.locator(".card.now")).to_contain_text("resumes in 44 min")
    page.button("orders", "Resume").click()
    page.expect_state("RUN")


def test_the_tones_are_paused_and_the_lamp_goes_on(page) -> None:
    page.run_therapy()
    page.button("bench", "still").click()
    page.order("SIM:FAUL:INJ STALL,ON")
    page.order("SIM:TIME:ADV 1 HR")
    head = page.page.locator(".card.head")
    expect(head).to_contain_text("lamp RED")
    expect(head).not_to_contain_text("buzzer silent")
    page.button("alarms", "Pause tones 2 min").click()
    expect(page.page.locator(".card.alarms")).to_contain_text("tones pause for 2 min")
    expect(head).to_contain_text("buzzer silent")
    expect(head).to_contain_text("lamp RED")


def test_every_switch_of_the_plant_is_there_and_works(page) -> None:
    page.button("bench", "still").click()
    page.page.get_by_text("Fault switches").click()
    names = [str(switch.name).upper() for switch in SHIPPED.switches]
    assert page.page.locator(".faults li").count() == len(names) > 20
    for name in names:
        page.button("bench", name).click()
        page.expect_notice(f"done: SIM:FAUL:INJ {name},")
    pressed = page.page.locator(".faults [aria-pressed=true]")
    assert pressed.count() > 20
    page.button("bench", "All off").click()
    expect(pressed).to_have_count(0)


def test_the_head_stands_as_the_rotor_does(page) -> None:
    page.run_therapy()
    page.button("bench", "still").click()
    page.order("SIM:TIME:ADV 7 HR")
    page.settled()
    turns = page.page.evaluate("bench.pump.truth.rotor / bench.tables.figures.steps_a_turn")
    assert turns > 1
    expect(page.page.locator(".turns")).to_have_text(f"{turns:.2f} turns by the rotor")


def test_two_drugs_in_the_line_are_two_slugs(page) -> None:
    page.run_therapy()
    page.button("bench", "still").click()
    page.order("SIM:TIME:ADV 2 D")
    page.page.locator("#stop").click()
    page.expect_state("STOP")
    page.page.evaluate("bench.exchange.order('PRESCRIBE', 'RES:FILL 18 ML,2000 UG/ML')")
    page.page.evaluate("bench.exchange.setting('PRES:COPY;:PRES:CONC 2000 UG/ML')")
    page.settled()
    page.page.evaluate(
        """async () => {
            const [[digest]] = await bench.exchange.ask("PRES:DIG?");
            await bench.exchange.order("PRESCRIBE", `PRES:COMM ${digest},CONFIRM`);
            await bench.exchange.order("OPERATE", "DEL:STAR");
        }"""
    )
    page.order("SIM:TIME:ADV 3 HR")
    expect(page.page.locator(".card.line .slug")).to_have_count(2)
    expect(page.page.locator(".card.line")).to_contain_text("2000 ug/mL")


def test_a_key_that_was_given_signs_and_cannot_be_read(page) -> None:
    page.page.get_by_text("Give a key").click()
    page.field("keys", "role").select_option("OPERATE")
    page.field("keys", "its key, 64 hexadecimal digits").fill("ab" * 32)
    page.button("keys", "Keep it").click()
    page.expect_notice("the OPERATE key is kept in this browser")
    kept = page.page.evaluate(
        """async () => {
            const key = await bench.keys.find(bench.exchange.identity.serial, "OPERATE");
            const read = await crypto.subtle.exportKey("raw", key).catch((error) => error.name);
            return [key.extractable, read];
        }"""
    )
    assert kept == [False, "InvalidAccessError"]
    page.button("orders", "Start").click()
    page.expect_notice("-360: Communication error;unknown signer")  # it is not this pump's
    page.button("keys", "Forget it").click()
    page.run_therapy()


def test_a_plain_order_of_a_page_has_no_right(page) -> None:
    page.run_therapy()
    page.page.evaluate("bench.exchange.link.send('DEL:SUSP 1 HR\\n')")
    page.typed("SYST:ERR:ALL?")
    assert "-203" in page.last_answer()
    page.expect_state("RUN")


def test_a_testers_script_and_the_page_on_one_pump(chromium) -> None:
    pump = Served("--speed", "1", "--tcp", "127.0.0.1:0")
    port = re.search(r"--port (\S+) identify", pump.said)
    assert port is not None
    context = chromium.new_context()
    context.set_default_timeout(WAIT_MS)
    page = BenchPage(context.new_page(), pump)
    page.open()

    def pumpctl(*words: str) -> str:
        call = [sys.executable, "-m", "tools.pumpctl", "--port", port[1], *words]
        done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=True)
        return done.stdout

    pumpctl("fill", "18 ml", "500 ug/ml", "--yes")
    page.page.wait_for_function("() => bench.pump.now.volume === 18e6")
    page.programme()
    page.page.evaluate("bench.exchange.order('PRESCRIBE', 'CATH:CONT 500 UG/ML,CONFIRM')")
    page.attest_and_start()
    assert json.loads(pumpctl("--json", "status"))["state"] == "RUN"
    pumpctl("stop")
    page.expect_state("STOP")
    context.close()
    pump.end()


# At x3600 a challenge lives for 3 ms, and a pause of 30 min for half a second: on a slow machine
# both may be over. Each order is answered all the same, and in words.
TOO_LATE = r"|no such challenge"


@pytest.mark.parametrize(
    ("speed", "paused", "resumed"),
    [
        (60, "done: DEL:SUSP 30 MIN", "done: DEL:RES"),
        (3600, "done: DEL:SUSP 30 MIN" + TOO_LATE, "DEL:RES" + TOO_LATE),
    ],
)
def test_orders_are_answered_while_time_runs_fast(page, speed: int, paused, resumed) -> None:
    page.run_therapy()
    page.button("bench", f"x{speed}").click()
    for _ in range(5):
        page.button("orders", "Pause; resumes by itself").click()
        page.expect_notice(re.compile(paused))
        page.page.locator("#notices button").first.click()
        page.button("orders", "Resume").click()
        page.expect_notice(re.compile(resumed))
        page.expect_state("RUN")
