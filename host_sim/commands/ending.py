"""The one place where a call of the simulator ends, whatever happens in it."""

import sys
import traceback
from typing import Any

import typer
from typer.core import TyperGroup

from host_sim.commands.bad_input import BadInput
from host_sim.commands.output import kept_going, printable

FAILED = 1
USAGE = 2
CRASHED = 3
BROKEN_OFF = 130  # as a shell has it for Ctrl-C


class Group(TyperGroup):
    """Ends with one of these, or with a command's own code; never with Python's 1 for a crash."""

    def main(self, *args: Any, **more: Any) -> Any:
        standalone = more.pop("standalone_mode", True)
        code = 0
        try:
            with kept_going():
                code = self._code(*args, **more)
        except BadInput as mistake:
            code = stopped(mistake)
        if standalone:
            sys.exit(code)
        return code

    def _code(self, *args: Any, **more: Any) -> int:
        try:
            code = super().main(*args, standalone_mode=False, **more)
        except BadInput as mistake:
            return stopped(mistake)
        except typer.Abort:
            return BROKEN_OFF
        except Exception as error:
            return _usage_or_crash(error)
        return code if isinstance(code, int) else 0


def stopped(mistake: BadInput) -> int:
    """Say it, on stderr behind all that went before."""
    sys.stdout.flush()
    typer.echo(printable(str(mistake)), err=True)
    return USAGE


def _usage_or_crash(error: Any) -> int:
    if hasattr(error, "show") and hasattr(error, "format_message"):
        error.show()
        return USAGE
    traceback.print_exception(error)
    return CRASHED
