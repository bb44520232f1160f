"""Housekeeping of dialogs: words that nobody sees any more go after their term."""

from django_tasks import task

from akkord.flow import clock

from .models import Attachment, Forwarded, Message, Version
from .rules import WORDS_KEPT


@task(priority=-10)
def forget_words() -> None:
    """Clear earlier versions, and the words of what was deleted for everybody, once reports are late."""
    end = clock.now() - WORDS_KEPT
    Version.objects.filter(until__lt=end).delete()
    gone = Message.objects.filter(deleted_at__lt=end)
    Version.objects.filter(message__in=gone).delete()
    Attachment.objects.filter(message__in=gone).delete()
    Forwarded.objects.filter(message__in=gone).delete()
    gone.exclude(text="").update(text="")
