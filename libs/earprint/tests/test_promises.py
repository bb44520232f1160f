"""What an index promises whatever happens to it: properties that hold for any sound and any history.

Sounds are prints of small songs, of which two share chords, bass and drums, of another edition of one of
them, and of landmarks by chance; questions are stretches of them, sped up or transposed, laid over each
other, and strangers.
"""

from __future__ import annotations

import dataclasses
import itertools
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from scipy.signal import resample_poly

from band import song
from earprint.index import Index, MemoryIndex
from earprint.matches import Match
from earprint.prints import BINS, BINS_PER_OCTAVE, FINE_PER_BIN, TICKS_PER_SECOND, Print, analyse

few = settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
ROUNDED = 0.011  # seconds: times of a segment are told in hundredths


def by_chance(seed: int, seconds: float) -> Print:
    """Landmarks by chance: alike to nothing."""
    rng = np.random.default_rng(seed)
    count = int(seconds * 60)
    t = np.sort(rng.integers(0, int(seconds * TICKS_PER_SECOND), count)).astype(np.int32)
    f = rng.integers(FINE_PER_BIN, (BINS - 1) * FINE_PER_BIN, count).astype(np.uint16)
    return Print(t, f, rng.integers(0, 255, count).astype(np.uint8), rng.random(count) < 0.5, seconds)


def changed(
    whole: Print, begin: float = 0.0, seconds: float = 600.0, speed: float = 1.0, semitones: float = 0.0
) -> Print:
    """A stretch of a print, `speed` times as fast and `semitones` higher."""
    seconds = min(seconds, whole.seconds - begin)
    part = slice(*np.searchsorted(whole.t, np.array([begin, begin + seconds]) * TICKS_PER_SECOND))
    t = np.rint((whole.t[part] - begin * TICKS_PER_SECOND) / speed).astype(np.int32)
    f = whole.f[part] + np.rint(semitones / 12 * BINS_PER_OCTAVE * FINE_PER_BIN).astype(np.int64)
    kept = (f >= 0) & (f < BINS * FINE_PER_BIN) & (t >= 0) & (t < seconds / speed * TICKS_PER_SECOND)
    strength, sparse = whole.strength[part], whole.sparse[part]
    return Print(t[kept], f[kept].astype(np.uint16), strength[kept], sparse[kept], seconds / speed)


def together(one: Print, other: Print, later: float = 0.0) -> Print:
    """Two prints laid over each other, the second some seconds later."""
    t = np.concatenate([one.t, other.t + np.int32(later * TICKS_PER_SECOND)])
    order = np.argsort(t, kind="stable")
    made = (np.concatenate([getattr(one, n), getattr(other, n)]) for n in ("f", "strength", "sparse"))
    f, strength, sparse = (values[order] for values in made)
    return Print(t[order], f, strength, sparse, max(one.seconds, other.seconds + later))


@cache
def references() -> tuple[Print, ...]:
    """Seven recordings; the last is another edition of the first: it begins later."""
    songs = [song(n, 19.0 + 0.7 * n, band=max(n, 1)) for n in range(4)]
    heard = [analyse(resample_poly(sound, 160, 441, axis=0).astype(np.float32)) for sound in songs]
    return (*heard, by_chance(1, 14.3), by_chance(2, 11.1), changed(heard[0], 4.0))


@cache
def questions() -> tuple[Print, ...]:
    """Each is answered by some of the references, by two that share its sound, or by none."""
    r = references()
    return (
        changed(r[0], 5.0, 12.0),
        changed(r[1], 2.0, 12.0, speed=1.06, semitones=1.0),
        changed(r[3], 0.0, 15.0, semitones=-2.0),
        changed(r[4], 1.0, 9.0),
        together(r[2], r[5], 8.0),
        r[0],
        by_chance(99, 10.0),
    )


