"""A statement as one file for the label: document, lines, and the proof that the public log fixes them."""

import json
import tempfile
import zipfile
from collections.abc import Iterable
from typing import Any, BinaryIO

from akkord.ledger import queries as ledger
from akkord.ledger.errors import LogNotBegun
from akkord.ledger.key import signing_key
from akkord.ledger.proving import Prover
from akkord.store.files import files

from .check import LINES, PROOF, STATEMENT
from .errors import NotSignedYet
from .models import Statement


def packed(contents: Iterable[tuple[str, Iterable[bytes]]]) -> BinaryIO:
    """Files, each by name and in pieces, as one ZIP file: a temporary one, gone when it is closed."""
    out = tempfile.TemporaryFile(dir=files().incoming)  # noqa: SIM115 — who streams it closes it
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, pieces in contents:
            with archive.open(name, "w") as file:
                file.writelines(pieces)
    out.seek(0)
    return out


def archive(statement: Statement) -> bytes:
    """The archive as of the last published checkpoint. Raises NotSignedYet: seconds after it was issued."""
    contents = {
        STATEMENT: files().read(statement.document),
        LINES: files().read(statement.lines),
        PROOF: (json.dumps(proof(statement), indent=1) + "\n").encode(),
    }
    with packed((name, [body]) for name, body in contents.items()) as file:
        return file.read()


def proof(statement: Statement) -> dict[str, Any]:
    """The line of the log that names the statement's digest, and its proof of inclusion (C2SP tlog-proof)."""
    entry = statement.entry
    try:
        prover = Prover()
    except LogNotBegun as nothing:
        raise NotSignedYet from nothing
    if entry.number is None or entry.number >= prover.size:
        raise NotSignedYet
    head = ledger.signed_head()
    assert head is not None  # a checkpoint is published
    return {
        "origin": head.origin,
        "vkey": signing_key(head.origin).verifier.vkey,
        "index": entry.number,
        "entry": bytes(entry.body).decode(),
        "proof": prover.prove(entry.number),
    }
