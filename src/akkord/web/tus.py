"""The door by which files come in pieces: the tus 1.0.0 protocol (https://tus.io/protocols/resumable-upload).

Core with creation, creation-with-upload, termination, expiration and checksum. A browser comes with its
session and a CSRF token, a program with an API token; whose upload it is, only its sender learns.
"""

import base64
import binascii
import hashlib
import hmac
import re
import tempfile
import uuid
from collections.abc import Callable, Iterator
from typing import BinaryIO

from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from akkord.flow import clock
from akkord.music import actions, errors, queries
from akkord.music.queries import Upload
from akkord.people.queries import Person, bearer
from akkord.store.partials import Busy, OffsetMismatch, TooMuch, partials

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,termination,expiration,checksum"
CHECKSUMS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}
PIECE = 256 * 1024
OCTETS = "application/offset+octet-stream"
MOST_METADATA = 4096

Answer = Callable[..., HttpResponse]


class BadRequest(Exception):
    """The request does not keep to the protocol; the text says where."""


class ChecksumMismatch(Exception):
    """The piece that came is not the piece that was sent."""


# What each refusal is in HTTP. 460 is the protocol's own.
STATUS: dict[type[Exception], int] = {
    BadRequest: 400,
    errors.EmptyFile: 400,
    errors.UnknownLawfulUse: 400,
    errors.UploadsSuspended: 403,
    errors.NoSuchUpload: 404,
    OffsetMismatch: 409,
    errors.UploadComplete: 409,
    errors.TooLarge: 413,
    TooMuch: 413,
    Busy: 423,
    errors.TooManyUnfinished: 429,
    ChecksumMismatch: 460,
    errors.UploadsClosed: 503,
}


def door(view: Answer) -> Answer:
    """Sender, method and version are settled before `view` runs; refusals become answers."""
    with_session = csrf_protect(lambda request, *args: _answered(view, request, request.user, *args))

    @csrf_exempt
    def entered(request: HttpRequest, *args: object, **named: object) -> HttpResponse:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            answer = _answered(view, request, bearer(token.strip()), *args, *named.values())
        else:
            answer = with_session(request, *args, *named.values())
        answer["Tus-Resumable"] = VERSION
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    return entered


def _answered(view: Answer, request: HttpRequest, person: Person | None, *args: object) -> HttpResponse:
    method = _method(request)
    if method == "OPTIONS":
        return _abilities()
    if request.headers.get("Tus-Resumable") != VERSION:
        return HttpResponse(status=412, headers={"Tus-Version": VERSION})
    if person is None or not person.is_authenticated:
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    try:
        return view(request, method, person, *args)
    except tuple(STATUS) as refused:
        said = getattr(refused, "text", "") or str(refused) or type(refused).__name__
        return HttpResponse(str(said), status=STATUS[type(refused)], content_type="text/plain; charset=utf-8")


def _method(request: HttpRequest) -> str:
    """The protocol lets a POST stand for what a proxy will not carry."""
    if request.method == "POST":
        return request.headers.get("X-HTTP-Method-Override", "POST").upper()
    return request.method or ""


def _abilities() -> HttpResponse:
    headers = {
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(settings.MOST_UPLOAD_BYTES),
        "Tus-Checksum-Algorithm": ",".join(CHECKSUMS),
    }
    return HttpResponse(status=204, headers=headers)


@door
def uploads(request: HttpRequest, method: str, person: Person) -> HttpResponse:
    """POST /audio/uploads/: announce a file, perhaps with its first bytes."""
    if method != "POST":
        return HttpResponse(status=405, headers={"Allow": "OPTIONS, POST"})
    if "Upload-Defer-Length" in request.headers:
        raise BadRequest("This server wants to know the length beforehand (Upload-Length).")
    size = _number(request, "Upload-Length")
    said = parse_metadata(request.headers.get("Upload-Metadata", ""))
    upload = actions.begin_upload(
        person,
        said.get("filename", said.get("name", "")),
        size,
        title=said.get("title", ""),
        artist=said.get("artist", ""),
        lawful_use=said.get("lawful_use", ""),
        lawful_why=said.get("lawful_why", ""),
        attested=bool(said.get("attested")),
    )
    answer = HttpResponse(status=201, headers={"Location": f"/audio/uploads/{upload.pk}"})
    if request.content_type == OCTETS and _body_length(request):
        answer["Upload-Offset"] = str(_append(request, upload, 0))
    return _with_expiry(answer, upload)


