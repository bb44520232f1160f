"""Tables of walls: posts and what is attached to them."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Post(models.Model):
    """An entry on the wall of a person or of a community."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    wall_person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    wall_group = models.ForeignKey("groups.Group", models.CASCADE, null=True, related_name="+")
    text = models.CharField(max_length=4000, blank=True)
    made_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)  # by its author or the wall's owner

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(wall_person__isnull=False, wall_group=None)
                | Q(wall_person=None, wall_group__isnull=False),
                name="post_on_one_wall",
            )
        ]
        indexes = [
            models.Index(fields=["wall_person", "-id"], name="posts_of_person"),
            models.Index(fields=["wall_group", "-id"], name="posts_of_group"),
        ]

    def __str__(self) -> str:
        return f"post {self.pk}"


class Attachment(models.Model):
    """A track on a post: a reference, never a copy; it grants nobody anything."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="attachments")
    track = models.ForeignKey("music.Track", models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "track"], name="attached_once")]
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.track_id} on {self.post_id}"
