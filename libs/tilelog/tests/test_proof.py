"""A proof file shows one entry's place offline; with any byte of it changed it shows nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from tilelog.errors import BadProof, InclusionFailed, NotSigned, TilelogError
from tilelog.note import Signer
from tilelog.proof import Proof, format_proof, parse_proof, verify_proof

HASH = "gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ="


@pytest.mark.parametrize("index", [0, 1, 255, 256, 299])
def test_every_entry_is_proved(keep: Callable[..., Any], index: int) -> None:
    keeper = keep(5, 295)
    proof = keeper.log.prove(index)
    assert verify_proof(proof, keeper.entries[index], keeper.signer.verifier).size == 300
    with pytest.raises(InclusionFailed):
        verify_proof(proof, keeper.entries[index] + b".", keeper.signer.verifier)


def test_a_log_of_one_entry_needs_no_hashes(keep: Callable[..., Any]) -> None:
    keeper = keep(1)
    proof = keeper.log.prove(0)
    assert parse_proof(proof).hashes == ()
    verify_proof(proof.encode(), keeper.entries[0], keeper.signer.verifier)


def test_any_changed_byte_is_refused(keep: Callable[..., Any]) -> None:
    keeper = keep(6)
    data = keeper.log.prove(4).encode()
    for place in range(len(data)):
        wrong = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        with pytest.raises(TilelogError):
            verify_proof(wrong, keeper.entries[4], keeper.signer.verifier)


def test_a_proof_under_another_key_is_refused(keep: Callable[..., Any]) -> None:
    keeper = keep(6)
    stranger = Signer.generate(keeper.signer.name)
    with pytest.raises(NotSigned):
        verify_proof(keeper.log.prove(4), keeper.entries[4], stranger.verifier)


def test_extra_data_is_carried_and_proves_nothing(keep: Callable[..., Any]) -> None:
    keeper = keep(6)
    plain = parse_proof(keeper.log.prove(4))
    text = format_proof(Proof(plain.index, plain.hashes, plain.checkpoint, b"notice 4711"))
    assert text.split("\n")[1] == "extra bm90aWNlIDQ3MTE="
    assert parse_proof(text).extra == b"notice 4711"
    verify_proof(text, keeper.entries[4], keeper.signer.verifier)


GOOD = f"c2sp.org/tlog-proof@v1\nindex 73894\n{HASH}\n\ncheckpoint"


def test_the_form_is_that_of_the_specification() -> None:
    proof = parse_proof(GOOD)
    assert (proof.index, len(proof.hashes), proof.checkpoint) == (73894, 1, "checkpoint")
    assert format_proof(proof) == GOOD


@pytest.mark.parametrize(
    "text",
    [
        "",
        "c2sp.org/tlog-proof@v1",
        "c2sp.org/tlog-proof@v1\n\ncheckpoint",
        GOOD.replace("@v1", "@v2"),
        GOOD.replace("73894", "073894"),
        GOOD.replace("73894", "-1"),
        GOOD.replace("73894", str(2**63)),
        GOOD.replace("index ", "index"),
        GOOD.replace("index 73894\n", ""),
        GOOD.replace("index", "extra !\nindex"),
        GOOD.replace("index", "extra QQ==\nextra QQ==\nindex"),
        GOOD.replace(HASH, HASH[:-4]),
        GOOD.replace(HASH, HASH[:-2] + "R="),
        GOOD.replace(HASH, "\n".join([HASH] * 64)),
        GOOD.replace("\n", "\r\n"),
        " " + GOOD,
    ],
)
def test_what_is_not_a_proof_to_the_letter_is_refused(text: str) -> None:
    with pytest.raises(BadProof):
        parse_proof(text)


def test_bytes_that_are_not_utf8_or_far_too_many_are_no_proof() -> None:
    for data in (GOOD.encode() + b"\xff", GOOD.encode() + bytes(3_000_000)):
        with pytest.raises(BadProof):
            parse_proof(data)
