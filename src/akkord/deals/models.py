"""Tables of deals: dry runs of changes nobody has stated yet."""

import uuid

from django.conf import settings
from django.db import models


class Simulation(models.Model):
    """A dry run: what a change of an organisation's licences and policies would have done to real use."""

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("catalogue.Organisation", models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # {state: [as rights.facts_in_tables.write_proposed writes], end_licences: [], end_policies: []}
    change = models.JSONField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    tracks = models.PositiveIntegerField(default=0)  # that it touches
    done = models.PositiveIntegerField(default=0)  # of them
    answer = models.JSONField(default=dict)  # see rules.answer_of
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "-made_at"], name="simulations_of")]

    def __str__(self) -> str:
        return f"dry run {self.pk} ({self.state})"
