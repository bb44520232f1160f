"""Signed notes: a text and the signatures under it, and the keys that make and check them (C2SP signed-note).

Only Ed25519 (type 0x01) is made and checked here; every other signature in a note is an unknown one and
is ignored, as the specification demands, so that witnesses and newer algorithms may stand beside it.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tilelog.errors import BadKey, BadNote, Malformed, NotSigned, SignatureFailed
from tilelog.wire import read_base64, write_base64

ED25519 = 0x01
# The limits of the Go implementation; the specification asks for one, and for at least 16 signatures.
LARGEST_NOTE = 1_000_000
MOST_SIGNATURES = 100
_SKEY_PREFIX = "PRIVATE+KEY+"
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True)
class Signature:
    """One signature line: who says to have signed, and the bytes after the key id."""

    name: str
    key_id: bytes
    value: bytes

    @property
    def line(self) -> str:
        """The line as it stands in a note, without the newline."""
        return f"— {self.name} {write_base64(self.key_id + self.value)}"


@dataclass(frozen=True)
class Note:
    """A note taken apart; nothing in it is verified."""

    text: str
    signatures: tuple[Signature, ...]


@dataclass(frozen=True)
class OpenedNote:
    """A note of which at least one signature by a trusted key verifies, and none by such a key fails."""

    text: str
    verified: tuple[Signature, ...]
    unknown: tuple[Signature, ...]


class Verifier:
    """Checks the signatures of one named Ed25519 key."""

    def __init__(self, name: str, public_key: bytes) -> None:
        """`public_key`: 32 bytes (RFC 8032). Raises BadKey."""
        if len(public_key) != 32:
            raise BadKey(f"an Ed25519 public key has 32 bytes, not {len(public_key)}")
        self.name = _checked_name(name)
        self.public_key = public_key
        self.key_id = key_id(name, ED25519, public_key)
        self._key = Ed25519PublicKey.from_public_bytes(public_key)

    @classmethod
    def from_vkey(cls, vkey: str) -> "Verifier":
        """From `name+hexid+base64(0x01 ‖ key)`. Raises BadKey."""
        name, written_id, key = _read_key(vkey, "verifier key")
        verifier = cls(name, key)
        if verifier.key_id != written_id:
            raise BadKey("the key id does not belong to this name and key")
        return verifier

    @property
    def vkey(self) -> str:
        """The key as text for others: `name+hexid+base64(0x01 ‖ key)`."""
        return f"{self.name}+{self.key_id.hex()}+{write_base64(bytes([ED25519]) + self.public_key)}"

    def verify(self, text: str, signature: bytes) -> None:
        """Returns if `signature` (64 bytes) is this key's over the note text, else raises SignatureFailed."""
        try:
            self._key.verify(signature, text.encode())
        except InvalidSignature:
            raise SignatureFailed(f"the signature of {self.name} does not verify") from None


class Signer:
    """Signs notes with one named Ed25519 key."""

    def __init__(self, name: str, seed: bytes) -> None:
        """`seed`: the 32-byte private key of RFC 8032. Raises BadKey."""
        if len(seed) != 32:
            raise BadKey(f"an Ed25519 private key has 32 bytes, not {len(seed)}")
        self._seed = seed
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.verifier = Verifier(name, self._key.public_key().public_bytes_raw())
        self.name = name

    @classmethod
    def generate(cls, name: str) -> "Signer":
        """A new key. Raises BadKey if the name cannot be a key name."""
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def from_skey(cls, skey: str) -> "Signer":
        """From `PRIVATE+KEY+name+hexid+base64(0x01 ‖ seed)`, as in Go's sumdb/note. Raises BadKey."""
        if not skey.startswith(_SKEY_PREFIX):
            raise BadKey("not a signing key")
        name, written_id, seed = _read_key(skey.removeprefix(_SKEY_PREFIX), "signing key")
        signer = cls(name, seed)
        if signer.verifier.key_id != written_id:
            raise BadKey("the key id does not belong to this name and key")
        return signer

    @property
    def skey(self) -> str:
        """The key as text for a secret file: `PRIVATE+KEY+name+hexid+base64(0x01 ‖ seed)`."""
        secret = write_base64(bytes([ED25519]) + self._seed)
        return f"{_SKEY_PREFIX}{self.name}+{self.verifier.key_id.hex()}+{secret}"

    def sign(self, text: str) -> Signature:
        """This key's signature over the note text."""
        return Signature(self.name, self.verifier.key_id, self._key.sign(text.encode()))


