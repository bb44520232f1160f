"""Promises of communities at the doors: what is not for somebody is not there; bans and roles by forms."""

import pytest
from django.test import Client

from akkord.groups import actions, queries
from akkord.people.actions import issue_token
from factories import a_person, friends
from web.test_doors import page, signed_in

pytestmark = pytest.mark.django_db

PLACES = ["", "/members", "/log", "/invite", "/edit", "/bans/{anna}"]


@pytest.mark.parametrize("place", PLACES)
def test_a_private_community_answers_strangers_as_if_it_were_not_there(place: str) -> None:
    anna = a_person()
    club = actions.found_group(anna, "Secret", door="private")
    at = f"/club{club.pk}{place.format(anna=anna.pk)}"
    assert signed_in(a_person("Stranger")).get(at).status_code == 404
    if place not in ("/invite", "/edit", "/bans/{anna}"):
        assert Client().get(at).status_code == 404
        assert signed_in(anna).get(at).status_code == 200
    for verb in ("join", "leave", "take-back", "decline", "members/1/role", "bans/1/lift"):
        assert signed_in(a_person("Other")).post(f"/club{club.pk}/{verb}").status_code == 404


def test_a_person_is_banned_and_told_and_their_post_is_refused() -> None:
    anna, boris = a_person(), a_person("Boris")
    club = actions.found_group(anna, "Night radio")
    actions.join(boris, club)
    door = signed_in(anna)
    wrong = door.post(f"/club{club.pk}/bans/{boris.pk}", {"reason": "no", "term": "week"})
    assert wrong.status_code == 422
    door.post(
        f"/club{club.pk}/bans/{boris.pk}", {"reason": "spam", "term": "week", "words": "<b>No</b> shoes"}
    )
    shown = page(signed_in(boris), f"/club{club.pk}")
    assert "You are banned" in shown
    assert "&lt;b&gt;No&lt;/b&gt; shoes" in shown
    assert 'id="write"' not in shown
    assert signed_in(boris).post(f"/club{club.pk}/post", {"text": "Hi"}).status_code == 422
    assert "Owner banned somebody" in page(Client(), f"/club{club.pk}/log")
    assert "shoes" not in page(Client(), f"/club{club.pk}/log")
    door.post(f"/club{club.pk}/bans/{boris.pk}/lift")
    assert "You are banned" not in page(signed_in(boris), f"/club{club.pk}")


def test_an_event_is_founded_changed_and_asked_into_by_forms() -> None:
    anna, boris = a_person(), a_person("Boris")
    door = signed_in(anna)
    told = {"name": "Concert", "kind": "event", "door": "closed", "place": "Depot"}
    assert door.post("/clubs/new", told).status_code == 422
    place = door.post("/clubs/new", told | {"starts_at": "2026-12-31T20:00"})["Location"]
    assert "Depot" in page(door, place)
    signed_in(boris).post(f"{place}/join")
    assert "You have asked" in page(signed_in(boris), place)
    door.post(f"{place}/requests/{boris.pk}/accept")
    assert "Leave" in page(signed_in(boris), place)
    changed = {"name": "Concert", "door": "private", "wall": "limited", "starts_at": "2026-12-31T21:00"}
    assert door.post(f"{place}/edit", changed)["Location"] == place
    assert Client().get(place).status_code == 404


def test_roles_are_given_and_the_community_handed_over_by_forms() -> None:
    anna, boris = a_person(), a_person("Boris")
    club = actions.found_group(anna, "Night radio")
    actions.join(boris, club)
    door = signed_in(anna)
    role = f"/club{club.pk}/members/{boris.pk}/role"
    assert door.post(role, {"role": "king"}).status_code == 404
    door.post(role, {"role": "moderator"})
    assert queries.role_in(boris.pk, club.pk) == "moderator"
    assert signed_in(boris).post(role, {"role": "owner"}).status_code == 404
    door.post(role, {"role": "owner"})
    assert queries.role_in(boris.pk, club.pk) == "owner"


def test_friends_are_invited_and_come_in() -> None:
    anna, boris = a_person(), a_person("Boris")
    friends(anna, boris)
    club = actions.found_group(anna, "Secret", door="private")
    signed_in(anna).post(f"/club{club.pk}/invite", {"person": boris.pk})
    assert "You are invited" in page(signed_in(boris), "/clubs")
    signed_in(boris).post(f"/club{club.pk}/join")
    assert queries.role_in(boris.pk, club.pk) == "member"


def test_programs_keep_a_community_by_the_same_rules() -> None:
    anna, boris = a_person(), a_person("Boris")
    keys = {who: {"HTTP_AUTHORIZATION": f"Bearer {issue_token(who, 'test')}"} for who in (anna, boris)}
    api, kind = Client(), {"content_type": "application/json"}
    made = api.post("/api/v1/clubs", {"name": "Secret", "door": "private"}, **kind, **keys[anna])
    at = f"/api/v1/clubs/{made.json()['number']}"
    assert api.get(at, **keys[boris]).status_code == 404
    assert api.put(f"{at}/membership", **keys[boris]).status_code == 404
    assert api.patch(at, {"door": "open"}, **kind, **keys[boris]).status_code == 404
    assert api.patch(at, {"door": "open"}, **kind, **keys[anna]).json()["door"] == "open"
    assert api.put(f"{at}/membership", **keys[boris]).json() == {"member": True}
    given = api.put(f"{at}/members/{anna.pk}", {"role": "member"}, **kind, **keys[boris])
    assert given.status_code == 403
    ban = {"reason": "spam", "term": "day"}
    assert api.put(f"{at}/bans/{boris.pk}", ban, **kind, **keys[anna]).status_code == 204
    assert api.put(f"{at}/membership", **keys[boris]).status_code == 403
    assert api.get(at, **keys[boris]).json()["ban"]["reason"] == "spam"
    assert [line["salt"] for line in api.get(f"{at}/log", **keys[boris]).json()["lines"]][-1] == ""


def test_what_one_did_about_a_community_is_said() -> None:
    anna, boris = a_person(), a_person("Boris")
    club, closed = (
        actions.found_group(anna, name, door=door) for name, door in (("Choir", "open"), ("Inner", "closed"))
    )
    hers, his, at = signed_in(anna), signed_in(boris), f"/club{club.pk}"
    for door, place, fields, words in (
        (his, f"{at}/join", {}, "You are a member of Choir now."),
        (his, f"/club{closed.pk}/join", {}, "You have asked to be let into Inner."),
        (his, f"/club{closed.pk}/take-back", {}, "Your request to Inner is taken back."),
        (hers, f"{at}/members/{boris.pk}/role", {"role": "editor"}, "The role is given."),
        (hers, f"{at}/bans/{boris.pk}", {"reason": "spam", "term": "week"}, "Boris is banned."),
        (hers, f"{at}/bans/{boris.pk}/lift", {}, "The ban is lifted."),
        (his, f"{at}/join", {}, "You are a member of Choir now."),
        (hers, f"{at}/members/{boris.pk}/out", {}, "They belong to it no more."),
        (his, f"{at}/join", {}, "You are a member of Choir now."),
        (his, f"{at}/leave", {}, "You have left Choir."),
    ):
        assert words in door.post(place, fields, follow=True).content.decode(), place
