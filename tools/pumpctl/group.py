"""The command line itself: common options anywhere in it, and one place where a call ends."""

import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperGroup

from .client.trouble import USAGE, Mistake, Trouble
from .context import report

_FLAGS = ("--json",)
_VALUED = ("--port", "--keys", "--timeout")


def hoisted(arguments: Sequence[str]) -> list[str]:
    """The common options first, wherever they were typed; all behind `--` stays."""
    common: list[str] = []
    rest: list[str] = []
    at = 0
    while at < len(arguments):
        each = arguments[at]
        if each == "--":
            rest += arguments[at:]
            break
        if each in _FLAGS or each.startswith(tuple(name + "=" for name in _VALUED)):
            common.append(each)
        elif each in _VALUED:
            common += arguments[at : at + 2]
            at += 1
        else:
            rest.append(each)
        at += 1
    return common + rest


class Group(TyperGroup):
    """Ends with 0 done, 1 refused, 2 usage, 3 line, 4 nobody knows; `report` tells why."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **more: Any) -> Any:
        arguments = hoisted(list(sys.argv[1:] if args is None else args))
        as_json = "--json" in arguments
        standalone = more.pop("standalone_mode", True)
        try:
            code = super().main(arguments, *rest, standalone_mode=False, **more)
        except Trouble as trouble:
            report(trouble, as_json)
            code = trouble.exit_code
        except typer.Abort:
            code = USAGE
        except Exception as error:
            code = _usage(error, as_json)
        if standalone:
            sys.exit(code if isinstance(code, int) else 0)
        return code


def _usage(error: Exception, as_json: bool) -> int:
    """A mistake in the call, as typer sees it; anything else is a defect and is not hidden."""
    show = getattr(error, "show", None)
    said = getattr(error, "format_message", None)
    if show is None or said is None:
        raise error
    if as_json:
        report(Mistake(said(), _after(error, said())), as_json)
    else:
        show()
        typer.echo(f"next: {_after(error, said())}", err=True)
    return USAGE


def _after(error: Exception, said: str) -> str:
    """What to type instead, as far as the words tell; else where the command is explained."""
    if "unexpected extra argument" in said:
        return 'an amount stands in quotes with its unit: pumpctl fill "18 ML" "500 UG/ML"'
    path = str(getattr(getattr(error, "ctx", None), "command_path", ""))
    return " ".join(["pumpctl", *path.split()[1:], "--help"])
