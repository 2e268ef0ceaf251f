"""A page that is left open: what of the machine's memory it holds, day after day.

A share of the year in the suite; all of it, with its figures: make browser-year.
"""

import os

from tests.browser.browser import WAIT_MS

DAYS = int(os.environ.get("CISTERNA_PAGE_DAYS", "10"))
MOST_MB = 100
REFILL_EVERY = 30  # days, and a look at the memory
# The page asks as fast as it is answered, not after a pause: so a day holds more than one look.
NO_PAUSE = """{
    const later = window.setTimeout;
    window.setTimeout = (work, ms, ...more) => later(work, ms === 150 ? 0 : ms, ...more);
}"""
STARTED = """async () => {
    const { exchange } = bench, heard = exchange.onTraffic;
    window.lines = 0;
    exchange.onTraffic = (kind, text) => {
        window.lines += 1;
        heard(kind, text);
    };
    await exchange.setting('PRES:DRUG "baclofen";CONC 500 UG/ML;MODE FLEX');
    await exchange.setting('PRES:SEGM1:STAR "00:00";RATE 240 UG/D');
    await exchange.setting('PRES:SEGM2:STAR "22:00";RATE 10 UL/HR');
    const [[digest]] = await exchange.ask("PRES:DIG?");
    await exchange.order("PRESCRIBE", `PRES:COMM ${digest}`);
    await exchange.order("PRESCRIBE", "RES:FILL 18 ML,500 UG/ML");
    await exchange.order("PRESCRIBE", "CATH:CONT 500 UG/ML,CONFIRM");
    await exchange.order("PRESCRIBE", "PRES:HIST CONT,240 UG/D");
    await exchange.order("OPERATE", "DEL:STAR");
}"""
A_DAY = "async () => { await bench.exchange.setting('SIM:TIME:ADV 1 D'); }"
A_REFILL = """async () => {
    await bench.exchange.stop("MAINTENANCE");
    await bench.exchange.order("PRESCRIBE", "RES:FILL 18 ML,500 UG/ML");
    await bench.exchange.order("OPERATE", "DEL:STAR");
}"""
LINES_A_DAY = 60  # sent and heard at least: some five looks
LOOKED = "(lines) => window.lines >= lines"
SHOWN = "(logged) => bench.pump.log.length > 0 && bench.pump.now.logged >= logged"
MEASURED = "async () => (await performance.measureUserAgentSpecificMemory()).bytes"


class Memory:
    """What a page holds, with its worker and the pump in it, garbage swept out."""

    def __init__(self, page) -> None:
        self._page = page
        self._tools = page.context.new_cdp_session(page)
        self._tools.send("Performance.enable")

    def figures(self) -> dict[str, int]:
        """Bytes: `heap` is the page's own, `all` with its worker. How many elements, listeners, and
        lines that went over the link."""
        self._tools.send("HeapProfiler.collectGarbage")
        told = self._tools.send("Performance.getMetrics")["metrics"]
        by_name = {each["name"]: int(each["value"]) for each in told}
        return {
            "heap": by_name["JSHeapUsedSize"],
            "all": self._page.evaluate(MEASURED),
            "lines": self._page.evaluate("lines"),
            "elements": by_name["Nodes"],
            "listeners": by_name["JSEventListeners"],
        }


def test_a_page_that_is_left_open_stays_small(chromium, offered) -> None:
    context = chromium.new_context(viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(WAIT_MS)
    page = context.new_page()
    page.add_init_script(NO_PAUSE)
    page.goto(offered + "#still")
    page.wait_for_selector("body[data-drawn]")
    memory = Memory(page)
    page.evaluate(STARTED)
    told = {0: memory.figures()}
    for day in range(1, DAYS + 1):
        page.evaluate(A_DAY)
        if day % REFILL_EVERY == 0:
            page.evaluate(A_REFILL)
        logged = int(page.evaluate("async () => (await bench.exchange.ask('LOG:COUN?'))[0][0]"))
        page.wait_for_function(SHOWN, arg=logged)
        page.wait_for_function(LOOKED, arg=page.evaluate("lines") + LINES_A_DAY)
        if day % REFILL_EVERY == 0 or day == DAYS:
            told[day] = memory.figures()
            print(f"day {day}: {told[day]}")
    assert page.inner_text("#state") == "RUN"
    assert all(each["all"] < MOST_MB * 1e6 for each in told.values()), told
    context.close()
