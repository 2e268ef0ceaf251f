"""Which pin goes where: one owner for the wiring table of README.md and the drivers."""

from micropython import const

STEP = const(18)  # 10 kOhm to ground
DIR = const(19)
ENABLE = const(21)  # low: current; 10 kOhm to 3.3 V, so that a pin that floats means none
COUNT = const(34)  # a wire from the driver's STEP input: an input only, and not the source's pin
ENCODER_A = const(32)
ENCODER_B = const(33)
LED_RED = const(25)  # high: light, behind a resistor to ground
LED_YELLOW = const(26)
LED_CYAN = const(17)
BUZZER = const(16)  # high: sound, one with an oscillator of its own behind a transistor
BUTTON = const(27)  # to ground
PATIENT = const(13)  # the patient's button, to ground
SDA = const(22)  # DS3231, when there is one
SCL = const(23)
CABLE = const(35)  # the USB bridge's 5 V behind 10 kOhm over 15 kOhm
BATTERY = const(36)  # behind 200 kOhm over 100 kOhm: a third of the battery's voltage

BATTERY_THIRDS = const(3)

# One PCNT unit a counter
COUNT_UNIT = const(0)
ENCODER_UNIT = const(1)
# One hardware timer a use
MOTOR_TIMER = const(0)
LEASE_TIMER = const(1)
LIGHT_TIMER = const(2)
TONE_TIMER = const(3)

RING_LABEL = "ring"  # the dose ledger's partition (partitions.csv)
