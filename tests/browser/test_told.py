"""What a person is told: by the pump's words, before anything is sent, or that nothing was."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_became import left_open

FLOOD = """() => {
    for (let at = 0; at < 30_000; at++) bench.exchange.link.send("SYST:HELP:HEAD?\\n");
}"""
STATES = """() => {
    window.states = [];
    const { exchange } = bench, told = exchange.onState;
    exchange.onState = (state, why) => {
        states.push(why);
        told(state, why);
    };
}"""


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("FOO?", "-113: Undefined header;FOO?"),
        ("X" * 250, "-363: with its envelope the line has 271 characters; the pump reads 255"),
        ('PRES:DRUG "€"', "-101: the pump reads no such character: €"),
    ],
)
def test_why_a_line_of_ones_own_is_refused(page, line: str, words: str) -> None:
    page.sent(line)
    page.expect_notice(words)
    page.typed("SYST:ERR:ALL?")
    assert '0,"No error"' in page.last_answer()


def test_a_field_without_a_number_sends_nothing(page) -> None:
    page.page.get_by_text("Stage another").click()
    rate = page.page.get_by_label("rate of segment 1")
    for typed in ("", "240 ug", "240,5", "-1"):
        rate.fill(typed)
        page.button("programme", "Stage it").click()
        expect(rate).to_be_focused()
    page.field("bench", "power off for, minutes").fill("ten")
    page.button("bench", "Pull the power").click()
    page.field("refill", "filled, mL").evaluate("(field) => (field.value = '')")
    page.button("refill", "Stop for maintenance").click()
    page.button("refill", "Reconcile").click()
    expect(page.field("refill", "withdrawn")).to_be_focused()
    page.button("refill", "It was never filled").click()
    page.button("refill", "It was filled so").click()
    expect(page.field("refill", "filled, mL")).to_be_focused()
    page.typed("SYST:ERR:ALL?")
    assert page.page.locator(".traffic li[data-kind=out]").count() == 1


def test_segments_are_sent_and_named_as_they_stand(page) -> None:
    page.page.get_by_text("Stage another").click()
    page.field("programme", "mode").select_option("FLEX")
    for _ in range(2):
        page.button("programme", "One more segment").click()
    for number, (start, rate) in enumerate((("00:00", "240"), ("06:00", "1"), ("22:00", "360"))):
        page.page.get_by_label(f"start of segment {number + 1}").fill(start)
        page.page.get_by_label(f"rate of segment {number + 1}").fill(rate)
    page.button("programme", "drop segment 2").click()
    expect(page.page.get_by_label("rate of segment 2")).to_have_value("360")
    page.button("programme", "Stage it").click()
    page.expect_notice('done: PRES:SEGM2:STAR "22:00";RATE 360 UG/D')
    page.field("programme", "mode").select_option("CONStant")
    expect(page.page.get_by_label("rate of segment 2")).to_be_hidden()


def test_what_is_ordered_while_the_line_is_down_is_not_sent(lossy) -> None:
    page, meddler = lossy
    page.typed("PRES:MODE FLEX")
    left_open(page, meddler, "in", "SIM:TIME:ADV 5 D")
    page.page.evaluate("bench.exchange.link.close()")
    expect(page.page.locator("#line-state")).to_contain_text("LINE LOST")
    page.button("orders", "Start").click()
    page.expect_notice("DEL:STAR: the line is down, so nothing of it was done.")
    page.page.locator("#stop").click()
    page.expect_notice("DEL:STOP OTHER: the line is down, so nothing of it was done. If the pump")
    expect(page.page.locator("#notices li[data-kind=unsent]")).to_have_count(2)
    page.page.evaluate("bench.exchange.link.open()")
    page.expect_notice("The pump has carried out SIM:TIME:ADV 5 D.")
    assert meddler.times_said("DEL:STAR") == meddler.times_said("DEL:STOP") == []


def test_a_server_with_another_token_is_told(page) -> None:
    port = re.search(r":(\d+)/", page.served.address)[1]
    page.served.kill()
    page.served.again(port, token="another")
    expect(page.page.locator("#line-state")).to_contain_text("another server listens here now")
    page.page.evaluate("bench.orders.save()")
    page.expect_notice("the server does not answer, and it alone knows what was done")
    page.complaints.clear()  # the browser tells of the file that is not there


def test_a_page_that_floods_the_pump_is_told_and_may_begin_again(page) -> None:
    page.run_therapy()
    page.page.evaluate(STATES)
    page.page.evaluate(FLOOD)
    page.page.wait_for_function(
        "() => states.some((why) => why === 'this page said more than the pump reads')"
    )
    expect(page.page.locator("#line-state")).to_have_text("connected")
    page.page.locator("#stop").click()
    page.expect_state("STOP")


def test_a_clock_that_was_lost_is_set_on_the_page(page) -> None:
    page.typed("SIM:FAUL:INJ WALL_LOST,ON")
    page.typed("SIM:POW:CYCL 1 MIN")
    page.typed("SIM:FAUL:CLE")
    now = page.page.locator(".card.now")
    expect(now).to_contain_text("not set")
    page.page.get_by_text("Set the clock").click()
    to = page.page.get_by_label("local time that the clock is set to")
    expect(to).to_have_value(re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d"))
    to.fill("")
    page.button("now", "Set it to that").click()
    expect(to).to_be_focused()
    to.fill("2031-02-28T23:15:07")
    page.button("now", "Set it to that").click()
    page.expect_notice("done: SYST:DATE 2031,2,28;TIME 23,15,7")
    expect(now).to_contain_text("2031-02-28 23:15:")