def alike(one: Sequence[Match], other: Sequence[Match]) -> bool:
    """The same answer. p_false is made of hours, a sum whose last digit depends on the order."""
    plain = [[dataclasses.replace(match, p_false=0.0) for match in found] for found in (one, other)]
    near = [m.p_false for m in one] == pytest.approx([m.p_false for m in other], rel=1e-9)
    return plain[0] == plain[1] and near


@cache
def expected(tracks: tuple[tuple[int, int], ...], question: int) -> list[Match]:
    """What references (id, number) answer that were added at once."""
    index = MemoryIndex()
    if tracks:
        index.add([(track, references()[number]) for track, number in tracks])
    return index.search(questions()[question])


def answers_as_built_anew(index: Index | MemoryIndex, tracks: dict[int, int], question: int) -> None:
    wanted = expected(tuple(sorted(tracks.items())), question)
    assert alike(index.search(questions()[question]), wanted)


@contextmanager
def fresh() -> Iterator[Index]:
    """Hypothesis has no folder per example."""
    with tempfile.TemporaryDirectory() as folder:
        yield Index(Path(folder))


numbers = st.integers(0, 6)
asked = st.integers(0, 6)
ALL = {10 + number: number for number in range(7)}


def test_the_questions_are_what_they_are_meant_to_be() -> None:
    """Else the properties below would hold of silence."""
    told = [{m.track - 10 for m in expected(tuple(ALL.items()), q)} for q in range(len(questions()))]
    for found, meant in zip(told, ({0, 6}, {1}, {3}, {4}, {2, 5}, {0, 6}), strict=False):
        assert found >= meant
    assert told[6] == set()


@few
@given(
    number=numbers, begin=st.floats(0, 8), seconds=st.floats(3, 20), speed=st.floats(0.7, 1.4),
    semitones=st.floats(-4, 4), laid=numbers, later=st.floats(0, 12),
)  # fmt: skip
def test_segments_lie_inside_file_and_reference(
    number: int, begin: float, seconds: float, speed: float, semitones: float, laid: int, later: float
) -> None:
    sound = together(
        changed(references()[number], begin, seconds, speed, semitones), references()[laid], later
    )
    index = MemoryIndex()
    index.add([(10 + n, one) for n, one in enumerate(references())])
    found = index.search(sound)
    assert found
    for match in found:
        length = references()[match.track - 10].seconds
        assert match.segments
        assert 0 <= match.covered_seconds <= sound.seconds + ROUNDED
        for s in match.segments:
            assert 0 <= s.f0 < s.f1 <= sound.seconds + ROUNDED
            assert 0 <= s.r0 < s.r1 <= length + ROUNDED


@few
@given(order=st.permutations(range(7)), cuts=st.sets(st.integers(1, 6)), question=asked)
def test_the_order_of_additions_changes_no_answer(order: list[int], cuts: set[int], question: int) -> None:
    edges = [0, *sorted(cuts), 7]
    with fresh() as index:
        for first, last in itertools.pairwise(edges):
            index.add([(10 + n, references()[n]) for n in order[first:last]])
        answers_as_built_anew(index, ALL, question)


@few
@given(again=st.sets(numbers, min_size=1), between=st.booleans(), question=asked)
def test_added_removed_and_added_again_is_as_added(again: set[int], between: bool, question: int) -> None:
    with fresh() as index:
        index.add([(track, references()[number]) for track, number in ALL.items()])
        index.remove([10 + number for number in again])
        answers_as_built_anew(index, {t: n for t, n in ALL.items() if n not in again}, question)
        if between:
            index.merge()
        index.add([(10 + number, references()[number]) for number in again])
        answers_as_built_anew(index, ALL, question)


