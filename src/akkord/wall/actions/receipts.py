"""Keeping receipts: the hash with the words, the signature right after."""

from akkord.ledger.notes import NoLog

from .. import queries
from ..models import Post, Receipt


def keep_receipt(post: Post) -> None:
    """What the post says now, in the transaction in which it is said."""
    Receipt.objects.create(
        post=post,
        author_id=post.author_id,
        sha256=queries.digest_of(post),
        said_at=post.edited_at or post.made_at,
    )


def sign_receipts(post: int) -> None:
    """Sign what is kept of a post and not signed yet. Twice is once; before there is a log, nothing is."""
    for kept in Receipt.objects.filter(post=post, note="").select_related("post"):
        signed(kept)


def signed(kept: Receipt) -> str:
    """Its note, signed now where that has not been done. Empty before there is a log."""
    if not kept.note:
        try:
            kept.note = queries.note_of(kept)
        except NoLog:
            return ""
        kept.save(update_fields=["note"])
    return kept.note
