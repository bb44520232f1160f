"""Shards as actors on Ray: `shards` on many machines.

An actor holds the index of one shard on the machine that has it, warm, with the questions in progress. It is
asked with a time limit; one that died, hangs or cannot read its folder is lost, and the answer tells it.

Where Ray listens: its own processes, every worker and every program that joins open ports, and who reaches
one (and has the token, where the cluster asks for one) runs programs there. Ray started here listens on
127.0.0.1 and nowhere else. On several machines that cannot be had: Ray announces the address it is given
(`ray start --node-ip-address`), but binds the gRPC ports of gcs_server, raylet, workers and of programs that
join to all addresses of the machine whenever that one is not 127.0.0.1, and has no option against it. So such
a cluster belongs behind a firewall and asks for a token (RAY_AUTH_MODE=token); nothing here starts one.
"""

from __future__ import annotations

import atexit
import logging
import os
import secrets
import shutil
import signal
import socket
import sysconfig
import tempfile
import threading
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from earprint import __version__, sharded, shards
from earprint.asking import Line
from earprint.catalogue import Catalogue
from earprint.prints import Print
from earprint.search import Inquiry  # loads the kernels: the first question does not wait for them
from earprint.sharded import Place
from earprint.verification import Alignment

_SETTINGS = {
    # Or else Ray takes 127.0.0.1 for a mistake, replaces it by the machine's own address, and listens on all.
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
    "RAY_USAGE_STATS_ENABLED": "0",  # nothing is reported to anyone
    "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",  # the folder we were started in is not copied to other machines
}
for _name, _value in _SETTINGS.items():
    os.environ.setdefault(_name, _value)  # before the import, which reads them

try:
    import ray
    from ray.exceptions import GetTimeoutError, RayActorError, RayError, RayTaskError
except ImportError as missing:
    raise ImportError("shards as actors need the engine Ray: pip install 'earprint[ray]'") from missing

LOOPBACK = "127.0.0.1"
MOST_QUESTIONS = 64  # in progress in an actor; of more, the oldest is dropped
SIDE_BY_SIDE = 4  # questions an actor works on at the same time
_QUIETLY: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
OBJECTS = 80_000_000  # bytes Ray sets aside for large answers, about the least it accepts


class NoCluster(ConnectionError):
    """Ray cannot be started or joined as it was asked for."""


