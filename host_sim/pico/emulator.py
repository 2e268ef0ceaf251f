"""The one place where the patched rp2040py is imported: everything here takes it from this file.

Importing this file builds the emulator where it is not built yet. Nothing of it is typed: the
package's types are those of what it was before the patches. Does not know what it runs.
"""

import sys
from typing import Any

from host_sim.pico.build import emulator_path

sys.path.insert(0, str(emulator_path()))

from rp2040py.device.bootrom import BOOTROM_B1
from rp2040py.gpio_pin import GPIOPinState
from rp2040py.native import _events  # pyright: ignore[reportAttributeAccessIssue]  # ours
from rp2040py.native._rp2040 import RP2040
from rp2040py.peripherals import ssi as _ssi
from rp2040py.peripherals.uart import RPUART
from rp2040py.usb.cdc import USBCDC

Chip = Any  # what new_chip() makes
new_chip: Any = RP2040
new_host: Any = USBCDC
run: Any = _events.run
ssi: Any = _ssi
PL011: Any = RPUART
PadState: Any = GPIOPinState
BOOT_ROM: Any = BOOTROM_B1
HAD_RUN = 1 << 16  # CHIP_RESET: the last reset came from the RUN pin
