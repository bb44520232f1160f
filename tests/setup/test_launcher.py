"""`./akkord up` as an operator meets it: it starts, answers, mends what dies, and stops cleanly."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from living_site import PATIENCE, free_port, until

ROOT = Path(__file__).resolve().parents[2]


class Launched:
    """The launcher as a process, with what it prints."""

    def __init__(self, data: Path, *arguments: str) -> None:
        self.data, self.port = data, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.printed = data.parent / f"{data.name}.out"
        env = {k: v for k, v in os.environ.items() if not k.startswith(("AKKORD_", "DJANGO_"))}
        env["AKKORD_ENVIRONMENT"] = str(Path(sys.executable).parent.parent)
        self.started = time.monotonic()
        with self.printed.open("w") as out:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    str(ROOT / "akkord"),
                    "up",
                    "--port",
                    str(self.port),
                    "--data",
                    str(data),
                    *arguments,
                ],
                env=env,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_until_up(self, seconds: float = 150) -> float:
        until(lambda: "Akkord is up" in self.text(), seconds, 0.05, "the launcher to say that it is up")
        return time.monotonic() - self.started

    def text(self) -> str:
        return self.printed.read_text()

    def children(self) -> dict[str, int]:
        """web and worker → process id."""
        found = {}
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        for pid in map(int, listed.split()):
            command = Path(f"/proc/{pid}/cmdline").read_text()
            found["web" if "granian" in command else "worker"] = pid
        return found

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(120)


UNTRACKED = ["git", "-C", str(ROOT), "status", "--porcelain", "--ignored", "data"]


@pytest.fixture(scope="module")
def before() -> str:
    """What git says of the repository's own data folder before anything was started."""
    return subprocess.run(UNTRACKED, capture_output=True, text=True, check=False).stdout


@pytest.fixture(scope="module")
def launched(before: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launched]:
    """One site for all tests; the last of them stops it."""
    site = Launched(tmp_path_factory.mktemp("up") / "data", "--no-sample")
    try:
        site.wait_until_up()
        yield site
    finally:
        if site.process.poll() is None:
            site.stop()


def test_up_without_a_sample_world_prints_no_sample_sign_ins(launched: Launched) -> None:
    assert "akkord-sample" not in launched.text()


def test_everything_up_keeps_is_in_its_data_folder(launched: Launched, before: str) -> None:
    until(lambda: httpx.get(f"{launched.url}/readyz").status_code == 200, 60, 0.2, "/readyz")
    kept = {"akkord.sqlite3", "files", "log", "log-key", "secret"}
    # The store makes its folder when a worker first asks for it, which may be after the site is ready.
    until(lambda: kept <= {p.name for p in launched.data.iterdir()}, 60, 0.2, "the files of the site")
    assert (launched.data / "secret").stat().st_mode & 0o077 == 0
    assert (launched.data / "log-key").stat().st_mode & 0o077 == 0
    assert subprocess.run(UNTRACKED, capture_output=True, text=True, check=False).stdout == before


def test_up_starts_answers_mends_and_stops(launched: Launched) -> None:
    assert httpx.get(f"{launched.url}/livez").status_code == 200
    until(lambda: httpx.get(f"{launched.url}/readyz").status_code == 200, 60, 0.2, "/readyz")
    killed = launched.children()
    for name in ("web", "worker"):
        os.killpg(killed[name], signal.SIGKILL)
    until(lambda: len(now := launched.children()) == 2 and not set(now.values()) & set(killed.values()), 30)
    until(lambda: _answers(launched.url), PATIENCE, 0.2, "the web process to answer again")
    children = launched.children()
    assert launched.stop() == 0
    assert "Stopped." in launched.text()
    for pid in children.values():
        assert not Path(f"/proc/{pid}").exists()


def test_a_taken_port_is_said_and_nothing_is_started(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        arguments = ["up", "--port", str(other.getsockname()[1]), "--data", str(tmp_path / "data")]
        done = subprocess.run(
            [sys.executable, str(ROOT / "akkord"), *arguments], capture_output=True, text=True, check=False
        )
    assert done.returncode == 1
    assert "is taken" in done.stdout
    assert not (tmp_path / "data").exists()


def test_the_readme_names_the_sign_ins_that_up_prints() -> None:
    launcher, readme = (ROOT / "akkord").read_text(), (ROOT / "README.md").read_text()
    printed = re.findall(r"(\S+@akkord\.example)\s+(\S+)", launcher)
    assert len(printed) == 3
    for mail, password in printed:
        assert f"`{mail}`" in readme
        assert f"`{password}`" in readme


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/livez", timeout=2).status_code == 200
    except httpx.TransportError:
        return False
