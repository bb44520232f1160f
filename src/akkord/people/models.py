"""Tables of people: accounts with a page, who stands how to whom, and who may see what."""

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from akkord.people.rules.birthdays import age_on
from akkord.people.rules.restraints import RestraintKind


class Languages(models.TextChoices):
    ENGLISH = "en", "English"
    RUSSIAN = "ru", "Русский"


class Themes(models.TextChoices):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CLASSIC = "classic"


class Relationships(models.TextChoices):
    """As VK had it in 2014, the shorter half."""

    SINGLE = "single"
    SEEING = "seeing"
    ENGAGED = "engaged"
    MARRIED = "married"
    COMPLICATED = "complicated"
    SEARCHING = "searching"


class People(BaseUserManager["Person"]):
    """How accounts are made."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Person":
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save()
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email=(username or "").lower())


class Person(AbstractBaseUser, PermissionsMixin):
    """An account with a page at /id<number>."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=80)
    status = models.CharField(max_length=140, blank=True)
    city = models.CharField(max_length=80, blank=True)
    about = models.CharField(max_length=1000, blank=True)
    born = models.DateField(null=True, blank=True)
    born_year_shown = models.BooleanField(default=True)
    relationship = models.CharField(max_length=12, choices=Relationships, blank=True)
    relatives = models.CharField(max_length=200, blank=True)
    education = models.CharField(max_length=200, blank=True)
    career = models.CharField(max_length=200, blank=True)
    interests = models.CharField(max_length=500, blank=True)
    speaks = models.CharField(max_length=120, blank=True)
    site = models.URLField(max_length=200, blank=True)
    contacts = models.CharField(max_length=200, blank=True)
    face = models.BigIntegerField(null=True)  # number of the photo whose square stands for them (photos)
    status_plays = models.BooleanField(default=False)  # the status line is the track that plays
    seen_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=5, choices=Languages, default=Languages.ENGLISH)
    theme = models.CharField(max_length=8, choices=Themes, default=Themes.SYSTEM)
    is_staff = models.BooleanField(default=False)  # operators of this server
    is_active = models.BooleanField(default=True)
    closed = models.BooleanField(default=False)  # the page is for friends; see rules.privacy
    waiting = models.BooleanField(default=False)  # signed up, and the staff has not let them in yet
    frozen_at = models.DateTimeField(null=True)  # by themselves, until they come back
    leaving_at = models.DateTimeField(null=True)  # when the account is erased unless they come back
    suspended_at = models.DateTimeField(
        null=True
    )  # by the site, see Restraint; they may read why, and appeal
    gone_at = models.DateTimeField(null=True)  # erased: a number that others' rows point to, and nothing else
    date_joined = models.DateTimeField(default=timezone.now)

    objects = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/id{self.pk}"

    def age_on(self, day: date) -> int | None:
        """Whole years, unless the year of birth is not told."""
        return age_on(self.born, day) if self.born and self.born_year_shown else None


class Follow(models.Model):
    """One person reads another's posts. Friends read each other unless they choose not to."""

    follower = models.ForeignKey(Person, models.CASCADE, related_name="+")
    followed = models.ForeignKey(Person, models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["follower", "followed"], name="follow_once"),
            models.CheckConstraint(condition=~Q(follower=F("followed")), name="follow_not_oneself"),
        ]
        indexes = [models.Index(fields=["followed", "follower"], name="follow_back")]

    def __str__(self) -> str:
        return f"{self.follower_id} → {self.followed_id}"


class Friendship(models.Model):
    """A friend as one of the two has them: a friendship is a row on either side."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    friend = models.ForeignKey(Person, models.CASCADE, related_name="+")
    since = models.DateTimeField()
    hidden = models.BooleanField(default=False)  # shown to those alone who may see hidden friends

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "friend"], name="friends_once"),
            models.CheckConstraint(condition=~Q(person=F("friend")), name="friend_not_oneself"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} has {self.friend_id}"


class FriendRequest(models.Model):
    """A wish to be friends; declined, it is kept: its sender stays a follower and may still be accepted."""

    asker = models.ForeignKey(Person, models.CASCADE, related_name="+")
    asked = models.ForeignKey(Person, models.CASCADE, related_name="+")
    since = models.DateTimeField()
    declined_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asker", "asked"], name="asked_once"),
            models.CheckConstraint(condition=~Q(asker=F("asked")), name="ask_not_oneself"),
        ]
        indexes = [models.Index(fields=["asked", "-id"], name="requests_to")]

    def __str__(self) -> str:
        return f"{self.asker_id} asks {self.asked_id}"


class FriendList(models.Model):
    """A list of a person's own ("Family"): to sort friends by, and an audience."""

    owner = models.ForeignKey(Person, models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="list_named_once")]

    def __str__(self) -> str:
        return self.name


