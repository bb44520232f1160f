"""Files nobody holds any more are thrown away: those of who left for good (decision 59).

A name of the store that stands in any column of the database is held. Two tables keep their rows when their
files go, because decisions name them (`settings.NAMES_APART`); of those the rooms are asked whose rows point
to them (`settings.HOLDERS`).
"""

from collections.abc import Collection, Iterator
from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.db.models import CharField, Model
from django.utils.module_loading import import_string

from .files import files
from .made import pictures, renditions

NAME = 64  # characters of a name: SHA-256 in hex
# Whoever keeps a file writes its row right after: what was kept that lately is not looked at.
LATELY = timedelta(hours=1)


def columns() -> Iterator[tuple[type[Model], str]]:
    """Every column a name may stand in."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            where = f"{model._meta.label_lower}.{field.name}"
            if (
                isinstance(field, CharField)
                and field.max_length == NAME
                and where not in settings.NAMES_APART
            ):
                yield model, field.name


def held(names: Collection[str]) -> set[str]:
    """Which of these the site still needs."""
    found: set[str] = set()
    for model, column in columns():
        rows = model._base_manager.filter(**{f"{column}__in": names})
        found.update(rows.values_list(column, flat=True))
    for holder in settings.HOLDERS:
        found |= import_string(holder)(names)
    return found


def let_go(names: Collection[str]) -> set[str]:
    """Throw away which of these nobody holds, and what was made of them; which went. Twice is once."""
    going = {name for name in set(names) - held(names) if files().forget(name, LATELY)}
    for name in going:
        renditions().forget(name)
        pictures().forget(name)
    return going
