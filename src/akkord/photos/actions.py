"""What people do with photos and albums: send in, describe, sort, take away; and the face of their page."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from akkord.flow import clock, outbox
from akkord.groups import actions as group_actions
from akkord.groups import queries as groups
from akkord.groups.queries import Group
from akkord.groups.rules import Act, Deed
from akkord.people import actions as people
from akkord.people.queries import Person, lists_of
from akkord.people.rules.privacy import Audience
from akkord.store.files import files

from . import errors, queries
from .models import Album, Photo
from .pictures import draw, draw_face
from .rules import (
    MOST_A_DAY,
    MOST_ALBUMS,
    MOST_BROUGHT,
    MOST_IN_ALBUM,
    MOST_TITLE,
    MOST_WORDS,
    Crop,
    middle,
    tidy,
)


@dataclass(frozen=True)
class Described:
    """An album's name, what it is about, and whom it is for (None is all who see the photos)."""

    title: str
    about: str = ""
    audience: Audience | None = None


def make_album(person: Person, words: Described, group: Group | None = None) -> Album:
    """A new album of the person's, or of a community they speak for.

    Raises NotYours, TooManyAlbums, NoTitle, TooLongWords.
    """
    if group is not None and not groups.allows(person.pk, group, Act.SPEAK):
        raise errors.NotYours
    if queries.albums_kept(person.pk, group) >= MOST_ALBUMS:
        raise errors.TooManyAlbums
    album = Album(person=None if group else person, group=group, made_at=clock.now())
    return _described(person, album, words)


def edit_album(person: Person, album: Album, words: Described) -> None:
    """Raises NotYours, NoTitle, TooLongWords."""
    _check_keeps(person, album)
    _described(person, album, words)


def _described(person: Person, album: Album, words: Described) -> Album:
    album.title, album.about = tidy(words.title), tidy(words.about)
    if not album.title:
        raise errors.NoTitle
    if len(album.title) > MOST_TITLE or len(album.about) > MOST_WORDS:
        raise errors.TooLongWords
    chosen = words.audience if album.group is None else None
    own = {each.pk for each in lists_of(person.pk)} if chosen and chosen.lists else set()
    if chosen and not chosen.lists <= own:
        raise errors.NotYours
    album.audience = chosen.level.value if chosen else ""
    album.audience_lists = sorted(chosen.lists) if chosen else []
    album.audience_people = sorted(chosen.people) if chosen else []
    album.save()
    return album


@transaction.atomic
def delete_album(person: Person, album: Album) -> None:
    """Its photos stay their owners' alone, and where they are attached; of a community's its log tells.

    Raises NotYours. Twice is once.
    """
    _check_keeps(person, album)
    standing = Album.objects.filter(pk=album.pk, deleted_at=None)
    if not standing.update(deleted_at=clock.now(), size=0):
        return
    Photo.objects.filter(album=album).update(album=None)
    if album.group is not None:
        group_actions.note(album.group, person, Deed.ALBUM_REMOVED)


def send_in(person: Person, data: bytes, *, album: Album | None = None, alt: str = "") -> Photo:
    """Read a picture and keep its renditions; without an album it is there to be attached.

    Raises NotAPicture, TooLarge, TooBusy, NotYours, AlbumFull, TooManyPhotos, TooLongWords.
    """
    if queries.sent_today(person.pk) >= MOST_A_DAY:
        raise errors.TooManyPhotos
    return _draw_in(person, data, album, alt, clock.now())


def bring(person: Person, data: bytes, *, album: Album | None, alt: str, at: datetime) -> Photo:
    """A photo from another site, read by the same decoders, at its own date.

    Raises NotAPicture, TooLarge, TooBusy, NotYours, AlbumFull, TooManyPhotos, TooLongWords.
    """
    if queries.numbers_of(person.pk).count() >= MOST_BROUGHT:
        raise errors.TooManyPhotos
    return _draw_in(person, data, album, alt, min(at, clock.now()))


def _draw_in(person: Person, data: bytes, album: Album | None, alt: str, at: datetime) -> Photo:
    words = _alt(alt)
    if album is not None:
        _check_keeps(person, album)
    drawn = draw(data)
    large, small = files().keep([drawn.large]).sha256, files().keep([drawn.small]).sha256
    with transaction.atomic():
        if album is not None:
            room = Album.objects.filter(pk=album.pk, deleted_at=None, size__lt=MOST_IN_ALBUM)
            if not room.update(size=F("size") + 1):
                raise errors.AlbumFull
        return Photo.objects.create(
            owner=person, album=album, alt=words, made_at=at,
            width=drawn.width, height=drawn.height, large=large, small=small,
        )  # fmt: skip


