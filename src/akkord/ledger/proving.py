"""Many proofs under one checkpoint: every tile is read once, and what neighbours share is computed once."""

from collections.abc import Sequence
from functools import lru_cache

from tilelog import tiles
from tilelog.checkpoint import unverified_checkpoint
from tilelog.merkle import Node
from tilelog.proof import format_proof, make_proof

from .errors import LogNotBegun
from .sequencing import log_folder

HASHES_HELD = 65_536  # of subtrees: a few MiB


class Prover:
    """Proofs of lines under the checkpoint that was published when it was made. Raises LogNotBegun."""

    def __init__(self) -> None:
        folder = log_folder()
        published = folder.read_checkpoint()
        if published is None:
            raise LogNotBegun
        self.checkpoint = published
        self.size = unverified_checkpoint(published).size
        read = tiles.hashes_from_tiles(self.size, folder.read_tile)
        self._hash = lru_cache(HASHES_HELD)(lambda node: read([node])[0])

    def prove(self, number: int) -> str:
        """The proof file of a line (C2SP tlog-proof). Raises OutOfTree, NotServed."""
        return format_proof(make_proof(number, self.checkpoint, self._hashes))

    def _hashes(self, nodes: Sequence[Node]) -> list[bytes]:
        return [self._hash(node) for node in nodes]
