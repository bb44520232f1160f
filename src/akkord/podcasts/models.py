"""Tables of podcasts: feeds, who follows them, and what they list."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q

from .rules import MOST_ABOUT, MOST_ADDRESS, MOST_TITLE, State


class Feed(models.Model):
    """A feed by its address, one for all who follow it; it goes with the last of them."""

    address = models.CharField(max_length=MOST_ADDRESS, unique=True)
    title = models.CharField(max_length=MOST_TITLE, blank=True, default="")
    about = models.CharField(max_length=MOST_ABOUT, blank=True, default="")
    site = models.CharField(max_length=MOST_ADDRESS, blank=True, default="")
    # What its server said of the state that was read, and is asked again with.
    etag = models.CharField(max_length=400, blank=True, default="")
    modified = models.CharField(max_length=100, blank=True, default="")
    read_at = models.DateTimeField(null=True)  # and understood
    next_at = models.DateTimeField(db_index=True)
    failures = models.PositiveSmallIntegerField(default=0)  # in a row
    fault = models.CharField(max_length=20, blank=True, default="")

    def __str__(self) -> str:
        return self.title or urlsplit(self.address).netloc

    def get_absolute_url(self) -> str:
        return f"/podcast{self.pk}"


class Following(models.Model):
    """A person or a community follows a feed."""

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    group = models.ForeignKey("groups.Group", models.CASCADE, null=True, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "feed"], name="followed_once"),
            models.UniqueConstraint(fields=["group", "feed"], name="followed_by_club_once"),
            models.CheckConstraint(
                condition=Q(person=None, group__isnull=False) | Q(person__isnull=False, group=None),
                name="followed_by_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id or self.person_id} follows {self.feed_id}"


class Episode(models.Model):
    """What a feed lists; once somebody wants it, an upload of theirs."""

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="+")
    guid = models.CharField(max_length=MOST_ADDRESS)
    title = models.CharField(max_length=MOST_TITLE)
    about = models.CharField(max_length=MOST_ABOUT, blank=True, default="")
    address = models.CharField(max_length=MOST_ADDRESS)
    seconds = models.PositiveIntegerField(null=True)  # as the feed says
    published_at = models.DateTimeField()  # as the feed says, else when it was first listed
    state = models.CharField(max_length=10, default=State.LISTED)
    fault = models.CharField(max_length=20, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)  # when it was wanted, then when it began to be fetched
    upload = models.ForeignKey("music.Upload", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feed", "guid"], name="episode_once")]
        indexes = [
            models.Index(fields=["feed", "-published_at", "-id"], name="episodes_of"),
            models.Index(
                fields=["asked_at"], condition=Q(state__in=["wanted", "fetching"]), name="episodes_wanted"
            ),
        ]

    def __str__(self) -> str:
        return self.title
