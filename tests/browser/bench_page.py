"""The bench page as a person uses it: by what stands on it."""

import re

from playwright.sync_api import Page, expect

from tests.browser.browser import SHOTS, Served


class BenchPage:
    """One page on a served pump. `complaints`: what its console said was wrong."""

    def __init__(self, page: Page, served: Served) -> None:
        self.page = page
        self.served = served
        self.complaints: list[str] = []
        page.on("console", lambda said: self._said(said.type, said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _said(self, kind: str, text: str) -> None:
        expected = "WebSocket connection to" in text  # of a server that the test has ended
        if kind in ("error", "warning") and not expected:
            self.complaints.append(text)

    def open(self) -> None:
        """Up to the first picture."""
        self.page.goto(self.served.address)
        self.page.wait_for_selector("body[data-drawn]")

    def expect_state(self, word: str) -> None:
        expect(self.page.locator("#state")).to_have_text(word)

    def expect_notice(self, text: str) -> None:
        expect(self.page.locator("#notices li").filter(has_text=text).first).to_be_visible()

    def button(self, card: str, name: str):
        return self.page.locator(f".card.{card}").get_by_role("button", name=name, exact=True)

    def field(self, card: str, label: str):
        return self.page.locator(f".card.{card}").get_by_label(label)

    def sent(self, line: str) -> None:
        """A line in the console."""
        self.page.fill("#scpi", line)
        self.page.press("#scpi", "Enter")

    def typed(self, line: str) -> None:
        """A line in the console, and its answer."""
        before = self.page.locator(".traffic li").count()
        self.sent(line)
        expect(self.page.locator(".traffic li").nth(before + 1)).to_be_visible()

    def last_answer(self) -> str:
        return self.page.locator(".traffic li[data-kind=in]").last.inner_text()

    def programme(self, ug_a_day: str = "240") -> None:
        """Staged from the form, committed by its digest."""
        self.page.get_by_text("Stage another").click()
        self.page.get_by_label("rate of segment 1").fill(ug_a_day)
        self.button("programme", "Stage it").click()
        self.button("programme", "Commit what is staged").click()
        self.expect_notice("done: PRES:COMM")

    def refill(self) -> None:
        """The guided operation of a pump that was never filled, up to its start."""
        self.button("refill", "Stop for maintenance").click()
        self.button("refill", "It was never filled").click()
        self.button("refill", "It was filled so").click()
        self.button("refill", "Attest that").click()

    def run_therapy(self) -> None:
        """From a new pump to one that runs."""
        self.programme()
        self.refill()
        self.page.get_by_text("Before the first start").click()
        self.field("programme", "daily dose that ran before").fill("240")
        self.button("programme", "Therapy continues from another pump").click()
        self.expect_notice("done: PRES:HIST")
        self.button("orders", "Start").click()
        self.expect_state("RUN")

    def interval_ml(self) -> tuple[float, float]:
        """What was delivered, as it stands there."""
        found = [
            re.match(r"[0-9.]+", self.page.locator(f".end.{end}").inner_text())
            for end in ("least", "most")
        ]
        least, most = (float(each[0]) for each in found if each)
        return least, most

    def shot(self, name: str) -> None:
        """A picture for who reads docs/bench_page.md, and among CI's artefacts."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.evaluate("scrollTo(0, 0)")
        self.page.screenshot(path=SHOTS / f"{name}.png")
