"""Promises of accounts: who comes in, who is out, freezing, leaving and what is left then."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.usersessions.models import UserSession
from django.test import Client

from akkord.flow import clock
from akkord.flow.models import Job, News
from akkord.music.models import Track
from akkord.people import actions, queries
from akkord.people.models import Person
from akkord.people.tasks import erase_left
from akkord.wall.models import Post
from akkord.wall.tasks import forget_person
from akkord.web.session import who_asks
from factories import PASSWORD, a_person, a_post, a_track, friends
from web.test_doors import page

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def signed_in(person: Person, **headers: str) -> Client:
    """Through the form, as people do."""
    door = Client(**headers)
    door.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    return door


def inside(door: Client) -> bool:
    return door.get("/feed").status_code == 200


def sign_up(door: Client, email: str = "nina@test.example") -> Person | None:
    door.post("/accounts/signup/", {"name": "Nina", "email": email, "password1": PASSWORD})
    return Person.objects.filter(email=email).first()


def test_another_browser_is_signed_out_and_its_open_pages_are_told() -> None:
    anna = a_person()
    here, there = signed_in(anna), signed_in(anna, HTTP_USER_AGENT=FIREFOX)
    assert inside(there)
    shown = page(here, "/settings/security")
    assert "Firefox, Linux" in shown
    other = UserSession.objects.get(user_agent=FIREFOX)
    assert f"/settings/security/{other.pk}/end" in shown
    here.post(f"/settings/security/{other.pk}/end")
    assert not inside(there)
    assert inside(here)
    assert News.objects.filter(topic=f"person:{anna.pk}", kind="sessions").exists()


def test_the_link_of_somebody_elses_letter_signs_nobody_out_and_confirms_by_a_press() -> None:
    anna, boris = a_person(), a_person("Boris")
    address = EmailAddress.objects.create(user=boris, email="boris@elsewhere.example")
    link = f"/accounts/confirm-email/{EmailConfirmationHMAC(address).key}/"
    hers = signed_in(anna)
    assert address.email in page(hers, link)
    assert inside(hers)
    assert not EmailAddress.objects.get(pk=address.pk).verified
    hers.post(link)
    assert EmailAddress.objects.get(pk=address.pk).verified
    assert inside(hers)


def test_nobody_ends_anothers_session() -> None:
    anna, boris = a_person(), a_person("Boris")
    hers = signed_in(anna)
    assert inside(hers)
    session = UserSession.objects.get(user=anna)
    assert signed_in(boris).post(f"/settings/security/{session.pk}/end").status_code == 404
    assert inside(hers)


def test_all_other_browsers_at_once() -> None:
    anna = a_person()
    doors = [signed_in(anna, HTTP_USER_AGENT=f"browser {n}") for n in range(3)]
    assert all(inside(door) for door in doors)
    doors[0].post("/settings/security/end")
    assert [inside(door) for door in doors] == [True, False, False]


def test_the_history_tells_of_ways_in_and_of_refused_tries() -> None:
    anna = a_person()
    door = Client(HTTP_USER_AGENT=FIREFOX)
    door.post("/accounts/login/", {"login": anna.email, "password": "wrong horse"})
    door.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})
    good, bad = queries.sign_ins_of(anna.pk)
    assert (good.way, good.refused, good.address) == ("password", False, "127.0.0.1")
    assert (bad.refused, bad.agent) == (True, FIREFOX)
    assert "refused" in page(door, "/settings/security")


def test_a_frozen_account_is_nowhere_until_it_comes_back() -> None:
    anna, boris = a_person("Anna"), a_person("Boris")
    friends(anna, boris)
    post = a_post(anna, "my words")
    token = actions.issue_token(anna, "script")
    hers = signed_in(anna)
    hers.post("/settings/account/freeze")
    assert not inside(hers)
    his = signed_in(boris)
    for path in (f"/id{anna.pk}", f"/wall{post.pk}", f"/audios{anna.pk}"):
        page(his, path, 404)
    assert "Anna" not in page(his, "/friends")
    assert queries.bearer(token) is None
    again = signed_in(anna)
    assert again.get("/feed")["Location"] == "/settings/account"
    assert "Come back" in page(again, "/settings/account")
    again.post("/settings/account/back")
    assert inside(again)
    assert "my words" in page(his, f"/wall{post.pk}")
    assert queries.are_friends(anna.pk, boris.pk)


def test_leaving_asks_for_the_address_and_can_be_thought_over_for_thirty_days() -> None:
    anna = a_person("Anna")
    door = signed_in(anna)
    assert door.post("/settings/account/leave", {"email": "x@y.z"}).status_code == 422
    assert page(door, f"/id{anna.pk}")
    door.post("/settings/account/leave", {"email": anna.email.upper()})
    page(Client(), f"/id{anna.pk}", 404)
    with clock.at(clock.now() + timedelta(days=29)):
        erase_left.call()
    again = signed_in(anna)
    again.post("/settings/account/back")
    with clock.at(clock.now() + timedelta(days=31)):
        erase_left.call()
    assert page(again, f"/id{anna.pk}")


def test_after_thirty_days_nothing_of_a_person_is_left_but_a_number() -> None:
    anna, boris = a_person("Anna", city="Tartu", contacts="here"), a_person("Boris")
    friends(anna, boris)
    post, track = a_post(anna, "my words"), a_track(anna)
    actions.choose_address(anna, "anna.petrova")
    signed_in(anna).post("/settings/account/leave", {"email": anna.email})
    with clock.at(clock.now() + timedelta(days=31)):
        erase_left.call()
    forget_person.call(anna.pk)
    told = set(Job.objects.filter(arguments__kwargs__person=anna.pk).values_list("task", flat=True))
    assert any("music" in task for task in told), list(Job.objects.values_list("task", "arguments"))
    from akkord.music.tasks import forget_person as forget_music

    forget_music.call(anna.pk)
    shell = Person.objects.get(pk=anna.pk)
    assert (shell.name, shell.city, shell.contacts, shell.email) == ("", "", "", f"gone-{anna.pk}@invalid")
    assert not shell.has_usable_password()
    assert Post.objects.get(pk=post.pk).text == ""
    assert Track.objects.get(pk=track.pk).withdrawn_at is not None
    assert queries.number_at("anna.petrova") is None
    assert list(queries.friends_of(boris.pk)) == []
    page(signed_in(boris), f"/id{anna.pk}", 404)
    assert not inside(signed_in(anna))
    assert list(queries.restrictions_in_force()) == []  # their own act, none of the site's


@pytest.fixture
def by(settings: object) -> Iterator[object]:
    def mode(name: str) -> None:
        settings.SIGN_UP = name  # type: ignore[attr-defined]

    return mode  # type: ignore[return-value]


def test_by_approval_a_newcomer_waits_until_the_staff_lets_them_in(by) -> None:  # type: ignore[no-untyped-def]
    by("approval")
    door = Client()
    nina = sign_up(door)
    assert nina is not None
    assert not inside(door)
    page(Client(), f"/id{nina.pk}", 404)
    staff = signed_in(a_person("Operator", is_staff=True))
    assert "nina@test.example" in page(staff, "/staff/newcomers")
    staff.post(f"/staff/newcomers/{nina.pk}/let-in")
    sent = {"login": nina.email, "password": PASSWORD}
    assert Client().post("/accounts/login/", sent)["Location"] == "/welcome"
    assert Client().post("/accounts/login/", sent)["Location"] == "/"
    assert inside(signed_in(nina))


def test_a_newcomer_who_is_turned_away_is_forgotten(by) -> None:  # type: ignore[no-untyped-def]
    by("approval")
    nina, member = sign_up(Client()), a_person("Member")
    assert nina is not None
    staff = signed_in(a_person("Operator", is_staff=True))
    assert staff.post(f"/staff/newcomers/{member.pk}/turn-away").status_code == 404
    staff.post(f"/staff/newcomers/{nina.pk}/turn-away")
    assert not Person.objects.filter(pk=nina.pk).exists()
    assert signed_in(member).post(f"/staff/newcomers/{nina.pk}/let-in").status_code in (302, 403, 404)


@pytest.mark.parametrize("mode", ["approval", "invitation"])
def test_a_members_invitation_opens_the_door(by, mode: str) -> None:  # type: ignore[no-untyped-def]
    by(mode)
    anna, door = a_person("Anna"), Client()
    if mode == "invitation":
        assert sign_up(Client()) is None
        assert "By invitation" in page(Client(), "/accounts/signup/")
    link = actions.renew_invitation(anna)
    page(door, f"/invite/{link}")
    nina = sign_up(door)
    assert nina is not None
    assert inside(door)
    assert queries.are_friends(anna.pk, nina.pk)


def test_whose_account_does_not_stand_is_nobody_to_streams_and_live_news() -> None:
    person = a_person()
    browser = Client()
    browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    cookies = f"sessionid={browser.cookies['sessionid'].value}"
    assert who_asks(cookies, "") == person.pk
    for away in ("suspended_at", "frozen_at", "leaving_at"):
        Person.objects.filter(pk=person.pk).update(**{away: clock.now()})
        assert who_asks(cookies, "") is None
        Person.objects.filter(pk=person.pk).update(**{away: None})
    assert who_asks(cookies, "") == person.pk


@pytest.mark.parametrize("place", ["/logan", "/lookout", "/helpers", "/rulesofmine"])
def test_a_suspended_person_reads_no_page_whose_address_begins_like_an_open_one(place: str) -> None:
    person = a_person()
    browser = Client()
    browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    Person.objects.filter(pk=person.pk).update(suspended_at=clock.now())
    assert browser.get(place)["Location"] == "/my/decisions"
    assert browser.get("/log").status_code == 200
