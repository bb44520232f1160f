"""What we write satisfies a verifier that is not ours: golang.org/x/mod/sumdb, by the authors of the format.

On Debian or Ubuntu: apt-get install golang-go golang-golang-x-mod-dev golang-golang-x-crypto-dev
"""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

GOCODE = Path("/usr/share/gocode")
HAVE_GO = shutil.which("go") is not None and (GOCODE / "src/golang.org/x/mod/sumdb/tlog").is_dir()
pytestmark = pytest.mark.skipif(not HAVE_GO, reason="independent verifier (Go x/mod) not installed")

Keep = Callable[..., Any]
Verify = Callable[..., str]


@pytest.fixture(scope="session")
def verify(tmp_path_factory: pytest.TempPathFactory) -> Verify:
    """verify(folder, vkey[, old checkpoint file]): the Go checker's verdict, "OK size" or "FAILED: …"."""
    place = tmp_path_factory.mktemp("checker")
    program = place / "checker"
    settings = {"GO111MODULE": "off", "GOPATH": str(GOCODE), "GOFLAGS": "", "GOCACHE": str(place / "cache")}
    source = Path(__file__).parent / "independent" / "checker.go"
    subprocess.run(["go", "build", "-o", program, source], env=os.environ | settings, check=True, cwd=place)

    def run(*arguments: str | Path) -> str:
        done = subprocess.run([program, *arguments], check=False, capture_output=True, text=True, timeout=60)
        return done.stdout.strip() or f"FAILED: {done.stderr}"

    return run


@pytest.mark.parametrize("steps", [(1,), (2,), (255,), (256,), (257,), (511,), (512,), (513,), (5, 300, 7)])
def test_an_independent_verifier_accepts_the_log(
    keep: Keep, verify: Verify, tmp_path: Path, steps: tuple[int]
) -> None:
    keeper = keep(*steps)
    kept = tmp_path / "kept"
    kept.write_text(keeper.published[0])
    assert verify(keeper.folder, keeper.signer.verifier.vkey, kept) == f"OK {sum(steps)}"


def test_an_independent_verifier_accepts_a_log_of_70000(keep: Keep, verify: Verify, tmp_path: Path) -> None:
    keeper = keep(65_536, 4_464)
    kept = tmp_path / "kept"
    kept.write_text(keeper.published[0])
    assert verify(keeper.folder, keeper.signer.verifier.vkey, kept) == "OK 70000"


def test_an_independent_verifier_refuses_one_changed_byte(keep: Keep, verify: Verify, files_of: Any) -> None:
    keeper = keep(300)
    for path, data in files_of(keeper.folder).items():
        for place in (0, len(data) // 2, len(data) - 2):
            file = keeper.folder / path
            file.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
            assert verify(keeper.folder, keeper.signer.verifier.vkey).startswith("FAILED"), (
                f"byte {place} of {path}"
            )
            file.write_bytes(data)
    assert verify(keeper.folder, keeper.signer.verifier.vkey) == "OK 300"
