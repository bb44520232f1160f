"""Tables of hooks: where an organisation's machines listen, and every call made there."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class Hook(models.Model):
    """An address that is called when something happens at a desk. Its secret is in no table."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4)
    organisation = models.ForeignKey("catalogue.Organisation", models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    address = models.CharField(max_length=500)
    news = models.JSONField(default=list)  # which; empty is all
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation"], condition=Q(ended_at=None), name="hooks_of")]

    def __str__(self) -> str:
        return self.address


class Call(models.Model):
    """One thing told to one hook, until it was taken or given up."""

    class State(models.TextChoices):
        WAITING = "waiting"
        TAKEN = "taken"
        GIVEN_UP = "given_up"

    public_id = models.UUIDField(unique=True, default=uuid.uuid4)
    hook = models.ForeignKey(Hook, models.CASCADE, related_name="calls")
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=300, blank=True)  # the last: status and beginning, or why none
    made_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["hook", "-id"], name="calls_of_hook")]

    def __str__(self) -> str:
        return f"{self.public_id} {self.state}"
