"""The table is rebuilt; then what NEXT_VERSION says: `fails`, `waits` (in the midst of it), `unlogs` (its
way back forgets a line of the public log), `no way back`."""

import os
import signal
from pathlib import Path

from django.conf import settings
from django.db import migrations, models

DOES = os.environ.get("NEXT_VERSION", "")


def step(apps, schema_editor):
    if DOES == "fails":
        apps.get_model("people", "Person").objects.update(name="Spoilt")
        raise ValueError("the third shelf is missing")
    if DOES == "waits":
        Path(settings.DATA, "waiting").touch()
        signal.pause()


def back(apps, schema_editor):
    if DOES == "unlogs":
        apps.get_model("ledger", "Opening").objects.all().delete()
        apps.get_model("ledger", "Entry").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("next_version", "0001_notes")]
    operations = [
        migrations.AddField("Note", "long", models.BooleanField(default=False)),
        migrations.AlterField("Note", "text", models.CharField(max_length=100)),
        migrations.RunPython(step, None if DOES == "no way back" else back),
    ]
