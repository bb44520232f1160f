"""The one client for HTTP going out: JSON sent to an address the operator set, and what came back.

No redirect is followed, no proxy of the environment is used and no other scheme is opened: a token goes to
the address it was given for or nowhere. Answers are bounded in time and in size.
"""

import http.client
import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from .errors import AnswerTooLarge, BadAddress, NoAnswer

TIMEOUT_SECONDS = 30.0
MOST_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True)
class Answer:
    """What the other side said, whatever its status."""

    status: int
    body: bytes

    def json(self) -> Any:
        """The body read as JSON; None when it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    @property
    def excerpt(self) -> str:
        """The beginning of it, for the operator."""
        return self.body[:500].decode("utf-8", "replace")


def post_json(address: str, said: Any, *, token: str = "", timeout: float = TIMEOUT_SECONDS) -> Answer:
    """POST JSON. Raises BadAddress, NoAnswer, AnswerTooLarge."""
    headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "akkord"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return _asked(_request(address, json.dumps(said).encode(), headers), timeout)


def _request(address: str, data: bytes, headers: dict[str, str]) -> urllib.request.Request:
    try:
        parts = urlsplit(address)
        allowed = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
    except ValueError as error:
        raise BadAddress(address) from error
    if not allowed:
        raise BadAddress(address)
    return urllib.request.Request(address, data=data, headers=headers, method="POST")


def _asked(request: urllib.request.Request, timeout: float) -> Answer:
    try:
        with _opener().open(request, timeout=timeout) as answer:
            body = answer.read(MOST_BYTES + 1)
            status = answer.status
    except urllib.error.URLError as error:
        raise NoAnswer(str(error.reason)) from error
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswer(str(error) or type(error).__name__) from error
    if len(body) > MOST_BYTES:
        raise AnswerTooLarge(f"more than {MOST_BYTES} bytes")
    return Answer(status, body)


def _opener() -> urllib.request.OpenerDirector:
    """Web only; every status is an answer, a redirect too."""
    opener = urllib.request.OpenerDirector()
    opener.add_handler(urllib.request.HTTPHandler())
    opener.add_handler(urllib.request.HTTPSHandler())
    opener.add_handler(urllib.request.UnknownHandler())
    return opener
