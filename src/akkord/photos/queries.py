"""Every read of photos, with their gates: an album's for what stands in it, for the rest what they are on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, QuerySet

from akkord.flow import clock
from akkord.groups import queries as groups
from akkord.groups.queries import Group
from akkord.groups.rules import Act
from akkord.people import queries as people
from akkord.people.queries import Key, standing
from akkord.people.rules.privacy import Audience, Level, may
from akkord.rights import queries as rights
from akkord.rights.terms import ScopeKind
from akkord.store.files import NotKept, files

from .errors import NoSuchAlbum, NoSuchPhoto
from .models import Album as Album
from .models import Photo as Photo
from .rules import ALBUMS_PAGE, OFFERED, PAGE


@dataclass(frozen=True)
class Silence:
    """Why a photo is not shown where the viewer is."""

    law: str
    since: datetime
    entry: int | None  # number of its line in the log, once it has one


@dataclass(frozen=True)
class PhotoView:
    """A photo as it stands on a page. `within`: what lets the viewer see it, as its addresses name that."""

    number: int
    owner: int
    alt: str
    width: int
    height: int
    made_at: datetime
    within: str = ""
    silence: Silence | None = None

    @property
    def href(self) -> str:
        return f"/photo{self.number}{self.within}"

    @property
    def large(self) -> str:
        return f"/photo{self.number}/large{self.within}"

    @property
    def small(self) -> str:
        return f"/photo{self.number}/small{self.within}"


@dataclass(frozen=True)
class AlbumView:
    """An album in a list, with its newest photo."""

    album: Album
    cover: PhotoView | None


@dataclass(frozen=True)
class AlbumPage:
    """Some albums, newest first, and where the next page begins (None at the end)."""

    albums: list[AlbumView]
    before: int | None


@dataclass(frozen=True)
class PhotoPage:
    """Some photos, newest first, and where the next page begins (None at the end)."""

    photos: list[PhotoView]
    before: int | None


def standing_photos() -> QuerySet[Photo]:
    return Photo.objects.filter(standing("owner__"), deleted_at=None)


def albums_seen_by(viewer_id: int | None, albums: Iterable[Album]) -> list[Album]:
    """The gate: those of the albums the viewer may see; a constant number of queries."""
    found = [album for album in albums if album.deleted_at is None]
    owners = {a.person_id for a in found if a.person_id}
    open_people = people.allowed_among(viewer_id, owners, Key.PHOTOS) if owners else set()
    narrow = {a.person_id for a in found if a.audience and a.person_id in open_people}
    ties = people.relations_among(viewer_id, {n for n in narrow if n}) if narrow else {}
    open_groups = groups.allowed_in(viewer_id, {a.group_id for a in found if a.group_id}, Act.READ)
    left_out = {a.pk: set(a.audience_lists) for a in found if a.audience == Level.EXCEPT}
    there = people.lists_there(number for lists in left_out.values() for number in lists)

    def let(album: Album, owner: int) -> bool:
        # Whom a deleted list left out nobody knows any more.
        if owner != viewer_id and not left_out.get(album.pk, set()) <= there:
            return False
        return may(ties[owner], audience_of(album))

    return [
        a
        for a in found
        if a.group_id in open_groups
        or (a.person_id in open_people and (not a.audience or let(a, a.person_id)))
    ]


def audience_of(album: Album) -> Audience:
    """Whom its owner lets see it, for one that has an audience of its own."""
    return Audience(Level(album.audience), frozenset(album.audience_lists), frozenset(album.audience_people))


def album_for(viewer_id: int | None, number: int) -> Album:
    """The album, if the viewer may see it. Raises NoSuchAlbum."""
    found = albums_seen_by(viewer_id, Album.objects.filter(pk=number).select_related("person", "group"))
    if not found:
        raise NoSuchAlbum(number)
    return found[0]


def albums_kept(person_id: int, group: Group | None) -> int:
    """How many albums stand of the community's, or without one of the person's."""
    theirs = Album.objects.filter(group=group) if group else Album.objects.filter(person_id=person_id)
    return theirs.filter(deleted_at=None).count()


def keeps_album(person_id: int | None, album: Album) -> bool:
    """Whether the person puts photos into it and changes it: its owner, those who speak for its community."""
    if person_id is None:
        return False
    if album.group is not None:
        return groups.allows(person_id, album.group, Act.SPEAK)
    return album.person_id == person_id


def albums_of_person(
    viewer_id: int | None, person_id: int, territory: str, before: int | None = None
) -> AlbumPage:
    return _albums(viewer_id, Album.objects.filter(person_id=person_id), territory, before)


def albums_of_group(
    viewer_id: int | None, group: Group, territory: str, before: int | None = None
) -> AlbumPage:
    return _albums(viewer_id, Album.objects.filter(group=group), territory, before)


def _albums(viewer_id: int | None, albums: QuerySet[Album], territory: str, before: int | None) -> AlbumPage:
    older = albums if before is None else albums.filter(pk__lt=before)
    # An owner has few enough to ask the gate about all of them (MOST_ALBUMS).
    seen = albums_seen_by(viewer_id, older.filter(deleted_at=None).order_by("-pk"))
    page = seen[:ALBUMS_PAGE]
    newest = standing_photos().filter(album__in=page).order_by().values("album").annotate(last=Max("pk"))
    covers = {row["album"]: row["last"] for row in newest}
    shown = {v.number: v for v in views_of(viewer_id, territory, covers.values())}
    views = [AlbumView(album, shown.get(covers.get(album.pk, 0))) for album in page]
    return AlbumPage(views, page[-1].pk if len(seen) > ALBUMS_PAGE else None)


def photos_in(viewer_id: int | None, album: Album, territory: str, before: int | None = None) -> PhotoPage:
    """Photos of an album that `album_for` let through, newest first."""
    rows = standing_photos().filter(album=album).order_by("-pk")
    return _page(viewer_id, rows, territory, before)


def own_photos(person_id: int, territory: str, before: int | None = None) -> PhotoPage:
    """All that a person has sent in themselves, wherever it stands."""
    return _page(person_id, standing_photos().filter(owner_id=person_id).order_by("-pk"), territory, before)


def _page(viewer_id: int | None, rows: QuerySet[Photo], territory: str, before: int | None) -> PhotoPage:
    older = rows if before is None else rows.filter(pk__lt=before)
    numbers = list(older.values_list("pk", flat=True)[: PAGE + 1])
    views = views_of(viewer_id, territory, numbers[:PAGE])
    shown = [view for view in views if view.silence is None or view.owner == viewer_id]
    return PhotoPage(shown, numbers[PAGE - 1] if len(numbers) > PAGE else None)


def views_of(
    viewer_id: int | None, territory: str, numbers: Iterable[int], within: str = ""
) -> list[PhotoView]:
    """Photos that a gate let through, in their order; two queries. A silent one says why instead."""
    wanted = list(dict.fromkeys(numbers))
    if not wanted:
        return []
    rows = standing_photos().in_bulk(wanted)
    why = silent_there(wanted, territory)
    return [_view(rows[n], why.get(n), within) for n in wanted if n in rows]


def _view(row: Photo, silence: Silence | None, within: str) -> PhotoView:
    return PhotoView(row.pk, row.owner_id, row.alt, row.width, row.height, row.made_at, within, silence)


def silent_there(numbers: Iterable[int], territory: str) -> dict[int, Silence]:
    """photo → why it is not shown there; one query."""
    blocks = rights.forbidden_there(ScopeKind.PHOTO, numbers, territory, clock.now())
    return {n: Silence(b.law, b.starts or b.recorded_at, b.entry.number) for n, b in blocks.items()}


def photo_for(viewer_id: int | None, number: int) -> Photo:
    """A photo by the gate of its album; outside of one it is its owner's. Raises NoSuchPhoto."""
    found = standing_photos().filter(pk=number).select_related("album", "owner").first()
    if found is None:
        raise NoSuchPhoto(number)
    if found.owner_id == viewer_id:
        return found
    if found.album is None or not albums_seen_by(viewer_id, [found.album]):
        raise NoSuchPhoto(number)
    return found


