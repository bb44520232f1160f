"""What somebody chose is read together with them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0011_addresses_of_communities")]

    operations = [
        migrations.AlterField(
            "choice",
            "owner",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="choices",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
