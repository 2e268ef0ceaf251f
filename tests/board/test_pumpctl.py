"""pumpctl on an emulated board: signed orders over a pseudo-terminal, from who are you to stop."""

import subprocess
import sys
from pathlib import Path

from tests.board.test_deploy import IMAGES
from tests.house.files import ROOT
from tools.pumpctl import Amount, Programme, Pump, Segment

TIMEOUT_S = 8.0  # the emulator is slower than a chip where the machine is busy
DAY = Programme(
    "baclofen",
    Amount.read("500 UG/ML", "concentration"),
    "CONS",
    (Segment("00:00", Amount.read("240 UG/D", "drug per time")),),
    {"bolus": Amount.read("50 UG", "drug")},
)


def test_a_board_is_programmed_started_and_stopped(tmp_path: Path) -> None:
    pty = tmp_path / "pico"
    command = [sys.executable, "-m", "host_sim.pico", "serve", IMAGES / "firmware.uf2"]
    with subprocess.Popen(
        [*command, "--pty", pty], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == "ready\n"
        try:
            drive(str(pty), tmp_path / "keys.toml")
        finally:
            server.terminate()
            server.wait(10)


def drive(port: str, keys: Path) -> None:
    with Pump.at(port, keys, TIMEOUT_S) as pump:
        assert pump.identity.serial.startswith("BENCH")
        assert pump.state() == "IDLE"
        pump.reservoir.fill("18 ML", "500 UG/ML")
        pump.prescription.commit(pump.prescription.stage(DAY))
        pump.therapy.start()
        pump.therapy.bolus("5 UG")
        assert pump.state() == "RUN"
        total = pump.therapy.volume_total()
        assert total is not None
        assert total.most_nl - total.least_nl <= 2_000  # a quantum of 1 ug
        ends = pump.log.ends()
        lines = b"".join(pump.log.lines(ends.first, ends.last))
        assert b" START " in lines and b" BOLUS " in lines
        pump.therapy.stop("MAINTENANCE")
        assert pump.state() == "STOP"
