"""The bucket keeps files by the same promises as the folder, and lets nobody in without a signature."""

import asyncio
import hashlib
import os
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

pytest.importorskip("obstore")
pytest.importorskip("moto")

from obstore.exceptions import PermissionDeniedError

from akkord.store.bucket import Address, BucketFiles, Damaged
from akkord.store.files import Files, Kept, NotKept, Unreachable
from akkord.store.moving import move
from ways.conftest import KEY, SECRET
from ways.s3 import S3Server


@pytest.fixture(scope="module")
def s3() -> Iterator[S3Server]:
    server = S3Server()
    yield server
    server.stop()


@pytest.fixture
def store(s3: S3Server, tmp_path: Path) -> BucketFiles:
    return BucketFiles(tmp_path / "copies", Address(s3.address, KEY, SECRET), 10_000_000)


def elsewhere(s3: S3Server, tmp_path: Path, most: int = 10_000_000) -> BucketFiles:
    """The same bucket as another machine sees it, without a copy."""
    return BucketFiles(tmp_path / "elsewhere", Address(s3.address, KEY, SECRET), most)


def test_what_was_kept_is_read_back_on_every_machine(
    store: BucketFiles, s3: S3Server, tmp_path: Path
) -> None:
    kept = store.keep(iter([b"ab", b"cd"]))
    assert kept == Kept(hashlib.sha256(b"abcd").hexdigest(), 4)
    other = elsewhere(s3, tmp_path)
    assert (other.has(kept.sha256), other.read(kept.sha256)) == (True, b"abcd")
    assert f"kept/{kept.sha256[:2]}/{kept.sha256}" in s3.names()
    assert list(other.incoming.iterdir()) == []


def test_a_large_file_goes_in_parts_and_is_read_in_ranges(store: BucketFiles) -> None:
    blocks = [os.urandom(1024 * 1024) for _ in range(20)]
    kept = store.keep(iter(blocks))
    assert store.check(kept.sha256) == kept.size
    reader = store.open(kept.sha256)
    got = asyncio.run(reader.read(5 * 1024 * 1024 - 3, 10))
    assert got == b"".join(blocks)[5 * 1024 * 1024 - 3 : 5 * 1024 * 1024 + 7]


def test_equal_bytes_are_put_once_and_never_written_over(store: BucketFiles, s3: S3Server) -> None:
    kept = store.keep([b"equal"])
    name = f"kept/{kept.sha256[:2]}/{kept.sha256}"
    first = s3.client.head_object(Bucket="music", Key=name)["LastModified"]
    assert store.keep([b"equ", b"al"]) == kept
    assert s3.client.head_object(Bucket="music", Key=name)["LastModified"] == first


def test_what_is_not_there_is_not_kept(store: BucketFiles) -> None:
    for name in ("a" * 64, "../secret", "", "A" * 64):
        with pytest.raises(NotKept):
            store.path(name)
        with pytest.raises(NotKept):
            store.open(name)
    assert not store.has("b" * 64)


def test_what_the_bucket_has_lost_since_it_was_opened_is_not_kept(store: BucketFiles, s3: S3Server) -> None:
    kept = store.keep([b"lost later"])
    reader = store.open(kept.sha256)
    s3.client.delete_object(Bucket="music", Key=f"kept/{kept.sha256[:2]}/{kept.sha256}")
    with pytest.raises(NotKept):
        asyncio.run(reader.read(0, 4))


def test_other_bytes_under_a_name_are_refused(store: BucketFiles, s3: S3Server, tmp_path: Path) -> None:
    kept = store.keep([b"true bytes"])
    s3.client.put_object(Bucket="music", Key=f"kept/{kept.sha256[:2]}/{kept.sha256}", Body=b"other bytes")
    other = elsewhere(s3, tmp_path)
    with pytest.raises(Damaged):
        other.path(kept.sha256)
    assert [path for path in other.folder.rglob("*") if path.is_file()] == []


