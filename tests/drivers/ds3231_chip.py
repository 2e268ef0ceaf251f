"""A DS3231 as its registers have it, on an I2C bus that can fail. Runs on CPython and MicroPython.

Knows digits and calendar. Time passes when `pass_s` says so.
"""

ADDRESS = 0x68
CONTROL = 0x0E
STATUS = 0x0F
LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Chip:
    """`registers` 0x00..0x12, as after the first power-on: 2000-01-01, the oscillator has stood.

    gone      the chip does not answer
    dead      the oscillator does not run: what is set does not go on, and the flag comes back
    stuck     the control register keeps what it has
    steps     called ahead of every transfer: time that passes between two of them
    """

    def __init__(self):
        self.registers = bytearray(0x13)
        self.registers[3:6] = b"\x06\x01\x01"
        self.registers[CONTROL] = 0x1C
        self.registers[STATUS] = 0x88
        self.gone = False
        self.dead = False
        self.stuck = False
        self.steps = lambda: None

    # The bus

    def readfrom_mem_into(self, addr, memaddr, buf):
        self._answer(addr)
        buf[:] = self.registers[memaddr : memaddr + len(buf)]

    def writeto_mem(self, addr, memaddr, buf):
        self._answer(addr)
        control = self.registers[CONTROL]
        self.registers[memaddr : memaddr + len(buf)] = buf
        if self.stuck:
            self.registers[CONTROL] = control
        if self.dead:
            self.registers[STATUS] |= 0x80

    def _answer(self, addr):
        if self.gone or addr != ADDRESS:
            raise OSError(19)
        self.steps()

    # Time

    def pass_s(self, seconds):
        for _ in range(seconds):
            self._tick()

    def on_cell_s(self, seconds):
        """Without the board's supply: EOSC (control, bit 7) then stops the oscillator, and the
        flag tells that it stood; data sheet, control register."""
        if self.registers[CONTROL] & 0x80:
            self.registers[STATUS] |= 0x80
        else:
            self.pass_s(seconds)

    def _tick(self):
        registers = self.registers
        for index, most in ((0, 59), (1, 59), (2, 23)):
            number = registers[index] // 16 * 10 + registers[index] % 16
            if number < most:
                registers[index] = digits(number + 1)
                return
            registers[index] = 0
        registers[3] = registers[3] % 7 + 1
        self._next_day()

    def _next_day(self):
        registers = self.registers
        day = registers[4] // 16 * 10 + registers[4] % 16
        month = (registers[5] & 0x1F) // 16 * 10 + (registers[5] & 0x0F)
        year = registers[6] // 16 * 10 + registers[6] % 16
        century = registers[5] & 0x80
        leap = month == 2 and year % 4 == 0  # the chip's own rule, which 2100 does not obey
        if day < LENGTHS[month - 1] + leap:
            registers[4] = digits(day + 1)
            return
        registers[4] = 1
        if month < 12:
            registers[5] = century | digits(month + 1)
            return
        registers[5] = century | 1
        registers[6] = digits((year + 1) % 100)
        if year == 99:
            registers[5] ^= 0x80


def digits(number):
    return number // 10 << 4 | number % 10
