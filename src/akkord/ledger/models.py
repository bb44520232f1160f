"""Tables of the ledger: the lines, what opens their commitments, and how far the log is signed."""

from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """One line of the public log. Written once; only its number is added when it is sequenced."""

    public_id = models.CharField(max_length=32, unique=True)  # random 128 bits, hex
    number = models.PositiveBigIntegerField(null=True, unique=True)  # place in the log
    kind = models.CharField(max_length=16)
    ground = models.CharField(max_length=16)
    body = models.BinaryField()  # RFC 8785 JSON: the very bytes of the leaf
    # Plain name of the object ("recording:5"), kept here beside the log, never in it.
    thing = models.CharField(max_length=80, blank=True, db_index=True)
    prev = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    order = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    sequenced_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(number=None), name="entry_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"


class Opening(models.Model):
    """Salt and value that open one commitment of an entry; erasing both redacts it for ever."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="openings")
    field = models.CharField(max_length=20)
    salt = models.BinaryField(null=True)
    value = models.TextField(null=True)  # noqa: DJ001  (null = erased, which is not the same as empty)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "field"], name="opening_once")]

    def __str__(self) -> str:
        return f"{self.field} of {self.entry_id}"


class SignedHead(models.Model):
    """The last tree head this log signed: one row, only ever swapped forward."""

    origin = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField(default=0)
    root = models.CharField(max_length=64)  # hex
    note = models.TextField(blank=True)  # the signed checkpoint
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_signed_head")]

    def __str__(self) -> str:
        return f"{self.origin} {self.size}"
