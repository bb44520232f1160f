"""One's own page: what it says, and when its owner was last here."""

from datetime import timedelta

from django.db import transaction

from akkord.flow import clock, outbox
from akkord.people.models import Person

EDITABLE = frozenset(
    [
        "name", "status", "status_plays", "city", "about", "born", "born_year_shown", "relationship",
        "relatives", "education", "career", "interests", "speaks", "site", "contacts",
    ]
)  # fmt: skip
SEEN_EVERY = timedelta(minutes=1)


@transaction.atomic
def edit_profile(person: Person, **told: object) -> None:
    """Change what one's page says; fields are those of EDITABLE."""
    unknown = set(told) - EDITABLE
    if unknown:
        raise TypeError(f"no fields of a page: {sorted(unknown)}")
    for field, value in told.items():
        setattr(person, field, value)
    person.save(update_fields=list(told))
    if told.keys() & {"name", "city"}:
        outbox.announce("words_changed", kind="people", number=person.pk)


def show_face(person: Person, photo: int) -> None:
    """The square of this photo stands for the person in lists and on their page."""
    Person.objects.filter(pk=person.pk).update(face=photo)


def drop_face(person_id: int, photo: int | None = None) -> None:
    """No photo stands for the person any more; with `photo`, not that one."""
    shown = Person.objects.filter(pk=person_id)
    (shown if photo is None else shown.filter(face=photo)).update(face=None)


def note_seen(person: Person) -> None:
    """The person is here now; written at most once a minute."""
    now = clock.now()
    if person.seen_at is None or now - person.seen_at >= SEEN_EVERY:
        Person.objects.filter(pk=person.pk).update(seen_at=now)
