"""What was said to posts where they were before."""

from ..models import Post, Quote

MOST_SHOWN = 500


def quotes_of(post: Post) -> list[Quote]:
    """The words that came with a post the reader sees, in their order; no query for one written here."""
    if post.brought_at is None:
        return []
    return list(Quote.objects.filter(post=post).order_by("pk")[:MOST_SHOWN])
