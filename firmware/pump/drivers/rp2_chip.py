"""Where the RP2040 has what the drivers touch: every address of this chip, in no other file.

From pico-sdk 2.1.1, src/rp2040/hardware_regs: addressmap.h, timer.h, watchdog.h, pio.h. On a board
with an RP2350 the same names come from rp2350_chip.py: it ships as rp2_chip.py there.
"""

from micropython import const

FLASH = const(0x10000000)
TIMERAWH = const(0x40054024)  # the timer's upper half, in us, read without a latch
TIMERAWL = const(0x40054028)
SCRATCH0 = const(0x4005800C)  # the watchdog's first, cleared by power alone
PIO0 = const(0x50200000)
PIO0_TXF0 = const(0x50200010)  # the first machine's FIFO
PIO0_SM0_ADDR = const(0x502000D4)  # where the first machine stands
PIO0_CTRL_SET = const(0x50202000)  # its bits are set, the others stay
PIO1 = const(0x50300000)
