"""Notes are those of Go's sumdb/note to the byte, and nothing else passes for one."""

import pytest

from tilelog.errors import BadKey, BadNote, NotSigned, SignatureFailed
from tilelog.note import Signer, Verifier, open_note, parse_note, sign_note

# From the published examples of golang.org/x/mod/sumdb/note; the signing key is public.
VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SKEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER = (
    "— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
ENOCH = (
    "— EnochRoot "
    "rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
)
NOTE = TEXT + "\n" + PETER


def test_the_go_example_opens() -> None:
    opened = open_note(NOTE.encode(), [Verifier.from_vkey(VKEY)])
    assert opened.text == TEXT
    assert [signature.name for signature in opened.verified] == ["PeterNeumann"]


def test_signing_gives_the_go_example_to_the_byte() -> None:
    signer = Signer.from_skey(SKEY)
    assert sign_note(TEXT, [signer]) == NOTE
    assert (signer.skey, signer.verifier.vkey) == (SKEY, VKEY)


def test_a_second_signature_is_kept_and_only_known_ones_count() -> None:
    both = sign_note(TEXT, [Signer.from_skey(SKEY)], parse_note(TEXT + "\n" + ENOCH).signatures)
    assert both == NOTE + ENOCH
    opened = open_note(both, [Verifier.from_vkey(VKEY)])
    assert [signature.name for signature in opened.unknown] == ["EnochRoot"]
    with pytest.raises(NotSigned):
        open_note(TEXT + "\n" + ENOCH, [Verifier.from_vkey(VKEY)])


def test_same_name_with_another_key_is_unknown_not_wrong() -> None:
    other = Signer("PeterNeumann", bytes(32))
    note = sign_note(TEXT, [other, Signer.from_skey(SKEY)])
    assert len(open_note(note, [Verifier.from_vkey(VKEY)]).unknown) == 1


def test_one_false_signature_of_a_trusted_key_spoils_the_note() -> None:
    signer, other = Signer.from_skey(SKEY), Signer("second", bytes(32))
    false = signer.sign("another text\n")
    note = sign_note(TEXT, [other], [false])
    with pytest.raises(SignatureFailed):
        open_note(note, [signer.verifier, other.verifier])


def test_any_changed_byte_is_refused() -> None:
    verifier, data = Verifier.from_vkey(VKEY), NOTE.encode()
    for place in range(len(data)):
        for bit in (1, 0x20, 0x80):
            wrong = data[:place] + bytes([data[place] ^ bit]) + data[place + 1 :]
            with pytest.raises((BadNote, NotSigned, SignatureFailed)):
                open_note(wrong, [verifier])


@pytest.mark.parametrize(
    "note",
    [
        "",
        TEXT,
        TEXT + "\n",
        TEXT + PETER,
        NOTE[:-1],
        NOTE + "\n",
        NOTE.replace("\n", "\r\n"),
        NOTE.replace("If you", "If\tyou"),
        NOTE.replace("If you", "If\x00you"),
        NOTE.replace("— ", "- "),
        NOTE.replace("— Peter", "—  Peter"),
        NOTE.replace("PeterNeumann", "Peter+Neumann"),
        NOTE.replace("PeterNeumann", "Peter\u00a0Neumann"),
        NOTE.replace("PeterNeumann ", " "),
        NOTE.replace("AM=\n", "AM\n"),
        NOTE.replace("AM=\n", "AN=\n"),
        NOTE.replace("AM=\n", "AM= \n"),
        NOTE.replace("AM=\n", "AM= x\n"),
        TEXT + "\n— PeterNeumann x08gow==\n",
        TEXT + "\n" + PETER * 101,
        "x" * 1_000_000 + NOTE,
        NOTE.replace("If", "I\ud800f"),
    ],
)
def test_what_is_not_a_note_to_the_letter_is_refused(note: str) -> None:
    with pytest.raises(BadNote):
        parse_note(note)
    with pytest.raises((BadNote, UnicodeError)):
        parse_note(note.encode())


def test_bytes_that_are_not_utf8_are_no_note() -> None:
    with pytest.raises(BadNote):
        parse_note(NOTE.encode().replace(b"If", b"I\xff"))


def test_at_least_sixteen_signatures_are_accepted() -> None:
    signers = [Signer(f"witness{number}.example", bytes([number]) * 32) for number in range(20)]
    opened = open_note(sign_note(TEXT, signers), [signer.verifier for signer in signers])
    assert len(opened.verified) == 20


def test_text_may_hold_empty_lines_but_ends_in_a_newline() -> None:
    signer = Signer.from_skey(SKEY)
    assert open_note(sign_note("one\n\ntwo\n", [signer]), [signer.verifier]).text == "one\n\ntwo\n"
    for text in ("no newline", "one\n\ntwo", ""):
        with pytest.raises(BadNote):
            sign_note(text, [signer])


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "PeterNeumann",
        VKEY.replace("c74f20a3", "c74f20a4"),
        VKEY.replace("c74f20a3", "C74F20A3"),
        VKEY.replace("c74f20a3", "c74f20a"),
        VKEY.replace("Peter", "peter"),
        VKEY.replace("PeterNeumann", "Peter Neumann"),
        VKEY.replace("PeterNeumann", ""),
        VKEY.replace("+ARpc", "+AhpC"),
        VKEY[:-4],
        VKEY + "\n",
        VKEY + "AAAA",
        SKEY,
    ],
)
def test_what_is_not_a_key_to_the_letter_is_refused(vkey: str) -> None:
    with pytest.raises(BadKey):
        Verifier.from_vkey(vkey)
    with pytest.raises(BadKey):
        Signer.from_skey(vkey.replace(SKEY, VKEY))


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u2003b", "a\nb", "a\x01b", "a\ud800b"])
def test_a_name_that_no_note_can_carry_makes_no_key(name: str) -> None:
    with pytest.raises(BadKey):
        Signer.generate(name)


def test_generated_keys_differ_and_read_back() -> None:
    one, two = Signer.generate("example.com/log"), Signer.generate("example.com/log")
    assert one.skey != two.skey
    assert Signer.from_skey(one.skey).verifier.vkey == one.verifier.vkey
