"""A peer to test a client against: docs/protocol.md's envelope once more, over no port at all.

Shares no code with the firmware and none with the client. It is a `Link`: what is sent is run at
once, and `receive` without anything to hand out is a time that has passed. Nothing sleeps.
"""

import hashlib
import hmac
import re
import zlib
from collections.abc import Callable

from tests.tools.pumpctl_answers import ANSWERS, HEADERS
from tests.tools.pumpctl_staging import Staging
from tools.pumpctl.client.trouble import LinkLost

SERIAL = "SIM00007"
ROLES = ("OBSERVE", "OPERATE", "PRESCRIBE", "SERVICE")
_NEEDS = {
    "OPERATE": ("DEL:STAR", "DEL:SUSP", "DEL:RES", "DEL:BOL", "DEL:BOL:ABOR", "ALAR:ACKN",
                "ALAR:RES", "ALAR:AUD:PAUS", "ALAR:TEST", "SYST:DATE", "SYST:TIME", "RES:EMPT",
                "LOG:ATT", "DEL:MINR", "THER:OBS:END"),
    "PRESCRIBE": ("PRES:COMM", "PRES:HIST", "RES:FILL", "RES:RECO", "CATH:CONT", "CATH:PRIM",
                  "PRES:RESP", "SCR:BOL", "SCR:OVER", "THER:WEAN"),
    "SERVICE": ("AUTH:ROT", "AUTH:PLA"),
}  # fmt: skip
_ANSWERED = ("?", "? 80", "? 50", "? 48 HR", "? DEF", "? HOL", "? STAR")
_NEED_OF = {header: role for role, headers in _NEEDS.items() for header in headers}


def crc(text: bytes) -> bytes:
    return b"%08X" % zlib.crc32(text)


def mac(key: bytes, text: bytes) -> bytes:
    return hmac.digest(key, text, "sha256")[:16].hex().upper().encode()


def block(data: bytes) -> str:
    return f"#{len(str(len(data)))}{len(data)}{data.decode()}"


