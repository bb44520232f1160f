"""Tables of albums and photos."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .rules import MOST_TITLE, MOST_WORDS

PERSON = settings.AUTH_USER_MODEL


class Album(models.Model):
    """Photos of a person or of a community under one name, for those its audience lets in."""

    person = models.ForeignKey(PERSON, models.CASCADE, null=True, related_name="+")
    group = models.ForeignKey("groups.Group", models.CASCADE, null=True, related_name="+")
    title = models.CharField(max_length=MOST_TITLE)
    about = models.CharField(max_length=MOST_WORDS, blank=True)
    # Whom its owner lets see it, beyond who sees their photos: "" is all of those (people.rules.privacy).
    audience = models.CharField(max_length=20, default="", blank=True)
    audience_lists = models.JSONField(default=list)
    audience_people = models.JSONField(default=list)
    size = models.PositiveIntegerField(default=0)  # kept with every photo: a list counts nothing
    made_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, group=None) | Q(person=None, group__isnull=False),
                name="album_of_one",
            )
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="albums_of_person"),
            models.Index(fields=["group", "-id"], name="albums_of_group"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/photoalbum{self.pk}"


class Photo(models.Model):
    """A picture somebody sent in, as renditions of ours; what was sent is not kept.

    Outside of an album it is there for its owner alone, and where they attached it.
    """

    owner = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    album = models.ForeignKey(Album, models.SET_NULL, null=True, related_name="+")
    alt = models.CharField(max_length=MOST_WORDS, blank=True)  # what is on it, for those who do not see it
    width = models.PositiveIntegerField()  # of the large rendition
    height = models.PositiveIntegerField()
    large = models.CharField(max_length=64, blank=True)  # names in the store; "" once it is forgotten
    small = models.CharField(max_length=64, blank=True)
    face = models.CharField(max_length=64, blank=True)  # its square, where it has been somebody's face
    made_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "-id"], name="photos_by"),
            models.Index(fields=["album", "id"], name="photos_in_album"),
        ]

    def __str__(self) -> str:
        return f"photo {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/photo{self.pk}"
