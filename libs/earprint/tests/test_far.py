"""Shards as actors on Ray: the answer is that of one index, what is lost is told, nothing listens outside.

Ray belongs to what the tests need: without it they fail, unless EARPRINT_WITHOUT_RAY=1 leaves them out.
"""

from __future__ import annotations

import ipaddress
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

if os.environ.get("EARPRINT_WITHOUT_RAY") == "1":
    pytest.skip("EARPRINT_WITHOUT_RAY is set: shards on Ray are NOT tested", allow_module_level=True)

from band import heard, song, wav_bytes
from disguises import faster, noisy
from earprint import far, sharded, shards
from earprint.catalogue import Catalogue
from earprint.far import LOOPBACK, MOST_QUESTIONS, Cluster, NoCluster
from earprint.index import Index
from earprint.prints import Print
from earprint.search import Part

SOURCES = Path(__file__).resolve().parents[1] / "src"


@pytest.fixture(scope="module")
def songs() -> list[np.ndarray]:
    return [song(number, 30, band=number // 2) for number in range(6)]


@pytest.fixture(scope="module")
def whole(songs: list[np.ndarray], tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    catalogue = Catalogue(tmp_path_factory.mktemp("whole") / "db")
    catalogue.add([(f"song {number}", heard(sound)) for number, sound in enumerate(songs)])
    return catalogue


@pytest.fixture(scope="module")
def mix(songs: list[np.ndarray]) -> Print:
    """Songs 0, 4 and 3: numbers 1 and 5, which lie in the second shard of two, and 4, in the first."""
    parts = [songs[0][: 44100 * 15], faster(songs[4], 1.06)[: 44100 * 15], songs[3][-44100 * 15 :]]
    return heard(np.concatenate(parts))


@pytest.fixture(scope="module")
def running(whole: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Ray, started once for all tests, with two shards."""
    folder = tmp_path_factory.mktemp("running") / "split"
    sharded.split(whole, folder, 2)
    with Cluster(sharded.places(folder), LOOPBACK) as cluster:
        yield cluster
    assert left_over() == []


def test_actors_answer_exactly_as_the_index_they_were_made_of(
    running: Cluster, whole: Catalogue, songs: list[np.ndarray], mix: Print
) -> None:
    stranger = heard(song(77, 12))
    for question in (heard(songs[0][44100 * 5 : 44100 * 15]), heard(noisy(songs[1], 0)), stranger, mix):
        answer = running.search(question)
        assert (answer.complete, answer.lost) == (True, {})
        assert answer.matches == whole.index.search(question)
    assert answer.matches
    assert {running.name_of(match.track) for match in answer.matches} >= {"song 0", "song 4", "song 3"}
    assert running.name_of(999) == "999"


def test_nothing_listens_on_another_address_than_the_given_one(running: Cluster, mix: Print) -> None:
    running.search(mix)
    mine = {os.getpid(), *children(os.getpid())}
    listening = {(address, pid) for address, pid in listeners() if pid in mine}
    assert {address for address, _ in listening} == {LOOPBACK}
    told = {pid: Path(f"/proc/{pid}/cmdline").read_text().split("\0")[0] for _, pid in listening}
    kinds = {"gcs_server", "raylet", "ray::Shard"}
    assert {kind for kind in kinds for line in told.values() if kind in line} == kinds  # all were looked at
    assert os.getpid() in told


def test_what_is_dead_or_was_never_there_is_told_at_once_and_the_others_answer(
    running: Cluster, mix: Print
) -> None:
    first, second = running.places
    elsewhere = sharded.Place("elsewhere", second.folder, "192.0.2.77", second.share)
    begun = time.monotonic()
    with Cluster([first, second, elsewhere], None) as cluster:
        far.ray.kill(cluster.actors["shard-0000"])
        answer = cluster.search(mix)
        assert not answer.complete
        assert set(answer.lost) == {"shard-0000", "elsewhere"}
        assert answer.lost["elsewhere"] == "192.0.2.77 is not in the cluster"
        assert "actor is gone" in answer.lost["shard-0000"]
        assert {match.track for match in answer.matches} == {1, 5}
    assert time.monotonic() - begun < cluster.timeout


@pytest.mark.parametrize("step", ["lines", "follow"])
def test_an_actor_that_dies_in_the_middle_is_told_and_is_there_again_for_later_questions(
    step: str, running: Cluster, mix: Print
) -> None:
    pid = process_of(running.actors["shard-0000"])
    begins = running.begins()
    begins["shard-0000"] = at_step(begins["shard-0000"], step, lambda: killed(pid))
    answer = shards.search(mix, begins)
    assert list(answer.lost) == ["shard-0000"]
    assert {match.track for match in answer.matches} == {1, 5}
    until(lambda: running.search(mix).complete)
    assert {match.track for match in running.search(mix).matches} == {1, 4, 5}


def test_an_actor_that_hangs_is_waited_for_no_longer_than_was_said(
    running: Cluster, mix: Print, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "timeout", 2.0)
    pid = process_of(running.actors["shard-0000"])
    os.kill(pid, signal.SIGSTOP)
    try:
        begun = time.monotonic()
        answer = running.search(mix)
        assert time.monotonic() - begun < 10
    finally:
        os.kill(pid, signal.SIGCONT)
    assert answer.lost == {"shard-0000": "no answer within 2 s"}
    assert {match.track for match in answer.matches} == {1, 5}
    until(lambda: running.search(mix).complete)


def test_what_another_process_adds_to_a_shard_is_found_by_the_next_question(
    running: Cluster, tmp_path: Path
) -> None:
    new = heard(song(77, 12))
    assert running.search(new).matches == []
    (tmp_path / "new.print").write_bytes(new.to_bytes())
    code = """if True:
        import sys
        from pathlib import Path
        from earprint.index import Index
        from earprint.prints import Print
        Index(Path(sys.argv[1])).add([(6, Print.from_bytes(Path(sys.argv[2]).read_bytes()))])
    """
    shard = running.places[0].folder
    arguments = [str(shard), str(tmp_path / "new.print")]
    subprocess.run([sys.executable, "-c", code, *arguments], check=True, env=with_sources())
    assert [match.track for match in running.search(new).matches] == [6]
    Index(shard).remove([6])
    assert running.search(new).matches == []


def test_a_shard_folder_that_goes_is_told_and_one_that_comes_back_is_searched(
    running: Cluster, mix: Print, tmp_path: Path
) -> None:
    shard = running.places[0].folder
    shard.rename(tmp_path / "away")
    try:
        answer = running.search(mix)
        assert list(answer.lost) == ["shard-0000"]
        assert "is gone" in answer.lost["shard-0000"]
        with Cluster(running.places[:1], None) as late:  # an actor that never saw it
            assert "there is no index" in late.search(mix).lost["shard-0000"]
            assert not shard.exists()  # and that made no empty one
            (tmp_path / "away").rename(shard)
            assert late.search(mix).complete
    finally:
        if not shard.exists():
            (tmp_path / "away").rename(shard)
    assert running.search(mix).complete


def test_questions_nobody_ends_are_dropped_oldest_first(running: Cluster, mix: Print) -> None:
    begun = [running.begins()["shard-0000"](mix) for _ in range(MOST_QUESTIONS + 1)]
    begun[-1].lines("nearly", [0], 1.0)
    with pytest.raises(LookupError, match="not known"):
        begun[0].lines("nearly", [0], 1.0)
    actor = running.actors["shard-0000"]

    def count() -> int:
        asked = actor.__ray_call__.remote(lambda shard: len(shard._questions))
        number: int = far.ray.get(asked, timeout=10)
        return number

    assert count() == MOST_QUESTIONS
    running.search(mix)  # takes the oldest one's place, and ends
    until(lambda: count() == MOST_QUESTIONS - 1)


def test_ray_is_started_for_the_loopback_address_only_and_once(running: Cluster) -> None:
    with pytest.raises(NoCluster, match="connected to Ray already"):
        Cluster([], LOOPBACK)
    code = """if True:
        import ray
        from earprint.far import Cluster, NoCluster
        for address in ("0.0.0.0", "192.0.2.1", "127.0.0.1", "127.0.0.1:1"):
            try:
                Cluster([], address)
            except NoCluster as error:
                print(error)
    """
    done = subprocess.run([sys.executable, "-c", code], env=with_sources(), stdout=subprocess.PIPE, text=True)
    first, second, third, fourth = done.stdout.splitlines()
    assert "listens on 127.0.0.1 only" in first
    assert second == first
    assert "imported before" in third  # by someone else, without the setting that keeps Ray to an address
    assert "no Ray to be joined at 127.0.0.1:1 " in fourth


def test_the_command_joins_a_running_cluster_and_leaves_its_actors_warm(
    running: Cluster, whole: Catalogue, songs: list[np.ndarray], tmp_path: Path
) -> None:
    sharded.split(whole, tmp_path / "split", 2)
    (tmp_path / "copy.wav").write_bytes(wav_bytes(songs[4][44100 * 5 : 44100 * 15]))
    command = [sys.executable, "-m", "earprint", "find", str(tmp_path / "split"), str(tmp_path / "copy.wav")]

    def asked() -> tuple[int, dict[str, Any]]:
        done = subprocess.run(
            [*command, "--json", "--ray", running.address],
            env=with_sources(),
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.returncode, json.loads(done.stdout)

    status, answer = asked()
    assert (status, answer["complete"], answer["results"][0]["track"]) == (0, True, "song 4")
    before = shard_processes()
    shutil.rmtree(tmp_path / "split" / "shard-0000")
    status, answer = asked()
    assert (status, answer["complete"], list(answer["lost"])) == (1, False, ["shard-0000"])
    assert answer["results"][0]["track"] == "song 4"
    assert shard_processes() == before
    assert len(before) == 2 + len(running.places)


# --- what the tests look with ------------------------------------------------------------------------


def with_sources() -> dict[str, str]:
    env = {k: v for k, v in os.environ.items() if k not in ("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER",)}
    return env | {"PYTHONPATH": str(SOURCES)}


def at_step(begin: shards.Begin, step: str, do: Callable[[], None]) -> shards.Begin:
    """A shard to which something happens just before a step."""

    class Watched:
        def __init__(self, part: Part) -> None:
            self._part = part

        def __getattr__(self, name: str) -> object:
            if name == step:
                do()
            return getattr(self._part, name)

    return lambda sound: Watched(begin(sound))


def process_of(actor: Any) -> int:
    pid: int = far.ray.get(actor.__ray_call__.remote(lambda _: os.getpid()), timeout=30)
    return pid


def killed(pid: int) -> None:
    if Path(f"/proc/{pid}").exists():
        os.kill(pid, signal.SIGKILL)


def until(true: Callable[[], bool]) -> None:
    begun = time.monotonic()
    while not true():
        assert time.monotonic() - begun < 60
        time.sleep(0.1)


def children(pid: int) -> set[int]:
    """All processes below one."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = path.read_text()
        except OSError:  # it ended
            continue
        parents[int(path.parent.name)] = int(told.rpartition(")")[2].split()[1])
    found: set[int] = set()
    while new := {one for one, above in parents.items() if above in found | {pid}} - found:
        found |= new
    return found


def listeners() -> Iterator[tuple[str, int]]:
    """(address, process) of every TCP socket that listens, and of every UDP socket that is bound."""
    sockets = {}
    for table, state in (("tcp", "0A"), ("tcp6", "0A"), ("udp", "07"), ("udp6", "07")):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            told = line.split()
            if told[3] == state:
                sockets[told[9]] = address_of(told[1].split(":")[0])
    for path in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            link = os.readlink(path)
        except OSError:  # it ended, or is not ours
            continue
        if link.startswith("socket:[") and link[8:-1] in sockets:
            yield sockets[link[8:-1]], int(path.parts[2])


def address_of(text: str) -> str:
    """An address of /proc/net: words of four bytes, each in the order of the machine."""
    words = b"".join(bytes.fromhex(text[at : at + 8])[::-1] for at in range(0, len(text), 8))
    address = ipaddress.ip_address(words)
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)


def shard_processes() -> set[int]:
    found = set()
    for pid in children(os.getpid()):
        try:
            line = Path(f"/proc/{pid}/cmdline").read_text()
        except OSError:  # it ended
            continue
        if line.startswith("ray::Shard"):
            found.add(pid)
    return found


def left_over() -> list[str]:
    """Processes of Ray that are still there."""
    lines = []
    for pid in children(os.getpid()):
        try:
            lines.append(Path(f"/proc/{pid}/cmdline").read_text())
        except OSError:  # it ended
            continue
    return [line for line in lines if "ray" in line.split("\0")[0]]
