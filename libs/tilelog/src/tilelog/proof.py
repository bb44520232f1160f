"""Proof files: one entry's place in a log, to be checked offline years later (C2SP tlog-proof)."""

from dataclasses import dataclass

from tilelog.checkpoint import Checkpoint, open_checkpoint, unverified_checkpoint
from tilelog.errors import BadProof, Malformed
from tilelog.merkle import ReadHashes, inclusion_proof, leaf_hash, verify_inclusion
from tilelog.note import LARGEST_NOTE, Verifier
from tilelog.wire import read_base64, read_decimal, read_hash, write_base64

HEADER = "c2sp.org/tlog-proof@v1"
# A tree of 2^63 entries has paths of 63 hashes.
MOST_HASHES = 63


@dataclass(frozen=True)
class Proof:
    """Entry index, inclusion proof (leaf's sibling first), signed checkpoint, extra bytes (not proved)."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str
    extra: bytes | None = None


def make_proof(index: int, checkpoint: str, read_hashes: ReadHashes, extra: bytes | None = None) -> Proof:
    """The proof of entry `index` under a signed checkpoint. Raises OutOfTree, BadNote, BadCheckpoint."""
    size = unverified_checkpoint(checkpoint).size
    return Proof(index, tuple(inclusion_proof(index, size, read_hashes)), checkpoint, extra)


def format_proof(proof: Proof) -> str:
    """The text of the proof file."""
    extra = [] if proof.extra is None else [f"extra {write_base64(proof.extra)}"]
    hashes = [write_base64(value) for value in proof.hashes]
    return "\n".join([HEADER, *extra, f"index {proof.index}", *hashes, "", proof.checkpoint])


def parse_proof(text: str | bytes) -> Proof:
    """A proof file taken apart, nothing verified. Raises BadProof."""
    head, separator, checkpoint = _proof_text(text).partition("\n\n")
    lines = head.split("\n")
    if not separator or lines.pop(0) != HEADER:
        raise BadProof(f"not a {HEADER} file")
    try:
        extra = (
            read_base64(lines.pop(0).removeprefix("extra ")) if lines[:1] and _is_extra(lines[0]) else None
        )
        if not lines or not lines[0].startswith("index "):
            raise BadProof("a proof file names the entry's index")
        index = read_decimal(lines.pop(0).removeprefix("index "))
        if len(lines) > MOST_HASHES:
            raise BadProof(f"a proof has at most {MOST_HASHES} hashes")
        return Proof(index, tuple(read_hash(line) for line in lines), checkpoint, extra)
    except BadProof:
        raise
    except Malformed as error:
        raise BadProof(str(error)) from error


def verify_proof(
    text: str | bytes, entry: bytes, verifier: Verifier, origin: str | None = None
) -> Checkpoint:
    """The checkpoint under which `entry` is shown to stand; `origin` as for open_checkpoint.

    Raises BadProof, BadNote, BadCheckpoint, SignatureFailed, NotSigned, WrongOrigin, InclusionFailed.
    """
    proof = parse_proof(text)
    checkpoint = open_checkpoint(proof.checkpoint, verifier, origin)
    verify_inclusion(leaf_hash(entry), proof.index, checkpoint.size, proof.hashes, checkpoint.root)
    return checkpoint


def _is_extra(line: str) -> bool:
    return line.startswith("extra ")


def _proof_text(text: str | bytes) -> str:
    if len(text) > 2 * LARGEST_NOTE:
        raise BadProof("the proof file is too large")
    if isinstance(text, str):
        return text
    try:
        return text.decode()
    except UnicodeDecodeError:
        raise BadProof("a proof file is valid UTF-8") from None
