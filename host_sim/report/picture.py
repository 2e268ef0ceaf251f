"""The picture of a report for documents: some of its panels around what happened, as one SVG.

Colours follow the reader's light or dark scheme. Needs no browser.
"""

from datetime import datetime, timedelta
from html import escape

from host_sim.recording.summary import Summary
from host_sim.report import colours, svg
from host_sim.report.figure import draw, views
from host_sim.report.panel import Panel

WIDTH = 900
SHOWN = ("reservoir", "effect", "effect-off", "alarms")
_TOP = 42  # px: the title
_MARGIN = 16.0
_LETTER = 7.0  # px: width of one in a key, at most
_EVERY = timedelta(days=2)

_STYLE = """
svg { font: 12px system-ui, -apple-system, "Segoe UI", sans-serif; }
text { fill: var(--ink); } .title { font-weight: 600; font-size: 13px; } .head { font-size: 18px;
  font-weight: 600; } .back { fill: var(--back); }
.line { fill: none; stroke: var(--c); stroke-width: 2; } .grid { --c: var(--pale);
  stroke-width: 1; } .grey.line { stroke-width: 1.2; }
.dash { stroke-dasharray: 5 3; } .dots { stroke-dasharray: 1.5 3; }
.area { fill: var(--c); opacity: .2; } .bar { fill: var(--c); }
.mark { fill: var(--c); stroke: var(--ink); stroke-width: .8; }
.hatch { fill: var(--c); opacity: .35; stroke: var(--c); }
.on-low, .on-medium { fill: #1c2733; font-size: 10px; } .on-high { fill: #fff; font-size: 10px; }
"""


def picture(summary: Summary) -> str:
    """Two weeks around the scenario's first event. ValueError where nothing happened."""
    if len(views(summary)) < 2:
        raise ValueError("nothing happened to the patient or the reservoir: no view to draw")
    _, begin, end = views(summary)[1]
    span = (datetime.fromisoformat(begin), datetime.fromisoformat(end))
    parts, top = [], _TOP
    for panel in draw(summary):
        if panel.name not in SHOWN:
            continue
        parts.append(
            '<text class="title" x="16" y="%d">%s</text>' % (top + 16, escape(panel.title))
        )
        key, top = _key(panel, top + 34)
        plot = svg.Plot(panel, span, top)
        parts += key + svg.axes(plot, _EVERY) + svg.traces(plot)
        top = plot.bottom + svg.FOOT + 10
    said = 'viewBox="0 0 %d %d" role="img" aria-label="%s"'
    title = escape(summary.title)
    return "\n".join(
        [
            '<svg xmlns="http://www.w3.org/2000/svg" ' + said % (WIDTH, top, title) + ">",
            "<style>%s%s</style>" % (_roles(), _STYLE),
            '<rect class="back" width="%d" height="%d" rx="8"/>' % (WIDTH, top),
            '<text class="head" x="16" y="28">%s</text>' % title,
            *parts,
            "</svg>\n",
        ]
    )


def _key(panel: Panel, y: int) -> tuple[list[str], int]:
    """What each line, area and mark stands for, in rows from `y` on; the px below them."""
    parts, x = [], _MARGIN
    for role, sign, words in panel.key:
        wide = 23 + len(words) * _LETTER + 14
        if x + wide > WIDTH:
            x, y = _MARGIN, y + 18
        parts.append(_sign(role, sign, x, y - 4))
        parts.append('<text x="%.1f" y="%d">%s</text>' % (x + 23, y, escape(words)))
        x += wide
    return parts, y + 12


def _sign(role: str, sign: str, x: float, middle: int) -> str:
    if sign in ("circle", "diamond", "square", "x"):
        return svg.symbol(sign, role, x + 8, middle)
    if sign in ("line", "dash", "dots"):
        look = '<polyline class="line %s %s" points="%.1f,%d %.1f,%d"/>'
        return look % (role, sign, x, middle, x + 18, middle)
    look = '<rect class="%s %s" x="%.1f" y="%d" width="16" height="10"/>'
    return look % (sign.split(" ")[0], role, x, middle - 5)


def _roles() -> str:
    """The colours of both schemes as variables, and a class for each role."""
    schemes = []
    for number, back in enumerate(colours.BACKS):
        names = ["--%s: %s;" % (role, pair[number]) for role, pair in colours.ROLES.items()]
        schemes.append("svg { --back: %s; %s }" % (back, " ".join(names)))
    roles = " ".join([".%s { --c: var(--%s); }" % (role, role) for role in colours.ROLES])
    light, dark = schemes
    return "\n%s\n@media (prefers-color-scheme: dark) { %s }\n%s" % (light, dark, roles)
