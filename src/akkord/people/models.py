"""Tables of people: accounts with a page, and who follows whom."""

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
    """One person reads another's posts; two follows that meet are a friendship, as it was on VK."""

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
