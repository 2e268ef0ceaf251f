"""firmware update and rollback tell what became of the order, whatever becomes of the answer."""

from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from tests.tools.pumpctl_commands import run
from tools.pumpctl.client.trouble import LINE, UNKNOWN, UNSHOWN, LinkLost
from tools.pumpctl.commands import firmware

SENT = SimpleNamespace(slot="b", sent=["a.mpy"], sent_bytes=7)
CALLS = {"rollback": ["firmware", "rollback"], "update": ["firmware", "update", "pump.set"]}


@pytest.fixture(autouse=True)
def board(monkeypatch):
    """A board that takes both, and answers as a pump afterwards."""

    @contextmanager
    def console(_context, _keys):
        yield None

    monkeypatch.setattr(firmware, "_console", console)
    monkeypatch.setattr(firmware, "opened", lambda _file: None)
    monkeypatch.setattr(firmware, "looked_at", lambda _console: None)
    monkeypatch.setattr(firmware, "send", lambda *_: SENT)
    monkeypatch.setattr(firmware, "roll_back", lambda _console: "b")
    monkeypatch.setattr(firmware, "identity", lambda _port: "CISTERNA,CISTERNA-20,SIM,0.1.0")


@pytest.mark.parametrize("name", CALLS)
def test_an_answer_that_cannot_be_shown_is_5(monkeypatch, tmp_path, name):
    with open("/dev/full", "w", encoding="utf-8") as full:
        code, err = run(CALLS[name], lambda *_: None, monkeypatch, full, tmp_path)
    assert code == UNSHOWN
    assert f"carried out was {name}" in err


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize(
    "fault, wanted", [(LinkLost("gone", "next"), LINE), (KeyError(1), UNKNOWN)]
)
def test_what_breaks_it_says_what_is_known(monkeypatch, tmp_path, name, fault, wanted):
    def fails(*_):
        raise fault

    monkeypatch.setattr(firmware, "send", fails)
    monkeypatch.setattr(firmware, "roll_back", fails)
    with open("/dev/null", "w", encoding="utf-8") as out:
        code, err = run(CALLS[name], lambda *_: None, monkeypatch, out, tmp_path)
    assert code == wanted, err
