"""A table; everybody is renamed and gets a note, whose keys PostgreSQL checks only at the end."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr


def rename(apps, schema_editor):
    people = apps.get_model("people", "Person").objects
    people.update(name=Concat(Value("+"), F("name")))
    note = apps.get_model("next_version", "Note")
    note.objects.bulk_create(note(person=person, text=f"of {person.name}") for person in people.all())


def unrename(apps, schema_editor):
    apps.get_model("people", "Person").objects.update(name=Substr("name", 2))


class Migration(migrations.Migration):
    dependencies = [("people", "__latest__"), ("ledger", "__latest__")]
    operations = [
        migrations.CreateModel(
            "Note",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("person", models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")),
                ("text", models.TextField()),
            ],
        ),
        migrations.RunPython(rename, unrename),
    ]
