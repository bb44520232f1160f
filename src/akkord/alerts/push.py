"""Web Push: what is sent is sealed for the browser alone (RFC 8291, 8188) and signed by this site (RFC 8292).

The service between sees that something came and how long it is, never what. Everything here is bytes in and
bytes out; `actions.pushing` meets the network.
"""

import base64
import json
import os
import struct
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CURVE = ec.SECP256R1()
RECORD = 4096
MOST_BYTES = 3000  # services take 4096 with everything around it
SIGNED_FOR = timedelta(hours=12)  # RFC 8292 §2: at most a day
KEY_FILE = "push-key"


class BadKeys(ValueError):
    """What a browser gave are no keys of it."""


@dataclass(frozen=True)
class Browser:
    """Where a browser is reached and what only it can open is sealed with."""

    address: str
    public: bytes  # p256dh: an uncompressed point
    secret: bytes  # auth: 16 bytes

    @classmethod
    def read(cls, address: str, p256dh: str, auth: str) -> "Browser":
        """From what the browser says of itself. Raises BadKeys."""
        try:
            found = cls(address, unsaid(p256dh), unsaid(auth))
            ec.EllipticCurvePublicKey.from_encoded_point(CURVE, found.public)
        except (ValueError, UnsupportedAlgorithm) as error:
            raise BadKeys from error
        if len(found.secret) != 16:
            raise BadKeys
        return found


def said(raw: bytes) -> str:
    """base64url without padding, as all of these standards write it."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unsaid(text: str) -> bytes:
    return base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))


def seal(
    text: bytes, browser: Browser, *, own: ec.EllipticCurvePrivateKey | None = None, salt: bytes | None = None
) -> bytes:
    """One aes128gcm record that only the browser opens (RFC 8291 §3.4); key and salt are fresh each time."""
    own, salt = own or ec.generate_private_key(CURVE), salt or os.urandom(16)
    public = point(own.public_key())
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, browser.public)
    shared = own.exchange(ec.ECDH(), theirs)
    key, nonce = derive(shared, browser.secret, browser.public, public, salt)
    body = AESGCM(key).encrypt(nonce, text[:MOST_BYTES] + b"\x02", None)
    return salt + struct.pack("!IB", RECORD, len(public)) + public + body


def derive(shared: bytes, secret: bytes, theirs: bytes, own: bytes, salt: bytes) -> tuple[bytes, bytes]:
    """Key and nonce of the record."""
    seed = _hkdf(secret, b"WebPush: info\0" + theirs + own, 32, shared)
    return _hkdf(salt, b"Content-Encoding: aes128gcm\0", 16, seed), _hkdf(
        salt, b"Content-Encoding: nonce\0", 12, seed
    )


def _hkdf(salt: bytes, info: bytes, length: int, given: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(given)


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def signed(key: ec.EllipticCurvePrivateKey, address: str, contact: str, now: datetime) -> str:
    """The Authorization header: a token for the push service that this site sends it (RFC 8292 §3)."""
    parts = urlsplit(address)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((now + SIGNED_FOR).timestamp()),
        "sub": contact,
    }
    head = said(json.dumps({"typ": "JWT", "alg": "ES256"}).encode())
    told = f"{head}.{said(json.dumps(claims).encode())}"
    r, s = decode_dss_signature(key.sign(told.encode(), ec.ECDSA(hashes.SHA256())))
    token = f"{told}.{said(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"
    return f"vapid t={token}, k={said(point(key.public_key()))}"


def site_key(data: Path) -> ec.EllipticCurvePrivateKey:
    """The site's own key, in the data folder like its other secrets; made when it is first asked for."""
    place = data / KEY_FILE
    if not place.exists():
        _make(place)
    key = serialization.load_pem_private_key(place.read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key


def _make(place: Path) -> None:
    """Whole or not at all, readable by its owner alone; if two make it at once the first one stays."""
    pem = ec.generate_private_key(CURVE).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    new = place.with_name(f"{KEY_FILE}.{os.getpid()}.{os.urandom(4).hex()}")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(pem)
    try:
        os.link(new, place)
    except FileExistsError:
        return
    finally:
        new.unlink()
