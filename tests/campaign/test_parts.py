"""The same file gives the same bytes, whatever the workers, and wherever a run was killed."""

import subprocess
from pathlib import Path

import pytest

from host_sim.campaign import program
from host_sim.campaign.mistakes import CampaignMistake
from host_sim.campaign.parts import Parts
from host_sim.campaign.pump import simulate
from host_sim.campaign.rows import packed, unpacked
from host_sim.campaign.task import Task, digest_of, perform, tasks_of
from tests.campaign.campaigns import ROOT, called, command, environment, files, read, tiny


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("file") / "tiny.toml"
    path.write_text(tiny(pumps=40))
    return path


@pytest.fixture(scope="module")
def one_worker(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("one")
    done = called(source, "--workers", 1, "--out", out)
    assert done.returncode == 0, done.stderr
    assert "WITHDRAWAL was raised before half of the effect was gone" in done.stdout
    assert "40 of 40 pumps" in done.stderr
    return files(out)


def test_a_part_is_a_pure_function_of_digest_and_seeds() -> None:
    (first, _) = tasks_of(read())
    assert (first.first, first.last, first.pumps) == (1, 16, 16)
    again = Task(first.name, first.source, first.digest, 3, 4)
    assert perform(again) == perform(again) == packed([simulate(read(), seed) for seed in (4, 3)])


def test_another_tree_does_not_answer() -> None:
    task = tasks_of(read())[0]
    other = Task(task.name, task.source, "0" * 64, task.first, task.last)
    with pytest.raises(CampaignMistake, match="bring both to one commit"):
        perform(other)


def test_the_digest_is_of_file_and_program(monkeypatch: pytest.MonkeyPatch) -> None:
    digest = digest_of(read())
    assert digest_of(read(tiny(days=5))) != digest
    monkeypatch.setattr(program, "digest", lambda: "another")
    assert digest_of(read()) != digest


def test_two_workers_write_the_same_bytes(
    source: Path, one_worker: dict[str, bytes], tmp_path: Path
) -> None:
    assert called(source, "--workers", 2, "--quiet", "--out", tmp_path).returncode == 0
    assert files(tmp_path) == one_worker


def test_a_killed_run_goes_on_where_it_was(
    source: Path, one_worker: dict[str, bytes], tmp_path: Path
) -> None:
    first = subprocess.Popen(
        command(source, "--workers", 1, "--out", tmp_path),
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert first.stderr is not None
    assert first.stderr.readline().startswith(b"16 of 40 pumps")
    first.kill()
    first.communicate()  # up to where its workers have ended too: they hold the same stderr
    there = files_of(tmp_path)
    assert there and "rows.parquet" not in there
    done = called(source, "--workers", 1, "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"{40 - 16 * len(there)} pumps of 4 days" in done.stdout
    assert files(tmp_path) == one_worker


def files_of(out: Path) -> set[str]:
    """Names of what is whole."""
    return {path.name for path in out.rglob("*.parquet")}


def test_a_spoilt_part_is_named(tmp_path: Path) -> None:
    (first, second) = tasks_of(read())
    parts = Parts(tmp_path)
    rows = [simulate(read(), 1) | {"seed": seed} for seed in range(1, 17)]
    parts.keep(first, packed(rows))
    parts.keep(second, b"PAR1 of another")
    assert parts.missing([first, second]) == []
    with pytest.raises(CampaignMistake, match=r"000000017-000000020\.parquet: .* delete it"):
        parts.whole([first, second])
    parts.keep(second, packed(rows[:4]))
    with pytest.raises(CampaignMistake, match="other seeds than its name says"):
        parts.whole([first, second])


def test_rows_come_back_as_they_were() -> None:
    rows = [simulate(read(), seed) for seed in (1, 2, 16)]
    assert unpacked(packed(rows)) == rows
    assert [row["board_quanta"] for row in rows] == [False, False, True]
