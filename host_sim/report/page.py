"""The page around the panels: what was played, figures, expectations, alarms, honest notes."""

import json
import os
from html import escape
from pathlib import Path
from typing import Any

from plotly.offline import get_plotlyjs, get_plotlyjs_version

from host_sim.recording.summary import Summary
from host_sim.report import colours, tables
from host_sim.report.figure import draw, views
from host_sim.report.panel import Panel, date
from host_sim.report.smoothness import smoothness
from host_sim.report.trumpet_picture import STYLE, curves

NOTES = (
    "The effect and the withdrawal times are a <b>model forecast of a reference patient</b>: two "
    "compartments with figures from the monograph, clearance 30 mL/h, the band from 16 to 40 mL/h. "
    "It is drawn as the steady dose that would hold the effect up. It advises; it never doses.",
    "The reservoir is <b>calculated</b> from the volume filled and the steps given. No sensor "
    "looks into it. A head that gives more or less than its calibration, a leak, or a refill that "
    "missed the port shows only when the volume withdrawn at a refill is compared with it.",
    "A disconnected or leaking catheter <b>cannot be detected</b> by the pump: it gives its "
    "steps, and the drug goes elsewhere. Only the patient, or the clinician who is asked for ever "
    "higher doses, will notice.",
    "<b>Truth</b> is the simulator's plant: what really left the head and reached its patient. The "
    "pump never sees it. The plant is a model too, made from published figures, not a measurement.",
    "Delivered volume is given as <b>[min, max]</b>: between what was counted and what the motor "
    "was authorised to give. Less than a quantum apart, and equal when the motor rests, but for "
    "what a power cut has left open: nobody can tell afterwards how much of a quantum flowed.",
)

_HERE = Path(__file__).parent


def write(summary: Summary, about: list[str], where: Path, single_file: bool = False) -> None:
    """Write the report; plotly's library stands once beside it. No network is needed.

    `single_file`: the library is in the page, about 5 MB. OSError where it cannot be written.
    """
    where.parent.mkdir(parents=True, exist_ok=True)
    script = None
    if not single_file:
        library = where.with_name("plotly-%s.min.js" % get_plotlyjs_version())
        script = '<script src="%s"></script>' % library.name
        if not library.exists():
            part = library.with_name("%s.%d" % (library.name, os.getpid()))
            try:
                part.write_text(get_plotlyjs(), encoding="utf-8")
                part.replace(library)
            except OSError:
                part.unlink(missing_ok=True)
                raise
    where.write_text(render(summary, about, script), encoding="utf-8")


def render(summary: Summary, about: list[str], script: str | None = None) -> str:
    """The whole page as text; `script` brings plotly's library, None: it is in the page."""
    title = escape(summary.title)
    made = draw(summary)
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            "<title>%s</title>" % title,
            "<style>%s</style>" % (_HERE / "page.css").read_text(encoding="utf-8"),
            "<script>%s</script>" % get_plotlyjs() if script is None else script,
            "</head><body><main><header>",
            "<h1>%s</h1>" % title,
            '<p class="about">%s</p>' % escape(" ".join(about)),
            '<button id="theme" type="button">Dark page</button>',
            _verdict(summary),
            "</header>",
            _facts(summary),
            "<section>%s%s</section>" % (_hint(summary), "".join([_panel(each) for each in made])),
            _evenness(summary),
            tables.expectations(summary),
            tables.alarms(summary),
            tables.forecasts(summary),
            tables.marks(summary),
            '<section><h2>What to bear in mind</h2><ul class="notes">%s</ul></section>' % _notes(),
            "<footer>Cisterna simulator. A bench project, not a medical device.</footer>",
            "</main>",
            '<script id="panels" type="application/json">%s</script>' % _data(summary, made),
            "<script>%s</script>" % (_HERE / "page.js").read_text(encoding="utf-8"),
            "</body></html>",
        ]
    )


