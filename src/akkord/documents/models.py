"""Tables of documents: the files, one row for equal bytes, and who sent which of them in."""

from django.conf import settings
from django.db import models

from .rules import MOST_NAME


class Content(models.Model):
    """Different bytes: what a decision or a demand about a document names, so that it hides every copy."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"content {self.pk}"


class Document(models.Model):
    """A file somebody sent in, under their name for it; there for its owner, and where they attached it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    content = models.ForeignKey(Content, models.PROTECT, related_name="+")
    name = models.CharField(max_length=MOST_NAME + 10)
    made_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "-id"], name="documents_by")]

    def __str__(self) -> str:
        return f"document {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/doc{self.pk}"
