"""What has to be copied and removed so that a board holds our files and no other of ours.

Names and digests only: talks to nobody.
"""

import hashlib
from dataclasses import dataclass

START = "/main.py"


@dataclass(frozen=True)
class Plan:
    """What has to happen so that a board holds these files and no other of ours."""

    remove: tuple[str, ...]
    copy: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.remove or self.copy)


def plan(files: dict[str, bytes], there: dict[str, str]) -> Plan:
    """`there`: the sha256 of every file of ours that a board has. main.py is copied last.

    When anything is to be done main.py is among what is removed first, whether it differs or not.
    """
    stale = sorted(there.keys() - files.keys())
    differs = sorted(path for path, content in files.items() if there.get(path) != digest(content))
    if not stale and not differs:
        return Plan((), ())
    first = [START] if START in there else []
    others = [path for path in differs if path != START]
    return Plan((*first, *stale), (*others, START))


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
