"""One's own page: what it says, its short address, when its owner was last here."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from akkord.flow import clock, outbox
from akkord.people import errors
from akkord.people.models import Person, ShortAddress
from akkord.people.rules.addresses import PAUSE, fault_of, likeness, tidy_address

EDITABLE = frozenset(
    [
        "name", "status", "status_plays", "city", "about", "born", "born_year_shown", "relationship",
        "relatives", "education", "career", "interests", "speaks", "site", "contacts",
    ]
)  # fmt: skip
MOST_ADDRESSES = 5  # a person's shown one and those before it
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


def choose_address(person: Person, text: str) -> str:
    """Show /<name> beside /id<n>; one had before can be shown again. The name as it is kept.

    Raises AddressMisshapen, AddressReserved, AddressTaken (a look-alike, too), AddressTooSoon,
    TooManyAddresses.
    """
    name, now = tidy_address(text), clock.now()
    fault = fault_of(name)
    if fault:
        raise errors.AddressMisshapen if fault == "shape" else errors.AddressReserved
    try:
        with transaction.atomic():
            _show(person, name, now)
    except IntegrityError as taken:  # somebody else's in this moment
        raise errors.AddressTaken from taken
    return name


def _show(person: Person, name: str, now: datetime) -> None:
    own = list(ShortAddress.objects.filter(owner=person))
    shown = next((each for each in own if each.shown), None)
    if shown is not None and shown.name == name:
        return
    if shown is not None and now - shown.since < PAUSE:
        raise errors.AddressTooSoon
    before = next((each for each in own if each.name == name), None)
    if before is None and len(own) >= MOST_ADDRESSES:
        raise errors.TooManyAddresses
    alike = likeness(name)
    if ShortAddress.objects.filter(likeness=alike).exclude(owner=person).exists():
        raise errors.AddressTaken
    ShortAddress.objects.filter(owner=person, shown=True).update(shown=False)
    # One's own look-alike gives way: both would be the same person's, but a likeness is given out once.
    ShortAddress.objects.filter(owner=person, likeness=alike).exclude(name=name).delete()
    ShortAddress.objects.update_or_create(
        name=name, owner=person, defaults={"likeness": alike, "since": now, "shown": True}
    )


def show_face(person: Person, photo: int) -> None:
    """The square of this photo stands for the person in lists and on their page."""
    Person.objects.filter(pk=person.pk).update(face=photo)


def drop_face(person_id: int, photo: int | None = None) -> None:
    """No photo stands for the person any more; with `photo`, not that one."""
    shown = Person.objects.filter(pk=person_id)
    (shown if photo is None else shown.filter(face=photo)).update(face=None)


def drop_address(person: Person) -> None:
    """Show no short address; it stays the person's."""
    ShortAddress.objects.filter(owner=person, shown=True).update(shown=False)


def note_seen(person: Person) -> None:
    """The person is here now; written at most once a minute."""
    now = clock.now()
    if person.seen_at is None or now - person.seen_at >= SEEN_EVERY:
        Person.objects.filter(pk=person.pk).update(seen_at=now)
