# ruff: noqa: F821 - MicroPython's makemanifest.py runs this, and gives it its names
"""What the image without the pump has frozen in: our _boot.py, and the port's rp2 module.

Without asyncio and the port's drivers: nothing of ours uses them.
"""

freeze("modules", ("_boot.py",))
freeze("$(PORT_DIR)/modules", ("rp2.py",))
