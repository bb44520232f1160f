"""An audit passes a sound log and names the file in which one byte was changed."""

import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tilelog.audit import audit
from tilelog.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from tilelog.cli import main
from tilelog.client import FolderSource, LogClient, WebSource, open_source
from tilelog.errors import (
    BadTile,
    ConsistencyFailed,
    InclusionFailed,
    NotServed,
    OutOfTree,
    TilelogError,
    Unreachable,
)
from tilelog.note import Signer, Verifier
from tilelog.writer import LogFolder

Keep = Callable[..., Any]
Files = Callable[[Path], dict[str, bytes]]


def changed_files(folder: Path, verifier: Verifier) -> list[str]:
    return [finding.path for finding in audit(FolderSource(folder), verifier).findings]


def with_flip(path: Path, place: int, look: Callable[[], list[str]]) -> list[str]:
    data = path.read_bytes()
    path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
    try:
        return look()
    finally:
        path.write_bytes(data)


@pytest.mark.parametrize("steps", [(0,), (1,), (2,), (255,), (256,), (257,), (5, 300, 7), (256, 256, 1)])
def test_a_sound_log_passes(keep: Keep, steps: tuple[int, ...]) -> None:
    keeper = keep(*steps)
    older = [(str(number), signed) for number, signed in enumerate(keeper.published)]
    report = audit(FolderSource(keeper.folder), keeper.signer.verifier, older)
    assert report.findings == []
    assert report.ok
    assert report.checkpoint == open_checkpoint(keeper.published[-1], keeper.signer.verifier)
    assert report.continues == [name for name, _ in older]


