"""The command: what it prints is what was asked for, and nothing it is given can break an index."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import numpy as np
import pytest

from band import RATE, song, wav_bytes
from earprint.cli import main
from earprint.prints import Print
from sound_files import encode


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("files")
    songs = {"one": song(1, 40), "two": song(4, 40), "stranger": song(8, 20)}
    made = {}
    for name, sound in songs.items():
        made[name] = folder / f"{name}.wav"
        made[name].write_bytes(wav_bytes(sound))
    made["copy"] = folder / "copy.mp3"
    made["copy"].write_bytes(encode(songs["two"][RATE * 8 : RATE * 33], "mp3", bitrate=64_000))
    made["letter"] = folder / "letter.mp3"
    made["letter"].write_text("Dear all, this is no music.\n" * 200)
    return made


def said(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]


@pytest.fixture(scope="module")
def added(files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two songs, made once."""
    folder = tmp_path_factory.mktemp("added")
    listed = folder / "list.txt"
    listed.write_text(f"{files['two']}\n\n")
    with redirect_stdout(StringIO()) as printed:
        assert main(["add", str(folder / "db"), str(files["one"]), "--list", str(listed)]) == 0
    assert printed.getvalue() == "added 2 of 2\n"
    return folder / "db"


@pytest.fixture
def db(added: Path, tmp_path: Path) -> Path:
    """A copy of it to do anything with."""
    return Path(shutil.copytree(added, tmp_path / "db"))


def test_find_prints_one_line_per_file_with_every_figure(
    files: dict[str, Path], db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["find", str(db), str(files["copy"]), str(files["stranger"]), "--json"]) == 0
    copy, stranger = said(capsys)
    assert (copy["query"], copy["complete"], stranger["results"]) == (str(files["copy"]), True, [])
    (row,) = copy["results"]  # type: ignore[misc]
    assert set(row) == {
        "track", "score", "p_false", "query_start", "query_end", "ref_start", "ref_end", "speed", "tempo",
        "pitch_semitones",
    }  # fmt: skip
    assert row["track"] == str(files["two"])
    assert row["ref_start"] - row["query_start"] == pytest.approx(8, abs=0.2)
    assert (row["query_start"], row["query_end"]) == pytest.approx((0, 25), abs=1)
    assert row["p_false"] < 1e-4
    assert (row["speed"], row["tempo"], row["pitch_semitones"]) == pytest.approx((1, 1, 0), abs=0.1)


def test_a_refused_file_is_told_and_the_others_are_answered(
    files: dict[str, Path], db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [str(files["letter"]), str(db / "nowhere.mp3"), str(files["copy"])]
    assert main(["find", str(db), *asked, "--json"]) == 1
    letter, nowhere, copy = said(capsys)
    assert not letter["complete"]
    assert letter["error"]
    assert not nowhere["complete"]
    assert copy["complete"]
    assert copy["results"]


def test_scan_finds_copies_in_a_folder_and_says_how_far_it_is(
    files: dict[str, Path], db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["scan", str(db), str(files["copy"].parent)]) == 1  # the letter is no music
    told = capsys.readouterr()
    answers = {Path(str(a["query"])).name: a for a in map(json.loads, told.out.splitlines())}
    assert {name: bool(a["results"]) for name, a in answers.items()} == {
        "copy.mp3": True, "letter.mp3": False, "one.wav": True, "stranger.wav": False, "two.wav": True,
    }  # fmt: skip
    assert "5/5 files, 3 with known recordings" in told.err


def test_export_and_import_carry_recordings_to_another_index(
    files: dict[str, Path], db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(db), str(tmp_path / "all.earprint")]) == 0
    other = tmp_path / "other"
    assert main(["add", str(other), str(files["stranger"]), str(files["one"])]) == 0
    for _ in range(2):  # twice is once
        assert main(["import", str(other), str(tmp_path / "all.earprint")]) == 0
    capsys.readouterr()
    assert main(["info", str(other), "--tracks"]) == 0
    (info,) = said(capsys)
    assert info["tracks"] == 3
    assert set(info["names"]) == {str(files[n]) for n in ("stranger", "one", "two")}  # type: ignore[call-overload]
    main(["find", str(db), str(files["copy"]), "--json"])
    main(["find", str(other), str(files["copy"]), "--json"])
    here, there = said(capsys)
    assert [{**r, "p_false": 0} for r in here["results"]] == [{**r, "p_false": 0} for r in there["results"]]  # type: ignore[attr-defined]
    (tmp_path / "all.earprint").write_bytes(b"PK no")
    assert main(["import", str(other), str(tmp_path / "all.earprint")]) == 1


