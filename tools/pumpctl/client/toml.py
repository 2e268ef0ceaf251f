"""A programme from a TOML file, every mistake told with its line and key."""

import re
import tomllib
from pathlib import Path
from typing import Any

from .programme import LIMITS, Programme, Segment
from .quantities import CONCENTRATION, DOSE_RATE, FLOW, Amount
from .trouble import Mistake

_KEYS = {"drug", "concentration", "mode", "segment", "limits"}
_FORM = 'docs/pumpctl.md has the form, for example: rate = "240 UG/D"'
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def load(path: Path) -> Programme:
    """The programme of a file. Mistake when it cannot be read or says no programme."""
    try:
        text = path.read_text()
    except (OSError, UnicodeDecodeError) as error:
        words = getattr(error, "strerror", None) or str(error)
        raise Mistake(f"{path}: {words}", "name a TOML file; docs/pumpctl.md has one") from None
    return parse(text, str(path))


def parse(text: str, name: str) -> Programme:
    """The programme of a text; `name` stands in front of its mistakes."""
    return _File(text, name).programme()


class _File:
    def __init__(self, text: str, name: str) -> None:
        self._text = text
        self._name = name
        try:
            self._whole: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise Mistake(f"{name}: {error}", _FORM) from None

    def programme(self) -> Programme:
        whole = self._whole
        self._known(whole, _KEYS, "")
        mode = self._word(whole, "mode", "")
        if mode not in ("CONS", "FLEX"):
            raise self._wrong("", "mode", f'"{mode}" is no mode', 'mode = "CONS" or "FLEX"')
        drug = self._word(whole, "drug", "")
        if not drug or len(drug) > 32 or not (drug.isascii() and drug.isprintable()):
            raise self._wrong("", "drug", "1 to 32 printable ASCII characters", 'drug = "baclofen"')
        return Programme(
            drug,
            self._amount(whole, "concentration", "", CONCENTRATION),
            mode,
            self._segments(mode),
            self._limits(),
        )

    def _segments(self, mode: str) -> tuple[Segment, ...]:
        listed = self._whole.get("segment")
        if not isinstance(listed, list) or not listed:
            raise self._wrong("", "segment", "is missing", "[[segment]] with a rate")
        if mode == "CONS" and len(listed) > 1:
            raise self._wrong("segment 2", "", "CONS has one rate", 'mode = "FLEX", or one segment')
        segments: list[Segment] = []
        for number, each in enumerate(listed, 1):
            where = f"segment {number}"
            if not isinstance(each, dict):
                raise self._wrong(where, "", "is no table", "[[segment]] with a rate")
            self._known(each, {"rate", "start"} if mode == "FLEX" else {"rate"}, where)
            start = self._word(each, "start", where) if mode == "FLEX" else "00:00"
            if not _TIME.fullmatch(start):
                raise self._wrong(where, "start", f'"{start}" is no time of day', "00:00 to 23:59")
            segments.append(Segment(start, self._amount(each, "rate", where, FLOW, DOSE_RATE)))
        return tuple(sorted(segments, key=lambda segment: segment.minute))

    def _limits(self) -> dict[str, Amount]:
        limits = self._whole.get("limits", {})
        if not isinstance(limits, dict):
            raise self._wrong("", "limits", "is no table", "[limits] with day, rate, bolus")
        self._known(limits, set(LIMITS), "limits")
        return {
            name: self._amount(limits, name, "limits", dimension)
            for name, dimension in LIMITS.items()
            if name in limits
        }

    def _known(self, table: dict[str, Any], keys: set[str], where: str) -> None:
        for key in table:
            if key not in keys:
                raise self._wrong(where, key, "is no key", "one of: " + " ".join(sorted(keys)))

    def _word(self, table: dict[str, Any], key: str, where: str) -> str:
        if key not in table:
            raise self._wrong(where, key, "is missing", _FORM)
        if not isinstance(table[key], str):
            raise self._wrong(where, key, "is no text", "in quotes, and amounts with their unit")
        return table[key]

    def _amount(self, table: dict[str, Any], key: str, where: str, *dimensions: str) -> Amount:
        try:
            return Amount.read(self._word(table, key, where), *dimensions)
        except Mistake as mistake:
            if mistake.text.startswith(self._name):
                raise
            raise self._wrong(where, key, mistake.text, mistake.next_step) from None

    def _wrong(self, where: str, key: str, text: str, next_step: str) -> Mistake:
        names = ", ".join(name for name in (where, key) if name)
        return Mistake(f"{self._name}:{self._line(where, key)}: {names}: {text}", next_step)

    def _line(self, where: str, key: str) -> int:
        """The line of a key; that of its table where it is missing."""
        kind, _, number = where.partition(" ")
        header = {"segment": r"\[\[\s*segment\s*\]\]", "limits": r"\[\s*limits\s*\]"}.get(kind)
        lines = self._text.split("\n")
        begin = 0
        if header:
            starts = [at for at, line in enumerate(lines) if re.match(rf"\s*{header}", line)]
            begin = starts[int(number or 1) - 1] if len(starts) >= int(number or 1) else 0
        for at in range(begin, len(lines)):
            if at > begin and header and lines[at].lstrip().startswith("["):
                break
            if key and re.match(rf"\s*[\[\"']*{re.escape(key)}\b", lines[at]):
                return at + 1
        return begin + 1
