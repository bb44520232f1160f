"""Where people have their listens told."""

from django.conf import settings
from django.db import models


class Scrobbler(models.Model):
    """A service a person has their counted plays told to, under the name they have there."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    protocol = models.CharField(max_length=20)  # rules.scrobbles.Protocol
    address = models.CharField(max_length=300)
    name = models.CharField(max_length=100, blank=True)
    sealed = models.TextField()  # the token, or the session; see people.sealing
    refused = models.BooleanField(default=False)  # the service takes nothing more for this account
    made_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)  # last
    told = models.PositiveIntegerField(default=0)
    lost = models.PositiveIntegerField(default=0, db_default=0)  # listens it did not take
    lost_at = models.DateTimeField(null=True)  # last

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "address", "name"], name="scrobbler_once")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.address}"
