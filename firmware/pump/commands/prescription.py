"""PREScription as a whole: check, digest and the commit, which needs a right; what is active."""

from pump.commands.writing import ug_text, wall_text
from pump.core import profile, reasons
from pump.core.prescription import rules
from pump.core.prescription.prescription import Prescription, parse
from pump.core.reasons import Refused
from pump.core.therapy import history as histories
from pump.wire.kinds import Amount, Choice, Digest
from pump.wire.reply import block, quoted, record
from pump.wire.rights import OBSERVE, PRESCRIBE
from pump.wire.status import entry_text
from pump.wire.suffixes import DOSE_RATE
from pump.wire.table import Rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.commands.context import Context

PRESCRIPTION = Rows()

_RAN = Amount((DOSE_RATE, profile.DOSE_MIN_NG_PER_DAY, profile.DOSE_MAX_NG_PER_DAY))


@PRESCRIPTION.row("PREScription:CHECk?", OBSERVE)
def check(ctx: "Context") -> str:
    """0,"OK", or the first reason to refuse or to ask for confirmation."""
    found = ctx.pump.judge_staged()
    if not found or found[0].level == rules.INFORM:
        return '0,"OK"'
    return entry_text(found[0].number, found[0].text)


@PRESCRIPTION.row("PREScription:CHECk:ALL?", OBSERVE)
def check_all(ctx: "Context") -> str:
    """Every finding, refusals first, informations last; 0,"OK" when there is none."""
    found = ctx.pump.judge_staged()
    texts = [
        entry_text(verdict.number, verdict.text) if verdict.number else "0," + quoted(verdict.text)
        for verdict in found
    ]
    return ",".join(texts) or '0,"OK"'


@PRESCRIPTION.row("PREScription:DATA?", OBSERVE)
def data(ctx: "Context") -> str:
    """The staged prescription as canonical text, a block."""
    return block(ctx.pump.staging.text())


@PRESCRIPTION.row("PREScription:DIGest?", OBSERVE)
def digest(ctx: "Context") -> str:
    """The first 64 bits of SHA-256 over the staged text, #H and 16 digits."""
    return "#H" + ctx.pump.staged_digest()


@PRESCRIPTION.row("PREScription:DISCard", OBSERVE)
def discard(ctx: "Context") -> None:
    """Drop all that is staged; what runs goes on."""
    ctx.pump.stage(Prescription())
    ctx.pump.restaged()


@PRESCRIPTION.row("PREScription:COPY", OBSERVE)
def copy(ctx: "Context") -> None:
    """Stage what is active, to be changed."""
    if ctx.pump.active is None:
        raise Refused(reasons.PRESCRIPTION_INCOMPLETE, "nothing is committed yet")
    ctx.pump.stage(parse(ctx.pump.active_text))
    ctx.pump.restaged()


@PRESCRIPTION.row("PREScription:COMMit", PRESCRIBE, Digest(), Choice("CONFIRM"), optional=1)
def commit(ctx: "Context", of_digest: int, confirm: int | None = None) -> None:
    """Make the staged prescription with this digest the active one; running, it changes over."""
    ctx.pump.commit("%016X" % of_digest, confirm is not None)
    ctx.pump.restaged()


@PRESCRIPTION.row("PREScription:HISTory", PRESCRIBE, Choice("NEW|CONTinued"), _RAN, optional=1)
def history(ctx: "Context", choice: int, ran_ng: int | None = None) -> None:
    """Before the first start: NEW attests a screening; CONTinued, the daily dose that ran."""
    kind = choice + histories.NEW
    if kind == histories.NEW and ran_ng is not None:
        raise Refused(reasons.PARAMETER_NOT_ALLOWED, "NEW stands alone")
    if kind == histories.CONTINUED and ran_ng is None:
        raise Refused(reasons.MISSING_PARAMETER, "the daily dose that ran: CONT,300 UG/D")
    ctx.pump.control.history_orders().attest(kind, ran_ng or 0, ctx.pump.day, ctx.pump.ms)


@PRESCRIPTION.row("PREScription:HISTory?", OBSERVE)
def history_is(ctx: "Context") -> str:
    """NONE, NEW, or CONT and the daily dose in ug that ran before this pump."""
    said = ctx.pump.titration.history
    word = histories.WORDS[said.kind]
    return record(word, ug_text(said.ran_ng)) if said.ran_ng else word


@PRESCRIPTION.row("PREScription:ACTive:DATA?", OBSERVE)
def active_data(ctx: "Context") -> str:
    """The active prescription as canonical text, a block; read from storage."""
    return block(_stored(ctx))


@PRESCRIPTION.row("PREScription:ACTive:DIGest?", OBSERVE)
def active_digest(ctx: "Context") -> str:
    """The digest of the active prescription, computed from what stands in storage."""
    return "#H" + ctx.pump.control.commitment.digest(_stored(ctx))


@PRESCRIPTION.row("PREScription:ACTive:TIME?", OBSERVE)
def active_time(ctx: "Context") -> str:
    """When it was committed, ISO time by the pump's wall clock."""
    _need_active(ctx)
    return wall_text(ctx, ctx.pump.in_force.committed)


def _stored(ctx: "Context") -> str:
    _need_active(ctx)
    text = ctx.stored.prescription() if ctx.stored else None
    if text is None:
        raise Refused(reasons.STORED_DATA_DAMAGED, "no copy is sound; PRES:COMM writes both anew")
    return text


def _need_active(ctx: "Context") -> None:
    if ctx.pump.active is None:
        raise Refused(reasons.PRESCRIPTION_INCOMPLETE, "nothing is committed yet")
