"""docs/pumpctl.md names every public name of the client, and none that is not there."""

import inspect
import re

import pytest

import tools.pumpctl as package
from tests.house.files import ROOT, below
from tests.tools.pumpctl_peer import Peer
from tools.pumpctl import Keys, Pump
from tools.pumpctl.client.instrument import Instrument

TEXT = (ROOT / "docs/pumpctl.md").read_text()
ROW = re.compile(r"^\| ((?:pump|Pump)[.\w]*) \| `([^`]+)` \| \S.* \|$", re.MULTILINE)
LISTED = [".".join(row) for row in ROW.findall(TEXT)]
EXPORT = re.compile(r"^\| `(\w+)` \| \S.* \|$", re.MULTILINE)


@pytest.fixture
def pump(tmp_path):
    return Pump(Peer(), Keys(tmp_path / "keys.toml"))


def parts(pump):
    return {name: part for name, part in vars(pump).items() if not name.startswith("_")}


def names(path, thing):
    """`pump.log.ends(fault)`: methods with their parameters, properties without."""
    for name, member in vars(type(thing)).items():
        if name.startswith("_"):
            continue
        if isinstance(member, property):
            yield f"{path}.{name}"
        else:
            of = "Pump" if isinstance(member, classmethod) else path
            taken = ", ".join(inspect.signature(getattr(thing, name)).parameters)
            yield f"{of}.{name}({taken})"


def test_the_table_names_what_is_there_and_nothing_else(pump):
    there = list(names("pump", pump))
    for name, part in parts(pump).items():
        there += names(f"pump.{name}", part)
    assert len(there) > 40
    assert sorted(LISTED) == sorted(there)


def test_each_exported_name_is_in_the_second_table():
    listed = EXPORT.findall(TEXT.split("| from pumpctl import |")[1])
    assert sorted(listed) == sorted(package.__all__)


def test_parts_are_held_and_each_is_handed_the_same_instrument(pump):
    assert isinstance(pump._instrument, Instrument)
    for part in (pump, *parts(pump).values()):
        assert type(part).__bases__ == (object,)
        assert vars(part)["_instrument"] is pump._instrument


def test_no_document_or_tool_uses_a_name_that_is_gone(pump):
    known = {name.split("(")[0].removeprefix("pump.") for name in LISTED}
    known |= {name.split(".")[0] for name in known}
    used = re.compile(r"\bpump\.([a-z]\w*(?:\.[a-z]\w*)?)\(")
    block = TEXT.split("## From Python")[1].split("### Every public name")[0]
    sources = [block, *(path.read_text() for path in below("tools/pumpctl/commands"))]
    found = [name for text in sources for name in used.findall(text)]
    assert len(found) > 30
    assert [name for name in found if name not in known] == []
