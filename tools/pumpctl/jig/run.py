"""From the first step to the last, or to what breaks it off: then the motor is stopped."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from typer import Abort

from ..client.trouble import Differs, Mistake, Refused, Trouble
from .report import Judged, Report
from .step import FAIL, NOT_DONE, PASS, Finding, Jig, Step


@dataclass
class Run:
    """The report, and what broke the test off; None where it came to its end."""

    report: Report
    broken: BaseException | None


def run(jig: Jig, steps: Sequence[Step], told: Callable[[Judged], None]) -> Run:
    """Every step whose needs have passed. `told`: called after each. What breaks it off (a lost
    line, Ctrl-C, a closed terminal) is kept, not raised: there is a report of it."""
    begun = jig.time.now()
    judged: list[Judged] = []
    broken: BaseException | None = None
    try:
        for step in steps:
            found = _judge(jig, step, judged)
            judged.append(found)
            told(found)
    except (Exception, KeyboardInterrupt, SystemExit) as error:
        broken = error
    ended = _ended(jig, steps, judged, broken)
    judged += [
        Judged(step.name, step.asks, NOT_DONE, {}, "the test was broken off", "begin it again")
        for step in steps[len(judged) :]
    ]
    passed = broken is None and all(each.verdict == PASS for each in judged)
    report = Report(
        pump=jig.pump.identity,
        begun=begun.replace(microsecond=0),
        ended=jig.time.now().replace(microsecond=0),
        answered_by=jig.operator.who,
        verdict=PASS if passed else FAIL,
        broken_off=ended,
        steps=tuple(judged),
    )
    return Run(report, broken)


def _judge(jig: Jig, step: Step, before: Sequence[Judged]) -> Judged:
    missing = [each.name for each in before if each.name in step.needs and each.verdict != PASS]
    if missing:
        cause = f"needs {' and '.join(missing)}"
        return Judged(step.name, step.asks, NOT_DONE, {}, cause, "mend that first")
    try:
        found = step.judge(jig)
    except (Refused, Differs, Mistake) as trouble:
        found = Finding(False, {}, trouble.text, trouble.next_step)
    if jig.turning:
        _stop(jig)
    verdict = PASS if found.passed else FAIL
    return Judged(step.name, step.asks, verdict, dict(found.measured), found.cause, found.next_step)


def _ended(
    jig: Jig, steps: Sequence[Step], judged: Sequence[Judged], broken: BaseException | None
) -> str:
    """Where it was broken off and by what, and what became of the motor; "" at the end."""
    if broken is None:
        return ""
    at = steps[min(len(judged), len(steps) - 1)].name
    by = broken.text if isinstance(broken, Trouble) else _by(broken)
    return f"at {at}: {by}; {_stop(jig)}"


def _by(broken: BaseException) -> str:
    if isinstance(broken, KeyboardInterrupt | Abort):
        return "somebody has ended it"
    if isinstance(broken, BrokenPipeError | SystemExit):
        return "nobody reads what it says any more"
    return f"a defect of pumpctl, {type(broken).__name__}"


def _stop(jig: Jig) -> str:
    """Stop the motor; what came of it, in words. Somebody's therapy is not stopped by a test."""
    if not jig.bare:
        return "nothing was ordered"
    try:
        stopped = jig.pump.therapy.stop("MAINTENANCE")
    except Trouble as trouble:
        return f"no stop came through ({trouble.text}): an order ends after {jig.steps} steps"
    jig.turning = False
    return f"the motor is stopped: {stopped.state}"
