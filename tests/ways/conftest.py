"""The ways in which bytes leave: each test here is run for every one of them."""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from granian.constants import Interfaces
from granian.server.embed import Server

from akkord.config import front
from akkord.ledger import actions as ledger
from akkord.ledger import sequencing
from akkord.music import streams
from akkord.store import files as store_files
from akkord.store import made
from living_site import free_port, until
from ways.nginx import NGINX, Nginx

SHELVES = ("files", "renditions")
KEY, SECRET = "akkord", "a-secret-of-the-store"
HERE = "127.0.0.1"  # where our nginx asks from


@dataclass(frozen=True)
class Way:
    """How the answers of this test leave, where they are asked for, and where our own port is."""

    name: str
    url: str
    own: str

    @property
    def by_nginx(self) -> bool:
        return self.name.startswith("nginx")


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files of every test here lie: nginx is told of one folder."""
    folder = tmp_path_factory.mktemp("shelf")
    for name in SHELVES:
        (folder / name).mkdir()
    return folder


@pytest.fixture(scope="session")
def port() -> Iterator[int]:
    """The site's one port, served in a thread of this process."""
    port = free_port()
    server = Server(front.application, port=port, interface=Interfaces.ASGI, log_enabled=False)
    loop = asyncio.new_event_loop()

    def serve() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(server.serve())

    thread = threading.Thread(target=serve)
    thread.start()

    def answers() -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{port}/stream/x").status_code == 404
        except httpx.TransportError:
            return False

    until(answers, every=0.02)
    yield port
    loop.call_soon_threadsafe(server.stop)
    thread.join(10)
    loop.close()


@pytest.fixture(scope="session")
def nginx(port: int, shelf: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    if NGINX is None:
        pytest.skip("nginx is not installed")
    started = Nginx(tmp_path_factory.mktemp("nginx") / "run", shelf, port)
    yield started
    started.stop()


@pytest.fixture(scope="session")
def s3() -> Iterator[Any]:
    pytest.importorskip("obstore")
    pytest.importorskip("moto")
    from ways.s3 import S3Server  # needs both

    server = S3Server()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def nginx_of_store(
    port: int, shelf: Path, s3: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Nginx]:
    if NGINX is None:
        pytest.skip("nginx is not installed")
    started = Nginx(tmp_path_factory.mktemp("nginx") / "run", shelf, port, s3.host)
    yield started
    started.stop()


@pytest.fixture(params=["own", "nginx", "own-s3", "nginx-s3"])
def way(
    request: pytest.FixtureRequest, settings: Any, shelf: Path, port: int, tmp_path: Path, db: None
) -> Iterator[Way]:
    for name in SHELVES:
        (tmp_path / name).symlink_to(shelf / name)
    settings.DATA = tmp_path
    settings.SITE_URL = "https://music.example"
    settings.TRUSTED_PROXIES = [HERE]
    settings.BYTES = "nginx" if request.param.startswith("nginx") else "own"
    forget()
    own = f"http://127.0.0.1:{port}"
    settings.STORE = ""
    if request.param.endswith("s3"):
        server = request.getfixturevalue("s3")
        settings.STORE, settings.STORE_KEY, settings.STORE_SECRET = server.address, KEY, SECRET
    before = {"nginx": "nginx", "nginx-s3": "nginx_of_store"}.get(request.param)
    url = request.getfixturevalue(before).url if before else own
    ledger.begin_log()
    sequencing.sequence.func()
    yield Way(request.param, url, own)
    forget()


def forget() -> None:
    """Nothing is remembered from another test."""
    for store in (store_files.files, made.renditions, made.pictures):
        store.cache_clear()
    streams._remembered.clear()
