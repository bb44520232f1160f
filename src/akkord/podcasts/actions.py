"""What is done with podcasts: follow, read, want an episode, bring it here by the road of every upload."""

import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import PurePath
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Max, QuerySet

from akkord.flow import clock, outbox
from akkord.groups.queries import Group, allows
from akkord.groups.rules import Act
from akkord.music import actions as music
from akkord.music import queries as music_queries
from akkord.music.errors import MusicError, NoSuchTrack, UploadsClosed
from akkord.net import outgoing
from akkord.net.errors import AnswerTooLarge, BadAddress, NotReached
from akkord.people.queries import Person

from . import errors, queries, rules
from .models import Episode, Feed, Following
from .rules import Fault, State

PATIENCE = 15.0  # seconds of silence
FETCH_SECONDS = 300.0  # for one episode in all
MOST_REDIRECTS = 8  # counters of listens stand before most sounds
PIECE = 256 * 1024
AUDIO = (".mp3", ".m4a", ".ogg", ".opus", ".flac", ".wav", ".aac", ".oga", ".mp4")


@transaction.atomic
def follow(person: Person, address: str, group: Group | None = None) -> Feed:
    """Follow a feed, for a community if one is named; it is read by a job. Twice is once.

    Raises NoAddress, NotYours, TooManyPodcasts.
    """
    if group is not None and not allows(person.pk, group, Act.SPEAK):
        raise errors.NotYours
    address = rules.secure(address)
    try:
        outgoing.check_public(address)
    except BadAddress as none:
        raise errors.NoAddress from none
    if already := _followed(person, group).select_related("feed").filter(feed__address=address).first():
        return already.feed
    if _followed(person, group).count() >= rules.MOST_FOLLOWED:
        raise errors.TooManyPodcasts
    feed, made = Feed.objects.get_or_create(address=address, defaults={"next_at": clock.now()})
    Following.objects.create(feed=feed, person=None if group else person, group=group, since=clock.now())
    if made:
        outbox.announce("podcast_followed", feed=feed.pk)
    return feed


def _followed(person: Person, group: Group | None) -> QuerySet[Following]:
    if group is not None:
        return Following.objects.filter(group=group)
    return Following.objects.filter(person=person)


@transaction.atomic
def unfollow(person: Person, feed: Feed, group: Group | None = None) -> None:
    """What nobody follows any more is forgotten; what was brought stays its uploader's. Raises NotYours."""
    if group is not None and not allows(person.pk, group, Act.SPEAK):
        raise errors.NotYours
    _followed(person, group).filter(feed=feed).delete()
    _forget_unfollowed([feed.pk])


def forget_follower(person_id: int) -> None:
    """Whoever has left for good follows nothing and waits for nothing."""
    theirs = Following.objects.filter(person_id=person_id)
    feeds = list(theirs.values_list("feed_id", flat=True))
    with transaction.atomic():
        theirs.delete()
        Episode.objects.filter(by=person_id, state=State.WANTED).update(state=State.LISTED, by=None)
        Episode.objects.filter(by=person_id).update(by=None)
        _forget_unfollowed(feeds)


def _forget_unfollowed(feeds: list[int]) -> None:
    kept = Following.objects.filter(feed__in=feeds).values("feed")
    Feed.objects.filter(pk__in=feeds).exclude(pk__in=kept).delete()


@transaction.atomic
def want(person: Person, episode: Episode) -> None:
    """Somebody wants to hear it: it will be fetched, and is then an upload of theirs.

    Raises CannotBeBrought, TooManyEpisodes, and of music UploadsClosed, UploadsSuspended.
    """
    music_queries.check_may_send(person.pk)
    if music_queries.why_uploads_are_closed():
        raise UploadsClosed
    if queries.wanted_by(person.pk) >= rules.MOST_WANTED:
        raise errors.TooManyEpisodes
    if queries.brought_today(person.pk) >= rules.MOST_A_DAY:
        raise errors.TooManyEpisodes
    if not queries.is_wantable(episode):
        raise errors.CannotBeBrought
    moved = Episode.objects.filter(pk=episode.pk, state=episode.state).update(
        state=State.WANTED, by=person, asked_at=clock.now(), fault="", upload=None
    )
    if not moved:
        raise errors.CannotBeBrought
    outbox.announce("episode_wanted")


def take_away(person: Person, episode: Episode) -> None:
    """Who brought it takes it away, or gives up waiting for it. Raises CannotBeBrought for anybody else."""
    waited = Episode.objects.filter(pk=episode.pk, by=person, state=State.WANTED)
    if waited.update(state=State.LISTED, by=None, asked_at=None):
        return
    track = music_queries.track_of_upload(episode.upload_id) if episode.upload_id else None
    if track is None or track.person_id != person.pk:
        raise errors.CannotBeBrought
    try:
        music.withdraw_track(person, track)
    except NoSuchTrack as gone:
        raise errors.CannotBeBrought from gone


