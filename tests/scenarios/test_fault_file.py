"""Faults from a file: what becomes of a right one, and how each mistake is told."""

from copy import deepcopy
from pathlib import Path

import pytest

from host_sim.board.bench import Bench
from host_sim.plant.faults import NAMES, SHIPPED
from host_sim.plant.plant import Plant
from host_sim.scenario.fault_file import table_of
from host_sim.scenario.parser import parse
from host_sim.scenario.words.place import ScenarioError
from host_sim.server.snapshot import restore, snapshot

GOOD = '''"""Faults of a bench."""

from host_sim.plant.faults import Fault


class Worn(Fault):
    name = "worn"
    off, on, low, high = 0, 30, 0, 90
    about = "%: so much of the stroke is lost"
    words = {"half": 50}

    def turn(self, plant, value):
        plant.leak_percent = 10 * value // 10
'''
HEAD = "fill 18 mL of 500 ug/mL\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "my faults é.py"
    file.write_text(GOOD, encoding="utf-8")
    return file


def test_the_shipped_table_stays_as_it_is(path: Path) -> None:
    table = table_of(path)
    assert table.names == (*NAMES, "worn")
    assert SHIPPED.names == NAMES
    with pytest.raises(KeyError):
        Plant().faults.set("worn", 30)


def test_two_benches_do_not_share_a_switch(path: Path) -> None:
    first, second = [Plant(faults=table_of(path)) for _ in range(2)]
    first.faults.say("worn", "half")
    assert (first.leak_percent, second.leak_percent) == (50, 0)
    assert first.faults.active() == [("worn", 50)]
    first.faults.clear()
    assert first.leak_percent == 0


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("worn", "SIM:FAUL:INJ WORN,30"),
        ("worn 12 %", "SIM:FAUL:INJ WORN,12"),
        ("worn half", "SIM:FAUL:INJ WORN,50"),
        ("worn off", "SIM:FAUL:CLE WORN"),
    ],
)
def test_a_scenario_says_it(path: Path, words: str, line: str) -> None:
    scenario = parse(HEAD + "fault " + words, "x.txt", table_of(path))
    assert scenario.statements[-1].lines == (line,)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("wron 3", "x.txt:2:7: expected a fault of the plant, perhaps `worn`; found `wron`"),
        ("worn 91", "x.txt:2:12: worn: 0 to 90 (%: so much of the stroke is lost)"),
        ("worn hlaf", "worn: on, off, half or a whole number, not 'hlaf'"),
    ],
)
def test_a_mistake_in_the_scenario(path: Path, words: str, told: str) -> None:
    with pytest.raises(ScenarioError) as mistake:
        parse(HEAD + "fault " + words, "x.txt", table_of(path))
    assert told in str(mistake.value)
    assert "^" in str(mistake.value)


def test_the_line_knows_it(path: Path) -> None:
    bench = Bench(parse(HEAD, "x.txt", table_of(path)).setup)
    assert bench.exchange("SIM:FAUL:INJ WORN,40;:SYST:ERR?").endswith('0,"No error"')
    assert bench.exchange("SIM:FAUL:LIST?").endswith("WORN,40")
    assert bench.plant.leak_percent == 40
    assert bench.exchange("SIM:FAUL:INJ WORN,91") == ""
    assert bench.exchange("SYST:ERR?").startswith("-222,")


def test_a_saved_pump_asks_for_the_file_of_a_fault_that_is_on(path: Path) -> None:
    table = table_of(path)
    bench = Bench(parse(HEAD, "x.txt", table).setup)
    off = deepcopy(snapshot(bench))
    bench.inject("worn", 40)
    on = snapshot(bench)
    assert restore(on, 1, table).plant.faults.get("worn") == 40
    assert restore(off, 1).fault_names() == NAMES
    with pytest.raises(ValueError, match="fault worn is on in it: give the --faults file"):
        restore(on, 1)


@pytest.mark.parametrize(
    ("was", "said", "line", "told"),
    [
        ('"worn"', '"gain"', 7, "there is a fault `gain` already"),
        ('"worn"', '"Worn out"', 7, "expected a name of small letters"),
        ("= 0, 30", "= -1, 30", 8, "expected `off` within the range 0 to 90; found -1"),
        ("= 0, 30", "= 0, 3.5", 8, "expected a whole number up to 10^9 for `on`; found 3.5"),
        ("words =", "wrds =", 10, "no field `wrds`, perhaps `words`"),
        ("50}", "500}", 10, "expected a value from 0 to 90 for `half`; found 500"),
        ('"half"', '"off"', 10, "expected a word of letters, digits and _, but on and off"),
        ('"%: so much of the stroke is lost"', '""', 9, "expected `about`"),
        ("def turn", "def trn", 12, "no field `trn`, perhaps `turn`"),
        ("// 10", "// (value - 90)", 13, "`worn` cannot be turned to 90: ZeroDivisionError"),
        ("class Worn", "clas Worn", 6, "not Python: invalid syntax"),
        ("import Fault", "import Fualt", 3, "ImportError: cannot import name 'Fualt'"),
        ("class Worn(Fault)", "class Worn", 1, "expected a class that derives from Fault"),
        ('    name = "worn"\n', "", 6, "expected a name of small letters"),
    ],
)
def test_a_mistake_in_the_file(path: Path, was: str, said: str, line: int, told: str) -> None:
    assert was in GOOD
    path.write_text(GOOD.replace(was, said), encoding="utf-8")
    with pytest.raises(ScenarioError) as mistake:
        table_of(path)
    assert f"{path}:{line}:" in str(mistake.value)
    assert told in str(mistake.value)


def test_an_exception_while_it_runs_names_its_line_and_the_pump_goes_on(path: Path) -> None:
    ticking = "plant.leak_percent = 1 // (plant.t_us == 0)"
    path.write_text(GOOD.replace("plant.leak_percent = 10 * value // 10", ticking))
    bench = Bench(parse(HEAD, "x.txt", table_of(path)).setup)
    bench.run_to(60_000)
    assert bench.exchange("SIM:FAUL:INJ WORN,40") == ""
    assert bench.exchange("SYST:ERR?").startswith("-222,")
    assert bench.faults() == []
    assert bench.powered


def test_what_it_prints_keeps_standard_output_for_the_result(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chatty = GOOD.replace("        plant.leak", '        print("turned")\n        plant.leak')
    path.write_text('print("read")\n' + chatty, encoding="utf-8")
    plant = Plant(faults=table_of(path))
    plant.faults.set("worn", 40)
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("read\nturned\n")


def test_a_fault_cannot_end_the_call_as_if_all_had_held(path: Path) -> None:
    path.write_text(GOOD.replace("plant.leak_percent = 10 * value // 10", "if plant.t_us: exit(0)"))
    bench = Bench(parse(HEAD, "x.txt", table_of(path)).setup)
    bench.run_to(60_000)
    assert bench.exchange("SIM:FAUL:INJ WORN,40") == ""
    assert "SystemExit" in bench.exchange("SYST:ERR?")
    path.write_text(GOOD.replace("plant.leak_percent = 10 * value // 10", "exit(0)"))
    with pytest.raises(ScenarioError, match="cannot be turned to 0: SystemExit"):
        table_of(path)
