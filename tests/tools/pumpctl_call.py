"""A call of pumpctl with a peer where its port would be."""

import json
from functools import cache

import typer.testing
from typer.testing import CliRunner

from tests.store.chain import chained
from tests.tools.pumpctl_peer import Peer
from tools.pumpctl.cli import app

LOG = b"".join(
    chained(
        [b"D0 00:00:00.000 BOOT steps_per_ml=64000 capacity_nl=20000000\n"]
        + [b"D0 00:00:%02d.000 WALL_SET day=1 ms=%d\n" % (second, second) for second in range(30)]
    )
)
FLEX = """\
drug = "baclofen"
concentration = "500 UG/ML"
mode = "FLEX"
segment = [{ start = "00:00", rate = "240 UG/D" }, { start = "22:00", rate = "360 UG/D" }]
"""


# typer makes its commands anew for each call, which takes longer than most of them do
typer.testing._get_command = cache(typer.main.get_command)


class Call:
    """pumpctl with a peer where its port would be."""

    def __init__(self, folder):
        self.peer = Peer(log=LOG)
        self.folder = folder
        self.opened = []

    def __call__(self, *arguments, port=True, typed=None, **env):
        def opener(named, timeout_s):
            self.opened.append((named, timeout_s))
            self.peer.closed = False
            return self.peer

        return self.through(opener, *arguments, port=port, typed=typed, **env)

    def through(self, opener, *arguments, port=True, typed=None, **env):
        """The same with another port."""
        begin = ["--port", "peer"] if port else []
        return CliRunner().invoke(
            app,
            [*begin, "--keys", str(self.folder / "keys.toml"), *arguments],
            obj=opener,
            input=typed,
            env={"COLUMNS": "120", "XDG_STATE_HOME": str(self.folder), "CISTERNA_PORT": None} | env,
        )

    def orders(self):
        return [unit for unit, _ in self.peer.done]


def json_of(done):
    """The one JSON object."""
    return json.loads(done.stdout)
