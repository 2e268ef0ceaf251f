"""python -m tools.mutants [--jobs N] [WORD ...]: which safety lines does no test guard?

Only mutants whose name or file holds one of the words; all without words. Exit status 1 when one
survives. Each is tried in a copy of the tree, never in the tree itself.
"""

import argparse
import os
import queue
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.mutants.lines import ROOT, Mutant, mutants

COPIED = ("firmware", "host_sim", "tests", "pyproject.toml")
# Quick ones first: most lines are missed within a second.
TESTS = [
    "tests/app",
    "tests/store",
    "tests/core/test_ledger.py",
    "tests/core/test_rules.py",
    "tests/core/test_prescription.py",
    "tests/core/test_day_limit.py",
    "tests/core/test_alarm_table.py",
    "tests/core/test_signals.py",
    "tests/core/test_alarm_actions.py",
    "tests/core/test_bolus_scenarios.py",
    "tests/core/test_stop_scenarios.py",
    "tests/core/test_stall_scenarios.py",
    "tests/core/test_over_delivery_scenarios.py",
    "tests/core/test_store_failures.py",
    "tests/core/test_reservoir_scenarios.py",
    "tests/core/test_clock_scenarios.py",
    "tests/core/test_clock_rules.py",
    "tests/core/test_quantum.py",
    "tests/core",
]
# Of the line and of whoever is at it.
LINE_TESTS = [
    "tests/wire",
    "tests/store/test_keyring.py",
    "tests/core/test_attention.py",
    "tests/core/test_slips.py",
    "tests/commands",
]
OF_THE_LINE = ("wire/", "commands/", "store/keyring.py", "core/attention.py", "app/compose.py")
LONGEST_S = 240  # a test that hangs has noticed too


def copy_tree(into: Path) -> Path:
    """What the tests need, without what earlier runs left."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            ignore = shutil.ignore_patterns("__pycache__", ".hypothesis", "*.mpy")
            shutil.copytree(source, into / name, ignore=ignore)
        else:
            shutil.copy2(source, into / name)
    return into


def survives(mutant: Mutant, tree: Path) -> bool:
    """Whether every test passes without the line."""
    path = mutant.path(tree)
    sound = path.read_text()
    path.write_text(mutant.text(tree))
    command = [sys.executable, "-B", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
    of_the_line = mutant.file.startswith(OF_THE_LINE)
    command += LINE_TESTS if of_the_line else [*TESTS, "tests/commands/test_abuse_again.py"]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        run = subprocess.run(
            command, cwd=tree, env=environment, capture_output=True, timeout=LONGEST_S, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    finally:
        path.write_text(sound)
    if run.returncode not in (0, 1, 2):
        raise RuntimeError(run.stdout.decode() + run.stderr.decode())
    return run.returncode == 0


def chosen(words: list[str]) -> list[Mutant]:
    return [
        mutant
        for mutant in mutants()
        if not words or any(word in mutant.name or word in mutant.file for word in words)
    ]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description=__doc__)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("words", nargs="*")
    asked = parser.parse_args()
    trees: queue.SimpleQueue[Path] = queue.SimpleQueue()
    unguarded: list[Mutant] = []

    def attempt(mutant: Mutant) -> None:
        tree = trees.get()
        try:
            alive = survives(mutant, tree)
        finally:
            trees.put(tree)
        if alive:
            unguarded.append(mutant)
        print("SURVIVES" if alive else "noticed ", mutant.file, "-", mutant.name, flush=True)

    with tempfile.TemporaryDirectory() as folder:
        for number in range(asked.jobs):
            trees.put(copy_tree(Path(folder, str(number))))
        with ThreadPoolExecutor(asked.jobs) as pool:
            list(pool.map(attempt, chosen(asked.words)))
    print(len(chosen(asked.words)), "lines,", len(unguarded), "that no test guards")
    return 1 if unguarded else 0


if __name__ == "__main__":
    sys.exit(main())
