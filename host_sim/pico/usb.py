"""The host at the other end of the USB cable: a CDC port that is opened, read and written.

rp2040py enumerates the device. Here is what it gets wrong of a host: one that has nothing to say
is silent (it answered every armed endpoint with an empty packet each 10 us), and one that does not
read leaves the device's packets where they are. Faster than a real bus.

The cable can be pulled and put back. A frame begins each millisecond while it is in; three of them
without one suspend the device, as the chip's controller does it (RP2040 datasheet 4.1.2.6.4).
"""

from collections.abc import Callable

from host_sim.pico.emulator import Chip, new_host

_BUFFERS = 0x80  # buffer control in the USB RAM: 8 bytes an endpoint, IN first, then OUT
_PACKET_BYTES = 64
_AVAILABLE = 1 << 10  # the device hands the buffer to the controller
_CONTROL = 0  # the endpoint of requests
_DTR, _RTS = 1, 2
_SOF_RD = 0x48
_SIE_STATUS = 0x50
_SUSPENDED = 1 << 4
_FRAMES = 0x7FF
_SUSPENDED_AFTER_NS = 3_000_000  # USB 2.0, 7.1.7.6: a bus that idles for that long
_NS_PER_MS = 1_000_000


class UsbHost:
    """plugged     the cable is in
    connected   the device is enumerated
    on_data     None, or called with the bytes of every packet as it arrives
    """

    def __init__(self, mcu: Chip) -> None:
        self.plugged = True
        self.connected = False
        self.on_data: Callable[[bytes], None] | None = None
        self._clock = mcu.clock
        self._frame = 0  # the last one, while the cable is out
        self._controller = mcu.usb_ctrl
        self._cdc = new_host(self._controller)
        self._received = bytearray()
        self._to_send = bytearray()
        self._room = 0  # bytes that the device's OUT endpoint takes now
        self._kept: list[tuple[int, int]] = []  # IN packets that nobody has read yet
        self._reading = True
        self._lines = self._in_flight = _DTR | _RTS
        self._lines_told: int | None = None  # None: not told yet, or not acknowledged
        self._cdc.on_serial_data = self._arrived
        self._cdc.on_device_connected = self._enumerated
        self._tell_lines = self._cdc._cdc_set_control_line_state
        self._cdc._cdc_set_control_line_state = self._set_lines
        self._serve_control = self._controller.on_endpoint_read
        self._controller.on_endpoint_read = self._out_armed
        self._take = self._controller.dpram_updated
        self._controller.dpram_updated = self._buffer_written
        self._acknowledged = self._controller.on_endpoint_write
        self._controller.on_endpoint_write = self._packet
        self._forget = self._controller.on_reset
        self._controller.on_reset = self._dropped
        self._attach = self._controller.on_usb_enabled
        self._controller.on_usb_enabled = self._enabled
        self._read_register = self._controller.read_uint32
        self._controller.read_uint32 = self._register
        self._write_register = self._controller.write_uint32
        self._controller.write_uint32 = self._register_written
        self._silence = self._clock.create_alarm(self._suspend)

    def write(self, data: bytes) -> None:
        """Send to the device, as fast as it takes them; what it does not take yet waits here."""
        self._to_send += data
        self._send()

    def read(self) -> bytes:
        """What has arrived since the last read."""
        data = bytes(self._received)
        self._received.clear()
        return data

    @property
    def unsent(self) -> int:
        """Bytes written that the device has not taken."""
        return len(self._to_send)

    @property
    def reading(self) -> bool:
        """False: a host that does not read. The device's buffers fill."""
        return self._reading

    @reading.setter
    def reading(self, on: bool) -> None:
        self._reading = on
        while on and self._kept:
            self._take(*self._kept.pop(0))

    def dtr(self, on: bool) -> None:
        """What opening and closing the port does. Kept when the device enumerates anew.

        Bytes follow when the device has acknowledged it: a host's open() returns then.
        """
        self._lines = _DTR | _RTS if on else 0
        if self.connected and self._lines_told not in (None, self._lines):
            self._set_lines()

    def unplug(self) -> None:
        """Pull the cable. What is under way both ways is gone; the device hears no frame."""
        self._frame = self._frame_now()
        self.plugged = False
        self._leave()
        self._silence.schedule(_SUSPENDED_AFTER_NS)

    def plug(self) -> None:
        """Put it back: the host resets the bus and enumerates. DTR is as it was set last."""
        self._silence.cancel()
        self.plugged = True
        self._forget()
        self._lines_told = None
        self._controller.reset_device()

    def _suspend(self) -> None:
        self._controller._sie_status |= _SUSPENDED
        self._controller._sie_status_updated()

    def _enabled(self) -> None:
        if self.plugged:
            self._attach()

    def _frame_now(self) -> int:
        return int(self._clock.nanos) // _NS_PER_MS & _FRAMES if self.plugged else self._frame

    def _register(self, offset: int) -> int:
        return self._frame_now() if offset == _SOF_RD else self._read_register(offset)

    def _register_written(self, offset: int, value: int) -> None:
        if offset == _SIE_STATUS:  # rp2040py does not let it be cleared: the interrupt would stay
            controller = self._controller
            controller._sie_status &= ~(controller.raw_write_value & _SUSPENDED)
        self._write_register(offset, value)

    def _set_lines(self, *_: int) -> None:
        """One request at a time: the next one goes out when this one is acknowledged."""
        self._lines_told = None
        self._in_flight = self._lines
        self._tell_lines(self._lines)

    def _packet(self, endpoint: int, data: bytes) -> None:
        self._acknowledged(endpoint, data)
        if endpoint == _CONTROL and not data and self.connected and self._lines_told is None:
            self._lines_told = self._in_flight
            if self._lines != self._lines_told:
                self._set_lines()
            self._send()

    def _enumerated(self) -> None:
        self.connected = True

    def _dropped(self) -> None:
        """The chip has been reset: it is off the bus until it enumerates."""
        self._silence.cancel()
        self._leave()
        self._forget()

    def _leave(self) -> None:
        self.connected = False
        self._room = 0
        self._to_send.clear()
        self._kept.clear()

    def _arrived(self, packet: bytes) -> None:
        self._received += packet
        if self.on_data is not None and packet:
            self.on_data(bytes(packet))

    def _out_armed(self, endpoint: int, size: int) -> None:
        if endpoint != self._cdc._out_endpoint:
            self._serve_control(endpoint, size)
            return
        self._room = min(size, _PACKET_BYTES)
        self._send()

    def _send(self) -> None:
        asking = self.connected and self._lines_told is None
        if self._room and self._to_send and not asking:
            packet = bytes(self._to_send[: self._room])
            del self._to_send[: self._room]
            self._room = 0
            self._controller.endpoint_read_done(self._cdc._out_endpoint, packet)

    def _buffer_written(self, offset: int, value: int) -> None:
        if not self.plugged:
            return
        mine = offset == _BUFFERS + 8 * self._cdc._in_endpoint
        if mine and not self._reading and value & _AVAILABLE:
            self._kept.append((offset, value))
        else:
            self._take(offset, value)
