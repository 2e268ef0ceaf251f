"""Every command of pumpctl, from its own table: a new one cannot be left out of a rule for all."""

import io
import sys
from pathlib import Path

import typer

from tests.tools.pumpctl_call import FLEX, LOG
from tests.tools.pumpctl_peer import Peer
from tools.pumpctl.cli import app

RECORD = "ms,least_nl,most_nl,rate_pl_per_day\n" + "".join(
    f"{minute * 60_000},{minute * 500},{minute * 500 + 16},720000000\n" for minute in range(300)
)
FILES = {"rx-µ.toml": FLEX.encode(), "raw-µ.log": LOG, "flow-µ.csv": RECORD.encode()}
STAGED = {"DRUG": '"baclofen"', "CONC": "500 UG/ML", "SEGM1:RATE": "240 UG/D", "MODE": "CONS"}


def staged(peer):
    """The same, with what `commit` wants."""
    for header, rest in STAGED.items():
        peer.staging.take("PRES:" + header, rest)
    return peer


CALLS = {
    "identify": [],
    "ports": [],
    "status": [],
    "battery": [],
    "forecast": [],
    "program": ["rx-µ.toml", "--yes"],
    "commit": ["#H" + staged(Peer()).staging.digest(), "--yes"],
    "history": ["continued", "300 µg/d", "--yes"],
    "phase": [],
    "observed": ["--yes"],
    "screen dose": ["25 µg", "--over", "2 MIN", "--yes"],
    "screen override": ["--yes"],
    "response": ["effect", "6 HR"],
    "wean": ["10", "--confirm", "--yes"],
    "start": [],
    "suspend": ["30 MIN"],
    "resume": [],
    "minrate": ["--yes"],
    "stop": ["holiday"],
    "bolus": ["25 µg", "--yes"],
    "fill": ["18 ML", "500 µg/ml", "--yes"],
    "reconcile": ["16.4 ML"],
    "empty": ["--yes"],
    "refill": [
        *("--withdrawn", "16.4 ML", "--volume", "18 ML", "--concentration", "500 µg/ml", "--yes")
    ],
    "ampoules": ["18 ML", "500 µg/ml"],
    "line": [],
    "prime": ["308 µl", "--dose", "154 µg"],
    "attest": ["500 µg/ml", "--yes"],
    "calibrate": ["--temperature", "21.5", "--prime", "0", "--steps", "3200", "--yes"],
    "jig": [],
    "shell": [],
    "verify-log": ["raw-µ.log"],
    "report": ["raw-µ.log", "--html", "new-µ.html", "--since", "D0"],
    "record": ["new-µ.csv", "--for", "1 S", "--every", "1 S"],
    "trumpet": ["flow-µ.csv", "--windows", "60"],
    "alarms list": [],
    "alarms history": [],
    "alarms ack": ["STOPPED"],
    "alarms reset": ["3"],
    "alarms pause": ["5 MIN"],
    "alarms test": [],
    "log download": ["new-µ.log"],
    "log export": ["raw-µ.log", "new-µ.jsonl"],
    "clock": [],
    "clock set": ["--yes"],
    "plan titrate": [
        *("300 µg/d", "--from", "200 µg/d", "--html", "new-µ.html"),
        *("--concentration", "500 µg/ml"),
    ],
    "plan wean": ["--from", "200 µg/d", "--concentration", "500 µg/ml"],
    "plan holiday": ["--initial", "100 µg/d", "--from", "800 µg/d", "--concentration", "500 µg/ml"],
    "plan refill": ["--from", "300 µg/d", "--concentration", "500 µg/ml", "--size", "20 ml"],
    "plan night": [
        *("--effect", "22:00", "--until", "06:00", "--from", "300 µg/d"),
        *("--out", "new-µ.toml", "--concentration", "500 µg/ml"),
    ],
    "firmware status": [],
    "firmware update": ["firmware.set"],
    "firmware rollback": [],
    "keys status": [],
    "keys enrol": ["service", "--generate"],
    "keys rotate": ["operate"],
    "keys plain": ["operate"],
}
"""What is typed behind each."""


def table(group=None, path=()):
    """The commands that there are; a group that does something by itself is one too."""
    group = typer.main.get_command(app) if group is None else group
    for name, command in group.commands.items():
        here = (*path, name)
        if hasattr(command, "commands"):
            if command.invoke_without_command:
                yield " ".join(here)
            yield from table(command, here)
        else:
            yield " ".join(here)


def words(name):
    """What is typed for a command."""
    return [*name.split(), *CALLS[name]]


def write_files(folder: Path):
    for name, data in FILES.items():
        (folder / name).write_bytes(data)


def run(arguments, opener, monkeypatch, stdout, folder, typed="", err=None):
    """Exit code and stderr of a call in this process, with that standard output."""
    given = err is not None
    err = err or io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
    with monkeypatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("XDG_STATE_HOME", str(folder))
        patch.setattr(sys, "stdout", stdout)
        patch.setattr(sys, "stderr", err)
        patch.setattr(sys, "stdin", io.StringIO(typed))
        common = ["--port", "peer", "--keys", str(folder / "keys.toml")]
        code = app([*common, *arguments], standalone_mode=False, obj=opener)
    return code, "" if given else err.buffer.getvalue().decode()
