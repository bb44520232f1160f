"""A checkpoint says one thing in one spelling, and only its own log's key can say it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilelog.checkpoint import (
    Checkpoint,
    open_checkpoint,
    parse_checkpoint,
    sign_checkpoint,
    unverified_checkpoint,
)
from tilelog.errors import BadCheckpoint, NotSigned, WrongOrigin
from tilelog.merkle import EMPTY_ROOT
from tilelog.note import Signer

ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
# The example of the specification.
SPEC = f"example.com/behind-the-sofa\n20852163\n{ROOT}\n"


def test_the_specification_s_example_is_read() -> None:
    checkpoint = parse_checkpoint(SPEC)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.root.hex().startswith("0ac5186a91863e8e")
    assert checkpoint.text == SPEC


def test_what_is_signed_opens(signer: Signer) -> None:
    checkpoint = Checkpoint(signer.name, 7, bytes(32))
    signed = sign_checkpoint(checkpoint, [signer])
    assert open_checkpoint(signed, signer.verifier) == unverified_checkpoint(signed) == checkpoint


def test_another_log_s_checkpoint_is_refused(signer: Signer) -> None:
    signed = sign_checkpoint(Checkpoint("other.example/log", 7, bytes(32)), [signer])
    with pytest.raises(WrongOrigin):
        open_checkpoint(signed, signer.verifier)
    assert open_checkpoint(signed, signer.verifier, origin="other.example/log").size == 7


def test_another_key_s_checkpoint_is_refused(signer: Signer) -> None:
    signed = sign_checkpoint(Checkpoint(signer.name, 7, bytes(32)), [Signer.generate(signer.name)])
    with pytest.raises(NotSigned):
        open_checkpoint(signed, signer.verifier)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "a\n1\n",
        SPEC[:-1],
        SPEC + "\n",
        SPEC + "\nextension\n",
        SPEC.replace("20852163", "020852163"),
        SPEC.replace("20852163", "+20852163"),
        SPEC.replace("20852163", "-1"),
        SPEC.replace("20852163", "٢"),
        SPEC.replace("20852163", "1_0"),
        SPEC.replace("20852163", "0x10"),
        SPEC.replace("20852163", "20852163 "),
        SPEC.replace("20852163", ""),
        SPEC.replace("20852163", str(2**63)),
        SPEC.replace("20852163", "9" * 5000),
        SPEC.replace("20852163", "0"),
        SPEC.replace(ROOT, ROOT[:-1]),
        SPEC.replace(ROOT, ROOT[:-2] + "J="),
        SPEC.replace(ROOT, "AAAA"),
        SPEC.replace(ROOT, " " + ROOT),
        SPEC.replace("example.com/behind-the-sofa", ""),
    ],
)
def test_what_is_not_a_checkpoint_to_the_letter_is_refused(text: str) -> None:
    with pytest.raises(BadCheckpoint):
        parse_checkpoint(text)


@given(
    st.integers(1, 2**63 - 1),
    st.binary(min_size=32, max_size=32),
    st.sampled_from([(), ("one",), ("one", "two")]),
)
def test_text_and_checkpoint_are_two_forms_of_one_thing(
    size: int, root: bytes, extensions: tuple[str, ...]
) -> None:
    checkpoint = Checkpoint("example.com/log", size, root, extensions)
    assert parse_checkpoint(checkpoint.text) == checkpoint


def test_the_empty_log_has_a_checkpoint_too() -> None:
    assert parse_checkpoint(Checkpoint("a", 0, EMPTY_ROOT).text).size == 0
    with pytest.raises(BadCheckpoint):
        Checkpoint("a", 0, bytes(32))
