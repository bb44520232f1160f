"""Shares: an address that shows some tracks to anybody, made, changed and taken back by one person."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from akkord.flow import clock
from akkord.music import errors, queries, rules
from akkord.music.models import Share
from akkord.people.models import Person

MOST_SHARES = 100
MOST_SHARED = 500  # tracks under one address: players ask for those of all addresses at once


@transaction.atomic
def share(
    person: Person, track_ids: Sequence[int], about: str = "", expires_at: datetime | None = None
) -> Share:
    """Raises NoSuchTrack, TooManyShares. What was for the sharer to hear gives nobody else an ear."""
    there = queries.songs_by_numbers(track_ids)
    numbers = [number for number in dict.fromkeys(track_ids) if number in there][:MOST_SHARED]
    if not numbers:
        raise errors.NoSuchTrack
    if Share.objects.filter(person=person).count() >= MOST_SHARES:
        raise errors.TooManyShares
    return Share.objects.create(
        code=secrets.token_urlsafe(12),
        person=person,
        about=rules.tidy_words(about, 500),
        tracks=numbers,
        made_at=clock.now(),
        expires_at=expires_at,
    )


def change_share(
    person: Person, number: int, *, about: str | None = None, expires: tuple[datetime | None] | None = None
) -> None:
    """Change what is given; `expires` holds when, or None for never. Raises NoSuchShare."""
    found = queries.share_of(person.pk, number)
    if about is not None:
        found.about = rules.tidy_words(about, 500)
    if expires is not None:
        (found.expires_at,) = expires
    found.save(update_fields=["about", "expires_at"])


def take_back_share(person: Person, number: int) -> None:
    """Its address shows nothing more. Raises NoSuchShare."""
    queries.share_of(person.pk, number).delete()


def note_visit(found: Share) -> None:
    """Somebody has opened it."""
    Share.objects.filter(pk=found.pk).update(visits=F("visits") + 1, visited_at=clock.now())
