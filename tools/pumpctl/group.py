"""The command line itself: common options anywhere in it, and one place where a call ends."""

import sys
import traceback
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperGroup

from .client.trouble import (
    DEFECT,
    USAGE,
    Defect,
    Disturbed,
    LinkLost,
    Mistake,
    Silence,
    Trouble,
)
from .context import CallContext, report
from .output import NotShown, guarded

_REPORT = "the lines above say where: they belong into a bug report, with what was typed"
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
    """Ends with a code of docs/pumpctl.md, whatever happens; `report` tells why."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **more: Any) -> Any:
        arguments = hoisted(list(sys.argv[1:] if args is None else args))
        standalone = more.pop("standalone_mode", True)
        with guarded():
            code = self._code(arguments, "--json" in arguments, *rest, **more)
        if standalone:
            sys.exit(code)
        return code

    def _code(self, arguments: list[str], as_json: bool, *rest: Any, **more: Any) -> int:
        try:
            code = super().main(arguments, *rest, standalone_mode=False, **more)
            sys.stdout.flush()
        except Trouble as trouble:
            report(trouble, as_json)
            return trouble.exit_code
        except typer.Abort:
            return USAGE
        except NotShown as failure:
            report(_unwritten(failure), as_json=False)
            return USAGE
        except Exception as error:
            return _usage(error, as_json)
        return code if isinstance(code, int) else 0

    def invoke(self, ctx: Any) -> Any:
        """The command; what breaks it off behind an order is told with what became of that."""
        try:
            return super().invoke(ctx)
        except (Trouble, NotShown, KeyboardInterrupt, Exception) as error:
            context = ctx.find_object(CallContext)
            if context is None or _is_usage(error):
                raise
            told = _instead(context, error)
            if told is error:
                raise
            raise told from None


def _instead(context: CallContext, error: BaseException) -> BaseException:
    """What is told of that: itself, unless it would say less than what was ordered."""
    match error:
        case LinkLost() | Silence() | Disturbed():
            return context.instead(error.text, error)
        case Trouble() | typer.Exit():
            return error
        case NotShown():
            return context.instead(f"the answer cannot be written: {error}", _unwritten(error))
        case KeyboardInterrupt() | typer.Abort():
            stopped = Mistake("broken off; nothing was ordered", "pumpctl status")
            told = context.instead("broken off", stopped)
            return error if told is stopped else told
        case _:
            traceback.print_exception(error)
            return context.instead(_defect(error).text, _defect(error))


def _defect(error: BaseException) -> Defect:
    return Defect(f"a defect of pumpctl, {type(error).__name__}: {error}", _REPORT)


def _unwritten(failure: NotShown) -> Mistake:
    text = f"the answer cannot be written: {failure}; nothing was ordered"
    return Mistake(text, "give standard output a place with room")


def _is_usage(error: BaseException) -> bool:
    return hasattr(error, "show") and hasattr(error, "format_message")


def _usage(error: Any, as_json: bool) -> int:
    """A mistake in the call, as typer sees it; anything else is a defect and is not hidden."""
    if not _is_usage(error):
        traceback.print_exception(error)
        report(_defect(error), as_json)
        return DEFECT
    said = error.format_message()
    if as_json:
        report(Mistake(said, _after(error, said)), as_json)
    else:
        error.show()
        typer.echo(f"next: {_after(error, said)}", err=True)
    return USAGE


def _after(error: Exception, said: str) -> str:
    """What to type instead, as far as the words tell; else where the command is explained."""
    if "unexpected extra argument" in said:
        return 'an amount stands in quotes with its unit: pumpctl fill "18 ML" "500 UG/ML"'
    path = str(getattr(getattr(error, "ctx", None), "command_path", ""))
    return " ".join(["pumpctl", *path.split()[1:], "--help"])
