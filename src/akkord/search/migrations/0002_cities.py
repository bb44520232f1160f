"""People are found by their city, too: they are read once more."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def read_people_again(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("search", "Mark").objects.filter(kind="people").delete()


class Migration(migrations.Migration):
    dependencies = [("search", "0001_index")]
    operations = [migrations.RunPython(read_people_again, migrations.RunPython.noop, elidable=True)]