@few
@given(sizes=st.lists(st.integers(1, 3), min_size=2, max_size=5), gone=st.sets(numbers), question=asked)
def test_merged_is_as_unmerged_and_as_built_anew(sizes: list[int], gone: set[int], question: int) -> None:
    unmerged, tracks = MemoryIndex(), dict(list(ALL.items())[: sum(sizes)])
    with fresh() as index:
        left = list(tracks.items())
        for size in sizes:
            some = [(track, references()[number]) for track, number in left[:size]]
            left = left[size:]
            if some:
                index.add(some)
                unmerged.add(some)
        assert alike(index.search(questions()[question]), unmerged.search(questions()[question]))
        index.remove([10 + number for number in gone])
        index.merge()
        kept = {track: number for track, number in tracks.items() if number not in gone}
        answers_as_built_anew(index, kept, question)
        assert index.info().tracks == len(kept)
        index.verify()


@few
@given(old=numbers, new=numbers, merged=st.booleans())
def test_a_replaced_reference_answers_only_by_its_new_sound(old: int, new: int, merged: bool) -> None:
    with fresh() as index:
        index.add([(1, references()[old]), (2, by_chance(50, 10.0))])
        index.add([(1, references()[new])])
        if merged:
            index.merge()
        anew = MemoryIndex()
        anew.add([(1, references()[new]), (2, by_chance(50, 10.0))])
        for number in {old, new}:
            assert alike(index.search(references()[number]), anew.search(references()[number]))
        assert [m.track for m in index.search(references()[new])] == [1]
        if old != new and {old, new} & {4, 5}:  # landmarks by chance are like nothing else
            assert index.search(references()[old]) == []


@few
@given(first=asked, others=st.lists(asked, max_size=2))
def test_asked_twice_is_answered_the_same(first: int, others: list[int]) -> None:
    """Also with other questions between: nothing of a question stays in the index."""
    with fresh() as index:
        index.add([(track, references()[number]) for track, number in ALL.items()])
        once = index.search(questions()[first])
        for other in others:
            index.search(questions()[other])
        assert index.search(questions()[first]) == once
        assert Index(index.folder).search(questions()[first]) == once


def carry(source: Index, target: Index, ids: dict[int, int], folder: Path) -> None:
    """All tracks of one index into another, by a file, under other ids."""
    assert sum(target.take_in(path, ids) for path in source.write_all(folder)) == len(ids)


steps = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.dictionaries(st.integers(0, 4), numbers, min_size=1, max_size=3)),
        st.tuples(
            st.just("remove"), st.sets(st.integers(0, 5) | st.integers(20, 28), min_size=1, max_size=2)
        ),
        st.tuples(st.just("merge"), st.none()),
        st.tuples(st.just("open"), st.none()),
        st.tuples(st.just("take in"), st.dictionaries(st.integers(0, 4), numbers, min_size=1, max_size=2)),
        st.tuples(st.just("move"), st.none()),
    ),
    min_size=3,
    max_size=9,
)


@few
@given(history=steps, question=asked)
@example(history=[("remove", {21}), ("add", {0: 0}), ("add", {1: 0})], question=1)
def test_any_history_ends_like_an_index_built_anew(
    history: list[tuple[str, dict[int, int]]], question: int
) -> None:
    """Additions, replacements, removals, merges, files of other indices, moves elsewhere, in any order.

    It begins with a volume so large that small ones are merged without it.
    """
    tracks = {20 + n: n % 7 for n in range(9)}
    with fresh() as index, tempfile.TemporaryDirectory() as elsewhere:
        index.add([(track, references()[number]) for track, number in tracks.items()])
        for count, (step, given_) in enumerate(history):
            if step == "add":
                index.add([(track, references()[number]) for track, number in given_.items()])
                tracks.update(given_)
            elif step == "remove":
                index.remove(given_)
                tracks = {track: number for track, number in tracks.items() if track not in given_}
            elif step == "merge":
                index.merge()
            elif step == "open":
                index = Index(index.folder)
            elif step == "take in":
                other = Index(Path(elsewhere) / f"{count}")
                other.add([(1000 + track, references()[number]) for track, number in given_.items()])
                carry(other, index, {1000 + track: track for track in given_}, Path(elsewhere))
                tracks.update(given_)
            else:
                empty = Index(Path(elsewhere) / f"{count}")
                carry(index, empty, {track: track for track in tracks}, Path(elsewhere))
                index = empty
        assert index.info().tracks == len(tracks)
        answers_as_built_anew(index, tracks, question)
        index.verify()


