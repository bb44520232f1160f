"""Communities through the API: the same verbs and the same gate."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from akkord.groups import actions
from akkord.groups import queries as groups
from akkord.groups.queries import Group
from akkord.groups.rules import Act, Door, Kind, Reason, Role, Term, Wall
from akkord.people import queries as people
from akkord.people.queries import Person
from akkord.wall.actions.suggested import publish_suggestion

from .auth import person_of
from .values import Number, Text

router = Router(tags=["communities"])
Name = Annotated[Text, Field(max_length=80)]
About = Annotated[Text, Field(max_length=1000)]
Place = Annotated[Text, Field(max_length=200)]


class NewClub(Schema):
    """A community; only an event has times and a place."""

    name: Name
    about: About = ""
    kind: Kind = Kind.GROUP
    door: Door = Door.OPEN
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: Place = ""


class Changes(Schema):
    """What is told changes; the rest stays."""

    name: Name | None = None
    about: About | None = None
    door: Door | None = None
    wall: Wall | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: Place | None = None
    info: Annotated[Text, Field(max_length=2000)] | None = None


class RoleGiven(Schema):
    """A role; `owner` hands the community over."""

    role: Role


class NewBan(Schema):
    """Why, for how long, and in whose words."""

    reason: Reason
    term: Term
    words: Annotated[Text, Field(max_length=300)] = ""


@router.get("/clubs", summary="Communities whose name holds all words of `q`, the largest first")
def find(
    request: HttpRequest,
    q: Text = "",
    kind: Kind | None = None,
    limit: Annotated[int, Field(ge=1, le=100)] = 50,
) -> list[dict[str, Any]]:
    return [_shape(group) for group in groups.find_groups(person_of(request).pk, q, kind or "")[:limit]]


@router.post("/clubs", summary="Found a community", response={201: dict})
def found(request: HttpRequest, new: NewClub) -> Status[dict[str, Any]]:
    return Status(201, _shape(actions.found_group(person_of(request), **new.dict())))


@router.get("/clubs/{number}", summary="A community, and what I may do there")
def club(request: HttpRequest, number: Number) -> dict[str, Any]:
    me = person_of(request).pk
    group = groups.group_for(me, number)
    ban = groups.ban_on(me, group)
    return _shape(group) | {
        "role": groups.role_in(me, group.pk) or None,
        "acts": sorted(groups.acts_of(me, group)),
        "ban": {"reason": ban.reason, "words": ban.words, "until": ban.until} if ban else None,
    }


@router.patch("/clubs/{number}", summary="Change what a community says and who gets in and writes")
def edit(request: HttpRequest, number: Number, changes: Changes) -> dict[str, Any]:
    me = person_of(request)
    actions.edit_group(me, groups.group_for(me.pk, number), **changes.dict(exclude_unset=True))
    return club(request, number)


@router.put("/clubs/{number}/membership", summary="Join; of a closed community, ask to be let in")
def join(request: HttpRequest, number: Number) -> dict[str, Any]:
    me = person_of(request)
    return {"member": actions.join(me, groups.group_for(me.pk, number))}


@router.delete(
    "/clubs/{number}/membership",
    summary="Leave, ask no longer, or decline an invitation",
    response={204: None},
)
def leave(request: HttpRequest, number: Number) -> Status[None]:
    me = person_of(request)
    group = groups.group_for(me.pk, number)
    actions.leave(me, group)
    actions.take_back(me, group)
    actions.decline_invitation(me, group)
    return Status(204, None)


@router.get("/clubs/{number}/members", summary="Members who show me that they belong, with their roles")
def members(
    request: HttpRequest, number: Number, limit: Annotated[int, Field(ge=1, le=500)] = 100
) -> list[dict[str, Any]]:
    me = person_of(request).pk
    group = _group(request, number, Act.READ)
    roles = groups.roles_in(group.pk)
    return [
        _face(person) | {"role": roles.get(person.pk, Role.MEMBER)}
        for person in groups.members_of(group, me, limit)
    ]


@router.get("/clubs/{number}/requests", summary="Who asks to be let in")
def requests(request: HttpRequest, number: Number) -> list[dict[str, Any]]:
    group = _group(request, number, Act.ADMIT)
    return [_face(person) | {"since": since} for person, since in groups.requests_to(group)]


@router.post("/clubs/{number}/requests/{person}/accept", summary="Let somebody in", response={204: None})
def accept(request: HttpRequest, number: Number, person: Number) -> Status[None]:
    actions.accept(person_of(request), _group(request, number), person)
    return Status(204, None)


@router.post("/clubs/{number}/requests/{person}/decline", summary="Decline a request", response={204: None})
def decline(request: HttpRequest, number: Number, person: Number) -> Status[None]:
    actions.decline(person_of(request), _group(request, number), person)
    return Status(204, None)


@router.put("/clubs/{number}/invitations/{person}", summary="Ask somebody to belong", response={204: None})
def invite(request: HttpRequest, number: Number, person: Number) -> Status[None]:
    me = person_of(request)
    actions.invite(me, _group(request, number), people.person_for(me.pk, person))
    return Status(204, None)


@router.put("/clubs/{number}/members/{person}", summary="Give a member a role", response={204: None})
def appoint(request: HttpRequest, number: Number, person: Number, given: RoleGiven) -> Status[None]:
    me, group = person_of(request), _group(request, number)
    if given.role is Role.OWNER:
        actions.hand_over(me, group, person)
    else:
        actions.appoint(me, group, person, given.role)
    return Status(204, None)


@router.delete("/clubs/{number}/members/{person}", summary="End a membership", response={204: None})
def put_out(request: HttpRequest, number: Number, person: Number) -> Status[None]:
    actions.put_out(person_of(request), _group(request, number), person)
    return Status(204, None)


@router.get("/clubs/{number}/bans", summary="Who is kept out, why and until when")
def bans(request: HttpRequest, number: Number) -> list[dict[str, Any]]:
    group = _group(request, number, Act.BAN)
    return [
        _face(ban.person) | {"reason": ban.reason, "words": ban.words, "until": ban.until}
        for ban in groups.bans_in(group)
    ]


@router.put("/clubs/{number}/bans/{person}", summary="Keep somebody out for a term", response={204: None})
def ban(request: HttpRequest, number: Number, person: Number, new: NewBan) -> Status[None]:
    me, group = person_of(request), _group(request, number, Act.BAN)
    actions.ban(me, group, groups.concerned(me.pk, group, person), new.reason, new.term, new.words)
    return Status(204, None)


@router.delete("/clubs/{number}/bans/{person}", summary="Lift a ban", response={204: None})
def lift_ban(request: HttpRequest, number: Number, person: Number) -> Status[None]:
    actions.lift_ban(person_of(request), _group(request, number, Act.BAN), person)
    return Status(204, None)


@router.get(
    "/clubs/{number}/log", summary="What its keepers did, newest first, with what the day's root is of"
)
def log(request: HttpRequest, number: Number, before: Number | None = None) -> dict[str, Any]:
    me = person_of(request).pk
    group = _group(request, number)
    lines = groups.log_of(group, me, 100, before)
    return {
        "lines": [
            {"number": line.number, "leaf": line.leaf, "words": line.words, "salt": line.salt}
            for line in lines
        ],
        "before": lines[-1].number if len(lines) == 100 else None,
        "days": [
            {"day": day.day, "count": day.count, "root": day.root, "line": day.line.number}
            for day in groups.days_of(group)
        ],
    }


class NewSuggestion(Schema):
    """A post somebody would like to see on the community's wall."""

    text: Annotated[Text, Field(max_length=4000)]


