"""What people do with archives they bring: hand one in, say yes to what is to come, drop it, look again."""

import uuid
from collections.abc import Collection, Iterable

from django.db import IntegrityError, transaction

from akkord.flow import clock
from akkord.people.queries import Person, quiet_until
from akkord.store.files import sweep_folder

from .bringing_life import BRINGING, KEPT, KINDS, end, file_of, folder
from .errors import Fault, Refused
from .models import Awaited, Bringing, Brought, Formerly, Talk, Waiting
from .opening import MOST_BYTES
from .taking.music import place_found


def bring(person: Person, pieces: Iterable[bytes], size: int, parts: Collection[str] = ()) -> Bringing:
    """Hand an archive in; it is read by a job, and with `parts` taken in without a further word.

    Raises Refused (quiet, too_large, busy).
    """
    if quiet_until(person.pk):
        raise Refused(Fault("quiet"))
    if size > MOST_BYTES:
        raise Refused(Fault("too_large"))
    bringing = Bringing(person=person, size=size, made_at=clock.now())
    bringing.parts = [kind for kind in KINDS if kind in parts]
    # The file is safe before the row tells the worker of it; without a row it is swept.
    with file_of(bringing).open("xb") as out:
        out.writelines(pieces)
    try:
        with transaction.atomic():
            bringing.save(force_insert=True)
            BRINGING.begin(bringing)
    except IntegrityError as another:
        file_of(bringing).unlink(missing_ok=True)
        raise Refused(Fault("busy")) from another
    return bringing


def agree(person: Person, number: uuid.UUID, parts: Collection[str]) -> None:
    """Let these kinds come. Twice is once."""
    found = Bringing.objects.filter(pk=number, person=person, state="checked").first()
    if found is not None:
        BRINGING.move(found, "agreed", parts=[kind for kind in KINDS if kind in parts])


def drop(person: Person, number: uuid.UUID) -> None:
    """Let nothing come of an archive that waits for a word. Twice is once."""
    found = Bringing.objects.filter(pk=number, person=person, state="checked").first()
    if found is not None:
        end(found, "dropped")


def look_again(person: Person) -> int:
    """Put tracks that have come to this site since in their places; how many."""
    return place_found(person)


def tidy() -> None:
    """Archives nobody said yes to for a week are dropped; what lies about without a row is swept."""
    for late in Bringing.objects.filter(state="checked", made_at__lt=clock.now() - KEPT):
        end(late, "dropped")
    going = Bringing.objects.filter(state__in=("arrived", "checked", "agreed"))
    sweep_folder(folder(), KEPT, {f"{number}.zip" for number in going.values_list("pk", flat=True)})
    for person in Person.objects.filter(pk__in=Awaited.objects.values("person")).iterator():
        place_found(person)


def forget(person_id: int) -> None:
    """Nothing of who somebody was elsewhere, of what came with them and of what they wait for stays."""
    for bringing in Bringing.objects.filter(person_id=person_id):
        file_of(bringing).unlink(missing_ok=True)
    with transaction.atomic():
        for table in (Bringing, Formerly, Brought, Waiting, Awaited, Talk):
            table._default_manager.filter(person_id=person_id).delete()
