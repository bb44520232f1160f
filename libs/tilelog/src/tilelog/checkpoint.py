"""Checkpoints: what a log promises at one instant: size and root, signed (C2SP tlog-checkpoint)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tilelog.errors import BadCheckpoint, Malformed, WrongOrigin
from tilelog.merkle import EMPTY_ROOT, HASH_SIZE
from tilelog.note import Signature, Signer, Verifier, open_note, parse_note, sign_note
from tilelog.wire import LARGEST_NUMBER, read_decimal, read_hash, write_base64


@dataclass(frozen=True)
class Checkpoint:
    """Origin (the log's identity), size in entries, 32-byte root, and extension lines (better none)."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        lines = (self.origin, *self.extensions)
        if not all(lines) or any("\n" in line for line in lines):
            raise BadCheckpoint("origin and extensions are non-empty lines")
        if not 0 <= self.size <= LARGEST_NUMBER or len(self.root) != HASH_SIZE:
            raise BadCheckpoint("a checkpoint has a size and a 32-byte root")
        if self.size == 0 and self.root != EMPTY_ROOT:
            raise BadCheckpoint("the empty tree has one root only")

    @property
    def text(self) -> str:
        """The note text that is signed."""
        return "\n".join([self.origin, str(self.size), write_base64(self.root), *self.extensions]) + "\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """A checkpoint's note text, taken apart. Raises BadCheckpoint."""
    lines = text.removesuffix("\n").split("\n")
    if len(lines) < 3 or not text.endswith("\n"):
        raise BadCheckpoint("a checkpoint has at least three lines")
    try:
        return Checkpoint(lines[0], read_decimal(lines[1]), read_hash(lines[2]), tuple(lines[3:]))
    except BadCheckpoint:
        raise
    except Malformed as error:
        raise BadCheckpoint(str(error)) from error


def sign_checkpoint(
    checkpoint: Checkpoint, signers: Sequence[Signer], others: Iterable[Signature] = ()
) -> str:
    """The signed note to publish; `others`: cosignatures to keep. Raises BadNote."""
    return sign_note(checkpoint.text, signers, others)


def open_checkpoint(message: str | bytes, verifier: Verifier, origin: str | None = None) -> Checkpoint:
    """The checkpoint, if signed by this log; `origin` is the key's name unless given, as the spec advises.

    Raises BadNote, BadCheckpoint, SignatureFailed, NotSigned, WrongOrigin.
    """
    checkpoint = parse_checkpoint(open_note(message, [verifier]).text)
    expected = verifier.name if origin is None else origin
    if checkpoint.origin != expected:
        raise WrongOrigin(f"the checkpoint is of {checkpoint.origin!r}, not of {expected!r}")
    return checkpoint


def unverified_checkpoint(message: str | bytes) -> Checkpoint:
    """What a signed note says, signatures not looked at: for the log's own published file only."""
    return parse_checkpoint(parse_note(message).text)