class Declined(Schema):
    """Why it is declined; its author reads it."""

    answer: Annotated[Text, Field(max_length=300)] = ""


@router.get("/clubs/{number}/suggestions", summary="Posts that wait for the community's editors")
def suggestions(request: HttpRequest, number: Number) -> list[dict[str, Any]]:
    group = _group(request, number, Act.SPEAK)
    return [
        _face(each.person) | {"number": each.pk, "text": each.text, "at": each.made_at}
        for each in groups.waiting_suggestions(group)
    ]


@router.post("/clubs/{number}/suggestions", summary="Suggest a post", response={201: dict})
def suggest(request: HttpRequest, number: Number, new: NewSuggestion) -> Status[dict[str, Any]]:
    made = actions.suggest(person_of(request), _group(request, number), new.text)
    return Status(201, {"number": made.pk})


@router.post("/clubs/{number}/suggestions/{suggestion}/publish", summary="Publish it under its author's name")
def publish(request: HttpRequest, number: Number, suggestion: Number) -> dict[str, Any]:
    group = _group(request, number, Act.SPEAK)
    post = publish_suggestion(person_of(request), group, suggestion)
    return {"number": post.pk, "url": f"/wall{post.pk}"}


@router.post(
    "/clubs/{number}/suggestions/{suggestion}/decline", summary="Decline it with a word", response={204: None}
)
def turn_down(request: HttpRequest, number: Number, suggestion: Number, said: Declined) -> Status[None]:
    actions.turn_down(person_of(request), _group(request, number, Act.SPEAK), suggestion, said.answer)
    return Status(204, None)


def _group(request: HttpRequest, number: int, act: Act = Act.SEE) -> Group:
    """Raises NoSuchGroup, also where the act is not for this person: then its list is not there."""
    me = person_of(request).pk
    group = groups.group_for(me, number)
    if not groups.allows(me, group, act):
        raise groups.NoSuchGroup(number)
    return group


def _face(person: Person) -> dict[str, Any]:
    return {"person": person.pk, "name": person.name}


def _shape(group: Group) -> dict[str, Any]:
    return {
        "number": group.pk,
        "name": group.name,
        "about": group.about,
        "kind": group.kind,
        "door": group.door,
        "wall": group.wall,
        "members": getattr(group, "size", 1) or 0,
        "starts_at": group.starts_at,
        "ends_at": group.ends_at,
        "place": group.place,
    }
