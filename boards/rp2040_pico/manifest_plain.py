# ruff: noqa: F821 - MicroPython's makemanifest.py runs this, and gives it its names
"""What the image without the pump has frozen in: our _boot.py, the port's rp2 module, and the
pump's names, which then take no heap when the pump comes as files (tools/board/names.py).

Without asyncio and the port's drivers: nothing of ours uses them.
"""

freeze("modules", ("_boot.py",))
freeze("$(PORT_DIR)/modules", ("rp2.py",))
freeze("../../build/rp2040_pico/names", ("pump_names.py",))
