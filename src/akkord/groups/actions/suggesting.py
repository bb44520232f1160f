"""Posts suggested to a community: proposed, taken back, declined with a word, published by its editors."""

from django.db import transaction

from akkord.flow import clock, outbox
from akkord.groups import errors, queries
from akkord.groups.models import Group, Suggestion
from akkord.groups.rules import EDITORS, MOST_WAITING, Act, Deed
from akkord.people.queries import Person, quiet_until
from akkord.people.rules.trust import step_at, too_many_links
from akkord.words.markup import addresses_in

from .logging import note

MOST_CHARACTERS = 4000


@transaction.atomic
def suggest(person: Person, group: Group, text: str) -> Suggestion:
    """Propose a post. Raises NotAllowed, Banned, SaysNothing, SaysTooMuch, TooManyLinks, TooManySuggested."""
    if not queries.allows(person.pk, group, Act.SUGGEST):
        raise errors.Banned if queries.ban_on(person.pk, group) else errors.NotAllowed
    if quiet_until(person.pk):
        raise errors.NotAllowed
    said = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not said:
        raise errors.SaysNothing
    if len(said) > MOST_CHARACTERS:
        raise errors.SaysTooMuch
    if too_many_links(step_at(person.date_joined, clock.now()), len(addresses_in(said))):
        raise errors.TooManyLinks
    if queries.waiting_suggestions(group).filter(person=person).count() >= MOST_WAITING:
        raise errors.TooManySuggested
    made = Suggestion.objects.create(group=group, person=person, text=said, made_at=clock.now())
    for number, role in queries.roles_in(group.pk).items():
        if role in EDITORS:
            outbox.tell(f"person:{number}", "club_suggestion", club=group.pk, name=group.name)
            _announce(group, "suggested", number, person.pk)
    return made


def _announce(group: Group, what: str, whom: int, by: int | None = None) -> None:
    outbox.announce("club_told", group=group.pk, what=what, people=[whom], by=by)


def withdraw(person: Person, number: int) -> None:
    """Take one's own back while it waits; twice is once."""
    waiting = Suggestion.objects.filter(pk=number, person=person, published_at=None, declined_at=None)
    waiting.delete()


@transaction.atomic
def turn_down(editor: Person, group: Group, number: int, answer: str = "") -> None:
    """Decline with a word that its author reads. Raises NotAllowed, NoSuchSuggestion."""
    found = _settle(editor, group, number, "declined_at")
    said = answer.replace("\x00", "").strip()[:300]
    Suggestion.objects.filter(pk=number).update(answer=said)
    note(group, editor, Deed.SUGGESTION_DECLINED, whom=found.person_id, words=said)
    outbox.tell(f"person:{found.person_id}", "suggestion", club=group.pk, name=group.name)
    _announce(group, "answered", found.person_id)


@transaction.atomic
def take_up(editor: Person, group: Group, number: int) -> Suggestion:
    """Mark as published what the wall puts up now. Raises NotAllowed, NoSuchSuggestion, Banned.

    What somebody banned meanwhile had suggested is not published.
    """
    found = _settle(editor, group, number, "published_at")
    if queries.standing_in(found.person_id, group).banned:
        raise errors.Banned
    outbox.tell(f"person:{found.person_id}", "suggestion", club=group.pk, name=group.name)
    _announce(group, "answered", found.person_id)
    return found


def _settle(editor: Person, group: Group, number: int, field: str) -> Suggestion:
    """Answered once, by whoever is first."""
    if not queries.allows(editor.pk, group, Act.SPEAK):
        raise errors.NotAllowed
    there = queries.waiting_suggestions(group).filter(pk=number).exists()
    # No join: the row itself is looked at again after waiting for whoever answers at the same time.
    waiting = Suggestion.objects.filter(pk=number, published_at=None, declined_at=None)
    if not there or not waiting.update(**{field: clock.now()}):
        raise errors.NoSuchSuggestion(number)
    return Suggestion.objects.select_related("person").get(pk=number)
