"""The browser's verifier agrees with the library: proofs made by tilelog, checked by verify.js under Node."""

import base64
import json
import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tilelog.checkpoint import Checkpoint, sign_checkpoint
from tilelog.errors import TilelogError
from tilelog.note import Signature, Signer, Verifier
from tilelog.proof import verify_proof
from tilelog.writer import LogFolder

NODE = shutil.which("node")
HERE = Path(__file__).parent
VERIFY_JS = HERE.parents[2] / "src/akkord/openlog/static/openlog/verify.js"
ORIGIN = "music.example/log"


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def verdict(proof: bytes, entry: bytes, verifier: Verifier) -> bool:
    try:
        verify_proof(proof, entry, verifier)
    except TilelogError:
        return False
    return True


def damaged(proof: bytes, dice: random.Random) -> Iterator[bytes]:
    """The proof file with bytes changed, lost, doubled, lines moved, and unharmed."""
    yield proof
    for _ in range(300):
        place = dice.randrange(len(proof))
        yield (
            proof[:place] + bytes([dice.choice([proof[place] ^ 1, 10, 32, 61, 0xE2, 9])]) + proof[place + 1 :]
        )
        yield proof[:place] + proof[place + 1 :]
        yield proof[:place] + proof[place : place + 1] + proof[place:]
    lines = proof.split(b"\n")
    for place in range(len(lines)):
        yield b"\n".join(lines[:place] + lines[place + 1 :])
        yield b"\n".join(lines[:place] + lines[place : place + 1] + lines[place:])


def make_vectors(folder: Path) -> dict[str, Any]:
    """Proofs from logs of several sizes, damaged ones with the library's verdict, strange checkpoints."""
    signer, witness = Signer(ORIGIN, bytes(range(32))), Signer("witness.example/w", bytes(32))
    dice, proofs, wrong = random.Random(4711), [], []
    for size in (1, 2, 7, 256, 300):
        log = LogFolder(folder / str(size))
        entries = [f'{{"id":{number},"kind":"restrict","note":"музыка"}}'.encode() for number in range(size)]
        checkpoint = Checkpoint(ORIGIN, *log.integrate(entries, 0))
        log.publish(sign_checkpoint(checkpoint, [signer]))
        for index in {0, size // 2, size - 1}:
            proofs.append({"proof": log.prove(index), "entry": b64(entries[index])})
    for proof in damaged(proofs[4]["proof"].encode(), dice):
        entry = base64.b64decode(proofs[4]["entry"])
        wrong.append({"proof": b64(proof), "entry": b64(entry), "ok": verdict(proof, entry, signer.verifier)})
    forged = Signature(signer.name, signer.verifier.key_id, bytes(64))
    return {
        "vkey": signer.verifier.vkey,
        "otherKey": Signer(ORIGIN, bytes(32)).verifier.vkey,
        "otherLog": witness.verifier.vkey,
        "proofs": proofs,
        "damaged": wrong,
        "forged": sign_checkpoint(checkpoint, [], [forged]),
        "witnessed": sign_checkpoint(checkpoint, [witness, signer]),
    }


@pytest.mark.skipif(
    NODE is None, reason="Node is not installed: the browser verifier was not tried outside Chromium"
)
def test_the_browser_verifier_agrees_with_the_library(tmp_path: Path) -> None:
    vectors = tmp_path / "vectors.json"
    vectors.write_text(json.dumps(make_vectors(tmp_path)), encoding="utf-8")
    # Node would take a .js file that no package.json describes for CommonJS.
    module = shutil.copy(VERIFY_JS, tmp_path / "verify.mjs")
    settings = os.environ | {"VERIFY_JS": str(module), "VECTORS": str(vectors)}
    command = [str(NODE), "--test", "--test-reporter=tap", str(HERE / "verify.test.mjs")]
    done = subprocess.run(command, check=False, env=settings, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "# pass 12" in done.stdout
