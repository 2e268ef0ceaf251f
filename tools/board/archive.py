"""Debian's archive, through the machine's own apt, without root and without touching its state.

Lists and downloads lie in a folder of ours; which archive is asked, and through which proxy, is
what the machine's apt is set up for. Does not unpack and does not install anything.
"""

import os
import platform
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tools.board.recipe import Source, digest
from tools.board.trouble import Trouble

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
_TARGETS = "$(REPO_URI) $(RELEASE) $(COMPONENT) $(CREATED_BY)"


class Archive:
    """One suite of the archive, as a private apt sees it."""

    def __init__(self, folder: Path, suite: str) -> None:
        self.folder = folder
        self.suite = suite
        self._updated = False

    def fetch(self, source: Source, downloads: Path) -> Path:
        """The file, with the digest that it should have; downloaded unless it is there already."""
        path = downloads / source.name
        if path.exists() and digest(path) == source.sha256:
            return path
        path.unlink(missing_ok=True)
        self.download((f"{source.package}={source.version}",), downloads, source.kind)
        if not path.exists():
            raise Trouble(
                f"{source.package} {source.version} came without {source.name}.",
                "Check the file names in tools/board/sources.toml.",
            )
        if (found := digest(path)) != source.sha256:
            path.unlink()
            raise Trouble(
                f"{source.name} has the sha256 {found}, not {source.sha256}.",
                "It was thrown away: try again, and if it stays so do not use that archive.",
            )
        return path

    def download(self, packages: Sequence[str], into: Path, kind: str) -> None:
        """Packages as `name` or `name=version` into a folder."""
        into.mkdir(parents=True, exist_ok=True)
        self._update()
        verb = ("source", "--download-only", "--tar-only") if kind == "source" else ("download",)
        done = self._apt(*verb, *packages, folder=into)
        if done.returncode:
            raise self._trouble(packages, done.stderr)

    def missing(self, packages: Sequence[str]) -> list[str]:
        """What an installation of these would fetch on this machine, as `name=version`.

        Asked of the machine's list of installed packages; nothing is installed.
        """
        self._update()
        done = self._apt("install", "--simulate", "--no-install-recommends", *packages)
        if done.returncode:
            raise self._trouble(packages, done.stderr)
        found = re.findall(r"^Inst (\S+) (?:\[\S+\] )?\((\S+) ", done.stdout, re.M)
        return [f"{name}={version}" for name, version in found]

    def _trouble(self, packages: Sequence[str], said: str) -> Trouble:
        wanted = " ".join(packages)
        if "was not found" in said or "Unable to find" in said or "Unable to locate" in said:
            return Trouble(
                f"The archive has moved on: {self.suite} has no {wanted} any more.\n"
                + self._offered(packages),
                "Write the new version, file name and sha256 into tools/board/sources.toml, and"
                " look at what changed between them.",
            )
        return Trouble(f"apt could not fetch {wanted}:\n{said.strip()}", _ONLINE)

    def _offered(self, packages: Sequence[str]) -> str:
        names = [package.partition("=")[0] for package in packages]
        shown = self._apt("showsrc", *names, tool="apt-cache").stdout
        shown += self._apt("show", *names, tool="apt-cache").stdout
        offered = sorted(set(re.findall(r"^Version: (\S+)", shown, re.M)))
        return f"It offers {' '.join(offered) or 'nothing'}."

    def _update(self) -> None:
        """Once a run: read the suite's lists anew."""
        if self._updated:
            return
        if not shutil.which("apt-get"):
            raise Trouble(
                "There is no apt-get here: the image is made from Debian's packages.",
                "Build on Debian 12 or newer (a container will do), and copy the .uf2 over.",
            )
        for inner in ("lists/partial", "cache/archives/partial"):
            (self.folder / inner).mkdir(parents=True, exist_ok=True)
        signed = f"[signed-by={KEYRING}] " if KEYRING.exists() else ""
        lines = [
            f"{kind} {signed}{main_archive()} {self.suite} main\n" for kind in ("deb", "deb-src")
        ]
        (self.folder / "sources.list").write_text("".join(lines))
        done = self._apt("update", "--error-on=any")
        if done.returncode:
            raise Trouble(f"apt could not read {self.suite}:\n{done.stderr.strip()}", _ONLINE)
        self._updated = True

    def _apt(
        self, *arguments: str, folder: Path | None = None, tool: str = "apt-get"
    ) -> subprocess.CompletedProcess[str]:
        options = (
            f"Dir::Etc::sourcelist={self.folder}/sources.list",
            "Dir::Etc::sourceparts=-",
            f"Dir::State::lists={self.folder}/lists",
            f"Dir::Cache={self.folder}/cache",
            "Acquire::Languages=none",
            "Acquire::Retries=2",
            "Acquire::http::Timeout=30",
            "APT::Sandbox::User=root",  # run by root, apt's own user could not write here
        )
        command = [tool, "-qq", *(word for option in options for word in ("-o", option))]
        return subprocess.run(
            [*command, *arguments],
            cwd=folder or self.folder,
            env={"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL": "C"} | _proxies(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )


_ONLINE = "Look whether this machine reaches its Debian archive (`apt-get update`), and try again."


def _proxies() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}


def machine_suite() -> str:
    """bookworm, trixie and so on: whose programs run here."""
    return platform.freedesktop_os_release().get("VERSION_CODENAME", "stable")


def main_archive() -> str:
    """Where the machine's apt has its main Debian suite from."""
    if platform.freedesktop_os_release().get("ID") != "debian":
        raise Trouble(
            "This is not Debian: its archive does not hold the sources that the image is made of.",
            "Build on Debian 12 or newer (a container will do), and copy the .uf2 over.",
        )
    listed = subprocess.run(
        ["apt-get", "indextargets", "--format", _TARGETS],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split("\n")
    rows = [row.split() for row in listed if row.endswith(" main Packages")]
    suites = {suite: address for address, suite, *_ in rows}
    for suite in (machine_suite(), "stable", "testing", "unstable", "sid"):
        if suite in suites:
            return suites[suite]
    raise Trouble(
        "apt on this machine knows no Debian suite.",
        "Give it one in /etc/apt/sources.list.d, as an installation of Debian does.",
    )
