# ruff: noqa: F821 - MicroPython's makemanifest.py runs this, and gives it its names
"""What the image without the pump has frozen in: what runs before it (modules), the port's rp2
module, and the pump's names, which then take no heap when it comes as files (tools/board/names.py).

Without asyncio and the port's drivers: nothing of ours uses them.
"""

freeze("modules", ("_boot.py", "_repl_watch.py"))
freeze("$(PORT_DIR)/modules", ("rp2.py",))
freeze("../../build/rp2040_pico/names", ("pump_names.py",))
