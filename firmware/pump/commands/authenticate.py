"""AUTHenticate: who may order what, and for how long. No command gives a key away."""

from pump.core import events, reasons
from pump.core.reasons import Refused
from pump.core.units import MS_PER_S, elapsed_ms, moment
from pump.wire.authority import Authority
from pump.wire.kinds import Amount, Choice, Text
from pump.wire.reply import record
from pump.wire.rights import OBSERVE, OPERATE, ROLE_NAMES, SERVICE
from pump.wire.suffixes import TIME
from pump.wire.table import Rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.commands.context import Context, Keyring

AUTHENTICATE = Rows()
NONE, PUBLISHED, ENROLLED = range(3)  # the numbers of store.keyring
KINDS = ("NONE", "PUBLISHED", "ENROLLED")
_WINDOW_MAX_S = 900  # ours: a bolus and a look at it; no session stays open unattended (FI-13)
_BYTES_LEAST = 8  # different ones among 32: fewer come by chance less than once in 10^25
_WINDOW = Amount((TIME, MS_PER_S, _WINDOW_MAX_S * MS_PER_S), bare=MS_PER_S)
_SIGNER = Choice("OPERate|PREScribe|SERVice")
_ROLE = Choice("OBServe|OPERate|PREScribe|SERVice")
_KEY_DIGITS = 64
_KEY = Text(_KEY_DIGITS)


@AUTHENTICATE.row("AUTHenticate:CHALlenge?", OBSERVE)
def challenge(ctx: "Context") -> str:
    """The tag of this session's next signed line: 16 digits, for 60 s and one try."""
    pump = ctx.pump
    into = ctx.asking().exchange.challenge
    return _authority(ctx).challenge(into, pump.restarts.boots, pump.day, pump.ms)


@AUTHENTICATE.row("AUTHenticate:OPEN", OPERATE, _WINDOW)
def window(ctx: "Context", for_ms: int) -> None:
    """Let plain lines of this session OPERATE for 1 to 900 s. No window opens the next one."""
    session = ctx.asking()
    if session.granted < OPERATE and session.raised < OPERATE:
        raise Refused(reasons.COMMAND_PROTECTED, "sign it: AUTH:CHAL?")
    day, ms = ctx.moment()
    session.window = moment(day, ms + for_ms)


@AUTHENTICATE.row("AUTHenticate:CLOSe", OBSERVE)
def close(ctx: "Context") -> None:
    """End this session's window."""
    ctx.asking().window = None


@AUTHENTICATE.row("AUTHenticate:STATe?", OBSERVE)
def state(ctx: "Context") -> str:
    """Role of this line, seconds left of the window, seconds that signed lines still wait."""
    session = ctx.asking()
    role = session.role()
    day, ms = ctx.moment()
    left_ms = 0
    if session.window is not None:
        left_ms = elapsed_ms(day, ms, session.window[0], session.window[1])
    wait_ms = _authority(ctx).wait_ms(day, ms)
    return record(ROLE_NAMES[role], _seconds(max(0, left_ms)), _seconds(wait_ms))


@AUTHENTICATE.row("AUTHenticate:KEYS?", OBSERVE)
def keys(ctx: "Context") -> str:
    """OPERATE, PRESCRIBE and SERVICE, each with NONE, PUBLISHED or ENROLLED."""
    held = _keys(ctx)
    fields: list[object] = []
    for role in range(OPERATE, len(ROLE_NAMES)):
        fields += [ROLE_NAMES[role], KINDS[held.kind(role)]]
    return record(*fields)


@AUTHENTICATE.row("AUTHenticate:ENRoll", OBSERVE, _SIGNER, _KEY)
def enroll(ctx: "Context", index: int, text: str) -> None:
    """A role's first key, 64 hexadecimal digits in quotes, with the button held."""
    role = index + OPERATE
    if not _authority(ctx).button():
        raise Refused(reasons.COMMAND_PROTECTED, "hold the button while this line is sent")
    if _keys(ctx).kind(role) == ENROLLED:
        raise Refused(reasons.SETTINGS_CONFLICT, "enrolled already; AUTH:ROT, signed by SERVICE")
    _take(ctx, role, text)


@AUTHENTICATE.row("AUTHenticate:ROTate", SERVICE, _SIGNER, _KEY)
def rotate(ctx: "Context", index: int, text: str) -> None:
    """Another key for a role, 64 hexadecimal digits in quotes."""
    _take(ctx, index + OPERATE, text)


@AUTHENTICATE.row("AUTHenticate:PLAin", SERVICE, _ROLE)
def plain(ctx: "Context", role: int) -> None:
    """What a plain line may from now on. Only on an unprovisioned (SIM or BENCH) unit."""
    if not ctx.unprovisioned:
        raise Refused(reasons.COMMAND_PROTECTED, "provisioned: signature required")
    if not _keys(ctx).let_plain(role):
        raise Refused(reasons.STORAGE_FAULT, "not stored; unchanged")
    ctx.asking().granted = role
    for session in ctx.sessions:
        session.granted = role


@AUTHENTICATE.row("AUTHenticate:PLAin?", OBSERVE)
def plain_is(ctx: "Context") -> str:
    """What a plain line may on this session."""
    return ROLE_NAMES[ctx.asking().granted]


def _take(ctx: "Context", role: int, text: str) -> None:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(text) != _KEY_DIGITS or len(key) * 2 != len(text):
        raise Refused(reasons.ILLEGAL_PARAMETER_VALUE, "64 hexadecimal digits")
    if len(set(key)) < _BYTES_LEAST or _keys(ctx).another_has(role, key):
        raise Refused(reasons.ILLEGAL_PARAMETER_VALUE, "a key of its own, made by chance")
    first = _keys(ctx).kind(role) != ENROLLED
    if not _keys(ctx).enroll(role, key):
        raise Refused(reasons.STORAGE_FAULT, "not stored; the previous key stays in force")
    day, ms = ctx.moment()
    ctx.pump.events.add(day, ms, events.KEY, role, first)


def _seconds(ms: int) -> int:
    return -(-ms // MS_PER_S)


def _authority(ctx: "Context") -> Authority:
    if ctx.authority is None:
        raise Refused(reasons.HARDWARE_MISSING, "this instrument knows no keys")
    return ctx.authority


def _keys(ctx: "Context") -> "Keyring":
    if ctx.keys is None:
        raise Refused(reasons.HARDWARE_MISSING, "this instrument knows no keys")
    return ctx.keys
