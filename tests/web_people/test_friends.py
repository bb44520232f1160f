"""Promises of friends, asked through the pages as people do."""

import re

import pytest

from akkord.people import actions, queries
from akkord.people.models import Person
from akkord.people.rules.privacy import Audience, Key, Level
from factories import PASSWORD, a_person, friends
from web.test_doors import page, signed_in

pytestmark = pytest.mark.django_db


def test_a_request_is_asked_counted_declined_undone_and_accepted_by_buttons() -> None:
    anna, boris = a_person("Anna"), a_person("Boris")
    hers, his = signed_in(anna), signed_in(boris)
    assert f"/id{boris.pk}/ask" in page(hers, f"/id{boris.pk}")
    hers.post(f"/id{boris.pk}/ask")
    assert ">+1<" in page(his, "/feed")
    assert f"/id{anna.pk}/decline" in page(his, "/friends/requests")
    his.post(f"/id{anna.pk}/decline", {"next": "/friends/requests"})
    assert ">+1<" not in page(his, "/feed")
    assert "Anna" in page(his, "/followers")
    assert f"/id{anna.pk}/reconsider" in page(his, "/friends/requests")
    his.post(f"/id{anna.pk}/reconsider")
    his.post(f"/id{anna.pk}/accept")
    assert "Boris" in page(hers, "/friends")
    assert "Anna" in page(his, "/friends")


def test_what_one_did_about_another_is_said_by_their_name() -> None:
    anna, boris = a_person("Anna"), a_person("Boris")
    hers, his = signed_in(anna), signed_in(boris)
    for door, act, other, said in (
        (hers, "ask", boris, "You have asked Boris to be friends."),
        (hers, "take-back", boris, "Your request to Boris is taken back."),
        (hers, "follow", boris, "You follow Boris."),
        (hers, "unfollow", boris, "You follow Boris no longer."),
        (hers, "ask", boris, "You have asked Boris to be friends."),
        (his, "decline", anna, "The request of Anna is declined."),
        (his, "reconsider", anna, "The request of Anna waits again."),
        (his, "accept", anna, "You are friends with Anna now."),
        (his, "hide", anna, "Anna is hidden in your list."),
        (his, "show", anna, "Anna is shown in your list."),
        (his, "remove", anna, "You are no longer friends with Anna."),
    ):
        answer = door.post(f"/id{other.pk}/{act}", follow=True)
        assert said in answer.content.decode(), act


def test_a_friend_who_is_removed_can_be_taken_back_in_one_step() -> None:
    anna, boris = a_person("Anna"), a_person("Boris")
    friends(anna, boris)
    door = signed_in(anna)
    door.post(f"/id{boris.pk}/remove")
    assert f"/id{boris.pk}/accept" in page(door, f"/id{boris.pk}")
    door.post(f"/id{boris.pk}/accept")
    assert queries.are_friends(anna.pk, boris.pk)


def test_lists_are_made_filled_named_and_deleted() -> None:
    anna, boris, vera = a_person("Anna"), a_person("Boris"), a_person("Vera")
    friends(anna, boris)
    friends(anna, vera)
    door = signed_in(anna)
    place = door.post("/friends/lists", {"name": " My  family "})["Location"]
    door.post(place, {"name": "Family", "people": [boris.pk]})
    shown = page(door, f"/friends?list={place.rsplit('/', 1)[1]}")
    assert "Boris" in shown
    assert "Vera" not in shown
    assert "Family" in page(door, "/friends/lists")
    assert page(door, "/friends/lists", 200)
    answer = door.post("/friends/lists", {"name": "Family"})
    assert answer.status_code == 422
    assert "You have a list of this name." in answer.content.decode()
    page(signed_in(boris), place, 404)
    assert door.post(f"{place}/delete")["Location"] == "/friends/lists"
    page(door, place, 404)


