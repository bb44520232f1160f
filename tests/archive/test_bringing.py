"""An archive taken along from one site is in its place at a second, empty one, and nothing else is."""

import io
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from akkord.alerts.models import Alert
from akkord.archive import actions, counting, packing, queries
from akkord.archive.bringing_life import KINDS, check, file_of, take_in
from akkord.archive.errors import Refused
from akkord.archive.format import POSTS, read
from akkord.archive.models import Awaited, Bringing, Brought, Formerly, Line, Talk, Waiting
from akkord.archive.opening import opened
from akkord.archive.rules import KIND, SIGNED, signed_lines
from akkord.dialogs import actions as dialogs
from akkord.dialogs.actions import Words
from akkord.feed import queries as feeds
from akkord.flow import clock
from akkord.flow.models import Job
from akkord.ledger.models import Entry
from akkord.music import actions as music
from akkord.music import queries as music_queries
from akkord.music.actions.naming import names_of_upload
from akkord.music.rules import Listener
from akkord.people import actions as people
from akkord.people import queries as people_queries
from akkord.people.models import Person, Restraint
from akkord.people.rules.privacy import Audience, Key, Level
from akkord.photos import actions as photos
from akkord.photos.actions import Described
from akkord.photos.models import Photo
from akkord.podcasts import actions as podcasts
from akkord.podcasts import queries as followed_by
from akkord.podcasts.models import Feed, Following
from akkord.store.files import files
from akkord.wall import actions as wall
from akkord.wall import queries as walls
from akkord.wall.actions import Former, Question, Said
from akkord.wall.errors import TooManyLinks
from akkord.wall.models import Post, Quote
from akkord.wall.rules import PAGE
from factories import a_person, a_post, a_track, friends
from tilelog.note import Signer, sign_note

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
ALL = tuple(KINDS)


def a_picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    return out.getvalue()


def packed(person: Person) -> bytes:
    out = io.BytesIO()
    packing.pack(person, Listener(person.pk, "DE"), out)
    return out.getvalue()


class OldSite:
    """Anna and Boris of a site, with all that archives carry; and the archive of each."""

    def __init__(self) -> None:
        self.anna, self.boris = a_person("Anna", city="Perm", status="Raining"), a_person("Boris")
        anna, boris = self.anna, self.boris
        friends(anna, boris)
        close = people.make_list(anna, "Close")
        people.put_on_list(anna, close.pk, [boris.pk])
        people.choose_audiences(anna, {Key.MUSIC: Audience(Level.FRIENDS)})
        album = photos.make_album(anna, Described("Summer", audience=Audience(Level.FRIENDS)))
        photo = photos.send_in(anna, a_picture(), album=album, alt="a lake")
        with clock.at(clock.now() - timedelta(days=400)):
            self.old = wall.write_post(
                anna,
                wall_person=anna,
                text="Long ago",
                photo_ids=[photo.pk],
                poll=Question("Tea?", ["a", "b"]),
            )
            wall.write_comment(boris, self.old, text="I remember")
            wall.write_comment(anna, self.old, text="me too")
        listed = Audience(Level.LISTS, lists=frozenset({close.pk}))
        wall.write_post(anna, wall_person=anna, text="For the close", audience=listed)
        self.greeting = wall.write_post(boris, wall_person=anna, text="Happy birthday")
        wall.like(boris, self.old)
        for number, (who, text) in enumerate([(anna, "one"), (boris, "two"), (anna, "three")]):
            dialogs.write(who, boris if who is anna else anna, Words(text, client_id=f"c{number}"))
        self.thaw, self.rain = a_track(boris, "Thaw", "Boris"), a_track(boris, "Rain", "Boris")
        music.make_playlist(anna, "Winter", [self.thaw.pk, self.rain.pk, self.thaw.pk])
        music.keep(anna, self.rain.pk)
        for name in ("first", "second", "third"):
            podcasts.follow(anna, f"https://{name}.example/feed.xml")
        # One that the new site would find in its own network.
        Feed.objects.filter(address__contains="third").update(address="https://127.0.0.1/feed.xml")
        self.archives = {"anna": packed(anna), "boris": packed(boris)}


@pytest.fixture
def old() -> OldSite:
    return OldSite()


