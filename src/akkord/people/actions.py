"""What people do with their accounts and with each other."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from akkord.flow import clock, outbox

from .errors import NoSuchToken, OneselfFollowed, TooManyTokens
from .models import Follow, Person, Token
from .queries import tokens_of
from .rules import token_digest

TOKEN_PREFIX = "akk_"
MOST_TOKENS = 50


def enrol(
    *,
    email: str,
    name: str,
    password_hash: str,
    language: str = "en",
    city: str = "",
    about: str = "",
    operator: bool = False,
) -> Person:
    """Make an account with a password hashed beforehand (import, sample world)."""
    return Person.objects.create(
        email=email.lower(),
        name=name,
        password=password_hash,
        language=language,
        city=city,
        about=about,
        is_staff=operator,
    )


def appoint_operator(person: Person) -> None:
    """Let a person run this server: health, jobs, organisations and their representatives."""
    Person.objects.filter(pk=person.pk).update(is_staff=True)
    person.is_staff = True


@transaction.atomic
def follow(follower: Person, followed: Person) -> None:
    """Read another's posts from now on; following back makes friends. Twice is once."""
    if follower.pk == followed.pk:
        raise OneselfFollowed
    _, new = Follow.objects.get_or_create(
        follower=follower, followed=followed, defaults={"since": clock.now()}
    )
    if new:
        outbox.tell(f"person:{followed.pk}", "followed", by=follower.pk, name=follower.name)


def unfollow(follower: Person, followed: Person) -> None:
    """Read them no longer."""
    Follow.objects.filter(follower=follower, followed=followed).delete()


def edit_profile(person: Person, *, name: str, status: str, city: str, about: str) -> None:
    """Change one's own page."""
    person.name, person.status, person.city, person.about = name, status, city, about
    person.save(update_fields=["name", "status", "city", "about"])


def choose_look(person: Person, *, language: str | None = None, theme: str | None = None) -> None:
    """Remember language and theme with the account, so that they follow its owner."""
    changed = {k: v for k, v in {"language": language, "theme": theme}.items() if v is not None}
    for field, value in changed.items():
        setattr(person, field, value)
    if changed:
        person.save(update_fields=list(changed))


def issue_token(person: Person, name: str, *, scope: str = "", expires: datetime | None = None) -> str:
    """Make an API token; the answer is the only time its text exists outside the owner's hands.

    Whoever gives a `scope` has seen that the person may do what it names. Raises TooManyTokens.
    """
    if tokens_of(person.pk).count() >= MOST_TOKENS:
        raise TooManyTokens
    text = TOKEN_PREFIX + secrets.token_urlsafe(32)
    Token.objects.create(
        person=person,
        name=name,
        scope=scope,
        expires_at=expires,
        digest=token_digest(text),
        made_at=clock.now(),
    )
    return text


def revoke_token(person: Person, token_id: int) -> None:
    """The token opens nothing from now on. Raises NoSuchToken."""
    held = Token.objects.filter(pk=token_id, person=person, revoked_at=None)
    if not held.update(revoked_at=clock.now()):
        raise NoSuchToken(token_id)


def note_use(token_text: str) -> None:
    """Remember when a token was last used, at most once an hour; else it costs one read and no write."""
    now = clock.now()
    stale = Token.objects.filter(
        Q(used_at=None) | Q(used_at__lt=now - timedelta(hours=1)), digest=token_digest(token_text)
    )
    if stale.exists():
        stale.update(used_at=now)
