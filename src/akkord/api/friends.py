"""Friends, followers, the black list and privacy through the API: the same verbs and the same gate."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from akkord.people import actions
from akkord.people import queries as people
from akkord.people.models import Person
from akkord.people.rules.privacy import Audience, Key, Level
from akkord.search.queries import find_people
from akkord.search.rules import About

from .auth import listener_of, person_of
from .paging import Asked, Page, page
from .values import Number, Text

router = Router(tags=["friends"])


class Chosen(Schema):
    """An audience: `lists` (mine) and `people` count for the levels `lists` and `except`."""

    level: Level
    lists: Annotated[list[Number], Field(max_length=100)] = []
    people: Annotated[list[Number], Field(max_length=1000)] = []


class Choices(Schema):
    """Audiences of some keys; the others stay as they are."""

    audiences: dict[Key, Chosen] = {}
    closed: bool | None = None


Age = Annotated[int, Field(ge=0, le=120)]


@router.get("/people", summary="People by name, city, age, friends in common: by what they show to me")
def find(
    request: HttpRequest,
    q: Text = "",
    city: Text = "",
    youngest: Age | None = None,
    oldest: Age | None = None,
    mutual: bool = False,
    limit: Annotated[int, Field(ge=1, le=100)] = 50,
) -> list[dict[str, Any]]:
    about = About(q[:100], city[:80], youngest, oldest, mutual)
    return _faces(find_people(listener_of(request), about, limit))


@router.get("/friends", summary="My friends", response=Page)
def friends(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    return page(request, asked, people.friends_of(person_of(request).pk), _faces)


@router.get("/people/{number}/friends", summary="Somebody's friends, as far as they are shown to me")
def friends_of(request: HttpRequest, number: Number) -> list[dict[str, Any]]:
    me = person_of(request).pk
    if not people.allows(me, number, Key.FRIENDS):
        raise people.NoSuchPerson(number)
    return _faces(people.friends_shown(me, number))


@router.get("/friends/requests", summary="Who waits for my answer")
def requests(request: HttpRequest) -> list[dict[str, Any]]:
    return _faces(people.requests_to(person_of(request).pk))


@router.delete("/friends/{number}", summary="Be friends no longer", response={204: None})
def remove(request: HttpRequest, number: Number) -> Status[None]:
    actions.remove_friend(person_of(request), people.person_by_number(number))
    return Status(204, None)


@router.post("/people/{number}/ask", summary="Ask to be friends; who has asked me is a friend at once")
def ask(request: HttpRequest, number: Number) -> dict[str, Any]:
    return {"friends": actions.ask(person_of(request), people.person_by_number(number))}


@router.delete("/people/{number}/ask", summary="Take a request back", response={204: None})
def take_back(request: HttpRequest, number: Number) -> Status[None]:
    actions.take_back(person_of(request), people.person_by_number(number))
    return Status(204, None)


@router.post("/friends/requests/{number}/accept", summary="Accept a request", response={204: None})
def accept(request: HttpRequest, number: Number) -> Status[None]:
    actions.accept(person_of(request), number)
    return Status(204, None)


@router.post("/friends/requests/{number}/decline", summary="Decline a request", response={204: None})
def decline(request: HttpRequest, number: Number) -> Status[None]:
    actions.decline(person_of(request), number)
    return Status(204, None)


@router.put("/people/{number}/follow", summary="Read somebody's posts", response={204: None})
def follow(request: HttpRequest, number: Number) -> Status[None]:
    actions.follow(person_of(request), people.person_by_number(number))
    return Status(204, None)


@router.delete("/people/{number}/follow", summary="Read them no longer", response={204: None})
def unfollow(request: HttpRequest, number: Number) -> Status[None]:
    actions.unfollow(person_of(request), people.person_by_number(number))
    return Status(204, None)


@router.get("/blocked", summary="My black list")
def blocked(request: HttpRequest) -> list[dict[str, Any]]:
    return [{"number": each.pk, "name": each.name} for each in people.blocked_by(person_of(request).pk)]


@router.put("/blocked/{number}", summary="Put somebody on my black list", response={204: None})
def block(request: HttpRequest, number: Number) -> Status[None]:
    actions.block(person_of(request), people.person_by_number(number))
    return Status(204, None)


@router.delete("/blocked/{number}", summary="Take somebody off my black list", response={204: None})
def unblock(request: HttpRequest, number: Number) -> Status[None]:
    actions.unblock(person_of(request), number)
    return Status(204, None)


@router.get("/me/privacy", summary="Who sees what of me")
def privacy(request: HttpRequest) -> dict[str, Any]:
    told = people.privacy_of(person_of(request).pk)
    return {
        "closed": told.closed,
        "audiences": {key.value: _audience_shape(told.audience(key)) for key in Key},
    }


@router.patch("/me/privacy", summary="Choose who sees what of me")
def choose(request: HttpRequest, choices: Choices) -> dict[str, Any]:
    me = person_of(request)
    chosen = {
        key: Audience(each.level, frozenset(each.lists), frozenset(each.people))
        for key, each in choices.audiences.items()
    }
    actions.choose_audiences(me, chosen)
    if choices.closed is not None:
        actions.close_page(me, closed=choices.closed)
    return privacy(request)


def _faces(found: list[Person]) -> list[dict[str, Any]]:
    return [{"number": person.pk, "name": person.name, "status": person.status} for person in found]


def _audience_shape(audience: Audience) -> dict[str, Any]:
    return {
        "level": audience.level.value,
        "lists": sorted(audience.lists),
        "people": sorted(audience.people),
    }
