"""The page over Web Serial: a stand-in for navigator.serial that speaks to a pump's pty.

The pump is the image on the emulated Pico where one was built (`make uf2`), which CI does, and a
served simulator's pty.
"""

import base64
import os
import select
import subprocess
import sys
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.bench_page import BenchPage
from tests.browser.browser import ROOT, WAIT_MS

IMAGE = ROOT / "build/rp2040_pico/firmware.uf2"
STAND_IN = """
(() => {
    const port = {
        async open() {
            await serialOpen();
            this.readable = new ReadableStream({
                async pull(controller) {
                    const text = await serialRead();
                    controller.enqueue(Uint8Array.from(atob(text), (each) => each.charCodeAt(0)));
                },
            });
            this.writable = new WritableStream({
                write: (chunk) => serialWrite(btoa(String.fromCharCode(...chunk))),
            });
        },
        async close() {},
    };
    const serial = { requestPort: async () => port, getPorts: async () => [port] };
    Object.defineProperty(navigator, "serial", { value: serial });
})();
"""


class Wire:
    """The pty's end that the browser holds."""

    def __init__(self, pty: Path) -> None:
        self._pty = pty
        self._end = -1

    def open(self) -> None:
        if self._end < 0:
            self._end = os.open(self._pty, os.O_RDWR | os.O_NOCTTY)
            tty.setraw(self._end)

    def read(self) -> str:
        """What has come within a moment, in base 64: the page asks again."""
        ready, _, _ = select.select([self._end], [], [], 0.02)
        return base64.b64encode(os.read(self._end, 4096) if ready else b"").decode()

    def write(self, text: str) -> None:
        os.write(self._end, base64.b64decode(text))

    def close(self) -> None:
        os.close(self._end)


def started(*call: str, pty: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-m", *call, "--pty", str(pty)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if "ready" in line:
            break
    return process


@pytest.fixture(params=["simulator", "pico"])
def wire(request, tmp_path) -> Iterator[Wire]:
    pty = tmp_path / "pump"
    if request.param == "pico":
        if not IMAGE.exists():
            pytest.skip("no image is built: make uf2")
        process = started("host_sim.pico", "serve", str(IMAGE), pty=pty)
    else:
        process = started("host_sim", "serve", pty=pty)
    wire = Wire(pty)
    yield wire
    wire.close()
    process.terminate()
    process.communicate()


def test_a_board_is_watched_and_stopped(chromium, served, wire) -> None:
    context = chromium.new_context()
    context.set_default_timeout(WAIT_MS)
    page = context.new_page()
    page.expose_function("serialOpen", wire.open)
    page.expose_function("serialRead", wire.read)
    page.expose_function("serialWrite", wire.write)
    page.add_init_script(STAND_IN)
    bench = BenchPage(page, served)
    bench.open()
    page.get_by_role("button", name="Connect a board").click()
    page.wait_for_url("**#serial")
    page.wait_for_selector("body[data-drawn]")
    expect(page.locator("#state")).to_have_text("IDLE")
    simulated = "SIM" in page.locator(".card.keys").inner_text()
    assert page.locator(".card.bench").is_visible() == simulated
    page.locator("#stop").click()
    bench.expect_notice("stopped: OTHER")
    context.close()
