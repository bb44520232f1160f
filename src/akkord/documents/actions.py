"""What people do with documents: send in, take away."""

from datetime import datetime

from django.db import transaction

from akkord.flow import clock, outbox
from akkord.people.queries import Person
from akkord.store.files import files

from . import errors, queries
from .models import Content, Document
from .rules import MOST_A_DAY, MOST_BROUGHT, MOST_BYTES, holds_sound, is_its_kind, kind_of, tidy_name


def send_in(person: Person, name: str, data: bytes) -> Document:
    """Keep a file as it is, to be attached. Equal bytes are one content.

    Raises TooLarge, KindNotTaken, HoldsSound, NotItsKind, TooManyDocuments.
    """
    _check_size(data)
    if queries.sent_today(person.pk) >= MOST_A_DAY:
        raise errors.TooManyDocuments
    return _keep(person, name, data, clock.now())


def bring(person: Person, name: str, data: bytes, at: datetime) -> Document:
    """A document from another site, asked as every document is, at its own date.

    Raises TooLarge, KindNotTaken, HoldsSound, NotItsKind, TooManyDocuments.
    """
    _check_size(data)
    if queries.all_of(person.pk).count() >= MOST_BROUGHT:
        raise errors.TooManyDocuments
    return _keep(person, name, data, min(at, clock.now()))


def _check_size(data: bytes) -> None:
    if not data or len(data) > MOST_BYTES:
        raise errors.TooLarge


def _keep(person: Person, name: str, data: bytes, at: datetime) -> Document:
    called = tidy_name(name)
    kind = kind_of(called)
    if holds_sound(kind, data):
        raise errors.HoldsSound
    if not kind:
        raise errors.KindNotTaken
    if not is_its_kind(kind, data):
        raise errors.NotItsKind
    kept = files().keep([data])
    with transaction.atomic():
        content, _ = Content.objects.get_or_create(sha256=kept.sha256, defaults={"size": kept.size})
        return Document.objects.create(owner=person, content=content, name=called, made_at=at)


def delete_document(person: Person, document: Document) -> None:
    """Its owner takes it away everywhere: their own act. Twice is once. Raises NotYours."""
    if document.owner_id != person.pk:
        raise errors.NotYours
    Document.objects.filter(pk=document.pk, deleted_at=None).update(deleted_at=clock.now())


@transaction.atomic
def forget_owner(person_id: int) -> None:
    """Delete all that a person sent in, with their names for it; part of their leaving for good.

    The files go, too, unless somebody else sent the same in.
    """
    theirs = Document.objects.filter(owner_id=person_id)
    outbox.announce("files_left", names=sorted(set(theirs.values_list("content__sha256", flat=True))))
    theirs.filter(deleted_at=None).update(deleted_at=clock.now())
    theirs.update(name="")