@door
def upload(request: HttpRequest, method: str, person: Person, upload_id: uuid.UUID) -> HttpResponse:
    """HEAD, PATCH and DELETE /audio/uploads/<id>."""
    found = queries.upload_of(person.pk, upload_id)
    if found.state == "arriving" and found.expires_at and found.expires_at < clock.now():
        return HttpResponse(status=410)
    if method == "HEAD":
        return _progress(found)
    if method == "PATCH":
        return _patch(request, found)
    if method == "DELETE":
        actions.abandon_upload(person, found.pk)
        return HttpResponse(status=204)
    return HttpResponse(status=405, headers={"Allow": "OPTIONS, HEAD, PATCH, DELETE"})


def _progress(found: Upload) -> HttpResponse:
    here = partials().size(found.pk) if found.state == "arriving" else found.size
    headers = {"Upload-Offset": str(here), "Upload-Length": str(found.size)}
    return _with_expiry(HttpResponse(status=200, headers=headers), found)


def _patch(request: HttpRequest, found: Upload) -> HttpResponse:
    if request.content_type != OCTETS:
        return HttpResponse(status=415)
    offset = _number(request, "Upload-Offset")
    answer = HttpResponse(status=204, headers={"Upload-Offset": str(_append(request, found, offset))})
    return _with_expiry(answer, found)


def _append(request: HttpRequest, found: Upload, offset: int) -> int:
    if offset + _body_length(request) > found.size:
        raise TooMuch(found.size)
    if "Upload-Checksum" not in request.headers:
        return actions.append_bytes(found, offset, pieces_of(request))
    # A piece that does not match must leave no trace, so it waits beside the file until it is known.
    with tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as aside:
        _hold_and_check(request, aside)
        return actions.append_bytes(found, offset, pieces_of(aside))


def _hold_and_check(request: HttpRequest, aside: BinaryIO) -> None:
    """Copy the body aside; raises BadRequest, ChecksumMismatch."""
    algorithm, _, expected = request.headers["Upload-Checksum"].partition(" ")
    if algorithm not in CHECKSUMS:
        raise BadRequest(f"Known checksums: {', '.join(CHECKSUMS)}.")
    seen = CHECKSUMS[algorithm]()
    for piece in pieces_of(request):
        seen.update(piece)
        aside.write(piece)
    if not hmac.compare_digest(seen.digest(), _decoded(expected.strip())):
        raise ChecksumMismatch("The checksum does not match what arrived.")
    aside.seek(0)


def pieces_of(body: "HttpRequest | BinaryIO") -> Iterator[bytes]:
    """What comes, 256 KiB at a time; a cut connection is an end."""
    while True:
        try:
            piece = body.read(PIECE)
        except UnreadablePostError:
            return
        if not piece:
            return
        yield piece


def _number(request: HttpRequest, name: str) -> int:
    return _counted(request.headers.get(name, ""), name)


def _body_length(request: HttpRequest) -> int:
    return _counted(request.META.get("CONTENT_LENGTH") or "0", "Content-Length")


def _counted(text: str, name: str) -> int:
    if not re.fullmatch(r"[0-9]{1,15}", text):
        raise BadRequest(f"{name} must be a non-negative number.")
    return int(text)


def parse_metadata(header: str) -> dict[str, str]:
    """Upload-Metadata: comma-separated pairs of a key and its base64 value. Raises BadRequest."""
    if len(header) > MOST_METADATA:
        raise BadRequest(f"Upload-Metadata is longer than {MOST_METADATA} characters.")
    said: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        key, _, value = pair.partition(" ")
        if key in said or not key.isascii():
            raise BadRequest("Upload-Metadata names a key twice or not in ASCII.")
        try:
            said[key] = _decoded(value).decode()
        except UnicodeDecodeError as garbled:
            raise BadRequest(f"Upload-Metadata {key} is not UTF-8.") from garbled
    return said


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as garbled:
        raise BadRequest("A header is not base64.") from garbled


def _with_expiry(answer: HttpResponse, found: Upload) -> HttpResponse:
    if found.state == "arriving" and found.expires_at:
        answer["Upload-Expires"] = http_date(found.expires_at.timestamp())
    return answer
