"""Every reason for which an order can be refused: one number, one standard text.

Negative numbers are those of SCPI-1999 with its texts; positive ones are this pump's own:
2xx refuse an order for what it asks, 3xx for what the pump has found. A refusal is raised
before any state has changed, by core, wire and commands alike, and one place in the
command interpreter turns it into an entry of the error queue.

Plain names instead of const(): they are read from other modules, where const() saves nothing.
"""

# Command errors: the line could not be understood. Event status bit 5.
INVALID_CHARACTER = -101
SYNTAX_ERROR = -102
INVALID_SEPARATOR = -103
DATA_TYPE_ERROR = -104
PARAMETER_NOT_ALLOWED = -108
MISSING_PARAMETER = -109
COMMAND_HEADER_ERROR = -110
HEADER_SEPARATOR_ERROR = -111
MNEMONIC_TOO_LONG = -112
UNDEFINED_HEADER = -113
HEADER_SUFFIX_OUT_OF_RANGE = -114
NUMERIC_DATA_ERROR = -120
INVALID_CHARACTER_IN_NUMBER = -121
EXPONENT_TOO_LARGE = -123
TOO_MANY_DIGITS = -124
NUMERIC_DATA_NOT_ALLOWED = -128
SUFFIX_ERROR = -130
INVALID_SUFFIX = -131
SUFFIX_TOO_LONG = -134
SUFFIX_NOT_ALLOWED = -138
INVALID_CHARACTER_DATA = -141
CHARACTER_DATA_TOO_LONG = -144
CHARACTER_DATA_NOT_ALLOWED = -148
INVALID_STRING_DATA = -151
STRING_DATA_NOT_ALLOWED = -158
INVALID_BLOCK_DATA = -161
BLOCK_DATA_NOT_ALLOWED = -168
EXPRESSION_DATA_NOT_ALLOWED = -178

# Execution errors: understood, but not possible here and now. Event status bit 4.
EXECUTION_ERROR = -200
COMMAND_PROTECTED = -203
TRIGGER_IGNORED = -211
PARAMETER_ERROR = -220
SETTINGS_CONFLICT = -221
DATA_OUT_OF_RANGE = -222
ILLEGAL_PARAMETER_VALUE = -224
DATA_CORRUPT_OR_STALE = -230
HARDWARE_ERROR = -240
HARDWARE_MISSING = -241

# Device errors: something in the instrument itself. Event status bit 3.
SYSTEM_ERROR = -310
MEMORY_ERROR = -311
CONFIGURATION_MEMORY_LOST = -315
STORAGE_FAULT = -320
OUT_OF_MEMORY = -321
SELF_TEST_FAILED = -330
QUEUE_OVERFLOW = -350
COMMUNICATION_ERROR = -360
INPUT_BUFFER_OVERRUN = -363

# Query errors: replies that could not be kept. Event status bit 2.
QUERY_INTERRUPTED = -410
QUERY_UNTERMINATED = -420
QUERY_DEADLOCKED = -430
QUERY_UNTERMINATED_INDEFINITE = -440

# This pump's own. Event status bit 3.
PRESCRIPTION_INCOMPLETE = 201
DIGEST_MISMATCH = 202
LIMIT_EXCEEDED = 203
CONFIRMATION_NEEDED = 204
FLOW_NOT_FEASIBLE = 205
SEGMENTS_CONFLICT = 206
DRUG_UNKNOWN = 207
VALUE_ROUNDED = 208
LOCKOUT = 210
DAILY_LIMIT = 211
TOO_SOON = 212
WRONG_STATE = 213
NOT_PRIMED = 220
CONTENTS_UNKNOWN = 221
MOTOR_STALL = 301
RESERVOIR_EMPTY = 302
OVER_DELIVERY = 303
UNDER_DELIVERY = 304
STORED_DATA_DAMAGED = 305
LEDGER_NOT_WRITTEN = 306
BATTERY_CRITICAL = 307
CLOCK_NOT_SET = 308