def refresh(feed_id: int) -> None:
    """Read a feed anew; one that says it has not changed is not read. Twice is once."""
    feed = Feed.objects.filter(pk=feed_id, next_at__lte=clock.now()).first()
    if feed is None:
        return
    known = {"If-None-Match": feed.etag, "If-Modified-Since": feed.modified}
    headers = {"Accept": "application/rss+xml, application/xml"} | {k: v for k, v in known.items() if v}

    def ask(address: str) -> outgoing.Answer:
        most = rules.MOST_FEED_BYTES + 1
        return outgoing.get_public(address, timeout=PATIENCE, most=most, headers=headers)

    try:
        answer = outgoing.followed(feed.address, ask, MOST_REDIRECTS)
    except NotReached:
        return _failed(feed, Fault.NO_ANSWER)
    if answer.status == 304:
        return _read(feed, {})
    if answer.status != 200:
        return _failed(feed, Fault.GONE if answer.status in (404, 410) else Fault.NO_ANSWER)
    try:
        said = rules.read_feed(answer.body)
    except rules.NoFeed:
        return _failed(feed, Fault.NO_FEED)
    with transaction.atomic():
        if _list(feed, said) and feed.read_at:  # whoever has just begun to follow it sees them all at once
            outbox.announce("episodes_listed", feed=feed.pk)
        told = {"title": said.title, "about": said.about, "site": said.site}
        _read(feed, {**told, "etag": answer.etag[:400], "modified": answer.modified[:100]})
    return None


def _list(feed: Feed, said: rules.Feed) -> bool:
    """New episodes are listed, changed ones told anew; what a feed lists no more stays as it was. Whether
    one is newer than all before it."""
    moment = clock.now()
    rows = [
        Episode(
            feed=feed, guid=each.guid, title=each.title, about=each.about, address=each.address,
            seconds=each.seconds, published_at=min(each.published_at or moment, moment),
        )
        for each in {listed.guid: listed for listed in reversed(said.episodes)}.values()
    ]  # fmt: skip
    before = Episode.objects.filter(feed=feed)
    known, newest = set(before.values_list("guid", flat=True)), before.aggregate(at=Max("published_at"))["at"]
    Episode.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["feed", "guid"],
        update_fields=["title", "about", "address", "seconds"],
    )
    beyond = Episode.objects.filter(feed=feed).order_by("-published_at", "-pk")
    old = list(beyond.values_list("pk", flat=True)[rules.MOST_EPISODES :])
    Episode.objects.filter(pk__in=old, state__in=(State.LISTED, State.FAILED)).delete()
    return any(row.guid not in known and (newest is None or row.published_at > newest) for row in rows)


def _read(feed: Feed, told: dict[str, str]) -> None:
    moment = clock.now()
    Feed.objects.filter(pk=feed.pk).update(
        **told, read_at=moment, next_at=moment + rules.READ_AGAIN, failures=0, fault=""
    )


def _failed(feed: Feed, fault: Fault) -> None:
    failures = min(feed.failures + 1, 100)
    wait = clock.now() + rules.wait_after(failures)
    Feed.objects.filter(pk=feed.pk).update(fault=fault, failures=failures, next_at=wait)


def fetch_next() -> bool:
    """Bring the episode that waits longest; whether there was one. One at a time for the whole site."""
    episode = queries.next_wanted()
    if episode is None:
        return False
    taken = Episode.objects.filter(pk=episode.pk, asked_at=episode.asked_at)
    if not taken.update(state=State.FETCHING, asked_at=clock.now()):
        return False
    fault = Fault.CLOSED if episode.by is None else _fetch(episode, episode.by)
    if fault is not None:
        Episode.objects.filter(pk=episode.pk, state=State.FETCHING).update(state=State.FAILED, fault=fault)
    return True


def _fetch(episode: Episode, person: Person) -> Fault | None:
    """The sound of an episode, sent in by who wanted it; why that was not possible."""
    if not music.has_room():
        return Fault.CLOSED
    with tempfile.TemporaryFile(dir=settings.DATA) as file:

        def ask(address: str) -> outgoing.Answer:
            most = settings.MOST_UPLOAD_BYTES
            return outgoing.fetch_public(
                rules.secure(address), file, timeout=PATIENCE, within=FETCH_SECONDS, most=most
            )

        try:
            answer = outgoing.followed(episode.address, ask, MOST_REDIRECTS)
        except AnswerTooLarge:
            return Fault.TOO_LARGE
        except NotReached:
            return Fault.NO_ANSWER
        if answer.status != 200 or not file.tell():
            return Fault.GONE if answer.status in (404, 410) else Fault.NO_ANSWER
        try:
            _send_in(episode, person, file)
        except (MusicError, errors.CannotBeBrought):
            return Fault.CLOSED
    return None


def _send_in(episode: Episode, person: Person, file: BinaryIO) -> None:
    """The road of every upload: what is in it is identified and decided before anybody hears it. What the
    person sent in before is that upload."""
    size = file.tell()
    file.seek(0)
    digest = hashlib.sha256()
    for piece in _pieces(file):
        digest.update(piece)
    before = music_queries.sent_in_before(person.pk, digest.hexdigest())
    file.seek(0)
    here = Episode.objects.filter(pk=episode.pk, state=State.FETCHING)
    if before is not None:
        here.update(state=State.HERE, upload=before)
        return
    with transaction.atomic():
        upload = music.begin_upload(
            person, _name(episode), size, title=episode.title, artist=episode.feed.title, unpacked=True
        )
        if not here.update(state=State.HERE, upload=upload):
            raise errors.CannotBeBrought  # nobody follows it any more
    music.append_bytes(upload, 0, _pieces(file))


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: file.read(PIECE), b"")


def _name(episode: Episode) -> str:
    """What its file is called there, as far as that says what is in it."""
    name = PurePath(unquote(urlsplit(episode.address).path)).name
    return name if name.lower().endswith(AUDIO) else f"{episode.title}.mp3"
