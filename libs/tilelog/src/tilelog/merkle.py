"""The Merkle tree of RFC 6962 §2.1 / RFC 9162 §2.1: hashes, roots, inclusion and consistency proofs.

Pure functions over 32-byte SHA-256 values. Proof makers ask for the hashes of full subtrees through a
`ReadHashes` callable, so that they neither know nor care where tiles are kept (`tiles.hashes_from_tiles`).
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tilelog.errors import ConsistencyFailed, InclusionFailed, OutOfTree

HASH_SIZE = 32
# RFC 6962 §2.1: "The hash of an empty list is the hash of an empty string".
EMPTY_ROOT = hashlib.sha256(b"").digest()


@dataclass(frozen=True)
class Node:
    """A full subtree: the leaves index*2^level up to (index+1)*2^level."""

    level: int
    index: int


ReadHashes = Callable[[Sequence[Node]], Sequence[bytes]]
Range = tuple[int, int]


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256(0x00 ‖ entry)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of a growing tree: enough to append leaves and know the root at every size."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []  # roots of the full subtrees, largest first

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash."""
        full = self.size
        while full & 1:
            leaf = node_hash(self._peaks.pop(), leaf)
            full >>= 1
        self._peaks.append(leaf)
        self.size += 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add leaf hashes in order."""
        for leaf in leaves:
            self.append(leaf)

    def root(self) -> bytes:
        """The tree's root at the present size."""
        return _fold(self._peaks) if self._peaks else EMPTY_ROOT

    def copy(self) -> "Frontier":
        """A second frontier that may grow another way."""
        twin = Frontier()
        twin.size, twin._peaks = self.size, list(self._peaks)
        return twin


def root_of(leaf_hashes: Iterable[bytes]) -> bytes:
    """The root of the tree over these leaf hashes (EMPTY_ROOT for none)."""
    frontier = Frontier()
    frontier.extend(leaf_hashes)
    return frontier.root()


def root_from(size: int, read_hashes: ReadHashes) -> bytes:
    """The root at `size`, from the hashes of its full subtrees. Raises OutOfTree."""
    if size < 0:
        raise OutOfTree(f"a tree has no size {size}")
    return _range_hashes([(0, size)], read_hashes)[0] if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, read_hashes: ReadHashes) -> list[bytes]:
    """PATH(index, D[size]) of RFC 6962 §2.1.1: sibling of the leaf first, child of the root last."""
    if not 0 <= index < size:
        raise OutOfTree(f"no entry {index} in a tree of {size}")
    siblings: list[Range] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            siblings.append((middle, high))
            high = middle
        else:
            siblings.append((low, middle))
            low = middle
    return _range_hashes(siblings[::-1], read_hashes)


def consistency_proof(old_size: int, new_size: int, read_hashes: ReadHashes) -> list[bytes]:
    """PROOF(old, D[new]) of RFC 6962 §2.1.2; empty when the older tree is empty or the same."""
    if not 0 <= old_size <= new_size:
        raise OutOfTree(f"a tree of {new_size} does not continue one of {old_size}")
    if old_size in (0, new_size):
        return []
    parts: list[Range] = []
    low, high = 0, new_size
    while high != old_size:
        middle = low + _split(high - low)
        if old_size <= middle:
            parts.append((middle, high))
            high = middle
        else:
            parts.append((low, middle))
            low = middle
    if low > 0:  # at low == 0 the remaining subtree is the old tree itself, whose root the verifier has
        parts.append((low, high))
    return _range_hashes(parts[::-1], read_hashes)


def verify_inclusion(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """RFC 9162 §2.1.3.2: returns if the leaf stands at `index` under `root`, else raises InclusionFailed."""
    if not 0 <= index < size:
        raise InclusionFailed(f"no entry {index} in a tree of {size}")
    if any(len(value) != HASH_SIZE for value in (leaf_hash, root, *proof)):
        raise InclusionFailed("a hash has 32 bytes")
    position, last, computed = index, size - 1, leaf_hash
    for sibling in proof:
        if last == 0:
            raise InclusionFailed("the proof is too long")
        if position & 1 or position == last:
            computed = node_hash(sibling, computed)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            computed = node_hash(computed, sibling)
        position, last = position >> 1, last >> 1
    if last != 0:
        raise InclusionFailed("the proof is too short")
    if computed != root:
        raise InclusionFailed("the proof leads to another root")


def verify_consistency(size1: int, root1: bytes, size2: int, root2: bytes, proof: Sequence[bytes]) -> None:
    """RFC 9162 §2.1.4.2: returns if tree 2 continues tree 1, else raises ConsistencyFailed.

    The RFC leaves out the empty tree; it is continued by every tree, by the empty proof.
    """
    if any(len(value) != HASH_SIZE for value in (root1, root2, *proof)):
        raise ConsistencyFailed("a hash has 32 bytes")
    if not 0 <= size1 <= size2:
        raise ConsistencyFailed(f"a tree of {size2} does not continue one of {size1}")
    if size1 == size2 and root1 != root2:
        raise ConsistencyFailed("two trees of one size with different roots")
    if size1 == 0 and root1 != EMPTY_ROOT:
        raise ConsistencyFailed("the empty tree has one root only")
    if size1 in (0, size2):
        if proof:
            raise ConsistencyFailed("the proof is too long")
        return
    _walk_consistency(size1, root1, size2, root2, proof)


def _walk_consistency(size1: int, root1: bytes, size2: int, root2: bytes, proof: Sequence[bytes]) -> None:
    path = list(proof)
    if size1 & (size1 - 1) == 0:  # a full old tree is itself a node of the new one
        path.insert(0, root1)
    if not path:
        raise ConsistencyFailed("the proof is too short")
    position, last = size1 - 1, size2 - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old, new = path[0], path[0]
    for value in path[1:]:
        if last == 0:
            raise ConsistencyFailed("the proof is too long")
        if position & 1 or position == last:
            old, new = node_hash(value, old), node_hash(value, new)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            new = node_hash(new, value)
        position, last = position >> 1, last >> 1
    if last != 0:
        raise ConsistencyFailed("the proof is too short")
    if old != root1 or new != root2:
        raise ConsistencyFailed("the proof leads to other roots")


def _split(count: int) -> int:
    """The largest power of two smaller than `count` (RFC 6962 §2.1: k < n <= 2k)."""
    return 1 << ((count - 1).bit_length() - 1)


def _subtrees(low: int, high: int) -> list[Node]:
    """The full subtrees that make up the leaves low..high, largest first; `low` is aligned to the first."""
    nodes = []
    while low < high:
        level = (high - low).bit_length() - 1
        nodes.append(Node(level, low >> level))
        low += 1 << level
    return nodes


def _range_hashes(ranges: Sequence[Range], read_hashes: ReadHashes) -> list[bytes]:
    parts = [_subtrees(low, high) for low, high in ranges]
    hashes = iter(read_hashes([node for nodes in parts for node in nodes]))
    return [_fold([next(hashes) for _ in nodes]) for nodes in parts]


def _fold(peaks: Sequence[bytes]) -> bytes:
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root
