"""A programme from a TOML file, every mistake told with its line, column and key."""

from pathlib import Path
from typing import Any

from .effect_time import FORM, clock, minute_of, start_for
from .programme import CARE, LIMITS, PATIENT_BOLUS, SEGMENTS_MAX, Programme, Segment
from .quantities import CONCENTRATION, DOSE_RATE, FLOW, Amount
from .toml_file import TomlFile
from .toml_places import Path as Place
from .trouble import Mistake

_KEYS = {"drug", "concentration", "mode", "segment", "limits", "patient_bolus", "care"}
_FORM = 'docs/pumpctl.md has the form, for example: rate = "240 UG/D"'
_CARE_FORM = 'care = ["cautious", "withdrawal_risk_high"], or leave it out'


def load(path: Path) -> Programme:
    """The programme of a file. Mistake when it cannot be read or says no programme."""
    return _Reader(TomlFile.read(path, _FORM)).programme()


def parse(text: str, name: str) -> Programme:
    """The programme of a text; `name` stands in front of its mistakes."""
    return _Reader(TomlFile(text, name, _FORM)).programme()


class _Reader:
    def __init__(self, file: TomlFile) -> None:
        self._file = file

    def programme(self) -> Programme:
        whole = self._file.whole
        self._known(whole, _KEYS, ())
        mode = self._word(whole, "mode", ())
        if mode not in ("CONS", "FLEX"):
            raise self._file.wrong(("mode",), f'"{mode}" is no mode', 'mode = "CONS" or "FLEX"')
        drug = self._word(whole, "drug", ())
        if not drug or len(drug) > 32 or not (drug.isascii() and drug.isprintable()):
            text = "1 to 32 printable ASCII characters"
            raise self._file.wrong(("drug",), text, 'drug = "baclofen"')
        return Programme(
            drug,
            self._amount(whole, "concentration", (), CONCENTRATION),
            mode,
            self._segments(mode),
            self._settings("limits", LIMITS),
            self._patient_bolus(),
            self._care(),
        )

    def _segments(self, mode: str) -> tuple[Segment, ...]:
        listed = self._file.whole.get("segment")
        if not isinstance(listed, list) or not listed:
            raise self._file.wrong(("segment",), "is missing", "[[segment]] with a rate")
        if mode == "CONS" and len(listed) > 1:
            next_step = 'mode = "FLEX", or one segment'
            raise self._file.wrong(("segment", 1), "CONS has one rate", next_step)
        if len(listed) > SEGMENTS_MAX:
            text = f"{len(listed)} segments; a pump has {SEGMENTS_MAX}"
            raise self._file.wrong(("segment", SEGMENTS_MAX), text, "join what has one rate")
        segments: list[Segment] = []
        for index, each in enumerate(listed):
            where: Place = ("segment", index)
            if not isinstance(each, dict):
                raise self._file.wrong(where, "is no table", "[[segment]] with a rate")
            known = {"rate", "start", "effect"} if mode == "FLEX" else {"rate"}
            self._known(each, known, where)
            start = self._start(each, where) if mode == "FLEX" else "00:00"
            segments.append(Segment(start, self._amount(each, "rate", where, FLOW, DOSE_RATE)))
        return tuple(sorted(segments, key=lambda segment: segment.minute))

    def _start(self, segment: dict[str, Any], where: Place) -> str:
        """When it starts, as given or two hours before its effect."""
        if "start" in segment and "effect" in segment:
            text = "stands beside start: one of the two"
            raise self._file.wrong((*where, "effect"), text, "effect is two hours after start")
        key = "effect" if "effect" in segment else "start"
        said = self._word(segment, key, where)
        if not FORM.fullmatch(said):
            text = f'"{said}" is no time of day'
            raise self._file.wrong((*where, key), text, "00:00 to 23:59")
        return said if key == "start" else clock(start_for(minute_of(said)))

    def _patient_bolus(self) -> dict[str, Amount]:
        """All of it or none: a table that is there turns it on."""
        found = self._settings("patient_bolus", PATIENT_BOLUS)
        lacking = [name for name in PATIENT_BOLUS if name not in found]
        if "patient_bolus" in self._file.whole and lacking:
            next_step = f"give {' '.join(lacking)}, or leave [patient_bolus] out: it is off then"
            raise self._file.wrong(("patient_bolus",), f"lacks {lacking[0]}", next_step)
        return found

    def _care(self) -> tuple[str, ...]:
        """Words of CARE, each once; none where the key is not there."""
        given = self._file.whole.get("care", [])
        if not isinstance(given, list) or not all(each in CARE for each in given):
            raise self._file.wrong(("care",), "is no list of " + " and ".join(CARE), _CARE_FORM)
        if len(set(given)) < len(given):
            raise self._file.wrong(("care",), "has a word twice", _CARE_FORM)
        return tuple(name for name in CARE if name in given)

    def _settings(self, table: str, dimensions: dict[str, str]) -> dict[str, Amount]:
        given = self._file.whole.get(table, {})
        if not isinstance(given, dict):
            next_step = f"[{table}] with {', '.join(dimensions)}"
            raise self._file.wrong((table,), "is no table", next_step)
        self._known(given, set(dimensions), (table,))
        return {
            name: self._amount(given, name, (table,), dimension)
            for name, dimension in dimensions.items()
            if name in given
        }

    def _known(self, table: dict[str, Any], keys: set[str], where: Place) -> None:
        for key in table:
            if key not in keys:
                next_step = "one of: " + " ".join(sorted(keys))
                raise self._file.wrong((*where, key), "is no key", next_step)

    def _word(self, table: dict[str, Any], key: str, where: Place) -> str:
        if key not in table:
            raise self._file.wrong((*where, key), "is missing")
        if not isinstance(table[key], str):
            next_step = "in quotes, and amounts with their unit"
            raise self._file.wrong((*where, key), "is no text", next_step)
        return table[key]

    def _amount(self, table: dict[str, Any], key: str, where: Place, *dimensions: str) -> Amount:
        word = self._word(table, key, where)
        try:
            return Amount.read(word, *dimensions)
        except Mistake as mistake:
            raise self._file.wrong((*where, key), mistake.text, mistake.next_step) from None
