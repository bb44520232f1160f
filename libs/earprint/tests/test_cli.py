"""The command: what it prints is what was asked for, and nothing it is given can break an index."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from band import RATE, song, wav_bytes
from earprint.cli import main
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


@pytest.fixture
def db(files: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    listed = tmp_path / "list.txt"
    listed.write_text(f"{files['two']}\n\n")
    assert main(["add", str(tmp_path / "db"), str(files["one"]), "--list", str(listed)]) == 0
    assert capsys.readouterr().out == "added 2 of 2\n"
    return tmp_path / "db"


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