def test_working_copies_are_bounded_and_come_again(s3: S3Server, tmp_path: Path) -> None:
    store = elsewhere(s3, tmp_path, 1000)
    kept = [store.keep([bytes([n]) * 400]).sha256 for n in range(5)]
    assert all(store.path(name) for name in kept)  # used just now: left to whoever asked
    long_ago = time.time() - 3600
    for name in kept:
        os.utime(store.path(name), (long_ago, long_ago))
    store.keep([b"one more" * 20])
    assert sum(path.stat().st_size for path in store.folder.glob("??/*")) <= 1000
    assert [store.read(name)[0] for name in kept] == list(range(5))


def test_nobody_reads_or_writes_without_the_secret(s3: S3Server, tmp_path: Path, store: BucketFiles) -> None:
    kept = store.keep([b"secret"])
    stranger = BucketFiles(tmp_path / "s", Address(s3.address, KEY, "a guess"), 1000)
    with pytest.raises(PermissionDeniedError):
        stranger.has(kept.sha256)
    with pytest.raises(PermissionDeniedError):
        stranger.keep([b"mine"])
    address = store.place(kept.sha256).removeprefix("/store")
    assert httpx.get(f"http://{s3.host}{address}").content == b"secret"
    assert httpx.get(f"http://{s3.host}{address.partition('?')[0]}").status_code == 403
    forged = address[:-1] + ("1" if address[-1] == "0" else "0")
    assert httpx.get(f"http://{s3.host}{forged}").status_code == 403
    assert s3.refused


def test_a_probe_leaves_nothing_behind(store: BucketFiles, s3: S3Server) -> None:
    before = s3.names()
    store.probe()
    assert s3.names() == before


def test_a_store_that_does_not_answer_is_told_without_its_address(s3: S3Server, tmp_path: Path) -> None:
    refused = BucketFiles(tmp_path / "a", Address(s3.address, KEY, "a guess"), 1000)
    nobody = BucketFiles(tmp_path / "b", Address("s3://music?endpoint=http://127.0.0.1:9", KEY, SECRET), 1000)
    for store, why in ((refused, "PermissionDeniedError"), (nobody, "GenericError")):
        with pytest.raises(Unreachable) as told:
            store.probe()
        assert str(told.value) == why


def test_what_lies_in_the_folder_moves_into_the_bucket_and_may_be_moved_again(
    store: BucketFiles, s3: S3Server, tmp_path: Path
) -> None:
    folder = Files(tmp_path / "files")
    kept = [folder.keep([bytes([n]) * 5000]).sha256 for n in range(3)]
    hurt = folder.keep([b"hurt since"]).sha256
    folder.path(hurt).write_bytes(b"other bytes")
    moved = list(move(folder, store))
    assert sorted((each.sha256, each.ok) for each in moved) == sorted(
        [*((name, True) for name in kept), (hurt, False)]
    )
    assert not store.has(hurt)
    s3.client.delete_object(Bucket="music", Key=f"kept/{kept[0][:2]}/{kept[0]}")
    s3.client.put_object(Bucket="music", Key=f"kept/{kept[1][:2]}/{kept[1]}", Body=b"damaged there")
    again = {each.sha256: each.ok for each in move(folder, store)}
    assert again == {kept[0]: True, kept[1]: False, kept[2]: True, hurt: False}
    assert all(folder.has(name) for name in kept)  # nothing is taken from the folder


def test_what_nobody_holds_leaves_the_bucket_unless_it_was_kept_lately(
    store: BucketFiles, s3: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = store.keep([b"let go"])
    assert not store.forget(kept.sha256, timedelta(hours=1))
    assert store.has(kept.sha256)
    assert store.forget(kept.sha256, timedelta(0))
    assert not store.has(kept.sha256)
    assert f"kept/{kept.sha256[:2]}/{kept.sha256}" not in s3.names()
    assert not store.forget(kept.sha256, timedelta(0))


def test_old_bytes_that_come_again_have_a_new_date(
    store: BucketFiles, s3: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = store.keep([b"again"])
    name = f"kept/{kept.sha256[:2]}/{kept.sha256}"
    first = s3.client.head_object(Bucket="music", Key=name)["LastModified"]
    time.sleep(1.1)  # dates of a bucket are whole seconds
    monkeypatch.setattr("akkord.store.bucket.OLD", timedelta(0))
    assert store.keep([b"again"]) == kept
    assert s3.client.head_object(Bucket="music", Key=name)["LastModified"] > first
    assert store.check(kept.sha256) == 5
