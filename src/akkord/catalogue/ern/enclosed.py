"""What a message says is enclosed, beside what came: files found by their names and compared by their sums.

HashSum names its algorithm in many spellings; MD5, SHA-1 and SHA-256 are computed, others are told of.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from .faults import Fault, Scope, Severity
from .message import File, Resource

SUMS = ("md5", "sha1", "sha256")
_ESCAPED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")


class Came(NamedTuple):
    """A file that came: its path in the batch, its size, and its sums in hex by algorithm."""

    path: str
    size: int
    sums: Mapping[str, str]


def algorithm_of(written: str) -> str | None:
    """ "SHA-256", "sha256" and "SHA_256" are one; None for what is not computed here."""
    bare = "".join(mark for mark in written.lower() if mark.isalnum())
    return bare if bare in SUMS else None


def named_in(resources: Iterable[Resource]) -> Iterator[tuple[Resource, File]]:
    """Every file a message names, those of prints among them."""
    for resource in resources:
        yield from ((resource, file) for file in resource.files)
        for each in resource.fingerprints:
            if each.file:
                yield resource, File(each.file, each.hash_algorithm, each.hash_value)


def path_of(uri: str, folder: str, here: Iterable[str]) -> str | None:
    """Which of the paths in a release's folder an address means, with or without `resources/`."""
    bare = _ESCAPED.sub(_letters, uri).replace("\\", "/").removeprefix("./")
    wanted = (f"{folder}/{bare}".casefold(), f"{folder}/resources/{bare}".casefold())
    return next((path for path in here if path.casefold() in wanted), None)


def _letters(escaped: re.Match[str]) -> str:
    return bytes.fromhex(escaped[0].replace("%", "")).decode(errors="replace")


Compared = tuple[Resource, Came | Fault]


def paths_named(resources: Iterable[Resource], folder: str, here: Iterable[str]) -> dict[str, bool]:
    """Which of the paths a message names, and whether they are of a recording: only those are heard."""
    paths, found = tuple(here), dict[str, bool]()
    for resource, file in named_in(resources):
        if (path := path_of(file.uri, folder, paths)) is not None:
            found[path] = found.get(path, False) or resource.sounding
    return found


def compare(resources: Iterable[Resource], folder: str, came: Mapping[str, Came]) -> Iterator[Compared]:
    """Each file a message names: what came for the resource, or a fault when it is not what it should be."""
    for resource, file in named_in(resources):
        uri, path = file.uri, path_of(file.uri, folder, came)
        if "://" in uri:
            yield _fault(resource, folder, "resource_elsewhere", uri)
        elif path is None:
            yield _fault(resource, folder, "resource_missing", uri)
        elif came[path].size == 0:
            yield _fault(resource, path, "resource_empty", uri)
        else:
            yield from _summed(resource, file, came[path])


def _summed(resource: Resource, file: File, came: Came) -> Iterator[Compared]:
    same = is_same(file, came)
    if same is None:
        yield _fault(resource, came.path, "unknown_sum", file.hash_algorithm, Severity.WARNING)
    if same is False:
        algorithm = _algorithm(file)
        yield _fault(resource, came.path, "wrong_sum", f"{algorithm.upper()} {came.sums[algorithm]}")
    else:
        yield resource, came


def is_same(file: File, came: Came) -> bool | None:
    """Whether it has the sum that is stated, if one is; None when that kind is not computed here."""
    stated, algorithm = _stated(file), _algorithm(file)
    if stated and not algorithm:
        return None
    return not stated or came.sums[algorithm] == stated


def _stated(file: File) -> str:
    return "".join(file.hash_value.split()).lower()


def _algorithm(file: File) -> str:
    """The stated algorithm; of a sum without one that of its length; "" when it is not computed here."""
    if file.hash_algorithm:
        return algorithm_of(file.hash_algorithm) or ""
    return {32: "md5", 40: "sha1", 64: "sha256"}.get(len(_stated(file)), "")


def _fault(
    resource: Resource, path: str, word: str, about: str, severity: Severity = Severity.ERROR
) -> Compared:
    return resource, Fault(word, severity, Scope.ROW, about[:200], path, resource.place)
