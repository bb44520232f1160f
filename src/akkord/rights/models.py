"""Tables of the facts of the law: append-only, bitemporal, each with its source and its line in the log.

Territories are written as text ("Worldwide", "Worldwide -DE", "RU BY KZ"), shares as exact fractions.
`starts`/`ends` say when a fact holds in the world (half-open); `recorded_at`/`withdrawn_at` when this
server knew it. A row is written once and later only withdrawn; what changes is withdrawn and recorded anew,
so every earlier decision can be recomputed. How rows become the facts of the law: facts_in_tables.py.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .terms import BlockKind, BlockState, Ground, Right, ScopeKind, Standing

STANDING = Q(withdrawn_at=None)


def _constraints(fact: str, *, logged: bool = True) -> list[models.BaseConstraint]:
    """What the database itself holds for every kind of fact; `logged` ones show each line once."""
    held: list[models.BaseConstraint] = [
        models.CheckConstraint(
            condition=Q(starts=None) | Q(ends=None) | Q(ends__gt=F("starts")),
            name=f"{fact}_ends_after_start",
        )
    ]
    if logged:
        held.append(models.UniqueConstraint(fields=["entry"], name=f"{fact}_entry_once"))
    return held


def _taken_back_by_line(fact: str) -> models.CheckConstraint:
    """Whatever was withdrawn has the line that says so, and nothing else has one."""
    return models.CheckConstraint(
        condition=Q(withdrawn_at=None, withdrawal=None)
        | Q(withdrawn_at__isnull=False, withdrawal__isnull=False),
        name=f"{fact}_withdrawn_by_line",
    )


def _one_of(fact: str, field: str, words: type) -> models.CheckConstraint:
    values = [word.value for word in words]  # type: ignore[attr-defined]
    return models.CheckConstraint(condition=Q(**{f"{field}__in": values}), name=f"{fact}_{field}_known")


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
    # Beside another owner's share a proven one may silence: its line. Taking back what had standing may too.
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")
    withdrawal = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["recording"], condition=STANDING, name="owners_of"),
            models.Index(fields=["party"], condition=STANDING, name="owned_by"),
        ]
        constraints = [
            *_constraints("ownership"),
            _one_of("ownership", "standing", Standing),
            _one_of("ownership", "right", Right),
        ]

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
    # Under what terms a mix is covered too; both or neither.
    mix_shortest_ms = models.PositiveIntegerField(null=True)
    mix_most_recordings = models.PositiveIntegerField(null=True)
    terms = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["licensor"], condition=STANDING, name="licences_of")]
        constraints = [
            *_constraints("licence"),
            _taken_back_by_line("licence"),
            models.CheckConstraint(
                condition=Q(mix_shortest_ms=None, mix_most_recordings=None)
                | Q(mix_shortest_ms__isnull=False, mix_most_recordings__isnull=False),
                name="licence_mix_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"licence {self.pk} of {self.licensor_id}"


class Policy(Repertoire):
    """What an owner wants done with matches of its repertoire."""

    owner = models.ForeignKey("catalogue.Organisation", models.PROTECT, related_name="+")
    rules = models.JSONField(default=list)  # see facts_in_tables.stored_rule

    class Meta:
        indexes = [models.Index(fields=["owner"], condition=STANDING, name="policies_of")]
        constraints = [*_constraints("policy"), _taken_back_by_line("policy")]

    def __str__(self) -> str:
        return f"policy {self.pk} of {self.owner_id}"


class Grant(Repertoire):
    """An owner lets one account, community or file use its repertoire, without pay."""

    owner = models.ForeignKey("catalogue.Organisation", models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    group = models.ForeignKey("groups.Group", models.PROTECT, null=True, related_name="+")
    sound = models.ForeignKey("sound.Sound", models.PROTECT, null=True, related_name="+")
    uses = models.JSONField(default=list)  # terms.Use

    class Meta:
        indexes = [models.Index(fields=["owner"], condition=STANDING, name="grants_of")]
        constraints = [
            *_constraints("grant"),
            _taken_back_by_line("grant"),
            models.CheckConstraint(
                condition=Q(account=None, group__isnull=False, sound=None)
                | Q(account__isnull=False, group=None, sound=None)
                | Q(account=None, group=None, sound__isnull=False),
                name="grant_to_one",
            ),
        ]

    def __str__(self) -> str:
        return f"grant {self.pk} of {self.owner_id}"


class Free(Fact):
    """The recording needs no licence there and then; the evidence is its source."""

    recording = models.ForeignKey("catalogue.Recording", models.PROTECT, related_name="+")
    ground = models.CharField(max_length=12)
    withdrawal = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["recording"], condition=STANDING, name="free_recordings")]
        constraints = [*_constraints("free", logged=False), _one_of("free", "ground", Ground)]

    def __str__(self) -> str:
        return f"{self.recording_id} is {self.ground}"


class Block(Fact):
    """Somebody forbids a file, a recording, a work, a post, or everything of an account.

    Lifting withdraws it; suspending withdraws it and records a suspended one that `replaces` it.
    """

    kind = models.CharField(max_length=14)
    scope = models.CharField(max_length=10)
    scope_id = models.PositiveBigIntegerField()
    uses = models.JSONField(default=list)  # terms.Use
    state = models.CharField(max_length=10, default=BlockState.ACTIVE.value)
    claimant = models.ForeignKey("catalogue.Organisation", models.PROTECT, null=True, related_name="+")
    authority = models.CharField(max_length=200, blank=True)
    law = models.CharField(max_length=200, blank=True)  # the provision a demand names
    case = models.PositiveBigIntegerField(null=True)  # the order or case it stems from
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    # Its line in the public log, and the line that lifted or suspended it.
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, related_name="+")
    lifting = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["scope", "scope_id"], condition=STANDING, name="blocks_on"),
            models.Index(fields=["case"], name="blocks_of_case"),
        ]
        constraints = [
            *_constraints("block"),
            _one_of("block", "kind", BlockKind),
            _one_of("block", "scope", ScopeKind),
            models.CheckConstraint(
                condition=Q(state__in=[BlockState.ACTIVE.value, BlockState.SUSPENDED.value]),
                name="block_state_known",
            ),
            # Whatever no longer holds has the line that says so.
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, lifting=None)
                | Q(withdrawn_at__isnull=False, lifting__isnull=False),
                name="block_lifted_by_line",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.scope} {self.scope_id} ({self.state})"

    @property
    def in_force(self) -> bool:
        """Whether it stands and is not suspended; its dates are the law's to judge."""
        return self.withdrawn_at is None and self.state == BlockState.ACTIVE.value


