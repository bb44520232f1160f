"""API tokens: made, used, revoked."""

import secrets
from datetime import datetime, timedelta

from django.db.models import Q

from akkord.flow import clock
from akkord.people.errors import NoSuchToken, TooManyTokens
from akkord.people.models import Person, Token
from akkord.people.queries import tokens_of
from akkord.people.rules import token_digest

TOKEN_PREFIX = "akk_"
MOST_TOKENS = 50


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
