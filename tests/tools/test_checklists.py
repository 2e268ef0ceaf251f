"""Checklists: their items, how they are asked, and what the pump's log has of them."""

import pytest

from pump.core import profile
from pump.core.control.attested import WORDS
from tests.commands.ports import Port
from tests.tools.pumpctl_call import Call, json_of
from tools.pumpctl import checklists
from tools.pumpctl.client.trouble import Mistake
from tools.pumpctl.entries import parse
from tools.pumpctl.recount import Recount

FILLED = ("--withdrawn", "16.4 ML", "--volume", "18 ML", "--concentration", "500 UG/ML")


@pytest.fixture
def call(tmp_path):
    return Call(tmp_path)


def attested(call):
    return [order for order in call.orders() if order.startswith("LOG:ATT")]


# The lists ----------------------------------------------------------------------------------------


def test_the_firmware_counts_the_items_that_there_are():
    assert [len(each.items) for each in checklists.LISTS] == list(profile.CHECKLIST_ITEMS)
    words = [word.rstrip("abcdefghijklmnopqrstuvwxyz") for word in WORDS.split("|")]
    assert [each.word for each in checklists.LISTS] == words
    assert [each.number for each in checklists.LISTS] == [1, 2, 3, 4]


def test_every_item_names_its_lines_and_says_one_thing():
    for of in checklists.LISTS:
        names = [item.name for item in of.items]
        assert len(set(names)) == len(names)
        assert all(item.lines.startswith("L") and item.text.isascii() for item in of.items)


@pytest.mark.parametrize("of", checklists.LISTS, ids=lambda of: of.word)
def test_a_bit_is_an_item_both_ways(of):
    for mask in range(1 << len(of.items)):
        assert of.mask(of.named(mask)) == mask


def test_a_name_that_no_item_has_is_a_mistake():
    with pytest.raises(Mistake, match="no item heat"):
        checklists.REFILL.mask(["aseptic", "heat"])


# The pump -----------------------------------------------------------------------------------------


@pytest.mark.req("S9", "S71")
def test_it_is_a_line_of_the_log_that_outlives_the_power_and_moves_no_volume():
    port = Port()
    port.ask("LOG:ATT REF,63;ATT HOL,0")
    port.bench.power_cycle(60_000)
    port.session = port.bench.turn.session
    assert port.ask("LOG:ATT? REF;ATT? STAR;ATT? HOL").startswith('63,6,"D0 ')
    lines = port.bench.hal.files.read("log.a").decode().splitlines()
    said = [line.split(" #")[0].split(" ", 2)[2] for line in lines if " ATTEST " in line]
    assert said == ["ATTEST list=1 items=63", "ATTEST list=3 items=0"]
    count = Recount(64_000, True)
    for number, line in enumerate(lines[1:], 1):
        entry = parse(line.split(" #")[0])
        assert entry is not None
        count.take(number, entry, None)
    assert count.findings == []
    assert not any("ATTEST" in note.text for note in count.remarks)


# Asked --------------------------------------------------------------------------------------------


@pytest.mark.req("S5", "S9", "S16", "S18")
def test_a_refill_asks_each_item_before_the_fill_and_logs_them_behind_it(call):
    done = call("refill", *FILLED, typed="y\ny\n\nno\nyes\ny\ny\n")
    assert done.exit_code == 0, done.output
    assert call.orders()[-2:] == ["RES:FILL 18 ML,500 UG/ML", "LOG:ATT REF,51"]
    assert "4 of 6 attested; not attested: inspected unsterilized; in the pump's log" in done.stdout
    assert "No particulate matter" in done.stderr


@pytest.mark.parametrize(
    "given, mask", [("all", 63), ("none", 0), ("aseptic, inspected", 6), ("port", 32)]
)
def test_a_script_says_it_beforehand(call, given, mask):
    done = call("refill", *FILLED, "--yes", "--json", "--attest", given)
    assert attested(call) == [f"LOG:ATT REF,{mask}"]
    assert any("checklist" in note for note in json_of(done)["notes"])


def test_an_unknown_item_orders_nothing(call):
    assert call("refill", *FILLED, "--yes", "--attest", "clean").exit_code == 2
    assert call.orders() == []


def test_nobody_who_answers_bars_nothing_and_is_logged_as_that(call):
    assert call("refill", *FILLED, "--yes").exit_code == 0
    assert call("start").exit_code == 0
    assert attested(call) == ["LOG:ATT REF,0", "LOG:ATT STAR,0"]


@pytest.mark.req("S71", "S79")
def test_only_a_first_start_has_a_list(call):
    done = call("start", "--attest", "all")
    assert call.orders() == ["DEL:STAR", "LOG:ATT STAR,127"]
    assert "first start checklist: 7 of 7 attested" in done.stdout
    call.peer.state, call.peer.done = "STOP", []
    assert call("start").exit_code == 0
    assert call.orders() == ["DEL:STAR"]
    assert call("start", "--attest", "all").exit_code == 2


@pytest.mark.req("S41", "S71")
def test_a_holiday_is_asked_behind_the_stop_and_no_other_stop_ever(call):
    call("stop", "HOLIDAY", typed="y\ny\ny\ny\ny\ny\n")
    assert call.orders() == ["DEL:STOP HOLIDAY", "DEL:STOP HOLIDAY", "LOG:ATT HOL,63"]
    call.peer.done = []
    done = call("stop", "overdose", "--attest", "all")
    assert call.orders() == ["DEL:STOP OVERDOSE"]
    assert done.exit_code == 0
    assert "[y/N]" not in done.output


def test_a_mistake_in_the_list_never_keeps_a_stop_from_the_pump(call):
    done = call("stop", "HOLIDAY", "--attest", "nothing-of-it")
    assert done.exit_code == 0, done.output
    assert call.orders()[0] == "DEL:STOP HOLIDAY"
    assert attested(call) == ["LOG:ATT HOL,0"]
    assert "no item nothing-of-it" in done.stdout


def test_a_pump_that_does_not_know_the_order_goes_on(call):
    call.peer.refusals["LOG:ATT STAR,127"] = (-113, "Undefined header")
    done = call("start", "--attest", "all")
    assert done.exit_code == 0, done.output
    assert call.peer.state == "RUN"
    assert "could not be written into the pump's log" in done.stdout