@pytest.fixture
def elsewhere(old: OldSite, settings: Any, tmp_path: Path) -> Iterator[Callable[[str], Person]]:
    """A second, empty site: another database as far as anybody sees, another key, another store.

    Nobody of the old site is there any more: their accounts are erased and their rows are gone.
    """
    with transaction.atomic(), connection.constraint_checks_disabled():
        for model in apps.get_models():
            if model._meta.db_table.split("_")[0] not in ("django", "auth", "ledger", "flow"):
                model._base_manager.all()._raw_delete("default")
    settings.DATA = tmp_path / "second"
    settings.DATA.mkdir()
    settings.SITE_URL = "https://new.example"
    files.cache_clear()
    cache.clear()
    yield lambda name: a_person(name, date_joined=clock.now())
    files.cache_clear()


def bring(person: Person, data: bytes, parts: tuple[str, ...] = ALL) -> Bringing:
    """Hand it in, let the job read it, say yes, let the job take it in."""
    bringing = actions.bring(person, [data], len(data))
    check(bringing)
    if bringing.state == "checked":
        actions.agree(person, bringing.pk, parts)
        take_in(Bringing.objects.get(pk=bringing.pk))
    bringing.refresh_from_db()
    return bringing


def texts(viewer: Person | None, whose: Person) -> list[str]:
    listener = Listener(viewer.pk if viewer else None, "DE")
    return [post.text for post in walls.posts_on_person(listener, whose.pk).posts]


def test_all_of_it_is_in_its_place_at_a_second_site(old: OldSite, elsewhere) -> None:  # type: ignore[no-untyped-def]
    anna = elsewhere("Anna K.")
    brought = bring(anna, old.archives["anna"])
    assert (brought.state, brought.fault) == ("done", None)
    anna.refresh_from_db()
    assert (anna.name, anna.city, anna.status) == ("Anna K.", "Perm", "Raining")
    assert people_queries.privacy_of(anna.pk).audience(Key.MUSIC).level is Level.FRIENDS
    assert texts(anna, anna) == ["For the close", "Long ago"]
    assert texts(None, anna) == ["Long ago"]
    old_post = Post.objects.get(text="Long ago")
    assert clock.now() - old_post.made_at > timedelta(days=399)
    assert [(q.name, q.text, q.own) for q in Quote.objects.order_by("pk")] == [
        ("Boris", "I remember", False), ("Anna", "me too", True),
    ]  # fmt: skip
    view = walls.view_of(Listener(anna.pk, "DE"), old_post.pk)
    assert view.poll is not None
    assert view.poll.over
    photo = Photo.objects.get()
    assert (photo.alt, photo.album.title, photo.album.audience) == ("a lake", "Summer", "friends")
    assert [each.number for each in view.photos] == [photo.pk]
    [talk] = queries.talks_of(anna.pk)
    lines, _ = queries.lines_of(talk)
    assert [(each.name, each.text) for each in lines] == [
        ("Anna", "one"),
        ("Boris", "two"),
        ("Anna", "three"),
    ]
    assert [each.name for each in queries.awaited_people(anna.pk)] == ["Boris"]
    [winter] = music_queries.playlists_of(anna.pk, anna.pk)
    waiting = [(each.title, each.place) for each in queries.awaited_tracks(anna.pk, winter.number)]
    assert waiting == [("Thaw", 0), ("Rain", 1), ("Thaw", 2)]
    followed = [feed.address for feed in followed_by.feeds_of(anna.pk)]
    assert followed == ["https://second.example/feed.xml", "https://first.example/feed.xml"]
    assert (brought.holds["podcasts"], brought.left_out["podcast_address"]) == (3, 1)
    assert not file_of(brought).exists()


def test_brought_twice_nothing_is_doubled(old: OldSite, elsewhere) -> None:  # type: ignore[no-untyped-def]
    anna = elsewhere("Anna")
    tables = (Post, Quote, Photo, Talk, Line, Waiting, Awaited, Brought, Formerly, Following)

    def sizes() -> list[int]:
        return [table._default_manager.count() for table in tables]

    bring(anna, old.archives["anna"])
    first = sizes()
    assert bring(anna, old.archives["anna"]).state == "done"
    assert sizes() == first


