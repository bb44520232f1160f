"""What uploaders changed of the names and tags of their tracks."""

from django.conf import settings
from django.db import models

from .tracks import Track


class TagChange(models.Model):
    """One track's tags before and after its uploader changed them; one batch was changed together."""

    track = models.ForeignKey(Track, models.CASCADE, related_name="tag_changes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    batch = models.UUIDField()
    before = models.JSONField()  # {title, artist, album, genre, year, place} as text
    after = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["track", "-id"], name="tag_changes_of"),
            models.Index(fields=["batch"], name="tag_changes_together"),
        ]

    def __str__(self) -> str:
        return f"{self.track_id} at {self.at:%Y-%m-%d}"
