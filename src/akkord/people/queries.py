"""Every read of people, with their gate."""

from django.db.models import QuerySet

from .models import Follow, Person, Token
from .rules import token_digest


class NoSuchPerson(LookupError):
    """No page here: never was, or closed."""


def visible_people() -> QuerySet[Person]:
    """The gate: whose page anybody may see."""
    return Person.objects.filter(is_active=True)


def person_by_number(number: int) -> Person:
    try:
        return visible_people().get(pk=number)
    except Person.DoesNotExist as missing:
        raise NoSuchPerson(number) from missing


def people_by_numbers(numbers: set[int]) -> dict[int, Person]:
    return {p.pk: p for p in visible_people().filter(pk__in=numbers)}


def person_by_email(email: str) -> Person | None:
    return visible_people().filter(email=email.strip().lower()).first()


def followed_by(person_id: int) -> QuerySet[Person]:
    """Whose posts this person reads, newest follow first."""
    ids = Follow.objects.filter(follower_id=person_id).order_by("-since").values("followed_id")
    return visible_people().filter(pk__in=ids).order_by("name", "pk")


def followed_numbers(person_id: int) -> list[int]:
    return list(Follow.objects.filter(follower_id=person_id).values_list("followed_id", flat=True))


def friends_of(person_id: int) -> QuerySet[Person]:
    """Those who follow and are followed back."""
    mine = Follow.objects.filter(follower_id=person_id).values("followed_id")
    back = Follow.objects.filter(followed_id=person_id).values("follower_id")
    return visible_people().filter(pk__in=mine).filter(pk__in=back).order_by("name", "pk")


def followers_of(person_id: int) -> QuerySet[Person]:
    ids = Follow.objects.filter(followed_id=person_id).values("follower_id")
    return visible_people().filter(pk__in=ids).order_by("name", "pk")


def follows(follower_id: int, followed_id: int) -> bool:
    return Follow.objects.filter(follower_id=follower_id, followed_id=followed_id).exists()


def bearer(token_text: str) -> Person | None:
    """Whose API token this is, if it holds."""
    found = (
        Token.objects.filter(digest=token_digest(token_text), revoked_at=None, person__is_active=True)
        .select_related("person")
        .first()
    )
    return found.person if found else None


def find_people(words: str) -> QuerySet[Person]:
    """People whose name holds every word; the plain list until the search room stands."""
    found = visible_people()
    for word in words.split()[:6]:
        found = found.filter(name__icontains=word)
    return found.order_by("name", "pk")
