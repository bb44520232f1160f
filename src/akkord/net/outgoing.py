"""The one client for HTTP going out: to an address the operator set, or one that somebody else did.

To the latter (`post_public`, `get_public`, `fetch_public`) only over https and only where the public internet
is: a name is looked up once and that very address is connected to, so that nothing reaches what stands behind
the site's own door.

No redirect is followed, no proxy of the environment is used and no other scheme is opened: a token goes to
the address it was given for or nowhere. Answers are bounded in time and in size.
"""

import http.client
import ipaddress
import json
import socket
import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO
from urllib.parse import SplitResult, urlencode, urljoin, urlsplit

from .errors import AnswerTooLarge, BadAddress, NoAnswer, TooManyRedirects

TIMEOUT_SECONDS = 30.0
MOST_BYTES = 4 * 1024 * 1024
MOST_BYTES_FROM_STRANGERS = 64 * 1024
# A machine somebody else set may send a byte at a time, each within the timeout: the whole call has an end.
WHOLE_CALL = 2.0  # timeouts
PIECE = 256 * 1024
_REDIRECTS = (301, 302, 303, 307, 308)
_OLD_IPV6 = [ipaddress.ip_network(each) for each in ("::/96", "64:ff9b::/96", "fec0::/10")]  # lead elsewhere


