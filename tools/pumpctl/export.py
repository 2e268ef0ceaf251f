"""A log as CSV or as JSON Lines: one row a stored line, figures as whole numbers."""

import csv
import io
import json
from collections.abc import Callable

from .entries import parse, stamp
from .stored import StoredLine

_FORMULA = tuple("=+-@\t\r")  # with what a spreadsheet takes a cell for a formula
COLUMNS = ("number", "at", "at_ms", "event", "words", "name1", "value1", "name2", "value2", "link")
_FIGURES = 2  # an event has at most so many


def as_csv(lines: list[StoredLine]) -> str:
    """A header and a row each; a line that is no event stands in `words`. Text that a spreadsheet
    would run has a `'` in front."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in lines:
        entry = parse(line.text)
        if entry is None:
            none: list[object] = ["", "", "", ""]
            writer.writerow(_cells([line.number, *none[1:], line.text, *none, line.link]))
            continue
        pairs = [part for pair in entry.figures.items() for part in pair]
        pairs += [""] * (2 * _FIGURES - len(pairs))
        at = [line.number, stamp(entry.at_ms), entry.at_ms, entry.word, " ".join(entry.words)]
        writer.writerow(_cells([*at, *pairs, line.link]))
    return out.getvalue()


def _cells(row: list[object]) -> list[object]:
    return [
        "'" + cell if isinstance(cell, str) and cell.startswith(_FORMULA) else cell for cell in row
    ]


def as_jsonl(lines: list[StoredLine]) -> str:
    """An object each; one that is no event has only its text."""
    return "".join(json.dumps(_record(line)) + "\n" for line in lines)


def _record(line: StoredLine) -> dict[str, object]:
    entry = parse(line.text)
    head: dict[str, object] = {"number": line.number}
    if entry is None:
        return head | {"text": line.text, "link": line.link}
    return head | {
        "at": stamp(entry.at_ms),
        "at_ms": entry.at_ms,
        "event": entry.word,
        "words": list(entry.words),
        "figures": entry.figures,
        "link": line.link,
    }


FORMATS: dict[str, Callable[[list[StoredLine]], str]] = {"csv": as_csv, "jsonl": as_jsonl}
