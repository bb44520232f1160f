"""A browser and its push service: takes what is posted, checks who signed it, and opens what is sealed."""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()


def raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class FakeBrowser:
    """Keys that only it has."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(CURVE)
        self.auth = b"sixteen bytes ok"
        public = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.p256dh, self.public = base64.urlsafe_b64encode(public).rstrip(b"=").decode(), public
        self.auth_said = base64.urlsafe_b64encode(self.auth).rstrip(b"=").decode()

    def open(self, body: bytes) -> dict[str, Any]:
        """RFC 8188 and RFC 8291, read from the other side."""
        salt, length = body[:16], body[20]
        theirs, sealed = body[21 : 21 + length], body[21 + length :]
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs))
        seed = hkdf(self.auth, b"WebPush: info\0" + self.public + theirs, 32, shared)
        key = hkdf(salt, b"Content-Encoding: aes128gcm\0", 16, seed)
        nonce = hkdf(salt, b"Content-Encoding: nonce\0", 12, seed)
        text = AESGCM(key).decrypt(nonce, sealed, None)
        assert text[-1:] == b"\x02"
        said: dict[str, Any] = json.loads(text[:-1])
        return said


def hkdf(salt: bytes, info: bytes, length: int, given: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(given)


def claims_of(header: str) -> dict[str, Any]:
    """What the token says, once its signature is checked against the key beside it."""
    parts = dict(part.strip().split("=", 1) for part in header.removeprefix("vapid ").split(","))
    head, body, signature = parts["t"].split(".")
    r, s = (int.from_bytes(raw(signature)[part : part + 32], "big") for part in (0, 32))
    key = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, raw(parts["k"]))
    key.verify(encode_dss_signature(r, s), f"{head}.{body}".encode(), ec.ECDSA(hashes.SHA256()))
    said: dict[str, Any] = json.loads(raw(body))
    return said


class PushService:
    """Where it is, what it answers, what came."""

    def __init__(self) -> None:
        self.status = 201
        self.came: list[tuple[dict[str, str], bytes]] = []
        self.address = ""


@contextmanager
def push_service() -> Iterator[PushService]:
    service = PushService()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.came.append(({name.lower(): said for name, said in self.headers.items()}, body))
            self.send_response(service.status)
            self.end_headers()

        def log_message(self, *_: Any) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Door)
    service.address = f"http://127.0.0.1:{server.server_port}/push/abc"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
