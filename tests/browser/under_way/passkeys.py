"""A passkey as a browser hands it in when one is added."""

from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

FLAGS = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT


def a_passkey(host: str = "127.0.0.1") -> dict[str, Any]:
    """Of a key nobody has any more."""
    number = sha256(b"a laptop").digest()
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    held = AttestedCredentialData.create(Aaguid.NONE, number, key)
    said = AuthenticatorData.create(sha256(host.encode()).digest(), FLAGS, 0, bytes(held))
    client = CollectedClientData.create("webauthn.create", b"asked", f"http://{host}")
    return {
        "id": websafe_encode(number),
        "rawId": websafe_encode(number),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(AttestationObject.create("none", said, {})),
        },
    }
