"""What a person sees while a set goes over: the file at hand, a bar, or a line every so often."""

import time
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from .slots import Tell

_EVERY_S = 5  # where no bar can turn


class Sending:
    """A bar on a terminal; on anything else a line now and then."""

    def __init__(self, console: Console, what: str) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
        self._console = console
        self._progress = Progress(*columns, console=console, transient=True)
        self._bar = self._progress.add_task(what, total=None)
        self._said = time.monotonic()

    def __enter__(self) -> Tell:
        self._progress.start()
        return self._tell

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def _tell(self, path: str, at: int, whole: int) -> None:
        self._progress.update(self._bar, description=path, completed=at, total=whole)
        if not self._console.is_terminal and time.monotonic() - self._said > _EVERY_S:
            self._said = time.monotonic()
            self._console.print(f"{path}: {at:,} of {whole:,} bytes", highlight=False)
