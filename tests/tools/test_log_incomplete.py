"""A log with a hole is told as one: by the line in its place, by verify-log, by log download."""

import json

from pump.core import events
from tests.tools.pumpctl_wire import Wire, call, running
from tools.pumpctl.recount import _WORDS


def test_every_line_that_the_firmware_writes_is_known() -> None:
    written = {row[0] for row in events.TABLE.values()} | {"ALARM", "FIRMWARE_FAULT"}
    assert written == set(_WORDS)


def test_a_download_through_which_the_log_failed_is_incomplete(tmp_path) -> None:
    bench = running()
    wire = Wire(bench)
    file = tmp_path / "pump.log"

    def pumpctl(*arguments):
        return call(wire, *arguments, keys=tmp_path / "keys.toml")

    assert pumpctl("log", "download", str(file)).exit_code == 0
    bench.exchange("SIM:TIME:ADV 1 HR;:SIM:FAUL:INJ events_fail;:DEL:BOL 10 UG,10 MIN,CONFIRM")
    bench.exchange("SIM:TIME:ADV 1 HR;:DEL:STOP OTHER;:DEL:STAR;:SIM:FAUL:CLE;:SIM:TIME:ADV 1 HR")
    done = pumpctl("log", "download", str(file))
    assert done.exit_code == 1
    assert "incomplete: " in done.output
    done = pumpctl("--json", "verify-log", str(file))
    assert done.exit_code == 1
    report = json.loads(done.stdout)
    assert not report["sound"]
    assert [note["text"][:11] for note in report["differs"]] == ["incomplete:"]