class SameSound(Fact):
    """Two recordings of the catalogue hold one sound, and what was said of that: each word a row of its own.

    `one` is the recording with the lower number. What is different is kept, so that it is not asked again.
    """

    class State(models.TextChoices):
        OPEN = "open"  # the ear found it; nobody has said anything yet
        DISPUTED = "disputed"  # one recording, and several say it is theirs: a conflict of ownership
        MERGED = "merged"  # one recording under two numbers
        DIFFERENT = "different"  # two recordings: a version, a live take

    one = models.ForeignKey("catalogue.Recording", models.PROTECT, related_name="+")
    other = models.ForeignKey("catalogue.Recording", models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    score = models.FloatField()
    p_false = models.FloatField(null=True)  # that strangers are as much alike; null: not known
    speed = models.FloatField(default=1.0)
    pitch = models.FloatField(default=0.0)  # semitones, one minus other
    segments = models.JSONField(default=list)  # [{f0, f1, r0, r1, score}] seconds: f in one, r in other
    one_ms = models.PositiveIntegerField()
    other_ms = models.PositiveIntegerField()
    engine = models.CharField(max_length=40)
    reason = models.CharField(max_length=1000, blank=True)
    organisation = models.ForeignKey("catalogue.Organisation", models.PROTECT, null=True, related_name="+")
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, related_name="+")
    # The line of the word that took its place.
    withdrawal = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["one"], condition=STANDING, name="sounds_like_one"),
            models.Index(fields=["other"], condition=STANDING, name="sounds_like_other"),
        ]
        constraints = [
            *_constraints("same_sound"),
            _taken_back_by_line("same_sound"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="same_sound_in_order"),
            models.UniqueConstraint(fields=["one", "other"], condition=STANDING, name="same_sound_once"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} ~ {self.other_id} ({self.state})"


class FactsVersion(models.Model):
    """Counts every change of facts: one row. What was decided on an older count is decided anew."""

    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_facts_version")]

    def __str__(self) -> str:
        return str(self.version)
