"""Tables of communities: what they are, who belongs, who waits, who is kept out, and their log."""

from django.conf import settings
from django.db import models
from django.db.models import Q

PERSON = settings.AUTH_USER_MODEL


class Group(models.Model):
    """A community with a page at /club<number>."""

    class Kind(models.TextChoices):
        GROUP = "group"
        PAGE = "page"
        EVENT = "event"

    class Door(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"
        PRIVATE = "private"

    class Wall(models.TextChoices):
        OPEN = "open"
        LIMITED = "limited"
        SHUT = "shut"

    name = models.CharField(max_length=80)
    about = models.CharField(max_length=1000, blank=True)
    owner = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    kind = models.CharField(max_length=5, choices=Kind, default=Kind.GROUP)
    door = models.CharField(max_length=7, choices=Door, default=Door.OPEN)
    wall = models.CharField(max_length=7, choices=Wall, default=Wall.OPEN)
    starts_at = models.DateTimeField(null=True)  # of an event
    ends_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=200, blank=True)
    site = models.URLField(max_length=200, blank=True)
    info = models.CharField(max_length=2000, blank=True)  # pinned above the wall
    contacts = models.CharField(max_length=500, blank=True)
    links = models.JSONField(default=list)  # [[address, words], …]: rules.links_in
    face = models.BigIntegerField(null=True)  # numbers of photos: its picture, and what stands above its page
    cover = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="event") | Q(starts_at__isnull=False), name="event_begins"
            ),
            models.CheckConstraint(condition=~Q(kind="page") | Q(door="open"), name="page_is_open"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/club{self.pk}"


class Membership(models.Model):
    """Who belongs to a community, and as what."""

    class Role(models.TextChoices):
        OWNER = "owner"
        ADMIN = "admin"
        EDITOR = "editor"
        MODERATOR = "moderator"
        MEMBER = "member"

    group = models.ForeignKey(Group, models.CASCADE, related_name="+")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    role = models.CharField(max_length=9, choices=Role, default=Role.MEMBER)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "person"], name="member_once"),
            models.UniqueConstraint(fields=["group"], condition=Q(role="owner"), name="one_owner"),
        ]
        indexes = [models.Index(fields=["person", "group"], name="member_of")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.group_id}"


class Attendance(models.Model):
    """Whether somebody comes to an event."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="+")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    said = models.CharField(max_length=5)  # rules.Answer
    since = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "person"], name="answered_once")]
        indexes = [models.Index(fields=["person", "group"], name="answers_of")]

    def __str__(self) -> str:
        return f"{self.person_id} to {self.group_id}: {self.said}"


class Request(models.Model):
    """Somebody asks to be let in; declined, the row stays, so that asking again rings nobody."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="+")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    since = models.DateTimeField()
    declined_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "person"], name="asked_in_once")]

    def __str__(self) -> str:
        return f"{self.person_id} asks into {self.group_id}"


class Invitation(models.Model):
    """Somebody of the community would like the person to belong."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="+")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    by = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "person"], name="invited_once")]
        indexes = [
            models.Index(fields=["person", "-id"], name="invitations_to"),
            models.Index(fields=["by", "since"], name="invitations_by"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} invited to {self.group_id}"


class Ban(models.Model):
    """Somebody whom the community keeps from doing anything there; it ends by itself or is lifted."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="+")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=9)
    words = models.CharField(max_length=300, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person"], condition=Q(lifted_at=None), name="one_ban_stands"
            )
        ]
        indexes = [models.Index(fields=["person", "group"], name="bans_of")]

    def __str__(self) -> str:
        return f"{self.person_id} banned from {self.group_id}"


class Entry(models.Model):
    """A line of a community's own log: what its keepers did.

    `leaf` is what the day's root is made of. It names nobody: the person stands there by commitment, which
    `salt` opens.
    """

    group = models.ForeignKey(Group, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    deed = models.CharField(max_length=20)
    role = models.CharField(max_length=9)  # of who did it, then
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    whom = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    said = models.CharField(max_length=20, blank=True)  # the reason, the role, the door: a word of the rules
    words = models.CharField(max_length=300, blank=True)
    until = models.DateTimeField(null=True)
    salt = models.BinaryField()
    leaf = models.TextField()
    day = models.ForeignKey("LoggedDay", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["group", "-id"], name="log_of_group"),
            models.Index(fields=["at"], condition=Q(day=None), name="log_not_fixed"),
        ]

    def __str__(self) -> str:
        return f"{self.deed} in {self.group_id}"


class LoggedDay(models.Model):
    """A UTC day of a community's log, fixed by a line of the public log."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="+")
    day = models.DateField()
    count = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    line = models.OneToOneField("ledger.Entry", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "day"], name="day_fixed_once")]

    def __str__(self) -> str:
        return f"{self.group_id} on {self.day}"


class Suggestion(models.Model):
    """A post somebody would like to see on a community's wall; its editors publish or decline it."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="+")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    text = models.CharField(max_length=4000)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)  # why it was declined

    class Meta:
        indexes = [
            models.Index(
                fields=["group", "id"],
                condition=Q(published_at=None, declined_at=None),
                name="suggestions_waiting",
            ),
            models.Index(fields=["person", "group"], name="suggestions_by"),
        ]

    def __str__(self) -> str:
        return f"suggestion {self.pk}"
