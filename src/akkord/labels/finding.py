"""Finding recordings of an organisation by code or name, as people type them."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from akkord.catalogue.models import Recording

MOST_WORDS = 6


def searched(request: HttpRequest) -> str:
    """What ?q= asks for, as it may be shown again."""
    return "".join(c for c in request.GET.get("q", "") if c.isprintable()).strip()[:200]


def holding(recordings: QuerySet[Recording], words: str) -> QuerySet[Recording]:
    """Recordings that hold every word in title, artist, release or ISRC."""
    for word in words.split()[:MOST_WORDS]:
        clause = Q(isrc__icontains=word.replace("-", ""))
        for variant in {word, word.lower(), word.capitalize(), word.upper()}:  # SQLite folds ASCII only
            for name in ("title", "artist", "release__title"):
                clause |= Q(**{f"{name}__icontains": variant})
        recordings = recordings.filter(clause)
    return recordings
