"""The log's static files under /log/, as C2SP tlog-tiles asks, and one line's bytes and proof.

Everything here may be read by any page of any site and kept by any cache; nothing depends on who asks.
Only what the published checkpoint covers is served.
"""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from akkord.ledger import queries
from akkord.ledger.errors import CannotSign
from akkord.ledger.key import signing_key
from akkord.ledger.sequencing import log_folder
from tilelog.checkpoint import unverified_checkpoint
from tilelog.errors import BadPath, NotServed, OutOfTree
from tilelog.tiles import TILE_HEIGHT, TILE_WIDTH, Bundle, parse_path

TEXT = "text/plain; charset=utf-8"
FOR_EVER = "public, max-age=31536000, immutable"
SECONDS = "public, max-age=2"


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The signed head: cached for seconds at most."""
    return _answer(request, _published().encode(), TEXT, SECONDS)


@require_safe
def tile(request: HttpRequest, path: str) -> HttpResponse:
    """A tile or entry bundle; every path has one spelling, all others are not found."""
    try:
        part = parse_path(path)
        size = unverified_checkpoint(_published()).size
        held = size if isinstance(part, Bundle) else size >> (TILE_HEIGHT * part.level)
        if part.index * TILE_WIDTH + part.width > held:
            raise NotServed(path)
        data = log_folder().read_path(path)
    except (BadPath, NotServed) as missing:
        raise Http404 from missing
    return _answer(request, data, "application/octet-stream", FOR_EVER)


@require_safe
def vkey(request: HttpRequest) -> HttpResponse:
    """The log's verifier key; compare it with one you got elsewhere."""
    head = queries.signed_head()
    try:
        if head is None:
            raise Http404
        text = signing_key(head.origin).verifier.vkey + "\n"
    except CannotSign as missing:
        raise Http404 from missing
    return _answer(request, text.encode(), TEXT, "public, max-age=60")


@require_safe
def entry(request: HttpRequest, number: str) -> HttpResponse:
    """The exact bytes of a line, as they stand in the log."""
    try:
        data = log_folder().read_entry(int(number), unverified_checkpoint(_published()).size)
    except (OutOfTree, NotServed) as missing:
        raise Http404 from missing
    answer = _answer(request, data, "application/json", FOR_EVER)
    answer["Content-Disposition"] = f'inline; filename="log-{number}.json"'
    return answer


@require_safe
def proof(request: HttpRequest, number: str) -> HttpResponse:
    """A line's proof file (C2SP tlog-proof) under the newest checkpoint."""
    try:
        text = log_folder().prove(int(number))
    except (OutOfTree, NotServed) as missing:
        raise Http404 from missing
    answer = _answer(request, text.encode(), TEXT, SECONDS)
    answer["Content-Disposition"] = f'attachment; filename="log-{number}.tlog-proof"'
    return answer


def _published() -> str:
    text = log_folder().read_checkpoint()
    if text is None:
        raise Http404
    return text


def _answer(request: HttpRequest, data: bytes, kind: str, keep: str) -> HttpResponse:
    mark = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    fresh = HttpResponse(data, content_type=kind)
    answer = get_conditional_response(request, etag=mark, response=fresh) or fresh
    if not isinstance(answer, HttpResponseNotModified):
        answer["Content-Length"] = str(len(data))
    answer["ETag"] = mark
    answer["Cache-Control"] = keep
    answer["Access-Control-Allow-Origin"] = "*"
    # Never in a frame of ours, never anything but data, whoever opens it.
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
