"""The contract's promises as functions of a bench, for boards that are not in benches.py."""

from itertools import product
from types import ModuleType


def promises(*suites: ModuleType) -> list[tuple[object, dict[str, object], str]]:
    """(promise, what it is parametrized with beside its bench, a name) of every case."""
    found = []
    for suite in suites:
        for name, promise in vars(suite).items():
            if name.startswith("test_"):
                found += [(promise, case, _named(name, case)) for case in _cases(promise)]
    return found


def _cases(promise) -> list[dict[str, object]]:
    marks = [mark.args[:2] for mark in promise.pytestmark if mark.args[0] != "bench"]
    cases = []
    for chosen in product(*[values for _, values in marks]):
        case: dict[str, object] = {}
        for (names, _), value in zip(marks, chosen, strict=True):
            single = names.split(",") if isinstance(names, str) else names
            keys = [name.strip() for name in single]
            case.update(zip(keys, value if len(keys) > 1 else [value], strict=True))
        cases.append(case)
    return cases


def _named(name: str, case: dict[str, object]) -> str:
    return "-".join([name.removeprefix("test_"), *[str(value)[:24] for value in case.values()]])
