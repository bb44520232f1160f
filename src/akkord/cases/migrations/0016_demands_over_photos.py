from django.db import migrations, models
from django.db.models.deletion import PROTECT


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_suspensions"), ("photos", "0001_albums_and_photos")]

    operations = [
        migrations.AddField(
            model_name="proceedingrow",
            name="photo",
            field=models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to="photos.photo"),
        ),
        migrations.AlterField(
            model_name="proceedingrow",
            name="found",
            field=models.CharField(
                choices=[
                    ("recording", "Recording"),
                    ("file", "File"),
                    ("ambiguous", "Ambiguous"),
                    ("not_found", "Not Found"),
                    ("no_standing", "No Standing"),
                    ("post", "Post"),
                    ("photo", "Photo"),
                ],
                max_length=12,
            ),
        ),
    ]
