"""index.html over the reports of several scenarios: outcome, alarms, time, and the way to each.

One file without scripts; light and dark by what the reader's system says; a card a row on a phone.
"""

import os
from collections.abc import Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from host_sim.report.outcome import CRASHED, FAILED, HELD, Outcome
from host_sim.units import span

_SHOWN = 6  # alarms by name in a row; the report has them all
_SIGNS = {HELD: "✓", FAILED: "✗", CRASHED: "!"}

_CSS = """
:root { color-scheme: light dark; --back: #f4f6f8; --card: #fff; --ink: #1c2733; --grey: #566574;
  --line: #dde3e9; --held: #00563f; --failed: #a3190f; --crashed: #7a3b00; --link: #0b5394; }
@media (prefers-color-scheme: dark) { :root { --back: #12171d; --card: #1b222a; --ink: #e6ebf0;
  --grey: #9fb0c0; --line: #323d49; --held: #6fd6b0; --failed: #ff9a8f; --crashed: #ffbf73;
  --link: #8cc4ff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 1100px; margin: 0 auto; padding: 24px 20px 40px; }
h1 { font-size: 24px; margin: 0 0 4px; } p { margin: 0 0 16px; color: var(--grey); }
table { width: 100%; border-collapse: collapse; background: var(--card);
  border: 1px solid var(--line); }
th, td { text-align: left; vertical-align: top; padding: 8px 12px; overflow-wrap: anywhere;
  border-top: 1px solid var(--line); }
th { font-size: 13px; font-weight: 500; color: var(--grey); }
a { color: var(--link); } small { display: block; color: var(--grey); }
.outcome { font-weight: 600; white-space: nowrap; }
.held { color: var(--held); } .failed { color: var(--failed); } .crashed { color: var(--crashed); }
pre { margin: 6px 0 0; white-space: pre-wrap; font-size: 13px; }
@media (max-width: 640px) { thead { display: none; } tr, td { display: block; }
  tr { border-top: 1px solid var(--line); padding: 8px 0; } td { border: 0; padding: 3px 12px; }
  td[data-of]::before { content: attr(data-of) ": "; color: var(--grey); } }
"""


def write(outcomes: Sequence[Outcome], folder: Path) -> Path:
    """Write index.html in the folder that holds the reports; its path. OSError where it cannot."""
    where = folder / "index.html"
    where.write_bytes(render(outcomes, folder).encode("utf-8", "replace"))
    return where


def render(outcomes: Sequence[Outcome], folder: Path) -> str:
    """The page as text; its links are relative to the folder."""
    head = "".join(["<th>%s</th>" % name for name in ("outcome", "scenario", "alarms", "time")])
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            "<title>%s</title><style>%s</style></head><body><main>" % (tally(outcomes), _CSS),
            "<h1>Scenarios</h1><p>%s</p>" % tally(outcomes),
            "<table><thead><tr>%s</tr></thead><tbody>" % head,
            *[_row(outcome, folder) for outcome in outcomes],
            "</tbody></table></main></body></html>\n",
        ]
    )


def tally(outcomes: Sequence[Outcome]) -> str:
    """`9 scenarios: 8 held, 1 failed`."""
    kinds = [outcome.kind for outcome in outcomes]
    said = [
        "%d %s" % (kinds.count(kind), kind) for kind in (HELD, FAILED, CRASHED) if kind in kinds
    ]
    plural = "" if len(kinds) == 1 else "s"
    return "%d scenario%s: %s" % (len(kinds), plural, ", ".join(said))


def _row(outcome: Outcome, folder: Path) -> str:
    kind = '<td class="outcome %s">%s %s</td>' % (outcome.kind, _SIGNS[outcome.kind], outcome.kind)
    name = escape(outcome.name)
    if outcome.report is not None:
        name = '<a href="%s">%s</a>' % (_link(outcome.report, folder), name)
    words = escape(outcome.failure or outcome.crash)
    held = sum(check.held for check in outcome.checks)
    checks = "<small>%d of %d expectations held</small>" % (held, len(outcome.checks))
    title = "<small>%s</small>" % escape(outcome.title)
    scenario = name + title + checks + ("<pre>%s</pre>" % words if words else "")
    time = "%s<small>%.1f s of processor time</small>" % (
        span(outcome.elapsed_ms),
        outcome.cpu_seconds,
    )
    cells = (("scenario", scenario), ("alarms", _alarms(outcome)), ("time", time))
    return "<tr>%s%s</tr>" % (kind, "".join(['<td data-of="%s">%s</td>' % each for each in cells]))


def _alarms(outcome: Outcome) -> str:
    names = list(dict.fromkeys(outcome.alarms))
    more = " and %d more" % (len(names) - _SHOWN) if len(names) > _SHOWN else ""
    return escape(", ".join(names[:_SHOWN])) + more if names else "none"


def _link(report: str, folder: Path) -> str:
    return quote(os.fsencode(os.path.relpath(report, folder)))
