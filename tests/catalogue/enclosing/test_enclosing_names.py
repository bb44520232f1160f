"""Names of batches and of what lies in them: what is taken, and what never is."""

from types import SimpleNamespace

import pytest

NAMES = [
    ("P_1", "1"),
    ("M_20141128-a.b", "20141128-a.b"),
    ("N_" + "9" * 100, "9" * 100),
    ("N_" + "9" * 101, None),
    ("X_1", None),
    ("N_", None),
    ("N_.hidden", None),
    ("N_a/b", None),
    ("N_1\n", None),
    ("xN_1", None),
]


@pytest.mark.parametrize(("name", "batch_id"), NAMES)
def test_a_folder_is_a_batch_by_its_name(batch: SimpleNamespace, name: str, batch_id: str | None) -> None:
    assert batch.batch_id_of(name) == batch_id


PATHS = [
    ("R1/R1.xml", "R1/R1.xml"),
    ("R1/resources/1 - Ä.flac", "R1/resources/1 - Ä.flac"),
    ("A\u0308/x", "\u00c4/x"),  # composed one way
    ("a/b/c/d/e/f", "a/b/c/d/e/f"),
    ("a/b/c/d/e/f/g", None),
    ("../x", None),
    ("a/../x", None),
    ("/a", None),
    ("a//b", None),
    ("a/", None),
    ("", None),
    (".", None),
    ("a/.x", None),
    ("a\\b", None),
    ("a:b", None),
    ("a/b\n", None),
    ("a/ b", None),
    ("a/\u202eb", None),
    ("a/\x00", None),
    ("a/" + "x" * 255, "a/" + "x" * 255),
    ("a/" + "x" * 256, None),
    ("a/" + "ж" * 128, None),  # bytes count, not letters
    ("/".join(["x" * 250] * 4), None),
]


@pytest.mark.parametrize(("written", "path"), PATHS)
def test_a_path_stays_below_its_batch_or_is_none(
    batch: SimpleNamespace, written: str, path: str | None
) -> None:
    assert batch.path_within(written) == path


def test_files_are_sorted_into_releases_the_trigger_and_the_rest(batch: SimpleNamespace) -> None:
    paths = [
        "B/x.jpg",
        "A/A.xml",
        "A/resources/1.flac",
        "BatchComplete_7.xml",
        "BatchComplete_8.xml",
        "notes.txt",
    ]
    laid = batch.laid_out(paths, "7")
    assert laid.releases == {"A": ("A/A.xml", "A/resources/1.flac"), "B": ("B/x.jpg",)}
    assert (laid.beside, laid.manifest) == (("BatchComplete_8.xml", "notes.txt"), "BatchComplete_7.xml")


MESSAGES = [
    (["A/A.xml", "A/other.xml"], ["A/A.xml"]),
    (["A/a.XML", "A/other.xml"], ["A/a.XML"]),
    (["A/one.xml"], ["A/one.xml"]),
    (["A/one.xml", "A/two.xml"], ["A/one.xml", "A/two.xml"]),
    (["A/resources/A.xml"], []),
    (["A/A.txt"], []),
]


@pytest.mark.parametrize(("paths", "messages"), MESSAGES)
def test_the_message_of_a_release_has_its_name_or_is_alone(
    batch: SimpleNamespace, paths: list[str], messages: list[str]
) -> None:
    assert list(batch.messages_in("A", paths)) == messages
