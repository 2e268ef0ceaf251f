"""The report: canonical JSON with an HMAC, and the way back. docs/jig.md says what that proves."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ..client.answers import Identity
from ..client.keys import Keys
from ..client.trouble import Differs, Mistake
from ..present.as_json import text_of

ROLE = "SERVICE"
_SCOPE = "PUMP1|{}|JIG|"  # no line of the pump's is signed over such a text
_UNSIGNED = "an unsigned report proves nothing: sign with the board's key (--keys FILE), test again"


@dataclass(frozen=True)
class Judged:
    """A step and its verdict: PASS, FAIL or NOT DONE."""

    name: str
    asks: str
    verdict: str
    measured: dict[str, str]
    cause: str
    next_step: str


@dataclass(frozen=True)
class Report:
    """What was tested, when, on which board, who answered, and what came of it.

    broken_off  where and by what; "" for a test that came to its end
    """

    pump: Identity
    begun: datetime
    ended: datetime
    answered_by: str
    verdict: str
    broken_off: str
    steps: tuple[Judged, ...]


@dataclass(frozen=True)
class Signature:
    """With the board's SERVICE key. `key`: FILE, PUBLISHED (everybody has it), or NONE: unsigned.
    `hmac`: 64 hexadecimal digits, "" without a key."""

    role: str
    key: str
    hmac: str


@dataclass(frozen=True)
class Verified:
    """A report that is as it was signed. `key` is PUBLISHED where anybody could have signed."""

    serial: str
    verdict: str
    key: str


def sign(report: Report, keys: Keys) -> Signature:
    """Over its canonical JSON."""
    serial = report.pump.serial
    try:
        key = keys.key(serial, ROLE)
    except Mistake:
        return Signature(ROLE, "NONE", "")
    of = json.loads(text_of(report))
    return Signature(ROLE, keys.source(serial, ROLE), _mac(key, serial, of))


def written(report: Report, signature: Signature) -> bytes:
    """The file: canonical JSON of both."""
    return _canonical({"report": json.loads(text_of(report)), "signature": _plain(signature)})


def verify(data: bytes, keys: Keys) -> Verified:
    """Differs when a byte is not as it was signed; Mistake without the key, or for another file."""
    held = _opened(data)
    report, signature = held["report"], held["signature"]
    serial = str(report["pump"]["serial"])
    if not signature["hmac"]:
        raise Differs("the report is not signed", _UNSIGNED)
    key, source = keys.key(serial, ROLE), keys.source(serial, ROLE)
    said = Signature(ROLE, source, _mac(key, serial, report))
    if not hmac.compare_digest(_canonical(signature), _canonical(_plain(said))):
        raise Differs(
            f"the report is not as it was signed, or not with {keys.origin(serial, ROLE)}",
            "trust nothing in it; test the board again",
        )
    return Verified(serial, str(report["verdict"]), source)


def read(path: Path) -> bytes:
    """The file. Mistake when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Mistake(f"{path}: {error}", "name a report of pumpctl jig, the .json") from None


def _opened(data: bytes) -> dict[str, Any]:
    held: Any = None
    try:
        held = json.loads(data)
        names = set(held), set(held["signature"])
        form = names == ({"report", "signature"}, {"role", "key", "hmac"})
        form = form and isinstance(held["report"]["pump"]["serial"], str)
        form = form and isinstance(held["report"]["verdict"], str)
    except (ValueError, TypeError, KeyError):
        form = False
    if not form:
        raise Differs("this is no report of pumpctl jig, or a damaged one", "name its .json")
    if _canonical(held) != data:
        raise Differs("the report is not written as it was", "trust nothing in it; test again")
    return held


def _plain(signature: Signature) -> dict[str, str]:
    return {"role": signature.role, "key": signature.key, "hmac": signature.hmac}


def _mac(key: bytes, serial: str, report: object) -> str:
    text = _SCOPE.format(serial).encode() + _canonical(report)
    return hmac.new(key, text, hashlib.sha256).hexdigest()


def _canonical(value: object) -> bytes:
    """One text for one value: names sorted, ASCII, no spaces, one line."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode() + b"\n"
