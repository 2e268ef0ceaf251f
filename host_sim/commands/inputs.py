"""What a call to run names: scenarios by path, by name and by folder, the faults they may say.

All of it is read before anything runs, and every mistake in it is told at once.
"""

from pathlib import Path

from host_sim.commands.bad_input import BadInput
from host_sim.plant.faults import SHIPPED, SwitchTable
from host_sim.scenario.fault_file import table_of
from host_sim.scenario.parser import Scenario, load
from host_sim.scenario.words.place import ScenarioError

SCENARIOS = Path(__file__).resolve().parents[1] / "scenarios"
CATALOGUE = SCENARIOS / "catalogue"


def find(scenario: str) -> Path:
    """A path as it stands, or the shipped scenario of that name, of the failure catalogue too."""
    path = Path(scenario)
    shipped = SCENARIOS / (scenario + ".txt")
    if not shipped.exists():
        shipped = CATALOGUE / (scenario + ".txt")
    if path.exists() or not shipped.exists():
        return path
    here = Path.cwd()
    return shipped.relative_to(here) if shipped.is_relative_to(here) else shipped


def switches(files: list[Path]) -> SwitchTable:
    """The shipped faults and those of the files. BadInput for a mistake in one."""
    table = SHIPPED
    for path in files:
        try:
            table = table_of(path, table)
        except ScenarioError as mistake:
            raise BadInput(str(mistake)) from None
        except OSError as error:
            raise BadInput("--faults: %s: %s" % (path, error.strerror or error)) from None
    return table


def read(scenario: str, table: SwitchTable) -> tuple[Path, Scenario]:
    """One scenario. BadInput where it is not there or not right."""
    path = find(scenario)
    try:
        return path, load(str(path), table)
    except ScenarioError as mistake:
        raise BadInput(str(mistake)) from None
    except FileNotFoundError:
        words = "%s: no such scenario; `python -m host_sim list` names the shipped ones"
        raise BadInput(words % scenario) from None
    except UnicodeDecodeError as error:
        raise BadInput("%s: not UTF-8 text: %s" % (path, error)) from None
    except (OSError, ValueError) as error:
        raise BadInput("%s: %s" % (path, getattr(error, "strerror", None) or error)) from None


def read_all(names: list[str], table: SwitchTable) -> list[tuple[Path, Scenario]]:
    """Each scenario named, a folder's *.txt in order of name. BadInput with every mistake."""
    mistakes, found = [], []
    for each in _each(names, mistakes):
        try:
            found.append(read(each, table))
        except BadInput as mistake:
            mistakes.append(str(mistake))
    mistakes += _same_report([path for path, _ in found])
    if mistakes:
        if len(mistakes) + len(found) > 1:
            mistakes.append("Nothing was run.")
        raise BadInput("\n".join(mistakes))
    return found


def _each(names: list[str], mistakes: list[str]) -> list[str]:
    """The scenarios that the words of the call stand for; what stands for none is a mistake."""
    scenarios = []
    for name in names:
        try:
            scenarios += _of(name)
        except BadInput as mistake:
            mistakes.append(str(mistake))
    return scenarios


def _of(name: str) -> list[str]:
    """What one word of the call stands for."""
    if not name:
        raise BadInput("an empty word names no scenario; `.` is the folder where this is called")
    folder = find(name)
    if not folder.is_dir():
        return [name]
    files = sorted(folder.glob("*.txt"))
    if not files:
        raise BadInput("%s: no scenario in it: a scenario's name ends in .txt" % name)
    return [str(path) for path in files]


def _same_report(paths: list[Path]) -> list[str]:
    """Two scenarios whose reports would be one file, also where capitals do not count."""
    seen: dict[str, Path] = {"index": Path("index.html")} if len(paths) > 1 else {}
    mistakes = []
    for path in paths:
        other = seen.setdefault(path.stem.casefold(), path)
        if other is not path:
            words = (
                "%s and %s: both would write %s.html; rename one, or run them with another --out"
            )
            mistakes.append(words % (other, path, path.stem))
    return mistakes
