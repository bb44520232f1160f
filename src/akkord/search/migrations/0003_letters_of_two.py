"""Words known before are found by two more slips, too: on ю or я, for which a key has two letters, and by a
letter lost between two alike."""

import re
from collections.abc import Iterator

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

PAIR, TWICE = re.compile("i[ua]"), re.compile(r"(.)\1+")
FORGIVEN = 4  # from this length on
AT_ONCE = 1000


def trim_more(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    terms, trims = apps.get_model("search", "Term"), apps.get_model("search", "Trim")
    rows = []
    for number, key in terms.objects.values_list("pk", "key").iterator():
        if len(key) >= FORGIVEN and not any(letter.isdigit() for letter in key):
            rows += [trims(term_id=number, key=part) for part in set(parts_of(key))]
        if len(rows) >= AT_ONCE:
            trims.objects.bulk_create(rows, ignore_conflicts=True)
            rows = []
    trims.objects.bulk_create(rows, ignore_conflicts=True)


def parts_of(key: str) -> Iterator[str]:
    for pair in PAIR.finditer(key):
        yield TWICE.sub(r"\1", key[: pair.start()] + key[pair.end() :])
    for place in range(1, len(key) - 1):
        if key[place - 1] == key[place + 1]:
            yield key[:place] + key[place + 2 :]


class Migration(migrations.Migration):
    dependencies = [("search", "0002_cities")]
    operations = [migrations.RunPython(trim_more, migrations.RunPython.noop, elidable=True)]
