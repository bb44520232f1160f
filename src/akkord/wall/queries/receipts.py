"""Receipts of posts: what the site was given, by its hash, kept from then on and signed with the log's key.

A receipt is its author's also when the post is gone, whoever took it away: the site has signed that it had
these words.
"""

import hashlib

from django.conf import settings
from django.db.models import QuerySet

from akkord.flow import clock
from akkord.ledger.notes import signed_note
from akkord.ledger.rules import canonical, stamp

from ..errors import NoSuchPost
from ..models import Attachment, Post, PostDocument, PostPhoto, Receipt

KIND = "akkord post receipt v1"


def receipts_of(person_id: int) -> QuerySet[Receipt]:
    """Every receipt of what somebody wrote, the latest first; also of what is gone."""
    return Receipt.objects.filter(author_id=person_id).select_related("post").order_by("-pk")


def receipt_for(person_id: int | None, post: int, number: int | None = None) -> Receipt:
    """The receipt of a post for whoever wrote it, the latest or the one of that number. Raises NoSuchPost."""
    found = Receipt.objects.filter(author_id=person_id, post=post).select_related("post").order_by("-pk")
    kept = (found if number is None else found.filter(pk=number)).first()
    if kept is None:
        raise NoSuchPost(post)
    return kept


def note_of(kept: Receipt) -> str:
    """The site's signed note of a receipt. Raises ledger NoLog.

    `sha256` is of `said_by`, which the author can write out again from what they wrote.
    """
    written = kept.post.made_at
    return signed_note(
        KIND,
        [
            ("site", settings.SITE_URL),
            ("post", f"{settings.SITE_URL}/wall{kept.post_id}"),
            ("author", f"id{kept.author_id}"),
            ("written", stamp(written)),
            ("changed", stamp(kept.said_at) if kept.said_at != written else "-"),
            ("sha256", kept.sha256),
            ("signed", stamp(clock.now())),
        ],
    )


def said_by(post: Post) -> str:
    """What a post says, as canonical JSON (RFC 8785): its text, and numbers of its tracks and photos; of its
    documents where it has some."""
    tracks = Attachment.objects.filter(post=post).order_by("place").values_list("track_id", flat=True)
    photos = PostPhoto.objects.filter(post=post).order_by("place").values_list("photo_id", flat=True)
    papers = PostDocument.objects.filter(post=post).order_by("place").values_list("document_id", flat=True)
    said = {"text": post.text, "tracks": list(tracks), "photos": list(photos)}
    return canonical(said | ({"documents": list(papers)} if papers else {}))


def digest_of(post: Post) -> str:
    return hashlib.sha256(said_by(post).encode()).hexdigest()