@dataclass(frozen=True)
class Answer:
    """What the other side said, whatever its status."""

    status: int
    body: bytes
    mime: str = ""  # as the answer names it, with its charset
    place: str = ""  # where it says that it is to be found instead
    etag: str = ""  # what it calls this state of it, and since when that is (RFC 9110 8.8)
    modified: str = ""

    def json(self) -> Any:
        """The body read as JSON; None when it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):  # nested deeper than anybody means it
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
    return _asked(_request(address, json.dumps(said).encode(), headers), timeout, _opener())


def post_form(
    address: str,
    fields: Mapping[str, str],
    *,
    token: str = "",
    headers: Mapping[str, str] | None = None,
    timeout: float = TIMEOUT_SECONDS,
) -> Answer:
    """POST a form. Raises BadAddress, NoAnswer, AnswerTooLarge."""
    said = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json",
        "User-Agent": "akkord",
        **(headers or {}),
    }
    if token:
        said["Authorization"] = f"Bearer {token}"
    return _asked(_request(address, urlencode(fields).encode(), said), timeout, _opener())


def check_public(address: str, *, plain: bool = False) -> None:
    """Whether somebody else's address may be called at all; with `plain` http and any machine may.

    Where its name leads is asked at each call. Raises BadAddress.
    """
    parts = _parts(address)
    if plain:
        return
    if parts.scheme != "https":
        raise BadAddress(address)
    try:
        literal = ipaddress.ip_address(parts.hostname or "")
    except ValueError:
        return  # a name
    if not _is_public(literal):
        raise BadAddress(address)


def post_public(
    address: str, body: bytes, headers: Mapping[str, str], *, timeout: float, plain: bool = False
) -> Answer:
    """POST JSON to an address somebody else set. Raises BadAddress, NoAnswer, AnswerTooLarge."""
    check_public(address, plain=plain)
    said = {"Content-Type": "application/json", "User-Agent": "akkord", **headers}
    opener = _opener() if plain else _public_opener()
    return _asked(_request(address, body, said), timeout, opener, MOST_BYTES_FROM_STRANGERS)


def get_public(
    address: str, *, timeout: float, most: int, headers: Mapping[str, str] | None = None
) -> Answer:
    """GET what somebody else named, at most its first `most` bytes; https and the public internet alone.

    A redirect is an answer like others: whoever follows it asks here again. Raises BadAddress, NoAnswer.
    """
    request = _get(address, {"Accept": "text/html", **(headers or {})})
    return _asked(request, timeout, _public_opener(), most, cut=True)


def fetch_public(address: str, into: BinaryIO, *, timeout: float, within: float, most: int) -> Answer:
    """GET something large into a file: `most` bytes, `timeout` seconds of silence and `within` in all.

    An answer that is none of 200 is told with the beginning of its body, and nothing is written.
    Raises BadAddress, NoAnswer, AnswerTooLarge.
    """
    opener = _public_opener(within / timeout)
    try:
        with opener.open(_get(address, {"Accept": "*/*"}), timeout=timeout) as answer:
            told = _told(answer, b"" if answer.status == 200 else answer.read(PIECE))
            if answer.status == 200 and _pour(answer, into, most) < int(
                answer.headers.get("Content-Length", 0)
            ):
                raise NoAnswer("the connection broke off")  # cut in its middle: not the whole of it
            return told
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoAnswer(str(error) or type(error).__name__) from error


def followed(address: str, ask: Callable[[str], Answer], most: int) -> Answer:
    """What is found behind at most so many redirects, each place asked for as the first was.

    Raises TooManyRedirects, and as `ask` does.
    """
    for _step in range(most + 1):
        answer = ask(address)
        if answer.status not in _REDIRECTS or not answer.place:
            return answer
        try:
            address = urljoin(address, answer.place)
        except ValueError as none:
            raise BadAddress(answer.place) from none
    raise TooManyRedirects(address)


def _get(address: str, headers: Mapping[str, str]) -> urllib.request.Request:
    check_public(address)
    said = {"User-Agent": "akkord", "Accept-Encoding": "identity", **headers}
    return urllib.request.Request(address, headers=said, method="GET")


def _pour(answer: http.client.HTTPResponse, into: BinaryIO, most: int) -> int:
    poured = 0
    while piece := answer.read(PIECE):
        poured += len(piece)
        if poured > most:
            raise AnswerTooLarge(f"more than {most} bytes")
        into.write(piece)
    return poured


def _told(answer: http.client.HTTPResponse, body: bytes) -> Answer:
    said = {
        name: answer.headers.get(name, "") for name in ("Content-Type", "Location", "ETag", "Last-Modified")
    }
    return Answer(answer.status, body, *said.values())


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        allowed = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
        _ = parts.port  # raises where it is none
    except ValueError as error:
        raise BadAddress(address) from error
    if not allowed or not address.isascii() or any(c <= " " for c in address):
        raise BadAddress(address)
    return parts


def _request(address: str, data: bytes, headers: dict[str, str]) -> urllib.request.Request:
    _parts(address)
    return urllib.request.Request(address, data=data, headers=headers, method="POST")


def _asked(
    request: urllib.request.Request,
    timeout: float,
    opener: urllib.request.OpenerDirector,
    most: int = MOST_BYTES,
    *,
    cut: bool = False,
) -> Answer:
    """`cut`: of a longer answer its beginning is enough."""
    try:
        with opener.open(request, timeout=timeout) as answer:
            body = answer.read(most + 1)
            told = _told(answer, body[:most])
    except urllib.error.URLError as error:
        raise NoAnswer(str(error.reason)) from error
    # ValueError: a host no name can be (a label too long or empty), which is found out on the way.
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoAnswer(str(error) or type(error).__name__) from error
    if len(body) > most and not cut:
        raise AnswerTooLarge(f"more than {most} bytes")
    return told


def _opener() -> urllib.request.OpenerDirector:
    """Web only; every status is an answer, a redirect too."""
    opener = urllib.request.OpenerDirector()
    opener.add_handler(urllib.request.HTTPHandler())
    opener.add_handler(urllib.request.HTTPSHandler())
    opener.add_handler(urllib.request.UnknownHandler())
    return opener


class _Public(http.client.HTTPSConnection):
    """Connects to the address its name was just looked up to, and only where the public internet is."""

    def __init__(self, *where: Any, whole: float = WHOLE_CALL, **how: Any) -> None:
        super().__init__(*where, **how)
        self.whole = whole

    def connect(self) -> None:
        plain = _connected(self.host, self.port, self.timeout)
        sealed = ssl.create_default_context().wrap_socket(
            plain, server_hostname=self.host, do_handshake_on_connect=False
        )
        if self.timeout is not None:
            end = threading.Timer(self.whole * self.timeout, _cut, [sealed])
            end.daemon = True
            end.start()
        sealed.do_handshake()
        self.sock = sealed


def _cut(sealed: ssl.SSLSocket) -> None:
    """End the connection beneath whoever reads from it; one that is closed already stays so."""
    with suppress(OSError):
        socket.socket.shutdown(sealed, socket.SHUT_RDWR)


def _connected(host: str, port: int, timeout: float | None) -> socket.socket:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    public = [place for *_, place in found if _is_public(ipaddress.ip_address(place[0]))]
    if not public or len(public) < len(found):
        raise OSError(f"{host} is not on the public internet")
    return socket.create_connection((str(public[0][0]), port), timeout)


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Also behind IPv6's ways of writing an IPv4 address."""
    within = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
    leads_elsewhere = within.version == 6 and any(within in each for each in _OLD_IPV6)
    return bool(within.is_global and not within.is_multicast and not leads_elsewhere)


class _PublicHandler(urllib.request.HTTPSHandler):
    def __init__(self, whole: float) -> None:
        super().__init__()
        self.whole = whole

    def https_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_Public, whole=self.whole), request)  # type: ignore[arg-type]


def _public_opener(whole: float = WHOLE_CALL) -> urllib.request.OpenerDirector:
    opener = urllib.request.OpenerDirector()
    opener.add_handler(_PublicHandler(whole))
    opener.add_handler(urllib.request.UnknownHandler())
    return opener
