"""Promises of photos: for whom an album is not, for them it is not there; a removal silences everywhere."""

import json
import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image

from akkord.archive import packing
from akkord.care import actions as care
from akkord.care.actions import Ruling
from akkord.care.models import Look, Matter
from akkord.care.rules import Measure, Role, Thing
from akkord.dialogs import actions as dialogs
from akkord.dialogs.actions import Words
from akkord.dialogs.errors import NotYourPhoto as NotYourPhotoToSend
from akkord.groups import actions as groups
from akkord.groups.models import Entry as GroupEntry
from akkord.groups.rules import Role as GroupRole
from akkord.ledger.models import Entry
from akkord.music.rules import Listener
from akkord.people import actions as people
from akkord.people.actions import erase
from akkord.people.models import Person
from akkord.people.rules.privacy import Audience, Key, Level
from akkord.photos import actions, errors, queries
from akkord.photos.actions import Described
from akkord.photos.models import Album, Photo
from akkord.photos.tasks import forget_person
from akkord.wall import actions as wall
from akkord.wall.errors import NotYourPhoto, TooMuchAttached
from akkord.wall.models import Draft, Post
from akkord.web import pictures
from factories import a_club, a_person, a_post, friends

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]


def a_file(colour: str = "teal", size: tuple[int, int] = (64, 48)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def an_upload(name: str = "photo.png", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, a_file() if data is None else data, "image/png")


def browser_of(person: Person | None) -> Client:
    browser = Client()
    if person is not None:
        browser.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    return browser


def in_album(owner: Person, audience: Audience | None = None) -> Photo:
    album = actions.make_album(owner, Described("Summer", audience=audience))
    return actions.send_in(owner, a_file(), album=album, alt="A lake")


def addresses(photo: Photo) -> list[str]:
    return [
        f"/photo{photo.pk}",
        f"/photo{photo.pk}/large",
        f"/photo{photo.pk}/small",
        f"/photoalbum{photo.album_id}",
    ]


def answers(person: Person | None, photo: Photo) -> set[int]:
    browser = browser_of(person)
    return {browser.get(place).status_code for place in addresses(photo)}


def test_an_album_is_seen_by_whom_it_is_for_and_is_not_there_for_others() -> None:
    anna, boris, vera = a_person(), a_person("Boris"), a_person("Vera")
    friends(anna, boris)
    near = in_album(anna, Audience(Level.FRIENDS))
    assert [answers(who, near) for who in (anna, boris, vera, None)] == [{200}, {200}, {404}, {404}]
    every = in_album(anna)
    assert answers(vera, every) == {200}
    assert answers(None, every) == {404}  # photos are for members, unless their owner says otherwise
    people.choose_audiences(anna, {Key.PHOTOS: Audience(Level.NOBODY)})
    assert [answers(who, every) for who in (anna, boris, vera)] == [{200}, {404}, {404}]
    people.choose_audiences(anna, {Key.PHOTOS: Audience(Level.MEMBERS)})
    people.block(anna, vera)
    assert answers(vera, every) == {404}
    titles = browser_of(boris).get(f"/photos{anna.pk}").content.decode()
    assert titles.count("Summer") == 2


def test_deleting_a_list_opens_no_album_to_whom_it_left_out() -> None:
    anna, boris, vera = a_person(), a_person("Boris"), a_person("Vera")
    gone, kept = people.make_list(anna, "Gone"), people.make_list(anna, "Kept")
    friends(anna, boris)
    people.put_on_list(anna, gone.pk, [boris.pk])
    both = in_album(anna, Audience(Level.EXCEPT, frozenset({gone.pk, kept.pk})))
    other = in_album(anna, Audience(Level.EXCEPT, frozenset({kept.pk})))
    assert [answers(who, both) for who in (anna, boris, vera)] == [{200}, {404}, {200}]
    people.delete_list(anna, gone.pk)
    assert [answers(who, both) for who in (anna, boris, vera)] == [{200}, {404}, {404}]
    assert [answers(who, other) for who in (anna, boris, vera)] == [{200}, {200}, {200}]


def test_a_face_is_drawn_before_the_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    anna = a_person()
    photo, within = in_album(anna), []
    drawn = actions.draw_face
    depth = len(connection.savepoint_ids)

    def watched(large: bytes, crop: "actions.Crop") -> bytes:
        within.append(len(connection.savepoint_ids) - depth)
        return drawn(large, crop)

    monkeypatch.setattr(actions, "draw_face", watched)
    actions.show_face(anna, photo, queries_middle(photo))
    assert within == [0]
    assert Person.objects.get(pk=anna.pk).face == photo.pk


def test_who_finds_the_decoder_taken_keeps_their_square(monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_said: object) -> None:
        raise errors.TooBusy

    anna = a_person()
    photo = in_album(anna)
    monkeypatch.setattr(actions, "draw_face", busy)
    answer = browser_of(anna).post(f"/photo{photo.pk}/face", {"left": 10, "top": 0, "side": 500})
    assert answer.status_code == 422
    assert "Try again in a minute." in answer.content.decode()


def test_a_communitys_album_is_for_its_readers_and_kept_by_who_speaks_for_it() -> None:
    anna, boris = a_person(), a_person("Boris")
    club = a_club(anna)
    album = actions.make_album(anna, Described("Stage"), club)
    photo = actions.send_in(anna, a_file(), album=album)
    assert answers(boris, photo) == {200}
    with pytest.raises(errors.NotYours):
        actions.send_in(boris, a_file(), album=album)
    with pytest.raises(errors.NotYours):
        actions.make_album(boris, Described("Mine"), club)
    for place in (
        f"/photoalbum{album.pk}/edit",
        f"/photoalbum{album.pk}/upload",
        f"/photoalbum{album.pk}/delete",
    ):
        assert browser_of(boris).post(place, {"title": "x"}).status_code == 404


def test_photos_are_sent_in_by_a_plain_form_and_each_refused_file_says_why() -> None:
    anna = a_person()
    browser = browser_of(anna)
    browser.post(f"/photos{anna.pk}/new", {"title": "Summer", "about": "<i>lake</i>", "audience": "friends"})
    album = Album.objects.get()
    assert album.audience == "friends"
    both = [an_upload(), an_upload("song.png", b"no picture")]
    answer = browser.post(f"/photoalbum{album.pk}/upload", {"photo": both})
    assert answer.status_code == 422
    assert "song.png: This file is no picture" in answer.content.decode()
    assert Photo.objects.count() == 1
    page = browser.get(f"/photoalbum{album.pk}").content.decode()
    assert "&lt;i&gt;lake&lt;/i&gt;" in page
    assert browser.post(f"/photoalbum{album.pk}/upload").status_code == 422


def test_a_post_carries_photos_to_whoever_sees_it_and_to_nobody_else() -> None:
    anna, boris, vera = a_person(), a_person("Boris"), a_person("Vera")
    friends(anna, boris)
    browser = browser_of(anna)
    sent = {"text": "Look", "photo": [an_upload()], "alt": ["Our <b>cat</b>"], "audience": "friends"}
    assert browser.post(f"/id{anna.pk}/post", sent).status_code == 302
    post, photo = Post.objects.get(), Photo.objects.get()
    page = browser_of(boris).get(f"/wall{post.pk}").content.decode()
    assert "Our &lt;b&gt;cat&lt;/b&gt;" in page
    for place in (f"/photo{photo.pk}?post={post.pk}", f"/photo{photo.pk}/small?post={post.pk}"):
        assert browser_of(boris).get(place).status_code == 200
        assert browser_of(vera).get(place).status_code == 404
        assert browser_of(None).get(place).status_code == 404
    assert answers(boris, photo) == {404}  # by itself it is its owner's
    other = a_post(anna)
    assert browser_of(boris).get(f"/photo{photo.pk}/large?post={other.pk}").status_code == 404


def test_a_refused_post_keeps_its_photos_and_a_draft_and_a_later_one_do_too() -> None:
    anna = a_person()
    browser = browser_of(anna)
    answer = browser.post(f"/id{anna.pk}/post", {"text": "x" * 4001, "photo": [an_upload()]})
    photo = Photo.objects.get()
    assert answer.status_code == 422
    assert f'name="photos" value="{photo.pk}" checked' in answer.content.decode()
    browser.post(f"/id{anna.pk}/post", {"text": "begun", "photos": [photo.pk], "keep": "1"})
    assert Draft.objects.get().photos == [photo.pk]
    page = browser.get(f"/id{anna.pk}").content.decode()
    assert f'name="photos" value="{photo.pk}" checked' in page


def test_ten_things_are_attached_at_most_and_only_ones_own_photos() -> None:
    anna, boris = a_person(), a_person("Boris")
    photo = actions.send_in(boris, a_file())
    with pytest.raises(NotYourPhoto):
        wall.write_post(anna, wall_person=anna, photo_ids=[photo.pk])
    many = [actions.send_in(anna, a_file()).pk for _ in range(11)]
    with pytest.raises(TooMuchAttached):
        wall.write_post(anna, wall_person=anna, photo_ids=many)
    post = wall.write_post(anna, wall_person=anna, photo_ids=many[:10])
    wall.edit_post(anna, post, text="Fewer", track_ids=[], photo_ids=many[:2])
    page = browser_of(boris).get(f"/wall{post.pk}").content.decode()
    assert page.count("/small?post=") == 2
    assert browser_of(boris).get(f"/photo{many[5]}/small?post={post.pk}").status_code == 200  # in its history


def test_a_message_carries_photos_to_who_reads_it() -> None:
    anna, boris, vera = a_person(), a_person("Boris"), a_person("Vera")
    friends(anna, boris)
    photo = actions.send_in(anna, a_file(), alt="A lake")
    said = dialogs.write(anna, boris, Words(photos=[photo.pk]))
    place = f"/photo{photo.pk}/large?message={said.pk}"
    assert [browser_of(who).get(place).status_code for who in (anna, boris, vera, None)] == [
        200,
        200,
        404,
        404,
    ]
    assert "A lake" in browser_of(boris).get(f"/im/{anna.pk}").content.decode()
    with pytest.raises(NotYourPhotoToSend):
        dialogs.write(boris, anna, Words(photos=[photo.pk]))
    dialogs.delete_for_all(anna, said.dialog_id, said.seq)
    assert browser_of(boris).get(place).status_code == 404


def test_moderation_silences_a_photo_wherever_it_stands_with_one_line() -> None:
    anna, vera, operator, mod = a_person(), a_person("Vera"), a_person("Op", is_staff=True), a_person("Mod")
    care.appoint(operator, mod, Role.MODERATOR)
    photo = in_album(anna)
    post = wall.write_post(anna, wall_person=anna, text="Look", photo_ids=[photo.pk])
    actions.show_face(anna, photo, queries_middle(photo))
    places = [
        f"/photo{photo.pk}/large",
        f"/photo{photo.pk}/small?post={post.pk}",
        f"/id{anna.pk}/face{photo.pk}",
    ]
    assert {browser_of(vera).get(place).status_code for place in places} == {200}
    matter = care.report(vera, Thing.PHOTO, photo.pk, "spam", "", Listener(vera.pk, "ZZ")).matter
    decision = care.decide(
        mod, matter.pk, Ruling(measure=Measure.HIDE, rule="spam", words="An advertisement.")
    )
    assert decision.entry in Entry.objects.all()
    assert {browser_of(vera).get(place).status_code for place in places} == {404}
    assert {browser_of(anna).get(place).status_code for place in places} == {200}
    page = browser_of(vera).get(f"/wall{post.pk}").content.decode()
    assert "This photo is not shown here." in page
    assert "/small?post=" not in page
    assert "A lake" not in browser_of(vera).get(f"/photo{photo.pk}").content.decode()
    assert f"/photo{photo.pk}" not in browser_of(vera).get(f"/photoalbum{photo.album_id}").content.decode()


def test_who_judges_a_photo_sees_it_and_the_look_is_written() -> None:
    anna, vera, operator, mod = a_person(), a_person("Vera"), a_person("Op", is_staff=True), a_person("Mod")
    care.appoint(operator, mod, Role.MODERATOR)
    photo = in_album(anna, Audience(Level.FRIENDS))
    friends(anna, vera)
    matter = care.report(vera, Thing.PHOTO, photo.pk, "spam", "", Listener(vera.pk, "ZZ")).matter
    place = f"/mod/queue/{matter.pk}/photo"
    assert [browser_of(who).get(place).status_code for who in (vera, anna, None)] == [404, 404, 404]
    assert not Look.objects.exists()
    actions.delete_photo(anna, photo)  # deleted later, it is judged
    assert place in browser_of(mod).get("/mod/queue").content.decode()
    Look.objects.all().delete()
    assert browser_of(mod).get(place)["Content-Type"] == "image/jpeg"
    assert Look.objects.get().staff == mod
    care.decide(mod, matter.pk, Ruling(measure=Measure.NOTHING))
    assert browser_of(mod).get(place).status_code == 404


def test_a_photo_on_a_post_is_reported_by_whoever_sees_the_post() -> None:
    anna, boris, vera = a_person(), a_person("Boris"), a_person("Vera")
    friends(anna, boris)
    photo = actions.send_in(anna, a_file())
    near = Audience(Level.FRIENDS)
    post = wall.write_post(anna, wall_person=anna, text="Look", photo_ids=[photo.pk], audience=near)
    assert browser_of(boris).get(f"/report/photo/{photo.pk}").status_code == 404  # by itself not
    place = f"/report/photo/{photo.pk}?post={post.pk}"
    assert place in browser_of(boris).get(f"/photo{photo.pk}?post={post.pk}").content.decode()
    assert browser_of(vera).get(place).status_code == 404
    assert browser_of(vera).post(place, {"rule": "spam"}).status_code == 404
    assert browser_of(boris).post(place, {"rule": "spam"}).status_code == 302
    assert Matter.objects.get().number == photo.pk


def queries_middle(photo: Photo) -> "actions.Crop":
    return actions.Crop(0, 0, 1000)


def test_a_face_is_chosen_by_a_plain_form_and_shown_to_who_sees_the_page() -> None:
    anna, vera = a_person(), a_person("Vera")
    browser = browser_of(anna)
    place = browser.post("/edit/picture", {"photo": [an_upload()]})["Location"]
    assert browser.get(place).status_code == 200
    assert browser.post(place, {"left": "a", "top": 0, "side": 1000}).status_code == 422
    assert browser.post(place, {"left": 0, "top": 0, "side": 500}).status_code == 302
    photo = Photo.objects.get()
    face = f"/id{anna.pk}/face{photo.pk}"
    assert face in browser_of(vera).get(f"/id{anna.pk}").content.decode()
    assert browser_of(vera).get(face).status_code == 200
    people.choose_audiences(anna, {Key.PAGE: Audience(Level.FRIENDS)})
    assert browser_of(vera).get(face).status_code == 404
    browser.post(f"/photo{photo.pk}/delete")
    assert Person.objects.get(pk=anna.pk).face is None


def test_others_photos_are_not_described_deleted_or_made_a_face() -> None:
    anna, boris = a_person(), a_person("Boris")
    photo = in_album(anna)
    for verb in ("alt", "delete", "face"):
        browser_of(boris).post(f"/photo{photo.pk}/{verb}", {"alt": "x", "left": 0, "top": 0, "side": 500})
    kept = Photo.objects.get()
    assert (kept.alt, kept.deleted_at, kept.face) == ("A lake", None, "")
    assert browser_of(boris).post("/photos/send").status_code == 422
    assert browser_of(None).post("/photos/send").status_code == 302


def test_a_keeper_takes_anothers_photo_out_of_the_album_with_a_line_and_no_further() -> None:
    anna, boris = a_person(), a_person("Boris")
    club = a_club(boris)
    groups.join(anna, club)
    groups.appoint(boris, club, anna.pk, GroupRole.EDITOR)
    album = actions.make_album(boris, Described("Stage"), club)
    photo = actions.send_in(anna, a_file(), album=album)
    post = wall.write_post(anna, wall_person=anna, text="Look", photo_ids=[photo.pk])
    with pytest.raises(errors.NotYours):
        actions.delete_photo(boris, photo)
    assert browser_of(boris).post(f"/photo{photo.pk}/take-out").status_code == 302
    kept, of = Photo.objects.get(), Album.objects.get()
    assert (kept.album, kept.deleted_at, of.size) == (None, None, 0)
    assert browser_of(boris).get(f"/photo{photo.pk}/large?post={post.pk}").status_code == 200
    lines = GroupEntry.objects.filter(deed__in=["photo_taken_out", "album_removed"]).order_by("pk")
    assert [(line.deed, line.whom_id) for line in lines] == [("photo_taken_out", anna.pk)]
    actions.take_out(boris, photo)
    actions.delete_album(boris, album)
    actions.delete_album(boris, album)
    assert [line.deed for line in lines.all()] == ["photo_taken_out", "album_removed"]
    assert "removed an album" in browser_of(boris).get(f"/club{club.pk}/log").content.decode()


def test_deleting_a_photo_and_its_album_at_once_takes_it_off_once() -> None:
    anna = a_person()
    photo = in_album(anna)
    stale = Photo.objects.select_related("album").get()  # as a request has read it
    actions.delete_album(anna, photo.album)
    actions.delete_photo(anna, stale)
    actions.delete_photo(anna, stale)
    assert Album.objects.get().size == 0


def test_the_twenty_first_file_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_AT_ONCE", 2)
    anna = a_person()
    album = actions.make_album(anna, Described("Summer"))
    files = [an_upload(f"{n}.png") for n in range(3)]
    answer = browser_of(anna).post(f"/photoalbum{album.pk}/upload", {"photo": files})
    assert answer.status_code == 422
    assert "2.png: At most 2 files" in answer.content.decode()
    assert Photo.objects.count() == 2


def test_albums_are_as_many_as_a_page_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_ALBUMS", 1)
    anna = a_person()
    first = actions.make_album(anna, Described("Summer"))
    with pytest.raises(errors.TooManyAlbums):
        actions.make_album(anna, Described("Winter"))
    assert browser_of(anna).post(f"/photos{anna.pk}/new", {"title": "Winter"}).status_code == 422
    actions.delete_album(anna, first)
    actions.make_album(anna, Described("Winter"))


def test_the_viewer_leads_along_an_album_and_keeps_what_a_browser_has() -> None:
    anna = a_person()
    album = actions.make_album(anna, Described("Summer"))
    first, second, third = (actions.send_in(anna, a_file(), album=album).pk for _ in range(3))
    page = browser_of(anna).get(f"/photo{second}").content.decode()
    assert f'href="/photo{third}" rel="prev"' in page
    assert f'href="/photo{first}" rel="next"' in page
    got = browser_of(anna).get(f"/photo{second}/large")
    again = browser_of(anna).get(f"/photo{second}/large", headers={"if-none-match": got["ETag"]})
    assert again.status_code == 304
    assert got["Cache-Control"] == "private, no-cache"
    assert got["Content-Type"] == "image/jpeg"


def test_a_deleted_album_leaves_its_photos_to_their_owner_and_who_is_gone_leaves_none() -> None:
    anna, boris = a_person(), a_person("Boris")
    photo = in_album(anna)
    actions.delete_album(anna, photo.album)
    assert browser_of(boris).get(f"/photo{photo.pk}").status_code == 404
    assert browser_of(anna).get(f"/photo{photo.pk}").status_code == 200
    erase(anna)
    forget_person.call(anna.pk)
    gone = Photo.objects.get()
    assert (gone.large, gone.small, gone.alt) == ("", "", "")
    assert queries.sent_today(anna.pk) == 1


def test_an_archive_takes_ones_photos_along_with_their_words() -> None:
    anna = a_person()
    photo = in_album(anna)
    wall.write_post(anna, wall_person=anna, text="Look", photo_ids=[photo.pk])
    out = BytesIO()
    packing.pack(anna, Listener(anna.pk, "ZZ"), out)
    with zipfile.ZipFile(out) as opened:
        read = {name.removeprefix("akkord-archive/"): opened.read(name) for name in opened.namelist()}
    (about,) = json.loads(read["data/photos-1.json"])
    assert (about["alt"], about["album"]) == ("A lake", "Summer")
    assert Image.open(BytesIO(read[about["file"]])).format == "JPEG"
    assert json.loads(read["data/posts-1.json"])[0]["photos"] == [photo.pk]
    assert f'src="photos/{photo.pk}.jpg"' in read["photos-1.html"].decode()


def test_programs_attach_and_see_photos_by_the_posts_gate() -> None:
    anna, boris = a_person(), a_person("Boris")
    photo = actions.send_in(anna, a_file(), alt="A lake")
    headers = {"authorization": f"Bearer {people.issue_token(anna, 'test')}"}
    kind = "application/json"
    sent = Client().post("/api/v1/posts", {"photos": [photo.pk]}, content_type=kind, headers=headers)
    number = sent.json()["number"]
    told = Client().get(f"/api/v1/posts/{number}", headers=headers).json()["photos"]
    assert [(each["number"], each["alt"]) for each in told] == [(photo.pk, "A lake")]
    assert browser_of(boris).get(told[0]["small"]).status_code == 200
    others = {"authorization": f"Bearer {people.issue_token(boris, 'test')}"}
    refused = Client().post("/api/v1/posts", {"photos": [photo.pk]}, content_type=kind, headers=others)
    assert refused.status_code == 422
    changed = Client().put(f"/api/v1/posts/{number}", {"text": "x"}, content_type=kind, headers=headers)
    assert [each["number"] for each in changed.json()["photos"]] == [photo.pk]