def test_a_run_that_was_cut_goes_on_where_it_was(old: OldSite, elsewhere, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    anna = elsewhere("Anna")
    data = old.archives["anna"]
    bringing = actions.bring(anna, [data], len(data))
    check(bringing)
    actions.agree(anna, bringing.pk, ALL)

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("akkord.archive.taking.talks._talk", cut)
        with pytest.raises(KeyboardInterrupt):
            take_in(Bringing.objects.get(pk=bringing.pk))
    assert Post.objects.count() == 2
    take_in(Bringing.objects.get(pk=bringing.pk))
    assert (Post.objects.count(), Line.objects.count()) == (2, 3)
    assert Bringing.objects.get(pk=bringing.pk).state == "done"


def test_who_were_friends_are_friends_again_once_both_have_come(old: OldSite, elsewhere) -> None:  # type: ignore[no-untyped-def]
    anna, boris = elsewhere("Anna"), elsewhere("Boris")
    bring(anna, old.archives["anna"])
    assert not people_queries.are_friends(anna.pk, boris.pk)
    bring(boris, old.archives["boris"])
    assert people_queries.are_friends(anna.pk, boris.pk)
    [close] = people_queries.lists_of(anna.pk)
    assert people_queries.listed(anna.pk)[close.pk] == {boris.pk}
    assert queries.awaited_people(anna.pk) == queries.awaited_people(boris.pk) == []
    assert texts(boris, anna) == ["Happy birthday", "For the close", "Long ago"]
    assert Post.objects.get(text="Long ago").likes == 1
    [hers], [his] = queries.talks_with(anna.pk, boris.pk), queries.talks_with(boris.pk, anna.pk)
    assert [each.text for each in queries.lines_of(hers)[0]] == [
        each.text for each in queries.lines_of(his)[0]
    ]
    bring(anna, old.archives["anna"])
    assert Post.objects.count() == 3


def test_who_blocks_somebody_here_is_no_friend_again(old: OldSite, elsewhere) -> None:  # type: ignore[no-untyped-def]
    anna, boris = elsewhere("Anna"), elsewhere("Boris")
    people.block(anna, boris)
    bring(anna, old.archives["anna"])
    bring(boris, old.archives["boris"])
    assert not people_queries.are_friends(anna.pk, boris.pk)
    assert texts(anna, anna) == ["For the close", "Long ago"]


def test_who_did_not_bring_their_ties_is_not_found_by_them(old: OldSite, elsewhere) -> None:  # type: ignore[no-untyped-def]
    anna, boris = elsewhere("Anna"), elsewhere("Somebody")
    bring(boris, old.archives["boris"], ("page", "posts"))
    bring(anna, old.archives["anna"])
    assert not people_queries.are_friends(anna.pk, boris.pk)
    assert not people_queries.follows(anna.pk, boris.pk)
    assert queries.talks_with(anna.pk, boris.pk) == []


def test_an_archive_is_one_persons(old: OldSite, elsewhere) -> None:  # type: ignore[no-untyped-def]
    anna, other = elsewhere("Anna"), elsewhere("Other")
    bring(anna, old.archives["anna"])
    stolen = bring(other, old.archives["anna"])
    assert (stolen.state, stolen.fault["code"]) == ("refused", "other_owner")
    second = bring(anna, old.archives["boris"])
    assert (second.state, second.fault["code"]) == ("refused", "other_self")


def test_what_came_is_nobodys_news(old: OldSite, elsewhere) -> None:  # type: ignore[no-untyped-def]
    anna, reader = elsewhere("Anna"), elsewhere("Reader")
    people.follow(reader, anna)
    jobs = set(Job.objects.values_list("task", flat=True))
    bring(anna, old.archives["anna"])
    assert feeds.page(Listener(reader.pk, "DE"), reader).posts == []
    assert feeds.newer(Listener(reader.pk, "DE"), reader, 0) == 0
    assert not Alert.objects.exists()
    assert {each for each in Job.objects.values_list("task", flat=True) if "alerts" in each} <= jobs
    written = a_post(anna, "Here now")
    assert [post.number for post in feeds.page(Listener(reader.pk, "DE"), reader).posts] == [written.pk]
    assert texts(anna, anna)[0] == "Here now"


def test_a_wall_is_read_by_date_over_its_pages(elsewhere) -> None:  # type: ignore[no-untyped-def]
    anna, now = elsewhere("Anna"), clock.now()
    a_post(anna, "now")
    for day in range(1, PAGE + 6):
        wall.bring_post(anna, anna, Former(text=str(day), at=now - timedelta(days=day), site="old.example"))
    listener = Listener(None, "DE")
    first = walls.posts_on_person(listener, anna.pk)
    second = walls.posts_on_person(listener, anna.pk, first.before)
    assert [p.text for p in [*first.posts, *second.posts]] == ["now", *map(str, range(1, PAGE + 6))]


def test_a_track_that_comes_later_gets_its_place(old: OldSite, elsewhere) -> None:  # type: ignore[no-untyped-def]
    anna, carl = elsewhere("Anna"), elsewhere("Carl")
    bring(anna, old.archives["anna"])
    [winter] = music_queries.playlists_of(anna.pk, anna.pk)
    rain = a_track(carl, "RAIN ", "boris")
    name(rain)
    assert actions.look_again(anna) == 2
    thaw = a_track(carl, "Thaw", "Boris")
    name(thaw)
    actions.tidy()
    tracks = [track for _entry, track in music_queries.entries_of([winter.number])]
    assert tracks == [thaw.pk, rain.pk, thaw.pk]
    assert [track.pk for track in music_queries.tracks_of_music(anna.pk)] == [rain.pk]
    assert not Awaited.objects.exists()


def name(track: Any) -> None:
    """Under what it is found with others."""
    fields = names_of_upload(track.person_id, track.title, track.artist, {})
    type(track).objects.filter(pk=track.pk).update(**fields)


def test_a_newcomers_links_wait_until_they_may_write_them(old: OldSite, elsewhere, settings: Any) -> None:  # type: ignore[no-untyped-def]
    anna = elsewhere("Anna")
    many = Former(text="https://a.example https://b.example https://c.example", at=clock.now(), site="x")
    with pytest.raises(TooManyLinks):
        wall.bring_post(anna, anna, many)
    with clock.at(clock.now() + timedelta(days=8)):
        wall.bring_post(anna, anna, many)


def test_who_may_not_write_brings_nothing(old: OldSite, elsewhere) -> None:  # type: ignore[no-untyped-def]
    anna = elsewhere("Anna")
    Restraint.objects.create(
        person=anna, kind="quiet", at=clock.now(), until=clock.now() + timedelta(days=1),
        entry=Entry.objects.first(),
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        bring(anna, old.archives["anna"])
    assert refused.value.fault.code == "quiet"


def test_a_file_of_the_whole_data_is_gone_with_its_person(old: OldSite, elsewhere) -> None:  # type: ignore[no-untyped-def]
    anna = elsewhere("Anna")
    bring(anna, old.archives["anna"])
    data = old.archives["anna"]
    waiting = actions.bring(anna, [data], len(data))
    assert file_of(waiting).exists()
    actions.forget(anna.pk)
    assert not file_of(waiting).exists()
    assert not any(t.objects.exists() for t in (Bringing, Formerly, Brought, Waiting, Awaited, Talk, Line))


def rewritten(data: bytes, change: dict[str, bytes | None], add: dict[str, bytes] | None = None) -> bytes:
    """The archive with some files changed, taken out (None) or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for each in before.infolist():
            name = each.filename.removeprefix("akkord-archive/")
            said = change.get(name, before.read(each))
            if said is not None:
                after.writestr(each.filename, said)
        for name, said in (add or {}).items():
            after.writestr(name, said)
    return out.getvalue()


def fault_of(data: bytes, tmp_path: Path) -> str:
    place = tmp_path / "brought.zip"
    place.write_bytes(data)
    try:
        with opened(place) as archive:
            archive.check_files()
            counting.holds(archive)
    except Refused as refused:
        return refused.fault.code
    return ""


def test_what_was_changed_is_refused_and_says_where(old: OldSite, tmp_path: Path) -> None:
    data = old.archives["anna"]
    with zipfile.ZipFile(io.BytesIO(data)) as read:
        manifest = read.read("akkord-archive/manifest.json")
    forged = manifest.replace(b"/id", b"/id9", 1)
    assert fault_of(data, tmp_path) == ""
    assert fault_of(rewritten(data, {"data/posts-1.json": b"[]"}), tmp_path) == "changed"
    assert fault_of(rewritten(data, {"manifest.json": forged}), tmp_path) == "signature"
    assert fault_of(rewritten(data, {"signature.txt": None}), tmp_path) == "signature"
    assert fault_of(rewritten(data, {"data/posts-1.json": None}), tmp_path) == "names"
    assert fault_of(rewritten(data, {}, {"akkord-archive/more.json": b"{}"}), tmp_path) == "names"
    assert fault_of(rewritten(data, {}, {"../../etc/cron.d/x": b"* * * * *"}), tmp_path) == "names"
    assert fault_of(rewritten(data, {"manifest.json": None}), tmp_path) == "not_ours"
    assert fault_of(b"no zip at all", tmp_path) == "not_whole"
    older = json.dumps({"format": "akkord-archive-1", "site": "https://old.example"}).encode()
    assert fault_of(rewritten(data, {"manifest.json": older}), tmp_path) == "older"


def test_a_bomb_costs_its_header(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("akkord.archive.opening.MOST_UNPACKED", 10_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("akkord-archive/manifest.json", b"0" * 1_000_000)
    assert fault_of(out.getvalue(), tmp_path) == "too_large"


@pytest.fixture
def archive(old: OldSite) -> bytes:
    return old.archives["boris"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_flipped_byte_changes_what_is_read(archive: bytes, tmp_path: Path, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(archive) - 1))
    bit = data.draw(st.integers(0, 7))
    changed = bytearray(archive)
    changed[at] ^= 1 << bit
    place = tmp_path / "flipped.zip"
    place.write_bytes(bytes(changed))
    whole = tmp_path / "whole.zip"
    whole.write_bytes(archive)
    with suppress(Refused), opened(place) as found, opened(whole) as before:
        found.check_files()
        assert found.manifest == before.manifest
        assert all(found.raw(n, 10**8) == before.raw(n, 10**8) for n in found.manifest.files)


def test_a_row_that_is_not_of_the_format_is_named() -> None:
    row: dict[str, Any] = {"address": "/wall1"}
    with pytest.raises(Refused) as refused:
        read(POSTS, "data/posts-1.json", json.dumps([row]).encode())
    assert (refused.value.fault.file, refused.value.fault.row) == ("data/posts-1.json", 1)
    assert refused.value.fault.detail.startswith("at: ")


def test_who_may_not_write_now_says_nothing_by_anothers_coming(old: OldSite, elsewhere) -> None:  # type: ignore[no-untyped-def]
    """What Boris wrote on Anna's wall waits for her: she comes while he is kept quiet."""
    boris = elsewhere("Boris")
    bring(boris, old.archives["boris"])
    Restraint.objects.create(
        person=boris, kind="quiet", at=clock.now(), until=clock.now() + timedelta(days=1),
        entry=Entry.objects.first(),
    )  # fmt: skip
    anna = elsewhere("Anna")
    people.choose_audiences(anna, {Key.WALL_WRITE: Audience(Level.MEMBERS)})
    bring(anna, old.archives["anna"])
    assert not Post.objects.filter(author=boris).exists()


def test_links_in_what_was_said_there_are_a_newcomers_links(elsewhere) -> None:  # type: ignore[no-untyped-def]
    anna = elsewhere("Anna")
    many = "https://a.example https://b.example https://c.example"
    former = Former(text="x", at=clock.now(), site="x", quotes=[Said("Bot", many, clock.now())])
    with pytest.raises(TooManyLinks):
        wall.bring_post(anna, anna, former)


@pytest.mark.parametrize("site", ["https://new.example", "http://NEW.example:81", "https://new.example@x"])
def test_in_this_sites_name_nobody_else_signs(  # type: ignore[no-untyped-def]
    old: OldSite, elsewhere, settings: Any, tmp_path: Path, site: str
) -> None:
    """Else anybody with a key of their own puts words into the mouths of who is here."""
    shutil.copy(tmp_path / "log-key", settings.DATA)
    data = signed_by_another(old.archives["anna"], site)
    bringing = actions.bring(elsewhere("Anna"), [data], len(data))
    check(bringing)
    assert Bringing.objects.get().state == "refused"
    other = signed_by_another(old.archives["anna"], "https://other.example")
    bringing = actions.bring(bringing.person, [other], len(other))
    check(bringing)
    assert Bringing.objects.get(pk=bringing.pk).state == "checked"


def signed_by_another(data: bytes, site: str) -> bytes:
    """The same archive in a site's name, under a key anybody may make."""
    key = Signer.generate("forged")
    with zipfile.ZipFile(io.BytesIO(data)) as read:
        said = json.loads(read.read("akkord-archive/manifest.json"))
    manifest = json.dumps(said | {"site": site, "key": key.verifier.vkey}).encode()
    lines = [KIND, *(f"{name} {value}" for name, value in signed_lines(manifest, site, said["person"]))]
    note = sign_note("".join(f"{line}\n" for line in lines), [key]).encode()
    return rewritten(data, {"manifest.json": manifest, SIGNED: note})


def test_an_archive_floods_no_wall(old: OldSite, elsewhere, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    anna = elsewhere("Anna")
    monkeypatch.setattr("akkord.wall.actions.bringing.MOST_BROUGHT", 1)
    monkeypatch.setattr("akkord.wall.actions.bringing.MOST_QUOTED", 1)
    monkeypatch.setattr("akkord.photos.actions.MOST_BROUGHT", 0)
    brought = bring(anna, old.archives["anna"])
    assert brought.state == "done"
    assert Post.objects.count() == 1
    assert Quote.objects.count() <= 1
    assert Photo.objects.count() == 0
    assert brought.left_out["too_many_brought"] == 1
    assert brought.left_out["too_many_photos"] == 1
    a_post(anna, "My own words are no part of that")
