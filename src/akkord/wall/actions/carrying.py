"""What a post carries besides words: tracks by reference, photos of its author's."""

from collections.abc import Sequence

from akkord.documents.queries import own_among as own_documents
from akkord.music.errors import NoSuchTrack
from akkord.music.queries import tracks_by_numbers
from akkord.photos.queries import own_among

from .. import errors
from ..models import Attachment, Post, PostDocument, PostPhoto
from ..rules import MOST_ATTACHED, MOST_TRACKS


def check_tracks(numbers: Sequence[int]) -> None:
    """Whether these can be attached. Raises TooManyTracks, music NoSuchTrack."""
    if len(numbers) > MOST_TRACKS:
        raise errors.TooManyTracks
    if numbers and set(tracks_by_numbers(numbers)) != set(numbers):
        raise NoSuchTrack


def check_photos(author_id: int, photos: Sequence[int], tracks: Sequence[int], before: Sequence[int]) -> None:
    """Whether the author may attach these beside the tracks; what stood on the post before may stay.

    Raises TooMuchAttached, NotYourPhoto.
    """
    if len(photos) + len(tracks) > MOST_ATTACHED:
        raise errors.TooMuchAttached
    new = set(photos) - set(before)
    if own_among(author_id, new) != new:
        raise errors.NotYourPhoto


def check_documents(author_id: int, documents: Sequence[int], others: int) -> None:
    """Whether the author may attach these beside so many others. Raises TooMuchAttached, NotYourDocument."""
    if len(documents) + others > MOST_ATTACHED:
        raise errors.TooMuchAttached
    if own_documents(author_id, documents) != set(documents):
        raise errors.NotYourDocument


def carry_documents(post: Post, documents: Sequence[int]) -> None:
    """Put these on a new post; they stay while its words change."""
    PostDocument.objects.bulk_create(
        [PostDocument(post=post, document_id=number, place=place) for place, number in enumerate(documents)]
    )


def carried_by(post: Post) -> tuple[list[int], list[int]]:
    """Numbers of its tracks and of its photos, in their order."""
    tracks = Attachment.objects.filter(post=post).order_by("place").values_list("track_id", flat=True)
    photos = PostPhoto.objects.filter(post=post).order_by("place").values_list("photo_id", flat=True)
    return list(tracks), list(photos)


def carry(post: Post, tracks: Sequence[int], photos: Sequence[int]) -> None:
    """Put these on the post, in their order, in place of what it carried."""
    Attachment.objects.filter(post=post).delete()
    PostPhoto.objects.filter(post=post).delete()
    Attachment.objects.bulk_create(
        [Attachment(post=post, track_id=number, place=place) for place, number in enumerate(tracks)]
    )
    PostPhoto.objects.bulk_create(
        [PostPhoto(post=post, photo_id=number, place=place) for place, number in enumerate(photos)]
    )
