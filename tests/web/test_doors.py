"""Promises of the members' door, asked through HTTP as a stranger would."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from akkord.people import actions as people
from akkord.people import queries as people_found
from akkord.people.models import Person
from akkord.wall.models import Post
from factories import PASSWORD, a_club, a_person, a_post, a_track, friends

pytestmark = pytest.mark.django_db


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


GUEST_PAGES = ["/", "/people", "/clubs", "/help", "/about", "/rules", "/accounts/login/", "/accounts/signup/"]
MEMBER_PAGES = [
    "/", "/feed", "/edit", "/friends", "/followers", "/people", "/clubs", "/clubs/new", "/settings",
    "/settings/tokens", "/accounts/logout/", "/accounts/password/change/", "/accounts/email/",
    "/accounts/2fa/", "/accounts/sessions/",
]  # fmt: skip


@pytest.mark.parametrize("path", GUEST_PAGES)
def test_a_guest_reads_every_open_page(client: Client, path: str) -> None:
    assert '<main id="main"' in page(client, path)


@pytest.mark.parametrize("path", MEMBER_PAGES)
def test_a_member_reads_every_page_of_their_own(path: str) -> None:
    assert '<main id="main"' in page(signed_in(a_person()), path)


@pytest.mark.parametrize(
    "path", ["/feed", "/edit", "/friends", "/clubs/new", "/settings", "/settings/tokens"]
)
def test_a_guest_is_sent_to_sign_in_and_comes_back(client: Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={path}")


def test_signing_up_leads_to_the_first_steps(client: Client) -> None:
    sent = {"name": "Nina", "email": "nina@test.example", "password1": PASSWORD}
    answer = client.post("/accounts/signup/", sent, follow=True)
    assert answer.redirect_chain == [("/welcome", 302)]
    assert 'href="/feed"' in answer.content.decode()
    assert Person.objects.get(email="nina@test.example").name == "Nina"


def test_signing_in_by_password_and_going_where_one_wanted(client: Client) -> None:
    anna = a_person()
    sent = {"login": anna.email, "password": PASSWORD, "next": "/friends"}
    assert client.post("/accounts/login/", sent)["Location"] == "/friends"


@pytest.mark.parametrize(
    "place", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"]
)
def test_no_form_sends_its_reader_to_another_site(client: Client, place: str) -> None:
    anna = a_person()
    answer = client.post("/accounts/login/", {"login": anna.email, "password": PASSWORD, "next": place})
    assert "evil" not in answer.get("Location", "")
    assert client.post("/look", {"theme": "dark", "next": place})["Location"] == "/"


def test_what_changes_something_needs_post_and_a_csrf_token() -> None:
    anna, boris = a_person(), a_person("Boris")
    assert signed_in(anna).get(f"/id{boris.pk}/follow").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(anna, "allauth.account.auth_backends.AuthenticationBackend")
    assert strict.post(f"/id{boris.pk}/follow").status_code == 403
    assert not people_found.follows(anna.pk, boris.pk)


def test_following_from_a_page_and_taking_it_back() -> None:
    anna, boris = a_person(), a_person("Boris")
    door = signed_in(anna)
    assert door.post(f"/id{boris.pk}/follow")["Location"] == f"/id{boris.pk}"
    assert people_found.follows(anna.pk, boris.pk)
    door.post(f"/id{boris.pk}/unfollow")
    assert not people_found.follows(anna.pk, boris.pk)


def test_what_people_write_is_shown_as_text_and_never_as_markup() -> None:
    anna = a_person("<b>Anna</b>")
    signed_in(anna).post(f"/id{anna.pk}/post", {"text": "<script>x</script> https://a.example/?q=1&b=2."})
    shown = page(Client(), f"/id{anna.pk}")
    assert "<script>x" not in shown
    assert "&lt;script&gt;x&lt;/script&gt;" in shown
    assert '<a href="https://a.example/?q=1&amp;b=2" rel="nofollow ugc noopener noreferrer">' in shown
    assert "<b>Anna</b>" not in shown


def test_a_refused_post_says_why_and_keeps_what_was_written() -> None:
    anna = a_person()
    track = a_track(anna)
    sent = {"text": "long " * 1000, "tracks": [track.pk]}
    answer = signed_in(anna).post("/feed/post", sent)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "4,000" in shown
    assert "long long long" in shown
    assert re.search(rf'value="{track.pk}" checked', shown)


def test_a_post_with_a_track_is_written_without_javascript() -> None:
    anna = a_person()
    track = a_track(anna, "Rain")
    door = signed_in(anna)
    assert "?attach=mine#write" in page(door, "/feed")
    for whole in ("/feed?attach=mine", "/drafts/tracks"):  # the link without a script, what a script fetches
        assert f'name="tracks" value="{track.pk}"' in page(door, whole)
    door.post("/feed/post", {"text": "listen", "tracks": [track.pk]})
    assert "Rain" in page(Client(), f"/wall{Post.objects.get().pk}")


def test_nobody_deletes_anothers_post() -> None:
    anna, boris = a_person(), a_person("Boris")
    post = a_post(anna)
    signed_in(boris).post(f"/wall{post.pk}/delete")
    assert page(Client(), f"/wall{post.pk}")
    assert f"/wall{post.pk}/delete" not in page(signed_in(boris), f"/id{anna.pk}")
    signed_in(anna).post(f"/wall{post.pk}/delete")
    page(Client(), f"/wall{post.pk}", 404)


def test_a_stranger_sees_no_composer_and_writes_nothing() -> None:
    anna, boris = a_person(), a_person("Boris")
    door = signed_in(boris)
    assert 'id="write"' not in page(door, f"/id{anna.pk}")
    assert door.post(f"/id{anna.pk}/post", {"text": "hi"}).status_code == 422
    friends(anna, boris)
    assert door.post(f"/id{anna.pk}/post", {"text": "hi"}).status_code == 302


def test_a_token_is_shown_once_and_never_again() -> None:
    anna = a_person()
    door = signed_in(anna)
    text = re.search(r"akk_[\w-]+", door.post("/settings/tokens", {"name": "script"}).content.decode())
    assert text is not None
    assert people_found.bearer(text.group()) == anna
    assert "akk_" not in page(door, "/settings/tokens")
    door.post(f"/settings/tokens/{people_found.tokens_of(anna.pk)[0].pk}/revoke")
    assert people_found.bearer(text.group()) is None


def test_language_and_theme_follow_the_account_over_the_cookie() -> None:
    anna = a_person()
    signed_in(anna).post("/look", {"language": "ru", "theme": "dark"})
    elsewhere = signed_in(anna)
    elsewhere.cookies["language"] = "en"
    shown = page(elsewhere, "/settings")
    assert '<html lang="ru" data-theme="dark"' in shown
    assert "Настройки" in shown


def test_a_guest_keeps_language_and_theme_in_a_cookie(client: Client) -> None:
    client.post("/look", {"language": "ru", "theme": "light", "next": "/help"})
    assert '<html lang="ru" data-theme="light"' in page(client, "/help")


@pytest.mark.parametrize(
    "path", ["/id99999", "/club99999", "/wall99999", "/id0", "/id999999999999999999999", "/nothing"]
)
def test_what_is_not_there_is_a_page_of_ours_with_404(client: Client, path: str) -> None:
    assert 'href="/log"' in page(client, path, 404)


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "٣", ""])
def test_a_senseless_mark_is_the_first_page(client: Client, before: str) -> None:
    anna = a_person()
    a_post(anna, "here I am")
    assert client.get(f"/id{anna.pk}", {"before": before}).status_code == 200


def test_pages_run_no_script_that_the_server_did_not_name(client: Client) -> None:
    answer = client.get("/help")
    policy = answer["Content-Security-Policy"]
    nonce = re.search(r"'nonce-([^']+)'", policy)
    assert nonce is not None
    shown = answer.content.decode()
    assert "unsafe" not in policy
    for script in re.findall(r"<script[^>]*>", shown):
        assert f'nonce="{nonce.group(1)}"' in script
    assert not re.search(r"\son\w+=|\sstyle=", shown)


def test_joining_and_leaving_a_community() -> None:
    anna, boris = a_person(), a_person("Boris")
    club = a_club(anna)
    door = signed_in(boris)
    assert f"/club{club.pk}/join" in page(door, f"/club{club.pk}")
    door.post(f"/club{club.pk}/join")
    assert 'id="write"' in page(door, f"/club{club.pk}")
    door.post(f"/club{club.pk}/leave")
    assert 'id="write"' not in page(door, f"/club{club.pk}")


def cost(door: Client, path: str) -> int:
    page(door, path)  # the law is asked about each track once
    with CaptureQueriesContext(connection) as asked:
        page(door, path)
    return len(asked)


def test_a_fuller_profile_and_feed_cost_no_more_queries() -> None:
    me, anna, reader = a_person("Me"), a_person(), a_person("Reader")
    friends(me, anna)
    friends(anna, a_person("Vera"))
    people.follow(reader, anna)
    door = signed_in(me)
    a_post(anna, "first", [a_track(anna).pk, a_track(anna).pk])  # of one track no order is asked
    page(door, "/feed")
    before = {path: cost(door, path) for path in (f"/id{anna.pk}", "/feed")}
    for n in range(15):
        other = a_person(f"Other {n}")
        friends(anna, other)
        people.follow(me, other)
        a_post(anna, "more", [a_track(anna, "a").pk, a_track(anna, "b").pk])
        a_post(other, "too")
    after = {path: cost(door, path) for path in before}
    assert all(after[path] <= before[path] for path in before), (before, after)
    assert max(after.values()) <= 60


def test_a_refused_post_loaded_anew_is_its_page_again() -> None:
    anna = a_person()
    door = signed_in(anna)
    club = a_club(anna)
    for place in ("/feed", f"/id{anna.pk}", f"/club{club.pk}"):
        assert door.get(f"{place}/post")["Location"] == place
