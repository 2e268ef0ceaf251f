"""Cause and next step of each error number, by its name in `pump.core.reasons`.

Firmware does not need them: what a refusal says on the line is its own detail. Host-side only.
"""

# name: what has happened, and what to type or do at the bench
STEPS: dict[str, tuple[str, str]] = {
    "INVALID_CHARACTER": (
        "A header or a parameter holds a character that SCPI does not have there, a µ for example.",
        "Type ASCII: `UG` is the microgram. `SYST:ERR?` names the header.",
    ),
    "SYNTAX_ERROR": (
        "A comma without a parameter beside it, a header node that begins with no letter, or a "
        "tag that is not 1 to 16 letters or digits.",
        "Type the line anew, for example `@7 DEL:STAT?`.",
    ),
    "INVALID_SEPARATOR": (
        "Something other than a comma between parameters, or other than a semicolon between units.",
        "Write `SYST:DATE 2030,1,1;TIME 8,0,0`.",
    ),
    "DATA_TYPE_ERROR": (
        "The digest of a commit is not written as one.",
        "Read it with `PRES:DIG?` and send that: `PRES:COMM #H` and its 16 digits.",
    ),
    "PARAMETER_NOT_ALLOWED": (
        "More parameters than the command takes.",
        "Leave the last ones away; `SYST:HELP:HEAD?` lists the headers.",
    ),
    "MISSING_PARAMETER": (
        "Fewer parameters than the command needs.",
        "Add them, for example `RES:FILL 18 ML,500 UG/ML`.",
    ),
    "HEADER_SEPARATOR_ERROR": (
        "A header runs into its parameter.",
        "Put a space between: `PRES:MODE FLEX`.",
    ),
    "MNEMONIC_TOO_LONG": (
        "A node of the header has more than 12 characters.",
        "Type the exact short or the exact long form; `SYST:HELP:HEAD?` lists them.",
    ),
    "UNDEFINED_HEADER": (
        "The pump has no such command. On a board `SIM:…` is one of these.",
        "Compare with `SYST:HELP:HEAD?` and `*IDN?`; only the exact short or long form is taken.",
    ),
    "HEADER_SUFFIX_OUT_OF_RANGE": (
        "The number in a header is 0, or above what the command has.",
        "Count from 1: `PRES:SEGM1:RATE 100 UG/D`.",
    ),
    "NUMERIC_DATA_ERROR": ("A number without a digit.", "Type one: `ALAR:AUD:PAUS 60 S`."),
    "INVALID_CHARACTER_IN_NUMBER": (
        "A number with a letter, a second point or a decimal comma in it, or with digits that its "
        "base #H, #Q or #B does not have.",
        "Write `12.5` or `1.25E1`; a point, no comma.",
    ),
    "EXPONENT_TOO_LARGE": (
        "The exponent of a number is beyond what can be read exactly.",
        "Write the number without an exponent.",
    ),
    "NUMERIC_DATA_NOT_ALLOWED": (
        "A number stands where a word or a text belongs.",
        "Give one of the words that the detail names, for example `PRES:MODE FLEX`.",
    ),
    "SUFFIX_ERROR": (
        "A quantity without a unit: this pump assumes none.",
        "Add one of the units that the detail names: `DEL:BOL 25 UG`.",
    ),
    "INVALID_SUFFIX": (
        "A unit that the parameter does not have, `MG` for a volume for example.",
        "Use one of the units that the detail names.",
    ),
    "SUFFIX_TOO_LONG": (
        "A unit of more than 12 characters.",
        "Use a short one: `UG`, `ML`, `UL/HR`, `UG/D`, `UG/ML`, `MIN`.",
    ),
    "SUFFIX_NOT_ALLOWED": (
        "A unit behind a number that is only counted.",
        "Leave the unit away: `LOG:DATA? 1,100`.",
    ),
    "INVALID_CHARACTER_DATA": (
        "A word that is none of those that the command knows.",
        "Give one of the words that the detail names, for example `DEL:STOP MAINTENANCE`.",
    ),
    "CHARACTER_DATA_TOO_LONG": (
        "A word of more than 12 characters.",
        "Give one of the words that the detail names.",
    ),
    "CHARACTER_DATA_NOT_ALLOWED": (
        "A word stands where a number or a text belongs.",
        'Give the number, or put the text into quotes: `PRES:DRUG "baclofen"`.',
    ),
    "INVALID_STRING_DATA": (
        "A text without its closing quote, or with something in it that is no printable ASCII.",
        'Close the quote: `PRES:DRUG "baclofen"`.',
    ),
    "STRING_DATA_NOT_ALLOWED": (
        "A text in quotes stands where a number or a word belongs.",
        "Take the quotes away: `PRES:MODE FLEX`.",
    ),
    "BLOCK_DATA_NOT_ALLOWED": (
        "A block (`#3…`) as a parameter: blocks are for replies.",
        "Send a number, a word or a text.",
    ),
    "EXPRESSION_DATA_NOT_ALLOWED": (
        "A parameter in parentheses.",
        "Send the value itself.",
    ),
    "COMMAND_PROTECTED": (
        "The line has not the right that the command needs, its challenge is used or older than "
        "60 s, the button is not held, or signed lines wait after wrong signatures.",
        "Ask `AUTH:STAT?`; sign with `AUTH:CHAL?`, or in `pumpctl shell`: `sign OPERATE DEL:STAR`. "
        "`DEL:STOP` needs no right.",
    ),
    "TRIGGER_IGNORED": (
        "`*TRG` came: nothing in a pump waits for a trigger.",
        "Give the order itself, `DEL:STAR` for example.",
    ),
    "SETTINGS_CONFLICT": (
        "The order contradicts what the pump knows: another concentration in the reservoir than "
        "prescribed, a key that is enrolled already, an alarm that is not in the state it takes.",
        "The detail says which; look with `ALAR:LIST?`, `PRES:ACT:DATA?` or `AUTH:STAT?`.",
    ),
    "DATA_OUT_OF_RANGE": (
        "A value outside its range, which the detail names. Nothing is clamped.",
        "Give a value in the range; `MIN` and `MAX` are taken where a query shows them: "
        "`PRES:LIM:DAY? MAX`.",
    ),
    "TOO_MUCH_DATA": ("A text is longer than the detail says.", "Shorten it."),
    "ILLEGAL_PARAMETER_VALUE": (
        "Of the right kind, but none that is possible: DEF where there is no default, a time of "
        "day beyond 23:59, a key that is weak or another role's.",
        "Give what the detail asks for; a key by `pumpctl keys enrol ROLE --generate`.",
    ),
    "NO_MORE_ROOM": (
        "All places for replies that must be repeatable are taken by lines of the last 10 s.",
        "Wait ten seconds of the pump's own time, then send the line again. Where a simulator's "
        "time stands still (`--speed 0`), `SIM:TIME:ADV 10 S` lets them pass.",
    ),
    "DATA_CORRUPT_OR_STALE": (
        "A tag came again within 10 s with another line behind it.",
        "Send it with a new tag; `SYST:COMM:LAST?` tells what was executed last.",
    ),
    "HARDWARE_ERROR": (
        "The wall clock does not hold what was written to it.",
        "Look at the clock's battery and crystal, then set it: `pumpctl clock set`.",
    ),
    "HARDWARE_MISSING": (
        "This instrument lacks the part: a store for keys, or a console behind the pump.",
        "Ask `*OPT?` what it is; use a pump that has the part.",
    ),
    "SYSTEM_ERROR": (
        "An exception while a command ran: a mistake of the firmware.",
        "Save the log (`pumpctl log download bug.raw`, then again with `--fault`) and report it "
        "with the line that was sent.",
    ),
    "STORAGE_FAULT": (
        "Something could not be written or read. A setting is unchanged; a stop or a suspension "
        "is done all the same, and would not survive a power cut.",
        "`ALAR:LIST?`; try once more; if it stays, save the log and replace the storage.",
    ),
    "OUT_OF_MEMORY": (
        "No memory was left for this line; of it nothing is known to be done.",
        "`SYST:COMM:LAST?`, look at the state, then send a shorter line.",
    ),
    "QUEUE_OVERFLOW": (
        "More than the error queue holds: later errors are lost.",
        "Read it empty with `SYST:ERR:ALL?`, and after each line from then on.",
    ),
    "COMMUNICATION_ERROR": (
        "A check does not fit or is missing, the signature is no key's, or the line is suspect "
        "and takes checked lines only. Nothing was executed.",
        "Send it again; with a signature `pumpctl keys status` shows whether the key is this "
        "pump's.",
    ),
    "INPUT_BUFFER_OVERRUN": (
        "A line of more than 255 bytes; all of it was dropped.",
        "Send it in parts, each with a line feed behind it.",
    ),
    "QUERY_DEADLOCKED": (
        "The replies to one line are longer than the output holds.",
        "Ask for less in one line: `LOG:DATA? 1,20`.",
    ),
    "PRESCRIPTION_INCOMPLETE": (
        "Nothing is committed yet, or the staging lacks drug, concentration, mode or a segment.",
        "`PRES:CHEC?` says what is missing; `pumpctl program FILE.toml` stages and commits.",
    ),
    "DIGEST_MISMATCH": (
        "The digest of the commit is not that of what is staged: somebody has staged another text "
        "meanwhile.",
        "Read `PRES:DATA?` and `PRES:DIG?` once more, compare, then `PRES:COMM`.",
    ),
    "LIMIT_EXCEEDED": (
        "A dose, rate, step or bolus above a limit of the label or of the prescription.",
        "Order what the detail allows; the prescription's limits: `PRES:ACT:DATA?`.",
    ),
    "CONFIRMATION_NEEDED": (
        "Possible, but unusual: the detail says why it asks.",
        "Read it; then `DEL:STAR CONFIRM`, `DEL:RES CONFIRM`, `PRES:COMM <digest>,CONFIRM`, or "
        "`--confirm` in pumpctl.",
    ),
    "FLOW_NOT_FEASIBLE": (
        "Dose and concentration come to a flow below 0.048 or above 24 mL/d.",
        "Take the concentration that the detail names as feasible: `PRES:CONC 500 UG/ML`.",
    ),
    "SEGMENTS_CONFLICT": (
        "Two segments start at one time, there are too many, or CONStant has more than one.",
        "`PRES:SEGM:COUN?`, `PRES:SEGM:CLE`, then stage them anew.",
    ),
    "DRUG_UNKNOWN": (
        "The staged drug is none that this pump has rules for.",
        'Type `PRES:DRUG "baclofen"`.',
    ),
    "VALUE_ROUNDED": (
        "Done, with the nearest value below that the pump can hold. Nothing was refused.",
        "Read back what holds, with the query of the same header; `PRES:CHEC?` says it of a rate.",
    ),
    "LOCKOUT": (
        "Too soon after another bolus, or what was given in 24 h is unknown.",
        "Wait for the minutes that the detail names.",
    ),
    "DAILY_LIMIT": (
        "What would leave the tip in some 1, 4 or 24 h is above what that window may hold.",
        "Order less, or wait until the time that the detail names; `DEL:DOSE:DAY?` is the drug of "
        "the last 24 h.",
    ),
    "NOT_PRIMED": (
        "Nobody has said what stands in the line, or no drug stands at the catheter's tip.",
        "Primed by hand: `CATH:CONT 500 UG/ML,CONFIRM`. Else `CATH:PRIM 0.4 ML` names the drug that"
        " it would push out; order it with that. Then `DEL:STAR`.",
    ),
    "TOO_SOON": (
        "An increase within 24 h of a start or of another increase.",
        "Commit it when the time that the detail names is over: `PRES:COMM`.",
    ),
    "WRONG_STATE": (
        "The order is not possible in this state of therapy: [states.md](states.md).",
        "`DEL:STAT?`; the detail names the order that comes first.",
    ),
    "MOTOR_STALL": (
        "A bolus, while flow stands because the rotor did not follow its pulses.",
        "Look for a kink or a jam, then `DEL:STAR`.",
    ),
    "RESERVOIR_EMPTY": (
        "The reservoir was never filled, or holds less than is ordered, by calculation.",
        "Fill it, then `RES:FILL 18 ML,500 UG/ML` and `DEL:STAR`.",
    ),
    "OVER_DELIVERY": (
        "A bolus, while flow stands because more pulses came than were ordered.",
        "Find out why the motor ran on, then `DEL:STAR`.",
    ),
    "STORED_DATA_DAMAGED": (
        "No stored copy of the active prescription is sound.",
        "`pumpctl program FILE.toml`: a commit writes both copies anew.",
    ),
    "LEDGER_NOT_WRITTEN": (
        "The dose ledger could not be written, so no bolus is given.",
        "`ALAR:LIST?`; basal goes on. Replace the flash, then `ALAR:RES LEDGER_WRITE`.",
    ),
    "CLOCK_NOT_SET": (
        "A date was asked for, and the wall clock is not set.",
        "`pumpctl clock set`, or `SYST:DATE 2030,1,1;TIME 8,0,0`.",
    ),
}

# name: the alarm that stands behind it, in alarms.md
ALARMS = {
    "MOTOR_STALL": "MOTOR_STALL",
    "RESERVOIR_EMPTY": "RESERVOIR_EMPTY",
    "OVER_DELIVERY": "OVER_DELIVERY",
    "STORED_DATA_DAMAGED": "STORED_DATA",
    "LEDGER_NOT_WRITTEN": "LEDGER_WRITE",
    "CLOCK_NOT_SET": "CLOCK_LOST",
    "DAILY_LIMIT": "DAY_DOSE",
    "SYSTEM_ERROR": "FIRMWARE_FAULT",
}