def attached_photo(number: int) -> Photo:
    """A photo whose reader has passed the gate of what it is attached to. Raises NoSuchPhoto."""
    found = standing_photos().filter(pk=number).select_related("owner").first()
    if found is None:
        raise NoSuchPhoto(number)
    return found


def reported_picture(number: int) -> bytes:
    """The large rendition of a photo for whoever judges it, silenced, deleted or not. Raises NoSuchPhoto."""
    name = Photo.objects.filter(pk=number).values_list("large", flat=True).first()
    try:
        return files().read(name or "")
    except NotKept as lost:
        raise NoSuchPhoto(number) from lost


def open_there(photo: Photo, viewer_id: int | None, territory: str) -> bool:
    """Whether its bytes are sent there: to whom nothing silences it, and to its owner."""
    return photo.owner_id == viewer_id or not silent_there([photo.pk], territory)


def neighbours(album: Album, number: int, territory: str) -> tuple[int | None, int | None]:
    """Numbers of the photos that stand before and after one in its album, of those shown there."""
    rows = standing_photos().filter(album=album)
    newer = list(rows.filter(pk__gt=number).order_by("pk").values_list("pk", flat=True)[:PAGE])
    older = list(rows.filter(pk__lt=number).order_by("-pk").values_list("pk", flat=True)[:PAGE])
    silent = silent_there([*newer, *older], territory)
    return (
        next((n for n in newer if n not in silent), None),
        next((n for n in older if n not in silent), None),
    )


def own_albums(person_id: int) -> QuerySet[Album]:
    """Every album of the person's, the oldest first: for their archive."""
    return Album.objects.filter(person_id=person_id, deleted_at=None).order_by("pk")


def all_of(person_id: int) -> QuerySet[Photo]:
    """Every photo the person sent in, the newest first, with its album: for their archive."""
    return standing_photos().filter(owner_id=person_id).select_related("album").order_by("-pk")


def owners_of(numbers: Iterable[int]) -> dict[int, int]:
    """photo → its owner, of those that stand."""
    wanted = set(numbers)
    if not wanted:
        return {}
    return dict(standing_photos().filter(pk__in=wanted).values_list("pk", "owner_id"))


def own_among(person_id: int, numbers: Iterable[int]) -> set[int]:
    """Those of the photos that are the person's own: what one attaches."""
    wanted = set(numbers)
    if not wanted:
        return set()
    return set(standing_photos().filter(owner_id=person_id, pk__in=wanted).values_list("pk", flat=True))


def offered_to(person_id: int, territory: str, begun: Iterable[int] = ()) -> list[PhotoView]:
    """The person's newest photos, after those that are chosen already: what a box offers to attach."""
    chosen = own_among(person_id, begun)
    newest = standing_photos().filter(owner_id=person_id).order_by("-pk").values_list("pk", flat=True)
    numbers = [*(n for n in begun if n in chosen), *newest[:OFFERED]]
    return [view for view in views_of(person_id, territory, numbers) if view.silence is None]


def numbers_of(person_id: int) -> QuerySet[Photo, int]:
    """Numbers of all that the person sent in and did not delete."""
    return Photo.objects.filter(owner_id=person_id, deleted_at=None).values_list("pk", flat=True)


def sent_today(person_id: int) -> int:
    return Photo.objects.filter(owner_id=person_id, made_at__gt=clock.now() - timedelta(days=1)).count()
