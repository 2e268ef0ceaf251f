"""Where the RP2350 has what the drivers touch: the names of rp2_chip.py, for which it ships there.

From pico-sdk 2.1.1, src/rp2350/hardware_regs: addressmap.h, timer.h (TIMER0), watchdog.h, pio.h.
Within a block the registers lie as on the RP2040. Checked on a model of registers, on no chip.
"""

from micropython import const

FLASH = const(0x10000000)
TIMERAWH = const(0x400B0024)  # of TIMER0, from which MicroPython takes its ticks
TIMERAWL = const(0x400B0028)
SCRATCH0 = const(0x400D800C)  # "persists through soft reset of the chip"
PIO0 = const(0x50200000)
PIO0_TXF0 = const(0x50200010)
PIO0_SM0_ADDR = const(0x502000D4)
PIO0_CTRL_SET = const(0x50202000)
PIO1 = const(0x50300000)
