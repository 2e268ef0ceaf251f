"""A served pump, a browser, a page: each test has its own of what it changes."""

from collections.abc import Iterator

import pytest

from tests.browser.browser import ARGUMENTS, WAIT_MS, Served, found, lacks

WHY_NOT = lacks()
collect_ignore_glob = ["test_*.py"] if WHY_NOT else []


def pytest_report_header() -> str:
    return f"tests/browser: {WHY_NOT or 'in a real browser'}"


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    if WHY_NOT:
        pytest.skip(WHY_NOT)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found(), args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def served() -> Iterator[Served]:
    """A new pump, at the speed of the clock."""
    pump = Served("--speed", "1")
    yield pump
    pump.end()


@pytest.fixture
def page(chromium, served):
    """A page on it, drawn; what the browser complains of is a failure at the end."""
    from tests.browser.bench_page import BenchPage

    context = chromium.new_context(viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(WAIT_MS)
    opened = BenchPage(context.new_page(), served)
    opened.open()
    yield opened
    context.close()
    assert opened.complaints == []


@pytest.fixture
def lossy(chromium, served):
    """A page, and who stands between it and the pump."""
    from tests.browser.bench_page import BenchPage
    from tests.browser.meddler import Meddler

    context = chromium.new_context(viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(WAIT_MS)
    meddler = Meddler(context)
    opened = BenchPage(context.new_page(), served)
    opened.open()
    yield opened, meddler
    context.close()
    assert opened.complaints == []


@pytest.fixture(scope="session")
def offered(tmp_path_factory) -> Iterator[str]:
    """The address of the page without a server."""
    from tests.browser.offered import Offered

    offer = Offered(tmp_path_factory.mktemp("static") / "page")
    yield offer.address
    offer.end()


@pytest.fixture
def alone(chromium, offered):
    """A page that runs its own pump, its time standing still."""
    context = chromium.new_context(viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(WAIT_MS)
    page = context.new_page()
    page.goto(offered + "#still")
    page.wait_for_selector("body[data-drawn]")
    yield page
    context.close()
