"""The words of a song: written by whoever sent it in."""

from django.db import transaction

from akkord.flow import clock, outbox
from akkord.music import errors
from akkord.music.models import Lyrics, Track
from akkord.people.models import Person
from akkord.words.lyrics import read_lyrics, too_long, written_lyrics


@transaction.atomic
def write_lyrics(person: Person, track: Track, text: str) -> None:
    """Plain words or LRC, kept as they are read; none hides those in the file, too. Raises NotYours,
    LyricsTooLong."""
    if track.person_id != person.pk:
        raise errors.NotYours
    if too_long(text):
        raise errors.LyricsTooLong
    said = written_lyrics(read_lyrics(text))
    Lyrics.objects.update_or_create(track=track, defaults={"text": said, "changed_at": clock.now()})
    outbox.announce("words_changed", kind="lyrics", number=track.pk)


@transaction.atomic
def forget_lyrics(person: Person, track: Track) -> None:
    """What was written is forgotten; those in the file, if any, stand again. Raises NotYours."""
    if track.person_id != person.pk:
        raise errors.NotYours
    Lyrics.objects.filter(track=track).delete()
    outbox.announce("words_changed", kind="lyrics", number=track.pk)
