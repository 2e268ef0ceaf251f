"""The content security policy in a real browser: what it forbids is tried, and tried once more with
that part of the policy let loose, which has to succeed: so no attempt fails for another reason."""

import pytest

from tests.browser.browser import WAIT_MS, Served

POLICY = "content-security-policy"
ELSEWHERE = "http:" + "//127.0.0.1:9/nothing"  # nobody listens there
# Part of the policy, the same let loose, what is tried, and the name under which it is forbidden.
TRIED = {
    "script": (
        "script-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        "const it = document.createElement('script'); it.textContent = '0';"
        "document.head.append(it)",
        "script-src-elem",
    ),
    "text that is run": (
        "script-src 'self'",
        "script-src 'self' 'unsafe-eval'",
        "setTimeout(() => (0, eval)('0'))",
        "script-src",
    ),
    "style": (
        "style-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "const it = document.createElement('style'); it.textContent = 'b {}';"
        "document.head.append(it)",
        "style-src-elem",
    ),
    "picture": ("img-src 'self'", "img-src *", "new Image().src = elsewhere", "img-src"),
    "request": (
        "connect-src 'self'",
        "connect-src *",
        "fetch(elsewhere).catch(() => {})",
        "connect-src",
    ),
    "line": (
        "connect-src 'self'",
        "connect-src *",
        "try { new WebSocket(elsewhere.replace('http', 'ws')) } catch {}",
        "connect-src",
    ),
    "worker": (
        "worker-src 'self'",
        "worker-src blob:",
        "try { new Worker(URL.createObjectURL(new Blob(['0']))) } catch {}",
        "worker-src",
    ),
    "sound": ("default-src 'none'", "default-src *", "new Audio(elsewhere).load()", "media-src"),
    "base": (
        "base-uri 'none'; ",
        "",
        "const it = document.createElement('base'); it.href = elsewhere; document.head.append(it)",
        "base-uri",
    ),
    "form": (
        "form-action 'none'",
        "form-action *",
        "const it = document.createElement('form'); it.action = elsewhere; it.target = 'other';"
        "document.body.append(it); it.submit()",
        "form-action",
    ),
}
MARK = "img-src", "new Image().src = elsewhere"  # forbidden last of all, so that its turn has come
MARK_OF_PICTURE = "connect-src", "fetch(elsewhere).catch(() => {})"
NOTED = """
window.forbidden = [];
addEventListener("securitypolicyviolation", (event) => forbidden.push(event.effectiveDirective));
"""


class Policed:
    """The page under a policy: as it is served, or with a part of it let loose."""

    def __init__(self, chromium, address: str, part: str = "", loose: str = "") -> None:
        self.context = chromium.new_context()
        self.context.set_default_timeout(WAIT_MS)
        self.page = self.context.new_page()
        self.page.add_init_script(NOTED)
        if part:
            self.page.route(address, lambda route: changed(route, part, loose))
        self.page.goto(address)

    def tries(self, attempt: str) -> None:
        self.page.evaluate("(elsewhere) => { %s }" % attempt, ELSEWHERE)  # noqa: UP031

    def wait_until_forbidden(self, name: str) -> None:
        self.page.wait_for_function("(name) => forbidden.includes(name)", arg=name)

    def close(self) -> list[str]:
        """All that was forbidden."""
        found = self.page.evaluate("forbidden")
        self.context.close()
        return found


def changed(route, part: str, loose: str) -> None:
    answer = route.fetch()
    headers = dict(answer.headers)
    assert headers[POLICY].count(part) == 1
    headers[POLICY] = headers[POLICY].replace(part, loose)
    route.fulfill(response=answer, headers=headers)


@pytest.fixture(scope="module")
def address():
    pump = Served("--speed", "0")
    yield pump.address
    pump.end()


@pytest.mark.parametrize("what", TRIED)
def test_it_is_forbidden_and_only_by_that_part(chromium, address: str, what: str) -> None:
    part, loose, attempt, name = TRIED[what]
    page = Policed(chromium, address)
    page.tries(attempt)
    page.wait_until_forbidden(name)
    page.close()
    page = Policed(chromium, address, part, loose)
    page.tries(attempt)
    marked, mark = MARK_OF_PICTURE if what == "picture" else MARK
    page.tries(mark)
    page.wait_until_forbidden(marked)
    assert name not in page.close()


@pytest.mark.parametrize("framed", [False, True])
def test_no_site_shows_the_page_within_its_own(chromium, address: str, framed: bool) -> None:
    context = chromium.new_context()
    page = context.new_page()
    if framed:  # the policy without that part, and the header that says as much
        page.route(address, lambda route: changed(route, "; frame-ancestors 'none'", ""))
    page.route(ELSEWHERE, lambda route: route.fulfill(body="<p>", content_type="text/html"))
    page.goto(ELSEWHERE)
    page.evaluate(
        """(address) => new Promise((resolve) => {
            const it = document.createElement("iframe");
            it.onload = resolve;
            it.src = address;
            document.body.append(it);
        })""",
        address,
    )
    shown = page.frames[1].locator("#stop").count()
    assert shown == int(framed)
    context.close()
