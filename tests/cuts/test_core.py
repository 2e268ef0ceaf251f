"""A share of the power cuts of the whole firmware, and that they notice what is wrong.

A share of the first cuts (tests/share.py); where such a cut leaves what no other one did, a share
of these recoveries is cut again, at each of its writes. `make cuts` does all of it.
"""

import pytest

from pump.core import power_on
from pump.core.motion.ledger import Ledger
from pump.core.restart import Restarts
from pump.core.therapy.bolus import Bolus
from pump.store.journal import Log
from tests.cuts import core, scenario
from tests.share import share

OPERATIONS = {
    "ring record",
    "ring header",
    "ring erase",
    "littlefs program",
    "littlefs erase",
    "no write",
}

LEAST_CUTS = 1_000


@pytest.mark.req("C-07")
def test_after_every_cut_the_pump_goes_on():
    cuts = core.Cuts(core.Plan(every=share("CORE_CUTS"), every_again=share("CORE_CUTS_AGAIN")))
    table = cuts.run()
    assert list(cuts.messages()) == []
    assert set(table.places) == OPERATIONS
    assert {operation for operation, times, _ in table.cuts if times != "once"} <= OPERATIONS
    assert table.total() > LEAST_CUTS


def settled_by_nothing(self):
    self.intent = 0
    self._slack += 3


def never_over(self, ahead_ms):
    """The bolus runs on after power-on."""


def not_written(self, image):
    return True


def not_followed(pump):
    """The text that was stored without an image stays unseen."""


def forgotten(self):
    """No reset is reported."""


@pytest.mark.parametrize(
    "room, name, wrong, message",
    [
        (Ledger, "power_on", settled_by_nothing, "outside"),
        (Bolus, "cut", never_over, "bolus"),
        (Log, "keep", not_written, "boots"),
        (power_on, "apply_pending", not_followed, "prescription"),
        (Restarts, "reset", forgotten, "reset"),
    ],
)
def test_what_is_wrong_is_noticed(monkeypatch, room, name, wrong, message):
    monkeypatch.setattr(room, name, wrong)
    phases = (scenario.begins, scenario.boluses, scenario.changes)
    cuts = core.Cuts(core.Plan(every=31, again=0, phases=phases))
    cuts.run()
    assert any(message in line for line in cuts.messages())
