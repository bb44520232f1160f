"""The `tilelog` command: audit a log, check a proof file, make a key."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from tilelog.audit import Report, audit
from tilelog.checkpoint import Checkpoint
from tilelog.client import open_source
from tilelog.errors import BadKey, TilelogError
from tilelog.note import Signer, Verifier
from tilelog.proof import parse_proof, verify_proof
from tilelog.wire import write_base64

_LARGEST_VKEY = 4096
_KEY_WARNING = (
    "WARNING: the verifier key was taken from the log itself: {vkey}\n"
    "WARNING: this shows that the log agrees with itself, not that it is the log you know. "
    "Compare the key with one you got elsewhere, and pass it as --vkey."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; 0 = all is as signed, 1 = it is not or could not be read, 2 = wrong usage."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except (TilelogError, OSError) as error:
        print(f"FAILED: {error}", file=sys.stderr)
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tilelog", description="Public logs after C2SP tlog-tiles.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    command = commands.add_parser("audit", help="re-read a whole log and compare it with its signed root")
    command.add_argument("log", metavar="URL|FOLDER")
    command.add_argument("--vkey", help="the log's verifier key, name+hexid+base64")
    command.add_argument(
        "--old", action="append", default=[], type=Path, metavar="FILE", help="a kept checkpoint"
    )
    command.add_argument("--save", type=Path, metavar="FILE", help="keep the checkpoint, if all is well")
    command.add_argument("--json", action="store_true", help="print the report as JSON")
    command.set_defaults(run=_audit)
    command = commands.add_parser("verify-proof", help="check a .tlog-proof file against its entry")
    command.add_argument("proof", type=Path, metavar="FILE")
    command.add_argument("--vkey", required=True)
    command.add_argument("--entry", type=Path, required=True, metavar="FILE", help="the entry's exact bytes")
    command.set_defaults(run=_verify_proof)
    command = commands.add_parser("keygen", help="make a signing key and its verifier key")
    command.add_argument("name", help="the key's name = the log's origin, such as example.com/log")
    command.add_argument(
        "--out", type=Path, metavar="FILE", help="write the signing key here (new, mode 600)"
    )
    command.set_defaults(run=_keygen)
    return parser


def _audit(options: argparse.Namespace) -> int:
    source = open_source(options.log)
    vkey: str | None = options.vkey
    if vkey is None:
        if not options.log.rstrip("/").endswith("/log") or "://" not in options.log:
            raise BadKey(
                "give the log's key with --vkey (it is only looked up for addresses ending in /log/)"
            )
        vkey = source.read("vkey", _LARGEST_VKEY).decode("utf-8", "replace").strip()
        print(_KEY_WARNING.format(vkey=vkey), file=sys.stderr)
    older = [(str(path), path.read_bytes()) for path in options.old]
    report = audit(source, Verifier.from_vkey(vkey), older)
    print(_as_json(report, options.vkey is None) if options.json else _as_text(report))
    if report.ok and options.save is not None:
        options.save.write_text(report.signed, encoding="utf-8")
    return 0 if report.ok else 1


def _verify_proof(options: argparse.Namespace) -> int:
    text = options.proof.read_bytes()
    checkpoint = verify_proof(text, options.entry.read_bytes(), Verifier.from_vkey(options.vkey))
    print(f"OK: the entry stands at index {parse_proof(text).index}")
    print(_describe(checkpoint))
    return 0


def _keygen(options: argparse.Namespace) -> int:
    signer = Signer.generate(options.name)
    if options.out is None:
        print(signer.skey)
    else:
        handle = os.open(options.out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "w", encoding="utf-8") as file:
            file.write(signer.skey + "\n")
    print(signer.verifier.vkey)
    return 0


def _describe(checkpoint: Checkpoint) -> str:
    return f"origin {checkpoint.origin}\nsize   {checkpoint.size}\nroot   {write_base64(checkpoint.root)}"


def _as_text(report: Report) -> str:
    lines = [] if report.checkpoint is None else [_describe(report.checkpoint)]
    lines += [f"continues {name}" for name in report.continues]
    lines += [f"DIFFERS {finding.path}: {finding.problem}" for finding in report.findings]
    lines.append(
        f"{'OK' if report.ok else 'FAILED'}: {report.files} files read, {len(report.findings)} differ"
    )
    return "\n".join(lines)


def _as_json(report: Report, key_from_log: bool) -> str:
    found = report.checkpoint
    return json.dumps(
        {
            "ok": report.ok,
            "origin": found.origin if found else None,
            "size": found.size if found else None,
            "root": write_base64(found.root) if found else None,
            "files": report.files,
            "continues": report.continues,
            "key_from_log": key_from_log,
            "findings": [{"path": finding.path, "problem": finding.problem} for finding in report.findings],
        },
        ensure_ascii=False,
        indent=2,
    )
