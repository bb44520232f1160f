"""What a person's role in an organisation lets them do there; each role does all the one before it does."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Whom an organisation has put at its desk."""

    READER = "reader"
    CLERK = "clerk"
    COUNSEL = "counsel"
    MANAGER = "manager"


class Duty(StrEnum):
    """What is to be done: see, deliver catalogues, act in law (license, claim, order), say who else may."""

    READ = "read"
    DELIVER = "deliver"
    ACT = "act"
    MANAGE = "manage"


_ROLES, _DUTIES = list(Role), list(Duty)


def may(role: Role, duty: Duty) -> bool:
    return _ROLES.index(role) >= _DUTIES.index(duty)


def roles_for(duty: Duty) -> list[Role]:
    """Every role that includes the duty."""
    return [role for role in Role if may(role, duty)]


def lesser(one: Role, other: Role) -> Role:
    return min(one, other, key=_ROLES.index)


@dataclass(frozen=True, slots=True)
class Scope:
    """How far a key to the API reaches: one organisation, and there no further than a role."""

    organisation: int
    role: Role

    def __str__(self) -> str:
        return f"organisation:{self.organisation} {self.role}"

    @classmethod
    def read(cls, text: str) -> "Scope":
        """Back from what was written. Raises ValueError."""
        where, _, role = text.partition(" ")
        kind, _, number = where.partition(":")
        if kind != "organisation":
            raise ValueError(text)
        return cls(int(number), Role(role))

    def narrows(self, organisation: int, role: Role) -> Role | None:
        """What is left of a person's role in an organisation; None is nothing."""
        return lesser(self.role, role) if organisation == self.organisation else None


_within: ContextVar[Scope | None] = ContextVar("within", default=None)


def within() -> Scope | None:
    """The scope of the key this request came with; None at a page, or with a key to everything."""
    return _within.get()


@contextmanager
def acting_within(scope: Scope | None) -> Iterator[None]:
    """Whoever acts inside represents no more than the scope names, whatever the person could do.

    A context variable, so that no gate on the way can be forgotten: all standing is read in
    `catalogue.queries`, and that asks here.
    """
    token = _within.set(scope)
    try:
        yield
    finally:
        _within.reset(token)
