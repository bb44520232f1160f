"""`Idempotency-Key`: a request that is sent twice acts once (the IETF HTTPAPI draft's header and statuses).

One middleware for every operation that writes, so that none can forget it: the act and its answer are one
transaction. A refused request (4xx, 5xx) leaves nothing behind and may be sent again under its key.
"""

import hashlib
import re
from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext

from akkord.flow import once
from akkord.flow.once import Kept
from akkord.people.queries import token_of
from akkord.people.rules import token_digest

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
# A string of structured fields, or the same without its quotes.
_KEY = re.compile(r'"([\x20\x21\x23-\x5b\x5d-\x7e]{1,255})"|([\x21\x23-\x5b\x5d-\x7e]{1,255})')

Handler = Callable[[HttpRequest], HttpResponse]


class OnlyOnce:
    """Answers a repeated request of the API with what was answered before."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        named = request.headers.get("Idempotency-Key")
        if named is None or request.method in SAFE or not request.path.startswith("/api/v1/"):
            return self.get_response(request)
        owner = _owner(request)
        if owner is None:  # nobody we know: refused below, and nothing of theirs is read or kept
            return self.get_response(request)
        key = read_key(named)
        if key is None:
            return _refusal(400, "bad_key", gettext("An idempotency key is 1 to 255 printable characters."))
        with transaction.atomic():
            if not once.alone(owner, key):
                return _refusal(
                    409, "in_progress", gettext("The first request of this key is still under way.")
                )
            return self._answer(request, owner, key)

    def _answer(self, request: HttpRequest, owner: str, key: str) -> HttpResponse:
        asked, before = digest_of(request), once.kept(owner, key)
        if before is not None:
            return _again(asked, before)
        answer = self.get_response(request)
        if answer.status_code >= 400:
            transaction.set_rollback(True)
        else:
            once.keep(
                owner, key, Kept(asked, answer.status_code, answer.headers["Content-Type"], answer.content)
            )
        return answer


def read_key(text: str) -> str | None:
    """The key a header names, with or without its quotes; None when it is none."""
    found = _KEY.fullmatch(text.strip())
    return (found[1] or found[2]) if found else None


def digest_of(request: HttpRequest) -> str:
    """What tells requests apart: method, address and content, not how a form drew its boundaries."""
    whole = hashlib.sha256(f"{request.method} {request.get_full_path()}\n{request.content_type}\n".encode())
    if request.content_type != "multipart/form-data":
        whole.update(request.body)
        return whole.hexdigest()
    for name, values in sorted(request.POST.lists()):
        whole.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            content = hashlib.sha256()
            for piece in file.chunks():
                content.update(piece)
            file.seek(0)
            whole.update(repr((name, file.name, content.hexdigest())).encode())
    return whole.hexdigest()


def _again(asked: str, before: Kept) -> HttpResponse:
    if before.request != asked:
        return _refusal(422, "key_reused", gettext("This idempotency key was used for another request."))
    if before.body is None:
        text = gettext(
            "This was done before; its answer was too long to keep. Read what it made where it stands."
        )
        return _refusal(409, "done_before", text)
    answer = HttpResponse(before.body, status=before.status, content_type=before.content_type)
    answer["Idempotency-Replayed"] = "true"
    return answer


def _owner(request: HttpRequest) -> str | None:
    """Whose keys these are: a token's, else those of the person signed in."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token_digest(token) if token_of(token) else None
    return f"person {request.user.pk}" if request.user.is_authenticated else None


def _refusal(status: int, code: str, text: str) -> HttpResponse:
    return JsonResponse({"error": code, "text": text}, status=status)
