"""Promises of podcasts: read by the hour, fetched on demand and once, and heard after they were decided."""

from datetime import timedelta

import pytest
from django.test import Client

from akkord.alerts import queries as alerts
from akkord.alerts.words import sentence
from akkord.flow import clock
from akkord.groups import actions as groups
from akkord.music import actions as music
from akkord.music import queries as music_queries
from akkord.music.models import Hearing, Track, Upload
from akkord.net.outgoing import Answer
from akkord.people.actions import connect_device
from akkord.people.models import Person
from akkord.podcasts import actions, errors, queries, rules, tasks
from akkord.podcasts.models import Episode, Feed, Following
from akkord.sound.models import Sound
from akkord.store.files import files
from factories import a_club, a_person
from music import world
from podcasts.conftest import ADDRESS, FEED, Net
from subsonic.library import Player

SOUND = b"the sound of an episode " * 400


@pytest.fixture
def anna() -> Person:
    return a_person("Anna")


@pytest.fixture
def feed(anna: Person, net: Net) -> Feed:
    made = actions.follow(anna, ADDRESS)
    actions.refresh(made.pk)
    made.refresh_from_db()
    return made


def due(feed: Feed) -> None:
    Feed.objects.filter(pk=feed.pk).update(next_at=clock.now())
    actions.refresh(feed.pk)
    feed.refresh_from_db()


def rows(person: Person, feed: Feed) -> dict[str, queries.EpisodeRow]:
    listener = music_queries.listener(person.pk, "GB")
    return {row.title: row for row in queries.episodes(listener, [feed])}


def episode(feed: Feed, title: str = "One") -> Episode:
    return Episode.objects.select_related("feed").get(feed=feed, title=title)


def brought(person: Person, feed: Feed, net: Net) -> Upload:
    net.there["https://cdn.example/1.mp3"] = Answer(302, b"", "", "https://far.example/1.mp3")
    net.there["https://far.example/1.mp3"] = Answer(200, SOUND, "audio/mpeg")
    actions.want(person, episode(feed))
    assert actions.fetch_next()
    found = episode(feed).upload
    assert found is not None
    return found


def lives(upload: Upload) -> Track:
    """The ear and the law have done with it: everybody may hear it."""
    sound = upload.sound
    assert sound is not None
    sound.rendition, sound.state, sound.seconds = files().keep([b"r"]).sha256, Sound.State.EXAMINED, 60.0
    sound.save()
    Hearing.objects.create(sound=sound, generation=1, at=clock.now())
    Upload.objects.filter(pk=upload.pk).update(state="live", decided_at=clock.now())
    return Track.objects.create(
        title=upload.title, artist=upload.artist, sound=sound, upload=upload, person=upload.person,
        seconds=60.0, made_at=clock.now(),
    )  # fmt: skip


def test_a_feed_is_read_and_its_episodes_listed_the_newest_first(anna: Person, feed: Feed) -> None:
    assert (feed.title, feed.about, feed.fault) == ("Night tram", "Talks", "")
    assert list(rows(anna, feed)) == ["Two", "One"]
    assert {row.state for row in rows(anna, feed).values()} == {"listed"}


def test_what_has_not_changed_is_not_sent_again_and_no_feed_is_asked_before_its_hour(
    anna: Person, feed: Feed, net: Net
) -> None:
    actions.refresh(feed.pk)
    assert net.times(ADDRESS) == 1
    due(feed)
    assert net.asked[-1][1]["If-None-Match"] == '"a"'
    assert len(rows(anna, feed)) == 2
    boris = a_person("Boris")
    actions.follow(boris, ADDRESS)
    assert (Feed.objects.count(), net.times(ADDRESS)) == (1, 2)


def test_a_new_episode_comes_a_changed_one_is_told_anew_and_what_is_listed_no_more_stays(
    anna: Person, feed: Feed, net: Net
) -> None:
    body = FEED.replace("<title>Two", "<title>Two, mended").replace("<guid>1<", "<guid>3<")
    net.there[ADDRESS] = Answer(200, body.replace("<title>One", "<title>Three").encode())
    due(feed)
    assert sorted(rows(anna, feed)) == ["One", "Three", "Two, mended"]


