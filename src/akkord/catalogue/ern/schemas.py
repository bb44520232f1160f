"""Checking a message by DDEX's own schema, when the operator has put the schemas into a folder.

The schemas are DDEX's: everybody takes them under DDEX's own (free) implementation licence, none is shipped
here. A schema is found by its target namespace, however the folder is arranged; what it imports is taken from
the folder by file name, never from the network.
"""

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from .faults import Fault, Place, Scope, Severity
from .message import Version

_NAME = "release-notification.xsd"
_MOST_MEGABYTES = 32  # a tree of a message takes ten times its size
_MOST_FAULTS = 100


class Schemas:
    """The folder of schemas: a `Check` for reading.read_parts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, version: Version, source: BinaryIO, file: str) -> Iterator[Fault]:
        """What the schema of the version says against the file."""
        path = _by_namespace(self._folder).get(version.namespace)
        if path is None:
            yield _told(file, "no_schema", version.namespace or version.number, Severity.WARNING)
            return
        if source.seek(0, os.SEEK_END) > _MOST_MEGABYTES * 1024 * 1024:
            yield _told(file, "too_large_for_schema", _MOST_MEGABYTES, Severity.WARNING)
            return
        source.seek(0)
        try:
            schema = _loaded(path)
        except (etree.XMLSchemaParseError, etree.XMLSyntaxError) as wrong:
            yield _told(file, "unusable_schema", f"{path.name}: {wrong}", Severity.WARNING)
            return
        yield from _validated(schema, source, file)


def _validated(schema: etree.XMLSchema, source: BinaryIO, file: str) -> Iterator[Fault]:
    document = etree.parse(source, _parser())
    if schema.validate(document):
        return
    for entry in list(schema.error_log)[:_MOST_FAULTS]:
        place = Place(_without_prefixes(entry.path or ""), entry.line)
        yield Fault("not_by_schema", Severity.ERROR, Scope.MESSAGE, entry.message[:200], file, place)


def _without_prefixes(path: str) -> str:
    return "/".join(step.rpartition(":")[2] for step in path.split("/"))


@lru_cache(maxsize=4)
def _by_namespace(folder: Path) -> dict[str, Path]:
    """Where the schema of each namespace stands."""
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob(_NAME)):
        for _event, root in etree.iterparse(path, events=("start",), no_network=True, load_dtd=False):
            found.setdefault(str(root.get("targetNamespace") or ""), path)
            break
    return found


@lru_cache(maxsize=16)
def _loaded(path: Path) -> etree.XMLSchema:
    parser = _parser()
    parser.resolvers.add(_FromFolder(path))
    return etree.XMLSchema(etree.parse(path, parser))


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


class _FromFolder(etree.Resolver):  # type: ignore[misc]  # lxml comes without types
    """What a schema imports by address (avs.xsd) is read from beside the schema, or from the folder above."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def resolve(self, system_url: str | None, public_id: str | None, context: object) -> object:
        name = (system_url or "").rpartition("/")[2]
        for folder in (self._path.parent, self._path.parent.parent):
            found = next(iter(sorted(folder.rglob(name))), None) if name else None
            if found is not None:
                return self.resolve_filename(str(found), context)
        return None


def _told(file: str, word: str, about: object, severity: Severity) -> Fault:
    return Fault(word, severity, Scope.MESSAGE, str(about)[:200], file)
