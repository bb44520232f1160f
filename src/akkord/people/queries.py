"""Every read of people, with their gate."""

from collections.abc import Iterable, Iterator

from django.db.models import Q, QuerySet

from akkord.flow import clock
from akkord.ledger.rules import Restriction

from .errors import NoSuchPerson as NoSuchPerson
from .models import Follow, Token
from .models import Person as Person
from .rules import token_digest


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


def names_of_people(numbers: Iterable[int]) -> list[str]:
    """How these people are called, those with closed accounts too."""
    return list(Person.objects.filter(pk__in=set(numbers)).values_list("name", flat=True))


def person_by_email(email: str) -> Person | None:
    return visible_people().filter(email=email.strip().lower()).first()


def operators() -> QuerySet[Person]:
    """The staff of this server."""
    return visible_people().filter(is_staff=True).order_by("pk")


def is_operator(number: int | None) -> bool:
    """Whether the person is of the site's staff at this moment."""
    return number is not None and Person.objects.filter(pk=number, is_active=True, is_staff=True).exists()


def followed_by(person_id: int) -> QuerySet[Person]:
    """Whose posts this person reads, by name."""
    ids = Follow.objects.filter(follower_id=person_id).values("followed_id")
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


def requests_to(person_id: int) -> QuerySet[Person]:
    """Those who follow and are not followed back: on VK, requests of friendship."""
    mine = Follow.objects.filter(follower_id=person_id).values("followed_id")
    return followers_of(person_id).exclude(pk__in=mine)


def waiting_requests(person_id: int) -> int:
    return requests_to(person_id).order_by().count()


def are_friends(one: int, other: int) -> bool:
    """Both follow each other."""
    pair = Follow.objects.filter(
        Q(follower_id=one, followed_id=other) | Q(follower_id=other, followed_id=one)
    )
    return pair.count() == 2


def follows(follower_id: int, followed_id: int) -> bool:
    return Follow.objects.filter(follower_id=follower_id, followed_id=followed_id).exists()


def _holding() -> QuerySet[Token]:
    return Token.objects.filter(Q(expires_at=None) | Q(expires_at__gt=clock.now()), revoked_at=None)


def token_of(token_text: str) -> Token | None:
    """The API token of this text, if it holds, whatever its scope."""
    known = _holding().filter(digest=token_digest(token_text), person__is_active=True)
    return known.select_related("person").first()


def bearer(token_text: str) -> Person | None:
    """Whose API token this is, if it holds and opens all its person may do."""
    found = token_of(token_text)
    return found.person if found and not found.scope else None


def find_people(words: str) -> QuerySet[Person]:
    """People whose name holds every word; the plain list until the search room stands."""
    found = visible_people()
    for word in words.split()[:6]:
        found = found.filter(name__icontains=word)
    return found.order_by("name", "pk")


def tokens_of(person_id: int) -> QuerySet[Token]:
    """API tokens that still hold, newest first."""
    return _holding().filter(person_id=person_id).order_by("-made_at", "-pk")


def tokens_within(scope: str) -> QuerySet[Token]:
    """API tokens of anybody that hold and whose scope begins so, newest first."""
    found = _holding().filter(scope__startswith=scope).select_related("person")
    return found.order_by("-made_at", "-pk")


def restrictions_in_force() -> Iterator[Restriction]:
    """Closed accounts, for the audit. Nothing but a hand in the database closes one yet: none has a line."""
    closed = Person.objects.filter(is_active=False).order_by("pk").values_list("pk", flat=True)
    for number in closed.iterator(1000):
        yield Restriction(thing=f"account:{number}", entry="", facts={"closed": True})
