"""The questions' answers: the first large, all of them with Wilson's interval in a table."""

from html import escape
from typing import Any

from host_sim.campaign.campaign_file import Campaign
from host_sim.campaign.campaign_tables import Question
from host_sim.campaign.conditions import hold
from host_sim.campaign.page.statistics import wilson

Rows = list[dict[str, Any]]


class Answer:
    """Of `of` pumps `hits` are so; `share` and the interval in percent, None: of no pump."""

    def __init__(self, question: Question, rows: Rows) -> None:
        among = [row for row in rows if hold(question.among, row)]
        self.words = question.words
        self.of = len(among)
        self.hits = sum(hold(question.holds, row) for row in among)
        low, high = wilson(self.hits, self.of)
        self.low, self.high = low * 100, high * 100
        self.share = 100.0 * self.hits / self.of if self.of else None

    def percent(self) -> str:
        """`93.4 %`."""
        return "none asked" if self.share is None else "%.1f %%" % self.share

    def interval(self) -> str:
        """`95 %: 91.2 to 95.1 % (412 of 441)`."""
        words = "95 %%: %.1f to %.1f %% (%d of %d)"
        return words % (self.low, self.high, self.hits, self.of)


def answers(campaign: Campaign, rows: Rows) -> list[Answer]:
    """In the file's order."""
    return [Answer(question, rows) for question in campaign.questions]


def section(found: list[Answer]) -> str:
    """The headline, and the table of the rest."""
    first = found[0]
    head = (
        '<section><div class="headline"><div><div class="share">%s</div>'
        '<div class="interval">%s</div></div><div><p class="asked">%s</p>%s</div></div>'
    )
    parts = [head % (first.percent(), first.interval(), escape(first.words), _scale(first, 46))]
    if found[1:]:
        parts.append('<table style="margin-top:14px">%s</table>' % "".join(map(_row, found[1:])))
    return "".join(parts) + "</section>"


def _row(answer: Answer) -> str:
    cells = '<tr><td>%s</td><td class="scale">%s</td><td class="number"><b>%s</b></td>'
    last = '<td class="number interval">%s</td></tr>'
    words = (escape(answer.words), _scale(answer, 18), answer.percent())
    return cells % words + last % answer.interval()


def _scale(answer: Answer, height: int) -> str:
    """0 to 100 %, the interval as a bar, the share as a mark."""
    if answer.share is None:
        return ""
    middle = height / 2
    parts = ['<line x1="0" x2="400" y1="%g" y2="%g" stroke="var(--pale)" stroke-width="6"/>'
             % (middle, middle)]  # fmt: skip
    bar = '<rect class="bar truth" x="%.1f" y="%.1f" width="%.1f" height="8" rx="2" opacity=".45"/>'
    parts.append(bar % (4 * answer.low, middle - 4, max(1.0, 4 * (answer.high - answer.low))))
    mark = '<rect class="bar ink" x="%.1f" y="%.1f" width="2.5" height="14"/>'
    parts.append(mark % (4 * answer.share - 1.2, middle - 7))
    head = '<svg viewBox="0 0 400 %d" preserveAspectRatio="none" aria-hidden="true">'
    return head % height + "".join(parts) + "</svg>"
