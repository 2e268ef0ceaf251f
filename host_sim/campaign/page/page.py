"""The page of a campaign: one file that needs nothing beside it."""

from collections import Counter
from html import escape
from pathlib import Path
from typing import Any

from host_sim.campaign.campaign_file import Campaign
from host_sim.campaign.page import answers, panels, titration_panels, worst
from host_sim.campaign.page.panel import panel
from host_sim.campaign.parameters import PARAMETERS
from host_sim.campaign.task import digest_of

Rows = list[dict[str, Any]]
_HERE = Path(__file__).parent

NOTES = (
    "<b>Truth</b> is the simulator's plant and its patient, made of published figures and of "
    "judgements of ours (docs/plant.md): not a measurement of any pump or person.",
    "The population is the file's, not an epidemiology: how often a motor stalls here says nothing "
    "about how often one does. The answers are conditional on it.",
    "Wilson's interval tells what so few pumps leave open, not how wrong the models are.",
    "Flash and bounds are of the pumps with orders of a board's own length, five minutes at most. "
    "The others give the same steps in orders of up to an hour, four times as fast.",
)


def render(campaign: Campaign, rows: Rows, file: str) -> str:
    """The whole page as text. `file`: as it is named in a command that replays a pump."""
    charts = _charts(campaign, rows)
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            "<title>%s</title>" % escape(campaign.title),
            "<style>%s</style>" % (_HERE / "style.css").read_text(encoding="utf-8"),
            "</head><body><main><header><h1>%s</h1>" % escape(campaign.title),
            '<p class="about">%s</p>%s</header>' % (escape(campaign.about), _facts(campaign, rows)),
            answers.section(answers.answers(campaign, rows)),
            '<div class="charts">%s</div>' % "".join(charts),
            worst.section(campaign, rows, file),
            _population(campaign),
            '<section><h2>What to bear in mind</h2><ul class="notes">%s</ul></section>' % _notes(),
            "<footer>Cisterna simulator. A bench project, not a medical device.</footer>",
            "</main></body></html>\n",
        ]
    )


def _charts(campaign: Campaign, rows: Rows) -> list[str]:
    made = []
    if campaign.titration is not None:
        made.append(titration_panels.felt(rows, campaign.titration))
        made.append(titration_panels.on_target(rows, campaign.days))
        made.append(titration_panels.tests(rows))
    made += [panels.leads(rows), panels.dose_error(rows), panels.bounds(rows), panels.wear(rows)]
    made.append(_alarms(rows))
    return [each for each in made if each]


def _facts(campaign: Campaign, rows: Rows) -> str:
    seeds = campaign.seeds()
    ended = sum(bool(row["ended"]) for row in rows)
    facts = [
        ("pumps", "%d" % len(rows)),
        ("days each", "%d" % campaign.days),
        ("simulated", "%.1f pump-years" % (sum(row["days"] for row in rows) / 365.25)),
        ("seeds", "%d to %d" % (seeds.start, seeds.stop - 1)),
        ("ended by a refusal", "%d" % ended),
        ("file", campaign.digest[:12]),
        ("file and program", digest_of(campaign)[:12]),
    ]
    told = "".join(["<span>%s <b>%s</b></span>" % (name, escape(value)) for name, value in facts])
    return '<div class="facts">%s</div>' % told


def _alarms(rows: Rows) -> str:
    """How many pumps raised each alarm."""
    counts = Counter(name for row in rows for name in row["alarms"].split())
    if not counts:
        return ""
    lines = []
    for name, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
        share = 100.0 * count / len(rows)
        bar = '<svg viewBox="0 0 100 8" preserveAspectRatio="none" style="height:8px">'
        bar += '<rect class="bar grey" width="%.2f" height="8"/></svg>' % share
        cells = '<tr><td>%s</td><td style="width:55%%">%s</td><td class="number">%.1f %%</td></tr>'
        lines.append(cells % (escape(name), bar, share))
    hint = "Of all pumps, at any priority, at least once."
    return panel("Alarms", hint, [], "<table>%s</table>" % "".join(lines))


def _population(campaign: Campaign) -> str:
    """Each parameter: what was drawn of it."""
    lines = ["<tr><th>parameter</th><th>drawn</th><th>each</th><th></th></tr>"]
    for each in PARAMETERS:
        if campaign.titration is not None and each.name == "dose_ug_per_day":
            continue  # it follows from the tests
        drawn = campaign.population[each.name]
        cells = "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>"
        lines.append(cells % (each.name, escape(drawn.words), each.each, escape(each.about)))
    for fault in campaign.faults:
        lasts = "" if fault.lasts_days is None else ", for %s days" % fault.lasts_days.words
        words = "%s, from day %s%s" % (fault.value.words, fault.at_day.words, lasts)
        cells = "<tr><td>%s</td><td>%s</td><td>fault</td><td>of %g %% of the pumps</td></tr>"
        lines.append(cells % (fault.name, escape(words), fault.percent))
    table = '<div class="scroll"><table>%s</table></div>' % "".join(lines)
    return "<section><h2>The population</h2>%s</section>" % table


def _notes() -> str:
    return "".join(["<li>%s</li>" % note for note in NOTES])
