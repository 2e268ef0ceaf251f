"""The folder of one campaign: a file a part, written under another name and renamed when whole.

What is there under its own name is whole: a run that was killed goes on with what is missing.
"""

import os
from pathlib import Path

from host_sim.campaign.mistakes import mistake
from host_sim.campaign.rows import Row, packed, unpacked
from host_sim.campaign.task import Task

ROWS = "rows.parquet"


class Parts:
    """Parts below `folder`/parts; all rows together become `folder`/rows.parquet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._parts = folder / "parts"

    def path(self, task: Task) -> Path:
        """Where that part stands, once it is whole."""
        return self._parts / ("%09d-%09d.parquet" % (task.first, task.last))

    def missing(self, tasks: list[Task]) -> list[Task]:
        """What is still to be simulated."""
        return [task for task in tasks if not self.path(task).exists()]

    def keep(self, task: Task, data: bytes) -> None:
        """A part is whole now."""
        self._parts.mkdir(parents=True, exist_ok=True)
        write(self.path(task), data)

    def whole(self, tasks: list[Task]) -> list[Row]:
        """All rows, by seed, also written as one file. CampaignMistake for a spoilt part."""
        rows: list[Row] = []
        for task in tasks:
            path = self.path(task)
            try:
                part = unpacked(path.read_bytes())
            except (OSError, ValueError) as error:
                raise mistake(str(path), str(error), "delete it and run again") from None
            if [row["seed"] for row in part] != list(range(task.first, task.last + 1)):
                raise mistake(
                    str(path), "other seeds than its name says", "delete it and run again"
                )
            rows += part
        write(self.folder / ROWS, packed(rows))
        return rows


def write(path: Path, data: bytes) -> None:
    """The whole content or none of it, whoever else writes the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name("%s.%d.part" % (path.name, os.getpid()))
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
