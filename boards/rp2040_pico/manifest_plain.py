# ruff: noqa: F821 - MicroPython's makemanifest.py runs this, and gives it its names
"""What the image without the pump has frozen in: what runs before it (modules), what chooses one of
two firmware sets and runs it (plain), the port's rp2 module, and the pump's names, which then take
no heap when it comes as files (tools/board/names.py).

boot.py and main.py are part of the image: no update of a set touches them. Without asyncio and the
port's drivers: nothing of ours uses them.
"""

freeze("modules", ("_boot.py", "_repl_watch.py"))
freeze("plain", ("_area.py", "_set.py", "_slots.py", "main.py"))
freeze("../../build/rp2040_pico/sources", ("boot.py",))
freeze("$(PORT_DIR)/modules", ("rp2.py",))
freeze("../../build/rp2040_pico/names", ("pump_names.py",))
