"""The store: what was acknowledged is there, under the hash of its bytes, and ids are never paths."""

import hashlib
import uuid
from pathlib import Path

import pytest

from akkord.store.files import Files, NotKept
from akkord.store.partials import OffsetMismatch, Partials, TooMuch


@pytest.fixture
def store(tmp_path: Path) -> Files:
    return Files(tmp_path / "files")


def test_what_was_kept_is_read_back_under_its_hash(store: Files) -> None:
    kept = store.keep(iter([b"ab", b"cd"]))
    assert kept.sha256 == hashlib.sha256(b"abcd").hexdigest()
    assert kept.size == 4
    assert store.read(kept.sha256) == b"abcd"


def test_equal_bytes_are_one_file(store: Files) -> None:
    assert store.keep([b"same"]) == store.keep([b"sa", b"me"])
    assert len([p for p in store.folder.rglob("*") if p.is_file()]) == 1


@pytest.mark.parametrize("name", ["../secret", "..", "", "a" * 63, "A" * 64, "/etc/passwd", "a" * 62 + "/b"])
def test_an_id_is_never_a_path(store: Files, name: str) -> None:
    with pytest.raises(NotKept):
        store.path(name)


def test_a_finished_file_is_taken_in_without_losing_its_first_name(store: Files, tmp_path: Path) -> None:
    source = tmp_path / "files" / "partial"
    source.write_bytes(b"sound")
    kept = store.keep_link(source)
    assert store.read(kept.sha256) == b"sound"
    assert source.exists()
    assert store.adopt(source) == kept
    assert not source.exists()


def test_a_partial_grows_at_its_end_only(tmp_path: Path) -> None:
    partials, upload = Partials(tmp_path), uuid.uuid4()
    assert partials.append(upload, 0, iter([b"abc"]), 10) == 3
    with pytest.raises(OffsetMismatch):
        partials.append(upload, 0, iter([b"zzz"]), 10)
    with pytest.raises(OffsetMismatch):
        partials.append(upload, 5, iter([b"zzz"]), 10)
    assert partials.append(upload, 3, iter([b"d"]), 10) == 4
    assert partials.path(upload).read_bytes() == b"abcd"


def test_what_came_before_a_cut_is_kept(tmp_path: Path) -> None:
    partials, upload = Partials(tmp_path), uuid.uuid4()

    def cut() -> "iter":
        yield b"abc"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        partials.append(upload, 0, cut(), 10)
    assert partials.size(upload) == 3


def test_more_than_was_declared_is_refused_and_what_fits_is_kept(tmp_path: Path) -> None:
    partials, upload = Partials(tmp_path), uuid.uuid4()
    with pytest.raises(TooMuch):
        partials.append(upload, 0, iter([b"abc", b"defg"]), 5)
    assert partials.size(upload) == 3


def test_taking_the_same_file_in_twice_leaves_nothing_on_the_way_in(store: Files, tmp_path: Path) -> None:
    """Renaming one name of a file over another of its names does nothing: the link must still go."""
    source = store.folder / "partial"
    source.write_bytes(b"sound")
    assert store.keep_link(source) == store.keep_link(source)
    assert list(store.incoming.iterdir()) == []
