"""The report as one page of HTML that prints. It is no proof: the signature is over the JSON."""

from html import escape

from .report import Judged, Report, Signature
from .step import PASS

_STYLE = (
    "body{font:13px sans-serif;max-width:190mm;margin:auto}"
    "table{border-collapse:collapse;width:100%}"
    "td,th{border:1px solid #999;padding:3px 6px;text-align:left;vertical-align:top}"
    ".PASS{color:#060}.FAIL,.NOT{color:#900;font-weight:bold}"
    "code{overflow-wrap:anywhere}@page{margin:12mm}"
)
_KEYS = {
    "FILE": "signed with the board's SERVICE key",
    "PUBLISHED": "signed with a PUBLISHED test key: anybody can make such a signature",
    "NONE": "NOT SIGNED: no SERVICE key of this board was at hand",
}


def page(report: Report, signature: Signature) -> str:
    """One table; every word of the board and of the person is escaped."""
    of = report.pump
    rows = [
        f"<tr><td>{number}<td>{escape(step.name)}<td>{escape(step.asks)}"
        f'<td class="{step.verdict.split()[0]}">{step.verdict}<td>{_details(step)}</tr>'
        for number, step in enumerate(report.steps, 1)
    ]
    broken = f"<p><b>Broken off</b> {escape(report.broken_off)}</p>" if report.broken_off else ""
    title = f"Production test of {escape(of.serial)}: {report.verdict}"
    head = f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
    return (
        f'{head}<style>{_STYLE}</style><h1 class="{report.verdict}">{title}</h1>'
        f"<p>{escape(of.maker)} {escape(of.model)}, firmware {escape(of.version)}; "
        f"{report.begun.isoformat(' ')} to {report.ended.isoformat(' ')}; questions answered by "
        f"{escape(report.answered_by)}</p>{broken}"
        "<table><tr><th>#<th>step<th>what is looked at<th>verdict<th>measured; cause; next step"
        f"</tr>{''.join(rows)}</table>"
        f"<p>{_KEYS[signature.key]}. HMAC-SHA-256 of the JSON report beside this page: "
        f"<code>{signature.hmac or 'none'}</code>. This page itself is not signed; "
        "<code>pumpctl jig --verify</code> checks the JSON.</p>"
        "<p>Tested by: ____________________ &nbsp; Date: ____________</p></html>\n"
    )


def _details(step: Judged) -> str:
    parts = [f"{escape(name)} {escape(value)}" for name, value in step.measured.items()]
    if step.verdict != PASS:
        parts += [f"<b>{escape(step.cause)}</b>", f"next: {escape(step.next_step)}"]
    return "<br>".join(parts)
