"""battery, minrate, observed, and what phase says of an observation."""

from decimal import Decimal

import pytest

from tests.tools.pumpctl_peer import Peer
from tools.pumpctl import Keys, Pump


@pytest.fixture
def peer():
    return Peer()


@pytest.fixture
def pump(peer, tmp_path):
    return Pump(peer, Keys(tmp_path / "keys.toml"))


@pytest.mark.req("FI-26")
def test_a_battery_is_told_with_what_took_its_charge(pump):
    now = pump.battery.now()
    assert (now.volts, now.charge_percent, now.days) == (Decimal("2.951"), Decimal("87.5"), 1800)
    assert (now.calendar, now.spent.lines_uah) == (False, 167)


def test_what_nobody_knows_of_it_is_none(pump, peer):
    for header in ("VOLT?", "CHAR?", "LIFE?", "LEDG?"):
        peer.answers["BATT:" + header] = "9.91E37"
    now = pump.battery.now()
    assert (now.volts, now.charge_percent, now.days, now.spent) == (None, None, None, None)


@pytest.mark.req("S17")
def test_an_observation_is_told_until_a_person_ends_it(pump, peer):
    told = pump.phases.observation()
    assert (told.change, told.left_min) == ("FILL", 1350)
    pump.phases.observed()
    assert peer.done[-1] == ("THER:OBS:END", "OPERATE")
    peer.answers["THER:OBS?"] = "NONE"
    assert pump.phases.observation() is None


def test_the_least_flow_is_an_order_of_an_operator(pump, peer):
    pump.therapy.least_flow()
    assert peer.done[-1] == ("DEL:MINR", "OPERATE")
