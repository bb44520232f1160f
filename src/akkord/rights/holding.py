"""Holding the facts still: what is concluded from them and written down is not overtaken unseen."""

from django.db import connection

from .models import FactsVersion
from .queries import facts_version


def hold_facts() -> int:
    """The facts' version, which nobody changes until the caller's transaction ends.

    SQLite's writers take turns by themselves; PostgreSQL's wait for the row that every change counts up.
    """
    if connection.features.has_select_for_update:
        FactsVersion.objects.select_for_update().filter(pk=1).first()
    return facts_version()
