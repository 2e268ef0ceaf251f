"""A line on which bytes come for ever: every call ends, and a stop goes out again and again."""

import io
import itertools
import socket
import threading
from contextlib import suppress

import pytest

from tests.tools.pumpctl_commands import CALLS, run, words, write_files
from tools.pumpctl.client import stopping, transport
from tools.pumpctl.client.transport import TIMEOUT_S, SerialLink
from tools.pumpctl.client.trouble import LINE, UNKNOWN, LinkLost, Uncertain

ALONE = ("ports", "trumpet", "verify-log", "log export", "ampoules", "report")  # no pump's line
ALONE += tuple(name for name in CALLS if name.startswith("plan "))  # with all said
CONSOLE = ("firmware update", "firmware rollback")  # which open the port as a board's console
CHATTER = {
    "no line ever ends": b"x",
    "lines without end": b"noise\n",
    "half replies without end": b"!A 0 ~0000\n",
    "an open quote": b'"\n',
    "a block that never comes": b"#41999",
    "slow": b"x",
}


class Chatter:
    """A port as pyserial makes it, with a clock of its own; `written`: what was sent."""

    def __init__(self, says, each_s):
        self._says = itertools.cycle(says)
        self._each_s = each_s
        self.now_s = 0.0
        self.written = b""
        self.timeout = None

    def open(self):
        pass

    def close(self):
        pass

    def write(self, data):
        self.written += data

    def read(self, wanted):
        if self.timeout:
            self.now_s += self._each_s
        return bytes(itertools.islice(self._says, min(wanted, 4096)))

    def reset_input_buffer(self):
        self.read(1)


@pytest.fixture(params=CHATTER)
def port(request, monkeypatch):
    chatter = Chatter(CHATTER[request.param], 2.9 if request.param == "slow" else 0.01)
    monkeypatch.setattr(transport.serial, "serial_for_url", lambda *_, **__: chatter)
    return chatter


def link(port, url="/dev/ttyACM0"):
    return SerialLink(url, TIMEOUT_S, now_s=lambda: port.now_s)


@pytest.mark.parametrize("name", [name for name in CALLS if name not in ALONE + CONSOLE])
def test_every_command_comes_to_its_end(port, monkeypatch, tmp_path, name):
    write_files(tmp_path)
    out = io.TextIOWrapper(io.BytesIO(), "utf-8")
    code, err = run(words(name), lambda *_: link(port), monkeypatch, out, tmp_path)
    assert code == (UNKNOWN if name == "stop" else LINE), err
    assert "next: " in err
    assert port.now_s < 60


@pytest.mark.parametrize("url", ["/dev/ttyACM0", "socket://127.0.0.1:1"])
def test_a_stop_is_sent_again_until_the_deadline(port, url):
    with pytest.raises(Uncertain, match=r"the stop was sent [2-9] times"):
        stopping.stop(link(port, url), "OTHER", lambda: port.now_s)
    assert 2 <= port.written.count(b"DEL:STOP OTHER\n") <= stopping.TIMES
    assert port.now_s < stopping.DEADLINE_S + TIMEOUT_S + 2


def test_a_stop_whose_port_never_comes_back_ends_with_its_deadline():
    now, sends = [0.0], []

    class Gone:
        def send(self, data):
            sends.append(data)

        def receive(self, _wanted):
            now[0] += 11
            raise LinkLost("gone", "plug it in")

        def reopen(self):
            now[0] += 11

        def forget(self):
            pass

    with pytest.raises(Uncertain, match="the stop was sent 2 times"):
        stopping.stop(Gone(), "OTHER", lambda: now[0])
    assert now[0] == 33  # opened anew once: behind the deadline it is no more


def test_reopening_ends_where_each_try_takes_long(monkeypatch):
    now, pauses = [0.0], []
    port = Chatter(b"x", 0.01)
    monkeypatch.setattr(transport.serial, "serial_for_url", lambda *_, **__: port)
    lost = SerialLink("socket://127.0.0.1:1", TIMEOUT_S, pauses.append, lambda: now[0])

    def opens():
        now[0] += 5
        raise OSError("no route")

    port.open = opens
    with pytest.raises(LinkLost):
        lost.reopen()
    assert now[0] <= 15
    assert len(pauses) < 3


def test_a_real_socket_that_floods_is_left(tmp_path, monkeypatch):
    """pyserial's own way to empty a socket's buffer never comes back from such a peer."""
    listener = socket.create_server(("127.0.0.1", 0))

    def flood():
        with listener.accept()[0] as peer, suppress(OSError):  # the client closes it
            while True:
                peer.sendall(b"noise\n" * 4096)

    thread = threading.Thread(target=flood)
    thread.start()
    now = itertools.count(0, 0.01)
    out = io.TextIOWrapper(io.BytesIO(), "utf-8")
    url = f"socket://127.0.0.1:{listener.getsockname()[1]}"

    def opener(_port, timeout_s):
        return SerialLink(url, timeout_s, now_s=lambda: next(now))

    try:
        code, err = run(["stop"], opener, monkeypatch, out, tmp_path)
    finally:
        thread.join()
        listener.close()
    assert code == UNKNOWN, err
    assert f"the stop was sent {stopping.TIMES} times" in err