def test_a_newer_episode_rings_once_for_who_follows_and_leads_to_the_podcast(
    anna: Person, feed: Feed, net: Net
) -> None:
    boris = a_person("Boris")
    actions.follow(boris, ADDRESS)

    def told(person: Person) -> list[tuple[str, str, str]]:
        world.work_off()
        lines = alerts.lines_for(music_queries.listener(person.pk, "GB")).lines
        return [(sentence(line), line.thing.href, line.thing.text) for line in lines]

    def listing(*numbers: int) -> None:
        items = "".join(
            f"<item><title>{n}</title><guid>{n}</guid><pubDate>{n:02} Nov 2026 10:00:00 +0000</pubDate>"
            f'<enclosure url="https://cdn.example/{n}.mp3" type="audio/mpeg"/></item>'
            for n in numbers
        )
        body = f'<rss version="2.0"><channel><title>Night tram</title>{items}</channel></rss>'
        net.there[ADDRESS] = Answer(200, body.encode())
        due(feed)

    assert told(anna) == []  # nor of all that was there when it was followed
    listing(3, 4)  # older than the newest there is: an archive that was put in
    assert told(anna) == []
    listing(10, 11)
    line = ("A podcast you follow has something new.", f"/podcast{feed.pk}", "Night tram")
    assert told(anna) == told(boris) == [line]
    listing(10, 11, 12)
    assert told(anna) == [line]
    actions.unfollow(boris, feed)
    assert told(boris) == []


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (Answer(404, b""), "gone"), (Answer(500, b""), "no_answer"), (Answer(200, b"<html/>"), "no_feed"),
        (Answer(302, b"", "", "https://127.0.0.1/"), "no_answer"),
        (Answer(302, b"", "", ADDRESS), "no_answer"),
        (Answer(200, b" " * (rules.MOST_FEED_BYTES + 1)), "no_feed"),
    ],
)  # fmt: skip
def test_a_feed_that_fails_says_why_and_is_asked_less_and_less_often(
    anna: Person, feed: Feed, net: Net, answer: Answer, fault: str
) -> None:
    net.there[ADDRESS] = answer
    due(feed)
    assert (feed.fault, feed.failures, len(rows(anna, feed))) == (fault, 1, 2)
    first = feed.next_at - clock.now()
    due(feed)
    assert feed.next_at - clock.now() > first
    assert rules.wait_after(99) == timedelta(days=1)


@pytest.mark.parametrize("said", ["", "x", "https://127.0.0.1/f", "https://10.0.0.1/", "file:///etc/passwd"])
def test_only_the_public_internet_is_followed(anna: Person, said: str) -> None:
    with pytest.raises(errors.NoAddress):
        actions.follow(anna, said)


def test_an_episode_is_fetched_once_when_somebody_wants_it_and_sent_in_by_them(
    anna: Person, feed: Feed, net: Net
) -> None:
    assert net.times("https://cdn.example/1.mp3") == 0
    upload = brought(anna, feed, net)
    assert (upload.person_id, upload.state, upload.title, upload.artist) == (
        anna.pk, "received", "One", "Night tram",
    )  # fmt: skip
    assert upload.sound is not None
    assert files().read(upload.sound.sha256) == SOUND
    with pytest.raises(errors.CannotBeBrought):
        actions.want(anna, episode(feed))
    assert not actions.fetch_next()
    assert net.times("https://far.example/1.mp3") == 1


def test_nothing_is_heard_before_it_is_identified_and_decided(anna: Person, feed: Feed, net: Net) -> None:
    upload = brought(anna, feed, net)
    before = rows(anna, feed)["One"]
    assert (before.state, before.row, before.upload) == ("here", None, upload.pk)
    track = lives(upload)
    after = rows(anna, feed)["One"].row
    assert after is not None
    assert (after.number, after.playable) == (track.pk, True)


def test_what_its_uploader_takes_away_is_silent_and_may_be_brought_again(
    anna: Person, feed: Feed, net: Net
) -> None:
    lives(brought(anna, feed, net))
    actions.take_away(anna, episode(feed))
    assert rows(anna, feed)["One"].wantable
    boris = a_person("Boris")
    actions.follow(boris, ADDRESS)
    actions.want(boris, episode(feed))
    assert actions.fetch_next()
    assert episode(feed).upload.person_id == boris.pk  # type: ignore[union-attr]
    with pytest.raises(errors.CannotBeBrought):
        actions.take_away(anna, episode(feed))


