"""Tables of communities."""

from django.conf import settings
from django.db import models


class Group(models.Model):
    """A community with a page at /club<number>."""

    name = models.CharField(max_length=80)
    about = models.CharField(max_length=1000, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/club{self.pk}"


class Membership(models.Model):
    """Who belongs to a community, and as what."""

    class Role(models.TextChoices):
        OWNER = "owner"
        EDITOR = "editor"
        MEMBER = "member"

    group = models.ForeignKey(Group, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    role = models.CharField(max_length=6, choices=Role, default=Role.MEMBER)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "person"], name="member_once")]
        indexes = [models.Index(fields=["person", "group"], name="member_of")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.group_id}"
