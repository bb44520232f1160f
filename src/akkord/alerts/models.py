"""Tables of alerts: what rang for whom, and how each person wants to be told."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .rules import Every, Kind, Way

PERSON = settings.AUTH_USER_MODEL


def choices(words: type[Kind] | type[Way] | type[Every]) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]


class Alert(models.Model):
    """Something happened that is this person's business; what it says is asked when it is read."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=choices(Kind))
    who = models.ForeignKey(PERSON, models.CASCADE, null=True, related_name="+")
    thing = models.CharField(max_length=40, blank=True)  # "post:5", "comment:7", "decision:3"
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # Liked, unliked and liked again it rings once.
            models.UniqueConstraint(fields=["person", "kind", "who", "thing"], name="rings_once"),
            models.UniqueConstraint(
                fields=["person", "kind", "thing"], condition=Q(who=None), name="rings_once_by_nobody"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="alerts_of"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="alerts_unread"),
            models.Index(fields=["at"], name="alerts_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.person_id}"


class Switch(models.Model):
    """A person wants a kind told in a way, or not; without a row it is as the rules have it."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=choices(Kind))
    way = models.CharField(max_length=4, choices=choices(Way))
    on = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "way"], name="switch_once")]

    def __str__(self) -> str:
        return f"{self.kind} by {self.way} of {self.person_id}: {self.on}"


class Endpoint(models.Model):
    """A browser that a person asked to be told in: where it is reached, what is sealed for it."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    address = models.CharField(max_length=1000, unique=True)
    public = models.CharField(max_length=100)
    secret = models.CharField(max_length=30)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"browser {self.pk} of {self.person_id}"


class Digest(models.Model):
    """A person asked for letters; the token in each ends them in one step."""

    person = models.OneToOneField(PERSON, models.CASCADE, related_name="+")
    every = models.CharField(max_length=5, choices=choices(Every))
    token = models.CharField(max_length=43, unique=True)
    sent_at = models.DateTimeField()  # of the last one, or when it was asked for

    def __str__(self) -> str:
        return f"{self.every} to {self.person_id}"