def test_what_was_sent_in_before_is_that_upload(anna: Person, feed: Feed, net: Net) -> None:
    own = music.receive_whole(anna, "one.mp3", len(SOUND), iter([SOUND]))
    assert brought(anna, feed, net) == own


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (Answer(404, b""), "gone"), (Answer(200, b""), "no_answer"), (Answer(200, SOUND), "too_large"),
        (Answer(302, b"", "", "http://169.254.169.254/"), "no_answer"),
    ],
)  # fmt: skip
def test_an_episode_that_cannot_be_had_says_why(
    anna: Person, feed: Feed, net: Net, settings: object, answer: Answer, fault: str
) -> None:
    settings.MOST_UPLOAD_BYTES = 1000  # type: ignore[attr-defined]
    net.there["https://cdn.example/1.mp3"] = answer
    actions.want(anna, episode(feed))
    assert actions.fetch_next()
    row = rows(anna, feed)["One"]
    assert (row.state, row.fault, row.wantable) == ("failed", fault, True)
    assert Upload.objects.count() == 0


def test_one_episode_is_fetched_at_a_time_and_what_a_dead_worker_left_is_taken_up(
    anna: Person, feed: Feed, net: Net
) -> None:
    actions.want(anna, episode(feed, "One"))
    actions.want(anna, episode(feed, "Two"))
    Episode.objects.filter(title="One").update(state="fetching", asked_at=clock.now())
    assert not actions.fetch_next()
    Episode.objects.filter(title="One").update(asked_at=clock.now() - timedelta(hours=1))
    assert actions.fetch_next()
    assert episode(feed, "One").state == "failed"  # there is nothing at its address