TEXT = {
    0: "No error",
    INVALID_CHARACTER: "Invalid character",
    SYNTAX_ERROR: "Syntax error",
    INVALID_SEPARATOR: "Invalid separator",
    DATA_TYPE_ERROR: "Data type error",
    PARAMETER_NOT_ALLOWED: "Parameter not allowed",
    MISSING_PARAMETER: "Missing parameter",
    COMMAND_HEADER_ERROR: "Command header error",
    HEADER_SEPARATOR_ERROR: "Header separator error",
    MNEMONIC_TOO_LONG: "Program mnemonic too long",
    UNDEFINED_HEADER: "Undefined header",
    HEADER_SUFFIX_OUT_OF_RANGE: "Header suffix out of range",
    NUMERIC_DATA_ERROR: "Numeric data error",
    INVALID_CHARACTER_IN_NUMBER: "Invalid character in number",
    EXPONENT_TOO_LARGE: "Exponent too large",
    TOO_MANY_DIGITS: "Too many digits",
    NUMERIC_DATA_NOT_ALLOWED: "Numeric data not allowed",
    SUFFIX_ERROR: "Suffix error",
    INVALID_SUFFIX: "Invalid suffix",
    SUFFIX_TOO_LONG: "Suffix too long",
    SUFFIX_NOT_ALLOWED: "Suffix not allowed",
    INVALID_CHARACTER_DATA: "Invalid character data",
    CHARACTER_DATA_TOO_LONG: "Character data too long",
    CHARACTER_DATA_NOT_ALLOWED: "Character data not allowed",
    INVALID_STRING_DATA: "Invalid string data",
    STRING_DATA_NOT_ALLOWED: "String data not allowed",
    INVALID_BLOCK_DATA: "Invalid block data",
    BLOCK_DATA_NOT_ALLOWED: "Block data not allowed",
    EXPRESSION_DATA_NOT_ALLOWED: "Expression data not allowed",
    EXECUTION_ERROR: "Execution error",
    COMMAND_PROTECTED: "Command protected",
    TRIGGER_IGNORED: "Trigger ignored",
    PARAMETER_ERROR: "Parameter error",
    SETTINGS_CONFLICT: "Settings conflict",
    DATA_OUT_OF_RANGE: "Data out of range",
    ILLEGAL_PARAMETER_VALUE: "Illegal parameter value",
    DATA_CORRUPT_OR_STALE: "Data corrupt or stale",
    HARDWARE_ERROR: "Hardware error",
    HARDWARE_MISSING: "Hardware missing",
    SYSTEM_ERROR: "System error",
    MEMORY_ERROR: "Memory error",
    CONFIGURATION_MEMORY_LOST: "Configuration memory lost",
    STORAGE_FAULT: "Storage fault",
    OUT_OF_MEMORY: "Out of memory",
    SELF_TEST_FAILED: "Self-test failed",
    QUEUE_OVERFLOW: "Queue overflow",
    COMMUNICATION_ERROR: "Communication error",
    INPUT_BUFFER_OVERRUN: "Input buffer overrun",
    QUERY_INTERRUPTED: "Query INTERRUPTED",
    QUERY_UNTERMINATED: "Query UNTERMINATED",
    QUERY_DEADLOCKED: "Query DEADLOCKED",
    QUERY_UNTERMINATED_INDEFINITE: "Query UNTERMINATED after indefinite response",
    PRESCRIPTION_INCOMPLETE: "Prescription incomplete",
    DIGEST_MISMATCH: "Digest mismatch",
    LIMIT_EXCEEDED: "Limit exceeded",
    CONFIRMATION_NEEDED: "Confirmation needed",
    FLOW_NOT_FEASIBLE: "Flow not feasible",
    SEGMENTS_CONFLICT: "Segments conflict",
    DRUG_UNKNOWN: "Drug unknown",
    VALUE_ROUNDED: "Value rounded",
    LOCKOUT: "Lockout",
    DAILY_LIMIT: "Daily limit",
    TOO_SOON: "Too soon",
    WRONG_STATE: "Wrong state",
    NOT_PRIMED: "Not primed",
    CONTENTS_UNKNOWN: "Contents unknown",
    MOTOR_STALL: "Motor stall",
    RESERVOIR_EMPTY: "Reservoir empty",
    OVER_DELIVERY: "Over-delivery",
    UNDER_DELIVERY: "Under-delivery",
    STORED_DATA_DAMAGED: "Stored data damaged",
    LEDGER_NOT_WRITTEN: "Ledger not written",
    BATTERY_CRITICAL: "Battery critical",
    CLOCK_NOT_SET: "Clock not set",
}


class Refused(Exception):
    """An order was not carried out, and nothing has changed.

    number  a key of TEXT
    detail  the cause and the next step, in plain ASCII without quotes; may be empty
    """

    def __init__(self, number: int, detail: str = "") -> None:
        super().__init__(number, detail)
        self.number = number
        self.detail = detail
