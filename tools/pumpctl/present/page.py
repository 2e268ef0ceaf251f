"""A page of HTML that stands by itself: no script, nothing loaded. Every word in it is escaped."""

from collections.abc import Sequence
from html import escape

from .chart import Chart

_STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:14px/1.45 system-ui,sans-serif;max-width:62rem;margin:1.5rem auto;padding:0 1rem}"
    "h1{font-size:1.4rem}h2{font-size:1.1rem;margin:1.6rem 0 .4rem}"
    "table{border-collapse:collapse;width:100%}.scroll{overflow-x:auto}"
    "td,th{border-bottom:1px solid #8886;padding:.25rem .6rem;text-align:left;vertical-align:top}"
    "th{font-weight:600}svg{width:100%;height:auto}.hint{opacity:.75}"
    "@page{margin:12mm}"
)
MODEL = "Effect is a model forecast of a reference patient. It advises; it never doses."
_FOOT = "A bench project, not a medical device."


class Page:
    """Sections in the order in which they are added."""

    def __init__(self, title: str, about: str) -> None:
        self._title = escape(title)
        self._parts = [f'<h1>{self._title}</h1><p class="hint">{escape(about)}</p>']

    def text(self, lines: Sequence[str]) -> None:
        """A list of remarks; none: nothing."""
        if lines:
            items = "".join(f"<li>{escape(line)}</li>" for line in lines)
            self._parts.append(f"<ul>{items}</ul>")

    def chart(self, chart: Chart) -> None:
        """A picture under its title."""
        self._parts.append(f"<h2>{escape(chart.title)}</h2>{chart.svg()}")

    def table(self, title: str, names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Rows under their names, or a word that there are none."""
        self._parts.append(f"<h2>{escape(title)}</h2>")
        if not rows:
            self._parts.append("<p>None.</p>")
            return
        head = "".join(f"<th>{escape(name)}" for name in names)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}" for cell in row) + "</tr>" for row in rows
        )
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        self._parts.append(f'<div class="scroll" tabindex="0">{table}</div>')

    def html(self) -> str:
        """The whole of it."""
        head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        body = "".join(self._parts)
        return (
            f'<!DOCTYPE html><html lang="en"><head>{head}<title>{self._title}</title>'
            f"<style>{_STYLE}</style></head><body><main>{body}</main><footer>"
            f'<p class="hint">{_FOOT}</p></footer></body></html>\n'
        )