def test_quotas_bound_what_one_person_has_brought(
    anna: Person, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_WANTED", 1)
    actions.want(anna, episode(feed, "One"))
    with pytest.raises(errors.TooManyEpisodes):
        actions.want(anna, episode(feed, "Two"))
    actions.take_away(anna, episode(feed, "One"))
    actions.want(anna, episode(feed, "Two"))
    monkeypatch.setattr(rules, "MOST_FOLLOWED", 1)
    with pytest.raises(errors.TooManyPodcasts):
        actions.follow(anna, "https://other.example/feed")
    assert actions.follow(anna, feed.address) == feed, "what is followed already asks for no room"


def test_who_may_send_nothing_in_brings_nothing(anna: Person, feed: Feed) -> None:
    from akkord.music.errors import UploadsSuspended

    until = clock.now() + timedelta(days=1)
    music.stop_uploads(anna.pk, until, None)
    with pytest.raises(UploadsSuspended):
        actions.want(anna, episode(feed))


def test_a_feed_is_shown_to_who_follows_it_and_to_readers_of_a_community_that_does(
    anna: Person, feed: Feed
) -> None:
    boris = a_person("Boris")
    with pytest.raises(errors.NoSuchPodcast):
        queries.feed_for(boris.pk, feed.pk)
    with pytest.raises(errors.NoSuchPodcast):
        queries.episode_for(boris.pk, episode(feed).pk)
    club = a_club(anna)
    with pytest.raises(errors.NotYours):
        actions.follow(boris, ADDRESS, club)
    actions.follow(anna, ADDRESS, club)
    assert queries.feed_for(boris.pk, feed.pk) == queries.feed_for(None, feed.pk) == feed
    assert queries.feeds_of_club(boris.pk, club) == [feed]
    page = Client().get(f"/podcast{feed.pk}").content.decode()
    assert "Night tram" in page
    assert ADDRESS not in page  # some carry a key of their own
    groups.edit_group(anna, club, door="private")
    with pytest.raises(errors.NoSuchPodcast):
        queries.feed_for(boris.pk, feed.pk)


def test_what_nobody_follows_is_forgotten_and_what_was_brought_stays_its_uploaders(
    anna: Person, feed: Feed, net: Net
) -> None:
    track = lives(brought(anna, feed, net))
    club = a_club(anna)
    actions.follow(anna, ADDRESS, club)
    actions.unfollow(anna, feed)
    assert Feed.objects.exists()
    tasks.forget_person.func(anna.pk)
    assert Following.objects.count() == 1  # the community follows it still
    actions.unfollow(anna, feed, club)
    assert not Feed.objects.exists()
    assert music_queries.track_by_number(track.pk) == track


def test_pages_follow_bring_and_leave(anna: Person, net: Net) -> None:
    client = Client()
    client.force_login(anna, "allauth.account.auth_backends.AuthenticationBackend")
    assert client.post("/podcasts", {"address": "https://127.0.0.1/"}).status_code == 422
    answer = client.post("/podcasts", {"address": ADDRESS})
    feed = Feed.objects.get()
    assert answer["Location"] == f"/podcast{feed.pk}"
    assert "being read" in client.get(f"/podcast{feed.pk}").content.decode()
    actions.refresh(feed.pk)
    page = client.get(f"/podcast{feed.pk}").content.decode()
    assert page.index("Two") < page.index("One")
    one = episode(feed)
    client.post(f"/podcast{feed.pk}/episode{one.pk}/bring")
    assert episode(feed).state == "wanted"
    assert "It is being brought here" in client.get("/podcasts").content.decode()
    client.post(f"/podcast{feed.pk}/episode{one.pk}/leave")
    assert episode(feed).state == "listed"
    client.post(f"/podcast{feed.pk}/unfollow")
    assert not Feed.objects.exists()


def test_players_follow_podcasts_and_stream_what_is_decided(anna: Person, net: Net) -> None:
    player = Player(anna.email, connect_device(anna, "Tempus"))
    assert player.ask("getPodcasts")["podcasts"]["channel"] == []
    assert player.ask("createPodcastChannel").code == 10
    assert player.ask("createPodcastChannel", url="https://127.0.0.1/").code == 0
    assert player.ask("createPodcastChannel", url=ADDRESS).ok
    assert player.ask("getPodcasts")["podcasts"]["channel"][0]["status"] == "new"
    feed = Feed.objects.get()
    actions.refresh(feed.pk)
    (channel,) = player.ask("getPodcasts")["podcasts"]["channel"]
    assert (channel["title"], channel["status"], len(channel["episode"])) == ("Night tram", "completed", 2)
    assert "episode" not in player.ask("getPodcasts", includeEpisodes="false")["podcasts"]["channel"][0]
    newest = player.ask("getNewestPodcasts", count=1)["newestPodcasts"]["episode"]
    assert [(each["title"], each["status"]) for each in newest] == [("Two", "skipped")]
    one = channel["episode"][1]["id"]
    assert player.ask("downloadPodcastEpisode", id=one).ok
    assert player.ask("downloadPodcastEpisode", id=one).code == 0
    assert player.ask("getPodcastEpisode", id=one)["podcastEpisode"]["status"] == "downloading"
    assert player.ask("deletePodcastEpisode", id=one).ok
    assert player.ask("deletePodcastEpisode", id=one).code == 50
    track = lives(brought(anna, feed, net))
    told = player.ask("getPodcastEpisode", id=one)["podcastEpisode"]
    assert (told["status"], told["streamId"], told["duration"]) == ("completed", f"tr-{track.pk}", 60)
    assert player.ask("refreshPodcasts").ok
    other = Player((boris := a_person("Boris")).email, connect_device(boris, "Tempus"))
    for call in ("getPodcastEpisode", "downloadPodcastEpisode", "deletePodcastEpisode"):
        assert other.ask(call, id=one).code == 70
    assert other.ask("getPodcasts", id=channel["id"]).code == 70
    assert other.ask("deletePodcastChannel", id=channel["id"]).code == 70
    assert player.ask("deletePodcastChannel", id=channel["id"]).ok
    assert not Feed.objects.exists()


def test_feeds_whose_time_has_come_are_read_by_jobs(anna: Person, feed: Feed) -> None:
    from akkord.flow.models import Job

    Feed.objects.update(next_at=clock.now())
    tasks.read_due.func()
    tasks.read_due.func()
    assert Job.objects.filter(dedupe=f"podcast:{feed.pk}").count() == 1
