"""Tables of deals: dry runs of changes nobody has stated yet, and talks about licences."""

import uuid

from django.conf import settings
from django.db import models

from .rules.talks import Side, State


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
    answer = models.JSONField(default=dict)  # see rules.dry_run.answer_of
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "-made_at"], name="simulations_of")]

    def __str__(self) -> str:
        return f"dry run {self.pk} ({self.state})"


def _one_of(field: str, words: type[Side] | type[State], name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": [word.value for word in words]}), name=name
    )


class Negotiation(models.Model):
    """Talks of the site and an organisation about a licence; its life is in rules.talks."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("catalogue.Organisation", models.PROTECT, related_name="+")
    opener = models.CharField(max_length=5)  # rules.talks.Side
    state = models.CharField(max_length=11, default=State.DRAFTED.value)
    # The version on the table, repeated here so that lists need no join.
    version = models.PositiveIntegerField(default=0)
    author = models.CharField(max_length=5)
    answer_by = models.DateTimeField()
    # What the organisation permits for the backlog while the talks go on, and what was stated in the end.
    meanwhile = models.ForeignKey("rights.Licence", models.PROTECT, null=True, related_name="+")
    licences = models.ManyToManyField("rights.Licence", related_name="+")
    opened_at = models.DateTimeField()
    offered_at = models.DateTimeField(null=True)  # until then its opener alone sees it
    changed_at = models.DateTimeField()
    # Who ended it, and their word about it; nobody, when it lapsed.
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    last_word = models.CharField(max_length=2000, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-opened_at"], name="negotiations_of")]
        constraints = [
            _one_of("state", State, "negotiation_state_known"),
            _one_of("author", Side, "negotiation_author_known"),
            _one_of("opener", Side, "negotiation_opener_known"),
        ]

    def __str__(self) -> str:
        return f"negotiation {self.pk} ({self.state})"


class Version(models.Model):
    """Terms as one side laid them on the table, with who and when; never changed."""

    negotiation = models.ForeignKey(Negotiation, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    side = models.CharField(max_length=5)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    licence = models.JSONField()  # as rights.facts_in_tables.write_proposed writes
    since = models.DateTimeField(null=True)  # see rules.talks.Terms
    meanwhile = models.BooleanField(default=False)
    answer_by = models.DateTimeField()
    note = models.CharField(max_length=2000, blank=True)
    simulation = models.ForeignKey(Simulation, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["negotiation", "number"], name="version_once"),
            _one_of("side", Side, "version_side_known"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.negotiation_id}"


class Signature(models.Model):
    """One side's name under one version."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=5)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "side"], name="signed_once"),
            _one_of("side", Side, "signature_side_known"),
        ]

    def __str__(self) -> str:
        return f"{self.side} under {self.version_id}"
