"""What a record asks of a pump, and what it writes."""

import pytest

from tests.tools.pumpctl_call import Call
from tools.pumpctl import Keys, Pump
from tools.pumpctl.commands.record import followed


@pytest.fixture
def call(tmp_path):
    return Call(tmp_path)


class Clock:
    """This computer's, as far as a record sees it: questions take 4 ms, sleeping none."""

    def __init__(self):
        self.ms = 1_000

    def now(self):
        self.ms += 2
        return self.ms

    def pause(self, seconds):
        self.ms += round(seconds * 1000)


def test_a_record_asks_at_even_moments_and_tells_when_it_was_answered(call, tmp_path):
    clock = Clock()
    path = tmp_path / "a.csv"
    with Pump(call.peer, Keys(tmp_path / "keys.toml")) as pump, path.open("w") as out:
        assert followed(pump, out, 30_000, 90_000, clock.now, clock.pause) == 4
    rows = path.read_text().splitlines()
    assert rows[0] == "ms,least_nl,most_nl" and rows[1].endswith(",1500000,1501000")
    moments = [int(row.split(",")[0]) for row in rows[1:]]
    assert all(0 <= at - 30_000 * number < 20 for number, at in enumerate(moments))


def test_a_record_is_a_new_file_and_a_pump_without_a_past_has_none(call, tmp_path):
    path = str(tmp_path / "a.csv")
    asked = ["record", path, "--for", "0.001 S", "--every", "0.001 S"]
    assert call(*asked).exit_code == 0
    again = call(*asked)
    assert again.exit_code == 2 and "not there yet" in again.stderr
    assert call("record", path + "b", "--for", "1 S", "--every", "2 S").exit_code == 2
    call.peer.answers["DEL:VOL:TOT?"] = "9.91E37,9.91E37"
    lost = call("record", path + "c", "--for", "0.001 S", "--every", "0.001 S")
    assert lost.exit_code == 2 and "counts nothing to follow" in " ".join(lost.stderr.split())


def test_ctrl_c_keeps_what_was_told(call, tmp_path):
    def interrupted(_seconds):
        raise KeyboardInterrupt

    path = tmp_path / "a.csv"
    with Pump(call.peer, Keys(tmp_path / "keys.toml")) as pump, path.open("w") as out:
        assert followed(pump, out, 30_000, 90_000, Clock().now, interrupted) == 1
    assert len(path.read_text().splitlines()) == 2
