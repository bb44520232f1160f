"""Artists and albums: the names under which tracks are found together."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Artist(models.Model):
    """Whoever tracks name as their artist: one row a name, however it is spelled in case and spaces."""

    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200, unique=True)  # rules.folded
    # Another name of this artist: nothing stands under it any more, and what comes under it goes there.
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="aliases")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/artist{self.pk}"


class Album(models.Model):
    """Tracks that came out together: a release of a label, or what one person's uploads call an album.

    A stranger's upload never stands on a label's release, whatever its tags say.
    """

    title = models.CharField(max_length=200)
    key = models.CharField(max_length=200)  # rules.folded
    artist = models.ForeignKey(Artist, models.PROTECT, related_name="+")
    release = models.OneToOneField("catalogue.Release", models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    year = models.PositiveSmallIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(release=None, person__isnull=False) | Q(release__isnull=False, person=None),
                name="album_of_a_label_or_of_a_person",
            ),
            models.UniqueConstraint(fields=["person", "artist", "key"], name="album_of_a_person_once"),
        ]
        indexes = [models.Index(fields=["key"], name="albums_by_name")]

    def __str__(self) -> str:
        return f"{self.artist_id} — {self.title}"

    def get_absolute_url(self) -> str:
        return f"/album{self.pk}"
