"""Conversations with the pump as text files, played over whatever carries bytes.

    == a name                   a case, on a pump of its own
    @ running                   what is done before it (see PREAMBLES)
    > *IDN?;*OPC?               a line, sent with LF; {digest} is what PRES:DIG? answers before it
    >> *IDN?\\r                  the same with nothing added; Python's escapes, {x*250} repeats
    < CISTERNA,...              the next line of the reply, whole; `...` stands for any characters
    << 1\\r\\n                    the next bytes of the reply
    ! -113 Undefined header     the next entry of the error queue; what follows it must occur there

At each line sent and at the end nothing may be left unread, and at the end the error queue must
be empty: a case says all that happens.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent / "dialogues"
CONSTANT = (
    'PRES:DRUG "baclofen";CONC 500 UG/ML;MODE CONS;:PRES:SEGM1:RATE 240 UG/D',
    "PRES:COMM {digest}",
    "RES:FILL 18 ML,500 UG/ML",
)
PREAMBLES = {
    "staged": CONSTANT[:1],
    "ready": CONSTANT,
    "running": (*CONSTANT, "DEL:STAR"),
}


@dataclass
class Step:
    line: int
    verb: str
    text: str


@dataclass
class Case:
    file: str
    name: str
    steps: list[Step] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.file}: {self.name}"


def cases(pattern: str = "*.txt") -> Iterator[Case]:
    """Every case of the files that match, in their order."""
    for path in sorted(FOLDER.glob(pattern)):
        case = None
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            verb, _, text = line.partition(" ")
            if verb == "==":
                if case is not None:
                    yield case
                case = Case(path.stem, text)
            else:
                assert case is not None and verb in ("@", ">", ">>", "<", "<<", "!"), line
                case.steps.append(Step(number, verb, text))
        assert case is not None, path
        yield case


def raw(text: str) -> bytes:
    text = re.sub(r"\{(.)\*(\d+)\}", lambda found: found[1] * int(found[2]), text)
    return text.encode("latin-1").decode("unicode_escape").encode("latin-1")


class Player:
    """Plays cases over `exchange`: bytes to the pump, and all that it then answers."""

    def __init__(self, exchange: Callable[[bytes], bytes]) -> None:
        self.exchange = exchange
        self.unread = b""

    def play(self, case: Case) -> None:
        for step in case.steps:
            where = f"{case.file}.txt:{step.line}: {step.verb} {step.text}"
            if step.verb == "@":
                self.prepare(step.text)
            elif step.verb in (">", ">>"):
                assert not self.unread, f"{where}\nbefore it, unread: {self.unread!r}"
                self.send(step)
            elif step.verb == "!":
                self.expect_error(step.text, where)
            else:
                self.expect(step, where)
        assert not self.unread, f"{case}\nunread at the end: {self.unread!r}"
        left = self.exchange(b"SYST:ERR?\n")
        assert left == b'0,"No error"\n', f"{case}\nan error that it does not name: {left!r}"

    def prepare(self, name: str) -> None:
        for line in PREAMBLES[name]:
            self.send(Step(0, ">", line))
            assert self.unread == b"", line
        error = self.exchange(b"SYST:ERR?\n")
        assert error == b'0,"No error"\n', f"{name}: {error!r}"

    def send(self, step: Step) -> None:
        text = step.text
        if "{digest}" in text:
            text = text.replace("{digest}", self.exchange(b"PRES:DIG?\n").decode().strip())
        self.unread = self.exchange(text.encode() + b"\n" if step.verb == ">" else raw(text))

    def expect(self, step: Step, where: str) -> None:
        if step.verb == "<<":
            wanted = re.escape(raw(step.text))
        else:
            parts = [re.escape(part.encode()) for part in step.text.split("...")]
            wanted = b"[^\n]*".join(parts) + b"\n"
        found = re.match(wanted, self.unread)
        assert found, f"{where}\nanswered: {self.unread!r}"
        self.unread = self.unread[found.end() :]

    def expect_error(self, text: str, where: str) -> None:
        assert not self.unread, f"{where}\nbefore it, unread: {self.unread!r}"
        number, _, words = text.partition(" ")
        entry = self.exchange(b"SYST:ERR?\n").decode()
        assert entry.startswith(number + ",") and words in entry, f"{where}\nin the queue: {entry}"
