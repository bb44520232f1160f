"""A whole site in processes of its own, on a free port, in its own folder: for journeys, kills, benches."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
from httpx._transports import default

ROOT = Path(__file__).resolve().parent.parent
# Each client of httpx reads 140 authorities, for 0.05 s of a core; nobody asked here has one of theirs.
default.create_ssl_context = cache(httpx.create_ssl_context)
PASSWORD = "a good long passphrase"  # of the people it makes
SOURCES = [ROOT / "src", ROOT / "libs/earprint/src", ROOT / "libs/tilelog/src"]
PATIENCE = 60.0  # s; several browsers, a server and a worker share a machine that may be busy


class DidNotHappen(AssertionError):
    """What was waited for did not come in time."""


def until(question: Callable[[], Any], seconds: float = PATIENCE, every: float = 0.1, what: str = "") -> Any:
    """Ask until the answer is true; DidNotHappen after `seconds`."""
    end = time.monotonic() + seconds
    while True:
        if answer := question():
            return answer
        if time.monotonic() > end:
            raise DidNotHappen(what or repr(question))
        time.sleep(every)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Browser(httpx.Client):
    """Somebody with a browser without scripts: pages, and forms that carry the page's token."""

    def send_form(self, address: str, page: str = "/help", **fields: str | list[str]) -> httpx.Response:
        """Send a form of `page`."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(page).text)
        assert token is not None, page
        return self.post(address, data=fields | {"csrfmiddlewaretoken": token[1]})


class LivingSite:
    """Web and worker started as `akkord up` starts them."""

    def __init__(self, data: Path, *, sample: bool = False, **settings: str) -> None:
        self.data, self.sample, self.port = data, sample, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = {
            **{k: v for k, v in os.environ.items() if k != "AKKORD_DATABASE_URL"},
            "PYTHONPATH": os.pathsep.join(map(str, SOURCES)),
            "DJANGO_SETTINGS_MODULE": "akkord.config.settings",
            "AKKORD_DATA": str(data),
            "AKKORD_URL": self.url,
            "AKKORD_HOME_TERRITORY": "GB",
            "AKKORD_LOG": "warning",
            **settings,
        }
        self.web: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self.manage("prepare", *(["--sample"] if self.sample else []))
            self.start_web()
            self.start_worker()
        except BaseException:
            self.__exit__(None, None, None)  # a site that did not come up leaves nothing running
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in (self.web, self.worker):
            if process is not None and process.poll() is None:
                process.terminate()
        for process in (self.web, self.worker):
            if process is not None:
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()

    def manage(self, *arguments: str, check: bool = True) -> str:
        """Run an operator's command to its end; what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "django", *arguments],
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        if check and done.returncode:
            raise AssertionError(f"{arguments}: {done.stderr[-2000:]}")
        return done.stdout

    def people(self, *emails: str, label: tuple[str, str] | None = None) -> int:
        """Make people, and with `label` (name, email) an organisation they act for; its number."""
        code = (
            "import django; django.setup()\n"
            "from akkord.people.models import Person\n"
            "from akkord.catalogue import actions\n"
            f"for email in {emails!r}:\n"
            "    name = email.split('@')[0].title()\n"
            "    Person.objects.create_user(email, 'a good long passphrase', name=name)\n"
        )
        if label:
            code += (
                f"made = actions.register_organisation({label[0]!r}, 'label', 'DE')\n"
                f"actions.appoint(made, Person.objects.get(email={label[1]!r}))\n"
                "print(made.pk)\n"
            )
        return int(self.python(code).strip() or 0)

    def python(self, code: str) -> str:
        """Run a few lines in the site's environment; what they printed."""
        done = subprocess.run(
            [sys.executable, "-c", code], env=self.env, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise AssertionError(done.stderr[-2000:])
        return done.stdout

    def start_web(self) -> None:
        self.web = self._start("-m", "granian", "--interface", "asgi", "--host", "127.0.0.1",
                               "--port", str(self.port), "--workers", "1", "--no-access-log",
                               "--log-level", "warning", "--backpressure", "4096",
                               "akkord.config.front:application")  # fmt: skip
        until(self._answers, 90, 0.05, "the web process to answer")

    def start_worker(self) -> None:
        self.worker = self._start("-m", "django", "work")

    def _start(self, *arguments: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen([sys.executable, *arguments], env=self.env, start_new_session=True)

    def _answers(self) -> bool:
        assert self.web is not None
        if self.web.poll() is not None:
            raise AssertionError("the web process ended")
        try:
            return httpx.get(f"{self.url}/livez", timeout=2).status_code == 200
        except httpx.TransportError:
            return False

    def ready(self, seconds: float = 60.0) -> None:
        """Wait until the site says it is ready, its worker and box included."""
        until(lambda: httpx.get(f"{self.url}/readyz", timeout=5).status_code == 200, seconds, 0.2, "/readyz")

    def resident(self) -> float:
        """Bytes of memory the web process and its children hold (proc(5))."""
        assert self.web is not None
        held = 0
        for status in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = status.read_text().rpartition(")")[2].split()
            except OSError:  # it has just ended
                continue
            if int(fields[2]) == self.web.pid:
                held += int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
        return float(held)

    def kill(self, process: "subprocess.Popen[bytes] | None") -> None:
        """kill -9 with everything it started."""
        assert process is not None
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def browser(self, email: str = "", address: str = "", password: str = PASSWORD) -> Browser:
        """A browser, of this person if one is named, from the local address (a territory)."""
        transport = httpx.HTTPTransport(local_address=address) if address else None
        browser = Browser(base_url=self.url, transport=transport, timeout=120, follow_redirects=True)
        if email:
            page = "/accounts/login/"
            answer = browser.send_form(page, page, login=email, password=password)
            assert page not in str(answer.url), answer.text[-2000:]
        return browser

    def api(self, email: str, address: str = "") -> httpx.Client:
        """A client of the API as this person; `address` is the local address it comes from (a territory)."""
        token = self.manage("token", email).strip()
        transport = httpx.HTTPTransport(local_address=address) if address else None
        return httpx.Client(
            base_url=f"{self.url}/api/v1",
            headers={"Authorization": f"Bearer {token}"},
            transport=transport,
            timeout=60,
        )
