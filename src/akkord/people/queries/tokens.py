"""API tokens: whose they are and whether they hold."""

from django.db.models import Q, QuerySet

from akkord.flow import clock
from akkord.people.models import Person, Token
from akkord.people.rules import token_digest

from .accounts import standing


def _holding() -> QuerySet[Token]:
    return Token.objects.filter(Q(expires_at=None) | Q(expires_at__gt=clock.now()), revoked_at=None)


def token_of(token_text: str) -> Token | None:
    """The API token of this text, if it holds, whatever its scope."""
    known = _holding().filter(standing("person__"), digest=token_digest(token_text))
    return known.select_related("person").first()


def bearer(token_text: str) -> Person | None:
    """Whose API token this is, if it holds and opens all its person may do."""
    found = token_of(token_text)
    return found.person if found and not found.scope else None


def tokens_of(person_id: int) -> QuerySet[Token]:
    """API tokens that still hold, newest first."""
    return _holding().filter(person_id=person_id).order_by("-made_at", "-pk")


def tokens_within(scope: str) -> QuerySet[Token]:
    """API tokens of anybody that hold and whose scope begins so, newest first."""
    found = _holding().filter(scope__startswith=scope).select_related("person")
    return found.order_by("-made_at", "-pk")
