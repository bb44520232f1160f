"""A dialog at its address, as who asks has it: their place in it, whom it is with, what may be done there."""

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404, HttpRequest

from akkord.dialogs import queries
from akkord.dialogs.errors import NoSuchDialog
from akkord.dialogs.queries import Member
from akkord.dialogs.rules import Door
from akkord.people.queries import Key, NoSuchPerson, Person, allows, person_by_number


@dataclass(frozen=True)
class Where:
    """The address of a dialog: a chat's number, or that of the person it is with."""

    chat: bool
    number: int

    def __str__(self) -> str:
        return f"c{self.number}" if self.chat else str(self.number)

    @property
    def href(self) -> str:
        return f"/im/{self}"


@dataclass(frozen=True)
class Here:
    """A dialog for one reader. `member` is None where two have not spoken yet, `other` None in a chat."""

    where: Where
    me: int
    member: Member | None
    other: Person | None

    @cached_property
    def door(self) -> Door:
        """How what the reader writes here would arrive; asked only where it matters."""
        if self.where.chat:
            gone = self.member is None or self.member.left_seq is not None
            return Door.CLOSED if gone else Door.OPEN
        return queries.door_to(self.me, self.where.number) if self.other is not None else Door.CLOSED


def here(request: HttpRequest, where: Where) -> Here:
    """Raises Http404 for what is not this reader's, and for oneself."""
    me: int = request.user.pk  # type: ignore[assignment]
    if where.chat:
        try:
            return Here(where, me, queries.chat_of(me, where.number), None)
        except NoSuchDialog as missing:
            raise Http404 from missing
    pair = queries.pair_of(me, where.number)
    if pair is None and (where.number == me or not allows(me, where.number, Key.PAGE)):
        raise Http404
    return Here(where, me, pair, _person(where.number))


def member_here(request: HttpRequest, where: Where) -> Member:
    """The reader's place in a dialog that has begun. Raises Http404."""
    found = here(request, where).member
    if found is None:
        raise Http404
    return found


def _person(number: int) -> Person | None:
    try:
        return person_by_number(number)
    except NoSuchPerson:
        return None
