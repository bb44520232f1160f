"""Tables of people: accounts with a page, who stands how to whom, and who may see what."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class Languages(models.TextChoices):
    ENGLISH = "en", "English"
    RUSSIAN = "ru", "Русский"


class Themes(models.TextChoices):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


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
    language = models.CharField(max_length=5, choices=Languages, default=Languages.ENGLISH)
    theme = models.CharField(max_length=6, choices=Themes, default=Themes.SYSTEM)
    is_staff = models.BooleanField(default=False)  # operators of this server
    is_active = models.BooleanField(default=True)
    closed = models.BooleanField(default=False)  # the page is for friends; see rules.privacy
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

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "blocked"], name="blocked_once"),
            models.CheckConstraint(condition=~Q(owner=F("blocked")), name="block_not_oneself"),
        ]
        indexes = [models.Index(fields=["blocked", "owner"], name="blocked_by")]

    def __str__(self) -> str:
        return f"{self.owner_id} blocks {self.blocked_id}"


class Choice(models.Model):
    """The audience an owner chose for a key; without a row it is the default."""

    owner = models.ForeignKey(Person, models.CASCADE, related_name="+")
    key = models.CharField(max_length=20)
    level = models.CharField(max_length=20)
    lists = models.JSONField(default=list)  # numbers of the owner's lists
    people = models.JSONField(default=list)  # numbers of people

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="chosen_once")]

    def __str__(self) -> str:
        return f"{self.key} of {self.owner_id}: {self.level}"


class Token(models.Model):
    """A person's key to the API; only its hash is kept.

    Empty, `scope` opens all its person may do; else it is words of the room that reads them
    (catalogue.roles.Scope), and opens nothing elsewhere.
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