def _data(summary: Summary, made: list[Panel]) -> str:
    """What page.js draws: the panels' traces and layouts, colours by role, the whole time axis."""
    whole = [date(summary, 0), date(summary, summary.elapsed_ms)]
    drawn = [each.figure.to_plotly_json() for each in made]
    dates = max((list(trace["x"]) for trace in drawn[0]["data"]), key=len)
    figures = [
        {"name": each.name, **_shared(figure, dates)}
        for each, figure in zip(made, drawn, strict=True)
    ]
    said = {"panels": figures, "roles": colours.ROLES, "whole": whole, "dates": dates}
    text = json.dumps(said, separators=(",", ":"), ensure_ascii=False)
    return text.replace("<", "\\u003c")  # nothing in it ends the script or opens a comment


def _shared(figure: dict[str, Any], dates: list[str]) -> dict[str, Any]:
    """A figure whose traces say where in `dates` theirs begin and end: they stand once."""
    for trace in figure["data"]:
        own = list(trace.get("x", ()))
        begin = dates.index(own[0]) if own and own[0] in dates else 0
        if own and own == dates[begin : begin + len(own)]:
            del trace["x"]
            trace["span"] = [begin, begin + len(own)]
    return figure


def _panel(panel: Panel) -> str:
    key = "".join(
        [
            '<li class="role-%s"><i class="%s"></i>%s</li>' % (role, sign, escape(words))
            for role, sign, words in panel.key
        ]
    )
    title = '<h3>%s</h3><ul class="key">%s</ul>' % (escape(panel.title), key)
    return title + '<div id="panel-%s"></div>' % panel.name


_HINT = (
    '<p class="hint"><b class="pump">Blue</b> is what the pump says. <b class="truth">Vermilion, '
    "dashed</b> is true of the simulated plant and hidden from the pump. %sA pale shade reaches "
    "from the lowest to the highest sample where there are too many to draw. Drag across a panel "
    "to zoom all of them, double-click to see everything again.</p>"
)
_HINT_POWER_OFF = "In a grey column the power was off. "


def _hint(summary: Summary) -> str:
    hint = _HINT % (_HINT_POWER_OFF if summary.recording.power_off else "")
    buttons = [
        '<button type="button" data-from="%s" data-to="%s" aria-pressed="%s">%s</button>'
        % (begin, end, "true" if number == 0 else "false", escape(label))
        for number, (label, begin, end) in enumerate(views(summary))
    ]
    return hint + '<div class="views">%s</div>' % "".join(buttons)


def _verdict(summary: Summary) -> str:
    count = len(summary.expectations)
    if not summary.failure:
        words = "Every expectation of the scenario held"
        if not count:
            return '<p class="verdict">The scenario expects nothing; the pump took every order</p>'
        return '<p class="verdict pass">%s (%d)</p>' % (words, count)
    failure = escape(summary.failure)
    return '<p class="verdict fail">An expectation failed</p><pre>%s</pre>' % failure


def _facts(summary: Summary) -> str:
    tiles = [
        "<div><span>%s</span><b>%s</b></div>" % (escape(name), escape(value))
        for name, value in summary.quantities()
    ]
    return '<section class="facts">%s</section>' % "".join(tiles)


_EVEN = (
    "The longest time at one rate without a bolus. Above the flow between samples in its first "
    "two hours; below, for each length of window, the errors of the window in which least and in "
    "which most flowed, of all that came later. The method is that of IEC 60601-2-24, which is not "
    "for implanted pumps; no claim to it is made."
)


def _evenness(summary: Summary) -> str:
    """Start-up graph and trumpet curve, where the samples lie close enough."""
    found = smoothness(summary.recording)
    if found is None:
        return ""
    head = '<section><h2>How evenly it flowed</h2><p class="hint">%s</p>' % _EVEN
    return "%s<style>%s</style>%s</section>" % (head, STYLE, curves([found]))


def _notes() -> str:
    return "".join(["<li>%s</li>" % note for note in NOTES])
