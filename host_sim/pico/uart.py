"""A PL011 that takes its time: bytes leave and arrive at the baud rate that the firmware set.

rp2040py keeps the transmit interrupt asserted for ever; here it comes when the FIFO has drained to
its trigger, and goes when it is filled or cleared. Bytes, not levels: the pads show no waveform.
"""

from collections.abc import Callable

from host_sim.pico.emulator import PL011, Chip

_DR, _FR, _IFLS = 0x00, 0x18, 0x34
_CLK_PERI_CTRL, _FROM_PLL_USB = 0x48, 2
_TX_FULL, _TX_EMPTY, _BUSY = 1 << 5, 1 << 7, 1 << 3
_RX_FULL, _RX_EMPTY = 1 << 6, 1 << 4
_RX, _TX, _RX_TIMEOUT, _OVERRUN = 1 << 4, 1 << 5, 1 << 6, 1 << 10
_TRIGGERS = (4, 8, 16, 24, 28)  # of 32 places
_PLACES = 32
_FRAME_BITS = 10  # start, 8, stop
_TIMEOUT_BITS = 32


class Uart(PL011):
    """Takes the place of one of the chip's two; write() and read() are the other end's.

    on_data     None, or called with every byte as its stop bit ends
    """

    def __init__(self, mcu: Chip, number: int) -> None:
        old = mcu.uart[number]
        self._ifls = 0x12
        self._leaving: list[int] = []  # the FIFO; the shifter's byte is not in it
        self._shifting: int | None = None
        self._to_send = bytearray()
        self._received = bytearray()
        self.on_data: Callable[[int], None] | None = None
        super().__init__(mcu, old.name, old.irq, old.dreq)
        self._sent_alarm = mcu.clock.create_alarm(self._sent)
        self._arrival = mcu.clock.create_alarm(self._arrives)
        self._silence = mcu.clock.create_alarm(self._silent)
        mcu.uart[number] = self
        mcu.peripherals[0x40034 + 4 * number] = self

    def write(self, data: bytes) -> None:
        """Send to the device, one byte after the other at its own baud rate."""
        idle = not self._to_send
        self._to_send += data
        if idle and data:
            self._arrival.schedule(self._bits_ns(_FRAME_BITS))

    def read(self) -> bytes:
        """What the device has sent since the last read."""
        data = bytes(self._received)
        self._received.clear()
        return data

    def reset(self) -> None:
        """The chip's side. What is on the wire stays there."""
        super().reset()
        self._ifls = 0x12
        self._leaving.clear()

    def check_interrupts(self) -> None:
        """Levels only: nothing is asserted because it always is."""
        self.rp2040.set_interrupt(self.irq, bool(self._interrupt_status & self._interrupt_mask))

    def read_uint32(self, offset: int) -> int:
        """A register, as the CPU reads it."""
        if offset == _FR:
            return self._flags()
        if offset == _IFLS:
            return self._ifls
        if offset != _DR:
            return super().read_uint32(offset)
        value = self.rx_fifo.pull()
        if self.rx_fifo.item_count < self._rx_trigger():
            self._interrupt_status &= ~_RX
        if self.rx_fifo.empty:
            self._interrupt_status &= ~_RX_TIMEOUT
            self._silence.cancel()
        self.check_interrupts()
        return value

    def write_uint32(self, offset: int, value: int) -> None:
        """A register, as the CPU writes it."""
        if offset == _IFLS:
            self._ifls = value & 0x3F
        elif offset == _DR:
            self._enqueue(value & 0xFF)
        else:
            super().write_uint32(offset, value)

    def _bits_ns(self, bits: int) -> float:
        clock_hz = 125_000_000
        if self.rp2040.clocks.read_uint32(_CLK_PERI_CTRL) >> 5 & 7 == _FROM_PLL_USB:
            clock_hz = 48_000_000
        return bits * 16e9 * (self.baud_divider or 1) / clock_hz

    def _flags(self) -> int:
        flags = _TX_FULL if len(self._leaving) >= self._places() else 0
        flags |= 0 if self._leaving else _TX_EMPTY
        flags |= 0 if self._shifting is None else _BUSY
        flags |= _RX_FULL if self.rx_fifo.item_count >= self._places() else 0
        return flags | (_RX_EMPTY if self.rx_fifo.empty else 0)

    def _places(self) -> int:
        return _PLACES if self.fifos_enabled else 1

    def _tx_trigger(self) -> int:
        return _TRIGGERS[min(self._ifls & 7, 4)] if self.fifos_enabled else 0

    def _rx_trigger(self) -> int:
        return _TRIGGERS[min(self._ifls >> 3, 4)] if self.fifos_enabled else 1

    def _enqueue(self, value: int) -> None:
        if self._shifting is None:
            self._shifting = value
            self._sent_alarm.schedule(self._bits_ns(_FRAME_BITS))
        elif len(self._leaving) < self._places():
            self._leaving.append(value)
        if len(self._leaving) > self._tx_trigger():
            self._interrupt_status &= ~_TX
            self.check_interrupts()

    def _sent(self) -> None:
        value, self._shifting = self._shifting, None
        if self._leaving:
            self._shifting = self._leaving.pop(0)
            self._sent_alarm.schedule(self._bits_ns(_FRAME_BITS))
        if len(self._leaving) == self._tx_trigger() or self._shifting is None:
            self._interrupt_status |= _TX
            self.check_interrupts()
        if value is not None:
            self._received.append(value)
            if self.on_data is not None:
                self.on_data(value)

    def _arrives(self) -> None:
        value = self._to_send.pop(0)
        if self._to_send:
            self._arrival.schedule(self._bits_ns(_FRAME_BITS))
        if not self.enabled or not self.rx_enabled:
            return
        if self.rx_fifo.item_count >= self._places():
            self._interrupt_status |= _OVERRUN
        else:
            self.rx_fifo.push(value)
            if self.rx_fifo.item_count >= self._rx_trigger():
                self._interrupt_status |= _RX
            self._silence.schedule(self._bits_ns(_TIMEOUT_BITS))
        self.check_interrupts()

    def _silent(self) -> None:
        if not self.rx_fifo.empty:
            self._interrupt_status |= _RX_TIMEOUT
            self.check_interrupts()
