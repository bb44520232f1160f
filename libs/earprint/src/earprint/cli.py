"""The command `earprint`: fill an index with recordings, find them in files, look after an index."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from earprint.box import Box, BoxFailed, NotProven, Refused
from earprint.catalogue import Catalogue
from earprint.index import MemoryIndex
from earprint.matches import Match
from earprint.sharded import ShardedCatalogue, library, places, split
from earprint.volumes import DamagedVolume

if TYPE_CHECKING:
    from earprint.far import Cluster

ENDINGS = {".mp3", ".flac", ".ogg", ".oga", ".opus", ".wav", ".m4a", ".mp4", ".aac", ".webm"}
TOGETHER = 64  # recordings added at once
_RAY = (
    "ask the shards as actors: 127.0.0.1 starts Ray here for this command, HOST:PORT joins a running cluster,"
    " where they stay"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 done, 1 a file was refused or the index is damaged, 2 bad usage, no box or no Ray."""
    asked = _parser().parse_args(arguments)
    try:
        status: int = asked.run(asked)
    except NotProven as error:
        print(f"earprint: the box is not proven ({error}); see --box rlimits", file=sys.stderr)
        return 2
    except ImportError as error:
        print(f"earprint: {error}", file=sys.stderr)
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
        ("split", _split, "write the index anew as several folders, which are used like one"),
    ):
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("db", type=Path, metavar="DB", help="folder of the index, or of its shards")
        command.set_defaults(run=run)
        if run in (_add, _find):
            command.add_argument("files", type=Path, nargs="*", metavar="FILE")
            command.add_argument("--list", type=Path, metavar="FILE", help="more files, one path a line")
        if run in (_find, _scan):
            command.add_argument("--ray", metavar="ADDRESS", help=_RAY)
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
        if run is _split:
            command.add_argument("folder", type=Path, metavar="FOLDER")
            command.add_argument("--shards", type=int, required=True, metavar="N", help="how many")
    printing = commands.add_parser("print", help="write the print of each file, to be delivered in its place")
    printing.add_argument("files", type=Path, nargs="+", metavar="FILE")
    printing.add_argument("--to", type=Path, metavar="FOLDER", help="where to; beside each file without it")
    printing.set_defaults(run=_print)
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
    catalogue, added, paths = library(asked.db), 0, _paths(asked)
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


def _print(asked: argparse.Namespace) -> int:
    """FILE.print holds what `Print.to_bytes` wrote (docs/format.md)."""
    status = 0
    with Box(asked.box) as box:
        for path in asked.files:
            try:
                printed = box.listen(path, path.name)
            except (Refused, OSError) as error:
                print(f"{path}: {error}", file=sys.stderr)
                status = 1
                continue
            made = (asked.to or path.parent) / f"{path.name}.print"
            made.write_bytes(printed.to_bytes())
            print(made)
    return status


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
    """One answer per file; a refused file, or a lost shard, is told as incomplete, with the reason."""
    with Box(asked.box) as box, _opened(asked) as catalogue:
        for path in paths:
            try:
                sound = box.listen(path, path.name)
            except (Refused, OSError) as error:
                yield {"query": str(path), "complete": False, "results": [], "error": str(error)}
                continue
            answer = catalogue.search(sound)
            rows = [row for match in answer.matches for row in _rows(match, catalogue.name_of(match.track))]
            lost = {} if answer.complete else {"lost": answer.lost}
            yield {"query": str(path), "complete": answer.complete, "results": rows, **lost}


@contextmanager
def _opened(asked: argparse.Namespace) -> Iterator[Catalogue | ShardedCatalogue | Cluster]:
    """What is searched."""
    if not asked.ray:
        yield library(asked.db)
        return
    from earprint.far import Cluster

    with Cluster(places(asked.db), asked.ray) as cluster:
        yield cluster


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
    lines = [answer["query"] + (f": {answer['error']}" if "error" in answer else "")]
    lines += [f"  not searched: {name} ({why})" for name, why in answer.get("lost", {}).items()]
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
    unknown = library(asked.db).remove(asked.names)
    for name in unknown:
        print(f"{name}: not in the index", file=sys.stderr)
    return 1 if unknown else 0


def _info(asked: argparse.Namespace) -> int:
    catalogue = library(asked.db)
    told = catalogue.info()
    if asked.tracks:
        told["names"] = catalogue.names()
    print(json.dumps(told))
    return 0 if told.get("complete", True) else 1


def _verify(asked: argparse.Namespace) -> int:
    damage = library(asked.db).verify()
    for what in damage:
        print(f"damaged: {what}", file=sys.stderr)
    if not damage:
        print("intact")
    return 1 if damage else 0


def _merge(asked: argparse.Namespace) -> int:
    library(asked.db).merge()
    return 0


def _export(asked: argparse.Namespace) -> int:
    print(f"exported {library(asked.db).export(asked.file)}")
    return 0


def _import(asked: argparse.Namespace) -> int:
    print(f"imported {library(asked.db).take_in(asked.file)}")
    return 0


def _split(asked: argparse.Namespace) -> int:
    whole = library(asked.db)
    if isinstance(whole, ShardedCatalogue):
        print("earprint: these are shards; export and import them to split them anew", file=sys.stderr)
        return 2
    try:
        split(whole, asked.folder, asked.shards)
    except DamagedVolume:
        raise
    except ValueError as error:
        print(f"earprint: {error}", file=sys.stderr)
        return 2
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
