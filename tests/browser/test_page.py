"""The bench page in a real browser: from its first paint to a stop."""

import pytest
from playwright.sync_api import expect


def test_a_new_pump_is_shown_as_it_is(page) -> None:
    page.expect_state("IDLE")
    assert page.interval_ml() == (0.0, 0.0)
    expect(page.page.locator("#line-state")).to_have_text("connected")
    page.shot("first_paint")


def test_from_a_programme_to_a_pump_that_runs(page) -> None:
    page.run_therapy()
    page.typed("SIM:TIME:ADV 5 HR")
    page.button("bench", "x3600").click()
    page.page.wait_for_function("() => bench.pump.now.least > 1.2e5")
    expect(page.page.locator(".card.now")).to_contain_text("240 ug/d")
    page.shot("running")


def test_a_fault_becomes_an_alarm_with_its_next_step(page) -> None:
    page.run_therapy()
    page.page.get_by_text("Fault switches").click()
    page.button("bench", "STALL").click()
    page.button("bench", "x60").click()
    alarm = page.page.locator(".alarm").filter(has_text="MOTOR_STALL")
    expect(alarm).to_contain_text("HIGH")
    expect(alarm).to_contain_text("Look for a kink")
    expect(page.page.locator("[role=alert]")).to_contain_text("HIGH alarm: MOTOR_STALL")
    page.shot("alarm")
    alarm.get_by_role("button", name="Acknowledge").click()
    expect(alarm).to_contain_text("acked")


def test_a_power_cut_leaves_an_honest_interval(page) -> None:
    page.run_therapy()
    page.button("bench", "still").click()
    page.expect_notice("done: SIM:TIME:SCAL 0")
    page.typed("SIM:TIME:ADV 62 MIN")
    page.button("bench", "Pull the power").click()
    expect(page.page.locator(".lane")).to_contain_text("RESET")
    page.expect_notice("done: SIM:POW:CYCL 10 MIN")
    least, most = page.interval_ml()
    true_ml = page.page.evaluate("bench.pump.truth.pumped") / 1e6
    assert least - 0.001 <= true_ml <= most + 0.001
    assert most - least <= 0.005
    page.shot("power_cut")


@pytest.mark.parametrize("how", ["button", "keys"])
def test_stop_stops(page, how: str) -> None:
    page.run_therapy()
    if how == "button":
        page.page.locator("#stop").click()
    else:
        page.page.keyboard.press("Alt+s")
    page.expect_state("STOP")
    expect(page.page.locator(".lane")).to_contain_text("STOPPED")


def test_stop_works_while_something_is_typed(page) -> None:
    page.run_therapy()
    page.page.locator("#scpi").focus()
    page.page.keyboard.press("Alt+s")
    page.expect_state("STOP")


def test_a_bolus_is_shown_before_it_is_given(page) -> None:
    page.run_therapy()
    page.button("bench", "a day on").click()
    page.expect_notice("done: SIM:TIME:ADV 1 D")
    page.field("orders", "dose, ug").fill("10")
    page.button("orders", "What would it be?").click()
    expect(page.page.locator(".check")).to_contain_text("on top of basal")
    page.page.locator(".card.orders").get_by_role("button", name="Give this bolus").click()
    page.expect_notice("done: DEL:BOL 10 UG,5 MIN,#H")
    expect(page.page.locator(".card.now")).to_contain_text("runs:")


def test_a_refusal_is_told_in_the_pumps_words(page) -> None:
    page.button("orders", "Start").click()
    expect(page.page.locator("#notices li").first).to_contain_text("DEL:STAR")
    page.expect_state("IDLE")
