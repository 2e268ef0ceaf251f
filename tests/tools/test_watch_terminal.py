"""`pumpctl status --watch` on a terminal, and as lines of JSON: each wait is a second more, the
last one is Ctrl-C."""

import io
import json
import threading

import pytest
from rich.console import Console

from tests.tools.pumpctl_call import Call
from tests.tools.watch_port import Port, Seconds
from tests.tools.watch_views import AT
from tools.pumpctl import Keys, Mistake, Pump, Silence
from tools.pumpctl.commands import query
from tools.pumpctl.commands.query import streamed, watched
from tools.pumpctl.watcher import EVERY_S, HostClock
from tools.schemas.models import adapter

TEXT = {"TERM": "xterm-256color"}


@pytest.fixture
def port():
    return Port()


@pytest.fixture
def pump(port, tmp_path):
    return Pump(port, Keys(tmp_path / "keys.toml"))


@pytest.fixture
def clock():
    return Seconds()


def nothing():
    """A second in which nothing happens."""


# On the terminal ---------------------------------------------------------------------------------


def terminal(**size):
    file = io.StringIO()
    return Console(file=file, force_terminal=True, _environ=TEXT, **({"width": 100} | size))


def test_it_draws_each_second_until_it_is_ended_and_leaves_the_last_picture(pump, port):
    def fill(state):
        port.state = state

    clock = Seconds(lambda: fill("RUN"), nothing, lambda: fill("STOP"))
    out = terminal(height=30)
    watched(pump, out, clock.host(), redraws_by_itself=False)
    assert clock.waits == [EVERY_S] * 4
    drawn, _, left = out.file.getvalue().partition("\x1b[?1049l")
    assert drawn.startswith("\x1b[?1049h")  # the alternate screen: what stood there comes back
    assert drawn.index(" IDLE ") < drawn.index(" RUN ") < drawn.index(" STOP ")
    assert " STOP " in left
    assert " RUN " not in left


def test_it_follows_the_size_of_the_terminal(pump):
    out = terminal(width=60, height=24)

    def resize():
        out.width, out.height = 160, 12

    watched(pump, out, Seconds(resize).host(), redraws_by_itself=False)
    left = out.file.getvalue().rpartition("\x1b[?1049l")[2]
    assert "│" in left


def test_an_outage_is_drawn_and_ends(pump, port):
    def lose(count):
        port.lose = count

    clock = Seconds(lambda: lose(99), nothing, lambda: lose(0), nothing)
    out = terminal(height=24)
    watched(pump, out, clock.host(), redraws_by_itself=False)
    text = out.file.getvalue()
    assert "STALE" in text
    assert "1 s old" in text
    assert "tried once, goes on: the pump does not answer" in text
    assert "tried 2 times" in text
    assert "STALE" not in text.rpartition("\x1b[?1049l")[2]


def test_while_an_answer_is_waited_for_its_age_is_drawn(pump):
    stale = threading.Event()

    class File(io.StringIO):
        def write(self, text):
            if "STALE" in text:
                stale.set()
            return super().write(text)

    clock = Seconds()

    def pause(_seconds):
        clock.now_s = 42.0  # the pump is slow: nobody looks meanwhile, and nobody draws but Live
        assert stale.wait(60)
        raise KeyboardInterrupt

    out = Console(file=File(), force_terminal=True, _environ=TEXT, width=80, height=24)
    watched(pump, out, HostClock(lambda: clock.now_s, lambda: AT, pause))
    assert "waiting for the answer" in out.file.getvalue()


def test_without_a_first_answer_nothing_is_drawn(pump, port, clock):
    port.lose = 99
    out = terminal()
    with pytest.raises(Silence):
        watched(pump, out, clock.host(), redraws_by_itself=False)
    assert out.file.getvalue() == ""


@pytest.mark.parametrize("term", ["dumb", "unknown"])
def test_a_terminal_that_cannot_be_drawn_over_is_told(term):
    out = Console(file=io.StringIO(), force_terminal=True, _environ={"TERM": term})
    with pytest.raises(Mistake, match="--watch draws on a terminal"):
        query._needs_terminal(out)


def test_without_a_terminal_it_says_what_to_do_instead(tmp_path):
    done = Call(tmp_path)("status", "--watch")
    assert done.exit_code == 2
    assert "--watch draws on a terminal" in done.stderr
    assert "next: pumpctl status" in done.stderr


# As lines of JSON --------------------------------------------------------------------------------


def test_with_json_each_look_is_an_object_a_line_and_so_is_a_failure(pump, port, capsys):
    def lose(count):
        port.lose = count

    clock = Seconds(nothing, lambda: lose(99), lambda: lose(0))
    streamed(pump, clock.host())
    lines = capsys.readouterr().out.splitlines()
    found = [json.loads(line) for line in lines]
    assert [each.get("state", each.get("error")) for each in found] == ["IDLE", "IDLE", 3, "IDLE"]
    assert found[2]["next"]
    for line in lines:
        adapter("status").validate_json(line)
    assert clock.waits == [EVERY_S] * 4


def test_the_command_streams_where_both_are_asked_for(tmp_path, monkeypatch):
    monkeypatch.setattr(query, "HostClock", Seconds(nothing).host)
    done = Call(tmp_path)("status", "--watch", "--json")
    assert done.exit_code == 0
    assert [json.loads(line)["state"] for line in done.stdout.splitlines()] == ["IDLE"] * 2
