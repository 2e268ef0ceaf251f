"""Every reason for which an order can be refused: one number, one standard text.

Negative numbers are those of SCPI-1999 with its texts; positive ones are this pump's own:
2xx refuse an order for what it asks, 3xx for what the pump has found. A refusal is raised
before any state has changed, by core, wire and commands alike, and one place in the
command interpreter turns it into an entry of the error queue. Only what is raised somewhere stands
here: tests/house holds it so.

const(), so that TEXT is made of constants throughout and stays in a board's flash: a dict of it
would take 600 bytes of the heap.
"""

from micropython import const

# Command errors: the line could not be understood. Event status bit 5.
INVALID_CHARACTER = const(-101)
SYNTAX_ERROR = const(-102)
INVALID_SEPARATOR = const(-103)
DATA_TYPE_ERROR = const(-104)
PARAMETER_NOT_ALLOWED = const(-108)
MISSING_PARAMETER = const(-109)
HEADER_SEPARATOR_ERROR = const(-111)
MNEMONIC_TOO_LONG = const(-112)
UNDEFINED_HEADER = const(-113)
HEADER_SUFFIX_OUT_OF_RANGE = const(-114)
NUMERIC_DATA_ERROR = const(-120)
INVALID_CHARACTER_IN_NUMBER = const(-121)
EXPONENT_TOO_LARGE = const(-123)
NUMERIC_DATA_NOT_ALLOWED = const(-128)
SUFFIX_ERROR = const(-130)
INVALID_SUFFIX = const(-131)
SUFFIX_TOO_LONG = const(-134)
SUFFIX_NOT_ALLOWED = const(-138)
INVALID_CHARACTER_DATA = const(-141)
CHARACTER_DATA_TOO_LONG = const(-144)
CHARACTER_DATA_NOT_ALLOWED = const(-148)
INVALID_STRING_DATA = const(-151)
STRING_DATA_NOT_ALLOWED = const(-158)
BLOCK_DATA_NOT_ALLOWED = const(-168)
EXPRESSION_DATA_NOT_ALLOWED = const(-178)

# Execution errors: understood, but not possible here and now. Event status bit 4.
COMMAND_PROTECTED = const(-203)
TRIGGER_IGNORED = const(-211)
SETTINGS_CONFLICT = const(-221)
DATA_OUT_OF_RANGE = const(-222)
TOO_MUCH_DATA = const(-223)
ILLEGAL_PARAMETER_VALUE = const(-224)
NO_MORE_ROOM = const(-225)
DATA_CORRUPT_OR_STALE = const(-230)
HARDWARE_ERROR = const(-240)
HARDWARE_MISSING = const(-241)

# Device errors: something in the instrument itself. Event status bit 3.
SYSTEM_ERROR = const(-310)
STORAGE_FAULT = const(-320)
OUT_OF_MEMORY = const(-321)
QUEUE_OVERFLOW = const(-350)
COMMUNICATION_ERROR = const(-360)
INPUT_BUFFER_OVERRUN = const(-363)

# Query errors: replies that could not be kept. Event status bit 2.
QUERY_DEADLOCKED = const(-430)

# This pump's own. Event status bit 3.
PRESCRIPTION_INCOMPLETE = const(201)
DIGEST_MISMATCH = const(202)
LIMIT_EXCEEDED = const(203)
CONFIRMATION_NEEDED = const(204)
FLOW_NOT_FEASIBLE = const(205)
SEGMENTS_CONFLICT = const(206)
DRUG_UNKNOWN = const(207)
VALUE_ROUNDED = const(208)
LOCKOUT = const(210)
DAILY_LIMIT = const(211)
TOO_SOON = const(212)
WRONG_STATE = const(213)
NOT_PRIMED = const(220)
MOTOR_STALL = const(301)
RESERVOIR_EMPTY = const(302)
OVER_DELIVERY = const(303)
STORED_DATA_DAMAGED = const(305)
LEDGER_NOT_WRITTEN = const(306)
CLOCK_NOT_SET = const(308)

