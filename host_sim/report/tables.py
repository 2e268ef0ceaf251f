"""The tables below the panels: expectations, alarms, forecasts, and what was done.

On a phone each row is a card: a cell says there what it is of.
"""

from html import escape

from host_sim.recording.summary import Summary

_STAYS = frozenset(("when", "raised", "ended", "said", "would come", "it came (truth)", "alarm"))


def expectations(summary: Summary) -> str:
    """Each that was played, in order, with what was found."""
    rows = [
        (_outcome(each.held), summary.when(each.ms), each.words, each.found)
        for each in summary.expectations
    ]
    return _section("What was expected", ("", "when", "expected", "found"), rows)


def _outcome(held: bool) -> str:
    name, sign = ("held", "✓") if held else ("failed", "✗")
    return '<span class="%s">%s %s</span>' % (name, sign, name)


def alarms(summary: Summary) -> str:
    """Each at each of its priorities, with what it warned of."""
    rows = [(_tag(priority), *rest) for priority, *rest in summary.alarms()]
    if not rows:
        return "<section><h2>Alarms</h2><p>None was raised.</p></section>"
    return _section("Alarms", ("", "alarm", "raised", "ended", "lead"), rows)


def _tag(priority: str) -> str:
    return '<span class="tag %s">%s</span>' % (priority.lower(), priority)


def forecasts(summary: Summary) -> str:
    """What the pump had said would come, beside what came in the plant."""
    names = ("said", "that", "would come", "it came (truth)", "off by")
    return _section("Forecasts, and what came", names, summary.forecasts())


def marks(summary: Summary) -> str:
    """Orders, hands and notes."""
    rows = [(summary.when(ms), words) for ms, words in summary.recording.marks]
    return _section("What was done", ("when", "what"), rows)


def _section(title: str, names: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A table under its title; the column without a name holds HTML, the others text."""
    if not rows:
        return ""
    head = "".join(["<th>%s</th>" % name for name in names])
    body = "".join(["<tr>%s</tr>" % _cells(names, row) for row in rows])
    table = "<table><thead><tr>%s</tr></thead><tbody>%s</tbody></table>" % (head, body)
    return '<section><h2>%s</h2><div class="scroll" tabindex="0">%s</div></section>' % (
        title,
        table,
    )


def _cells(names: tuple[str, ...], row: tuple[str, ...]) -> str:
    cells = []
    for name, words in zip(names, row, strict=True):
        kind = ' class="when"' if name in _STAYS or not name else ""
        of = ' data-of="%s"' % name if name else ""
        cells.append("<td%s%s>%s</td>" % (kind, of, escape(words) if name else words))
    return "".join(cells)
