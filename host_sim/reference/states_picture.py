"""docs/states.svg: the states of therapy and the orders that lead from one to another.

Which orders an arrow carries comes from the table; where it runs is drawn here. Colours follow the
reader's light or dark scheme. Needs no library.
"""

from host_sim.reference.states_table import PEOPLE, arrows, stays
from pump.core.therapy.states import FAULT, IDLE, ORDERS, RUN, STATES, STOPPED, SUSPENDED

Point = tuple[int, int]

WIDTH, HEIGHT = 1140, 710
_BOX_WIDTH, _BOX_HEIGHT = 210, 124
_LINE = 16  # of text
_LETTER = 7.4  # width of one, at the size of a label
_ROUND = 14  # radius of a corner

_CENTRES = {
    RUN: (560, 90),
    IDLE: (200, 340),
    FAULT: (560, 340),
    SUSPENDED: (920, 340),
    STOPPED: (560, 590),
}
_ABOUT = {
    IDLE: "nothing was started",
    RUN: "drug flows",
    SUSPENDED: "pauses, resumes by itself",
    STOPPED: "until it is started",
    FAULT: "stands, with an alarm",
}
# from, to: the corners of the way, and where its label is centred
_ROUTES: dict[tuple[int, int], tuple[tuple[Point, ...], Point]] = {
    (IDLE, RUN): (((200, 278), (200, 110), (455, 110)), (200, 194)),
    (IDLE, FAULT): (((305, 340), (455, 340)), (374, 340)),
    (IDLE, STOPPED): (((200, 402), (200, 570), (455, 570)), (200, 486)),
    (RUN, SUSPENDED): (((665, 90), (970, 90), (970, 278)), (970, 184)),
    (RUN, FAULT): (((505, 152), (505, 278)), (505, 211)),
    (RUN, STOPPED): (((665, 60), (1080, 60), (1080, 610), (665, 610)), (1080, 340)),
    (SUSPENDED, RUN): (((860, 278), (860, 120), (665, 120)), (860, 204)),
    (SUSPENDED, FAULT): (((815, 340), (665, 340)), (746, 340)),
    (SUSPENDED, STOPPED): (((920, 402), (920, 570), (665, 570)), (920, 486)),
    (STOPPED, RUN): (((455, 610), (45, 610), (45, 70), (455, 70)), (45, 340)),
    (FAULT, RUN): (((615, 278), (615, 152)), (615, 219)),
    (FAULT, STOPPED): (((560, 402), (560, 528)), (560, 461)),
}

_LIGHT = {
    "card": "#ffffff", "edge": "#d5dce3", "ink": "#1b2530", "soft": "#5a6877",
    "people": "#0a58a8", "pump": "#a3480a",
    "idle": "#f1f4f7", "run": "#e3f4e8", "susp": "#fdf3d8", "stop": "#e9edf1", "fault": "#fce4e2",
}  # fmt: skip
_DARK = {
    "card": "#12181f", "edge": "#34404c", "ink": "#e8edf2", "soft": "#9aa8b6",
    "people": "#7ab8ff", "pump": "#f2a65e",
    "idle": "#1c252e", "run": "#173525", "susp": "#3a3015", "stop": "#222c36", "fault": "#43201f",
}  # fmt: skip


