"""Whom one may know: friends in common, suggestions that say why, birthdays, invitations."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from akkord.people.models import Friendship, Invitation, Person
from akkord.people.rules.birthdays import AHEAD, days_until_birthday
from akkord.people.rules.privacy import Key

from .accounts import standing, visible_people
from .privacy import allowed_among
from .ties import friends_of, friends_shown, near_numbers

LOOKED_AT = 5  # candidates for each suggestion shown; some do not want to be found


@dataclass(frozen=True)
class Suggestion:
    """Somebody one is no friend of yet, and some of the friends in common, which is why."""

    person: Person
    count: int
    through: list[Person]


@dataclass(frozen=True)
class Birthday:
    """A friend's day that is near; 0 days is today."""

    person: Person
    days: int


def mutual_friends(me: int, other: int) -> list[Person]:
    """Friends of both, as far as the other shows theirs."""
    mine = set(friends_of(me).values_list("pk", flat=True))
    return [friend for friend in friends_shown(me, other) if friend.pk in mine]


def suggestions(me: int, limit: int) -> list[Suggestion]:
    """Friends of friends, those with most friends in common first; only through friends who show theirs."""
    friends = friends_of(me).values_list("pk", flat=True)
    open_friends = allowed_among(me, friends, Key.FRIENDS)
    theirs = Friendship.objects.filter(person_id__in=open_friends, hidden=False)
    others = theirs.exclude(friend_id__in=near_numbers(me)).values("friend_id").annotate(common=Count("pk"))
    counted = list(
        others.order_by("-common", "friend_id").values_list("friend_id", "common")[: limit * LOOKED_AT]
    )
    may_be_found = allowed_among(me, (number for number, _ in counted), Key.FOUND)
    best = [(number, common) for number, common in counted if number in may_be_found][:limit]
    through = _through(
        theirs.filter(friend_id__in=[number for number, _ in best]).values_list("friend_id", "person_id")
    )
    people = visible_people().in_bulk({*may_be_found, *(p for ways in through.values() for p in ways)})
    return [
        Suggestion(people[number], common, [people[p] for p in through[number] if p in people])
        for number, common in best
    ]


def _through(pairs: QuerySet[Friendship, tuple[int, int]]) -> dict[int, list[int]]:
    """Suggested → two of the friends in common."""
    ways: dict[int, list[int]] = {}
    for suggested, friend in pairs.order_by("person_id"):
        if len(ways.setdefault(suggested, [])) < 2:
            ways[suggested].append(friend)
    return ways


def born_about(today: date) -> QuerySet[Person]:
    """Who may have their birthday today: 29 February is kept on 1 March in other years."""
    days = [(today.month, today.day)] + ([(2, 29)] if (today.month, today.day) == (3, 1) else [])
    which = Q()
    for month, day in days:
        which |= Q(born__month=month, born__day=day)
    return visible_people().filter(which).order_by("pk")


def birthdays(me: int, today: date) -> list[Birthday]:
    """Friends whose birthday is within a week and who show it, the nearest first."""
    born = friends_of(me).exclude(born=None)
    near = [Birthday(friend, days_until_birthday(friend.born, today)) for friend in born if friend.born]
    near = [each for each in near if each.days <= AHEAD]
    shown = allowed_among(me, (each.person.pk for each in near), Key.BIRTHDAY)
    return sorted((each for each in near if each.person.pk in shown), key=lambda each: each.days)


def invitation_of(person_id: int) -> Invitation | None:
    """The link a person hands out now."""
    return Invitation.objects.filter(owner_id=person_id, revoked_at=None).first()


def inviter(token: str) -> Person | None:
    """Who hands out this link, if it still holds."""
    held = Invitation.objects.filter(standing("owner__"), token=token, revoked_at=None)
    found = held.select_related("owner").first()
    return found.owner if found else None
