"""shell: lines as they are typed, with history and completion; `sign ROLE <line>` signs one."""

import os
import re
import readline
from collections.abc import Callable
from pathlib import Path

import typer

from ..client.completion import Headers
from ..client.keys import ROLES
from ..client.pump import Pump
from ..client.replies import legible
from ..client.trouble import Mistake, Trouble
from ..context import context_of, report

_PROMPT = "pump> "
_LEAVE = ("exit", "quit", "bye", "logout")
_UNDEFINED = -113
_HELP = [
    "A line goes to the pump as it is typed: SCPI, for example",
    "  DEL:STAT?                 the state             RES:VOL?    nL left, calculated",
    "  DEL:VOL:TOT?              delivered, at least and at most, in nL",
    "  SYST:HELP:HEAD?           every header; Tab completes one, short or long",
    "  sign OPERATE DEL:STAR     sends DEL:STAR signed with the OPERATE key; also",
    "                            sign PRESCRIBE <line>, sign SERVICE <line>",
    "  DEL:STOP                  stops, with no key",
    "A plain line may do what AUTH:STAT? says; -203 means that it needs to be signed.",
    "Leave with exit, quit or Ctrl-D. Commands of pumpctl (status, bolus ..) are typed outside.",
]
_SECRET = re.compile(r"\b(ENR(OLL)?|ROT(ATE)?)\b|[0-9A-F]{17}", re.IGNORECASE)

shells = typer.Typer()


@shells.command()
def shell(ctx: typer.Context) -> None:
    """Talk SCPI with the pump: Tab completes headers, `help` explains, Ctrl-D leaves.

    A line goes out as it is typed and may what a plain line may. `sign OPERATE DEL:STAR` sends
    `DEL:STAR` signed with the OPERATE key. What the error queue says afterwards is shown. Lines
    that hold a key are in no history.
    """
    context = context_of(ctx)
    history = _history_file()
    with context.pump(checks=False) as pump:
        _prepare(history, Headers(pump.headers()))
        if not context.as_json:
            serial = pump.identity.serial
            context.err.print(f"{serial}: type help for what can be typed, exit to leave")
        try:
            converse(pump, input, context.as_json)
        finally:
            _write(history)


def secret(line: str) -> bool:
    """Whether a key stands in it, or may: one on its way to the pump, or more hexadecimal digits
    in a row than a digest has."""
    return _SECRET.search(line) is not None


def converse(pump: Pump, read: Callable[[str], str], as_json: bool) -> None:
    """Line by line until there is none."""
    while True:
        try:
            line = read(_PROMPT).strip()
        except (EOFError, KeyboardInterrupt):
            return
        if line.lower() in _LEAVE:
            return
        if not line:
            continue
        if not secret(line):
            readline.add_history(line)
        try:
            for reply in answered(pump, line):
                typer.echo(reply)
        except Trouble as trouble:
            report(trouble, as_json)


def answered(pump: Pump, line: str) -> list[str]:
    """The replies to a typed line, then what the error queue has to say."""
    if line.lower() in ("help", "?"):
        return _HELP
    word, _, rest = line.partition(" ")
    if word.lower() == "sign":
        role, _, message = rest.strip().partition(" ")
        if role.upper() not in ROLES or not message.strip():
            raise Mistake("sign what, as whom?", "sign OPERATE DEL:STAR; or PRESCRIBE, SERVICE")
        done = pump.order(role.upper(), message.strip())
        response = b"done; its answer was lost" if done.response is None else done.response
        return [legible(response)] * bool(response) + list(done.notes)
    replies = pump.typed(line)
    errors = pump.errors()
    told = [f'{number},"{text}"' for number, text in errors]
    if any(number == _UNDEFINED for number, _ in errors):
        told.append("help shows what can be typed here")
    return [legible(reply) for reply in replies] + told


def _history_file() -> Path:
    state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state")
    folder = state / "cisterna"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Mistake(f"{folder}: {error}", "XDG_STATE_HOME=<a writable folder>") from None
    return folder / "pumpctl_history"


def _prepare(history: Path, headers: Headers) -> None:
    found: list[str] = []

    def complete(text: str, state: int) -> str | None:
        if state == 0:
            found[:] = headers.completions(text)
        return found[state] if state < len(found) else None

    readline.set_completer_delims(" \t;")
    readline.set_completer(complete)
    readline.parse_and_bind("tab: complete")
    readline.set_auto_history(False)
    readline.set_history_length(1000)
    readline.clear_history()
    if history.exists():
        readline.read_history_file(history)
    for at in reversed(range(readline.get_current_history_length())):
        if secret(readline.get_history_item(at + 1) or ""):
            readline.remove_history_item(at)


def _write(history: Path) -> None:
    """For nobody else's eyes."""
    try:
        history.touch(mode=0o600)
        history.chmod(0o600)
        readline.write_history_file(history)
    except OSError as error:
        raise Mistake(f"{history}: {error}", "XDG_STATE_HOME=<a writable folder>") from None