def test_somebody_elses_friends_are_shown_as_far_as_they_show_them() -> None:
    anna, boris, vera = a_person("Anna"), a_person("Boris"), a_person("Vera Common")
    for one, other in ((anna, boris), (anna, vera), (boris, vera)):
        friends(one, other)
    assert "Vera Common" in page(signed_in(anna), f"/friends?of={boris.pk}")
    actions.choose_audiences(boris, {Key.FRIENDS: Audience(Level.NOBODY)})
    page(signed_in(anna), f"/friends?of={boris.pk}", 404)
    assert f"/friends?of={boris.pk}" not in page(signed_in(anna), f"/id{boris.pk}")


def test_who_may_be_known_is_suggested_with_the_reason() -> None:
    anna, boris, vera = a_person("Anna"), a_person("Boris Common"), a_person("Vera Unknown")
    friends(anna, boris)
    friends(boris, vera)
    (found,) = queries.suggestions(anna.pk, 5)
    assert (found.person, found.count, found.through) == (vera, 1, [boris])
    assert "friend of Boris Common" in page(signed_in(anna), "/friends")
    actions.choose_audiences(boris, {Key.FRIENDS: Audience(Level.NOBODY)})
    assert queries.suggestions(anna.pk, 5) == []


def test_an_invitation_makes_friends_and_ends_when_it_is_renewed() -> None:
    anna, boris = a_person("Anna"), a_person("Boris")
    link = actions.renew_invitation(anna)
    assert "Anna" in page(signed_in(boris), f"/invite/{link}")
    signed_in(boris).post(f"/invite/{link}")
    assert queries.are_friends(anna.pk, boris.pk)
    actions.renew_invitation(anna)
    page(signed_in(a_person("Vera")), f"/invite/{link}", 404)


def test_who_is_blocked_cannot_come_by_an_invitation() -> None:
    anna, boris = a_person("Anna"), a_person("Boris")
    link = actions.renew_invitation(anna)
    actions.block(anna, boris)
    page(signed_in(boris), f"/invite/{link}", 404)
    assert signed_in(boris).post(f"/invite/{link}").status_code == 404
    assert not queries.are_friends(anna.pk, boris.pk)


@pytest.mark.parametrize("verb", ["accept", "decline", "reconsider", "take-back", "hide", "show", "remove"])
def test_what_was_not_asked_cannot_be_answered(verb: str) -> None:
    anna, boris = a_person("Anna"), a_person("Boris")
    assert signed_in(anna).post(f"/id{boris.pk}/{verb}").status_code == 302
    assert not queries.are_friends(anna.pk, boris.pk)
    assert queries.requests_to(anna.pk) == queries.requests_to(boris.pk) == []


def test_a_guest_who_comes_by_invitation_is_led_to_make_a_page_and_is_a_friend_then() -> None:
    from django.test import Client

    anna, guest = a_person("Anna"), Client()
    link = actions.renew_invitation(anna)
    shown = guest.get(f"/invite/{link}").content.decode()
    assert 'href="/accounts/signup/"' in shown
    sent = {"name": "Nina", "email": "nina@test.example", "password1": PASSWORD}
    assert guest.post("/accounts/signup/", sent)["Location"] == "/welcome"
    assert queries.are_friends(anna.pk, Person.objects.get(email="nina@test.example").pk)


def test_whom_one_follows_stands_a_hundred_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("akkord.web.friends.FOLLOWERS_PAGE", 2)
    anna = a_person("Anna")
    for number in range(3):
        actions.follow(anna, a_person(f"Read {number}"))
    hers = signed_in(anna)
    first = page(hers, "/followers")
    assert [f"Read {n}" in first for n in range(3)] == [False, True, True]
    further = re.search(r'href="(\?list=followed&amp;before=\d+)"', first)
    assert further is not None
    second = page(hers, "/followers" + further[1].replace("&amp;", "&"))
    assert [f"Read {n}" in second for n in range(3)] == [True, False, False]
    assert "list=followed" not in second.replace(further[1], "")
