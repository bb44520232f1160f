"""Tracks that are there already get their artists, albums, genres and years."""

import re
import unicodedata

from django.db import migrations
from django.db.models import F


def folded(name):
    plain = unicodedata.normalize("NFKC", name).casefold().replace("ё", "е")
    return " ".join(plain.split())[:200]


def name_tracks(apps, schema_editor):
    Track, Artist, Album = (apps.get_model("music", name) for name in ("Track", "Artist", "Album"))
    Release = apps.get_model("catalogue", "Release")
    releases = Release.objects.in_bulk()

    def artist(name):
        key = folded(name)
        return Artist.objects.get_or_create(key=key, defaults={"name": name})[0] if key else None

    for track in Track.objects.select_related("sound").annotate(on=F("recording__release")).iterator(500):
        tags, by, album = track.sound.tags, artist(track.artist), None
        year = re.search(r"(?<![0-9])(1[89][0-9]{2}|20[0-9]{2})(?![0-9])", tags.get("date", ""))
        place = tags.get("track", "").partition("/")[0].strip()
        fields = {
            "by": by,
            "year": int(year[0]) if year else None,
            "place": int(place) if place.isascii() and place.isdigit() and 0 < int(place) < 1000 else None,
            "genre": "".join(c for c in tags.get("genre", "") if c.isprintable()).strip()[:60].strip(),
        }
        title = "".join(c for c in tags.get("album", "") if c.isprintable()).strip()[:200].strip()
        if track.on:
            release = releases[track.on]
            if of := artist(release.artist) or by:
                said = {"title": release.title, "key": folded(release.title), "artist": of}
                said |= {"year": fields["year"], "made_at": release.made_at}
                album, _ = Album.objects.get_or_create(release_id=release.pk, defaults=said)
        elif track.person_id and by and folded(title):
            said = {"title": title, "year": fields["year"], "made_at": track.made_at}
            album, _ = Album.objects.get_or_create(
                person_id=track.person_id, artist=by, key=folded(title), defaults=said
            )
        words = folded(track.artist) + " " + folded(track.title) + (f" {album.key}" if album else "")
        Track.objects.filter(pk=track.pk).update(album=album, words=words, **fields)


class Migration(migrations.Migration):
    dependencies = [("music", "0012_lists_and_names")]
    operations = [migrations.RunPython(name_tracks, migrations.RunPython.noop)]
