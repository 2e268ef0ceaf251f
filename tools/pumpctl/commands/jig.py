"""jig: the production test of a bare board. What it proves, and what not: docs/jig.md."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
from rich.table import Table

from ..client.keys import Keys
from ..client.trouble import Mistake, Trouble
from ..context import CallContext, context_of
from ..jig.motion import TURN_STEPS
from ..jig.operator import Operator, Person, Rig
from ..jig.page import page
from ..jig.report import Judged, Report, Signature, read, sign, verify, written
from ..jig.run import run
from ..jig.step import PASS, Jig, RealTime
from ..jig.steps import STEPS

FAILED = 1
_LEAST_STEPS = 64  # a whole electrical cycle; fewer would hardly show a direction

production = typer.Typer()


@production.command(epilog="Exit codes: 0 PASS, or verified; 1 FAIL, or changed; 2 usage, Ctrl-C.")
def jig(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option(help="Folder for the report.")] = Path("."),
    answers: Annotated[
        Path | None,
        typer.Option(help="TOML file that a rig with sensors answers by, instead of a person."),
    ] = None,
    steps: Annotated[
        int, typer.Option(min=_LEAST_STEPS, max=TURN_STEPS, help="Of the rotor, forward.")
    ] = TURN_STEPS,
    check: Annotated[
        Path | None, typer.Option("--verify", help="Only check this report; no pump is asked.")
    ] = None,
) -> None:
    """Test a bare board step by step, and write a signed report: JSON, and a page that prints.

    The rotor turns. Connect no patient, no drug and no catheter.
    """
    context = context_of(ctx)
    if check is not None:
        _verify(context, check)
        return
    operator: Operator = Person() if answers is None else Rig(answers)
    if not out.is_dir():
        raise Mistake(f"{out} is no folder", "--out FOLDER, one that is there")
    with context.pump() as pump, _ends_like_ctrl_c():
        jig = Jig(pump, operator, RealTime(), steps)
        done = run(jig, STEPS, lambda judged: _progress(context, judged))
        signature = sign(done.report, pump.keys.file)
    files = _write(out, done.report, signature)
    if done.broken is not None:
        _broken(context, done.broken, files)
    _tell(context, done.report, signature, files)
    if done.report.verdict != PASS:
        raise typer.Exit(FAILED)


@contextmanager
def _ends_like_ctrl_c() -> Iterator[None]:
    """A closed terminal and a `kill` stop the motor too, and leave a report."""
    names = [name for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), _interrupt) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _progress(context: CallContext, judged: Judged) -> None:
    cause = f": {judged.cause}" if judged.cause else ""
    context.err.print(f"{judged.verdict:8} {judged.name}{cause}", soft_wrap=True)


def _write(out: Path, report: Report, signature: Signature) -> tuple[Path, Path]:
    """Both files, new ones: a report is never written over."""
    name = f"jig-{report.pump.serial}-{report.begun:%Y%m%dT%H%M%S}"
    files = out / f"{name}.json", out / f"{name}.html"
    texts = written(report, signature), page(report, signature).encode()
    try:
        for path, text in zip(files, texts, strict=True):
            with path.open("xb") as file:
                file.write(text)
    except OSError as error:
        raise Mistake(f"the report was not written: {error}", "--out FOLDER, test again") from None
    return files


def _broken(context: CallContext, broken: BaseException, files: tuple[Path, Path]) -> None:
    """It goes on as it came; the report says how far the test was."""
    if isinstance(broken, Trouble):
        broken.text += f"; how far the test came is in {files[0]}"
        raise broken
    if isinstance(broken, KeyboardInterrupt | typer.Abort):
        context.err.print(f"broken off; how far the test came is in {files[0]}", soft_wrap=True)
        raise typer.Abort
    raise broken


def _tell(
    context: CallContext, report: Report, signature: Signature, files: tuple[Path, Path]
) -> None:
    table = Table("step", "verdict", "cause", "next")
    for step in report.steps:
        table.add_row(step.name, step.verdict, step.cause, step.next_step)
    answer = {"report": report, "signature": signature, "files": files}
    said = {
        "FILE": "signed with the board's SERVICE key",
        "PUBLISHED": "signed with a published test key, which proves nothing",
        "NONE": "not signed: no SERVICE key of this board here",
    }
    lines = (f"{report.pump.serial}: {report.verdict}; {said[signature.key]}", str(files[0]))
    context.tell(answer, table, *lines)


def _verify(context: CallContext, path: Path) -> None:
    found = verify(read(path), Keys(context.keys_file))
    proves = "" if found.key == "FILE" else "; but the key is a published one: anybody can sign so"
    context.tell(found, f"{found.serial}: {found.verdict}, as it was signed{proves}")
