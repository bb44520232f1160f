"""Runs everything: contracts, lint, types, the suite on SQLite, again on PostgreSQL, then in Chromium.

`./akkord test [--only-checks] [--quick] [pytest arguments]`; `./akkord check` is the first part alone, and
`./akkord check pages` the full grid of pages (tests/browser/test_grid.py). What a part needs is started or,
as root on Debian and Ubuntu, installed; what cannot be had is counted as skipped by name at the end, and with
CI=true that is a failure. What others wrote and a few tests ask is installed, too, or those are skipped.
"""

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CI = os.environ.get("CI", "").lower() == "true"
PYTHON = sys.executable
BIN = Path(PYTHON).parent
BARE = "chromium-headless-shell"  # Debian's; of the source its Chromium is made of
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# A web player of others: Debian's Mopidy plays, Iris is its page, Subidy asks a site for players.
MOPIDY = ("mopidy", "gstreamer1.0-plugins-good", "python3-venv")
WEB_PLAYER = ("Mopidy-Iris==3.70.0", "Mopidy-Subidy==1.1.0")
# Each process takes half of the files and, when done, the end of the other's: what a file prepares is
# prepared once.
TWO = ("-n", "2", "--dist", "worksteal")
# Before living processes time is real, and a machine that stands still for a while fails who waits: that is
# waited for once more, and told (decision 58). In Chromium everything waits; elsewhere what says so.
AGAIN = ("--reruns", "1", "--max-suite-reruns", "8", "--rerun-show-tracebacks")
WHAT_WAITED = ("--only-rerun", "DidNotHappen", "--only-rerun", "Timeout")


@dataclass
class Account:
    """What was run and how it went."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    again: int = 0
    missing: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    def add(self, name: str, code: int, output: str, seconds: float) -> None:
        counts = {
            word: int(n)
            for n, word in re.findall(r"(\d+) (passed|failed|skipped|error|rerun)", output[-600:])
        }
        failed = counts.get("failed", 0) + counts.get("error", 0)
        passed = counts.get("passed", 0)
        if not counts:
            passed, failed = (1, 0) if code == 0 else (0, 1)
        elif code not in (0, 1) and not failed:
            failed = 1
        self.passed += passed
        self.failed += failed
        self.skipped += counts.get("skipped", 0)
        self.again += counts.get("rerun", 0)
        self.parts.append(f"{name:28} {passed:5} passed {failed:3} failed {seconds:7.1f} s")


def step(account: Account, name: str, command: list[str], env: dict[str, str] | None = None) -> None:
    """Run one part, showing what it prints."""
    print(f"\n=== {name}", flush=True)
    started = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=env or dict(os.environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lines = []
    assert process.stdout is not None
    for line in process.stdout:
        print(line, end="", flush=True)
        lines.append(line)
    account.add(name, process.wait(), "".join(lines), time.monotonic() - started)


def checks(account: Account) -> None:
    step(account, "lint", [str(BIN / "ruff"), "check", "."])
    step(account, "format", [str(BIN / "ruff"), "format", "--check", "."])
    step(account, "import contracts", [str(BIN / "lint-imports")])
    step(account, "types", [str(BIN / "mypy")])


def pytest(*arguments: str) -> list[str]:
    """With what took longest, so that whoever makes it slower sees it."""
    return [PYTHON, "-m", "pytest", "-q", "--durations=15", "--durations-min=5", *arguments]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only-checks", action="store_true")
    parser.add_argument("--quick", action="store_true", help="SQLite only, no browser, no checks")
    options, rest = parser.parse_known_args()
    with tempfile.TemporaryDirectory(prefix="akkord-test-", ignore_cleanup_errors=True) as folder:
        # Whatever reads the settings (the type checker too) gets data of its own, never the laptop's.
        os.mkdir(f"{folder}/data")
        os.environ.setdefault("AKKORD_DATA", f"{folder}/data")
        # Hundreds of processes import the site: what one has compiled the others read, even on a machine
        # that keeps nothing compiled beside its sources.
        os.environ["PYTHONPYCACHEPREFIX"] = f"{folder}/compiled"
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        return run(options, rest)


def run(options: argparse.Namespace, rest: list[str]) -> int:
    account = Account()
    if options.only_checks and rest[:1] == ["pages"]:
        whole_grid(account, rest[1:])
        return report(account)
    if rest:
        step(account, "chosen tests", pytest(*rest))
        return report(account)
    if not options.quick:
        checks(account)
    if not options.only_checks:
        suites(account, quick=options.quick)
    return report(account)


def files_that_say(mark: str) -> list[str]:
    """The files of tests with that mark: reading them is quicker than importing all to ask."""
    return sorted(str(file) for file in (ROOT / "tests").rglob("test_*.py") if mark in file.read_text())


def suites(account: Account, *, quick: bool) -> None:
    if not quick:
        if not nginx():
            account.missing.append("nginx")
        independent()
    step(account, "suite on SQLite", pytest(*TWO, *AGAIN, *WHAT_WAITED, "-m", "not browser", "tests", "libs"))
    if quick:
        return
    with postgres() as url:
        if url is None:
            account.missing.append("PostgreSQL")
        else:
            env = {**os.environ, "AKKORD_DATABASE_URL": url}
            marks = "django_db and not browser and not any_database"
            options = (*TWO, *AGAIN, *WHAT_WAITED, "-m", marks)
            command = pytest(*options, *files_that_say("mark.django_db"))
            step(account, "suite on PostgreSQL", command, env)
    env = chromium(account)
    if env is not None:
        # Two runs, because each process keeps one Playwright to itself; in each two processes, with sites
        # of their own, which share the files (tests/conftest.py).
        journeys = pytest("-n", "2", "--dist", "loadgroup", *AGAIN, "tests/browser")
        step(account, "journeys in Chromium", journeys, env)
        options = ("-n", "2", "--dist", "loadfile", *AGAIN, "-m", "browser")
        others = pytest(*options, *files_that_say("mark.browser"))
        step(account, "parts in Chromium", others, env)


def whole_grid(account: Account, arguments: list[str]) -> None:
    """Every page in every way; without a Chromium it is missing."""
    env = chromium(account)
    if env is None:
        return
    env["AKKORD_GRID"] = "1"
    grid = pytest("-n", "2", "--dist", "loadgroup", *AGAIN, "tests/browser/test_grid.py", *arguments)
    step(account, "the grid of pages", grid, env)


def report(account: Account) -> int:
    print("\n" + "\n".join(account.parts))
    for name in account.missing:
        print(f"skipped for want of {name}")
    account.skipped += len(account.missing)
    if CI:
        account.failed += len(account.missing)
    print(
        f"{account.passed} passed, {account.failed} failed, {account.skipped} skipped, "
        f"{account.again} waited for once more"
    )
    return 1 if account.failed else 0


# --- what the machine must have ------------------------------------------------------------------------


def installed(*packages: str) -> bool:
    """Install Debian packages if we may; False when we may not or it failed."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=env, check=False)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    return subprocess.run(command, env=env, check=False, stdout=subprocess.DEVNULL).returncode == 0


