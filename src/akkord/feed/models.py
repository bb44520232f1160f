"""Tables of the feed: what a reader does not want to read there."""

from django.conf import settings
from django.db import models


class HiddenPost(models.Model):
    """A post its reader hid from their own feed."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    post = models.ForeignKey("wall.Post", models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "post"], name="post_hidden_once")]

    def __str__(self) -> str:
        return f"{self.post_id} hidden by {self.reader_id}"


class MutedAuthor(models.Model):
    """Somebody whose posts a reader leaves out of their feed, for a time or until they say otherwise."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "author"], name="author_muted_once")]

    def __str__(self) -> str:
        return f"{self.author_id} muted by {self.reader_id}"


class MutedWord(models.Model):
    """A word whose posts are folded in a reader's feed, for a time or until they say otherwise."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    word = models.CharField(max_length=60)  # folded
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "word"], name="word_muted_once")]

    def __str__(self) -> str:
        return f"{self.word} muted by {self.reader_id}"
