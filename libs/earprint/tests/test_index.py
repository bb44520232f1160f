"""The index: what is added is found, what is removed is not, whatever else happens."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from band import heard, song
from earprint.index import Index, MemoryIndex
from earprint.prints import Print
from earprint.volumes import DamagedVolume


@pytest.fixture(scope="module")
def prints() -> list[Print]:
    return [heard(song(60 + n, 20)) for n in range(6)]


def found(index: Index | MemoryIndex, sound: Print, since: int = 0) -> list[int]:
    return [match.track for match in index.search(sound, since)]


def test_additions_survive_and_have_generations(prints: list[Print], tmp_path: Path) -> None:
    index = Index(tmp_path)
    assert (index.generation, found(index, prints[0])) == (0, [])
    assert index.add([(10, prints[0]), (11, prints[1])]) == 1
    assert index.add([(12, prints[2])]) == 2
    again = Index(tmp_path)
    assert [found(again, p) for p in prints[:4]] == [[10], [11], [12], []]
    assert found(again, prints[0], 1) == []
    assert found(again, prints[2], 1) == [12]
    assert again.info().tracks == 3
    again.verify()


def test_a_removed_track_is_silent_until_added_again(prints: list[Print], tmp_path: Path) -> None:
    index = Index(tmp_path)
    index.add([(1, prints[0]), (2, prints[1])])
    index.remove([1, 999])
    assert (found(index, prints[0]), found(index, prints[1])) == ([], [2])
    index.merge()
    assert (found(index, prints[0]), found(index, prints[1])) == ([], [2])
    index.add([(1, prints[0])])
    assert found(index, prints[0]) == [1]


def test_a_replaced_track_has_only_its_new_sound(prints: list[Print], tmp_path: Path) -> None:
    index = Index(tmp_path)
    index.add([(1, prints[0])])
    index.add([(1, prints[1])])
    assert (found(index, prints[0]), found(index, prints[1])) == ([], [1])
    assert index.info().tracks == 1


def test_merging_keeps_answers_and_generations(prints: list[Print], tmp_path: Path) -> None:
    index = Index(tmp_path)
    for number, sound in enumerate(prints):
        index.add([(number, sound)])
    before = [index.search(sound) for sound in prints]
    index.merge()
    assert index.info().volumes == 1
    assert [index.search(sound) for sound in prints] == before
    assert found(index, prints[5], 5) == [5]
    assert found(index, prints[4], 5) == []
    assert len(list(tmp_path.glob("*.vol"))) == 1


def test_another_process_sees_what_was_added(prints: list[Print], tmp_path: Path) -> None:
    reader = Index(tmp_path)
    (tmp_path / "print").write_bytes(prints[0].to_bytes())
    script = (
        "import sys, pathlib; from earprint.index import Index; from earprint.prints import Print;"
        "p = pathlib.Path(sys.argv[1]); Index(p).add([(7, Print.from_bytes((p / 'print').read_bytes()))])"
    )
    subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], check=True, env={"PYTHONPATH": ":".join(sys.path)}
    )
    assert reader.refresh()
    assert not reader.refresh()
    assert found(reader, prints[0]) == [7]


def test_memory_and_folder_give_the_same_answer(prints: list[Print], tmp_path: Path) -> None:
    folder, memory = Index(tmp_path), MemoryIndex()
    for index in (folder, memory):
        index.add(list(enumerate(prints[:3])))
        index.add([(3, prints[3])])
    for sound in prints:
        assert folder.search(sound) == memory.search(sound)


@pytest.mark.parametrize("place", [0.01, 0.3, 0.6, 0.95])
def test_a_changed_byte_is_noticed(place: float, prints: list[Print], tmp_path: Path) -> None:
    index = Index(tmp_path)
    index.add([(1, prints[0])])
    (volume,) = tmp_path.glob("*.vol")
    data = bytearray(volume.read_bytes())
    at = int(len(data) * place)
    data[at] ^= 0x10
    volume.write_bytes(bytes(data))
    with pytest.raises(DamagedVolume):
        index.verify()


def test_what_an_interrupted_writer_left_is_ignored(prints: list[Print], tmp_path: Path) -> None:
    index = Index(tmp_path)
    index.add([(1, prints[0])])
    (tmp_path / "v0000000002.vol").write_bytes(b"half a volume whose manifest never came")
    (tmp_path / "manifest.tmp").write_text("{")
    fresh = Index(tmp_path)
    assert found(fresh, prints[0]) == [1]
    assert fresh.add([(2, prints[1])]) == 2
    assert found(fresh, prints[1]) == [2]


def test_volumes_of_the_version_before_are_searched_and_brought_up_to_date_by_a_merge(tmp_path: Path) -> None:
    """data/version-2.vol was written by the version before: songs 1 (14 s) and 2 (12 s) as tracks 7 and 9."""
    old = Path(__file__).with_name("data") / "version-2.vol"
    sounds = [heard(song(n, 12)) for n in (1, 2, 3)]
    (tmp_path / "v.vol").write_bytes(old.read_bytes())
    manifest = {"generation": 1, "files": ["v.vol"], "removed": {}}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    index = Index(tmp_path)
    index.verify()
    assert [found(index, sound) for sound in sounds] == [[7], [9], []]
    before = [index.search(sound)[0].segments for sound in sounds[:2]]
    index.add([(11, sounds[2])])
    index.merge()
    assert [found(Index(tmp_path), sound) for sound in sounds] == [[7], [9], [11]]
    assert [index.search(sound)[0].segments for sound in sounds[:2]] == before
    assert all(path.read_bytes().startswith(b"EPVOL\0\0\x03") for path in tmp_path.glob("*.vol"))
