"""Photos on posts: who sees a post sees them, by addresses that ask for that post again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from akkord.music.rules import Listener
from akkord.photos.queries import PhotoView, views_of

from ..models import Post, PostPhoto, Version


def photos_of(listener: Listener, on: Mapping[int, Sequence[int]]) -> dict[int, list[PhotoView]]:
    """post → its photos, of those numbers, each by the address that asks for its post."""
    numbers = (photo for photos in on.values() for photo in photos)
    drawn = {view.number: view for view in views_of(listener.person_id, listener.territory, numbers)}
    return {
        post: [replace(drawn[photo], within=f"?post={post}") for photo in photos if photo in drawn]
        for post, photos in on.items()
    }


def carries_photo(post: Post, photo: int) -> bool:
    """Whether the photo stands on the post, or stood there in an earlier version."""
    if PostPhoto.objects.filter(post=post, photo=photo).exists():
        return True
    return any(
        photo in photos for photos in Version.objects.filter(post=post).values_list("photos", flat=True)
    )


def photos_on(post: Post) -> list[int]:
    """Numbers of the photos on a post, in their order."""
    return list(PostPhoto.objects.filter(post=post).order_by("place").values_list("photo_id", flat=True))
