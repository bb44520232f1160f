"""Promises of the one client going out: bounded, to the address given, and a token nowhere else."""

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from akkord.net import outgoing
from akkord.net.errors import AnswerTooLarge, BadAddress, NoAnswer


@pytest.mark.parametrize(
    "address",
    [
        "", "file:///etc/passwd", "ftp://a.example/", "//a.example", "http://", "https://u:p@a.example/",
        "http://[", "data:,x",
    ],
)  # fmt: skip
def test_only_web_addresses_are_asked(address: str) -> None:
    with pytest.raises(BadAddress):
        outgoing.post_json(address, {})


class _Door(BaseHTTPRequestHandler):
    asked: list[tuple[str, str | None, bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append((self.path, self.headers["Authorization"], body))
        if self.path == "/slow":
            threading.Event().wait(1)
            return
        self.send_response(302 if self.path == "/away" else 200)
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(b"x" * (outgoing.MOST_BYTES + 1) if self.path == "/long" else b'{"ok": 1}')

    def log_message(self, *said: object) -> None:
        """Tests stay quiet."""


@pytest.fixture
def door():  # type: ignore[no-untyped-def]
    _Door.asked = []
    server = HTTPServer(("127.0.0.1", 0), _Door)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_json_goes_out_with_its_token_and_the_answer_comes_back(door: str) -> None:
    answer = outgoing.post_json(f"{door}/a", {"name": "Ольга"}, token="t")
    assert (answer.status, answer.json()) == (200, {"ok": 1})
    assert _Door.asked == [("/a", "Bearer t", b'{"name": "\\u041e\\u043b\\u044c\\u0433\\u0430"}')]


def test_a_redirect_is_an_answer_and_is_not_followed(door: str) -> None:
    assert outgoing.post_json(f"{door}/away", {}, token="t").status == 302
    assert [path for path, *_ in _Door.asked] == ["/away"]


def test_an_endless_answer_is_not_read(door: str) -> None:
    with pytest.raises(AnswerTooLarge):
        outgoing.post_json(f"{door}/long", {})


def test_silence_is_waited_for_only_so_long(door: str) -> None:
    with pytest.raises(NoAnswer):
        outgoing.post_json(f"{door}/slow", {}, timeout=0.2)


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/", "https://10.0.0.1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/",
        "https://[64:ff9b::a00:1]/", "https://[::7f00:1]/", "https://[fec0::1]/", "http://93.184.216.34/",
    ],
)  # fmt: skip
def test_a_strangers_address_leads_to_the_public_internet_or_nowhere(address: str) -> None:
    with pytest.raises(BadAddress):
        outgoing.check_public(address)


def test_a_stranger_who_answers_a_byte_at_a_time_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = socket.socketpair()
    ours.settimeout(0.2)
    monkeypatch.setattr(outgoing, "_connected", lambda host, port, timeout: ours)
    over = threading.Event()

    def trickle() -> None:
        theirs.sendall(b"\x16\x03\x03\x40\x00")  # a record of 16 KiB begins
        while not over.wait(0.05):
            try:
                theirs.sendall(b"\0")
            except OSError:
                return

    slow = threading.Thread(target=trickle)
    slow.start()
    began = time.monotonic()
    try:
        with pytest.raises(NoAnswer):
            outgoing.post_public("https://push.example/", b"{}", {}, timeout=0.2)
        assert time.monotonic() - began < 5
    finally:
        over.set()
        slow.join()
        theirs.close()


def test_an_answer_nested_without_end_is_no_json() -> None:
    assert outgoing.Answer(200, b"[" * 200_000).json() is None
