"""The whole picture: who and whether it answers, alarms, what flows, what was watched so far.

In one column; from 120 columns on the alarms have one of their own, with all that is to be done.
"""

from collections.abc import Iterator
from decimal import Decimal

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from ...client.quantities import shown
from ..status import STATE_STYLES
from .bars import round_top
from .lane import lane
from .rows import Bar, Line, Row, Words, kept, laid
from .signs import BLOCKS, PLAIN, Signs, clean, fitted, spread
from .spans import span
from .trail import Trail, sparkline
from .view import View
from .vitals import effect_rows, flow_rows, reservoir_rows, state_says

WIDE = 120
_STEPS = 8  # lines of what is to be done about an alarm
_LEAST_ALARMS = 3


class Picture:
    """A view as it is `now_s` by this computer's clock. As wide and as high as there is room for;
    ASCII where the encoding is not UTF."""

    def __init__(self, view: View, now_s: float) -> None:
        self._view = view
        self._now_s = now_s

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """No line is wrapped: each keeps to the width by itself."""
        signs = PLAIN if options.ascii_only else BLOCKS
        yield from drawn(self._view, self._now_s, options.max_width, options.height, signs)


def drawn(view: View, now_s: float, width: int, height: int | None, signs: Signs) -> Iterator[Text]:
    """The lines of the picture, the last answer dimmed where it is stale; `height` None: all."""
    stale = view.stale(now_s)
    head = laid(_head(view, now_s, width, signs), width, signs)
    room = None if height is None else max(1, height - len(head))
    body = (_beside if width >= WIDE else _below)(view, width, room, signs)
    most = len(head) + len(body) if height is None else height
    for at, text in enumerate(kept([*head, *body], most)):
        line = fitted(text, width, signs)
        line.no_wrap, line.overflow = True, "crop"
        if stale and at >= len(head):
            line.stylize("dim")
        yield line


# Who it is, and whether it answers ---------------------------------------------------------------


def _head(view: View, now_s: float, width: int, signs: Signs) -> list[Row]:
    who, now, stale = view.look.who, view.look.status, view.stale(now_s)
    name = Text().append(clean(f"{who.model} {who.serial}, firmware {who.version}", signs), "bold")
    clock = "clock not set" if now.clock is None else now.clock.isoformat(" ")
    state = Text(f" {'was ' if stale else ''}{now.state} ")
    state.stylize("dim" if stale else f"bold reverse {STATE_STYLES.get(now.state, '')}".strip())
    if not stale:
        state.append(f" {state_says(now)}")
    link = Text("does not answer", style="bold") if stale else Text("answers", style="green")
    rows: list[Row] = [
        Line(0, spread(name, Text(clock), width, signs)),
        Line(0, spread(state, link, width, signs)),
    ]
    return rows + (_stale(view, now_s, signs) if stale else [])


def _stale(view: View, now_s: float, signs: Signs) -> list[Row]:
    """How old all below is, why, and what to do; it is tried on until Ctrl-C."""
    at = view.look.at.strftime("%H:%M:%S")
    word = Text().append(" STALE ", style="bold reverse")
    word.append(f" {span(view.age_s(now_s))} old: as it was at {at} by this computer")
    outage = view.outage
    if outage is None:
        return [Line(0, word), Line(0, Text("        waiting for the answer"))]
    times = "once" if outage.tries == 1 else f"{outage.tries} times"
    why = clean(f"        tried {times}, goes on: {outage.text}", signs)
    return [
        Line(0, word),
        Line(0, Text(why)),
        Line(1, Text(clean(f"        next: {outage.next_step}", signs))),
    ]


# All else ----------------------------------------------------------------------------------------


def _below(view: View, width: int, height: int | None, signs: Signs) -> list[Line]:
    """Alarms, then all else. Of what is to be done about them as much as there is room for."""
    alarms = view.look.status.alarms
    rest = laid(_rows(view), width, signs)
    if height is None:
        return [*lane(alarms, max(1, len(alarms)), width, _STEPS, signs), *rest]
    lines: list[Line] = []
    for steps in range(_STEPS, 0, -1):
        lines = [*lane(alarms, max(_LEAST_ALARMS, height // 3), width, steps, signs), *rest]
        if len(lines) <= height:
            break
    return list(_kept(lines, height))


def _kept(lines: list[Line], height: int) -> Iterator[Line]:
    """What goes into the height, none of it to be dropped any more."""
    for text in kept(lines, height):
        yield Line(0, text)


def _beside(view: View, width: int, height: int | None, signs: Signs) -> list[Line]:
    """Alarms to the right of all else."""
    left_width = width * 3 // 5
    right_width = width - left_width - 3
    ours = [line.text for line in laid(_rows(view), left_width, signs)]
    alarms = view.look.status.alarms
    most, steps = max(1, len(alarms)), _STEPS
    if height is not None:
        ours = kept(laid(_rows(view), left_width, signs), height)
        most = max(1, min(most, height - 1))
        steps = min(_STEPS, max(0, (height - 1 - most) // most))
    right = lane(alarms, most, right_width, steps, signs)
    theirs = [line.text for line in right] if height is None else kept(right, height)
    lines: list[Line] = []
    for at in range(max(len(ours), len(theirs))):
        line = ours[at].copy() if at < len(ours) else Text()
        line.append(" " * (left_width - line.cell_len))
        line.append(f" {signs.wall} ", style="dim")
        lines.append(Line(0, line.append_text(theirs[at]) if at < len(theirs) else line))
    return lines


def _rows(view: View) -> list[Row]:
    now, look = view.look.status, view.look
    rows = [
        *flow_rows(now, look.programme),
        *reservoir_rows(now),
        *effect_rows(now.forecast),
        _seen("rate seen", view.rates, "uL/h", Decimal(0)),
        _seen("effect seen", view.effects, "%", Decimal(100)),
    ]
    if now.tones_pause_s:
        rows.append(Words(1, "tones", (f"pause for another {span(now.tones_pause_s)}",)))
    watched = f"watched for {span(view.rates.span_s())}"
    foot = (f"pump on for {span(now.uptime_s)}", watched, "Ctrl-C ends")
    return [*rows, Words(5, "", foot, "dim")]


def _seen(label: str, trail: Trail, unit: str, least_top: Decimal) -> Row:
    """A sparkline from 0 on, and the ends of what it shows."""
    ends = trail.ends()
    if ends is None:
        return Words(3, label, ("unknown",))
    top = round_top(max(ends[1], least_top))

    def draw(cells: int, signs: Signs) -> Text:
        return Text(sparkline(trail, top, cells, signs), style="cyan")

    low, high = (shown(each, 3) for each in ends)
    figures = f"{low} {unit}" if low == high else f"{low} to {high} {unit}"
    return Bar(3, label, draw, figures)
