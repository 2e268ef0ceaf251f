"""A reply that is lost while the line stays up: the order is settled, and never done twice."""

import pytest
from playwright.sync_api import expect

from tests.browser.lived import WHOLE_LOG
from tests.browser.meddler import enveloped


def test_a_signed_order_goes_again_and_is_done_once(lossy) -> None:
    page, meddler = lossy
    page.run_therapy()
    page.typed("SIM:TIME:ADV 1 D")
    meddler.lose_once("in", enveloped)
    page.field("orders", "dose, ug").fill("10")
    page.button("orders", "What would it be?").click()
    page.page.locator(".card.orders").get_by_role("button", name="Give this bolus").click()
    page.expect_notice("done: DEL:BOL 10 UG")
    first, again = meddler.times_said("DEL:BOL 10 UG")
    assert first == again
    assert sum(" BOLUS " in line for line in page.page.evaluate(WHOLE_LOG)) == 1


def test_what_waits_behind_it_comes_next(lossy) -> None:
    page, meddler = lossy
    meddler.lose_once("in", enveloped)
    page.sent("PRES:MODE FLEX")
    page.sent("PRES:CONC 500 UG/ML")
    page.expect_notice("done: PRES:MODE FLEX")
    page.expect_notice("done: PRES:CONC 500 UG/ML")


@pytest.mark.parametrize("way", ["out", "in"])
@pytest.mark.parametrize("speed", [0, 3600])
def test_a_day_on_is_one_day_whichever_way_it_was_lost(lossy, way: str, speed: int) -> None:
    page, meddler = lossy
    page.typed("SIM:TIME:SCAL 0")
    page.typed("SIM:TIME?")
    before_s = float(page.last_answer())
    page.typed(f"SIM:TIME:SCAL {speed}")
    meddler.lose_once(way, lambda line: enveloped(line) and (way == "in" or "ADV" in line))
    page.sent("SIM:TIME:ADV 10 D")
    page.expect_notice("done: SIM:TIME:ADV 10 D")
    page.typed("SIM:TIME:SCAL 0")
    page.typed("SIM:TIME?")
    assert 10 <= (float(page.last_answer()) - before_s) / 86_400 < 20
    assert len(meddler.times_said("SIM:TIME:ADV 10 D")) == (2 if way == "out" else 1)


def test_a_stop_goes_again(lossy) -> None:
    page, meddler = lossy
    page.run_therapy()
    meddler.lose_once("out", lambda line: "DEL:STOP" in line)
    page.page.locator("#stop").click()
    page.expect_state("STOP")
    page.expect_notice("stopped: OTHER")
    assert len(meddler.times_said("DEL:STOP")) == 2


def test_a_damaged_reply_is_as_good_as_none(lossy) -> None:
    page, _ = lossy
    page.typed("PRES:MODE FLEX")
    page.page.evaluate(
        """() => {
            const { link } = bench.exchange, heard = link.onText;
            link.onText = (text) => {
                if (!/^!/.test(text)) return heard(text);
                link.onText = heard;
                heard(text.replace(/ 0 ~/, " 1 ~"));
            };
        }"""
    )
    page.sent("PRES:CONC 500 UG/ML")
    page.expect_notice("done: PRES:CONC 500 UG/ML")


def test_a_line_that_never_came_three_times_is_refused(lossy) -> None:
    page, meddler = lossy
    page.typed("PRES:MODE FLEX")
    meddler.lose("out", lambda line: "PRES:CONC" in line)
    page.sent("PRES:CONC 500 UG/ML")
    page.expect_notice("-360: the line is disturbed: nothing was done")
    assert len(meddler.times_said("PRES:CONC 500")) == 3


def test_a_question_and_its_fence_may_both_be_lost(lossy) -> None:
    page, meddler = lossy
    left = ["fence", "question"]
    meddler.lose("in", lambda _line: bool(left and left.pop()))
    expect(page.page.locator("#line-state")).to_contain_text("NO ANSWER")
    expect(page.page.locator("#line-state")).to_have_text("connected")
    page.sent("PRES:MODE FLEX")
    page.expect_notice("done: PRES:MODE FLEX")
    page.typed("*IDN?")
    assert "SIM" in page.last_answer()


def test_a_challenge_that_was_too_old_is_another_ones_turn(lossy) -> None:
    page, meddler = lossy
    page.run_therapy()
    page.order("SIM:TIME:SCAL 0")
    meddler.put_ahead("DEL:SUSP 30", "SIM:TIME:ADV 61 S")
    page.button("orders", "Pause; resumes by itself").click()
    page.expect_notice("done: DEL:SUSP 30 MIN")
    page.expect_state("SUSP")
    first, again = meddler.times_said("DEL:SUSP 30")
    assert first != again


def test_a_signed_order_that_was_forgotten_meanwhile_is_known_by_its_tag(lossy) -> None:
    """Its reply is lost, and the ten seconds of the pump's time are over before it goes again."""
    page, meddler = lossy
    page.run_therapy()
    page.order("SIM:TIME:SCAL 0")
    ordered = "DEL:SUSP 30"
    meddler.lose_once("in", lambda line: line[0] == "!" and bool(meddler.times_said(ordered)))
    page.button("orders", "Pause; resumes by itself").click()
    page.page.wait_for_function("() => bench.pump.now.state === 'SUSP'")
    meddler.put_ahead(ordered, "SIM:TIME:ADV 11 S")
    page.expect_notice("done: DEL:SUSP 30 MIN")
    assert len(meddler.times_said(ordered)) == 2
    assert sum(" SUSPEND " in line for line in page.page.evaluate(WHOLE_LOG)) == 1


def test_nobody_can_tell_where_another_line_came_between(lossy) -> None:
    page, meddler = lossy
    page.typed("PRES:MODE FLEX")
    meddler.lose_once("in", enveloped)
    meddler.put_ahead("SYST:COMM:LAST?", "@9 *OPC?", after="SIM:TIME:ADV 1 D")
    page.sent("SIM:TIME:ADV 1 D")
    page.expect_notice("It is not known whether the pump has carried out SIM:TIME:ADV 1 D")
    assert len(meddler.times_said("SIM:TIME:ADV 1 D")) == 1
    page.typed("PRES:CONC 500 UG/ML")
    page.expect_notice("done: PRES:CONC 500 UG/ML")
