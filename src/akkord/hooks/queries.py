"""Every read of hooks, each behind the desk's gate."""

import uuid

from django.conf import settings
from django.db.models import QuerySet

from . import rules
from .errors import NoSuchHook
from .models import Call, Hook


def hooks_of(organisation_id: int) -> QuerySet[Hook]:
    """Hooks that are called, newest first."""
    return Hook.objects.filter(organisation_id=organisation_id, ended_at=None).order_by("-pk")


def hook_of(organisation_id: int, public_id: uuid.UUID) -> Hook:
    """One of them. Raises NoSuchHook."""
    found = hooks_of(organisation_id).filter(public_id=public_id).first()
    if found is None:
        raise NoSuchHook(public_id)
    return found


def calls_of(hook: Hook) -> QuerySet[Call]:
    """What was told there, newest first."""
    return hook.calls.order_by("-pk")


def call_of(hook: Hook, public_id: uuid.UUID) -> Call:
    """One of them. Raises NoSuchHook."""
    found = calls_of(hook).filter(public_id=public_id).first()
    if found is None:
        raise NoSuchHook(public_id)
    return found


def secret_of(hook: Hook) -> str:
    """What its owner checks signatures with."""
    return rules.secret_of(settings.SECRET_KEY, str(hook.public_id))
