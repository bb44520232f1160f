"""What an organisation's managers do with its hooks: put up, taken down, tried, a call made again."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from akkord.catalogue.news import News
from akkord.catalogue.queries import must_manage
from akkord.flow import clock
from akkord.net import outgoing
from akkord.net.errors import BadAddress

from . import calling, queries
from .errors import BadHookAddress, TooManyHooks
from .models import Call, Hook

if TYPE_CHECKING:
    from akkord.catalogue.models import Organisation
    from akkord.people.models import Person

MOST_HOOKS = 20


def add_hook(person: "Person", organisation: "Organisation", address: str, news: Iterable[News] = ()) -> Hook:
    """Call this address from now on, for these news or for all.

    Raises NotRepresented, RoleTooNarrow, BadHookAddress, TooManyHooks.
    """
    must_manage(person.pk, organisation)
    try:
        outgoing.check_public(address, plain=settings.HOOKS_ANYWHERE)
    except BadAddress as refused:
        raise BadHookAddress(address) from refused
    if queries.hooks_of(organisation.pk).count() >= MOST_HOOKS:
        raise TooManyHooks
    return Hook.objects.create(
        organisation=organisation,
        person=person,
        address=address,
        news=sorted({each.value for each in news}),
        made_at=clock.now(),
    )


def end_hook(person: "Person", hook: Hook) -> None:
    """Call it no more; what still waits is given up. Raises NotRepresented, RoleTooNarrow."""
    must_manage(person.pk, hook.organisation)
    calling.take_down(hook)


@transaction.atomic
def try_hook(person: "Person", hook: Hook) -> Call:
    """A call that tells of nothing, so that its owner sees whether it arrives. Raises as `end_hook`."""
    must_manage(person.pk, hook.organisation)
    return calling.put(hook, "hook.tried", {})


@transaction.atomic
def call_again(person: "Person", made: Call) -> None:
    """Tell it once more now, under the same number. Raises as `end_hook`."""
    must_manage(person.pk, made.hook.organisation)
    calling.again(made)
