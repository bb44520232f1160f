"""Whose pages of artists are."""

from django.conf import settings
from django.db import models

from .names import Artist


class ArtistClaim(models.Model):
    """Somebody says that a page of an artist is theirs, with evidence; the staff decides, with a reason."""

    class State(models.TextChoices):
        WAITING = "waiting"
        GRANTED = "granted"
        REFUSED = "refused"
        ENDED = "ended"  # given up, or taken back

    artist = models.ForeignKey(Artist, models.CASCADE, related_name="claims")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    evidence = models.TextField(max_length=2000)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    links = models.JSONField(default=list)  # addresses of theirs elsewhere, once it is granted
    reason = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["artist", "person"],
                condition=models.Q(state__in=["waiting", "granted"]),
                name="one_claim_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["state", "made_at"], name="claims_waiting")]

    def __str__(self) -> str:
        return f"{self.person_id} claims {self.artist_id}"
