"""Cards of links, as they stand on posts."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..models import LinkCard, Post


@dataclass(frozen=True)
class Card:
    """What the page behind a post's first address says of itself."""

    address: str
    site: str
    title: str
    about: str


def cards_of(posts: Sequence[Post]) -> dict[int, Card]:
    """post → the card of its link, where its page said something; one query, none without links."""
    linking = [p for p in posts if "https://" in p.text]
    if not linking:
        return {}
    found = LinkCard.objects.filter(post__in=linking, address__startswith="https://").exclude(title="")
    return {c.post_id: Card(c.address, urlsplit(c.address).netloc, c.title, c.about) for c in found}
