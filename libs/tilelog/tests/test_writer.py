"""The folder only ever grows, is durable before it is announced, and survives being killed at any instant."""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tilelog.audit import audit
from tilelog.checkpoint import Checkpoint, sign_checkpoint
from tilelog.client import FolderSource
from tilelog.errors import (
    BadNote,
    BadPath,
    EntryTooLarge,
    FolderBusy,
    FolderDiffers,
    Forked,
    GoesBackwards,
    NotServed,
    OutOfTree,
    TilesMissing,
    WouldRewrite,
    WrongOrigin,
)
from tilelog.merkle import EMPTY_ROOT, consistency_proof, leaf_hash, root_of, verify_consistency
from tilelog.note import Signer
from tilelog.tiles import Bundle, Tile, bundles_of, parse_path, tiles_of
from tilelog.writer import LogFolder

Keep = Callable[..., Any]
Files = Callable[[Path], dict[str, bytes]]
ENTRIES = [b"entry %d" % number for number in range(600)]


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 511, 512, 513])
def test_a_folder_holds_just_the_files_of_its_size(tmp_path: Path, files_of: Files, size: int) -> None:
    assert LogFolder(tmp_path).integrate(ENTRIES[:size], 0) == (size, root_of(map(leaf_hash, ENTRIES[:size])))
    assert sorted(files_of(tmp_path)) == sorted(
        [*(tile.path for tile in tiles_of(size)), *(bundle.path for bundle in bundles_of(size))]
    )


def test_integrating_again_changes_nothing(tmp_path: Path, files_of: Files) -> None:
    log = LogFolder(tmp_path)
    first = log.integrate(ENTRIES[:300], 0)
    before = files_of(tmp_path)
    assert log.integrate(ENTRIES[:300], 0, root=EMPTY_ROOT) == first
    assert log.integrate([], 300) == first
    assert files_of(tmp_path) == before


def test_a_rerun_may_bring_more_entries_than_the_run_that_was_lost(tmp_path: Path, files_of: Files) -> None:
    log, whole = LogFolder(tmp_path / "log"), LogFolder(tmp_path / "whole")
    log.integrate(ENTRIES[:250], 0)
    assert log.integrate(ENTRIES[:300], 0) == whole.integrate(ENTRIES[:300], 0)
    assert files_of(whole.folder).items() <= files_of(log.folder).items()


def test_every_entry_is_read_back(keep: Keep) -> None:
    keeper = keep(3, 250, 5, 300)
    assert [keeper.log.read_entry(index, 558) for index in range(558)] == keeper.entries
    with pytest.raises(OutOfTree):
        keeper.log.read_entry(558, 558)


def test_history_is_never_rewritten(tmp_path: Path, files_of: Files) -> None:
    log = LogFolder(tmp_path)
    log.integrate(ENTRIES[:300], 0)
    before = files_of(tmp_path)
    with pytest.raises(WouldRewrite, match="tile/entries/000"):
        log.integrate([b"forged", *ENTRIES[1:300]], 0)
    assert files_of(tmp_path) == before


@pytest.mark.parametrize("spoilt", ["tile/entries/001.p/44", "tile/0/001.p/44"])
def test_a_spoilt_tail_is_not_built_upon(tmp_path: Path, spoilt: str) -> None:
    log = LogFolder(tmp_path)
    log.integrate(ENTRIES[:300], 0)
    path = tmp_path / spoilt
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    with pytest.raises(FolderDiffers):
        log.integrate(ENTRIES[300:301], 300)


def test_a_folder_behind_or_beside_the_caller_s_memory_is_refused(tmp_path: Path) -> None:
    log = LogFolder(tmp_path)
    log.integrate(ENTRIES[:100], 0)
    with pytest.raises(FolderDiffers):
        log.integrate(ENTRIES[:1], 101)
    with pytest.raises(FolderDiffers):
        log.integrate(ENTRIES[512:], 512, root=bytes(32))
    with pytest.raises(FolderDiffers):
        log.integrate(ENTRIES[100:101], 100, root=bytes(32))


def test_too_large_an_entry_is_refused_before_anything_is_written(tmp_path: Path, files_of: Files) -> None:
    with pytest.raises(EntryTooLarge):
        LogFolder(tmp_path).integrate([b"small", bytes(65536)], 0)
    assert files_of(tmp_path) == {}


