"""The tree is that of RFC 6962, and no proof survives a change."""

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilelog import merkle
from tilelog.errors import ConsistencyFailed, InclusionFailed, OutOfTree
from tilelog.merkle import Node

# The eight leaves and roots of the Certificate Transparency reference implementation's tests.
CT_LEAVES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
CT_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [merkle.leaf_hash(b"%d" % number) for number in range(600)]


def read(nodes: Sequence[Node]) -> list[bytes]:
    return [mth(LEAVES[node.index << node.level : (node.index + 1) << node.level]) for node in nodes]


def split(count: int) -> int:
    k = 1
    while k * 2 < count:
        k *= 2
    return k


def mth(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962 §2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return hashlib.sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def path(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH of RFC 6962 §2.1.1, word for word."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), mth(leaves[k:])]
    return [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m: int, leaves: Sequence[bytes], whole: bool) -> list[bytes]:
    """SUBPROOF of RFC 6962 §2.1.2, word for word."""
    if m == len(leaves):
        return [] if whole else [mth(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), mth(leaves[:k])]


def flipped(value: bytes, bit: int) -> bytes:
    changed = bytearray(value)
    changed[bit // 8 % len(changed)] ^= 1 << bit % 8
    return bytes(changed)


def test_the_empty_tree_hashes_the_empty_string() -> None:
    known = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert merkle.EMPTY_ROOT.hex() == merkle.root_of([]).hex() == merkle.root_from(0, read).hex() == known


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_certificate_transparency(size: int) -> None:
    leaves = [merkle.leaf_hash(bytes.fromhex(text)) for text in CT_LEAVES[:size]]
    assert merkle.root_of(leaves).hex() == CT_ROOTS[size - 1]


def test_every_small_tree_and_proof_is_that_of_the_rfc() -> None:
    for size in range(1, 40):
        root = mth(LEAVES[:size])
        assert merkle.root_of(LEAVES[:size]) == merkle.root_from(size, read) == root
        for index in range(size):
            proof = merkle.inclusion_proof(index, size, read)
            assert proof == path(index, LEAVES[:size])
            merkle.verify_inclusion(LEAVES[index], index, size, proof, root)
        for old in range(1, size + 1):
            proof = merkle.consistency_proof(old, size, read)
            assert proof == subproof(old, LEAVES[:size], True)
            merkle.verify_consistency(old, mth(LEAVES[:old]), size, root, proof)


@st.composite
def inclusions(draw: st.DrawFn) -> tuple[int, int]:
    size = draw(st.integers(1, len(LEAVES)))
    return draw(st.integers(0, size - 1)), size


@given(inclusions(), st.data())
def test_an_inclusion_proof_with_any_part_changed_fails(case: tuple[int, int], data: st.DataObject) -> None:
    index, size = case
    leaf, root, proof = LEAVES[index], mth(LEAVES[:size]), path(index, LEAVES[:size])
    merkle.verify_inclusion(leaf, index, size, proof, root)
    bit = data.draw(st.integers(0, 255))
    wrong = [
        (flipped(leaf, bit), index, size, proof, root),
        (leaf, index, size, proof, flipped(root, bit)),
        (leaf, data.draw(st.integers(-3, size + 3).filter(lambda other: other != index)), size, proof, root),
        (leaf, index, index, proof, root),
        (leaf, index, size, [*proof, root], root),
        (leaf, index, size, [root, *proof], root),
        (leaf[:-1], index, size, proof, root),
    ]
    for place in range(len(proof)):
        wrong.append(
            (leaf, index, size, [*proof[:place], flipped(proof[place], bit), *proof[place + 1 :]], root)
        )
        wrong.append((leaf, index, size, proof[:place] + proof[place + 1 :], root))
    for arguments in wrong:
        with pytest.raises(InclusionFailed):
            merkle.verify_inclusion(*arguments)


@given(st.integers(1, len(LEAVES) - 1), st.data())
def test_a_consistency_proof_with_any_part_changed_fails(old: int, data: st.DataObject) -> None:
    new = data.draw(st.integers(old + 1, len(LEAVES)))
    old_root, new_root = mth(LEAVES[:old]), mth(LEAVES[:new])
    proof = merkle.consistency_proof(old, new, read)
    merkle.verify_consistency(old, old_root, new, new_root, proof)
    bit = data.draw(st.integers(0, 255))
    wrong = [
        (old, flipped(old_root, bit), new, new_root, proof),
        (old, old_root, new, flipped(new_root, bit), proof),
        (new, new_root, old, old_root, proof),
        (old, old_root, old, new_root, []),
        (0, old_root, new, new_root, []),
        (old, old_root, new, new_root, [*proof, new_root]),
        (old, old_root, new, new_root, [new_root, *proof]),
        (old, old_root, new, new_root, []),
    ]
    for place in range(len(proof)):
        changed = [*proof[:place], flipped(proof[place], bit), *proof[place + 1 :]]
        wrong.append((old, old_root, new, new_root, changed))
        wrong.append((old, old_root, new, new_root, proof[:place] + proof[place + 1 :]))
    for arguments in wrong:
        with pytest.raises(ConsistencyFailed):
            merkle.verify_consistency(*arguments)


@pytest.mark.parametrize(("true", "claimed"), [(2, 4), (2, 3), (4, 2), (4, 1), (8, 4), (3, 600)])
def test_a_proof_of_one_size_is_none_of_a_taller_or_lower_tree(true: int, claimed: int) -> None:
    proof, root = merkle.inclusion_proof(0, true, read), mth(LEAVES[:true])
    with pytest.raises(InclusionFailed):
        merkle.verify_inclusion(LEAVES[0], 0, claimed, proof, root)


@pytest.mark.parametrize(("true", "claimed"), [(3, 5), (4, 8), (4, 5), (8, 3), (8, 4), (5, 3), (6, 400)])
def test_a_continuation_to_one_size_is_none_to_a_taller_or_lower_tree(true: int, claimed: int) -> None:
    proof = merkle.consistency_proof(2, true, read)
    with pytest.raises(ConsistencyFailed):
        merkle.verify_consistency(2, mth(LEAVES[:2]), claimed, mth(LEAVES[:true]), proof)


def test_a_proof_from_the_right_edge_is_none_of_a_lower_tree() -> None:
    """Only the count of hashes tells these from true proofs: the hashes themselves lead to the root."""
    with pytest.raises(InclusionFailed):
        merkle.verify_inclusion(LEAVES[3], 1, 2, merkle.inclusion_proof(3, 4, read), mth(LEAVES[:4]))
    proof = merkle.consistency_proof(7, 8, read)
    with pytest.raises(ConsistencyFailed):
        merkle.verify_consistency(3, mth(LEAVES[:7]), 4, mth(LEAVES[:8]), proof)


def test_the_empty_tree_is_continued_by_every_tree() -> None:
    root = mth(LEAVES[:7])
    merkle.verify_consistency(0, merkle.EMPTY_ROOT, 7, root, merkle.consistency_proof(0, 7, read))
    with pytest.raises(ConsistencyFailed):
        merkle.verify_consistency(0, merkle.EMPTY_ROOT, 7, root, [root])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 5)])
def test_no_proof_is_made_for_what_is_not_in_the_tree(index: int, size: int) -> None:
    with pytest.raises(OutOfTree):
        merkle.inclusion_proof(index, size, read)


def test_no_consistency_proof_is_made_backwards() -> None:
    with pytest.raises(OutOfTree):
        merkle.consistency_proof(6, 5, read)
