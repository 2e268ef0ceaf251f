"""The examples of docs/clients.md, and how each kind of them is run against a served pump."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.protocol.served import ENVIRONMENT, ROOT, Served

DOCUMENT = ROOT / "docs/clients.md"
SCENARIO = "host_sim/scenarios/screening_then_constant.txt"
ADDRESSES = ("build/pump", "5025")
_PAIR = re.compile(r"^```(\w+)\n(.*?)^```\n```text\n(.*?)^```\n", re.M | re.S)
_PYTHON = (sys.executable, "-W", "error")
# SerialLibrary imports what Robot Framework has deprecated; nothing else is let pass.
_ROBOT = (
    *(*_PYTHON, "-W", "ignore:'robot.utils.is_string' is deprecated:DeprecationWarning"),
    *("-m", "robot", "--output", "NONE", "--log", "NONE", "--report", "NONE"),
)
_COMMANDS = {
    "python": _PYTHON,
    "robotframework": _ROBOT,
    "sh": ("sh",),
    "bash": ("bash",),
}
_SECONDS = 60


@dataclass(frozen=True)
class Example:
    title: str
    language: str
    code: str
    prints: str

    @property
    def name(self) -> str:
        """As a test's name."""
        return f"{self.title}, {self.language}"


def examples(text: str) -> list[Example]:
    """Each block of code that a block of output follows."""
    found = []
    for section in text.split("\n## ")[1:]:
        title = section.partition("\n")[0]
        found += [Example(title, *pair) for pair in _PAIR.findall(section)]
    return found


def outcome(example: Example, served: Served, folder: Path) -> tuple[str, str]:
    """Run it; (what it prints, what it complains of)."""
    code = example.code
    for address, real in zip(ADDRESSES, (served.pty, served.port), strict=True):
        code = code.replace(address, str(real))
    file = folder / f"example.{example.language[:5]}"
    file.write_text(code)
    ended = subprocess.run(
        [*_COMMANDS[example.language], str(file)],
        cwd=folder,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    said = ended.stdout
    if example.language == "robotframework":
        said = "".join(re.findall(r"^\d+ tests?, .*\n", said, re.M)[-1:]) or said
    return said, ended.stderr