def picture() -> str:
    """The whole picture as SVG. KeyError where the table has an arrow that is not drawn here."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="title">',
        '<title id="title">The states of therapy and the orders between them</title>',
        _style(),
        _heads(),
        f'<rect class="card" x="1" y="1" width="{WIDTH - 2}" height="{HEIGHT - 2}" rx="12"/>',
    ]
    carried = arrows()
    parts += [_way(pair, orders) for pair, orders in carried.items()]
    parts += [_label(pair, orders) for pair, orders in carried.items()]
    parts += [_box(state) for state in range(len(STATES))]
    parts.append(_legend())
    return "\n".join(parts) + "\n</svg>\n"


def _style() -> str:
    dark = "\n".join("  " + line for line in _rules(_DARK))
    rules = [
        "text { font-family: ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace; }",
        ".name { font-size: 19px; font-weight: 700; }",
        ".about, .stays { font-family: system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif; }",
        ".about { font-size: 13px; }",
        ".stays { font-size: 11.5px; }",
        ".order { font-size: 12px; font-weight: 600; }",
        ".way { fill: none; stroke-width: 2; }",
        ".own { stroke-dasharray: 6 4; }",
        *_rules(_LIGHT),
        "@media (prefers-color-scheme: dark) {",
        dark,
        "}",
    ]
    return "<style>\n" + "\n".join(rules) + "\n</style>"


def _rules(colour: dict[str, str]) -> list[str]:
    boxes = [f".{name.lower()} {{ fill: {colour[name.lower()]}; }}" for name in STATES]
    return [
        f".card {{ fill: {colour['card']}; stroke: {colour['edge']}; }}",
        f".behind {{ fill: {colour['card']}; }}",
        f".box {{ stroke: {colour['soft']}; stroke-width: 1.5; }}",
        f".name {{ fill: {colour['ink']}; }}",
        f".about, .stays {{ fill: {colour['soft']}; }}",
        f".people {{ fill: {colour['people']}; }}",
        f".pump {{ fill: {colour['pump']}; }}",
        f".way.people {{ fill: none; stroke: {colour['people']}; }}",
        f".way.pump {{ fill: none; stroke: {colour['pump']}; }}",
        *boxes,
    ]


def _heads() -> str:
    return "<defs>" + "".join(
        f'<marker id="{whose}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" '
        f'markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">'
        f'<path class="{whose}" d="M0,0 L10,5 L0,10 z"/></marker>'
        for whose in ("people", "pump")
    ) + "</defs>"  # fmt: skip


def _whose(orders: list[int]) -> str:
    """An arrow is people's as soon as one of its orders is."""
    return "people" if any(order in PEOPLE for order in orders) else "pump"


def _way(pair: tuple[int, int], orders: list[int]) -> str:
    corners, _ = _ROUTES[pair]
    path = f"M{corners[0][0]},{corners[0][1]}"
    for before, corner, after in zip(corners, corners[1:], corners[2:]):
        path += f" L{_toward(corner, before)} Q{corner[0]},{corner[1]} {_toward(corner, after)}"
    path += f" L{corners[-1][0]},{corners[-1][1]}"
    whose = _whose(orders)
    own = " own" if whose == "pump" else ""
    return f'<path class="way {whose}{own}" d="{path}" marker-end="url(#{whose})"/>'


def _toward(corner: Point, other: Point) -> str:
    """The point next to a corner at which its rounding begins or ends."""
    across, down = other[0] - corner[0], other[1] - corner[1]
    x = corner[0] + _ROUND * (across > 0) - _ROUND * (across < 0)
    y = corner[1] + _ROUND * (down > 0) - _ROUND * (down < 0)
    return f"{x},{y}"


def _label(pair: tuple[int, int], orders: list[int]) -> str:
    x, y = _ROUTES[pair][1]
    width = max(len(ORDERS[order]) for order in orders) * _LETTER + 8
    height = len(orders) * _LINE + 4
    lines = [
        f'<rect class="behind" x="{x - width / 2:.0f}" y="{y - height / 2:.0f}" '
        f'width="{width:.0f}" height="{height}"/>'
    ]
    top = y - (len(orders) - 1) * _LINE / 2 + 4
    for index, order in enumerate(orders):
        whose = "people" if order in PEOPLE else "pump"
        lines.append(_text(x, top + index * _LINE, f"order {whose}", ORDERS[order]))
    return "\n".join(lines)


def _box(state: int) -> str:
    x, y = _CENTRES[state]
    left, top = x - _BOX_WIDTH // 2, y - _BOX_HEIGHT // 2
    name = STATES[state]
    lines = [
        f'<rect class="box {name.lower()}" x="{left}" y="{top}" width="{_BOX_WIDTH}" '
        f'height="{_BOX_HEIGHT}" rx="10"/>',
        _text(x, top + 28, "name", name),
        _text(x, top + 47, "about", _ABOUT[state]),
        _text(x, top + 69, "stays", "stays " + name + " on"),
    ]
    held = [ORDERS[order] for order in stays(state)]
    for index in range(0, len(held), 2):
        words = ", ".join(held[index : index + 2])
        lines.append(_text(x, top + 84 + index // 2 * 14, "stays", words))
    return "\n".join(lines)


def _legend() -> str:
    y = HEIGHT - 22
    return "\n".join(
        (
            _text(260, y, "order people", "ORDER of a person"),
            _text(560, y, "order pump", "ORDER of the pump itself"),
            _text(880, y, "about", "dashed: of the pump alone"),
        )
    )


def _text(x: float, y: float, css: str, words: str) -> str:
    return f'<text class="{css}" x="{x:.0f}" y="{y:.0f}" text-anchor="middle">{words}</text>'
