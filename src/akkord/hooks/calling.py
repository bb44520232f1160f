"""The life of a call: waiting → taken | given_up. At least once, in no promised order, under one number.

The number (`webhook-id`) lets a receiver notice what it hears twice. What is given up takes its hook down.
"""

import json
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from akkord.flow import clock, jobs
from akkord.net import outgoing
from akkord.net.errors import NotReached

from . import queries, rules
from .models import Call, Hook

ANSWER_WITHIN = 15.0  # seconds


@task(priority=-2)
def spread(organisation: int, news: str, about: dict[str, Any]) -> None:
    """Something happened at a desk: note a call for each of its hooks that wants to hear it."""
    with transaction.atomic():
        for hook in queries.hooks_of(organisation):
            if not hook.news or news in hook.news:
                put(hook, news, about)


def put(hook: Hook, kind: str, about: dict[str, Any]) -> Call:
    """A call to be made at once, in the caller's transaction."""
    now = clock.now()
    data = {"organisation": hook.organisation_id, **about}
    body = json.dumps({"type": kind, "timestamp": now.isoformat(), "data": data}, ensure_ascii=False)
    made = Call.objects.create(hook=hook, body=body, made_at=now, next_at=now)
    jobs.put(call, [made.pk], {})
    return made


def again(made: Call) -> None:
    """The same call from its beginning."""
    Call.objects.filter(pk=made.pk).update(state=Call.State.WAITING, attempts=0, next_at=clock.now())
    jobs.put(call, [made.pk], {})


@task(priority=-2)
def call(number: int) -> None:
    """Call once; what was not taken is tried again by the schedule."""
    made = Call.objects.select_related("hook__person", "hook__organisation").filter(pk=number).first()
    if made is None or made.state != Call.State.WAITING:
        return
    status, answer = _asked(made)
    made.attempts, made.tried_at, made.answer = made.attempts + 1, clock.now(), answer[:300]
    wait = None if status == rules.GONE else rules.next_try(made.attempts)
    with transaction.atomic():
        if rules.taken(status):
            made.state, made.next_at = Call.State.TAKEN, None
        elif wait is None:
            made.state, made.next_at = Call.State.GIVEN_UP, None
            take_down(made.hook)
            _say_so(made.hook)
        else:
            made.next_at = clock.now() + wait
            jobs.put(call, [made.pk], {}, at=made.next_at)
        made.save(update_fields=["state", "attempts", "tried_at", "answer", "next_at"])


def _asked(made: Call) -> tuple[int, str]:
    """Status and the beginning of the answer; 0 and the reason when nobody answered."""
    body, moment = made.body.encode(), int(clock.now().timestamp())
    signed = rules.headers(queries.secret_of(made.hook), str(made.public_id), moment, body)
    try:
        answer = outgoing.post_public(
            made.hook.address, body, signed, timeout=ANSWER_WITHIN, plain=settings.HOOKS_ANYWHERE
        )
    except NotReached as trouble:
        return 0, f"{type(trouble).__name__}: {trouble}"
    return answer.status, f"{answer.status} {answer.excerpt}".replace("\x00", "")


@transaction.atomic
def take_down(hook: Hook) -> None:
    """Call it no more."""
    Hook.objects.filter(pk=hook.pk, ended_at=None).update(ended_at=clock.now())
    hook.calls.filter(state=Call.State.WAITING).update(state=Call.State.GIVEN_UP, next_at=None)


def _say_so(hook: Hook) -> None:
    """Whoever put it up learns that it is no longer called."""
    with override(hook.person.language or None):
        subject = _("A hook of %(name)s is no longer called") % {"name": hook.organisation.name}
        text = _("%(address)s took nothing through all tries. Put the hook up again when it answers.")
    address = f"{settings.SITE_URL}/rights/{hook.organisation_id}/hooks"
    send_mail(subject, f"{text % {'address': hook.address}}\n\n{address}", None, [hook.person.email])
