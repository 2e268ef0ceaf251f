"""The requirements: ids/*.toml, one line each."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

IDS = Path(__file__).resolve().parent / "ids"

BUILT = "built"
NOT_YET = "not yet"
NOT_OURS = "not a device's"
UNSEEN = "cannot be detected"
VERDICTS = (BUILT, NOT_YET, NOT_OURS, UNSEEN)
KINDS = {
    "S": ("firmware", "alarm", "simulator", "host", "checklist"),
    "C": ("check",),
    "D": ("rule",),
    "FI": ("people", "software", "hardware", "environment", "attack"),
}
TITLES = {"S": "The monograph", "C": "Acceptance checks", "D": "Dose rules", "FI": "Failures"}
_FORM = re.compile(r"S[1-9][0-9]?|C-[0-9][0-9]|D-[1-9][0-9]?|FI-[1-9][0-9]?")


@dataclass(frozen=True)
class Requirement:
    """One of them.

    text     what is required, in our words
    line     where it comes from: a line of the monograph, a section, or a source
    kind     whose it is, or what failed
    verdict  one of VERDICTS
    why      what is missing, why not ours, why nothing can see it; empty where it is built
    """

    id: str
    text: str
    line: str
    kind: str
    verdict: str
    why: str = ""

    @property
    def family(self) -> str:
        """S, C, D or FI."""
        return re.match(r"[A-Z]+", self.id)[0]  # type: ignore[index]


def load(folder: Path = IDS) -> dict[str, Requirement]:
    """Every requirement by its id. ValueError for a line that is none, or an id twice."""
    found: dict[str, Requirement] = {}
    for path in sorted(folder.glob("*.toml")):
        for name, fields in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if name in found:
                raise ValueError(f"{path.name}: {name} stands in two files")
            found[name] = _checked(path, name, fields)
    return dict(sorted(found.items(), key=lambda each: order(each[0])))


def order(name: str) -> tuple[int, int]:
    """By family, then by number."""
    family, number = re.match(r"([A-Z]+)-?([0-9]+)", name).groups()  # type: ignore[union-attr]
    return list(KINDS).index(family), int(number)


def _checked(path: Path, name: str, fields: dict[str, str]) -> Requirement:
    wrong = f"{path.name}: {name}: "
    if not _FORM.fullmatch(name):
        raise ValueError(wrong + "no id: S1, C-01, D-1 or FI-1")
    if set(fields) - {"why"} != {"text", "line", "kind", "verdict"}:
        raise ValueError(wrong + "text, line, kind and verdict are wanted, and why")
    requirement = Requirement(name, **fields)
    if requirement.kind not in KINDS[requirement.family]:
        raise ValueError(wrong + "kind: " + ", ".join(KINDS[requirement.family]))
    if requirement.verdict not in VERDICTS:
        raise ValueError(wrong + "verdict: " + ", ".join(VERDICTS))
    if bool(requirement.why) == (requirement.verdict == BUILT):
        raise ValueError(wrong + "why is for what is not built, and only for that")
    return requirement
