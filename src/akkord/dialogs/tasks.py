"""Jobs of dialogs: what nobody sees any more goes after its term; voice notes are drawn once decided."""

from uuid import UUID

from django.db.models import Exists, OuterRef
from django_tasks import task

from akkord.flow import clock
from akkord.music.queries import voices_before

from . import actions
from .models import Attachment, Forwarded, Message, Version
from .rules import UNSAID_KEPT, WORDS_KEPT


@task(priority=-10)
def forget_words() -> None:
    """Clear earlier versions, and the words of what was deleted for everybody, once reports are late."""
    end = clock.now() - WORDS_KEPT
    Version.objects.filter(until__lt=end).delete()
    gone = Message.objects.filter(deleted_at__lt=end)
    Version.objects.filter(message__in=gone).delete()
    carried = Attachment.objects.filter(message__in=gone)
    notes = set(carried.filter(voice__isnull=False).values_list("voice_id", flat=True))
    carried.delete()
    actions.forget_voices(number for number in notes if number)
    Forwarded.objects.filter(message__in=gone).delete()
    gone.exclude(text="").update(text="")


@task(priority=-10)
def forget_unsaid() -> None:
    """Take back voice notes that were sent in and that no message carries after a day."""
    carried = Attachment.objects.filter(voice=OuterRef("pk"))
    unsaid = voices_before(clock.now() - UNSAID_KEPT).exclude(Exists(carried))
    actions.forget_voices(list(unsaid.values_list("pk", flat=True)))


@task()
def redraw_voice(upload: str) -> None:
    """A voice note was decided, or decided otherwise: where it was said it is drawn anew."""
    actions.tell_voice(UUID(upload))
