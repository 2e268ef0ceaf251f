"""For everybody: small screens, dark and light, keyboard alone, and what axe finds."""

import pytest
from playwright.sync_api import expect

from tests.browser.bench_page import BenchPage
from tests.browser.browser import ROOT, WAIT_MS

AXE = ROOT / "node_modules/axe-core/axe.min.js"
SERIOUS = ("serious", "critical")


def opened(chromium, served, **context):
    made = chromium.new_context(**context)
    made.set_default_timeout(WAIT_MS)
    page = BenchPage(made.new_page(), served)
    page.open()
    return page


AXE_WITHOUT_ANSWERS = """async () => {
    document.body.dataset.stale = "";
    return (await axe.run()).violations;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [420, 1400])
def test_axe_finds_nothing_serious(chromium, served, scheme: str, width: int) -> None:
    page = opened(
        chromium,
        served,
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
        bypass_csp=True,  # axe comes in by a script of the test's
    )
    page.run_therapy()
    page.typed("SIM:FAUL:INJ STALL")
    page.typed("SIM:TIME:ADV 1 HR")
    expect(page.page.locator(".alarm").filter(has_text="MOTOR_STALL")).to_be_visible()
    page.page.add_script_tag(path=AXE)
    found = page.page.evaluate("async () => (await axe.run()).violations")
    found += page.page.evaluate(AXE_WITHOUT_ANSWERS)
    told = [
        (each["id"], node["target"], node["failureSummary"])
        for each in found
        if each["impact"] in SERIOUS
        for node in each["nodes"]
    ]
    assert told == []
    page.shot(f"alarm_{scheme}_{width}")
    page.page.context.close()


def test_nothing_is_cut_off_on_a_small_screen(chromium, served) -> None:
    page = opened(chromium, served, viewport={"width": 420, "height": 800})
    wide = page.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 420
    stop = page.page.locator("#stop").bounding_box()
    assert stop["x"] >= 0
    assert stop["x"] + stop["width"] <= 420
    page.page.mouse.wheel(0, 5000)
    expect(page.page.locator("#stop")).to_be_in_viewport()
    page.page.context.close()


def test_a_programme_by_keyboard_alone(page) -> None:
    keys = page.page.keyboard
    page.page.get_by_text("Stage another").focus()
    keys.press("Enter")
    page.page.get_by_label("rate of segment 1").focus()
    keys.type("240")
    keys.press("Enter")
    expect(page.page.locator(".card.programme")).to_contain_text("240 ug/d (20.000 uL/h)")
    page.button("programme", "Commit what is staged").focus()
    keys.press("Space")
    page.expect_notice("done: PRES:COMM")


def test_each_thing_that_can_be_pressed_has_a_name(page) -> None:
    names = page.page.evaluate(
        "[...document.querySelectorAll('button')].map((each) => "
        "(each.getAttribute('aria-label') ?? each.textContent).trim())"
    )
    assert len(names) > 40
    assert all(names)
