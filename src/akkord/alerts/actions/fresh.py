"""Ringing for what nobody did to the reader: a friend's birthday, new music of whom they read or like, a new
episode of what they follow."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from akkord.alerts.rules import Kind, day_thing
from akkord.flow import clock
from akkord.music import queries as music
from akkord.music.errors import NoSuchTrack
from akkord.music.queries import Track
from akkord.people import queries as people
from akkord.people.rules.birthdays import days_until_birthday
from akkord.podcasts import queries as podcasts
from akkord.rights.terms import Verdict

from .ringing import ring

READERS = 500  # told in one job


@dataclass(frozen=True)
class Rest:
    """What of a telling is still to do: those after a reader, and not before an instant."""

    after: int
    at: datetime | None = None


def tell_birthdays() -> None:
    """Friends of whoever has their birthday today, once. Who is shown it is asked when they read."""
    today = timezone.localdate(clock.now())
    for person in people.born_about(today):
        if person.born and days_until_birthday(person.born, today) == 0:
            for friend in people.friends_of(person.pk):
                ring(friend.pk, Kind.BIRTHDAY, day_thing("birthday", today), person.pk)


def tell_new_music(number: int, after: int = 0) -> Rest | None:
    """Tell some of those whom a new track concerns; what remains to do, if anything.

    What sounds nowhere yet is nobody's news: a recording that is delivered before its day is told of when the
    law may first let it sound by itself.
    """
    try:
        track = music.track_by_number(number)
    except NoSuchTrack:
        return None
    world = music.decide_worldwide(track, clock.now())
    if not any(where for verdict, where in world.by_verdict.items() if verdict != Verdict.BLOCK):
        return Rest(after, world.until) if world.until else None
    if track.person_id is None:
        return _tell_release(track, after)
    day = timezone.localdate(track.made_at)
    readers = list(people.readers_of(track.person_id).filter(follower_id__gt=after)[:READERS])
    for reader in readers:
        ring(reader.follower_id, Kind.NEW_MUSIC, day_thing("music", day), track.person_id)
    return Rest(readers[-1].follower_id) if len(readers) == READERS else None


def tell_episodes(feed: int, after: int = 0) -> Rest | None:
    """Tell some of those who follow a podcast; more of the same is told anew once they have read of this."""
    followers = podcasts.followers_of(feed, after, READERS)
    for person in followers:
        ring(person, Kind.EPISODE, f"podcast:{feed}")
    return Rest(followers[-1]) if len(followers) == READERS else None


def _tell_release(track: Track, after: int) -> Rest | None:
    """Whoever likes the artist; more of the same artist is told anew once they have read of this."""
    if track.by_id is None:
        return None
    likers = music.who_likes_artist(track.by_id, after, READERS)
    for person in likers:
        ring(person, Kind.RELEASE, f"artist:{track.by_id}")
    return Rest(likers[-1]) if len(likers) == READERS else None
