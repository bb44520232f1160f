"""Documents on posts: who sees a post may have them, by addresses that ask for that post again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from akkord.documents.queries import DocumentView, views_of
from akkord.music.rules import Listener

from ..models import Post, PostDocument


def documents_of(listener: Listener, on: Mapping[int, Sequence[int]]) -> dict[int, list[DocumentView]]:
    """post → its documents, of those numbers, each by the address that asks for its post."""
    numbers = (number for documents in on.values() for number in documents)
    known = {view.number: view for view in views_of(listener.person_id, listener.territory, numbers)}
    return {
        post: [replace(known[number], within=f"?post={post}") for number in documents if number in known]
        for post, documents in on.items()
    }


def documents_on(post: Post) -> list[int]:
    """Numbers of the documents on a post, in their order."""
    rows = PostDocument.objects.filter(post=post).order_by("place")
    return list(rows.values_list("document_id", flat=True))
