"""The command `earprint`: fill an index with recordings, find them in files, look after an index."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from earprint.box import Box, BoxFailed, NotProven, Refused
from earprint.catalogue import Catalogue
from earprint.index import MemoryIndex
from earprint.matches import Match
from earprint.volumes import DamagedVolume

ENDINGS = {".mp3", ".flac", ".ogg", ".oga", ".opus", ".wav", ".m4a", ".mp4", ".aac", ".webm"}
TOGETHER = 64  # recordings added at once


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 done, 1 a file was refused or the index is damaged, 2 bad usage or no box."""
    asked = _parser().parse_args(arguments)
    try:
        status: int = asked.run(asked)
    except NotProven as error:
        print(f"earprint: the box is not proven ({error}); see --box rlimits", file=sys.stderr)
        return 2
    except (DamagedVolume, BoxFailed, OSError) as error:
        print(f"earprint: {error}", file=sys.stderr)
        return 1
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="earprint", description=__doc__)
    parser.add_argument("--box", choices=("full", "rlimits"), default="full", help="how files are sealed off")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, run, text in (
        ("add", _add, "add recordings; one that was added from the same path before is replaced"),
        ("find", _find, "find recordings of the index in files"),
        ("scan", _scan, "find recordings of the index in all sound files below a folder, with progress"),
        ("remove", _remove, "stop finding recordings (the names `info --tracks` tells)"),
        ("info", _info, "figures of the index"),
        ("verify", _verify, "read the whole index and compare its sums"),
        ("merge", _merge, "make one volume of all, leaving out what was removed"),
        ("export", _export, "write all recordings of the index into one file"),
        ("import", _import, "add the recordings of an exported file"),
    ):
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("db", type=Path, metavar="DB", help="folder of the index")
        command.set_defaults(run=run)
        if run in (_add, _find):
            command.add_argument("files", type=Path, nargs="*", metavar="FILE")
            command.add_argument("--list", type=Path, metavar="FILE", help="more files, one path a line")
        if run is _find:
            command.add_argument("--json", action="store_true", help="one JSON object per file and line")
        if run is _scan:
            command.add_argument("folder", type=Path, metavar="FOLDER")
        if run is _remove:
            command.add_argument("names", nargs="+", metavar="NAME")
        if run is _info:
            command.add_argument("--tracks", action="store_true", help="the recordings too")
        if run in (_export, _import):
            command.add_argument("file", type=Path, metavar="FILE")
    compare = commands.add_parser("compare", help="one file held against another")
    compare.add_argument("first", type=Path, metavar="A", help="the file asked about")
    compare.add_argument("second", type=Path, metavar="B", help="the recording it may be")
    compare.add_argument("--picture", type=Path, metavar="FILE", help="draw the aligned landmarks (SVG)")
    compare.set_defaults(run=_compare)
    return parser


def _paths(asked: argparse.Namespace) -> list[Path]:
    listed = asked.list.read_text().splitlines() if asked.list else []
    return [*asked.files, *(Path(line) for line in listed if line.strip())]


def _add(asked: argparse.Namespace) -> int:
    catalogue, added, paths = Catalogue(asked.db), 0, _paths(asked)
    with Box(asked.box) as box:
        for first in range(0, len(paths), TOGETHER):
            heard = []
            for path in paths[first : first + TOGETHER]:
                try:
                    heard.append((str(path), box.listen(path, path.name)))
                except (Refused, OSError) as error:
                    print(f"{path}: {error}", file=sys.stderr)
            catalogue.add(heard)
            added += len(heard)
    print(f"added {added} of {len(paths)}")
    return 0 if added == len(paths) else 1


def _find(asked: argparse.Namespace) -> int:
    status = 0
    for answer in _answers(asked, _paths(asked)):
        print(json.dumps(answer) if asked.json else _as_text(answer), flush=True)
        status = status or int(not answer["complete"])
    return status


