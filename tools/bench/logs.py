"""The logs that the shipped scenarios leave behind, written to a folder or compared with another's.

    python -m tools.bench.logs write DIR            of this tree
    python -m tools.bench.logs write DIR --tree T   of another checkout
    python -m tools.bench.logs compare COMMIT       this tree's against that commit's

Each scenario is played by the tree's own `python -m host_sim serve --scenario`, in motor orders as
a board has them, and its event log and fault log are downloaded over the line as a tester would do
it. So any version can be asked, whatever its modules are called. Exit code 1: something differs.
"""

import argparse
import os
import socket
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from tools.bench.tree import HERE, checked_out, complaint, started
from tools.pumpctl.client.pump import Pump

_LOGS = ((False, ".log"), (True, ".fault.log"))
_ENDS_S = 30
Logs = dict[str, bytes]  # file name -> contents


@contextmanager
def _served(tree: Path, scenario: str) -> Iterator[Pump]:
    """The pump that a scenario leaves behind. RuntimeError when it does not hold."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{probe.getsockname()[1]}"
    serving = ("-m", "host_sim", "serve", "--speed", "0", "--tcp", place, "--scenario", scenario)
    with started(tree, *serving) as process:
        assert process.stdout is not None
        try:
            if process.stdout.readline().strip() != "ready":
                process.wait(_ENDS_S)
                raise RuntimeError(f"{scenario}: {complaint(process)}")
            with Pump.at("socket://" + place) as pump:
                yield pump
        finally:
            process.terminate()
            process.wait(_ENDS_S)


def played(tree: Path, scenario: str) -> Logs:
    """Both logs of one scenario, every line that the pump still keeps."""
    logs = {}
    with _served(tree, scenario) as pump:
        for fault, suffix in _LOGS:
            ends = pump.log.ends(fault)
            logs[scenario + suffix] = b"".join(pump.log.lines(ends.first, ends.last, fault))
    return logs


def names(tree: Path) -> list[str]:
    """The scenarios that a tree ships."""
    return sorted(path.stem for path in tree.glob("host_sim/**/scenarios/*.txt"))


def write(tree: Path, folder: Path) -> None:
    """Play all of them; <scenario>.log and <scenario>.fault.log each."""
    folder.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for logs in pool.map(lambda name: played(tree, name), names(tree)):
            for name, log in logs.items():
                (folder / name).write_bytes(log)
                print(f"{name:<36}{len(log):>9,} bytes", flush=True)


def difference(ours: bytes, theirs: bytes) -> str:
    """Empty when both are the same bytes, else the first line that differs, in words."""
    if ours == theirs:
        return ""
    mine, others = ours.split(b"\n"), theirs.split(b"\n")
    number = 0
    while number < min(len(mine), len(others)) and mine[number] == others[number]:
        number += 1
    here, there = (_line(lines, number) for lines in (mine, others))
    return f"line {number + 1}\n    theirs {there}\n    ours   {here}"


def _line(lines: list[bytes], number: int) -> str:
    if lines[number:] in ([], [b""]):
        return "(the log has ended)"
    return repr(lines[number])[2:-1]


def compare(ours: Path, theirs: Path) -> bool:
    """Play every scenario of both trees; print what differs; whether nothing does."""
    mine, others = set(names(ours)), set(names(theirs))
    for name in sorted(mine ^ others):
        print(f"{name:<36}only in {'ours' if name in mine else 'theirs'}")
    shared = sorted(mine & others)
    same = True
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = [(pool.submit(played, ours, n), pool.submit(played, theirs, n)) for n in shared]
        for here, there in jobs:
            logs = there.result()
            for name, log in here.result().items():
                differs = difference(log, logs[name])
                same = same and not differs
                print(f"{name:<36}{differs or f'equal, {len(log):,} bytes'}", flush=True)
    return same


def main() -> None:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench.logs", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    writing = verbs.add_parser("write")
    writing.add_argument("folder", type=Path)
    writing.add_argument("--tree", type=Path, default=HERE)
    verbs.add_parser("compare").add_argument("commit")
    said = parser.parse_args()
    try:
        if said.verb == "write":
            write(said.tree.resolve(), said.folder)
            return
        with checked_out(said.commit) as theirs:
            same = compare(HERE, theirs)
    except (ValueError, RuntimeError) as error:
        sys.exit(f"logs: {error}")
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
