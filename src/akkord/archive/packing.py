"""The archive as a ZIP: pages that open without the site, the same as JSON, and a list of all with digests.

Long things are parted into pages of PART entries, each drawn and written before the next is read, so that
memory does not grow with what somebody has said or heard.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import IO, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from akkord.flow import clock
from akkord.music.queries import Track
from akkord.music.rules import Listener
from akkord.people.queries import Person

from . import following, gathering, written
from .gathering import Value
from .opening import MOST_BYTES
from .rules import FOLDER, FORMAT, SIGNED
from .signing import signed, site_key

PART = 500  # entries a page
KEPT_FREE = 16 * 1024 * 1024  # bytes of what sites take in for the lists written after the sounds were chosen


class Handed(NamedTuple):
    """A sound whose file is still to be written, under this name of the archive."""

    file: str
    track: Track


@dataclass
class Folder:
    """The ZIP as it is written: every file under one folder, with its digest for the manifest."""

    zipped: ZipFile
    made_at: datetime
    files: dict[str, Value] = field(default_factory=dict)

    def write(self, path: str, content: str | bytes) -> None:
        said = content.encode() if isinstance(content, str) else content
        about = ZipInfo(f"{FOLDER}/{path}", self.made_at.timetuple()[:6])
        about.compress_type, about.external_attr = ZIP_DEFLATED, 0o600 << 16
        self.zipped.writestr(about, said)
        self.files[path] = {"sha256": hashlib.sha256(said).hexdigest(), "bytes": len(said)}

    def expect(self, path: str, sha256: str, size: int) -> None:
        """A file that will be written after the manifest that names it."""
        self.files[path] = {"sha256": sha256, "bytes": size}

    @property
    def size(self) -> int:
        """Bytes of the ZIP so far, about."""
        return sum(each.compress_size for each in self.zipped.infolist())

    def value(self, name: str, value: object) -> None:
        self.write(f"data/{name}.json", json.dumps(value, ensure_ascii=False, indent=1))

    def page(self, name: str, template: str, **about: Any) -> None:
        shown = {
            "site": settings.SITE_URL,
            "site_name": settings.SITE_NAME,
            "language": get_language(),
            "here": name,
        } | about
        self.write(f"{name}.html", render_to_string(f"archive/{template}.html", shown))


def pack(person: Person, listener: Listener, out: IO[bytes]) -> None:
    """Write the person's archive without sounds to `out`, whole, in the language that is active."""
    with ZipFile(out, "w") as zipped:
        write(zipped, person, listener)


def write(zipped: ZipFile, person: Person, listener: Listener, *, sounds: bool = False) -> list[Handed]:
    """Write all of it but the files of sounds, which it names already: those are still to be written."""
    folder = Folder(zipped, clock.now())
    _own_page(folder, person)
    _long(folder, "posts", "posts", written.posts(listener, person))
    folder.value("liked", written.liked(person))
    folder.value("moments", written.moments(person))
    folder.value("kept", written.kept(person))
    folder.value("albums", gathering.albums(person))
    _long(folder, "photos", "photos", _files(folder, gathering.own_photos(person)))
    _long(folder, "documents", "documents", _files(folder, gathering.own_documents(person)))
    _long(folder, "listening", "listening", gathering.listening(person))
    talks = list(_conversations(folder, person, listener))
    folder.value("messages", talks)
    folder.page("messages", "messages", talks=talks)
    library, podcasts = gathering.library(listener, person), following.podcasts(person)
    folder.value("music", library)
    folder.value("podcasts", podcasts)
    folder.write("podcasts.opml", following.opml(settings.SITE_NAME, podcasts))
    folder.page("music", "music", library=library, podcasts=podcasts)
    handed: list[Handed] = []
    room = MOST_BYTES - KEPT_FREE - folder.size if sounds else None
    _long(folder, "sounds", "sounds", _sounds(folder, person, listener, room, handed))
    folder.page("index", "index", person=person, made_at=folder.made_at)
    folder.write("style.css", render_to_string("archive/style.css"))
    _sign(folder, person)
    return handed


def _sign(folder: Folder, person: Person) -> None:
    about = {"format": FORMAT, "site": settings.SITE_URL, "key": site_key()}
    whose = {"person": person.get_absolute_url(), "made_at": folder.made_at.isoformat()}
    manifest = json.dumps(about | whose | {"files": folder.files}, indent=1).encode()
    folder.write("manifest.json", manifest)
    folder.write(SIGNED, signed(manifest, settings.SITE_URL, person.get_absolute_url()))


def _own_page(folder: Folder, person: Person) -> None:
    profile, ties = gathering.profile(person), gathering.ties(person)
    account, clubs = gathering.account(person), gathering.communities(person)
    paid = gathering.payments(person)
    for name, value in (
        ("profile", profile),
        ("people", ties),
        ("account", account),
        ("communities", clubs),
        ("payments", paid),
    ):
        folder.value(name, value)
    folder.page("profile", "profile", profile=profile)
    folder.page("people", "people", ties=ties)
    folder.page("communities", "communities", clubs=clubs)
    folder.page("account", "account", account=account, paid=paid)


def _files(folder: Folder, those: Iterable[tuple[Value, bytes]]) -> Iterator[Value]:
    """Each file is written as it is listed, so that one at a time is held."""
    for about, data in those:
        if about["file"]:
            folder.write(about["file"], data)
        yield about


def _sounds(
    folder: Folder, person: Person, listener: Listener, room: int | None, handed: list[Handed]
) -> Iterator[Value]:
    for about, track in gathering.own_sounds(person, listener, room):
        if about["file"]:
            folder.expect(about["file"], track.sound.sha256, track.sound.size)
            handed.append(Handed(about["file"], track))
        yield about


def _conversations(folder: Folder, person: Person, listener: Listener) -> Iterator[Value]:
    for talk in gathering.conversations(listener, person):
        name = f"messages-{talk.number}"
        parts = _long(folder, name, "conversation", talk.messages, title=talk.title)
        yield talk.about | {
            "files": [f"data/{name}-{n}.json" for n in range(1, parts + 1)],
            "page": f"{name}-1",
        }


def _long(folder: Folder, name: str, template: str, entries: Iterable[Value], **about: Any) -> int:
    """A list in parts, each as a page and as JSON; how many. An empty one has one empty part."""
    number = 0
    for number, (part, last) in enumerate(_parts(entries), start=1):
        folder.value(f"{name}-{number}", part)
        after = None if last else f"{name}-{number + 1}"
        before = f"{name}-{number - 1}" if number > 1 else None
        folder.page(f"{name}-{number}", template, entries=part, before=before, after=after, **about)
    return number


def _parts(entries: Iterable[Value]) -> Iterator[tuple[Sequence[Value], bool]]:
    rest = iter(entries)
    part = list(islice(rest, PART))
    while True:
        following = list(islice(rest, PART))
        yield part, not following
        if not following:
            return
        part = following
