"""Pages beside each other: a stop ahead of all, orders in one second, a page that does not read."""

from websockets.sync.client import connect

from tests.browser.bench_page import BenchPage
from tests.browser.browser import WAIT_MS, Served
from tests.browser.lived import LIVED, WHOLE_LOG

ASKED_AND_STOPPED = """() => {
    const { exchange } = bench;
    for (let at = 0; at < 50; at++) exchange.ask("SYST:HELP:HEAD?").catch(() => {});
    for (let at = 0; at < 5; at++) exchange.order("OPERATE", "DEL:SUSP 1 HR").catch(() => {});
    document.getElementById("stop").click();
}"""
ATTESTED = """(list) => {
    const attest = (items) => bench.exchange.order("OPERATE", `LOG:ATT ${list},${items}`);
    const orders = [1, 2, 4, 8, 16].map(attest);
    window.attested = Promise.all(orders).then((replies) => replies.length);
}"""
DROPPED = "async () => Number((await bench.exchange.ask('SYST:COMM:DROP?'))[0][0]) > 0"
QUESTIONS = 3000  # some 20 MB of answers: more than the sockets on their way hold


def test_a_stop_goes_ahead_of_all_that_waits(lossy) -> None:
    page, meddler = lossy
    page.run_therapy()
    page.typed("SIM:TIME:SCAL 0")
    before = len(meddler.said)
    page.page.evaluate(ASKED_AND_STOPPED)
    page.expect_state("STOP")
    page.page.wait_for_function("() => bench.pump.log.some((line) => line.includes(' STOP '))")
    waited = [line for line in meddler.said[before:] if "HELP" in line or "SUSP" in line]
    at = next(at for at, line in enumerate(meddler.said) if "DEL:STOP" in line)
    assert len(waited) > 10
    assert sum("HELP" in line for line in meddler.said[before:at]) <= 1
    assert not any("SUSP" in line for line in meddler.said[before:at])


def test_orders_of_two_pages_in_one_second_are_each_done_once(chromium, page) -> None:
    context = chromium.new_context()
    context.set_default_timeout(WAIT_MS)
    other = BenchPage(context.new_page(), page.served)
    other.open()
    page.page.evaluate(ATTESTED, "REF")
    other.page.evaluate(ATTESTED, "STAR")
    assert page.page.evaluate("attested") == 5
    assert other.page.evaluate("attested") == 5
    lines = [line for line in page.page.evaluate(WHOLE_LOG) if " ATTEST " in line]
    assert len(lines) == len(set(lines)) == 10
    for number in (1, 2):
        assert sum(f" list={number} " in line for line in lines) == 5
    context.close()


def test_a_page_that_does_not_read_changes_nothing_of_therapy(chromium) -> None:
    """The pump's own times: what it logs is the same, with their moments, line by line."""
    lived = []
    for stuck in (False, True):
        pump = Served("--speed", "0")
        context = chromium.new_context()
        context.set_default_timeout(WAIT_MS)
        page = BenchPage(context.new_page(), pump)
        page.open()
        line = pump.address.replace("http", "ws") + "line"
        origin = pump.address.split("/", 3)[:3]
        with connect(line, origin="/".join(origin), compression=None, max_queue=1) as silent:
            for _ in range(QUESTIONS if stuck else 0):
                silent.send("SYST:HELP:HEAD?\n")
            if stuck:
                page.page.wait_for_function(DROPPED)
            total, _, _ = page.page.evaluate(LIVED)
            lived.append([total, *page.page.evaluate(WHOLE_LOG)])
        context.close()
        pump.end()
    assert lived[0] == lived[1]
    assert len(lived[0]) > 20