def test_any_byte_changed_in_any_file_is_found_and_the_file_named(keep: Keep, files_of: Files) -> None:
    """All files of a log with full, partial and left-over partial tiles; 40 places in each, ends included."""
    keeper = keep(5, 250, 40, 7)
    files = files_of(keeper.folder)
    assert {
        "checkpoint",
        "tile/1/000.p/1",
        "tile/0/001.p/39",
        "tile/entries/001.p/39",
        "tile/0/001.p/46",
    } <= set(files)
    for path, data in files.items():
        for place in {*range(0, len(data), -(-len(data) // 40)), len(data) - 1}:
            found = with_flip(
                keeper.folder / path, place, lambda: changed_files(keeper.folder, keeper.signer.verifier)
            )
            assert found == [path], f"byte {place} of {path}"


def test_a_changed_byte_in_the_upper_levels_of_a_large_log_is_found(tmp_path: Path, signer: Signer) -> None:
    log = LogFolder(tmp_path)
    size, root = log.integrate([b"%d" % number for number in range(65_793)], 0)
    log.publish(sign_checkpoint(Checkpoint(signer.name, size, root), [signer]))
    assert changed_files(tmp_path, signer.verifier) == []
    for path in (
        "tile/2/000.p/1",
        "tile/1/000",
        "tile/1/001.p/1",
        "tile/0/256",
        "tile/0/257.p/1",
        "tile/entries/100",
    ):
        assert with_flip(tmp_path / path, 31, lambda: changed_files(tmp_path, signer.verifier)) == [path]


def test_missing_cut_and_stray_files_are_found(keep: Keep, files_of: Files) -> None:
    keeper = keep(5, 300)
    for path, data in files_of(keeper.folder).items():
        if path.endswith(".p/5"):
            continue
        file = keeper.folder / path
        for wrong in (None, b"", data[:-1], data + b"\x00"):
            file.unlink() if wrong is None else file.write_bytes(wrong)
            assert changed_files(keeper.folder, keeper.signer.verifier) == [path]
            file.write_bytes(data)
    (keeper.folder / "tile/entries/note.txt").write_text("stray")
    assert changed_files(keeper.folder, keeper.signer.verifier) == ["tile/entries/note.txt"]


def test_an_entry_changed_together_with_its_tile_is_found(keep: Keep) -> None:
    """The forger also computed the leaf hash anew; the level above and the root give it away."""
    keeper = keep(300)
    forged = LogFolder(keeper.folder.parent / "forged")
    forged.integrate([b"forged", *keeper.entries[1:]], 0)
    for path in ("tile/entries/000", "tile/0/000"):
        (keeper.folder / path).write_bytes((forged.folder / path).read_bytes())
    assert set(changed_files(keeper.folder, keeper.signer.verifier)) == {"tile/1/000.p/1", "checkpoint"}


def test_a_rewritten_history_is_found_by_the_checkpoint_kept_from_before(keep: Keep, signer: Signer) -> None:
    keeper = keep(10)
    kept = keeper.published[-1]
    other = LogFolder(keeper.folder.parent / "other")
    size, root = other.integrate([b"forged", *keeper.entries[1:], b"next"], 0)
    other.publish(sign_checkpoint(Checkpoint(signer.name, size, root), [signer]))
    source = FolderSource(other.folder)
    assert audit(source, signer.verifier).ok
    report = audit(source, signer.verifier, [("kept", kept)])
    assert [finding.path for finding in report.findings][:1] == ["checkpoint"]
    assert "not those that kept was signed over" in report.findings[0].problem
    client = LogClient(source, signer.verifier, open_checkpoint(kept, signer.verifier))
    with pytest.raises(ConsistencyFailed):
        client.refresh()


def test_a_log_that_shrank_is_found(keep: Keep, signer: Signer) -> None:
    keeper = keep(10)
    longer = LogFolder(keeper.folder.parent / "longer")
    size, root = longer.integrate([*keeper.entries, b"next"], 0)
    kept = sign_checkpoint(Checkpoint(signer.name, size, root), [signer])
    report = audit(FolderSource(keeper.folder), signer.verifier, [("kept", kept)])
    assert "promised 11 entries; there are 10" in report.findings[0].problem
    client = LogClient(FolderSource(keeper.folder), signer.verifier, open_checkpoint(kept, signer.verifier))
    with pytest.raises(ConsistencyFailed):
        client.refresh()


def test_a_checkpoint_of_another_key_is_found(keep: Keep) -> None:
    keeper = keep(3)
    stranger = Signer.generate(keeper.signer.name)
    assert changed_files(keeper.folder, stranger.verifier) == ["checkpoint"]
    report = audit(FolderSource(keeper.folder), keeper.signer.verifier, [("old", "no note")])
    assert [finding.path for finding in report.findings] == ["old"]


def test_a_reader_believes_only_proved_entries(keep: Keep) -> None:
    keeper = keep(5, 300)
    client = LogClient(FolderSource(keeper.folder), keeper.signer.verifier)
    assert client.refresh().size == 305
    assert [entry for _, entry in client.entries(250, 260)] == keeper.entries[250:260]
    assert client.proof(7) == keeper.log.prove(7)
    with pytest.raises(OutOfTree):
        client.entry(305)
    keeper.grow(10)
    assert client.refresh().size == 315
    assert client.entry(314) == b"entry 314"
    bundle = keeper.folder / "tile/entries/000"
    bundle.write_bytes(bundle.read_bytes().replace(b"entry 7", b"entry X", 1))
    with pytest.raises(InclusionFailed):
        client.entry(7)


@contextmanager
def served(answer: Callable[[str], tuple[int, dict[str, str], bytes]]) -> Iterator[str]:
    """A web server on the loopback that answers as told; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            code, headers, body = answer(self.path)
            self.send_response(code)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/log/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def site(log: LogFolder, vkey: str) -> Callable[[str], tuple[int, dict[str, str], bytes]]:
    """What the site answers under /log/: the folder, its bundles gzipped, and the key."""

    def answer(path: str) -> tuple[int, dict[str, str], bytes]:
        name = path.removeprefix("/log/")
        if name == "vkey":
            return 200, {}, f"{vkey}\n".encode()
        try:
            data = log.read_path(name)
        except TilelogError:
            return 404, {}, b"not here"
        return (
            (200, {"Content-Encoding": "gzip"}, gzip.compress(data)) if "entries" in name else (200, {}, data)
        )

    return answer


def test_the_command_audits_over_the_web_and_says_where_the_key_is_from(
    keep: Keep, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    keeper = keep(5, 300)
    vkey = keeper.signer.verifier.vkey
    kept, saved = tmp_path / "kept", tmp_path / "saved"
    kept.write_text(keeper.published[0])
    with served(site(keeper.log, vkey)) as url:
        assert main(["audit", url, "--vkey", vkey, "--old", str(kept), "--save", str(saved)]) == 0
        seen = capsys.readouterr()
        assert "size   305" in seen.out
        assert f"continues {kept}" in seen.out
        assert seen.err == ""
        assert saved.read_text() == keeper.published[-1]
        assert main(["audit", url, "--json"]) == 0
        seen = capsys.readouterr()
        assert "WARNING: the verifier key was taken from the log itself" in seen.err
        told = json.loads(seen.out)
        assert told["ok"] is told["key_from_log"] is True
        assert told["size"] == 305
        assert told["findings"] == []
        path = keeper.folder / "tile/entries/000"
        path.write_bytes(path.read_bytes().replace(b"entry 9", b"entry X", 1))
        assert main(["audit", url, "--vkey", vkey, "--save", str(tmp_path / "not")]) == 1
        assert "DIFFERS tile/entries/000: entry 9 is not the one that was signed" in capsys.readouterr().out
        assert not (tmp_path / "not").exists()


def test_an_old_partial_tile_still_served_over_the_web_is_checked(keep: Keep) -> None:
    keeper = keep(5, 20)
    path = keeper.folder / "tile/0/000.p/5"
    path.write_bytes(bytes(160))
    with served(site(keeper.log, "")) as url:
        report = audit(WebSource(url), keeper.signer.verifier, [("kept", keeper.published[0])])
    assert [finding.path for finding in report.findings] == ["tile/0/000.p/5"]


def test_the_command_asks_for_a_key_it_cannot_look_up(keep: Keep, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", str(keep(1).folder)]) == 1
    assert "--vkey" in capsys.readouterr().err


def test_answers_too_long_too_late_or_from_elsewhere_are_refused(tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(5_000_000))
    answers: dict[str, tuple[int, dict[str, str], bytes]] = {
        "/log/long": (200, {}, bytes(101)),
        "/log/bomb": (200, {"Content-Encoding": "gzip"}, bomb),
        "/log/broken": (200, {"Content-Encoding": "gzip"}, b"no gzip"),
        "/log/short": (200, {"Content-Length": "50"}, b"x"),
        "/log/file": (302, {"Location": "file:///etc/hostname"}, b""),
        "/log/loop": (302, {"Location": "/log/loop"}, b""),
        "/log/error": (500, {}, b""),
        "/log/gone": (410, {}, b""),
    }
    with served(answers.__getitem__) as url:
        source = open_source(url, timeout=2)
        for path, refusal in {
            "long": BadTile,
            "bomb": BadTile,
            "broken": BadTile,
            "short": Unreachable,
            "file": Unreachable,
            "loop": Unreachable,
            "error": Unreachable,
            "gone": NotServed,
        }.items():
            with pytest.raises(refusal):
                source.read(path, 100)
    with pytest.raises(Unreachable):
        source.read("nobody-listens", 100)
    with pytest.raises(Unreachable):
        open_source("ftp://example.com/log/")


def test_the_command_makes_keys_and_checks_proof_files(
    keep: Keep, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = tmp_path / "log.skey"
    assert main(["keygen", "music.example/log", "--out", str(secret)]) == 0
    vkey = capsys.readouterr().out.strip()
    assert Signer.from_skey(secret.read_text().strip()).verifier.vkey == vkey
    assert secret.stat().st_mode & 0o077 == 0
    assert main(["keygen", "music.example/log", "--out", str(secret)]) == 1
    assert main(["keygen", "music.example/log"]) == 0
    keeper = keep(5)
    proof, entry = tmp_path / "x.tlog-proof", tmp_path / "entry"
    proof.write_text(keeper.log.prove(3))
    entry.write_bytes(keeper.entries[3])
    arguments = ["verify-proof", str(proof), "--vkey", keeper.signer.verifier.vkey, "--entry", str(entry)]
    assert main(arguments) == 0
    assert "index 3" in capsys.readouterr().out
    entry.write_bytes(keeper.entries[2])
    assert main(arguments) == 1
    entry.unlink()
    assert main(arguments) == 1
