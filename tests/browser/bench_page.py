"""The bench page as a person uses it: by what stands on it."""

import base64
import re

from playwright.sync_api import Page, expect

from tests.browser.browser import SHOTS, Served
from tools.browser.pictures import indexed

PIXELS = """async (text) => {
    const image = new Image();
    image.src = `data:image/png;base64,${text}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height), drawn = canvas.getContext("2d");
    drawn.drawImage(image, 0, 0);
    const { data } = drawn.getImageData(0, 0, image.width, image.height), parts = [];
    for (let at = 0; at < data.length; at += 30000) {
        parts.push(String.fromCharCode(...data.subarray(at, at + 30000)));
    }
    return btoa(parts.join(""));
}"""


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

    def expect_notice(self, text: "str | re.Pattern[str]") -> None:
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

    def order(self, line: str) -> None:
        """What needs no right, and its end: no notice is left."""
        self.page.evaluate("(line) => bench.exchange.setting(line)", line)

    def settled(self) -> None:
        """The page has looked at the pump since."""
        self.page.evaluate("bench.pump.look()")
        rows = self.page.evaluate("bench.pump.series.effect.length")
        self.page.wait_for_function("(rows) => bench.pump.series.effect.length > rows", arg=rows)

    def stage(self, ug_a_day: str) -> None:
        """From the form."""
        self.page.get_by_text("Stage another").click()
        self.page.get_by_label("rate of segment 1").fill(ug_a_day)
        self.button("programme", "Stage it").click()
        self.expect_notice("done: PRES:SEGM1")

    def programme(self, ug_a_day: str = "240") -> None:
        """Staged from the form, committed by its digest."""
        self.stage(ug_a_day)
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
        self.attest_and_start()

    def attest_and_start(self) -> None:
        """What came before the first start, and that."""
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
        """A picture for who reads docs/bench_page.md, and among CI's artefacts; no notice on it."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.evaluate("document.querySelectorAll('#notices button').forEach((x) => x.click())")
        self.page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
        picture = self.page.screenshot()
        rgba = self.pixels(picture)
        viewport = self.page.viewport_size
        assert viewport is not None
        (SHOTS / f"{name}.png").write_bytes(indexed(rgba, viewport["width"]))

    def pixels(self, png: bytes) -> bytes:
        """Red, green, blue and how opaque, of each, as the browser reads that picture."""
        found = self.page.evaluate(PIXELS, base64.b64encode(png).decode())
        return base64.b64decode(found)