class Shard:
    """What runs in an actor: one shard's index, and the questions in progress."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._catalogue: Catalogue | None = None
        self._lock = threading.Lock()
        self._questions: dict[str, Inquiry] = {}
        with suppress(Exception):  # a folder that cannot be read is told to who asks, and may be there later
            self._opened()

    def ready(self) -> None:
        """Returns when the actor can be asked."""

    def begin(self, question: str, sound: Print) -> float:
        """Take up a question; hours of the references."""
        inquiry = Inquiry(sound, self._opened().index.parts())
        with self._lock:
            self._questions[question] = inquiry
            while len(self._questions) > MOST_QUESTIONS:
                del self._questions[next(iter(self._questions))]
        return inquiry.hours()

    def lines(self, question: str, manner: str, windows: Sequence[int], hours: float) -> list[Line]:
        """See search.Part."""
        return self._inquiry(question).lines(manner, windows, hours)

    def follow(self, question: str, lines: Sequence[Line]) -> list[Alignment]:
        """See search.Part."""
        return self._inquiry(question).follow(lines)

    def end(self, question: str) -> None:
        """Forget a question."""
        with self._lock:
            self._questions.pop(question, None)

    def name_of(self, track: int) -> str | None:
        """The name of a track of this shard."""
        name = self._opened().name_of(track)
        return None if name == str(track) else name

    def _opened(self) -> Catalogue:
        with self._lock:
            if self._catalogue is None:
                self._catalogue = sharded.opened(self._place)
            return self._catalogue

    def _inquiry(self, question: str) -> Inquiry:
        with self._lock:
            if question not in self._questions:
                raise LookupError("the question is not known (any more)")
            return self._questions[question]


class Asked:
    """A shard that is being asked about one print: a search.Part over there."""

    def __init__(self, actor: Any, timeout: float, question: str, sound: Print) -> None:
        self._actor, self._timeout, self._question = actor, timeout, question
        self._hours: float = self._answer("begin", sound)

    def hours(self) -> float:
        return self._hours

    def lines(self, manner: str, windows: Sequence[int], hours: float) -> list[Line]:
        told: list[Line] = self._answer("lines", manner, windows, hours)
        return told

    def follow(self, lines: Sequence[Line]) -> list[Alignment]:
        told: list[Alignment] = self._answer("follow", lines)
        return told

    def _answer(self, method: str, *arguments: Any) -> Any:
        return _answered(getattr(self._actor, method).remote(self._question, *arguments), self._timeout)


class Cluster:
    """Shards asked as actors, an actor each. Used in a `with`, or closed.

    `shards`: folders, or places on the machines of a cluster. `address`: 127.0.0.1 starts Ray on this machine
    for as long as this object is open; host:port joins the cluster that listens there, where the actors stay,
    warm and shared by all who ask, until `dismiss` or the end of the cluster; None uses the Ray this process
    is connected to. `here`: this machine's address in the cluster joined, if not the one from which it is
    reached. `timeout`: seconds a shard may take for each step of an answer; `patience`: seconds to wait at
    first for actors to start, after which they are asked nevertheless.

    Raises NoCluster.
    """

    def __init__(
        self,
        shards: Iterable[Path | Place],
        address: str | None = LOOPBACK,
        *,
        here: str = "",
        timeout: float = 30.0,
        patience: float = 60.0,
    ) -> None:
        self.places = [one if isinstance(one, Place) else Place(one.name, one) for one in shards]
        if len({place.name for place in self.places}) < len(self.places):
            raise ValueError("two shards of the same name")
        self.actors: dict[str, Any] = {}
        self.timeout = timeout
        self._names: dict[int, str] = {}
        self._connected = address is not None  # by us, so that we disconnect
        self._stays = address is not None and ":" in address
        self._folder = ""  # of the Ray that is started here
        if ray.is_initialized() != (address is None):
            raise NoCluster("address=None is for a process that is connected to Ray already, and it alone")
        if address is None:
            pass
        elif self._stays:
            reached_from = _own_address(address)
            _join(address, here or reached_from)
        else:
            self._folder = _start(address)
        atexit.register(self.close)  # for who forgets it
        try:
            #: `host:port` by which other processes join.
            self.address: str = ray.get_runtime_context().gcs_address
            self.actors = {place.name: self._actor(place) for place in self.places}
            self._ready = {name: actor.ready.remote() for name, actor in self.actors.items()}
            there = [self._ready[place.name] for place in self.places if not _is_absent(place)]
            if there:
                ray.wait(there, num_returns=len(there), timeout=patience)
        except BaseException:
            self.close()
            raise

    def begins(self, question: str = "") -> dict[str, shards.Begin]:
        """The shards, for `shards.search`; all steps of one question have its name."""
        question = question or uuid.uuid4().hex

        def begin(place: Place) -> shards.Begin:
            def begun(sound: Print) -> Asked:
                actor, ready = self.actors[place.name], self._ready[place.name]
                if not ray.wait([ready], timeout=0)[0] and _is_absent(place):
                    raise ConnectionError(f"{place.machine} is not in the cluster")
                return Asked(actor, self.timeout, question, sound)

            return begun

        return {place.name: begin(place) for place in self.places}

    def search(self, sound: Print) -> shards.Answer:
        """Look a print up in all shards at once."""
        question = uuid.uuid4().hex
        try:
            return shards.search(sound, self.begins(question))
        finally:
            for actor in self.actors.values():
                actor.end.remote(question)  # not waited for

    def name_of(self, track: int) -> str:
        """The name of a track, if its shard is a catalogue and there; else its number."""
        asked = [] if track in self._names else [a.name_of.remote(track) for a in self.actors.values()]
        while asked and track not in self._names:
            answered, asked = ray.wait(asked, timeout=self.timeout)
            if not answered:
                break
            with suppress(Exception):  # a shard that is lost was told with the answer
                if name := ray.get(answered[0]):
                    self._names[track] = name
        return self._names.get(track, str(track))

    def dismiss(self) -> None:
        """End the actors."""
        for actor in self.actors.values():
            ray.kill(actor)
        self.actors = {}

    def close(self) -> None:
        """End what was started here."""
        atexit.unregister(self.close)
        if not self._stays and ray.is_initialized():
            self.dismiss()
        if self._connected:
            ray.shutdown()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
        self.actors, self._connected, self._folder = {}, False, ""

    def __enter__(self) -> Cluster:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _actor(self, place: Place) -> Any:
        folder, machine = place.folder.absolute(), place.machine or _this_machine()
        options: dict[str, Any] = {
            "num_cpus": 0,  # Ray need not count: a machine has the shards it has
            "resources": {f"node:{machine}": 0.001},  # every machine has this one, under its own address
            "max_concurrency": SIDE_BY_SIDE,
            "max_restarts": -1,  # the question in progress is lost, not the next one
        }
        if self._stays:
            # A library of another version would not answer exactly as this one.
            name = f"earprint {__version__} {machine} {folder} {place.share}"
            options |= {"name": name, "namespace": "earprint", "get_if_exists": True, "lifetime": "detached"}
        made = Place(place.name, folder, share=place.share)
        return ray.remote(Shard).options(**options).remote(made)


def _start(address: str) -> str:
    """Start Ray on this machine for this process; the folder of its files."""
    if address != LOOPBACK:
        raise NoCluster(f"Ray started here listens on {LOOPBACK} only; a cluster is joined by HOST:PORT")
    if _this_machine() != address:  # asked before anything listens
        raise NoCluster("Ray was imported before earprint.far, and would listen on all addresses")
    # 127.0.0.1 is not ours alone, so Ray asks for a token (from 2.60 on, if not told otherwise): one for this
    # process and its children, instead of one for all in a file of the user.
    os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
    folder = tempfile.mkdtemp(prefix="earprint-ray-")
    try:
        with _importable_for_children(), _signals_kept():
            ray.init(
                address="local", num_cpus=1, include_dashboard=False, object_store_memory=OBJECTS,
                _node_ip_address=address, _temp_dir=folder, **_QUIETLY,
            )  # fmt: skip
    except BaseException:
        ray.shutdown()
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder


@contextmanager
def _importable_for_children() -> Iterator[None]:
    """The actors run this very library, which is not installed where it is used from its sources."""
    here, before = str(Path(__file__).resolve().parents[1]), os.environ.get("PYTHONPATH")
    if here in sysconfig.get_paths().values():
        yield
        return
    os.environ["PYTHONPATH"] = os.pathsep.join([here, *([before] if before else [])])
    try:
        yield
    finally:
        del os.environ["PYTHONPATH"]
        if before is not None:
            os.environ["PYTHONPATH"] = before


@contextmanager
def _signals_kept() -> Iterator[None]:
    """What a program does when it is to end stays as it has arranged it; Ray puts an exit in its place."""
    before = signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        arranged = before not in (signal.SIG_DFL, None)
        if arranged and threading.current_thread() is threading.main_thread():  # elsewhere Ray leaves it
            signal.signal(signal.SIGTERM, before)


def _join(address: str, here: str) -> None:
    try:
        with _signals_kept():
            ray.init(address=address, _node_ip_address=here, **_QUIETLY)
    except (OSError, RuntimeError, ValueError, RayError) as error:
        ray.shutdown()
        raise NoCluster(f"there is no Ray to be joined at {address} ({_last_line(error)})") from error


def _own_address(address: str) -> str:
    """The address of ours from which a cluster is reached. NoCluster, at once, if it is not."""
    host, _, port = address.rpartition(":")
    try:
        with socket.create_connection((host.strip("[]"), int(port)), timeout=10) as reached:
            return str(reached.getsockname()[0])
    except (OSError, ValueError) as error:
        raise NoCluster(f"there is no Ray to be joined at {address} ({error})") from error


def _this_machine() -> str:
    """The address by which Ray knows the machine of this process."""
    return str(ray.util.get_node_ip_address())  # type: ignore[no-untyped-call]


def _is_absent(place: Place) -> bool:
    """Whether the machine of a shard is not, or no longer, in the cluster."""
    if not place.machine:
        return False
    nodes = ray.nodes()  # type: ignore[no-untyped-call]
    return place.machine not in {one["NodeManagerAddress"] for one in nodes if one["Alive"]}


def _answered(asked: Any, timeout: float) -> Any:
    """What an actor answers. What went wrong there is raised here as it was, in a sentence."""
    try:
        return ray.get(asked, timeout=timeout)
    except GetTimeoutError:
        raise TimeoutError(f"no answer within {timeout:g} s") from None
    except RayActorError as error:
        raise ConnectionError(f"its actor is gone: {_last_line(error)}") from None
    except RayTaskError as error:
        raise error.cause from None


def _last_line(error: BaseException) -> str:
    """What Ray's many lines say in the end."""
    return (str(error).strip() or type(error).__name__).splitlines()[-1].strip()
