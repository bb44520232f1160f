"""What goes wrong in a page without being seen: errors in the console, in scripts, on the wire."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

# What only repeats that an answer was bad; the answer itself is judged.
REPEATED = ("Failed to load resource", "Response Status Error Code")
# A stream or a line of news that is left when its page is left has not failed; nor has a module that is named
# ahead and not fetched where scripts are switched off. (Where they are not, the console tells of the policy.)
LEFT = re.compile(r"net::ERR_ABORTED|^csp$")


@dataclass
class Watch:
    """Collects the troubles of every page of a context; `excuse` names the answers a test provokes itself."""

    troubles: list[str] = field(default_factory=list)
    excused: list[tuple[re.Pattern[str], tuple[int, ...]]] = field(default_factory=list)

    def excuse(self, place: str, *statuses: int) -> None:
        """Answers with one of `statuses` (none: any failure) at addresses matching `place` are expected."""
        self.excused.append((re.compile(place), statuses))

    def over(self, context: BrowserContext) -> None:
        context.on("console", self.said)
        context.on("weberror", self.broke)
        context.on("response", self.answered)
        context.on("requestfailed", self.failed)

    def said(self, message: ConsoleMessage) -> None:
        if message.type != "error" or message.text.startswith(REPEATED):
            return
        self.troubles.append(f"console: {message.text} ({message.location.get('url', '')})")

    def broke(self, error: WebError) -> None:
        self.troubles.append(f"script: {error.error}")

    def answered(self, response: Response) -> None:
        if response.status >= 400 and not self.is_excused(response.url, response.status):
            self.troubles.append(f"{response.status}: {response.request.method} {response.url}")

    def failed(self, request: Request) -> None:
        why = request.failure or ""
        if not LEFT.search(why) and not self.is_excused(request.url, 0):
            self.troubles.append(f"failed: {request.method} {request.url} {why}")

    def taken(self) -> list[str]:
        """The troubles so far, and a clean slate."""
        so_far, self.troubles = self.troubles, []
        return so_far

    def is_excused(self, url: str, status: int) -> bool:
        return any(place.search(url) and (not known or status in known) for place, known in self.excused)


def watched(context: BrowserContext) -> Watch:
    """Watch everything this context will do."""
    watch = Watch()
    watch.over(context)
    return watch
