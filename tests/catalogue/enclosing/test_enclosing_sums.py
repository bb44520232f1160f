"""Files a message names, beside what came: found by name, compared by the sum that is stated."""

from types import SimpleNamespace

import pytest
from enclosing_world import SOUND, compared, resource, sums

PATH = "R1/resources/1.flac"
HERE = {PATH: SOUND}
GOOD = sums(SOUND)
STATED = [
    ("MD5", GOOD["md5"], PATH),
    ("md-5", GOOD["md5"].upper(), PATH),
    ("SHA-1", GOOD["sha1"], PATH),
    ("SHA1", f" {GOOD['sha1']}\n", PATH),
    ("SHA-256", GOOD["sha256"], PATH),
    ("", "", PATH),  # nothing stated
    ("MD5", "", PATH),
    ("", GOOD["md5"], PATH),  # told by its length
    ("", GOOD["sha1"], PATH),
    ("", GOOD["sha256"], PATH),
    ("", "0" * 32, "wrong_sum"),
    ("MD5", "0" * 32, "wrong_sum"),
    ("MD5", GOOD["md5"][:-1], "wrong_sum"),
    ("MD5", GOOD["sha1"], "wrong_sum"),
    ("SHA-1", GOOD["md5"], "wrong_sum"),
    ("SHA-256", "0" * 64, "wrong_sum"),
]


@pytest.mark.parametrize(("algorithm", "stated", "found"), STATED)
def test_a_file_is_taken_when_its_sum_is_the_one_stated(
    batch: SimpleNamespace, algorithm: str, stated: str, found: str
) -> None:
    assert compared(batch, ("resources/1.flac", algorithm, stated), here=HERE) == [found]


def test_a_sum_that_is_not_computed_is_a_warning_and_the_file_taken(batch: SimpleNamespace) -> None:
    assert compared(batch, ("1.flac", "SHA-512", "0" * 128), here=HERE) == ["unknown_sum", PATH]
    assert compared(batch, ("1.flac", "SipHash", "0" * 32), here=HERE) == ["unknown_sum", PATH]


ADDRESSES = [
    ("resources/1.flac", PATH),
    ("1.flac", PATH),
    ("./resources/1.flac", PATH),
    ("RESOURCES/1.FLAC", PATH),
    ("resources\\1.flac", PATH),
    ("resources/%31.flac", PATH),
    ("../R1/resources/1.flac", "resource_missing"),
    ("../R2/1.flac", "resource_missing"),
    ("/R1/resources/1.flac", "resource_missing"),
    ("2.flac", "resource_missing"),
    ("http://example.org/1.flac", "resource_elsewhere"),
    ("empty.flac", "resource_empty"),
]


@pytest.mark.parametrize(("uri", "found"), ADDRESSES)
def test_an_address_means_a_file_of_its_own_release(batch: SimpleNamespace, uri: str, found: str) -> None:
    here = HERE | {"R2/1.flac": b"another's", "R1/empty.flac": b""}
    assert compared(batch, (uri, "", ""), here=here) == [found]


def test_each_file_is_compared_by_itself(batch: SimpleNamespace) -> None:
    files = (("1.flac", "MD5", "0" * 32), ("2.flac", "", ""), ("1.flac", "MD5", GOOD["md5"]))
    assert compared(batch, *files, here=HERE) == ["wrong_sum", "resource_missing", PATH]


def test_what_is_wrong_has_the_place_of_its_resource_and_both_sums(batch: SimpleNamespace) -> None:
    came = {PATH: batch.Came(PATH, 7, GOOD)}
    ((_resource, fault),) = batch.compare([resource(batch, ("1.flac", "MD5", "0" * 32))], "R1", came)
    assert (fault.file, fault.place.path, fault.place.line) == (PATH, "/X", 7)
    assert (str(fault.severity), str(fault.scope)) == ("error", "row")
    assert fault.about == f"MD5 {GOOD['md5']}"


def test_only_files_of_recordings_are_heard_also_when_a_picture_shares_them(batch: SimpleNamespace) -> None:
    here = [PATH, "R1/cover.jpg", "R1/unnamed.flac"]
    cover = resource(batch, ("cover.jpg", "", ""), ("1.flac", "", ""), kind="Image")
    sound = resource(batch, ("1.flac", "", ""))
    for order in ([cover, sound], [sound, cover]):
        assert batch.paths_named(order, "R1", here) == {PATH: True, "R1/cover.jpg": False}


def test_the_file_of_a_print_is_named_too_with_its_sum(batch: SimpleNamespace) -> None:
    printed = batch.Fingerprint("earprint-2", file="1.flac", hash_algorithm="MD5", hash_value="0" * 32)
    told = batch.Resource(batch.Place(), "SoundRecording", "A1", fingerprints=(printed,))
    came = {PATH: batch.Came(PATH, 7, GOOD)}
    ((_resource, fault),) = batch.compare([told], "R1", came)
    assert fault.word == "wrong_sum"
    assert batch.paths_named([told], "R1", [PATH]) == {PATH: True}
