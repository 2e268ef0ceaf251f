"""What became of an order that was on its way when the line went, or the page was loaded anew."""

import pytest
from playwright.sync_api import expect

from tests.browser.bench_page import BenchPage
from tests.browser.browser import WAIT_MS
from tests.browser.meddler import Meddler, enveloped


def left_open(page: BenchPage, meddler: Meddler, way: str, line: str) -> None:
    """Sent, and no answer comes any more; "out": it does not come to the pump either."""
    meddler.lose("in", lambda _line: bool(meddler.times_said(line)))
    if way == "out":
        meddler.lose("out", enveloped)
    with page.page.expect_event("console", lambda said: said.text == "sent"):
        page.page.evaluate(
            """(line) => {
                const { exchange } = bench, heard = exchange.onTraffic;
                exchange.onTraffic = (kind, text) => {
                    heard(kind, text);
                    if (text.includes(line)) console.info("sent");
                };
            }""",
            line,
        )
        if line == "DEL:STAR":
            page.button("orders", "Start").click()
        else:
            page.sent(line)
    assert meddler.times_said(line)


def goes_and_comes_back(page: BenchPage, meddler: Meddler, how: str) -> None:
    if how == "reload":
        page.page.reload()
    else:
        meddler.cut()


@pytest.mark.parametrize("how", ["reload", "reconnect"])
def test_carried_out(lossy, how: str) -> None:
    page, meddler = lossy
    page.typed("PRES:MODE FLEX")
    left_open(page, meddler, "in", "SIM:TIME:ADV 5 D")
    goes_and_comes_back(page, meddler, how)
    page.expect_notice("The pump has carried out SIM:TIME:ADV 5 D.")


@pytest.mark.parametrize("how", ["reload", "reconnect"])
def test_refused(lossy, how: str) -> None:
    page, meddler = lossy
    page.typed("PRES:MODE FLEX")
    left_open(page, meddler, "in", "DEL:STAR")
    goes_and_comes_back(page, meddler, how)
    page.expect_notice("The pump has refused DEL:STAR with 201.")


@pytest.mark.parametrize("how", ["reload", "reconnect"])
def test_not_carried_out(lossy, how: str) -> None:
    page, meddler = lossy
    page.typed("PRES:MODE FLEX")
    left_open(page, meddler, "out", "SIM:TIME:ADV 5 D")
    goes_and_comes_back(page, meddler, how)
    page.expect_notice("The pump has not carried out SIM:TIME:ADV 5 D: order it again")


def test_not_known_where_another_line_came_between(chromium, lossy) -> None:
    page, meddler = lossy
    page.typed("PRES:MODE FLEX")
    left_open(page, meddler, "in", "SIM:TIME:ADV 5 D")
    context = chromium.new_context()
    context.set_default_timeout(WAIT_MS)
    other = BenchPage(context.new_page(), page.served)
    other.open()
    other.typed("PRES:MODE SIMP")
    page.page.reload()
    page.expect_notice("It is not known whether the pump has carried out SIM:TIME:ADV 5 D")
    context.close()


@pytest.mark.parametrize("line_before", ["", "PRES:MODE FLEX"])
def test_not_known_where_the_power_went(lossy, line_before: str) -> None:
    page, meddler = lossy
    if line_before:
        page.typed(line_before)
    left_open(page, meddler, "in", "SIM:POW:CYCL 1 MIN")
    page.page.reload()
    page.expect_notice("It is not known whether the pump has carried out SIM:POW:CYCL 1 MIN")


def test_what_was_answered_is_not_asked_about(lossy) -> None:
    page, _ = lossy
    page.typed("PRES:MODE FLEX")
    page.page.reload()
    page.expect_state("IDLE")
    page.typed("*IDN?")
    expect(page.page.locator("#notices")).to_have_text("")
