"""Receipts of posts: what the site was given, by its hash, signed with the log's key for whoever wrote it."""

import hashlib

from django.conf import settings

from akkord.flow import clock
from akkord.ledger.notes import signed_note
from akkord.ledger.rules import canonical, stamp

from ..models import Attachment, Post, PostPhoto

KIND = "akkord post receipt v1"


def receipt_of(post: Post) -> str:
    """A signed note over the post as it stands; only its author is given one. Raises ledger NoLog.

    `sha256` is of `said_by`, which the author can write out again from what they wrote.
    """
    return signed_note(
        KIND,
        [
            ("site", settings.SITE_URL),
            ("post", f"{settings.SITE_URL}/wall{post.pk}"),
            ("author", f"id{post.author_id}"),
            ("written", stamp(post.made_at)),
            ("changed", stamp(post.edited_at) if post.edited_at else "-"),
            ("sha256", hashlib.sha256(said_by(post).encode()).hexdigest()),
            ("signed", stamp(clock.now())),
        ],
    )


def said_by(post: Post) -> str:
    """What a post says, as canonical JSON (RFC 8785): its text, and numbers of its tracks and photos."""
    tracks = Attachment.objects.filter(post=post).order_by("place").values_list("track_id", flat=True)
    photos = PostPhoto.objects.filter(post=post).order_by("place").values_list("photo_id", flat=True)
    return canonical({"text": post.text, "tracks": list(tracks), "photos": list(photos)})
