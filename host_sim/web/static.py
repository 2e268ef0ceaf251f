"""The page as a folder that any file server may offer: the pump runs in the browser.

The sources of firmware and plant go with it, unchanged, and MicroPython's WebAssembly port.
"""

import json
import shutil
from pathlib import Path

from host_sim.plant.faults import SHIPPED
from host_sim.web.site import CHARTS, PAGE, POLICY
from host_sim.web.tables import tables

ROOT = Path(__file__).resolve().parents[2]
PORT = ROOT / "node_modules/@micropython/micropython-webassembly-pyscript"
_CHARTS = ("uPlot.iife.min.js", "uPlot.min.css")
_PORT = ("micropython.mjs", "micropython.wasm")
_ROOMS = (
    "firmware/pump",
    "host_sim/plant",
    "host_sim/board",
    "host_sim/scenario",
    "host_sim/recording",
)
_FILES = (
    "host_sim/__init__.py",
    "host_sim/units.py",
    "host_sim/web/__init__.py",
    "host_sim/web/here.py",
)


def build(folder: Path) -> int:
    """Write it; the bytes that a browser loads. OSError where something of npm is not installed."""
    for needed in (CHARTS, PORT):
        if not needed.is_dir():
            raise OSError("%s is not here: make bench-static installs it" % needed.name)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(PAGE, folder)
    for names, source, into in ((_CHARTS, CHARTS, "charts"), (_PORT, PORT, "micropython")):
        (folder / into).mkdir()
        for name in names:
            shutil.copy(source / name, folder / into)
    (folder / "tables.json").write_bytes(tables(SHIPPED, "worker"))
    (folder / "firmware.json").write_text(json.dumps(sources()))
    index = folder / "index.html"
    meta = '<meta http-equiv="Content-Security-Policy" content="%s">' % POLICY
    index.write_text(index.read_text().replace("<head>", "<head>\n" + meta))
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def sources() -> dict[str, str]:
    """What the pump in the browser imports, by its path there."""
    paths = [path for room in _ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    found = {str(path.relative_to(ROOT)): path.read_text() for path in paths}
    found |= {name: (ROOT / name).read_text() for name in _FILES}
    return found
