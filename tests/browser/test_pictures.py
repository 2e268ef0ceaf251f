"""Five moments of one pump, as pictures for docs/bench_page.md: make screenshots."""

import pytest
from playwright.sync_api import expect

from tests.browser.bench_page import BenchPage
from tests.browser.browser import SHOTS, WAIT_MS, Served
from tools.browser.pictures import MOST_BYTES, NAMES, indexed

LARGE = {"width": 1400, "height": 1330}
SMALL = {"width": 420, "height": 900}
NIGHT = 'PRES:SEGM2:STAR "22:00";RATE 100 UG/D'


@pytest.fixture(scope="module")
def story(chromium):
    """A page on a pump whose time is moved by hand; each test goes on from the one before."""
    pump = Served("--speed", "0")
    context = chromium.new_context(viewport=LARGE)
    context.set_default_timeout(WAIT_MS)
    page = BenchPage(context.new_page(), pump)
    page.open()
    yield page
    context.close()
    pump.end()
    assert page.complaints == []


def lived(page: BenchPage, hours: int, times: int) -> None:
    """So many steps, each with a look of the page's: its charts get a row."""
    for _ in range(times):
        page.order(f"SIM:TIME:ADV {hours} HR")
        page.settled()


def least_percent(page: BenchPage) -> float:
    return page.page.evaluate("bench.pump.ahead.effect[0]")


def test_a_new_pump(story) -> None:
    story.expect_state("IDLE")
    story.page.wait_for_function("() => bench.pump.unstaged !== ''")
    story.shot(NAMES[0])


def test_four_days_of_days_and_nights(story) -> None:
    story.stage("240")
    story.order("PRES:MODE FLEX")
    story.order(NIGHT)
    story.settled()
    expect(story.page.locator(".card.programme")).to_contain_text("100 ug/d")
    story.button("programme", "Commit what is staged").click()
    story.expect_notice("done: PRES:COMM")
    story.refill()
    story.attest_and_start()
    lived(story, 2, 48)
    rates = story.page.evaluate("[...new Set(bench.pump.series.rate.columns[1])]")
    assert len(rates) >= 2
    expect(story.page.locator(".card.now")).to_contain_text("therapy runs")
    story.shot(NAMES[1])


def test_the_power_goes_and_the_interval_stays_honest(story) -> None:
    story.order("SIM:POW:CYCL 30 MIN")
    lived(story, 1, 1)
    least, most = story.interval_ml()
    true_ml = story.page.evaluate("bench.pump.truth.pumped") / 1e6
    assert least - 0.001 <= true_ml <= most + 0.001
    expect(story.page.locator(".lane")).to_contain_text("RESET")
    story.shot(NAMES[2])


def test_a_stall_and_what_becomes_of_the_effect(story) -> None:
    story.order("SIM:FAUL:INJ STALL,ON")
    lived(story, 2, 18)
    expect(story.page.locator(".lane")).to_contain_text("MOTOR_STALL")
    expect(story.page.locator(".lane")).to_contain_text("WITHDRAWAL")
    story.page.wait_for_function("() => bench.pump.ahead.effect[0] < 80")
    story.shot(NAMES[3])


def test_the_same_on_a_small_dark_screen(story) -> None:
    story.page.set_viewport_size(SMALL)
    story.page.emulate_media(color_scheme="dark")
    story.page.wait_for_function("() => matchMedia('(prefers-color-scheme: dark)').matches")
    story.shot(NAMES[4])
    assert sum((SHOTS / f"{name}.png").exists() for name in NAMES) == len(NAMES)
    assert all((SHOTS / f"{name}.png").stat().st_size <= MOST_BYTES for name in NAMES)


def test_a_picture_keeps_its_colours(story) -> None:
    many = bytes(value for at in range(64 * 64) for value in (at % 256, at // 16, 9, 255))
    few = bytes([10, 20, 30, 255]) * 100 + bytes([200, 100, 50, 255]) * 28
    for rgba, width, off in ((few, 16, 0), (many, 64, 31)):
        found = story.pixels(indexed(rgba, width))
        assert len(found) == len(rgba)
        assert max(abs(a - b) for a, b in zip(found, rgba, strict=True)) <= off
