"""Under what a track is found with others: its artist, its album, its place there, genre and year."""

from collections.abc import Mapping

from akkord.catalogue.queries import Recording
from akkord.flow import clock
from akkord.music import rules
from akkord.music.models import Album, Artist


def names_of_upload(person_id: int, title: str, artist: str, tags: Mapping[str, str]) -> dict[str, object]:
    """Columns of an upload's track: its album is one among those of the same person."""
    by, called = _artist(artist), rules.tidy_words(tags.get("album", ""), 200)
    album = None
    if by and rules.folded(called):
        album, _ = Album.objects.get_or_create(
            person_id=person_id,
            artist=by,
            key=rules.folded(called),
            defaults={"title": called, "year": rules.year_from(tags.get("date", "")), "made_at": clock.now()},
        )
    return {"by": by, "album": album, "words": _words(title, artist, album), **_from_tags(tags)}


def names_of_recording(recording: Recording) -> dict[str, object]:
    """Columns of a delivered recording's track: its album is its label's release."""
    by, release = _artist(recording.artist), recording.release
    tags = recording.sound.tags if recording.sound else {}
    album = None
    if release and (of := _artist(release.artist) or by):
        said = {"title": release.title, "key": rules.folded(release.title), "artist": of}
        album, _ = Album.objects.update_or_create(
            release_id=release.pk,
            defaults=said,
            create_defaults=said
            | {"year": rules.year_from(tags.get("date", "")), "made_at": release.made_at},
        )
    words = _words(recording.title, recording.artist, album)
    return {"by": by, "album": album, "words": words, **_from_tags(tags)}


def _words(title: str, artist: str, album: Album | None) -> str:
    return rules.folded(artist) + " " + rules.folded(title) + (f" {album.key}" if album else "")


def _artist(name: str) -> Artist | None:
    key = rules.folded(name)
    if not key:
        return None
    found, _ = Artist.objects.select_related("merged_into").get_or_create(key=key, defaults={"name": name})
    return found.merged_into or found


def _from_tags(tags: Mapping[str, str]) -> dict[str, object]:
    return {
        "place": rules.place_from(tags.get("track", "")),
        "genre": rules.tidy_words(tags.get("genre", ""), 60),
        "year": rules.year_from(tags.get("date", "")),
    }
