"""Tables of disclosure: which statements of reasons are owed, and what became of each."""

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
