"""Which pin goes where: the one owner of README.md's wiring table, for drivers and emulator."""

from micropython import const

UART_TX = const(0)  # a second line, when USB is not wanted
UART_RX = const(1)
STEP = const(2)
COILS = const(3)  # the source's wish for current: read back inside the chip, a probe outside
DIR = const(4)
ENABLE = const(5)  # low: current; 10 kOhm to 3.3 V, so that a pin that floats means none
ENCODER_A = const(6)  # 3.3 V at most, as any pin: one of 5 V has dividers
ENCODER_B = const(7)
LED_RED = const(8)  # high: light, behind a resistor to ground
LED_YELLOW = const(9)
LED_CYAN = const(10)
BUZZER = const(11)  # high: sound, one with an oscillator of its own behind a transistor
BUTTON = const(12)  # to ground
PATIENT = const(13)  # the patient's button, to ground
SDA = const(16)  # DS3231, when there is one
SCL = const(17)
BATTERY = const(26)  # a third of the battery's voltage: 200 kOhm over 100 kOhm, and a buffer

STORAGE_BYTES = const(1_441_792)  # 1,408 KiB at the end of the flash (mpconfigboard.h) ...
RING_BYTES = const(131_072)  # ... of which the dose ledger's ring has the last 128 KiB
BATTERY_THIRDS = const(3)
