"""The page around the figure: what was played, figures, alarms with their lead, honest notes."""

import os
from html import escape
from pathlib import Path

import plotly.io
from plotly.offline import get_plotlyjs, get_plotlyjs_version

from host_sim.recording.summary import Summary
from host_sim.report import colours
from host_sim.report.figure import draw

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

_CSS = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #f4f6f8; color: INK;
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 1240px; margin: 0 auto; padding: 28px 28px 48px; }
h1 { font-size: 27px; line-height: 1.25; margin: 0 0 6px; }
h2 { font-size: 17px; margin: 0 0 10px; }
.about { margin: 0; max-width: 78ch; color: GREY; }
section { background: #fff; border: 1px solid PALE; border-radius: 8px;
  padding: 18px 20px; margin-top: 18px; }
.facts { display: grid; grid-template-columns: repeat(4, 1fr); gap: 1px; background: PALE;
  padding: 0; overflow: hidden; }
.facts div { background: #fff; padding: 12px 20px; }
.facts span { display: block; color: GREY; font-size: 13px; }
.facts b { font-size: 16px; font-weight: 600; white-space: nowrap;
  font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { text-align: left; padding: 5px 10px 5px 0; border-top: 1px solid PALE;
  vertical-align: top; font-variant-numeric: tabular-nums; }
tr:first-child > * { border-top: 0; }
th { font-weight: 500; color: GREY; }
thead th { font-size: 12px; }
.scroll { overflow: auto; max-height: 360px; }
td.when, th.when { white-space: nowrap; width: 1%; padding-right: 28px; }
.tag { display: inline-block; min-width: 66px; padding: 0 8px; border-radius: 4px;
  font-size: 12px; font-weight: 600; text-align: center; }
.verdict { display: inline-block; margin: 12px 0 0; padding: 3px 12px; border-radius: 14px;
  font-weight: 600; font-size: 14px; }
.pass { background: #dcefe7; color: #00563f; }
.fail { background: #fbe3e0; color: #8f1710; }
pre { background: #fbe3e0; padding: 12px; overflow: auto; border-radius: 6px; margin: 12px 0 0; }
.key { color: GREY; font-size: 13px; margin: 0 0 14px; }
.key b.pump { color: PUMP; } .key b.truth { color: TRUTH; }
ul { margin: 0; padding-left: 20px; } li + li { margin-top: 6px; }
footer { color: GREY; font-size: 13px; margin-top: 18px; }
@media (max-width: 860px) { .facts { grid-template-columns: repeat(2, 1fr); }
  main { padding: 16px; } }
@media print { body { background: #fff; } .scroll { max-height: none; } }
"""

_CONFIG = {"displaylogo": False, "responsive": True, "scrollZoom": False}


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
            part.write_text(get_plotlyjs(), encoding="utf-8")
            part.replace(library)
    where.write_text(render(summary, about, script), encoding="utf-8")


def render(summary: Summary, about: list[str], script: str | None = None) -> str:
    """The whole page as text; `script` brings plotly's library, None: it is in the page."""
    plot = plotly.io.to_html(
        draw(summary), include_plotlyjs=False, full_html=False, config=_CONFIG, div_id="scenario"
    )
    title = escape(summary.title)
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            "<title>%s</title>" % title,
            "<style>%s</style>" % _style(),
            script or "<script>%s</script>" % get_plotlyjs(),
            "</head><body><main>",
            "<h1>%s</h1>" % title,
            '<p class="about">%s</p>' % escape(" ".join(about)),
            _verdict(summary),
            _facts(summary),
            "<section>",
            _key(summary),
            plot,
            "</section>",
            _alarms(summary),
            _forecasts(summary),
            _marks(summary),
            "<section><h2>What to bear in mind</h2><ul>%s</ul></section>" % _notes(),
            "<footer>Cisterna simulator. A bench project, not a medical device.</footer>",
            "</main></body></html>",
        ]
    )


_KEY = (
    '<p class="key"><b class="pump">Blue</b> is what the pump says. <b class="truth">Vermilion, '
    "dashed</b> is true of the simulated plant and hidden from the pump. %sDrag across a panel to "
    "zoom all four, double-click to see everything again.</p>"
)
_KEY_POWER_OFF = "In a grey column the power was off. "


def _key(summary: Summary) -> str:
    return _KEY % (_KEY_POWER_OFF if summary.recording.power_off else "")


def _style() -> str:
    css = _CSS
    for name in ("INK", "GREY", "PALE", "PUMP", "TRUTH"):
        css = css.replace(name, getattr(colours, name))
    return css


def _verdict(summary: Summary) -> str:
    if not summary.failure:
        return '<p class="verdict pass">Every expectation of the scenario held</p>'
    words = escape(summary.failure)
    return '<p class="verdict fail">An expectation failed</p><pre>%s</pre>' % words


def _facts(summary: Summary) -> str:
    tiles = [
        "<div><span>%s</span><b>%s</b></div>" % (escape(name), escape(value))
        for name, value in summary.quantities()
    ]
    return '<section class="facts">%s</section>' % "".join(tiles)


def _alarms(summary: Summary) -> str:
    rows = summary.alarms()
    if not rows:
        return "<section><h2>Alarms</h2><p>None was raised.</p></section>"
    head = "".join(["<th>%s</th>" % name for name in ("", "alarm", "raised", "ended", "lead")])
    body = "".join([_alarm_row(row) for row in rows])
    table = "<table><thead><tr>%s</tr></thead><tbody>%s</tbody></table>" % (head, body)
    return '<section><h2>Alarms</h2><div class="scroll">%s</div></section>' % table


def _alarm_row(row: tuple[str, str, str, str, str]) -> str:
    priority = row[0]
    paint = "background:%s;color:%s" % (
        colours.PRIORITY[priority],
        colours.ON_PRIORITY[priority],
    )
    tag = '<span class="tag" style="%s">%s</span>' % (paint, priority)
    return _row(row[1:]).replace("<tr>", '<tr><td class="when">%s</td>' % tag, 1)


def _forecasts(summary: Summary) -> str:
    """What the pump had said would come, beside what came in the plant."""
    rows = summary.forecasts()
    if not rows:
        return ""
    names = ("said", "that", "would come", "it came (truth)", "off by")
    head = "".join(["<th>%s</th>" % name for name in names])
    body = "".join([_row(row) for row in rows])
    table = "<table><thead><tr>%s</tr></thead><tbody>%s</tbody></table>" % (head, body)
    scroll = '<div class="scroll">%s</div>' % table
    return "<section><h2>Forecasts, and what came</h2>%s</section>" % scroll


def _row(row: tuple[str, ...]) -> str:
    cells = ['<td class="when">%s</td>' % escape(text) for text in row[:-1]]
    return "<tr>%s<td>%s</td></tr>" % ("".join(cells), escape(row[-1]))


def _marks(summary: Summary) -> str:
    marks = summary.recording.marks
    if not marks:
        return ""
    rows = [
        '<tr><th class="when">%s</th><td>%s</td></tr>' % (escape(summary.when(ms)), escape(words))
        for ms, words in marks
    ]
    table = '<div class="scroll"><table><tbody>%s</tbody></table></div>' % "".join(rows)
    return "<section><h2>What was done</h2>%s</section>" % table


def _notes() -> str:
    return "".join(["<li>%s</li>" % note for note in NOTES])