def test_the_checkpoint_never_goes_backwards_or_sideways(keep: Keep, signer: Signer) -> None:
    keeper = keep(3, 4)
    last = keeper.log.read_checkpoint()

    def signed(size: int, root: bytes, origin: str = signer.name) -> str:
        return sign_checkpoint(Checkpoint(origin, size, root), [signer])

    root3 = root_of(map(leaf_hash, ENTRIES[:3]))
    for refusal, text in [
        (GoesBackwards, keeper.published[0]),
        (GoesBackwards, signed(3, root3)),
        (Forked, signed(7, bytes(32))),
        (TilesMissing, signed(8, bytes(32))),
        (WrongOrigin, signed(7, keeper.root, "other.example/log")),
        (BadNote, "nonsense"),
    ]:
        with pytest.raises(refusal):
            keeper.log.publish(text)
    assert keeper.log.read_checkpoint() == last


def test_a_checkpoint_that_does_not_continue_the_published_one_is_refused(
    tmp_path: Path, signer: Signer
) -> None:
    """The tiles were replaced behind the log's back; they are whole, but of another history."""
    log, other = LogFolder(tmp_path / "log"), LogFolder(tmp_path / "other")
    log.publish(sign_checkpoint(Checkpoint(signer.name, *log.integrate(ENTRIES[:5], 0)), [signer]))
    forged = Checkpoint(signer.name, *other.integrate([b"forged", *ENTRIES[1:9]], 0))
    (tmp_path / "log/tile").rename(tmp_path / "gone")
    (tmp_path / "other/tile").rename(tmp_path / "log/tile")
    with pytest.raises(Forked):
        log.publish(sign_checkpoint(forged, [signer]))


def test_nothing_is_published_before_its_tiles(tmp_path: Path, signer: Signer) -> None:
    root = root_of(map(leaf_hash, ENTRIES[:5]))
    with pytest.raises(TilesMissing):
        LogFolder(tmp_path).publish(sign_checkpoint(Checkpoint(signer.name, 5, root), [signer]))
    assert LogFolder(tmp_path).read_checkpoint() is None


def test_the_same_tree_may_be_published_with_more_signatures(keep: Keep) -> None:
    keeper = keep(5)
    witness = Signer("witness.example", bytes(32))
    checkpoint = Checkpoint(keeper.signer.name, 5, keeper.root)
    both = sign_checkpoint(checkpoint, [keeper.signer, witness])
    keeper.log.publish(both)
    assert keeper.log.read_checkpoint() == both


def test_the_empty_log_can_be_published(keep: Keep) -> None:
    keeper = keep(0, 0, 3)
    assert audit(FolderSource(keeper.folder), keeper.signer.verifier).ok


def test_partial_files_go_when_full_ones_have_taken_their_place_but_are_still_answered(keep: Keep) -> None:
    keeper = keep(100, 100)
    partials = {path: keeper.log.read_path(path) for path in ("tile/0/000.p/100", "tile/entries/000.p/200")}
    assert (keeper.folder / "tile/0/000.p/100").is_file()
    keeper.grow(100)
    assert not list(keeper.folder.glob("tile/*/000.p"))[1:]  # only the level above is still partial
    assert {path: keeper.log.read_path(path) for path in partials} == partials


def test_only_the_paths_of_the_log_are_answered(keep: Keep) -> None:
    keeper = keep(3)
    assert keeper.log.read_path("checkpoint") == keeper.published[-1].encode()
    for path in ("../secret", ".lock", "tile/0", "tile/0/000.p/3/", ""):
        with pytest.raises(BadPath):
            keeper.log.read_path(path)
    for path in ("tile/0/000", "tile/0/001", "tile/0/000.p/4", "tile/entries/000"):
        with pytest.raises(NotServed):
            keeper.log.read_path(path)
    with pytest.raises(NotServed):
        LogFolder(keeper.folder / "nothing").read_path("checkpoint")


def test_consistency_proofs_come_from_the_folder(keep: Keep) -> None:
    keeper = keep(100, 300)
    proof = consistency_proof(100, 400, keeper.log.hashes(400))
    verify_consistency(100, root_of(map(leaf_hash, ENTRIES[:100])), 400, keeper.root, proof)


