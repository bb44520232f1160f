"""The stranger's audit: fetch every file of a log, compute the tree anew, name each file that differs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tilelog import tiles
from tilelog.checkpoint import Checkpoint, open_checkpoint
from tilelog.client import Source, fetch_part
from tilelog.errors import (
    BadPath,
    BadTile,
    Malformed,
    NotServed,
    NotSigned,
    SignatureFailed,
    WrongOrigin,
)
from tilelog.merkle import EMPTY_ROOT, Frontier, leaf_hash, root_of
from tilelog.note import LARGEST_NOTE, Verifier
from tilelog.tiles import TILE_WIDTH, Bundle, Tile

CHECKPOINT = "checkpoint"


@dataclass(frozen=True)
class Finding:
    """One thing that is not as signed: the file, and what is wrong with it."""

    path: str
    problem: str


@dataclass
class Report:
    """What an audit saw. `checkpoint` is None when no signed one was found; `files` counts those read."""

    checkpoint: Checkpoint | None = None
    signed: str = ""
    files: int = 0
    continues: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether everything is as signed."""
        return self.checkpoint is not None and not self.findings

    def add(self, path: str, problem: str) -> None:
        """Notes a finding, once."""
        finding = Finding(path, problem.removeprefix(f"{path}: "))
        if finding not in self.findings:
            self.findings.append(finding)


def audit(source: Source, verifier: Verifier, older: Sequence[tuple[str, str | bytes]] = ()) -> Report:
    """Reads the whole log and reports. `older`: (name, signed note) of checkpoints kept from before.

    Whatever is missing or wrong is a finding; raises Unreachable if there is no answer at all.
    """
    report = Report()
    try:
        signed = source.read(CHECKPOINT, LARGEST_NOTE)
        report.checkpoint = open_checkpoint(signed, verifier)
        report.signed = signed.decode()
    except (Malformed, SignatureFailed, NotSigned, WrongOrigin, NotServed) as error:
        report.add(CHECKPOINT, str(error))
        return report
    report.files = 1
    kept = list(_open_older(older, verifier, report))
    sizes = {checkpoint.size for _, checkpoint in kept}
    tree = _Audit(source, report.checkpoint, report).run(sizes)
    _compare_older(kept, report.checkpoint.size, tree, report)
    _check_other_files(source, report.checkpoint.size, [checkpoint for _, checkpoint in kept], report)
    return report


class _Tree:
    """A tree growing leaf by leaf that remembers its root at the sizes asked for."""

    def __init__(self, sizes: set[int]) -> None:
        self.frontier = Frontier()
        self.sizes = sizes
        self.roots = {0: EMPTY_ROOT}

    def grow(self, leaves: Sequence[bytes]) -> None:
        for leaf in leaves:
            self.frontier.append(leaf)
            if self.frontier.size in self.sizes:
                self.roots[self.frontier.size] = self.frontier.root()

    def copy(self) -> "_Tree":
        twin = _Tree(self.sizes)
        twin.frontier, twin.roots = self.frontier.copy(), dict(self.roots)
        return twin


