"""Giving and taking back a heart."""

from django.db import transaction
from django.db.models import F

from akkord.flow import clock, outbox
from akkord.people.queries import Person

from ..models import Comment, Like, Post


@transaction.atomic
def like(person: Person, thing: Post | Comment) -> None:
    """Like a post or a comment that the person sees. Twice is once."""
    named = _named(thing)
    _row, new = Like.objects.get_or_create(person=person, **named, defaults={"at": clock.now()})
    if new:
        type(thing)._default_manager.filter(pk=thing.pk).update(likes=F("likes") + 1)
        numbers = {name: each.pk if each else None for name, each in named.items()}
        outbox.announce("liked", person=person.pk, **numbers)


@transaction.atomic
def unlike(person: Person, thing: Post | Comment) -> None:
    """Like it no longer. Twice is once."""
    gone, _rows = Like.objects.filter(person=person, **_named(thing)).delete()
    if gone:
        type(thing)._default_manager.filter(pk=thing.pk).update(likes=F("likes") - 1)


def _named(thing: Post | Comment) -> dict[str, Post | Comment | None]:
    if isinstance(thing, Post):
        return {"post": thing, "comment": None}
    return {"post": None, "comment": thing}