def test_two_writers_at_once_are_refused(tmp_path: Path) -> None:
    log = LogFolder(tmp_path)
    with log._alone(), pytest.raises(FolderBusy):
        LogFolder(tmp_path).integrate(ENTRIES[:1], 0)
    assert log.integrate(ENTRIES[:1], 0)[0] == 1


def test_files_are_durable_before_the_checkpoint_that_promises_them(
    tmp_path: Path, signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut keeps only what was fsynced: every file before its rename, every folder after."""
    story: list[int | Path] = []  # an inode that was fsynced, or the file that took its name
    fsync, rename = os.fsync, os.rename

    def told_fsync(handle: int) -> None:
        fsync(handle)
        story.append(os.fstat(handle).st_ino)

    def told_rename(source: Path, target: Path) -> None:
        assert story[-1] == os.stat(source).st_ino
        rename(source, target)
        story.append(target)

    monkeypatch.setattr(os, "fsync", told_fsync)
    monkeypatch.setattr(os, "rename", told_rename)
    log = LogFolder(tmp_path)
    log.publish(sign_checkpoint(Checkpoint(signer.name, *log.integrate(ENTRIES[:300], 0)), [signer]))
    named = [event for event in story if isinstance(event, Path)]
    assert len(named) == 6
    assert named[-1] == tmp_path / "checkpoint"
    announced = story.index(named[-1])
    for file in named:
        settled = story[story.index(file) : announced if file != named[-1] else None]
        folders = [parent for parent in file.parents if parent.is_relative_to(tmp_path)]
        assert {folder.stat().st_ino for folder in folders} <= set(settled)


def _die_at(step: int, work: Callable[[], None]) -> bool:
    """Runs `work` in a forked child that is killed at its `step`-th file operation; whether it was killed."""
    child = os.fork()
    if child == 0:
        count = 0

        def tick() -> None:
            nonlocal count
            count += 1
            if count == step:
                os.kill(os.getpid(), signal.SIGKILL)

        def hook(event: str, arguments: tuple[Any, ...]) -> None:
            if event in {"open", "os.rename", "os.mkdir", "os.rmdir", "os.remove", "shutil.rmtree"}:
                tick()

        fsync = os.fsync

        def ticking_fsync(handle: int) -> None:
            tick()
            fsync(handle)

        os.fsync = ticking_fsync  # type: ignore[assignment]
        sys.addaudithook(hook)
        try:
            work()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def test_killed_at_any_file_operation_the_log_is_valid_and_the_rerun_completes_it(
    tmp_path: Path, signer: Signer, files_of: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The step from 250 to 520 entries fills two tiles at once and drops partial ones."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)  # a killed process loses nothing the kernel has

    def go_on(log: LogFolder, start: int, stop: int) -> None:
        size, root = log.integrate(ENTRIES[start:stop], start)
        log.publish(sign_checkpoint(Checkpoint(signer.name, size, root), [signer]))

    begun = LogFolder(tmp_path / "begun")
    go_on(begun, 0, 250)
    old = begun.read_path("checkpoint")
    shutil.copytree(begun.folder, tmp_path / "whole")
    go_on(LogFolder(tmp_path / "whole"), 250, 520)
    wanted = files_of(tmp_path / "whole")
    step, killed = 0, True
    while killed:
        step += 1
        log = LogFolder(tmp_path / str(step))
        shutil.copytree(begun.folder, log.folder)
        killed = _die_at(step, lambda log=log: go_on(log, 250, 520))  # type: ignore[misc]
        source = FolderSource(log.folder)
        assert audit(source, signer.verifier, [("before", old)]).findings == [], f"killed at operation {step}"
        go_on(log, 250, 520)
        assert files_of(log.folder) == wanted, f"killed at operation {step}"
        assert audit(source, signer.verifier, [("before", old)]).ok
    assert step > 40


def test_a_full_disk_leaves_the_log_as_it_was(keep: Keep, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper = keep(5)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            keeper.grow(5)
    assert audit(FolderSource(keeper.folder), keeper.signer.verifier).ok
    keeper.grow(5)
    assert keeper.log.read_tile(Tile(0, 0, 10))
    assert keeper.log.read_bundle(Bundle(0, 10))
    assert all(parse_path(part.path) for part in tiles_of(10))
