"""Every read of podcasts. A feed is shown to who follows it, and to who reads a community that does.

Its address is shown to the former alone: some carry a key of their own in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from akkord.flow import clock
from akkord.groups.queries import Group, allowed_in, allows
from akkord.groups.rules import Act
from akkord.music import queries as music
from akkord.music.queries import TrackRow
from akkord.music.rules import Listener

from .errors import NoSuchPodcast
from .models import Episode as Episode
from .models import Feed as Feed
from .models import Following
from .rules import State

PAGE = 50
NEWEST_FIRST = ("-published_at", "-pk")
WANTABLE = (State.LISTED, State.FAILED)  # it is not here, not on its way and not silenced here
FETCHED_WITHIN = timedelta(minutes=10)  # what is fetched longer was left by a worker that died


@dataclass(frozen=True)
class EpisodeRow:
    """An episode as a listener sees it; `row` once it is a track here."""

    number: int
    feed: int
    title: str
    about: str
    published_at: datetime
    seconds: int | None
    state: str
    fault: str
    row: TrackRow | None
    upload: UUID | None  # the listener's own, whose story says how far it is

    @property
    def href(self) -> str:
        return f"/podcast{self.feed}/episode{self.number}"

    @property
    def wantable(self) -> bool:
        return self.state in WANTABLE


def feeds_of(person_id: int) -> list[Feed]:
    """Those the person follows, the latest first."""
    mine = Following.objects.filter(person_id=person_id)
    return [each.feed for each in mine.select_related("feed").order_by("-since", "-pk")]


def feeds_of_club(viewer_id: int | None, group: Group) -> list[Feed]:
    """Those the community follows; nothing for who may not read it."""
    if not allows(viewer_id, group, Act.READ):
        return []
    there = Following.objects.filter(group=group).select_related("feed").order_by("-since", "-pk")
    return [each.feed for each in there]


def followers_of(feed_id: int, after: int, limit: int) -> list[int]:
    """People who follow a feed themselves, by their numbers."""
    found = Following.objects.filter(feed=feed_id, person_id__gt=after).order_by("person_id")
    return list(found.values_list("person_id", flat=True)[:limit])


def followed_among(person_id: int, numbers: Iterable[int]) -> dict[int, Feed]:
    """number → feed, of those the person follows."""
    mine = Following.objects.filter(person_id=person_id, feed__in=list(numbers)).select_related("feed")
    return {each.feed_id: each.feed for each in mine}


def feed_for(viewer_id: int | None, number: int) -> Feed:
    """The gate. Raises NoSuchPodcast."""
    found = Feed.objects.filter(pk=number).first()
    if found is None or not _is_shown(viewer_id, found):
        raise NoSuchPodcast(number)
    return found


def _is_shown(viewer_id: int | None, feed: Feed) -> bool:
    if follows(viewer_id, feed):
        return True
    clubs = Following.objects.filter(feed=feed, group__isnull=False).values_list("group_id", flat=True)
    return bool(allowed_in(viewer_id, clubs, Act.READ))


def follows(person_id: int | None, feed: Feed) -> bool:
    return person_id is not None and Following.objects.filter(feed=feed, person_id=person_id).exists()


def episode_for(viewer_id: int, number: int) -> Episode:
    """Raises NoSuchPodcast."""
    found = Episode.objects.select_related("feed").filter(pk=number).first()
    if found is None or not _is_shown(viewer_id, found.feed):
        raise NoSuchPodcast(number)
    return found


def episodes_of(feed: Feed) -> QuerySet[Episode]:
    """All of a feed, for who has passed its gate."""
    return Episode.objects.filter(feed=feed).select_related("upload__track")


def episodes(
    listener: Listener, feeds: Iterable[Feed], *, before: int | None = None, limit: int = PAGE
) -> list[EpisodeRow]:
    """The newest of the feeds first, after the episode `before`; whoever calls has passed their gate."""
    found = Episode.objects.filter(feed__in=list(feeds)).select_related("upload__track")
    mark = Episode.objects.filter(pk=before).first() if before else None
    if mark is not None:
        earlier = Q(published_at=mark.published_at, pk__lt=mark.pk)
        found = found.filter(Q(published_at__lt=mark.published_at) | earlier)
    return rows_of(listener, list(found.order_by(*NEWEST_FIRST)[:limit]))


def rows_of(listener: Listener, found: list[Episode]) -> list[EpisodeRow]:
    """Each track as this listener hears it: through the gate of music."""
    numbers = {each.pk: number for each in found if (number := _track(each)) is not None}
    tracks = {row.number: row for row in music.rows(listener, numbers.values())}
    return [_row(listener, each, tracks.get(numbers.get(each.pk, 0))) for each in found]


def _row(listener: Listener, episode: Episode, row: TrackRow | None) -> EpisodeRow:
    upload = episode.upload
    mine = upload is not None and upload.person_id == listener.person_id
    state, fault = _how_far(episode, row is not None)
    return EpisodeRow(
        number=episode.pk,
        feed=episode.feed_id,
        title=episode.title,
        about=episode.about,
        published_at=episode.published_at,
        seconds=episode.seconds,
        state=state,
        fault=fault,
        row=row,
        upload=episode.upload_id if mine else None,
    )


def is_wantable(episode: Episode) -> bool:
    there = (
        episode.upload_id is not None and music.standing_tracks().filter(upload=episode.upload_id).exists()
    )
    return _how_far(episode, there)[0] in WANTABLE


def _how_far(episode: Episode, stands: bool) -> tuple[str, str]:
    """State and fault: what its uploader took away may be brought again, and so may what was refused."""
    if episode.state != State.HERE or stands:
        return episode.state, episode.fault
    if episode.upload is None or _track(episode) is not None:
        return State.LISTED, ""
    return (State.FAILED, "refused") if episode.upload.state == "refused" else (State.HERE, "")


def _track(episode: Episode) -> int | None:
    track = getattr(episode.upload, "track", None)
    return track.pk if track is not None else None


def wanted_by(person_id: int) -> int:
    return Episode.objects.filter(by=person_id, state__in=(State.WANTED, State.FETCHING)).count()


def brought_today(person_id: int) -> int:
    since = clock.now() - timedelta(days=1)
    return Episode.objects.filter(by=person_id, asked_at__gt=since).count()


def next_wanted() -> Episode | None:
    """What waits longest; none while another is fetched: one at a time for the whole site."""
    going = Episode.objects.filter(state=State.FETCHING, asked_at__gt=clock.now() - FETCHED_WITHIN)
    if going.exists():
        return None
    waiting = Episode.objects.filter(state__in=(State.WANTED, State.FETCHING)).select_related("by", "feed")
    return waiting.order_by("asked_at", "pk").first()


def due_feeds(limit: int) -> list[int]:
    """Feeds whose time to be read has come."""
    due = Feed.objects.filter(next_at__lte=clock.now()).order_by("next_at", "pk")
    return list(due.values_list("pk", flat=True)[:limit])


def counts(feeds: Iterable[Feed]) -> dict[int, int]:
    """feed → how many episodes it lists."""
    there = Episode.objects.filter(feed__in=list(feeds)).values_list("feed")
    return dict(there.annotate(episodes=Count("pk")))