# each number before its text; fmt keeps a pair in one line
# fmt: off
TEXT: "tuple[int | str, ...]" = (
    0, "No error",
    INVALID_CHARACTER, "Invalid character",
    SYNTAX_ERROR, "Syntax error",
    INVALID_SEPARATOR, "Invalid separator",
    DATA_TYPE_ERROR, "Data type error",
    PARAMETER_NOT_ALLOWED, "Parameter not allowed",
    MISSING_PARAMETER, "Missing parameter",
    HEADER_SEPARATOR_ERROR, "Header separator error",
    MNEMONIC_TOO_LONG, "Program mnemonic too long",
    UNDEFINED_HEADER, "Undefined header",
    HEADER_SUFFIX_OUT_OF_RANGE, "Header suffix out of range",
    NUMERIC_DATA_ERROR, "Numeric data error",
    INVALID_CHARACTER_IN_NUMBER, "Invalid character in number",
    EXPONENT_TOO_LARGE, "Exponent too large",
    NUMERIC_DATA_NOT_ALLOWED, "Numeric data not allowed",
    SUFFIX_ERROR, "Suffix error",
    INVALID_SUFFIX, "Invalid suffix",
    SUFFIX_TOO_LONG, "Suffix too long",
    SUFFIX_NOT_ALLOWED, "Suffix not allowed",
    INVALID_CHARACTER_DATA, "Invalid character data",
    CHARACTER_DATA_TOO_LONG, "Character data too long",
    CHARACTER_DATA_NOT_ALLOWED, "Character data not allowed",
    INVALID_STRING_DATA, "Invalid string data",
    STRING_DATA_NOT_ALLOWED, "String data not allowed",
    BLOCK_DATA_NOT_ALLOWED, "Block data not allowed",
    EXPRESSION_DATA_NOT_ALLOWED, "Expression data not allowed",
    COMMAND_PROTECTED, "Command protected",
    TRIGGER_IGNORED, "Trigger ignored",
    SETTINGS_CONFLICT, "Settings conflict",
    DATA_OUT_OF_RANGE, "Data out of range",
    TOO_MUCH_DATA, "Too much data",
    ILLEGAL_PARAMETER_VALUE, "Illegal parameter value",
    NO_MORE_ROOM, "Out of memory",
    DATA_CORRUPT_OR_STALE, "Data corrupt or stale",
    HARDWARE_ERROR, "Hardware error",
    HARDWARE_MISSING, "Hardware missing",
    SYSTEM_ERROR, "System error",
    STORAGE_FAULT, "Storage fault",
    OUT_OF_MEMORY, "Out of memory",
    QUEUE_OVERFLOW, "Queue overflow",
    COMMUNICATION_ERROR, "Communication error",
    INPUT_BUFFER_OVERRUN, "Input buffer overrun",
    QUERY_DEADLOCKED, "Query DEADLOCKED",
    PRESCRIPTION_INCOMPLETE, "Prescription incomplete",
    DIGEST_MISMATCH, "Digest mismatch",
    LIMIT_EXCEEDED, "Limit exceeded",
    CONFIRMATION_NEEDED, "Confirmation needed",
    FLOW_NOT_FEASIBLE, "Flow not feasible",
    SEGMENTS_CONFLICT, "Segments conflict",
    DRUG_UNKNOWN, "Drug unknown",
    VALUE_ROUNDED, "Value rounded",
    LOCKOUT, "Lockout",
    DAILY_LIMIT, "Daily limit",
    TOO_SOON, "Too soon",
    WRONG_STATE, "Wrong state",
    NOT_PRIMED, "Not primed",
    MOTOR_STALL, "Motor stall",
    RESERVOIR_EMPTY, "Reservoir empty",
    OVER_DELIVERY, "Over-delivery",
    STORED_DATA_DAMAGED, "Stored data damaged",
    LEDGER_NOT_WRITTEN, "Ledger not written",
    CLOCK_NOT_SET, "Clock not set",
)
# fmt: on


def text_of(number: int) -> str | None:
    """The standard text of a number; None for a number that nobody knows."""
    return str(TEXT[TEXT.index(number) + 1]) if number in TEXT else None


class Refused(Exception):
    """An order was not carried out, and nothing has changed.

    number  one of TEXT
    detail  the cause and the next step, in plain ASCII without quotes; may be empty
    """

    def __init__(self, number: int, detail: str = "") -> None:
        super().__init__(number, detail)
        self.number = number
        self.detail = detail
