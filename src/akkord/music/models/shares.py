"""Tables of what goes with tracks: the words of a song, and addresses that show some tracks to anybody."""

from django.conf import settings
from django.db import models

from akkord.flow import clock

from .tracks import Track


class Lyrics(models.Model):
    """The words of a track as its uploader wrote them, plain or as LRC, instead of those in its file."""

    track = models.OneToOneField(Track, models.CASCADE, related_name="+")
    text = models.TextField()  # empty: there are none, whatever the file says
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"words of {self.track_id}"


class Share(models.Model):
    """Some tracks under an address that nobody guesses. Whoever opens it hears what is for them to hear."""

    code = models.CharField(max_length=22, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    about = models.CharField(max_length=500, blank=True)
    tracks = models.JSONField(default=list)  # their numbers, in order
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    visited_at = models.DateTimeField(null=True)
    visits = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["person", "-id"], name="shares_of")]

    def __str__(self) -> str:
        return f"share {self.pk} of {self.person_id}"

    def get_absolute_url(self) -> str:
        return f"/share/{self.code}"

    @property
    def open(self) -> bool:
        """Whether its address still shows something."""
        return self.expires_at is None or self.expires_at > clock.now()
