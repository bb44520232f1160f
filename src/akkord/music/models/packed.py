"""Tables of what came in a ZIP, and of playlists that wait until the sounds they name are decided."""

from django.conf import settings
from django.db import models

from .lists import Playlist
from .tracks import Upload


class PackedEntry(models.Model):
    """An entry of a ZIP somebody sent in, and what became of it (see packed_life)."""

    packed = models.ForeignKey(Upload, models.PROTECT, related_name="entries")
    place = models.PositiveIntegerField()  # in the directory of the ZIP
    name = models.CharField(max_length=400)
    outcome = models.CharField(max_length=10, default="waiting")
    why = models.CharField(max_length=20, blank=True, default="")
    upload = models.ForeignKey(Upload, models.SET_NULL, null=True, related_name="+")  # taken or known

    class Meta:
        constraints = [models.UniqueConstraint(fields=["packed", "place"], name="entry_of_zip_once")]

    def __str__(self) -> str:
        return f"{self.name}: {self.outcome}"


class ComingList(models.Model):
    """A playlist that came with its sounds: made once each of them is decided."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    packed = models.ForeignKey(Upload, models.SET_NULL, null=True, related_name="+")  # the ZIP it came in
    title = models.CharField(max_length=100)
    wanted = models.JSONField(default=list)  # each {upload}, {track} or {title, artist}
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    playlist = models.ForeignKey(Playlist, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["person"], condition=models.Q(closed_at=None), name="lists_to_come")]

    def __str__(self) -> str:
        return f"{self.title} of {self.person_id}"
