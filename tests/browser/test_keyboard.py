"""By keyboard alone: its place is never lost, nor hidden; and an alarm is read out once."""

from playwright.sync_api import expect

from tests.browser.bench_page import BenchPage
from tests.browser.browser import WAIT_MS

FOCUSED = "[document.activeElement.getAttribute('aria-label'), document.activeElement.innerText]"
# What the header covers of what the keyboard comes to, going back through the whole page.
TOP = "document.activeElement.getBoundingClientRect().top"
HEADER = "document.querySelector('header').getBoundingClientRect().bottom"
IN_HEADER = "document.activeElement.closest('header, .skip, body:focus') !== null"
TOLD = """() => {
    window.told = [];
    const alert = document.querySelector(".alarms [role=alert]");
    const seen = () => told.push(alert.textContent);
    new MutationObserver(seen).observe(alert, {
        childList: true, characterData: true, subtree: true,
    });
}"""


def walked(page: BenchPage, name: str) -> None:
    """Tab by tab to what bears that name; from where the keyboard is it is near."""
    for _ in range(8):
        if name in page.page.evaluate(FOCUSED):
            return
        page.page.keyboard.press("Tab")
    raise AssertionError(f"{name} is not near {page.page.evaluate(FOCUSED)}")


def test_the_whole_refill(page) -> None:
    page.programme()
    at = page.page.locator(".steps > li")
    page.button("refill", "Stop for maintenance").focus()
    steps = ("Stop for maintenance", "It was never filled", "It was filled so", "Attest that")
    for number, name in enumerate(steps, 1):
        walked(page, name)
        page.page.keyboard.press("Enter")
        expect(at.nth(number)).to_be_focused()
    walked(page, "Start")
    page.field("programme", "daily dose that ran before").evaluate("(x) => (x.value = '240')")
    page.page.evaluate("bench.exchange.order('PRESCRIBE', 'PRES:HIST CONT,240 UG/D')")
    page.page.keyboard.press("Enter")
    page.expect_state("RUN")
    expect(page.button("refill", "Begin again")).to_be_focused()


def test_a_bolus_and_its_end(page) -> None:
    page.run_therapy()
    dose = page.field("orders", "dose, ug")
    dose.focus()
    page.page.keyboard.type("5")
    page.page.keyboard.press("Enter")
    give = page.page.locator(".card.orders").get_by_role("button", name="Give this bolus")
    expect(give).to_be_enabled()
    give.focus()
    page.page.keyboard.press("Enter")
    page.expect_notice("done: DEL:BOL 5 UG")
    expect(dose).to_be_focused()
    end = page.button("orders", "End the bolus")
    expect(end).to_be_enabled()
    end.focus()
    page.page.keyboard.press("Enter")
    expect(end).to_be_disabled()
    expect(dose).to_be_focused()


def test_an_alarm_keeps_its_buttons_while_it_stands(page) -> None:
    page.run_therapy()
    page.page.keyboard.press("Alt+KeyS")
    acknowledge = page.button("alarms", "Acknowledge STOPPED")
    acknowledge.focus()
    page.page.keyboard.press("Enter")
    expect(page.page.locator(".alarm")).to_contain_text("LOW STOPPED acked")
    expect(acknowledge).to_be_focused()
    page.order("SIM:POW:CYCL 1 MIN")
    expect(page.page.locator(".alarm")).to_have_count(2)
    expect(acknowledge).to_be_focused()
    page.page.evaluate("bench.exchange.order('OPERATE', 'DEL:STAR')")
    expect(page.page.locator(".alarm")).to_have_count(1)
    expect(page.page.locator("#alarms-title")).to_be_focused()


def test_an_alarm_is_read_out_once(page) -> None:
    page.run_therapy()
    page.page.evaluate(TOLD)
    page.page.keyboard.press("Alt+KeyS")
    row = page.page.locator(".alarm")
    expect(row).to_contain_text("LOW STOPPED")
    page.button("alarms", "Acknowledge STOPPED").click()
    expect(row).to_contain_text("acked")
    page.order("SIM:TIME:ADV 10 MIN")
    page.settled()
    page.button("orders", "Start").click()
    expect(page.page.locator(".alarm")).to_have_count(0)
    assert page.page.evaluate("told") == ["LOW alarm: STOPPED", ""]


def test_what_the_keyboard_comes_to_is_not_under_the_header(chromium, served) -> None:
    context = chromium.new_context(viewport={"width": 420, "height": 800})
    context.set_default_timeout(WAIT_MS)
    page = BenchPage(context.new_page(), served)
    page.open()
    page.button("refill", "Begin again").focus()
    come = []
    while not page.page.evaluate(IN_HEADER):
        come.append((page.page.evaluate(TOP), page.page.evaluate(FOCUSED)))
        page.page.keyboard.press("Shift+Tab")
    header = page.page.evaluate(HEADER)
    assert len(come) > 30
    assert [each for each in come if each[0] < header] == []
    context.close()
