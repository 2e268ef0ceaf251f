"""Chromium for the tests of the bench page: the installed one, or Debian's, unpacked in the cache.

Unpacking needs no root and leaves the machine as it is, as with the board's compiler. A browser
that is unpacked finds its libraries and fonts by its environment: a script beside it says where.
"""

import os
import shutil
import stat
import subprocess
from pathlib import Path

from tools.board.archive import Archive, machine_suite
from tools.board.recipe import alone, cache_folder, key
from tools.board.steps import Steps
from tools.board.trouble import Trouble

PACKAGES = ("chromium", "fonts-dejavu-core")
INSTALL = "apt-get install chromium"
# For who may not make namespaces, and for nobody's network: it asks nothing but the page.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
    "--enable-blink-features=ForceEagerMeasureMemory",  # at once, not when garbage is next swept
)
_SCRIPT = """#!/bin/sh
root={root}
export LD_LIBRARY_PATH="{libraries}"
export FONTCONFIG_FILE="$root/fonts.conf"
exec "$root/usr/lib/chromium/chromium" "$@"
"""
# The machine's fonts, if it has any, and those that came along.
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>{root}/usr/share/fonts</dir>
  <cachedir>{root}/fontcache</cachedir>
</fontconfig>
"""


def found() -> Path | None:
    """$CISTERNA_CHROMIUM, the machine's own, or ours; None: there is none."""
    told = os.environ.get("CISTERNA_CHROMIUM")
    installed = told or shutil.which("chromium")
    if installed:
        return Path(installed)
    script = _folder() / "chromium"
    return script if script.exists() else None


def _folder() -> Path:
    return cache_folder() / f"chromium-{machine_suite()}-{key(*PACKAGES, _SCRIPT, _FONTS)}"


def fetched() -> Path:
    """The browser, unpacked where none is here. Trouble says what is missing."""
    cache = cache_folder()
    steps = Steps(cache / "chromium.log")
    with alone(cache, lambda: steps.say("another build is at work: waiting for its end")):
        return found() or _unpacked(cache, steps)


def _unpacked(cache: Path, steps: Steps) -> Path:
    suite, folder = machine_suite(), _folder()
    fresh = folder.with_suffix(".new")
    shutil.rmtree(fresh, ignore_errors=True)
    archive = Archive(cache / f"apt-{suite}", suite)
    with steps.step("asking the archive for a browser"):
        needed = archive.missing(PACKAGES)
    with steps.step("fetching Chromium and what it lacks (some 120 MB)"):
        archive.download(needed, fresh / "packages", "binary")
    with steps.step("unpacking it"):
        for package in sorted((fresh / "packages").glob("*.deb")):
            done = subprocess.run(["dpkg-deb", "-x", package, fresh], check=False)
            if done.returncode:
                raise Trouble(f"{package.name} could not be unpacked.", f"As root: {INSTALL}")
        shutil.rmtree(fresh / "packages")
    fresh.rename(folder)
    folders = {path.parent for path in folder.glob("**/*.so*") if "chromium" not in path.parts}
    script = folder / "chromium"
    script.write_text(
        _SCRIPT.format(root=folder, libraries=os.pathsep.join(map(str, sorted(folders))))
    )
    (folder / "fonts.conf").write_text(_FONTS.format(root=folder))
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    said = subprocess.run([script, "--version"], capture_output=True, text=True, check=False)
    if said.returncode:
        shutil.rmtree(folder)
        raise Trouble(f"Chromium does not run here:\n{said.stderr.strip()}", f"As root: {INSTALL}")
    return script
