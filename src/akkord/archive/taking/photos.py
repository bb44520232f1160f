"""Albums and photos, read again by the decoders every photo goes through."""

from django.db import transaction

from akkord.photos import actions
from akkord.photos.actions import Described
from akkord.photos.errors import PhotoError, TooBusy
from akkord.photos.queries import Album
from akkord.photos.rules import MOST_BYTES

from ..format import ALBUMS, PHOTOS, PhotoSaid
from .errand import Errand


def take_photos(errand: Errand) -> None:
    """Raises photos TooBusy: the run is taken up again."""
    albums = _albums(errand)
    there = errand.brought("photo")
    for _file, rows in errand.archive.parts("photos", PHOTOS):
        for said in rows:
            if said.number not in there:
                _take(errand, said, albums.get(said.in_album or 0))


def _take(errand: Errand, said: PhotoSaid, album: Album | None) -> None:
    data = errand.archive.raw(said.file, MOST_BYTES)
    try:
        with transaction.atomic():
            photo = actions.bring(errand.person, data, album=album, alt=said.alt, at=said.at)
            errand.note("photo", said.number, photo.pk)
    except TooBusy:
        raise
    except PhotoError as refused:
        errand.leave_out(refused.code)


def _albums(errand: Errand) -> dict[int, Album]:
    """number there → album here, of those that stand."""
    there = errand.brought("album")
    for said in errand.archive.read("data/albums.json", ALBUMS):
        if said.number in there:
            continue
        audience = errand.audience(said.audience) if said.audience else None
        try:
            with transaction.atomic():
                album = actions.make_album(errand.person, Described(said.title, said.about, audience))
                errand.note("album", said.number, album.pk)
                there[said.number] = album.pk
        except PhotoError as refused:
            errand.leave_out(refused.code)
    standing = Album.objects.filter(person=errand.person, deleted_at=None).in_bulk(list(there.values()))
    return {ref: standing[number] for ref, number in there.items() if number in standing}
