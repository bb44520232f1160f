"""Tables of archives brought here: their lives, who somebody was elsewhere, what came, what is waited for."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

PERSON = settings.AUTH_USER_MODEL
SITE_KEY = 400


class Bringing(models.Model):
    """An archive of another site somebody brings here; its life is in `bringing_life`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, default="arrived")
    size = models.PositiveBigIntegerField()
    site = models.CharField(max_length=200, blank=True)
    site_key = models.CharField(max_length=SITE_KEY, blank=True)
    whose = models.PositiveBigIntegerField(null=True)  # number of the person at the old site
    name = models.CharField(max_length=80, blank=True)  # theirs, there
    archived_at = models.DateTimeField(null=True)
    holds = models.JSONField(default=dict)  # kind → how many
    parts = models.JSONField(default=list)  # kinds its owner said yes to
    came = models.JSONField(default=dict)  # kind → how many came so far
    left_out = models.JSONField(default=dict)  # why → how many
    fault = models.JSONField(null=True)  # why it was refused: code, file, row, detail
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-made_at"], name="bringings_of")]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=["arrived", "checked", "agreed"]),
                name="one_bringing_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"archive of {self.whose} at {self.site} for {self.person_id} ({self.state})"


class Formerly(models.Model):
    """Who somebody here was at another site: known by the key the site signs with, not by its name."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    site_key = models.CharField(max_length=SITE_KEY)
    site = models.CharField(max_length=200)
    number = models.PositiveBigIntegerField()
    found = models.BooleanField(default=False)  # they brought their ties: who knew them there finds them
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site_key", "number"], name="one_here_for_one_there"),
            models.UniqueConstraint(fields=["person", "site_key"], name="one_there_for_one_here"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} was {self.number} at {self.site}"


class Brought(models.Model):
    """Something that came, under its number there: brought again it is there already, deleted or not."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    site_key = models.CharField(max_length=SITE_KEY)
    kind = models.CharField(max_length=8)  # post | photo | album | playlist | document
    ref = models.PositiveBigIntegerField()  # its number there
    number = models.PositiveBigIntegerField()  # its number here

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "site_key", "kind", "ref"], name="brought_once")
        ]
        indexes = [models.Index(fields=["site_key", "kind", "ref"], name="brought_from")]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref} is {self.number} of {self.person_id}"


class Waiting(models.Model):
    """What comes about when somebody else of the old site is here, too."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    site_key = models.CharField(max_length=SITE_KEY)
    kind = models.CharField(max_length=6)  # friend | block | read | wall | like | keep
    whom = models.PositiveBigIntegerField(default=0)  # their number there; of a like nobody's
    ref = models.PositiveBigIntegerField(default=0)  # number of a post there
    name = models.CharField(max_length=200, blank=True)
    about = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "site_key", "kind", "whom", "ref"], name="waited_for_once"
            )
        ]
        indexes = [models.Index(fields=["site_key", "whom"], name="waiting_for")]

    def __str__(self) -> str:
        return f"{self.person_id} waits for {self.whom} ({self.kind})"


class Awaited(models.Model):
    """A track of somebody's music or playlist that this site does not have yet."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    playlist = models.ForeignKey("music.Playlist", models.CASCADE, null=True, related_name="+")
    place = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    artist = models.CharField(max_length=200)
    seconds = models.FloatField(default=0)
    isrc = models.CharField(max_length=12, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "playlist", "place"], name="awaited_by")]

    def __str__(self) -> str:
        return f"{self.artist} — {self.title} awaited by {self.person_id}"


class Talk(models.Model):
    """A conversation of the old site as its owner had it: their own copy, to be read, not gone on with."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    site_key = models.CharField(max_length=SITE_KEY)
    site = models.CharField(max_length=200)
    chat = models.BooleanField()
    ref = models.PositiveBigIntegerField()  # number of the other, or of the chat
    title = models.CharField(max_length=200)
    size = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "site_key", "chat", "ref"], name="talk_kept_once")
        ]

    def __str__(self) -> str:
        return f"talk of {self.person_id} with {self.title}"


class Line(models.Model):
    """A message of such a conversation."""

    talk = models.ForeignKey(Talk, models.CASCADE, related_name="lines")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    by = models.PositiveBigIntegerField(null=True)  # number there
    name = models.CharField(max_length=200, blank=True)
    text = models.CharField(max_length=4000, blank=True)
    event = models.CharField(max_length=10, blank=True)
    deleted = models.BooleanField(default=False)
    passed_on = models.JSONField(default=list)  # {by, text}
    tracks = models.JSONField(default=list)  # {title, artist}
    photos = models.JSONField(default=list)  # numbers here, of the owner's own
    documents = models.JSONField(default=list)  # the same

    class Meta:
        constraints = [models.UniqueConstraint(fields=["talk", "number"], name="line_kept_once")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} of {self.talk_id}"
