"""Playlists that come with their sounds: noted as M3U files say them, made once every sound is decided."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db import transaction

from akkord.flow import clock
from akkord.music import errors, queries, rules
from akkord.music.models import ComingList, Playlist, Upload
from akkord.music.rules import m3u, zips
from akkord.people.models import Person

from .playlists import MOST_ENTRIES, make_playlist

MOST_COMING = 200  # lists of one person that wait


def note_list(
    person: Person, name: str, text: str, sent: Mapping[str, str], packed: Upload | None = None
) -> ComingList:
    """An M3U file that lies beside sounds. `name` is its own with its folders, `sent` the same of each sound
    → its upload; what is not among them is looked for on the site. Raises TooManyPlaylists."""
    if ComingList.objects.filter(person=person, closed_at=None).count() >= MOST_COMING:
        raise errors.TooManyPlaylists
    said, entries = m3u.read(text, settings.SITE_URL)
    wanted = [
        _wanted(sent.get(zips.shown(zips.within(name, place))), track, entry)
        for place, track, entry in zip(m3u.places(text), queries.matched(entries), entries, strict=True)
    ]
    stem = zips.shown(name).rpartition("/")[2].rpartition(".")[0]
    title = rules.tidy_words(said or stem, 100) or "M3U"
    return ComingList.objects.create(
        person=person, packed=packed, title=title, wanted=wanted[:MOST_ENTRIES], made_at=clock.now()
    )


def _wanted(upload: str | None, track: int | None, entry: m3u.Entry) -> dict[str, Any]:
    if upload is not None:
        return {"upload": upload}
    return {"track": track} if track is not None else {"title": entry.title, "artist": entry.artist}


def make_lists(person: Person) -> list[Playlist]:
    """Make those lists of a person whose sounds have all been decided. Twice is once."""
    made = [_made(each) for each in ComingList.objects.filter(person=person, closed_at=None).order_by("pk")]
    return [each for each in made if each is not None]


@transaction.atomic
def _made(coming: ComingList) -> Playlist | None:
    named = {each["upload"] for each in coming.wanted if "upload" in each}
    uploads = Upload.objects.filter(pk__in=named, person=coming.person, spoken=False).select_related("track")
    found = {str(each.pk): each for each in uploads}
    if any(each.state not in rules.ENDED for each in found.values()):
        return None
    numbers = [number for each in coming.wanted if (number := _track(each, found)) is not None]
    if numbers:
        # One too many is closed without a playlist; its page says so.
        with suppress(errors.TooManyPlaylists):
            coming.playlist = make_playlist(coming.person, coming.title, numbers)
    coming.closed_at = clock.now()
    coming.save(update_fields=["playlist", "closed_at"])
    return coming.playlist


def _track(wanted: dict[str, Any], uploads: Mapping[str, Upload]) -> int | None:
    if "track" in wanted:
        number: int = wanted["track"]
        return number
    track = getattr(uploads.get(wanted.get("upload", "")), "track", None)
    return track.pk if track is not None and track.withdrawn_at is None else None