class Listed(models.Model):
    """Who is on a list. A friendship that ends leaves it as it is: whom a list keeps out stays out."""

    friend_list = models.ForeignKey(FriendList, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["friend_list", "person"], name="listed_once")]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.friend_list_id}"


class Block(models.Model):
    """A person's black list: neither sees the other."""

    owner = models.ForeignKey(Person, models.CASCADE, related_name="+")
    blocked = models.ForeignKey(Person, models.CASCADE, related_name="+")
    since = models.DateTimeField()
    known = models.BooleanField(default=True)  # the owner could see their page; else the list has no name

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "blocked"], name="blocked_once"),
            models.CheckConstraint(condition=~Q(owner=F("blocked")), name="block_not_oneself"),
        ]
        indexes = [models.Index(fields=["blocked", "owner"], name="blocked_by")]

    def __str__(self) -> str:
        return f"{self.owner_id} blocks {self.blocked_id}"


class Restraint(models.Model):
    """What the site holds against an account until a day: it writes nothing, or is suspended."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=9, choices=[(kind.value, kind.value) for kind in RestraintKind])
    at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # Its line in the public log, and the line that ended it.
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, related_name="+")
    end_entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["person"], condition=Q(ended_at=None), name="restraints_on")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, end_entry=None)
                | Q(ended_at__isnull=False, end_entry__isnull=False),
                name="restraint_ended_by_line",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id} until {self.until}"


class Invitation(models.Model):
    """A link a person hands out: who comes by it and wants to is their friend. One holds at a time."""

    owner = models.ForeignKey(Person, models.CASCADE, related_name="+")
    token = models.CharField(max_length=43, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner"], condition=Q(revoked_at=None), name="one_invitation_holds"
            )
        ]

    def __str__(self) -> str:
        return f"invitation of {self.owner_id}"


class Choice(models.Model):
    """The audience an owner chose for a key; without a row it is the default."""

    owner = models.ForeignKey(Person, models.CASCADE, related_name="choices")
    key = models.CharField(max_length=20)
    level = models.CharField(max_length=20)
    lists = models.JSONField(default=list)  # numbers of the owner's lists
    people = models.JSONField(default=list)  # numbers of people

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="chosen_once")]

    def __str__(self) -> str:
        return f"{self.key} of {self.owner_id}: {self.level}"


class ShortAddress(models.Model):
    """/<name> beside /id<n> or /club<n>: one namespace for people and communities.

    One is shown; those its holder had before still lead there, and are nobody else's.
    """

    name = models.CharField(max_length=32, unique=True)
    likeness = models.CharField(max_length=32, unique=True)  # rules.addresses: look-alikes have the same
    owner = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    club = models.BigIntegerField(null=True)  # the community's number: groups stand above this room
    since = models.DateTimeField()
    shown = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False, club=None) | Q(owner=None, club__isnull=False),
                name="address_of_one",
            ),
            models.UniqueConstraint(fields=["owner"], condition=Q(shown=True), name="one_address_shown"),
            models.UniqueConstraint(fields=["club"], condition=Q(shown=True), name="one_club_address_shown"),
        ]
        indexes = [models.Index(fields=["club"], name="addresses_of_club")]

    def __str__(self) -> str:
        return self.name


class SignIn(models.Model):
    """An entry of the account's own history: who came in, or tried to, from where."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=200, blank=True)
    way = models.CharField(max_length=20, blank=True)  # "password", "mfa", …; of a refused one ""
    refused = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["person", "-id"], name="sign_ins_of")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.at}"


class Token(models.Model):
    """A person's key to the API; only its hash is kept.

    Empty, `scope` opens all its person may do; "read" (rules.READING) the same, to be looked at; else it
    is words of the room that reads them (catalogue.roles.Scope), and opens nothing elsewhere.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=80, blank=True)
    expires_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} of {self.person_id}"


class Device(models.Model):
    """A music player that opens a person's music with a secret of its own, never with their password.

    Players prove that they know it by a salted MD5, for which it has to be known here: it is kept sealed
    with the site's key. It opens the music door alone.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    sealed = models.TextField()
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person"], condition=Q(revoked_at=None), name="devices_of")]

    def __str__(self) -> str:
        return f"{self.name} of {self.person_id}"