class _Audit:
    """Two trees are computed: one believes the entries, one believes the bottom tiles where they differ.

    The signed root then says which of the two is wrong. The second begins with the first difference.
    """

    def __init__(self, source: Source, checkpoint: Checkpoint, report: Report) -> None:
        self.source = source
        self.checkpoint = checkpoint
        self.report = report
        self.differing: list[tuple[Bundle, Tile, int]] = []
        self.by_entries: list[bytes] = []  # level-1 hashes
        self.by_tiles: dict[int, bytes] = {}  # where they differ from by_entries

    def run(self, sizes: set[int]) -> _Tree:
        """Reads everything that the checkpoint covers; returns the tree that is to be believed."""
        entries = _Tree(sizes)
        hashed: _Tree | None = None
        for bundle in tiles.bundles_of(self.checkpoint.size):
            tile = Tile(0, bundle.index, bundle.width)
            leaves, hashes = self._leaves(bundle), self._tile(tile)
            believed = leaves or hashes
            if believed is None:
                return entries  # both are named already; nothing above can be computed
            if hashes is not None and hashes != believed:
                hashed = hashed or entries.copy()
                self._differ(bundle, tile, believed, hashes)
            entries.grow(believed)
            if hashed is not None:
                hashed.grow(hashes or believed)
            if bundle.width == TILE_WIDTH:
                self.by_entries.append(root_of(believed))
        return self._judge(entries, hashed)

    def _differ(self, bundle: Bundle, tile: Tile, leaves: list[bytes], hashes: list[bytes]) -> None:
        place = next(
            at for at, (ours, theirs) in enumerate(zip(leaves, hashes, strict=True)) if ours != theirs
        )
        self.differing.append((bundle, tile, bundle.start + place))
        if bundle.width == TILE_WIDTH:
            self.by_tiles[bundle.index] = root_of(hashes)

    def _judge(self, entries: _Tree, hashed: _Tree | None) -> _Tree:
        root = self.checkpoint.root
        entries_hold = entries.frontier.root() == root
        tiles_hold = hashed is not None and hashed.frontier.root() == root
        for bundle, tile, index in self.differing:
            if entries_hold:
                self.report.add(tile.path, f"the hash of entry {index} is not that of the entry")
            elif tiles_hold:
                self.report.add(bundle.path, f"entry {index} is not the one that was signed")
            else:
                self.report.add(bundle.path, f"entry {index} does not hash to what {tile.path} says")
        if tiles_hold:
            for index, value in self.by_tiles.items():
                self.by_entries[index] = value
        self._climb()
        if not entries_hold and not tiles_hold:
            self.report.add(CHECKPOINT, "the signed root is not the root of the entries served")
        return hashed if hashed is not None and tiles_hold else entries

    def _climb(self) -> None:
        """Compares every tile above the bottom level with the hashes computed from below."""
        level, hashes = 1, self.by_entries
        while hashes:
            above = []
            for at in range(0, len(hashes), TILE_WIDTH):
                group = hashes[at : at + TILE_WIDTH]
                self._compare_tile(Tile(level, at // TILE_WIDTH, len(group)), group)
                if len(group) == TILE_WIDTH:
                    above.append(root_of(group))
            level, hashes = level + 1, above

    def _compare_tile(self, tile: Tile, computed: list[bytes]) -> None:
        served = self._tile(tile)
        if served is not None and served != computed:
            place = next(
                at for at, (ours, theirs) in enumerate(zip(computed, served, strict=True)) if ours != theirs
            )
            self.report.add(tile.path, f"hash {place} is not the one computed from the level below")

    def _leaves(self, bundle: Bundle) -> list[bytes] | None:
        data = self._fetch(bundle)
        try:
            return None if data is None else [leaf_hash(entry) for entry in tiles.split_entries(bundle, data)]
        except BadTile as error:
            self.report.add(bundle.path, str(error))
            return None

    def _tile(self, tile: Tile) -> list[bytes] | None:
        data = self._fetch(tile)
        try:
            return None if data is None else tiles.split_hashes(tile, data)
        except BadTile as error:
            self.report.add(tile.path, str(error))
            return None

    def _fetch(self, part: Tile | Bundle) -> bytes | None:
        self.report.files += 1
        try:
            return fetch_part(self.source, part)
        except (NotServed, BadTile) as error:
            self.report.add(part.path, str(error))
            return None


def _open_older(
    older: Sequence[tuple[str, str | bytes]], verifier: Verifier, report: Report
) -> Iterator[tuple[str, Checkpoint]]:
    for name, message in older:
        try:
            yield name, open_checkpoint(message, verifier)
        except (Malformed, SignatureFailed, NotSigned, WrongOrigin) as error:
            report.add(name, f"the older checkpoint cannot be used: {error}")


def _compare_older(kept: Sequence[tuple[str, Checkpoint]], size: int, tree: _Tree, report: Report) -> None:
    for name, old in kept:
        if old.size > size:
            report.add(CHECKPOINT, f"{name} promised {old.size} entries; there are {size}")
        elif old.size not in tree.roots:
            report.add(CHECKPOINT, f"cannot be compared with {name}: entries are missing")
        elif tree.roots[old.size] != old.root:
            report.add(CHECKPOINT, f"the first {old.size} entries are not those that {name} was signed over")
        else:
            report.continues.append(name)


def _check_other_files(source: Source, size: int, older: Sequence[Checkpoint], report: Report) -> None:
    """The files that the newest checkpoint does not need: partial tiles of earlier sizes, and strays."""
    current = {tile.path for tile in tiles.tiles_of(size)} | {
        bundle.path for bundle in tiles.bundles_of(size)
    }
    promised = [part.path for old in older if old.size <= size for part in tiles.partials_of(old.size)]
    listed = list(source.paths())
    for path in dict.fromkeys([*promised, *listed]):
        if path not in current:
            _check_other_file(source, size, path, report)


def _check_other_file(source: Source, size: int, path: str, report: Report) -> None:
    try:
        part = tiles.parse_path(path)
    except BadPath:
        report.add(path, "no file of a log")
        return
    now = _current(part, size)
    if now is None or any(finding.path == now.path for finding in report.findings):
        return  # beyond the checkpoint (written, not yet signed for), or nothing sound to compare with
    try:
        served, signed = fetch_part(source, part), fetch_part(source, now)
        same = (
            served == tiles.cut(part, signed) if part.width <= now.width else tiles.cut(now, served) == signed
        )
        report.files += 1
    except (NotServed, BadTile) as error:
        report.add(path, str(error))
        return
    if not same:
        report.add(path, f"differs from {now.path}")


def _current(part: Tile | Bundle, size: int) -> Tile | Bundle | None:
    """The tile or bundle of the log at `size` that stands where `part` does; None if there is none yet."""
    count = size if isinstance(part, Bundle) else size >> (tiles.TILE_HEIGHT * part.level)
    width = min(TILE_WIDTH, count - part.index * TILE_WIDTH)
    if width <= 0:
        return None
    return Bundle(part.index, width) if isinstance(part, Bundle) else Tile(part.level, part.index, width)
