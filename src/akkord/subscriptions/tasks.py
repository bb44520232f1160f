"""Jobs of subscriptions: who pays no further, and who is told of a gift."""

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django_tasks import task

from . import queries
from .actions.buying import stop


@task()
def take_place(number: str) -> None:
    """What a person paid for before is not paid further once they pay for another offer. Twice is once."""
    begun = queries.subscription_by_number(number)
    for other in queries.running_of(begun.person_id).filter(cancelled_at=None, made_at__lt=begun.made_at):
        stop(other)


@task()
def pay_no_further(person: int) -> None:
    """Whoever is gone pays for nothing more; what was paid stays on the books. Twice is once."""
    for running in queries.running_of(person).filter(cancelled_at=None):
        stop(running)


@task(priority=-1)
def tell_gift(number: str) -> None:
    """A letter to whoever was given months. Done twice it is read twice."""
    gift = queries.subscription_by_number(number)
    giver = gift.given_by
    if giver is None:
        return
    with override(gift.person.language):
        subject = _("%(name)s gives you a subscription") % {"name": giver.name}
        said = ngettext(
            "%(name)s gives you %(num)s month of %(offer)s.",
            "%(name)s gives you %(num)s months of %(offer)s.",
            gift.months,
        ) % {"name": giver.name, "num": gift.months, "offer": gift.offer.name(gift.person.language)}
        when = _("It begins when nothing you pay for yourself is running, and takes nothing from that.")
        address = f"{settings.SITE_URL}/settings/subscription"
    send_mail(subject, "\n\n".join((said, when, address)), None, [gift.person.email])
