"""Tables of the facts of the law: append-only, bitemporal, each with its source and its line in the log.

Territories are written as text ("Worldwide", "Worldwide -DE", "RU BY KZ"), shares as exact fractions.
`starts`/`ends` say when a fact holds in the world (half-open); `recorded_at`/`withdrawn_at` when this
server knew it.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Fact(models.Model):
    """What every fact says of itself."""

    territory = models.CharField(max_length=2000, default="Worldwide")
    starts = models.DateTimeField(null=True)
    ends = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    source = models.CharField(max_length=200, blank=True)  # the document it was read from
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True


class Ownership(Fact):
    """A party holds a share of a right in a recording."""

    recording = models.ForeignKey("catalogue.Recording", models.PROTECT, related_name="+")
    party = models.ForeignKey("catalogue.Organisation", models.PROTECT, related_name="+")
    right = models.CharField(max_length=16, default="general")
    share = models.CharField(max_length=40, default="1")  # exact fraction "1/2"
    standing = models.CharField(max_length=10)

    class Meta:
        indexes = [models.Index(fields=["recording"], condition=Q(withdrawn_at=None), name="owners_of")]

    def __str__(self) -> str:
        return f"{self.party_id} owns {self.share} of {self.recording_id}"


class Repertoire(Fact):
    """A fact about a whole catalogue, or named recordings and releases."""

    catalogue = models.BooleanField(default=False)
    recordings = models.JSONField(default=list)  # numbers
    releases = models.JSONField(default=list)
    # Its line in the public log, and the line that took it back.
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, related_name="+")
    withdrawal = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True


class Licence(Repertoire):
    """An owner permits uses of its repertoire."""

    licensor = models.ForeignKey("catalogue.Organisation", models.PROTECT, related_name="+")
    uses = models.JSONField(default=list)  # DDEX UseType
    commercial_models = models.JSONField(default=list)  # DDEX CommercialModelType
    terms = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["licensor"], condition=Q(withdrawn_at=None), name="licences_of")]

    def __str__(self) -> str:
        return f"licence {self.pk} of {self.licensor_id}"


class Policy(Repertoire):
    """What an owner wants done with matches of its repertoire."""

    owner = models.ForeignKey("catalogue.Organisation", models.PROTECT, related_name="+")
    rules = models.JSONField(default=list)  # see facts.policy_rules

    class Meta:
        indexes = [models.Index(fields=["owner"], condition=Q(withdrawn_at=None), name="policies_of")]

    def __str__(self) -> str:
        return f"policy {self.pk} of {self.owner_id}"


class Grant(Repertoire):
    """An owner lets one account or community use its repertoire, without pay."""

    owner = models.ForeignKey("catalogue.Organisation", models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    group = models.ForeignKey("groups.Group", models.PROTECT, null=True, related_name="+")
    uses = models.JSONField(default=list)  # empty = every use

    def __str__(self) -> str:
        return f"grant {self.pk} of {self.owner_id}"


class Free(Fact):
    """The recording needs no licence there and then; the evidence is its source."""

    recording = models.ForeignKey("catalogue.Recording", models.PROTECT, related_name="+")
    ground = models.CharField(max_length=12)

    def __str__(self) -> str:
        return f"{self.recording_id} is {self.ground}"


class Block(Fact):
    """Somebody forbids a file, a recording, a work, or everything of an account."""

    kind = models.CharField(max_length=14)
    scope = models.CharField(max_length=10)  # file | recording | work | account
    scope_id = models.PositiveBigIntegerField()
    uses = models.JSONField(default=list)  # empty = every use
    state = models.CharField(max_length=10, default="active")
    claimant = models.ForeignKey("catalogue.Organisation", models.PROTECT, null=True, related_name="+")
    authority = models.CharField(max_length=200, blank=True)
    case = models.PositiveBigIntegerField(null=True)  # the order or case it stems from
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, related_name="+")
    lifting = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["scope", "scope_id"], condition=~Q(state="lifted"), name="blocks_on"),
            models.Index(fields=["case"], name="blocks_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.scope} {self.scope_id} ({self.state})"


class FactsVersion(models.Model):
    """Counts every change of facts: one row. What was decided on an older count is decided anew."""

    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_facts_version")]

    def __str__(self) -> str:
        return str(self.version)
