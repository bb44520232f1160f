"""Tables of cases: orders with their rows, and contests."""

import uuid

from django.conf import settings
from django.db import models


class Order(models.Model):
    """A binding list of files or recordings to silence, filed by a label or a body for it."""

    class State(models.TextChoices):
        DRAFT = "draft"  # filed, rows being looked up or shown
        EXECUTED = "executed"

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("catalogue.Organisation", models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey("catalogue.Organisation", models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    reason = models.CharField(max_length=1000)
    territory = models.CharField(max_length=2000, default="Worldwide")
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    executed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"order {self.pk}"


class OrderRow(models.Model):
    """One line of an order, what was found for it, and what was done."""

    class Found(models.TextChoices):
        RECORDING = "recording"  # a recording of this organisation, with all its copies
        FILE = "file"  # a file no recording is known for
        AMBIGUOUS = "ambiguous"
        NOT_FOUND = "not_found"
        NO_STANDING = "no_standing"  # somebody else's recording and no mandate

    class Refusal(models.TextChoices):
        NOT_THEIRS = "not_theirs"  # the organisation neither owns nor delivered it
        NO_MANDATE = "no_mandate"  # a body names it whose owners gave it none
        BEYOND_MANDATE = "beyond_mandate"  # there is a mandate, for other territories or recordings

    order = models.ForeignKey(Order, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    given = models.CharField(max_length=500)  # as it was written: URL, number, ISRC, "artist — title"
    found = models.CharField(max_length=12, choices=Found)
    # On whose behalf the row is filed; in a body's own order each row has the owner it names.
    claimant = models.ForeignKey("catalogue.Organisation", models.PROTECT, null=True, related_name="+")
    refusal = models.CharField(max_length=16, blank=True)  # of a row without standing: a word of Refusal
    note = models.CharField(max_length=300, blank=True)
    recording = models.ForeignKey("catalogue.Recording", models.PROTECT, null=True, related_name="+")
    sound = models.ForeignKey("sound.Sound", models.PROTECT, null=True, related_name="+")
    tracks = models.PositiveIntegerField(default=0)  # how many tracks it silences
    block = models.ForeignKey("rights.Block", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "line"], name="order_line_once")]

    def __str__(self) -> str:
        return f"{self.order_id}:{self.line}"


class Contest(models.Model):
    """The uploader's answer to a restriction: why it is wrong. One for each party behind it."""

    class State(models.TextChoices):
        OPEN = "open"
        UPHELD = "upheld"  # the claimant stands by the restriction
        RELEASED = "released"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    upload = models.ForeignKey("music.Upload", models.PROTECT, related_name="+")
    # Who has to answer; null: the operator, where nobody claims.
    organisation = models.ForeignKey("catalogue.Organisation", models.PROTECT, null=True, related_name="+")
    ground = models.CharField(max_length=20)  # owner, licensed, lawful_use, wrong_match, other
    text = models.CharField(max_length=2000)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    answer = models.CharField(max_length=1000, blank=True)
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["upload", "organisation"],
                condition=models.Q(state="open"),
                name="contest_open_once",
            ),
            models.UniqueConstraint(
                fields=["upload"],
                condition=models.Q(state="open", organisation=None),
                name="contest_open_once_for_operator",
            ),
        ]

    def __str__(self) -> str:
        return f"contest {self.pk} ({self.state})"


class Inquiry(models.Model):
    """A file the office holds up for the occasion: where is this on the site? It is nobody's upload."""

    class State(models.TextChoices):
        ASKED = "asked"  # waits for the box, or is being looked up
        ANSWERED = "answered"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("catalogue.Organisation", models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    filename = models.CharField(max_length=255)
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    refusal = models.CharField(max_length=40, blank=True)
    refusal_detail = models.CharField(max_length=500, blank=True)
    seconds = models.FloatField(null=True)
    print = models.BinaryField(default=bytes)
    # [{sound, score, speed, pitch, p_false, segments}]: f in the sound of the site, r in this file
    found = models.JSONField(default=list)
    full = models.BooleanField(default=False)  # there may be more than was found
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "-made_at"], name="inquiries_of")]

    def __str__(self) -> str:
        return f"inquiry {self.pk} ({self.state})"
