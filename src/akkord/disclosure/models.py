"""Tables of disclosure: statements of reasons owed, demands for people's data, signs of life (canaries)."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Statement(models.Model):
    """The statement of reasons one line owes; what it says is made from the line whenever it is sent."""

    class State(models.TextChoices):
        WAITING = "waiting"
        ACCEPTED = "accepted"
        REFUSED = "refused"  # the other side will not take it as it is: a person has to look

    entry = models.OneToOneField("ledger.Entry", models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    trouble = models.CharField(max_length=500, blank=True)  # what the last try met
    tried_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(state="waiting"), name="statement_waiting")]

    def __str__(self) -> str:
        return f"statement for {self.entry_id} ({self.state})"


class Reading(models.Model):
    """How far the log has been read for statements: one row."""

    following = models.PositiveBigIntegerField(default=0)  # number of the first line not read yet

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_reading")]

    def __str__(self) -> str:
        return f"read up to {self.following}"


class DataDemand(models.Model):
    """Somebody with power asked for a member's data: one of the staff filed it, another answered it.

    `sealed_until`: a law forbids to tell the person before; then it opens by itself.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    authority = models.CharField(max_length=200)
    law = models.CharField(max_length=200)
    asked = models.CharField(max_length=1000)  # which data
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    sealed_until = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    handed_over = models.BooleanField(default=False)
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["person", "-id"], name="data_demands_on")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, entry=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False, entry__isnull=False),
                name="data_demand_answered_by_line",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=models.F("filed_by")),
                name="data_demand_of_two",
            ),
        ]

    def __str__(self) -> str:
        return f"data demand {self.pk}"


class Canary(models.Model):
    """A signed statement that holds until a day; when none holds any more, every page says so."""

    note = models.TextField()  # a C2SP signed note
    text = models.CharField(max_length=1000)
    signed_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"canary until {self.expires_at}"