class Peer:
    """A pump of few words.

    answers      what a query gets; orders that answer are in it too
    refusals     unit -> (number, text): refused when it comes
    done         every order that was carried out, with the role that signed it
    lose         so many replies go nowhere;   garble: so many have one character changed
    deafen       so many lines arrive with one character changed
    cut_before   so many signed lines break the link before they are run; cut_after: when they were
    """

    def __init__(self, serial: str = SERIAL, log: bytes = b"") -> None:
        self.answers = dict(ANSWERS) | {"*IDN?": f"CISTERNA,CISTERNA-20,{serial},0.1.0"}
        self.refusals: dict[str, tuple[int, str]] = {}
        self.done: list[tuple[str, str]] = []
        self.lines: list[bytes] = []
        self.keys = {
            role: hashlib.sha256(b"Cisterna published test key " + role.encode()).digest()
            for role in ROLES[1:]
        }
        self.state = "IDLE"
        self.check = False
        self.active: bytes | None = None
        self.staging = Staging()
        self.log = log.splitlines(keepends=True)
        self.button = True
        self.notes: list[tuple[int, str]] = []
        self.lose = self.garble = self.deafen = self.cut_before = self.cut_after = 0
        self.closed = False
        self._serial = serial
        self._out = b""
        self._kept: dict[bytes, bytes] = {}
        self._errors: list[tuple[int, str]] = []
        self._challenges = 0
        self._challenge = b""
        self._last = (b"", 0)
        self._broken = False

    # The link ------------------------------------------------------------------------------------

    def send(self, data: bytes) -> None:
        if self._broken:
            raise LinkLost("the line is cut", "plug it in")
        for line in data.split(b"\n"):
            if line:
                self._arrived(line)

    def receive(self, wanted: int) -> bytes:
        if not self._out and self._broken:
            raise LinkLost("the line is cut", "plug it in")
        piece, self._out = self._out[:wanted], self._out[wanted:]
        return piece

    def forget(self) -> None:
        self._out = b""

    def reopen(self) -> None:
        """A lost line takes stored replies and the challenge with it."""
        self._broken, self._out, self._kept, self._challenge = False, b"", {}, b""
        self.check = False

    def close(self) -> None:
        self.closed = True

    def _arrived(self, line: bytes) -> None:
        self.lines.append(line)
        signed = re.search(rb" ~[0-9A-F]{32}$", line) is not None
        if self.deafen:
            self.deafen -= 1
            line = line[:5] + bytes([line[5] ^ 1]) + line[6:]
        if signed and self.cut_before:
            self.cut_before -= 1
            self._broken = True
            return
        reply = self._reply(line)
        if signed and self.cut_after:
            self.cut_after -= 1
            self._broken, self._out = True, b""
            return
        if reply and self.lose:
            self.lose -= 1
        elif reply and self.garble:
            self.garble -= 1
            self._out += reply[:-10] + bytes([reply[-10] ^ 1]) + reply[-9:] + b"\n"
        elif reply:
            self._out += reply + b"\n"

    # The envelope --------------------------------------------------------------------------------

    def _reply(self, line: bytes) -> bytes:
        if line.startswith(b"@"):
            tag, _, message = line[1:].partition(b" ")
            error, response = self._run(message.decode(), 0)
            return b"@" + tag + b" %d" % error + (b" " + response if response else b"")
        if not line.startswith(b"!"):
            return self._run(line.decode(), 0)[1] if b" ~" not in line else b""
        if line not in self._kept:
            reply, keep = self._checked(line)
            if not keep:
                return reply
            self._kept[line] = reply
        return self._kept[line]

    def _checked(self, line: bytes) -> tuple[bytes, bool]:
        inner, _, trailer = line.rpartition(b" ~")
        tag, _, message = inner[1:].partition(b" ")
        role = ""
        if len(trailer) == 32:
            expected, self._challenge = self._challenge, b""
            if tag != expected:
                return self._failed(tag, -203, "no such challenge, or too old"), False
            role = self._signer(inner, trailer)
            if not role:
                return self._failed(tag, -360, "unknown signer"), False
        elif crc(inner) != trailer:
            return self._failed(tag, -360, "the line is disturbed"), False
        level = ROLES.index(role) if role else 0
        key = self.keys.get(role, b"")  # now: the line may rotate it
        error, response = self._run(message.decode(), level)
        reply = b"!" + tag + b" %d" % error + (b" " + response if response else b"")
        self._last = (tag, error)
        if not role:
            return reply + b" ~" + crc(reply), True
        start = f"PUMP1|{self._serial}|R|".encode() + trailer + b"|"
        return reply + b" ~" + mac(key, start + reply), True

    def _signer(self, inner: bytes, trailer: bytes) -> str:
        text = f"PUMP1|{self._serial}|C|".encode() + inner
        return next((role for role in ROLES[1:] if mac(self.keys[role], text) == trailer), "")

    def _failed(self, tag: bytes, number: int, text: str) -> bytes:
        self._errors.append((number, text))
        reply = b"!" + tag + b" %d" % number
        return reply + b" ~" + crc(reply)

    # The commands --------------------------------------------------------------------------------

    def _run(self, message: str, level: int) -> tuple[int, bytes]:
        path, responses = "", []
        for typed in message.split(";"):
            unit = typed[1:] if typed.startswith(":") else (path if typed[0] != "*" else "") + typed
            if not unit.startswith("*"):
                path = unit.split(" ")[0].rpartition(":")[0] + ":"
            if unit in self.refusals:
                self._errors.append(self.refusals[unit])
                return self.refusals[unit][0], ";".join(responses).encode()
            response = self._unit(unit, level)
            if isinstance(response, int):
                return response, ";".join(responses).encode()
            if response:
                responses.append(response)
        return 0, ";".join(responses).encode()

    def _unit(self, unit: str, level: int) -> str | int:
        header, _, rest = unit.partition(" ")
        if header == "SYST:COMM:CHEC":
            self.check = rest == "ON"
            return ""
        if unit in self.answers and unit.endswith(_ANSWERED):
            return self.answers[unit]
        if header.endswith(":CHEC?") and header in self.answers:
            return self.answers[header]
        asked: dict[str, Callable[[], str]] = {
            "DEL:STAT?": lambda: self.state,
            "SYST:ERR:ALL?": self._take_errors,
            "SYST:COMM:LAST?": lambda: f'"{self._last[0].decode()}",{self._last[1]}',
            "AUTH:CHAL?": self._new_challenge,
            "SYST:HELP:HEAD?": lambda: block(HEADERS.encode()),
            "PRES:DATA?": lambda: block(self.staging.text()),
            "PRES:DIG?": lambda: "#H" + self.staging.digest(),
            "PRES:CHEC:ALL?": lambda: self.answers.get("PRES:CHEC:ALL?", '0,"OK"'),
            "LOG:FIRS?": lambda: "1",
            "LOG:COUN?": lambda: str(len(self.log)),
            "LOG:HASH?": lambda: "#H" + self.log[-1][-17:-1].decode().upper(),
        }
        if header in asked:
            return asked[header]()
        if header == "LOG:DATA?":
            start, count = (int(text) for text in rest.split(","))
            return block(b"".join(self.log[start - 1 : start - 1 + min(count, 7)]))
        if header.startswith("PRES:ACT:"):
            if self.active is None:
                return self._refuse(201, "nothing is committed yet")
            own = hashlib.sha256(self.active).hexdigest()[:16].upper()
            return block(self.active) if header == "PRES:ACT:DATA?" else "#H" + own
        if header == "DEL:STOP":
            self.state = "STOP"
            self.done.append((unit, ""))
            return ""
        if header.startswith("PRES:") and header not in _NEED_OF:
            self.staging.take(header, rest)
            return ""
        if header == "AUTH:ENR" or header in _NEED_OF:
            return self._order(unit, header, rest, level)
        return self._refuse(-113, f"Undefined header;{header}")

    def _order(self, unit: str, header: str, rest: str, level: int) -> str | int:
        if level < ROLES.index(_NEED_OF.get(header, "OBSERVE")):
            return self._refuse(-203, f"Command protected;{header}")
        if header.startswith("AUTH:") and not self.button:
            return self._refuse(-203, "hold the button while this line is sent")
        if header in ("AUTH:ENR", "AUTH:ROT"):
            role, key = rest.split(",")
            self.keys[role] = bytes.fromhex(key.strip('"'))
        if header == "CATH:PRIM" and "," not in rest:
            return self._refuse(204, f"pushes 154 ug out of the tip: CATH:PRIM {rest},154 UG")
        if header == "PRES:COMM":
            if rest.removeprefix("#H").removesuffix(",CONFIRM") != self.staging.digest():
                return self._refuse(202, "Digest mismatch")
            self.active = self.staging.text()
        self.state = {"DEL:STAR": "RUN", "DEL:RES": "RUN", "DEL:SUSP": "SUSP"}.get(
            header, self.state
        )
        self.done.append((unit, ROLES[level]))
        self._errors += self.notes
        return self.answers.get(header, "")

    def _new_challenge(self) -> str:
        self._challenges += 1
        self._challenge = b"%016X" % (0xC0FFEE0000 + self._challenges)
        return self._challenge.decode()

    def _take_errors(self) -> str:
        taken, self._errors = self._errors or [(0, "No error")], []
        return ",".join(f'{number},"{text}"' for number, text in taken)

    def _refuse(self, number: int, text: str) -> int:
        self._errors.append((number, text))
        return number
