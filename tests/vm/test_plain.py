"""The rooms' own table tests, run again by MicroPython: same files, same tables, other VM."""

from pathlib import Path

import pytest

from tests.vm.plain_files import why_not
from tests.vm.vm import MACHINES, ROOT, on_each_machine

MUST_RUN = ("core", "wire", "store", "commands", "app", "plant", "contract")
PARTS = {"core": 4}  # on the slower machine it takes ten minutes: in parts, which go side by side
CASES = [(room, part) for room in MUST_RUN for part in range(PARTS.get(room, 1))]


def plain(room: str) -> list[str]:
    files = sorted((ROOT / "tests" / room).glob("**/test_*.py"))
    return [str(path.relative_to(ROOT)) for path in files if why_not(path) is None]


@on_each_machine
@pytest.mark.parametrize(("room", "part"), CASES)
def test_the_rooms_tests_pass_on(machine: str, room: str, part: int) -> None:
    files = plain(room)[part :: PARTS.get(room, 1)]
    assert files, f"no test file of tests/{room} can run on a VM: {left_out(room)}"
    run = MACHINES[machine]("tests/vm/scripts/plain.py", *files)
    last = run.checked().decode().splitlines()[-1]
    passed, failed = (int(word.split()[0]) for word in last.split(", "))
    assert failed == 0
    assert passed >= len(files)


def left_out(room: str) -> dict[str, str]:
    files = sorted((ROOT / "tests" / room).glob("**/test_*.py"))
    reasons = {path.name: why_not(path) for path in files}
    return {name: reason for name, reason in reasons.items() if reason}


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "test_something.py"
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("import pump.core.units\nimport pytest\n", None),
        ("import hypothesis\n", "imports hypothesis"),
        ("import pytest\n@pytest.fixture\ndef a(): ...\n", "asks for pytest.fixture"),
        ("def test_a(tmp_path): ...\n", "wants the fixture tmp_path in test_a"),
        ("import pytest\n@pytest.mark.parametrize('a, b', [])\ndef test_a(a, b): ...\n", None),
        ("import gc\ngc.get_objects()\n", "asks for gc.get_objects"),
        ('CPYTHON_ONLY = "counts frames"\n', "counts frames"),
        ("isinstance(1, int | str)\n", "asks isinstance for a union"),
        (
            "from tests.vm.vm import ROOT\n",
            "imports tests.vm.vm, which imports shutil",
        ),
    ],
)
def test_a_file_is_plain_or_says_why_not(tmp_path: Path, text: str, reason: str | None) -> None:
    assert why_not(written(tmp_path, text)) == reason
