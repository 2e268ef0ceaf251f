"""What no tracked file may hold: unfinished words, one machine's paths, download addresses."""

import re
from pathlib import Path

import pytest

from tests.house.files import ROOT, below, name, tracked

LONGEST_FILE = 300  # lines; most are 100-200
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
MACHINE_PATH = re.compile(r"(?<![\w.:/])/(?:home|root|work|Users)/\w")
ADDRESS = re.compile(r"\b[a-z]{2,6}://([\w.-]+)")
# What an address may name: this machine, and names that nothing is downloaded from.
HOSTS = frozenset(("127.0.0.1", "localhost", "www.w3.org", "json-schema.org", "host", "HOST"))
LOCKS = (
    "requirements/run.txt",
    "requirements/dev.txt",
    "requirements/board.txt",
    "requirements/campaign.txt",
    "requirements/browser.txt",
    "requirements/stubs.txt",
    "requirements/stubs_esp32.txt",
    "package-lock.json",
)


def lines_with(path: Path, found) -> list[str]:
    try:
        text = path.read_text()
    except UnicodeDecodeError:
        return []  # not a text
    return [
        f"{name(path)}:{number}: {line.strip()}"
        for number, line in enumerate(text.splitlines(), 1)
        if found(line)
    ]


def foreign_address(line: str) -> bool:
    return any(host not in HOSTS for host in ADDRESS.findall(line))


@pytest.mark.parametrize(
    "found",
    [UNFINISHED.search, MACHINE_PATH.search, foreign_address],
    ids=["unfinished", "machine path", "address"],
)
def test_no_tracked_file_holds(found) -> None:
    assert [line for path in tracked() for line in lines_with(path, found)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_digests_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert "resolved" not in text
    assert "sha256:" in text or "sha512-" in text


def test_each_lock_holds_the_pins_of_the_one_before() -> None:
    """`make run` after `make setup` installs nothing: one environment serves all three."""
    run, dev, board = (
        set(re.findall(r"^[\w.-]+==\S+", (ROOT / lock).read_text(), re.M)) for lock in LOCKS[:3]
    )
    assert run
    assert run <= dev <= board


def test_no_long_file() -> None:
    long = {
        name(path): lines
        for path in below("firmware", "boards", "host_sim", "tools", "tests")
        if (lines := path.read_text().count("\n")) > LONGEST_FILE
    }
    assert long == {}


@pytest.mark.parametrize(
    ("found", "line"),
    [
        (UNFINISHED.search, "# TO" + "DO later"),
        (MACHINE_PATH.search, "see /ho" + "me/me/notes"),
        (foreign_address, "https:/" + "/example.net/simple"),
    ],
)
def test_the_checks_see(found, line: str) -> None:
    assert found(line)


@pytest.mark.parametrize(
    "line", ["socket://127.0.0.1:5025", "a/home/b", "/house/firmware", "and/or/work/"]
)
def test_the_checks_let_pass(line: str) -> None:
    assert not (UNFINISHED.search(line) or MACHINE_PATH.search(line) or foreign_address(line))
