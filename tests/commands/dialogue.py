r"""Conversations with the pump as text files, played over whatever carries bytes. Plain Python.

    == a name                   a case, on a pump of its own
    @ running                   what is done before it (see PREAMBLES)
    > *IDN?;*OPC?               a line, sent with LF; {digest} is what PRES:DIG? answers before it
    >> *IDN?\r                  the same with nothing added; \r \n \t \x1b are bytes, {x*9} repeats
    < CISTERNA,...              the next line of the reply, whole; `...` stands for any characters
    << 1\r\n                    the next bytes of the reply
    ! -113 Undefined header     the next entry of the error queue; what follows it must occur there

In a line that is sent and in a reply:

    {digest}     what PRES:DIG? answers before the line
    {challenge}  what AUTH:CHAL? answers before the line; in the next lines too
    {again}      the last challenge once more
    ~{crc}       the check of all before it
    ~{OPERATE}   the signature of all before it, by that role's published key: `<`: of the reply

At each line sent and at the end nothing may be left unread, and at the end the error queue must
be empty: a case says all that happens.
"""

from pump.wire.signing import crc_text, reply_mac, request_mac
from tests.commands.published import KEYS

FOLDER = __file__.rsplit("/", 1)[0] + "/dialogues/"
FILES = (
    "headers",
    "paths",
    "lines",
    "numbers",
    "status",
    "system",
    "prescription",
    "delivery",
    "reservoir",
    "calibration",
    "diagnose",
    "log",
    "envelope",
    "rights",
    "alarms",
    "conformance_syntax",
    "conformance_numbers",
    "conformance_status",
    "conformance_errors",
    "conformance_transport",
    "conformance_envelope",
)
_CONSTANT = (
    'PRES:DRUG "baclofen";CONC 500 UG/ML;MODE CONS;:PRES:SEGM1:RATE 240 UG/D',
    "PRES:COMM {digest}",
    "RES:FILL 18 ML,500 UG/ML",
    "PRES:HIST CONT,240 UG/D",
    "CATH:CONT 500 UG/ML,CONFIRM",
)
_START = ("DEL:STAR",)
PREAMBLES = {
    "staged": _CONSTANT[:1],
    "ready": _CONSTANT,
    "running": _CONSTANT + _START,
}
_ESCAPES = {"r": "\r", "n": "\n", "t": "\t", "\\": "\\"}


class Case:
    """One conversation. `steps` are (line of the file, verb, text)."""

    def __init__(self, file, name):
        self.file = file
        self.name = name
        self.steps = []

    def __str__(self):
        return f"{self.file}: {self.name}"


def cases():
    """Every case of every file, in order."""
    found = []
    for file in FILES:
        with open(FOLDER + file + ".txt") as text:
            for number, line in enumerate(text.read().split("\n")):
                verb, _, rest = line.partition(" ")
                if not line.strip() or line.startswith("#"):
                    continue
                if verb == "==":
                    found.append(Case(file, rest))
                elif verb in ("@", ">", ">>", "<", "<<", "!"):
                    found[-1].steps.append((number + 1, verb, rest))
                else:
                    raise ValueError(f"{file}.txt:{number + 1}: {line}")
    return found


def raw(text):
    """Bytes of a text with escapes and repeats."""
    out = []
    at = 0
    while at < len(text):
        letter = text[at]
        if letter == "\\":
            code = text[at + 1]
            out.append(chr(int(text[at + 2 : at + 4], 16)) if code == "x" else _ESCAPES[code])
            at += 4 if code == "x" else 2
        elif letter == "{" and text[at + 2] == "*":
            end = text.index("}", at + 3)
            out.append(text[at + 1] * int(text[at + 3 : end]))
            at = end + 1
        else:
            out.append(letter)
            at += 1
    return bytes([ord(letter) for letter in "".join(out)])


def fits(pattern, line):
    """Whether the line is the pattern, in which `...` stands for any characters."""
    parts = pattern.split("...")
    if len(parts) == 1:
        return line == pattern
    if not line.startswith(parts[0]) or not line.endswith(parts[-1]):
        return False
    at = len(parts[0])
    for part in parts[1:-1]:
        at = line.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return at <= len(line) - len(parts[-1])


class Player:
    """Plays cases over `exchange`: bytes to the pump, and all that it then answers."""

    def __init__(self, exchange):
        self.exchange = exchange
        self.unread = b""
        self.challenge = ""
        self.request = b""  # the last signature sent
        self.serial = ""

    def play(self, case):
        where = str(case)
        for number, verb, text in case.steps:
            where = f"{case.file}.txt:{number}: {verb} {text}"
            if verb == "@":
                self.prepare(text)
            elif verb in ("<", "<<"):
                self.expect(verb, text, where)
            else:
                assert not self.unread, f"{where}\nbefore it, unread: {self.unread!r}"
                if verb == "!":
                    self.expect_error(text, where)
                else:
                    self.send(verb, text)
        assert not self.unread, f"{where}\nunread at the end: {self.unread!r}"
        left = self.exchange(b"SYST:ERR?\n")
        assert left == b'0,"No error"\n', f"{case}\nnot named by the case: {left!r}"

    def prepare(self, name):
        for line in PREAMBLES[name]:
            self.send(">", line)
            assert self.unread == b"", line
        error = self.exchange(b"SYST:ERR?\n")
        assert error == b'0,"No error"\n', f"{name}: {error!r}"

    def send(self, verb, text):
        if "{digest}" in text:
            digest = self.exchange(b"PRES:DIG?\n").decode().strip()
            text = text.replace("{digest}", digest)
        if "{challenge}" in text:
            self.challenge = self.exchange(b"AUTH:CHAL?\n").decode().strip()
        text = self.sealed(self.filled(text), False)
        self.unread = self.exchange(raw(text) if verb == ">>" else text.encode() + b"\n")

    def filled(self, text):
        return text.replace("{challenge}", self.challenge).replace("{again}", self.challenge)

    def sealed(self, text, answer):
        """With the trailer that a text asks for at its end."""
        before, mark, name = text.partition(" ~{")
        if not mark:
            return text
        head = before.encode()
        name, _, rest = name.partition("}")
        if name == "crc":
            seal = crc_text(head)
        else:
            serial = self.exchange(b"*IDN?\n").decode().split(",")[2] if not answer else self.serial
            self.serial = serial
            if answer:
                seal = reply_mac(KEYS[name], serial, self.request, head)
            else:
                seal = self.request = request_mac(KEYS[name], serial, head)
        return before + " ~" + seal.decode() + rest

    def expect(self, verb, text, where):
        if verb == "<<":
            wanted = raw(text)
            found = self.unread.startswith(wanted)
            length = len(wanted)
        else:
            text = self.sealed(self.filled(text), True)
            length = self.unread.find(b"\n") + 1
            found = length and fits(text, self.unread[: length - 1].decode())
        assert found, f"{where}\nanswered: {self.unread!r}"
        self.unread = self.unread[length:]

    def expect_error(self, text, where):
        number, _, words = text.partition(" ")
        entry = self.exchange(b"SYST:ERR?\n").decode()
        found = entry.startswith(number + ",") and words in entry
        assert found, f"{where}\nin the queue: {entry}"
