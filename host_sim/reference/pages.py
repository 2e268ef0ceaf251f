"""Every page of docs/ that is made from the firmware's tables, in one table.

Each page's module makes its files: name below docs/ -> text. Imported when a page is wanted.
"""

from importlib import import_module
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"

# what `make` calls it: the module that makes it
PAGES = {
    "commands": "commands",
    "states": "states_page",
    "errors": "errors_page",
    "alarms": "alarms_page",
    "events": "events_page",
    "schemas": "schemas",
}


def made(name: str) -> dict[str, str]:
    """The files of a page as the tables make them: path below docs/, text."""
    return import_module("host_sim.reference." + PAGES[name]).files()


def write(name: str, check: bool) -> list[str]:
    """Names of the page's files that were stale. They are written, but for a `check`."""
    stale = []
    for file, text in made(name).items():
        path = DOCS / file
        if path.exists() and path.read_text() == text:
            continue
        stale.append(f"docs/{file}")
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
    return stale
