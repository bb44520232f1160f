"""The S3-compatible store behind the verbs of `files`: the bucket has what is kept, this machine has copies.

A file is acknowledged when the bucket has it: put with a checksum, under the hash of its bytes, and only
where there is none. Whatever needs a path (the box, a list that is read) gets a working copy, whose bytes are
checked against their name; the least used of them leave. Nothing in the bucket is changed, and only what
nobody holds is deleted.
"""

import hashlib
import tempfile
import uuid
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import S3Store

from .files import Files, Kept, NotKept, Unreachable, shrink_folder
from .reading import Reader

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig

PART = 8 * 1024 * 1024  # of a file on its way to or from the bucket
LASTS = timedelta(seconds=60)  # a signed address, between nginx and the store
OLD = timedelta(minutes=30)  # of what is in the bucket, when equal bytes come
IN_USE = timedelta(minutes=10)  # a working copy is left to whoever asked for it
MOST_KNOWN = 100_000
PATIENT: "RetryConfig" = {"max_retries": 4, "retry_timeout": timedelta(seconds=60)}
AT_ONCE: "RetryConfig" = {"max_retries": 0, "retry_timeout": timedelta(seconds=5)}


class Damaged(Exception):
    """The store gave other bytes than were kept under that name."""


@dataclass(frozen=True)
class Address:
    """`s3://bucket/prefix?endpoint=https://…&region=…&virtual=yes`, and who may go there."""

    url: str
    key: str
    secret: str = field(repr=False)


def opened(address: Address, retries: "RetryConfig") -> S3Store:
    """The bucket of an address."""
    parts = urlsplit(address.url)
    said = parse_qs(parts.query)
    endpoint = said.get("endpoint", [""])[0]
    client: ClientConfig = {
        "connect_timeout": "5s",
        "timeout": "60s",
        "allow_http": endpoint.startswith("http://"),
    }
    named: dict[str, Any] = {"endpoint": endpoint} if endpoint else {}
    return S3Store(
        parts.netloc,
        prefix=parts.path.strip("/") or None,
        region=said.get("region", ["us-east-1"])[0],
        virtual_hosted_style_request=said.get("virtual") == ["yes"],
        access_key_id=address.key,
        secret_access_key=address.secret,
        checksum_algorithm="SHA256",
        client_options=client,
        retry_config=retries,
        **named,
    )


class InBucket:
    """Asks for each piece as it is wanted: whoever reads slowly holds neither a thread nor a connection."""

    def __init__(self, bucket: S3Store, name: str) -> None:
        self.bucket, self.name = bucket, name

    async def read(self, first: int, length: int) -> bytes:
        """Raises NotKept where the bucket has lost it."""
        try:
            return bytes(await obstore.get_range_async(self.bucket, self.name, start=first, length=length))
        except FileNotFoundError as lost:
            raise NotKept(self.name.rpartition("/")[2]) from lost

    def close(self) -> None:
        pass


class BucketFiles(Files):
    """A content-addressed bucket; `folder` holds the working copies and what is on its way in."""

    def __init__(self, folder: Path, address: Address, most_bytes: int) -> None:
        super().__init__(folder)
        self.bucket, self.most_bytes = opened(address, PATIENT), most_bytes
        self._at_once = opened(address, AT_ONCE)
        self._known: OrderedDict[str, None] = OrderedDict()
        self._grown = most_bytes  # since the least used copies were thrown away: looked at with the first

    def path(self, sha256: str) -> Path:
        """A working copy, which stays for IN_USE at least."""
        try:
            place = super().path(sha256)
            place.touch()
        except (NotKept, FileNotFoundError):
            return self._fetch(sha256)
        return place

    def has(self, sha256: str) -> bool:
        if sha256 in self._known:
            return True
        try:
            obstore.head(self.bucket, self._name(sha256))
        except FileNotFoundError:
            return False
        self._remember(sha256)
        return True

    def open(self, sha256: str) -> Reader:
        if not self.has(sha256):
            raise NotKept(sha256)
        return InBucket(self.bucket, self._name(sha256))

    def place(self, sha256: str) -> str:
        """A signed address of the store, below nginx's internal one."""
        signed = urlsplit(obstore.sign(self.bucket, "GET", self._name(sha256), LASTS))
        return f"/store{signed.path}?{signed.query}"

    def put(self, path: Path, sha256: str) -> None:
        """Into the bucket, unless equal bytes are there; those are put anew once their date is old."""
        name = self._name(sha256)
        try:
            obstore.put(self.bucket, name, path, mode="create", chunk_size=PART)
        except AlreadyExistsError:
            if self._age(name) > OLD:  # its date tells `forget` that it was kept just now
                obstore.put(self.bucket, name, path, chunk_size=PART)
        self._remember(sha256)

    def forget(self, sha256: str, lately: timedelta) -> bool:
        """Out of the bucket, and its copy here; copies on other machines leave as the least used."""
        name = self._name(sha256)
        try:
            if self._age(name) < lately:
                return False
        except FileNotFoundError:
            return False
        obstore.delete(self.bucket, name)
        self._known.pop(sha256, None)
        self._place(sha256).unlink(missing_ok=True)
        return True

    def _age(self, name: str) -> timedelta:
        """Since it was put. Raises FileNotFoundError."""
        return datetime.now(UTC) - obstore.head(self.bucket, name)["last_modified"]

    def check(self, sha256: str) -> int:
        """Read the whole of a file in the bucket; its size. Raises NotKept, Damaged."""
        return self._read_whole(sha256, None)

    def probe(self) -> None:
        """Write, read and delete a few bytes. Raises Unreachable, at once."""
        name, said = f"probes/{uuid.uuid4().hex}", b"probe"
        try:
            obstore.put(self._at_once, name, said, mode="create", use_multipart=False)
            read = bytes(obstore.get_range(self._at_once, name, start=0, length=len(said)))
            obstore.delete(self._at_once, name)
        except (BaseError, OSError) as error:
            raise Unreachable(type(error).__name__) from error  # its words name addresses
        if read != said:
            raise Unreachable("Damaged")

    def _settle(self, path: Path, sha256: str, size: int) -> Kept:
        self.put(path, sha256)
        kept = super()._settle(path, sha256, size)
        self._shrink(size)
        return kept

    def _fetch(self, sha256: str) -> Path:
        with tempfile.NamedTemporaryFile(dir=self.incoming, delete=False) as copy:
            made = Path(copy.name)
            try:
                size = self._read_whole(sha256, copy)
            except BaseException:
                made.unlink()
                raise
        super()._settle(made, sha256, size)
        self._shrink(size)
        return self._place(sha256)

    def _read_whole(self, sha256: str, into: Any) -> int:
        name = self._name(sha256)
        try:
            size = int(obstore.head(self.bucket, name)["size"])
        except FileNotFoundError as lost:
            raise NotKept(sha256) from lost
        digest = hashlib.sha256()
        for first in range(0, size, PART):
            piece = obstore.get_range(self.bucket, name, start=first, end=min(first + PART, size))
            digest.update(piece)
            if into is not None:
                into.write(piece)
        if digest.hexdigest() != sha256:
            raise Damaged(sha256)
        return size

    def _shrink(self, grown: int) -> None:
        self._grown += grown
        if self._grown * 20 > self.most_bytes:
            shrink_folder(self.folder, self.most_bytes, spare=IN_USE)
            self._grown = 0

    def _remember(self, sha256: str) -> None:
        self._known[sha256] = None
        while len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)

    def _name(self, sha256: str) -> str:
        return str(self._place(sha256).relative_to(self.folder))
