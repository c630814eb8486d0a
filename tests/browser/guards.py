"""What no page may do: complain in the console, break its own policy, or call elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request, Response

LOCAL_SCHEMES = {"about", "data", "blob"}
GRAVE = {"serious", "critical"}
STATUS_SERVER_FAULT = 500
# Kept on the page itself, so that a violation during loading is not missed.
REPORT_POLICY_BREACHES = """
  document.addEventListener("securitypolicyviolation", (event) => {
    console.error("CSP breach: " + event.violatedDirective + " " + event.blockedURI);
  });
"""


class PageGuard:
    """Collects what a page does wrong; check() fails with all of it at once."""

    def __init__(self, page: Page, *, origin: str) -> None:
        self.origin = origin
        self.faults: list[str] = []
        self._expected: list[str] = []
        page.add_init_script(REPORT_POLICY_BREACHES)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    @contextmanager
    def expecting(self, words: str) -> Iterator[None]:
        """Within it a console message that holds the words is no fault ("404")."""
        self._expected.append(words)
        try:
            yield
        finally:
            self._expected.remove(words)

    def check(self) -> None:
        """Pass silently when nothing was wrong so far."""
        assert self.faults == []

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        if not any(words in message.text for words in self._expected):
            self.faults.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in LOCAL_SCHEMES:
            return
        if f"{parts.scheme}://{parts.netloc}" != self.origin:
            self.faults.append(f"request elsewhere: {parts.scheme}://{parts.netloc}")

    def _response(self, response: Response) -> None:
        if response.status >= STATUS_SERVER_FAULT:
            self.faults.append(f"{response.status} from {urlsplit(response.url).path}")


def accessibility_faults(page: Page) -> list[str]:
    """Serious and critical findings of axe on the page as it stands, one line each."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {one['help']} at {one['nodes'][0]['target']}"
        for one in found
        if one["impact"] in GRAVE
    ]


def overflows(page: Page) -> bool:
    """Whether the page scrolls sideways as a whole."""
    return bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )
