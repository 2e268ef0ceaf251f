"""`serve`: what the call says is judged, then the server has it."""

import math
from collections.abc import Callable
from functools import partial
from pathlib import Path

from host_sim.commands.inputs import BadInput, read, switches
from host_sim.plant.faults import SwitchTable
from host_sim.server.pages import Pages
from host_sim.server.served import Asked, Listening, Told
from host_sim.server.served import serve as served
from pump.wire.rights import ROLE_NAMES

_NEW = "# What was done on the bench"
_FASTEST = 10_000_000  # what SIM:TIME:SCAL takes


def serve(
    pty: Path | None,
    tcp: str | None,
    speed: float,
    scenario: Path | None,
    state: Path | None,
    plain: str | None,
    faults: list[Path],
    plant: Path | None = None,
    web: int | None = None,
    opens: bool = False,
) -> None:
    """Serve until SIGTERM or SIGINT. BadInput for a mistake in the call, before anything runs."""
    if pty is None and tcp is None and web is None:
        raise BadInput("nothing to serve on: give --pty PATH, --tcp HOST:PORT, --web PORT or more")
    if plant is not None and state is None:
        raise BadInput("--plant is the plant's part of a --state: give that too")
    if plain is not None and plain.upper() not in ROLE_NAMES:
        raise BadInput("--plain takes one of %s" % " ".join(ROLE_NAMES))
    if not math.isfinite(speed) or speed != int(speed) or not 0 <= speed <= _FASTEST:
        words = "--speed takes whole simulated seconds a second, 0 to %d, not %s"
        raise BadInput(words % (_FASTEST, speed))
    table = switches(faults)
    path, loaded = (None, None) if scenario is None else read(str(scenario), table)
    told = _NEW if path is None else path.read_text().rstrip("\n")
    role = None if plain is None else ROLE_NAMES.index(plain.upper())
    page = None if web is None else partial(_listener, web, table)
    asked = Asked(pty, tcp, speed, loaded, told, state, role, table, plant, page, opens)
    try:
        served(asked)
    except (OSError, ValueError) as error:
        raise BadInput(str(error)) from None


def _listener(number: int, table: SwitchTable, pages: Pages, told: Callable[[], Told]) -> Listening:
    """Imported in here: half a second that who wants no page need not wait."""
    from host_sim.web.listener import Listener

    return Listener(number, pages, table, told)
