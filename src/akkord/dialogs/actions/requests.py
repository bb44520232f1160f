"""What somebody says to a stranger who asks to write to them."""

from django.db import transaction

from akkord.flow import outbox
from akkord.people.queries import Person

from .. import errors
from ..models import Member
from ..queries import member_of
from ..rules import Answer


@transaction.atomic
def accept(person: Person, dialog_id: int) -> None:
    """From now on it is a dialog like others. Raises NoSuchDialog."""
    _answer(person, dialog_id, Answer.ACCEPTED)
    outbox.tell(f"dialog:{dialog_id}", "accepted", dialog=dialog_id, by=person.pk)


@transaction.atomic
def decline(person: Person, dialog_id: int) -> None:
    """It leaves the list, and nothing more arrives; the stranger is told nothing. Raises NoSuchDialog."""
    _answer(person, dialog_id, Answer.DECLINED)


def _answer(person: Person, dialog_id: int, answer: Answer) -> None:
    member = member_of(person.pk, dialog_id)
    if member.dialog.is_chat:
        raise errors.NoSuchDialog(dialog_id)
    if member.answer in (answer, Answer.ACCEPTED):
        return
    Member.objects.filter(pk=member.pk).update(answer=answer)
    outbox.tell(f"person:{person.pk}", "dialogs", dialog=dialog_id)
