"""The status registers of IEEE 488.2 and SCPI-1999, and the error queue they summarise."""

from micropython import const

from pump.core import reasons

REGISTER_MAX = const(32_767)  # 15 bits: SCPI keeps bit 15 at 0
QUEUE_MAX = const(16)  # entries
_TEXT_MAX = const(255)  # characters of text and detail together (SCPI-1999 21.8)

# status byte
ERROR_QUEUE = const(4)
QUESTIONABLE = const(8)
MESSAGE_AVAILABLE = const(16)
EVENT_STATUS = const(32)
MASTER_SUMMARY = const(64)
OPERATION = const(128)

# event status register
OPERATION_COMPLETE = const(1)
QUERY_ERROR = const(4)
DEVICE_ERROR = const(8)
EXECUTION_ERROR = const(16)
COMMAND_ERROR = const(32)
POWER_ON = const(128)


class ErrorQueue:
    """First in, first out. When it is full, the newest entry gives way to -350.

    newest  the number that came last, whether there was room for it or not; 0 before the first
    """

    def __init__(self) -> None:
        self._entries: list[tuple[int, str]] = []
        self.newest = 0

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, number: int, detail: str) -> bool:
        """False when there was no room for it."""
        self.newest = number
        if len(self._entries) < QUEUE_MAX:
            self._entries.append((number, detail))
            return True
        self._entries[-1] = (reasons.QUEUE_OVERFLOW, "")
        return False

    def take(self) -> str:
        """The oldest entry as it is answered, removed; `0,"No error"` when there is none."""
        number, detail = self._entries.pop(0) if self._entries else (0, "")
        return entry_text(number, detail)

    def clear(self) -> None:
        self._entries.clear()


def entry_text(number: int, detail: str) -> str:
    """`<number>,"<text>[;<detail>]"` with quotes doubled, at most 255 characters of text."""
    text = reasons.text_of(number) or "Error %d" % number
    if detail:
        text += ";" + detail
    return '%d,"%s"' % (number, text[:_TEXT_MAX].replace('"', '""'))


class RegisterGroup:
    """CONDition, EVENt, ENABle and the two transition filters of one SCPI register."""

    def __init__(self) -> None:
        self.condition = 0
        self.event = 0
        self.preset()

    def preset(self) -> None:
        """STATus:PRESet: nothing enabled, every rise an event, no fall."""
        self.enable = 0
        self.rises = REGISTER_MAX
        self.falls = 0

    def update(self, condition: int) -> None:
        """Take over the condition bits of now; the filters say which changes are events."""
        changed = condition ^ self.condition
        if changed:
            self.event |= changed & condition & self.rises | changed & ~condition & self.falls
            self.condition = condition

    def take_event(self) -> int:
        """Events since they were last read; reading clears them."""
        event = self.event
        self.event = 0
        return event


class Status:
    """All registers of one instrument."""

    def __init__(self) -> None:
        self.errors = ErrorQueue()
        self.operation = RegisterGroup()
        self.questionable = RegisterGroup()
        # at power-on every alarm reaches bit 3 of the status byte, with no client to enable it
        self.questionable.enable = REGISTER_MAX
        self.event_status = POWER_ON
        self.event_enable = 0
        self.service_enable = 0
        self.message_available = False

    def report(self, number: int, detail: str) -> None:
        """One more error: its entry in the queue and its bit in the event status register."""
        if not self.errors.add(number, detail):
            self.event_status |= class_bit(reasons.QUEUE_OVERFLOW)
        self.event_status |= class_bit(number)

    def clear(self) -> None:
        """*CLS: events and queue. Enables, filters and conditions stay."""
        self.errors.clear()
        self.event_status = 0
        self.operation.event = 0
        self.questionable.event = 0

    def take_event_status(self) -> int:
        """*ESR?: reading clears it."""
        event = self.event_status
        self.event_status = 0
        return event

    def byte(self) -> int:
        """The status byte, with the master summary in bit 6."""
        value = ERROR_QUEUE if len(self.errors) else 0
        if self.questionable.event & self.questionable.enable:
            value |= QUESTIONABLE
        if self.message_available:
            value |= MESSAGE_AVAILABLE
        if self.event_status & self.event_enable:
            value |= EVENT_STATUS
        if self.operation.event & self.operation.enable:
            value |= OPERATION
        return value | MASTER_SUMMARY if value & self.service_enable else value


def class_bit(number: int) -> int:
    """The bit of the event status register that an error number sets."""
    if number <= -500 or number > 0:
        return DEVICE_ERROR
    if number <= -400:
        return QUERY_ERROR
    if number <= -300:
        return DEVICE_ERROR
    if number <= -200:
        return EXECUTION_ERROR
    return COMMAND_ERROR