def test_removed_merged_verified(
    files: dict[str, Path], db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["remove", str(db), str(files["two"]), "unheard of"]) == 1
    assert "unheard of: not in the index" in capsys.readouterr().err
    assert main(["merge", str(db)]) == 0
    assert main(["find", str(db), str(files["copy"]), "--json"]) == 0
    assert said(capsys)[0]["results"] == []
    assert main(["verify", str(db)]) == 0
    volume = next(db.glob("*.vol"))
    bent = bytearray(volume.read_bytes())
    bent[len(bent) // 2] ^= 1
    volume.write_bytes(bent)
    assert main(["verify", str(db)]) == 1
    assert "damaged" in capsys.readouterr().err


@pytest.fixture
def split(db: Path, tmp_path: Path) -> Path:
    """Of two shards the first holds the second recording, the second the first."""
    assert main(["split", str(db), str(tmp_path / "split"), "--shards", "2"]) == 0
    return tmp_path / "split"


def test_shards_answer_as_the_index_they_were_split_from(
    files: dict[str, Path], db: Path, split: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [str(files["copy"]), str(files["stranger"]), str(files["one"])]
    told = []
    for folder in (db, split):
        assert main(["find", str(folder), *asked, "--json"]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]
    assert main(["info", str(split), "--tracks"]) == 0
    (info,) = said(capsys)
    assert (info["tracks"], info["shards"], info["complete"], info["lost"]) == (2, 2, True, {})
    assert set(info["names"]) == {str(files["one"]), str(files["two"])}  # type: ignore[call-overload]
    for shard in ("shard-0000", "shard-0001"):  # each is an index of its own
        assert main(["info", str(split / shard), "--tracks"]) == 0
    first, second = said(capsys)
    assert (first["names"], second["names"]) == ([str(files["two"])], [str(files["one"])])
    assert main(["verify", str(split)]) == 0


def _bent(split: Path) -> str:
    (volume,) = (split / "shard-0001").glob("*.vol")
    volume.write_bytes(b"EPVOL" + volume.read_bytes()[5:40])
    return "damaged head"


def _gone(split: Path) -> str:
    shutil.rmtree(split / "shard-0001")
    return "no index"


def _unmounted(split: Path) -> str:
    for path in (split / "shard-0001").iterdir():
        path.unlink()
    return "no index"


def _of_another_place(split: Path) -> str:
    shutil.rmtree(split / "shard-0001")
    shutil.copytree(split / "shard-0000", split / "shard-0001")
    return "not shard 1 of 2"


@pytest.mark.parametrize("befallen", [_bent, _gone, _unmounted, _of_another_place])
def test_a_lost_shard_is_told_by_every_command_and_nothing_is_written_without_it(
    befallen: Callable[[Path], str],
    files: dict[str, Path],
    split: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    reason = befallen(split)
    asked = ["find", str(split), str(files["copy"]), str(files["one"])]
    assert main([*asked, "--json"]) == 1
    for answer, found in zip(said(capsys), (True, False), strict=True):
        assert (answer["complete"], bool(answer["results"])) == (False, found)
        assert reason in answer["lost"]["shard-0001"]  # type: ignore[index]
        assert "error" not in answer
    assert main(asked) == 1
    assert "not searched: shard-0001 (" in capsys.readouterr().out
    assert main(["info", str(split)]) == 1
    (info,) = said(capsys)
    assert (info["tracks"], list(info["lost"])) == (1, ["shard-0001"])  # type: ignore[call-overload]
    assert main(["verify", str(split)]) == 1
    assert "damaged: shard-0001: " in capsys.readouterr().err
    state = sorted(path for path in split.rglob("*") if path.name != "lock")
    for command in (
        ["add", str(split), str(files["stranger"])],
        ["remove", str(split), str(files["two"])],
        ["merge", str(split)],
        ["export", str(split), str(tmp_path / "all.earprint")],
    ):
        assert main(command) == 1
        assert "nothing is written without them (shard-0001: " in capsys.readouterr().err
    assert sorted(path for path in split.rglob("*") if path.name != "lock") == state


def test_shards_grow_where_the_least_is_and_numbers_tell_them(
    files: dict[str, Path], split: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["add", str(split), str(files["stranger"]), str(files["copy"]), str(files["two"])]) == 0
    shutil.copy(files["copy"], tmp_path / "more.mp3")
    assert main(["add", str(split / "shard-0001"), str(tmp_path / "more.mp3")]) == 0  # also by itself
    kept = {n: json.loads((split / f"shard-000{n}" / "names.json").read_text()) for n in (0, 1)}
    assert all(number % 2 == n for n, names in kept.items() for number in names.values())
    assert [len(names) for names in kept.values()] == [2, 3]
    capsys.readouterr()
    assert main(["find", str(split), str(files["stranger"]), "--json"]) == 0
    (answer,) = said(capsys)
    assert answer["results"][0]["track"] == str(files["stranger"])  # type: ignore[index]
    assert main(["merge", str(split)]) == 0
    assert main(["export", str(split), str(tmp_path / "all.earprint")]) == 0
    assert main(["remove", str(split), str(files["stranger"]), str(files["copy"]), "unheard of"]) == 1
    told = capsys.readouterr()
    assert (told.out, told.err) == ("exported 5\n", "unheard of: not in the index\n")
    assert main(["find", str(split), str(files["stranger"]), "--json"]) == 0
    assert said(capsys)[0]["results"] == []
    for _ in range(2):  # twice is once
        assert main(["import", str(split), str(tmp_path / "all.earprint")]) == 0
    capsys.readouterr()
    assert main(["info", str(split)]) == 0
    assert said(capsys)[0]["tracks"] == 5
    assert main(["verify", str(split)]) == 0


def test_a_split_overwrites_nothing_and_a_lost_list_is_told(
    files: dict[str, Path], db: Path, split: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["split", str(db), str(split), "--shards", "2"]) == 2
    assert "holds shards already" in capsys.readouterr().err
    assert main(["split", str(split), str(tmp_path / "again"), "--shards", "2"]) == 2
    assert main(["split", str(db), str(tmp_path / "none"), "--shards", "0"]) == 2
    listed = split / "shards.json"
    for text in ("{}", "[", '{"format": "earprint shards", "version": 1, "shards": [{}]}', None):
        listed.write_text(text) if text else listed.unlink()
        capsys.readouterr()
        assert main(["find", str(split), str(files["copy"])]) == 1
        assert "shards.json" in capsys.readouterr().err


def test_a_shard_of_another_machine_is_only_asked_through_ray(
    files: dict[str, Path], split: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = json.loads((split / "shards.json").read_text())
    listed["shards"][1]["machine"] = "192.0.2.7"
    (split / "shards.json").write_text(json.dumps(listed))
    assert main(["find", str(split), str(files["one"]), "--json"]) == 1
    (answer,) = said(capsys)
    assert answer["results"] == []
    assert list(answer["lost"]) == ["shard-0001 on 192.0.2.7"]  # type: ignore[call-overload]


def test_compare_tells_and_draws_two_files(
    files: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "both.svg"
    assert main(["compare", str(files["copy"]), str(files["two"]), "--picture", str(picture)]) == 0
    (told,) = said(capsys)
    assert len(told["results"]) == 1  # type: ignore[arg-type]
    assert picture.read_text().startswith("<svg")


def test_an_index_of_another_version_is_refused_with_a_sentence(
    files: dict[str, Path], db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    volume = next(db.glob("*.vol"))
    old = bytearray(volume.read_bytes())
    old[7] = 1
    volume.write_bytes(old)
    assert main(["info", str(db)]) == 1
    assert "earlier version" in capsys.readouterr().err


def test_bends_of_any_byte_of_the_head_are_noticed(db: Path) -> None:
    from earprint.volumes import DamagedVolume, check

    volume = next(db.glob("*.vol"))
    whole = volume.read_bytes()
    for place in np.random.default_rng(1).integers(0, len(whole), 60):
        bent = bytearray(whole)
        bent[place] ^= 1 << int(place % 8)
        volume.write_bytes(bent)
        with pytest.raises(DamagedVolume):
            check(volume)


def test_print_writes_what_is_delivered_in_place_of_a_sound(
    files: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["print", str(files["one"]), str(files["letter"]), "--to", str(tmp_path)]) == 1
    told = capsys.readouterr()
    assert told.out.split() == [str(tmp_path / "one.wav.print")]
    assert "letter.mp3" in told.err
    printed = Print.from_bytes((tmp_path / "one.wav.print").read_bytes())
    assert printed.seconds == pytest.approx(40, abs=0.1)