def key_id(name: str, kind: int, key: bytes) -> bytes:
    """SHA-256(name ‖ 0x0A ‖ signature type ‖ key)[:4]."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + key).digest()[:4]


def sign_note(text: str, signers: Sequence[Signer], others: Iterable[Signature] = ()) -> str:
    """The note over `text` (ends in a newline) signed by `signers`; `others` follow. Raises BadNote."""
    made = [signer.sign(text) for signer in signers]
    lines = dict.fromkeys(signature.line for signature in [*made, *others])
    note = text + "\n" + "".join(f"{line}\n" for line in lines)
    if parse_note(note).text != text:
        raise BadNote("a note's text ends in a newline")
    return note


def parse_note(message: str | bytes) -> Note:
    """Takes a signed note apart without verifying it. Raises BadNote for any departure from the format."""
    note = _note_text(message)
    body, separator, tail = note.rpartition("\n\n")
    if not separator or not tail.endswith("\n"):
        raise BadNote("a note is a text, an empty line and signature lines")
    lines = tail[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise BadNote(f"more than {MOST_SIGNATURES} signatures")
    return Note(body + "\n", tuple(_read_signature(line) for line in lines))


def open_note(message: str | bytes, verifiers: Iterable[Verifier]) -> OpenedNote:
    """The note, if a trusted key signed it.

    Raises BadNote (format), SignatureFailed (a trusted key's signature is wrong) or NotSigned (none by any).
    """
    note = parse_note(message)
    trusted = {(verifier.name, verifier.key_id): verifier for verifier in verifiers}
    verified, unknown = [], []
    for signature in note.signatures:
        verifier = trusted.get((signature.name, signature.key_id))
        if verifier is None:
            unknown.append(signature)
        else:
            verifier.verify(note.text, signature.value)
            verified.append(signature)
    if not verified:
        raise NotSigned("the note is not signed by a trusted key")
    return OpenedNote(note.text, tuple(verified), tuple(unknown))


def _note_text(message: str | bytes) -> str:
    """The note as valid UTF-8 without control characters other than newline."""
    try:
        data = message.encode() if isinstance(message, str) else message
        note = data.decode()
    except UnicodeError:
        raise BadNote("a note is valid UTF-8") from None
    if len(data) > LARGEST_NOTE:
        raise BadNote(f"a note has at most {LARGEST_NOTE} bytes")
    if _CONTROL.search(note):
        raise BadNote("a note has no control characters but newline")
    return note


def _read_signature(line: str) -> Signature:
    mark, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    if mark != "—" or not _is_name(name):
        raise BadNote(f"not a signature line: {line[:80]!r}")
    try:
        data = read_base64(encoded)
    except Malformed:
        raise BadNote(f"not a signature line: {line[:80]!r}") from None
    if len(data) < 5:
        raise BadNote("a signature is longer than its key id")
    return Signature(name, data[:4], data[4:])


def _read_key(text: str, what: str) -> tuple[str, bytes, bytes]:
    """Name, key id and 32 key bytes of `name+hexid+base64(0x01 ‖ key)`; base64 itself may contain a plus."""
    parts = text.split("+", 2)
    if len(parts) != 3 or not re.fullmatch(r"[0-9a-f]{8}", parts[1]):
        raise BadKey(f"not a {what}: name+hexid+base64 expected")
    try:
        data = read_base64(parts[2])
    except Malformed:
        raise BadKey(f"not a {what}: its last part is not base64") from None
    if data[:1] != bytes([ED25519]) or len(data) != 33:
        raise BadKey(f"not an Ed25519 {what}")
    return _checked_name(parts[0]), bytes.fromhex(parts[1]), data[1:]


def _checked_name(name: str) -> str:
    if not _is_name(name):
        raise BadKey(f"not a key name: {name[:80]!r}")
    return name


def _is_name(name: str) -> bool:
    """Non-empty, no Unicode space, no plus; and nothing that a note could not carry."""
    printable = name.isascii() or name == name.encode(errors="ignore").decode()
    return bool(name) and printable and not re.search(r"[\s+\x00-\x1f]", name)