def describe(person: Person, photo: Photo, alt: str) -> None:
    """Say what is on it, for those who do not see it. Raises NotYours, TooLongWords."""
    if photo.owner_id != person.pk:
        raise errors.NotYours
    Photo.objects.filter(pk=photo.pk).update(alt=_alt(alt))


@transaction.atomic
def delete_photo(person: Person, photo: Photo) -> None:
    """Its owner takes it away everywhere: their own act. Raises NotYours. Twice is once."""
    if photo.owner_id != person.pk:
        raise errors.NotYours
    held = _held(photo)
    if held is None:
        return
    Photo.objects.filter(pk=held.pk).update(deleted_at=clock.now())
    _one_less(held.album_id)
    people.drop_face(held.owner_id, held.pk)
    group_actions.forget_pictures([held.pk])


@transaction.atomic
def take_out(person: Person, photo: Photo) -> None:
    """Who keeps its album takes another's photo out of it: it stays its owner's, and where they attached it.

    Of a community's keeper its log tells. Raises NotYours. Twice is once.
    """
    held = _held(photo)
    if held is None or held.album is None:
        return
    _check_keeps(person, held.album)
    Photo.objects.filter(pk=held.pk).update(album=None)
    _one_less(held.album_id)
    if held.album.group is not None and held.owner_id != person.pk:
        group_actions.note(held.album.group, person, Deed.PHOTO_TAKEN_OUT, whom=held.owner_id)


def _held(photo: Photo) -> Photo | None:
    """The photo as it stands, held until the transaction ends; None once it is deleted."""
    return Photo.objects.select_for_update().filter(pk=photo.pk, deleted_at=None).first()


def _one_less(album_id: int | None) -> None:
    # An album deleted in between holds none already.
    Album.objects.filter(pk=album_id or 0, size__gt=0).update(size=F("size") - 1)


def show_face(person: Person, photo: Photo, crop: Crop) -> None:
    """A square of one's own photo becomes the picture of one's page. Raises NotYours, TooBusy."""
    if photo.owner_id != person.pk:
        raise errors.NotYours
    # Drawn and kept before the transaction: on SQLite that is the one writer of the whole site.
    square = files().keep([draw_face(files().read(photo.large), crop)]).sha256
    with transaction.atomic():
        if Photo.objects.filter(pk=photo.pk, deleted_at=None).update(face=square):
            people.show_face(person, photo.pk)


def show_club_picture(person: Person, group: Group, data: bytes, *, cover: bool) -> Photo:
    """A file stands for a community (the square in its middle), or above its page; the photo is its sender's.

    Raises NotYours, and what `send_in` does.
    """
    if not groups.allows(person.pk, group, Act.EDIT):
        raise errors.NotYours
    photo = send_in(person, data)
    square = "" if cover else files().keep([draw_face(files().read(photo.large), _middle(photo))]).sha256
    with transaction.atomic():
        Photo.objects.filter(pk=photo.pk).update(face=square)
        group_actions.show_picture(group, photo.pk, cover=cover)
    return photo


def _middle(photo: Photo) -> Crop:
    return middle(photo.width, photo.height)


@transaction.atomic
def forget_owner(person_id: int) -> None:
    """Empty and delete all that a person sent in; part of their leaving for good."""
    now, theirs = clock.now(), Photo.objects.filter(owner_id=person_id)
    for (album,) in theirs.filter(deleted_at=None, album__isnull=False).values_list("album_id"):
        _one_less(album)
    group_actions.forget_pictures(theirs.filter(deleted_at=None).values_list("pk", flat=True))
    drawn = {name for row in theirs.values_list("large", "small", "face") for name in row if name}
    outbox.announce("files_left", names=sorted(drawn))
    theirs.filter(deleted_at=None).update(deleted_at=now)
    theirs.update(alt="", large="", small="", face="", album=None)
    Album.objects.filter(person_id=person_id).delete()


def _alt(text: str) -> str:
    words = tidy(text)
    if len(words) > MOST_WORDS:
        raise errors.TooLongWords
    return words


def _check_keeps(person: Person, album: Album) -> None:
    if not queries.keeps_album(person.pk, album):
        raise errors.NotYours