LASTING = (0, 1, 2)  # tracks that are there from the first to the last


def written(number: int) -> Print:
    return by_chance(1000 + number, 6.0)


def read_until_told(folder: Path, index: Index) -> list[str]:
    """What a reader saw that it should not have seen, until the writer says that it ends.

    The writer writes "+n" after a track is in, and "-n" before it goes: who was there before the question and
    is not leaving after it must be found.
    """
    said, wrong = folder / "said", []
    while True:
        before = said.read_text().split()
        there = [n for n in before if n.startswith("+") and before.count(n) > before.count("-" + n[1:])]
        for number in [*LASTING, *(int(n) for n in there[-1:])]:
            found = [match.track for match in index.search(written(number))]
            leaving = said.read_text().split().count(f"-{number}") > before.count(f"-{number}")
            if found not in ([number], [] if leaving else [number]):
                wrong.append(f"{number}: {found}")
        if "end" in before or wrong:
            return wrong


def test_readers_lose_no_track_and_meet_no_error_while_others_write_and_merge(tmp_path: Path) -> None:
    """Threads on one index object and on one of their own, a process that reads, and one that writes too."""
    db = tmp_path / "db"
    index = Index(db)
    index.add([(number, written(number)) for number in LASTING])
    (tmp_path / "said").write_text("")
    head = (
        "import sys; sys.path[:0] = sys.argv[3:]\nfrom pathlib import Path\n"
        "from earprint.index import Index\nimport test_promises\n"
        "folder = Path(sys.argv[1]); index = Index(folder / 'db')\n"
        "index.search(test_promises.written(0)); (folder / sys.argv[2]).touch()\n"
    )
    reads = "wrong = test_promises.read_until_told(folder, index)\nif wrong: sys.exit(str(wrong))\n"
    writes = (
        "for number in range(40, 56):\n    index.add([(number, test_promises.written(number))])\n"
        "    number % 5 or index.merge()\n"
    )
    paths = [str(Path(__file__).parent), str(Path(sys.modules["earprint"].__file__ or "").parents[1])]
    others = [
        subprocess.Popen(
            [sys.executable, "-c", head + what, str(tmp_path), name, *paths],
            stderr=subprocess.PIPE,
            text=True,
        )
        for name, what in (("reader", reads), ("writer", writes))
    ]
    wrong: list[str] = []

    def read(mine: Index) -> None:
        try:
            wrong.extend(read_until_told(tmp_path, mine))
        except Exception as error:  # noqa: BLE001  (a thread's error would be lost)
            wrong.append(repr(error))

    threads = [threading.Thread(target=read, args=(mine,)) for mine in (index, Index(db))]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 60
    while not ((tmp_path / "reader").exists() and (tmp_path / "writer").exists()):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    with (tmp_path / "said").open("a") as said:
        for number in range(10, 26):
            index.add([(number, written(number))])
            print(f"+{number}", file=said, flush=True)
            if number % 3 == 0:
                print(f"-{number - 1}", file=said, flush=True)
                index.remove([number - 1])
            if number % 4 == 0:
                index.merge()
        print("end", file=said, flush=True)
    for thread in threads:
        thread.join()
    told = [process.communicate()[1] for process in others]
    assert wrong == []
    assert [process.returncode for process in others] == [0, 0], told
    assert index.info().tracks == len(LASTING) + 16 - 5 + 16
    assert [m.track for n in range(40, 56) for m in index.search(written(n))] == list(range(40, 56))