def nginx() -> bool:
    """Whether there is an nginx, which the tests start themselves."""
    return bool(shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")) or installed("nginx-light")


def independent() -> None:
    """What others wrote and ours is held against: ffmpeg's figures of sound, Go's reader of the log, a player
    in Node, a web player. Tests that ask one say by name that they were skipped where it is not to be had."""
    if not shutil.which("ffmpeg"):
        installed("ffmpeg")
    if not shutil.which("go"):
        installed("golang-go", "golang-golang-x-mod-dev", "golang-golang-x-crypto-dev")
    if "AKKORD_NODE_MODULES" not in os.environ and (npm := shutil.which("npm")):
        folder = Path(os.environ["AKKORD_DATA"]) / "node"
        package = [npm, "install", "--silent", "--ignore-scripts", "--prefix", str(folder), "subsonic-api@3"]
        if subprocess.run(package, check=False).returncode == 0:
            os.environ["AKKORD_NODE_MODULES"] = str(folder / "node_modules")
    if "AKKORD_MOPIDY" not in os.environ and installed(*MOPIDY):
        folder = Path(os.environ["AKKORD_DATA"]) / "mopidy"
        making = ["/usr/bin/python3", "-m", "venv", "--system-site-packages", str(folder)]
        adding = [str(folder / "bin/pip"), "install", "--quiet", "--disable-pip-version-check", *WEB_PLAYER]
        if all(subprocess.run(each, check=False).returncode == 0 for each in (making, adding)):
            os.environ["AKKORD_MOPIDY"] = str(folder / "bin/python")


def chromium(account: Account) -> dict[str, str] | None:
    """The environment of tests in a Chromium. Most need no window, which takes a third of the time to draw;
    what shows notifications needs the whole."""
    whole = _browser("chromium", BROWSERS)
    bare = _browser(BARE, (BARE,)) or whole
    if bare is None:
        account.missing.append("Chromium")
        return None
    if whole is None:
        account.missing.append("a Chromium that shows notifications")
    return {**os.environ, "AKKORD_CHROMIUM": bare, "AKKORD_WHOLE_CHROMIUM": whole or ""}


def _browser(package: str, names: tuple[str, ...]) -> str | None:
    """One of these that is here, else installed."""
    found = _first_to_answer(names)
    if found is None and installed(package, "fonts-dejavu-core"):
        found = _first_to_answer(names)
    return found


def _first_to_answer(names: tuple[str, ...]) -> str | None:
    for name in names:
        path = shutil.which(name)
        # Ubuntu's "chromium-browser" may be a stub that only names a snap: it must answer.
        if path and subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0:
            return path
    return None


def _postgres_programs() -> Path | None:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("initdb")
    candidates = [*folders, *([Path(found).parent] if found else [])]
    return next((f for f in candidates if (f / "initdb").exists()), None)


@contextmanager
def postgres() -> Iterator[str | None]:
    """A PostgreSQL server of our own in a temporary folder; yields its URL, or None."""
    programs = _postgres_programs()
    if programs is None and installed("postgresql"):
        programs = _postgres_programs()
    if programs is None:
        yield None
        return
    # The server refuses to run as root; Debian's package brings a user for it.
    who = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(prefix="akkord-pg-") as folder:
        os.chmod(folder, 0o777)
        data, port = f"{folder}/data", _free_port()
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=120"
        quiet = {"stdout": subprocess.DEVNULL, "check": True, "cwd": folder}
        subprocess.run([*who, str(programs / "initdb"), "-D", data, "-U", "akkord", "-A", "trust"], **quiet)
        control = [*who, str(programs / "pg_ctl"), "-D", data, "-w", "-l", f"{folder}/log"]
        subprocess.run([*control, "-o", options, "start"], **quiet)
        try:
            yield f"postgresql://akkord@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], **quiet)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