def _scan(asked: argparse.Namespace) -> int:
    paths = sorted(p for p in asked.folder.rglob("*") if p.suffix.lower() in ENDINGS and p.is_file())
    begun, found, status = time.monotonic(), 0, 0
    for number, answer in enumerate(_answers(asked, paths), 1):
        print(json.dumps(answer), flush=True)
        found += bool(answer["results"])
        status = status or int(not answer["complete"])
        left = (time.monotonic() - begun) / number * (len(paths) - number)
        line = f"{number}/{len(paths)} files, {found} with known recordings, {left:.0f} s left"
        print(line, file=sys.stderr, end="\r" if sys.stderr.isatty() else "\n")
    return status


def _answers(asked: argparse.Namespace, paths: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """One answer per file; a refused file is told as incomplete, with the reason."""
    catalogue = Catalogue(asked.db)
    with Box(asked.box) as box:
        for path in paths:
            try:
                matches = catalogue.index.search(box.listen(path, path.name))
            except (Refused, OSError) as error:
                yield {"query": str(path), "complete": False, "results": [], "error": str(error)}
            else:
                rows = [row for match in matches for row in _rows(match, catalogue.name_of(match.track))]
                yield {"query": str(path), "complete": True, "results": rows}


def _rows(match: Match, name: str) -> list[dict[str, Any]]:
    return [
        {
            "track": name, "score": match.score, "p_false": match.p_false,
            "query_start": segment.f0, "query_end": segment.f1,
            "ref_start": segment.r0, "ref_end": segment.r1,
            "speed": match.speed, "tempo": segment.tempo, "pitch_semitones": segment.pitch_semitones,
        }
        for segment in match.segments
    ]  # fmt: skip


def _as_text(answer: dict[str, Any]) -> str:
    lines = [answer["query"] + ("" if answer["complete"] else f": {answer['error']}")]
    for row in answer["results"]:
        lines.append(
            f"  {row['query_start']:9.2f} - {row['query_end']:9.2f} s = {row['ref_start']:9.2f} -"
            f" {row['ref_end']:9.2f} s of {row['track']} (score {row['score']}, false {row['p_false']:.1g},"
            f" tempo {row['tempo']}, pitch {row['pitch_semitones']:+})"
        )
    if answer["complete"] and not answer["results"]:
        lines.append("  nothing known")
    return "\n".join(lines)


def _remove(asked: argparse.Namespace) -> int:
    unknown = Catalogue(asked.db).remove(asked.names)
    for name in unknown:
        print(f"{name}: not in the index", file=sys.stderr)
    return 1 if unknown else 0


def _info(asked: argparse.Namespace) -> int:
    catalogue = Catalogue(asked.db)
    told: dict[str, Any] = asdict(catalogue.index.info())
    if asked.tracks:
        told["names"] = catalogue.names()
    print(json.dumps(told))
    return 0


def _verify(asked: argparse.Namespace) -> int:
    try:
        Catalogue(asked.db).index.verify()
    except DamagedVolume as error:
        print(f"damaged: {error}", file=sys.stderr)
        return 1
    print("intact")
    return 0


def _merge(asked: argparse.Namespace) -> int:
    Catalogue(asked.db).index.merge()
    return 0


def _export(asked: argparse.Namespace) -> int:
    print(f"exported {Catalogue(asked.db).export(asked.file)}")
    return 0


def _import(asked: argparse.Namespace) -> int:
    print(f"imported {Catalogue(asked.db).take_in(asked.file)}")
    return 0


def _compare(asked: argparse.Namespace) -> int:
    with Box(asked.box) as box:
        try:
            first, second = (box.listen(path, path.name) for path in (asked.first, asked.second))
        except Refused as error:
            print(f"earprint: {error}", file=sys.stderr)
            return 1
    index = MemoryIndex()
    index.add([(1, second)])
    matches = index.search(first)
    rows = [row for match in matches for row in _rows(match, str(asked.second))]
    print(json.dumps({"query": str(asked.first), "complete": True, "results": rows}))
    if asked.picture and matches:
        from earprint.picture import aligned

        best = max(matches[0].segments, key=lambda segment: segment.score)
        title = f"{asked.first.name} / {asked.second.name}"
        asked.picture.write_text(aligned(first, second, best, best.pitch_semitones, title=title))
    return 0
