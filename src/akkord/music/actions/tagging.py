"""Tags of one's own uploads: many changed at once, every change kept, and taken back."""

import uuid
from collections.abc import Collection, Mapping

from django.db import transaction

from akkord.flow import clock, outbox
from akkord.music import errors, queries
from akkord.music.models import TagChange, Track
from akkord.music.rules import tags
from akkord.people.models import Person

from .naming import names_of_upload


@transaction.atomic
def edit_tags(
    person: Person,
    track_ids: Collection[int],
    said: Mapping[str, str],
    emptied: frozenset[str] = frozenset(),
) -> int:
    """Change what is said, or emptied, of the person's own among these tracks; how many are other now.

    Tags that are not named stay. Raises BadTags.
    """
    try:
        wanted = tags.wanted(said, emptied)
    except tags.BadTag as wrong:
        raise errors.BadTags(wrong.name) from wrong
    batch, changed = uuid.uuid4(), 0
    for track in queries.tagged(person.pk, track_ids):
        changed += _change(person, track, queries.tags_of(track) | wanted, batch)
    return changed


@transaction.atomic
def undo_tags(person: Person, batch: uuid.UUID) -> int:
    """What one change of the person's made other is as before; what has changed since stays. How many."""
    made, undone = uuid.uuid4(), 0
    for change in TagChange.objects.filter(person=person, batch=batch, track__withdrawn_at=None):
        track = Track.objects.select_related("sound", "album").get(pk=change.track_id)
        now = queries.tags_of(track)
        back = {
            name: was
            for name, was in change.before.items()
            if change.after[name] != was and now[name] == change.after[name]
        }
        undone += _change(person, track, now | back, made)
    return undone


def _change(person: Person, track: Track, after: dict[str, str], batch: uuid.UUID) -> bool:
    before = queries.tags_of(track)
    if before == after:
        return False
    names = names_of_upload(person.pk, after["title"], after["artist"], tags.as_file_tags(after))
    Track.objects.filter(pk=track.pk).update(title=after["title"], artist=after["artist"], **names)
    changed = queries.tags_of(Track.objects.select_related("album").get(pk=track.pk))
    said = {"before": before, "after": changed, "at": clock.now()}
    TagChange.objects.create(track=track, person=person, batch=batch, **said)
    outbox.announce("words_changed", kind="audio", number=track.pk)
    return True
